package handlers

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats/themes"
	"ouderstem/survey"
	"ouderstem/views"
)

// unasked are the routes that are not fetched, and why. Every other one is.
var unasked = []struct{ path, why string }{
	{`/staff/(setup|invitation)/:token|/staff/login.*`, "for who is not signed in"},
	{`/staff/profile/.*`, "a second factor, with a secret drawn for each page"},
	{`/staff/entry/:unit/:survey`, "an empty form, with a word drawn for each page"},
	{`/staff/cards/:unit/:batch/screen`, "a poster's code, drawn when it was printed"},
	{`/s/:name`, "files of the program itself"},
	{`.*pdf`, "printed from a page that is fetched, or an empty form"},
	{`/staff/audit.*|/staff/deeds.*`, "what the program finds of itself, and what staff did: TestAudit…, TestDeeds…"},
	{`/staff/design/:unit/:draft.*`, "a survey's words, before anybody answered it"},
}

// tells are the routes that are fetched, with what they tell of answers: figures are
// taken apart ([attacker.looks]), or stand in one that is. A route that is in no line
// fails: it is to be thought about.
var tells = []struct{ path, what string }{
	{`/staff/report/:unit/:year/:survey\.json|/staff/monitor/:unit/:year|/w/:unit/:year/:survey/:number\.json`, "taken apart"},
	{`/staff/report/.*|/staff/published/.*|/w/.*|/staff/publish/.*/preview.*`, "the same reports: TestFormatsHoldTheTables, TestEditionShowsNoMoreThanStaffSee"},
	{`/staff/(comments|themes|safety)/.*|/staff/codebook/suggestions`, "the comments that a report of the same unit shows, and how many those are: TestThemesShowNoMoreThanComments"},
	{`/staff/unit/:unit/:year|/staff/publish/:unit.*|/staff/edition/.*|/w|/`, "that something was opened or published, and what waits to the nearest 5"},
	{`/staff/benchmark`, "how many editions there are; its file is compared with them"},
	{`/staff/(cards|paper|preview|surveys|records|codebook|accounts|units|settings).*|/staff/(confirm|profile)?`, "nothing: what staff made, and who they are"},
	{`/v/:address|/thanks|/privacy|/\.well-known/security\.txt`, "nothing: what parents are asked and told"},
}

// one reports whether a route is in a line.
func one(line, path string) bool { return regexp.MustCompile(`^(` + line + `)$`).MatchString(path) }

// Every route that shows something has a line that says what it tells of answers,
// or a reason not to be fetched; and every line has a route.
func TestRoutesAreThoughtAbout(t *testing.T) {
	d := newDistrict(t, 1, survey.UsualK)
	lines := map[string]int{}
	for _, u := range unasked {
		lines[u.path] = 0
	}
	for _, told := range tells {
		lines[told.path] = 0
	}
	for _, path := range d.listed() {
		known := false
		for line := range lines {
			if one(line, path) {
				lines[line]++
				known = true
			}
		}
		if !known {
			t.Errorf("nobody said what %s tells of answers", path)
		}
	}
	for line, n := range lines {
		if n == 0 {
			t.Errorf("no route is %s", line)
		}
	}
}

// queries are the questions that an address may hold, with values that are tried; none
// for what changes no figure.
var queries = map[string][]string{
	`"lang"`: {"en"}, "views.FunnelField": {"1"}, `"survey"`: surveyIDs, "views.FieldYear": {"2025"}, "views.FieldPage": {"2"},
	"views.FieldShow": {"quotes", "hidden", "removed"}, "views.FieldTheme": nil, "views.FieldWords": {"kamer"}, "views.FieldQuestion": {"better"},
	"views.FieldAt": {"2"}, "views.FieldList": nil, "audienceField": {"youth"}, `"said"`: nil, `"new"`: nil, `"before"`: nil, `"state"`: nil, "name": nil,
	"views.FieldUndo": nil, "views.FieldDone": nil, "views.FieldSurvey": nil, "views.FieldTo": nil, "views.FieldWith": nil, "views.FieldFocus": nil,
	"views.FieldSheetLang": nil, "views.FieldK": nil, "views.FieldWas": nil, "views.FieldLang": nil,
}

// asks are the routes on which a question changes what is shown.
var asks = map[string][]string{
	"/staff/report/:unit/:year/:survey":        {"?funnel=1", "?lang=en"},
	"/staff/report/:unit/:year/:survey.json":   {"?funnel=1", "?lang=en"},
	"/staff/monitor/:unit/:year":               {"?survey=kort", "?survey=fft"},
	"/staff/comments/:unit/:year/:survey":      {"?show=quotes", "?show=hidden", "?q=kamer", "?question=better", "?page=2", "?theme="},
	"/staff/themes/:unit/:year/:survey/:theme": {"?show=removed", "?page=2"},
	"/staff/safety/:unit":                      {"?year=2025&survey=kort"},
	"/staff/themes/:unit/:year/:survey/sample": {"?n=2"},
	"/thanks":  {"?for=youth", "?lang=en"},
	"/w":       {"?lang=en"},
	"/w/:unit": {"?lang=en"},
}

// Every question that a handler asks an address is known to those who fetch.
func TestQuestionsOfAddresses(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	question := regexp.MustCompile(`\bc\.Query(?:Int|Bool|Float)?\(([^()]+)\)`)
	left := map[string]bool{}
	for name := range queries {
		left[name] = true
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range question.FindAllStringSubmatch(string(text), -1) {
			if _, known := queries[m[1]]; !known {
				t.Errorf("%s asks an address for %s", file, m[1])
			}
			delete(left, m[1])
		}
	}
	for name := range left {
		t.Errorf("no address is asked for %s", name)
	}
}

// listed are the paths of all routes that show something.
func (h *house) listed() (paths []string) {
	for _, app := range []*fiber.App{h.staff, h.public} {
		for _, r := range app.GetRoutes(true) {
			if r.Method == http.MethodGet && !slices.Contains(paths, r.Path) {
				paths = append(paths, r.Path)
			}
		}
	}
	return paths
}

// places are the values that names in an address take: of units, years and surveys
// all, of what else there is one or two.
func (h *house) places(units []string, years ...string) map[string][]string {
	h.t.Helper()
	values := map[string][]string{
		":unit": units, ":year": years, ":chart": {"bars-mark", "mark"}, ":comment": {"none"}, ":theme": {waitingTheme(h.t), themes.NoTheme, "none"},
		":number": {"1", "2"}, ":version": {string(views.WholeReport), string(views.ForParents)},
	}
	surveys, err := h.store.Surveys(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range surveys {
		values[":survey"], values[":address"] = append(values[":survey"], s.ID), append(values[":address"], s.Address())
	}
	slices.Sort(values[":survey"])
	slices.Reverse(values[":survey"]) // kort before fft
	if r, err := h.store.Results(h.t.Context(), "kort", units[0], 2026); err != nil {
		h.t.Fatal(err)
	} else if len(r.Comments) > 0 {
		values[":comment"] = []string{r.Comments[0].ID}
	}
	batches, err := h.store.Batches(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, b := range batches {
		if slices.Contains(units, b.Unit) {
			values[":batch"] = append(values[":batch"], b.ID)
		}
	}
	accounts, err := h.store.Accounts(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range accounts[:min(1, len(accounts))] {
		values[":account"] = []string{a.ID}
	}
	return values
}

// yearlyPages are the routes that are fetched for every unit, year and survey; of the
// others as many as show each value once.
var yearlyPages = regexp.MustCompile(`^/staff/(report|published)/:unit/:year/:survey(\.json)?$|^/staff/(monitor|unit)/:unit/:year$|^/w/:unit(/:year/:survey/:number(\.json)?)?$`)

// addresses are those that a route has.
func addresses(path string, values map[string][]string) []string {
	list := []string{path}
	for _, name := range regexp.MustCompile(`:[a-z]+`).FindAllString(path, -1) {
		var next []string
		for i, x := range values[name] {
			if i > 0 && !yearlyPages.MatchString(path) && (name != ":unit" || strings.Contains(path, ".")) && name != ":theme" && name != ":batch" {
				break
			}
			for _, p := range list {
				next = append(next, strings.Replace(p, name, x, 1))
			}
		}
		list = next
	}
	for _, question := range asks[path] {
		for _, p := range slices.Clone(list)[:min(2, len(list))] {
			list = append(list, p+question)
		}
	}
	return list
}

// slowPath finds files that take long, and are made of the same report as the
// others of that address.
var slowPath = regexp.MustCompile(`\.(docx|odt|charts\.zip)$`)

// everything fetches every route with these values and returns what came, status,
// head and body, by address, and the routes at which there was nothing. Without an
// account it is what anybody can fetch. Who has one unit fetches no slow files.
func (h *house) everything(who *client, values map[string][]string) (seen map[string]string, nothing []string) {
	h.t.Helper()
	seen = map[string]string{}
	for _, path := range h.listed() {
		if strings.HasPrefix(path, staffPath) == (who == nil) || slices.ContainsFunc(unasked, func(u struct{ path, why string }) bool { return one(u.path, path) }) ||
			len(values[":unit"]) == 1 && slowPath.MatchString(path) {
			continue
		}
		worked := false
		for _, address := range addresses(path, values) {
			var page reply
			if who == nil {
				page = h.get(address)
			} else {
				page = who.Get(address)
			}
			page.Header.Del("Date")
			seen[address] = fmt.Sprint(page.StatusCode, page.Header, page.ContentLength, page.body)
			worked = worked || page.StatusCode < http.StatusBadRequest
		}
		if !worked {
			nothing = append(nothing, path)
		}
	}
	return seen, nothing
}
