package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

const outPath = "/staff/publish/a/2026/kort"

// step returns the form of a step as it stands, all its ticks in it.
func (c *client) step(path string) url.Values {
	c.t.Helper()
	page := c.Get(path)
	if page.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d", path, page.StatusCode)
	}
	return stepOf(page.body)
}

func stepOf(page string) url.Values {
	form := formOf(page)
	ticks := url.Values{}
	for _, m := range ticked.FindAllStringSubmatch(page, -1) {
		ticks.Add(m[1], m[2])
	}
	maps.Copy(form, ticks)
	return form
}

// keeps posts a step and says that it must have been kept.
func (c *client) keeps(path string, form url.Values) {
	c.t.Helper()
	form.Set(views.FieldDo, views.DoSave)
	if r := c.Post(path, form); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != path+"?said=saved" {
		c.t.Fatalf("%s: %d to %s\n%s", path, r.StatusCode, r.Header.Get("Location"), r.body)
	}
}

func (h *house) chosen() survey.Choice {
	h.t.Helper()
	d, err := h.store.ReportDraft(h.t.Context(), "a", 2026, "kort")
	if err != nil {
		h.t.Fatal(err)
	}
	return d.Choice
}

// release lets the first n comments that may be read go out.
func (h *house) release(n int) []survey.Comment {
	h.t.Helper()
	comments := h.resultsOf("a").Comments[:n]
	for _, comment := range comments {
		in := store.Scope{Unit: "a", Year: 2026, Survey: "kort"}
		if _, err := h.store.Decide(h.t.Context(), h.account().ID, in, survey.Ruling{Act: survey.ActQuote}, comment.ID); err != nil {
			h.t.Fatal(err)
		}
	}
	return comments
}

func (h *house) confirm(list ...string) {
	h.t.Helper()
	for _, theme := range list {
		about, _ := themes.Shipped().Theme(theme)
		if err := h.store.Confirm(h.t.Context(), h.account().ID, store.Scope{Unit: "a", Year: 2026, Survey: "kort"}, theme, about.Fingerprint(), true); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) editions() []survey.Edition {
	h.t.Helper()
	list, err := h.store.Editions(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func contains(t *testing.T, page, what string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("%s lacks %q", what, w)
		}
	}
}

// The whole way, from the choice of a year to a second edition.
func TestReportGoesOut(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	released := h.release(3)
	for _, action := range []string{"Sneller bellen.", "Kamers warm."} {
		if err := h.store.SaveMeasure(t.Context(), survey.Measure{Unit: "a", Year: 2026, Action: action, Owner: "Team A", Due: "2027-03-01", Status: survey.Planned}); err != nil {
			t.Fatal(err)
		}
	}
	manager := h.as(survey.Manager, "a")
	contains(t, manager.Get("/staff/publish/a").body, "the choice", `href="`+outPath+`"`, "Nog niet gepubliceerd")

	form := manager.step(outPath)
	if got := len(form[views.FieldSection]); got != len(survey.Sections) {
		t.Errorf("%d sections are ticked at first", got)
	}
	form[views.FieldSection] = slices.DeleteFunc(form[views.FieldSection], func(s string) bool { return s == "figures" || s == "promised" })
	form.Set(views.FieldForeword, "Dank aan alle ouders.")
	form.Set(views.FieldDo, views.DoNext)
	if r := manager.Post(outPath, form); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != outPath+"/quotes" {
		t.Fatalf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	form = manager.step(outPath + "/quotes")
	if len(form[views.FieldQuote]) != 3 {
		t.Errorf("%d quotes are offered", len(form[views.FieldQuote]))
	}
	form[views.FieldQuote] = []string{released[1].ID, h.resultsOf("a").Comments[50].ID} // the second was not released
	manager.keeps(outPath+"/quotes", form)
	form = manager.step(outPath + "/measures")
	all := form[views.FieldMeasure]
	form[views.FieldMeasure] = all[:1]
	manager.keeps(outPath+"/measures", form)
	if c := h.chosen(); !slices.Equal(c.Left, []survey.Section{"figures", "promised"}) || c.Foreword != "Dank aan alle ouders." ||
		!slices.Equal(c.Quotes, []string{released[1].ID}) || len(c.Measures) != 1 {
		t.Errorf("kept: %+v", c)
	}
	form[views.FieldMeasure] = all // all is whatever there will be
	form.Set(views.FieldSeen, manager.step(outPath+"/measures").Get(views.FieldSeen))
	manager.keeps(outPath+"/measures", form)
	if c := h.chosen(); c.Measures != nil {
		t.Errorf("all measures are kept as %v", c.Measures)
	}

	page := manager.Get(outPath + "/check").body
	contains(t, page, "the check", "Er is nog geen thema bevestigd", `href="/staff/themes/a/2026/kort"`)
	if strings.Contains(page, `value="publish"`) {
		t.Error("it can go out without a confirmed theme")
	}
	h.confirm(waitingTheme(t))
	contains(t, manager.Get(outPath+"/preview").body, "the preview", outPath+"/preview/whole", outPath+"/preview/parents")
	contains(t, manager.Get(outPath+"/preview/whole").body, "the report", released[1].Text, "Dank aan alle ouders.")
	page = manager.Get(outPath + "/check").body
	contains(t, page, "the check", "Het jaar 2026 is nog niet voorbij", "Niet iedereen vulde de vragenlijst in")
	if r := manager.Post(outPath+"/check", stepOf(page)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	list := h.editions()
	if len(list) != 1 || list[0].Unit != "a" || list[0].By != manager.account.ID {
		t.Fatalf("%+v", list)
	}
	edition, err := h.store.Edition(t.Context(), "a", "kort", 2026, 1)
	if err != nil {
		t.Fatal(err)
	}
	var report stats.Report
	if err := json.Unmarshal(edition.Value, &report); err != nil {
		t.Fatal(err)
	}
	if !report.Rounded || report.Foreword != "Dank aan alle ouders." || len(report.Left) != 2 || len(report.Measures) != 2 || strings.Contains(string(edition.Value), released[0].Text) {
		t.Errorf("%+v", report)
	}

	// The same again is nothing; another needs its reason.
	page = manager.Get(outPath + "/check").body
	contains(t, page, "the check", "Uitgave 1", "hetzelfde als de nieuwste uitgave")
	if r := manager.Post(outPath+"/check", stepOf(page)); r.StatusCode != http.StatusConflict {
		t.Errorf("the same again: %d", r.StatusCode)
	}
	form = manager.step(outPath)
	form.Set(views.FieldForeword, "Dank aan alle ouders en coaches.")
	manager.keeps(outPath, form)
	form = manager.step(outPath + "/check")
	if r := manager.Post(outPath+"/check", form); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `id="reason.error"`) {
		t.Errorf("a correction without a reason: %d", r.StatusCode)
	}
	form.Set(views.FieldReason, "Het voorwoord was niet af.")
	if r := manager.Post(outPath+"/check", form); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if list := h.editions(); len(list) != 2 || list[0].Number != 2 || list[0].Reason != "Het voorwoord was niet af." {
		t.Errorf("%+v", list)
	}
	contains(t, manager.Get("/staff/publish/a").body, "the choice", "Uitgave 2")
}

// Two people at the same step see each other's work before either is lost; at
// different steps they are not in each other's way.
func TestTwoMakeOneReport(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	released := h.release(2)
	ann, bob := h.as(survey.Manager, "a"), h.as(survey.Manager, "m")
	anns, bobs := ann.step(outPath), bob.step(outPath)
	quotes := bob.step(outPath + "/quotes")
	anns.Set(views.FieldForeword, "Van Ann.")
	ann.keeps(outPath, anns)
	quotes[views.FieldQuote] = []string{released[0].ID}
	bob.keeps(outPath+"/quotes", quotes) // another step

	bobs.Set(views.FieldForeword, "Van Bob.")
	bobs[views.FieldSection] = bobs[views.FieldSection][1:]
	bobs.Set(views.FieldDo, views.DoSave)
	r := bob.Post(outPath, bobs)
	if r.StatusCode != http.StatusConflict {
		t.Fatalf("%d", r.StatusCode)
	}
	contains(t, r.body, "the page", "Van Ann.", ">\nVan Bob.</textarea>")
	if h.chosen().Foreword != "Van Ann." {
		t.Error("Ann's words are gone")
	}
	bob.keeps(outPath, stepOf(r.body)) // after looking
	if c := h.chosen(); c.Foreword != "Van Bob." || !slices.Equal(c.Left, []survey.Section{survey.SectionMark}) || len(c.Quotes) != 1 {
		t.Errorf("%+v", c)
	}
	// Both doing the same is no clash.
	ann.keeps(outPath, stepOf(r.body))
}

func TestReportDraftFaults(t *testing.T) {
	h := newHouse(t)
	h.answered(12, waited)
	manager := h.as(survey.Manager, "a")
	form := manager.step(outPath)
	form.Set(views.FieldForeword, strings.Repeat("woord ", 400))
	form.Set(views.FieldDo, views.DoNext)
	r := manager.Post(outPath, form)
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `id="foreword.error"`) || !strings.Contains(r.body, "woord woord") {
		t.Errorf("a foreword that is too long: %d", r.StatusCode)
	}
	if h.chosen().Foreword != "" {
		t.Error("it was kept")
	}
	for path, want := range map[string]int{
		"/staff/publish/a/2026/nergens":            http.StatusNotFound,
		"/staff/publish/a/1999/kort":               http.StatusNotFound,
		"/staff/publish/a/x/kort":                  http.StatusNotFound,
		outPath + "/preview/everybody":             http.StatusNotFound,
		"/staff/publish/a/2026/nergens/preview":    http.StatusNotFound,
		"/staff/publish/a/2026/nergens/check":      http.StatusNotFound,
		outPath + "/preview/council":               http.StatusOK,
		"/staff/publish/a/2025/kort/preview/whole": http.StatusOK, // nothing was opened: the report says so
	} {
		if got := manager.Get(path).StatusCode; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	// What was typed outlives the session.
	stranger := &client{house: h}
	if r := stranger.PostBare(outPath, form); r.StatusCode != http.StatusUnauthorized || !strings.Contains(r.body, "woord&#43;woord") {
		t.Errorf("without a session: %d", r.StatusCode)
	}
}

// Of too few answers nothing goes out, and it says so.
func TestReportOfFewDoesNotGoOut(t *testing.T) {
	h := newHouse(t)
	h.answered(7, waited)
	if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager, "a")
	contains(t, manager.Get("/staff/publish/a").body, "the choice", "Er is nog geen verslag om te publiceren")
	contains(t, manager.Get(outPath).body, "the first step", "nog geen 10 bij elkaar")
	page := manager.Get(outPath + "/check").body
	contains(t, page, "the check", "Er zijn te weinig antwoorden om iets te laten zien: nog geen 10 bij elkaar", "nog ongeveer 5 antwoorden")
	if r := manager.Post(outPath+"/check", stepOf(page)); r.StatusCode != http.StatusConflict || len(h.editions()) != 0 {
		t.Errorf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
}

// Of those who publish a report in the same moment one does, and the others are
// told that it was.
func TestReportGoesOutOnce(t *testing.T) {
	h := newHouse(t)
	h.answered(30, func(i int) (mark, text string) { return fmt.Sprint(6 + i%3), "" })
	manager := h.as(survey.Manager, "a")
	form := manager.step(outPath + "/check")
	replies := make([]reply, 6)
	var wait sync.WaitGroup
	for i := range replies {
		wait.Go(func() { replies[i] = manager.Post(outPath+"/check", maps.Clone(form)) })
	}
	wait.Wait()
	out := 0
	for _, r := range replies {
		switch {
		case r.StatusCode == http.StatusSeeOther:
			out++
		case r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "hetzelfde als de nieuwste uitgave"):
			t.Errorf("%d\n%s", r.StatusCode, readable(r.body))
		}
	}
	if out != 1 || len(h.editions()) != 1 {
		t.Errorf("published %d times, %d editions", out, len(h.editions()))
	}
}

// A correction that says what the newest edition says does not go out, and the
// reason that was typed for it stays.
func TestSameCorrectionStays(t *testing.T) {
	h := newHouse(t)
	h.answered(30, func(i int) (mark, text string) { return fmt.Sprint(6 + i%3), "" })
	ann, bob := h.as(survey.Manager, "a"), h.as(survey.Manager, "m")
	const check = outPath + "/check"
	if r := ann.Post(check, ann.step(check)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", r.StatusCode)
	}
	if err := h.store.SaveMeasure(t.Context(), survey.Measure{Unit: "a", Year: 2026, Action: "Uitleg", Status: survey.Doing}); err != nil {
		t.Fatal(err)
	}
	anns, bobs := ann.step(check), bob.step(check)
	anns.Set(views.FieldReason, "Van Ann.")
	bobs.Set(views.FieldReason, "Van Bob.")
	if r := ann.Post(check, anns); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", r.StatusCode)
	}
	r := bob.Post(check, bobs)
	if r.StatusCode != http.StatusConflict || len(h.editions()) != 2 {
		t.Errorf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
	contains(t, r.body, "the page", "hetzelfde als de nieuwste uitgave", ">\nVan Bob.</textarea>")
	if strings.Contains(bob.Get(check).body, "<textarea") {
		t.Error("where nothing is to be published there is a form")
	}
	// Once there is something to publish, the same form sends it, after a look.
	if err := h.store.SaveMeasure(t.Context(), survey.Measure{Unit: "a", Year: 2026, Action: "Bellen", Status: survey.Doing}); err != nil {
		t.Fatal(err)
	}
	r = bob.Post(check, stepOf(r.body))
	contains(t, r.body, "the page", "Het verslag is intussen veranderd", ">\nVan Bob.</textarea>")
	if r := bob.Post(check, stepOf(r.body)); r.StatusCode != http.StatusSeeOther || len(h.editions()) != 3 || h.editions()[0].Reason != "Van Bob." {
		t.Errorf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
}

// What goes out is what was looked at.
func TestReportChangedSinceItWasLookedAt(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	h.confirm(waitingTheme(t))
	manager := h.as(survey.Manager, "a")
	form := manager.step(outPath + "/check")
	released := h.release(1)
	r := manager.Post(outPath+"/check", form)
	if r.StatusCode != http.StatusConflict || len(h.editions()) != 0 {
		t.Fatalf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
	contains(t, r.body, "the page", "Het verslag is intussen veranderd")
	if r := manager.Post(outPath+"/check", stepOf(r.body)); r.StatusCode != http.StatusSeeOther || len(h.editions()) != 1 {
		t.Fatalf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
	// A quote that is taken back goes out with nothing.
	if _, err := h.store.Decide(t.Context(), h.account().ID, store.Scope{Unit: "a", Year: 2026, Survey: "kort"}, survey.Ruling{Act: survey.ActUnquote}, released[0].ID); err != nil {
		t.Fatal(err)
	}
	form = manager.step(outPath + "/check")
	form.Set(views.FieldReason, "Een citaat is ingetrokken.")
	if r := manager.Post(outPath+"/check", form); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	newest, err := h.store.NewestEdition(t.Context(), "a")
	if err != nil || strings.Contains(string(newest.Value), released[0].Text) {
		t.Errorf("%v", err)
	}
}

// Beside what went out before, a theme of one comment fewer would tell of that
// one: it is refused, said of what, and goes out without.
func TestReportRefusedByTheLedger(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	id := waitingTheme(t)
	h.confirm(id)
	manager := h.as(survey.Manager, "a")
	if r := manager.Post(outPath+"/check", manager.step(outPath+"/check")); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", r.StatusCode)
	}
	comments := h.resultsOf("a").Comments
	i := slices.IndexFunc(comments, func(c survey.Comment) bool { return strings.Contains(c.Text, "wachttijd") })
	no := false
	if err := h.store.Label(t.Context(), h.account().ID, store.Scope{Unit: "a", Year: 2026, Survey: "kort"}, comments[i].ID, id, &no); err != nil {
		t.Fatal(err)
	}
	page := manager.Get(outPath + "/check").body
	contains(t, readable(page), "the check", "kan uitrekenen wat minder dan 10 ouders hebben gezegd", "over het thema", "Naar stap ‘Inhoud’")
	form := stepOf(page)
	form.Set(views.FieldReason, "Een opmerking hoorde er niet bij.")
	if r := manager.Post(outPath+"/check", form); r.StatusCode != http.StatusConflict || len(h.editions()) != 1 {
		t.Errorf("%d, and %d editions", r.StatusCode, len(h.editions()))
	}
	form = manager.step(outPath)
	form[views.FieldSection] = slices.DeleteFunc(form[views.FieldSection], func(s string) bool { return s == "themes" })
	manager.keeps(outPath, form)
	form = manager.step(outPath + "/check")
	form.Set(views.FieldReason, "Zonder thema's.")
	if r := manager.Post(outPath+"/check", form); r.StatusCode != http.StatusSeeOther || len(h.editions()) != 2 {
		t.Errorf("%d, and %d editions\n%s", r.StatusCode, len(h.editions()), readable(r.body))
	}
}

// frozen is the newest edition of a unit as a report.
func (h *house) frozen(unit, surveyID string) stats.Report {
	h.t.Helper()
	edition, err := h.store.NewestEdition(h.t.Context(), unit)
	if err != nil || edition.Survey != surveyID {
		h.t.Fatal(edition.Survey, err)
	}
	report, err := stats.ReadReport(edition.Value)
	if err != nil {
		h.t.Fatal(err)
	}
	return report
}
