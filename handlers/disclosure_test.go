package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/survey/campaign"
	"ouderstem/views"
)

// lives lets some years go by, and calls look after every opening. Where it is
// unsteady, k changes now and then.
func (d *district) lives(theme string, unsteady bool, look func()) {
	d.t.Helper()
	about, _ := themes.Shipped().Theme(theme)
	rounds := 2
	if d.long {
		rounds += d.dice.IntN(3)
	}
	for d.year = 2024; d.year <= 2026; d.year++ {
		d.now = time.Date(d.year, time.March, 4, 10, 0, 0, 0, time.UTC)
		for _, unit := range d.units() {
			if err := d.store.Confirm(d.t.Context(), "", store.Scope{Unit: unit, Year: d.year, Survey: "kort"}, theme, about.Fingerprint(), true); err != nil {
				d.t.Fatal(err)
			}
		}
		for round := range rounds {
			last := round == rounds-1
			for _, unit := range d.units() {
				for i, id := range surveyIDs {
					if d.dice.IntN(3) >= 2-i {
						continue
					}
					way := survey.ByCard
					if d.dice.IntN(4) == 0 {
						way = survey.ByPoster
					}
					n := 2 + d.dice.IntN(2*d.k-4)
					if d.dice.IntN(8) == 0 {
						n += stats.Exact
					}
					d.answers(id, unit, way, n)
				}
			}
			if unsteady && d.dice.IntN(3) == 0 {
				d.setK([]int{survey.LeastK, 7, survey.UsualK, 14}[d.dice.IntN(4)])
			}
			d.opens(last)
			look()
		}
		switch d.year {
		case 2024:
			d.asksAnew()
		case 2025:
			if unit := []string{"b", "c", "d"}[d.dice.IntN(3)]; d.dice.IntN(4) > 0 {
				to := []string{"m", "a", "b", "c", "d"}[d.dice.IntN(5)]
				if tree := d.tree(); !slices.Contains(tree.Below(unit), to) {
					if err := d.store.MoveUnit(d.t.Context(), unit, to); err != nil {
						d.t.Fatal(err)
					}
				}
			}
		}
	}
}

// looks fetches every report and monitor there is, as somebody with a role on
// everything, and what is published after trying to publish more.
func (a *attacker) looks(all survey.Account) {
	a.t.Helper()
	who := a.with(all)
	for _, unit := range a.units() {
		if a.dice.IntN(2) == 0 {
			a.corrects(unit, a.theme)
		}
	}
	for year := 2024; year <= a.year+1; year++ {
		for _, unit := range a.units() {
			for _, id := range surveyIDs {
				path := fmt.Sprintf("/staff/report/%s/%d/%s.json", unit, year, id)
				r := who.Get(path)
				if r.StatusCode != http.StatusOK {
					a.t.Errorf("%s: %d", path, r.StatusCode)
					continue
				}
				campaign.Count("fetched", 2)
				a.reads(who, path, r.body)
				a.monitors(who, unit, year, id)
			}
		}
	}
	for range 4 {
		unit, id, year := a.units()[a.dice.IntN(5)], surveyIDs[a.dice.IntN(2)], max(2024, a.year-a.dice.IntN(2))
		var choice survey.Choice
		if a.dice.IntN(2) == 0 {
			choice.Left = []survey.Section{survey.SectionWithout}
		}
		if a.publishes(unit, year, id, choice) {
			campaign.Count("published", 1)
		}
	}
	editions, err := a.store.Editions(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	for _, e := range editions {
		path := fmt.Sprintf("/w/%s/%d/%s/%d.json", e.Unit, e.Year, e.Survey, e.Number)
		r := a.get(path)
		if want := map[bool]int{true: http.StatusOK, false: http.StatusGone}[e.Withdrawn == ""]; r.StatusCode != want {
			a.t.Errorf("%s: %d", path, r.StatusCode)
		}
		if e.Withdrawn == "" && !a.already[path] {
			a.already[path] = true
			campaign.Count("fetched", 1)
			a.reads(who, path, r.body)
			if a.dice.IntN(5) == 0 {
				if err := a.store.Withdraw(a.t.Context(), "", e, "er stond een fout in"); err != nil {
					a.t.Fatal(err)
				}
			}
		}
	}
}

// apart looks as somebody who has a role on one unit alone: a manager gets the same
// bytes as one of the whole, and nothing of other branches; a coach gets no report.
func (a *attacker) apart(all survey.Account) {
	a.t.Helper()
	whole, tree := a.with(all), a.tree()
	for _, own := range a.units()[1:] {
		manager, coach := a.as(survey.Manager, own), a.as(survey.Coach, own)
		for _, unit := range a.units() {
			path := fmt.Sprintf("/staff/report/%s/%d/kort.json", unit, a.year-1)
			part, none := manager.Get(path), coach.Get(path)
			campaign.Count("fetched", 3)
			if none.StatusCode != http.StatusNotFound {
				a.t.Errorf("a coach of %s gets %s: %d", own, path, none.StatusCode)
			}
			if !slices.Contains(tree.Below(own), unit) {
				if part.StatusCode != http.StatusNotFound {
					a.t.Errorf("a manager of %s gets %s: %d", own, path, part.StatusCode)
				}
				continue
			}
			if r := whole.Get(path); part.StatusCode != http.StatusOK || r.body != part.body {
				a.t.Errorf("a manager of %s gets another %s than one of the whole", own, path)
			}
		}
	}
}

// exchanged compares the file for other installations with the editions: it has
// nothing that does not stand in one.
func (a *attacker) exchanged(who *client) {
	a.t.Helper()
	r := who.Post("/staff/benchmark", url.Values{views.FieldDo: {views.DoExport}})
	if r.StatusCode != http.StatusOK {
		return // nothing is published
	}
	var sealed struct {
		Units []survey.BenchmarkUnit `json:"units"`
	}
	found := false
	for text := r.body; !found && text != ""; { // the figures are signed as text
		var outer map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &outer); err != nil {
			a.t.Fatal(err)
		}
		text = ""
		if outer["units"] != nil {
			if err := json.Unmarshal(outer["units"], &sealed.Units); err != nil {
				a.t.Fatal(err)
			}
			found = true
		}
		for _, raw := range outer {
			if s := string(raw); strings.Contains(s, "units") {
				if json.Unmarshal(raw, &text) != nil {
					text = s
				}
			}
		}
	}
	editions, err := a.store.Editions(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	var published []string
	for _, e := range editions {
		report, err := stats.ReadReport(a.edition(e).Value)
		if err != nil {
			a.t.Fatal(err)
		}
		if u, ok := stats.Published(report, e.Number); ok {
			text, err := json.Marshal(u)
			if err != nil {
				a.t.Fatal(err)
			}
			published = append(published, string(text))
		}
	}
	for _, u := range sealed.Units {
		if text, err := json.Marshal(u); err != nil || !slices.Contains(published, string(text)) {
			a.t.Errorf("the file for others has %s, which stands in no edition (%v)", text, err)
		}
	}
	campaign.Count("exchanged", len(sealed.Units))
}

func (a *attacker) edition(e survey.Edition) survey.Edition {
	a.t.Helper()
	e, err := a.store.Edition(a.t.Context(), e.Unit, e.Survey, e.Year, e.Number)
	if err != nil {
		a.t.Fatal(err)
	}
	return e
}

// everyRole is an account with every role on the whole installation.
func (h *house) everyRole() survey.Account {
	return h.account(survey.Grant{Role: survey.Manager, Unit: survey.Everywhere}, survey.Grant{Role: survey.Administrator, Unit: survey.Everywhere}, survey.Grant{Role: survey.Coach, Unit: survey.Everywhere}, survey.Grant{Role: survey.Entry, Unit: survey.Everywhere})
}

// Somebody fetches all there is to be had, of all units and years, after every
// opening, and adds and subtracts at will. It tells of nobody, and no figure is of
// anybody but those whose answers count.
//
// The attacker is granted more than anybody has: who is behind each figure, and
// its exact value where it is shown rounded. An unknown is what a parent answered
// to a question; parents who are in the same figures are not told apart. What
// follows from all figures together must be of k parents or more.
func TestCampaignDisclosure(t *testing.T) {
	if campaign.Raced {
		t.Skip("skipped: one goroutine at a time; make test plays it without the race detector")
	}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		d := newDistrict(t, seed, []int{survey.UsualK, survey.LeastK, 7}[seed%3])
		a := newAttacker(d, waitingTheme(t))
		all := d.everyRole()
		d.lives(a.theme, seed%4 == 0, func() { a.looks(all) })
		a.exchanged(a.with(all))
		a.apart(all)
		campaign.Count("parents", len(d.parents))
		sums := 0
		for _, s := range a.seen {
			sums += len(s.list)
		}
		if sums < 30 { // where few units have enough answers there are about fifty
			t.Errorf("only %d sets of parents were seen: that proves little", sums)
		}
		for _, fault := range append(a.wrong, a.solved()...) {
			t.Error(fault)
		}
	})
}
