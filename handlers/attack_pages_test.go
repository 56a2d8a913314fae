package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// everyPage asks for every page and file below /staff and on the public pages that
// somebody with all roles can open, of these units and years. Left out are pages
// that draw a word anew each time, and PDFs, which hold what their page says; files
// are those of the first unit and year, with a funnel plot only JSON.
func (c *client) everyPage(units, years []string, more map[string]string) map[string]string {
	c.t.Helper()
	_, routes := c.doors()
	seen := map[string]string{}
	yearly := regexp.MustCompile(`^/(report|monitor|unit)/:unit/:year(/:survey)?$`)
	ask := func(path string) {
		var page reply
		if strings.HasPrefix(path, staffPath) {
			page = c.Get(path)
		} else {
			page = c.get(path)
		}
		if page.StatusCode < http.StatusInternalServerError {
			seen[path] = fmt.Sprint(page.StatusCode, page.Header.Get("Location"), page.Header.Get("ETag"), page.body)
		}
	}
	for _, r := range routes {
		if r.method != get || r.rule.stranger || strings.HasPrefix(r.path, "/entry/") || strings.HasSuffix(r.path, "pdf") || strings.HasPrefix(r.path, "/profile/") {
			continue
		}
		for _, unit := range units {
			for _, year := range years {
				here := unit == units[0] && year == years[0]
				if !here && (year != years[0] || strings.Contains(r.path, ".")) && !yearly.MatchString(r.path) {
					continue
				}
				path := strings.NewReplacer(":unit", unit, ":year", year).Replace(r.path)
				for name, value := range more {
					path = strings.ReplaceAll(path, name, value)
				}
				if _, done := seen[staffPath+path]; done {
					continue
				}
				ask(staffPath + path)
				if r.path == "/report/:unit/:year/:survey" || r.path == "/report/:unit/:year/:survey.json" {
					ask(staffPath + path + "?funnel=1")
				}
			}
		}
	}
	for _, path := range []string{"/w", "/w/a", "/w/m", "/w/a/2026/kort/1", "/w/a/2026/kort/1.json", "/thanks"} {
		ask(path)
	}
	return seen
}

// A manager who fetches everything, in all units and years, before and after a
// parent sends something, sees no difference until boxes are opened; and then
// sees one.
func TestNothingMovesBetweenOpenings(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	h.answeredIn("a", 2025, 40, waited)
	h.answeredIn("b", 2026, 30, waited)
	h.publishesA()
	h.release(2)
	batch, codes, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 25})
	if err != nil {
		t.Fatal(err)
	}
	_, shared, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "b", Way: survey.ByPoster, Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	who := h.account(survey.Grant{Role: survey.Manager, Unit: survey.Everywhere}, survey.Grant{Role: survey.Administrator, Unit: survey.Everywhere}, survey.Grant{Role: survey.Coach, Unit: survey.Everywhere})
	manager := h.with(who)
	all := func() map[string]string {
		return manager.everyPage([]string{"a", "m", "b"}, []string{"2026", "2025", "2027"}, map[string]string{
			":survey": "kort", ":chart": "mark", ":number": "1", ":comment": h.resultsOf("a").Comments[0].ID,
			":theme": waitingTheme(t), ":batch": batch.ID, ":version": string(views.WholeReport), ":account": who.ID,
		})
	}
	all() // that exports are noted in the log of deeds is seen there
	notes := func(path string) bool { return strings.Contains(path, "/deeds") }
	first := all()
	for i, code := range codes {
		fields := filled(code, "send")
		if i%5 == 0 {
			fields = filled(shared[0], "send")
			fields.Set(views.FieldToken, fmt.Sprint("tik", i))
		}
		if r := h.post(fields); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	for path, now := range all() {
		if now != first[path] && !notes(path) {
			t.Errorf("%s changed with answers", path)
		}
	}
	if len(first) < 150 {
		t.Errorf("only %d pages were looked at", len(first))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	moved := 0
	for path, now := range all() {
		if now != first[path] && !notes(path) {
			moved++
			if strings.Contains(path, "/2025") {
				t.Errorf("%s is of another year and changed", path)
			}
		}
	}
	if moved < 20 {
		t.Errorf("an opening changed %d pages", moved)
	}
}
