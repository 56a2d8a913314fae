package handlers

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
)

// answered lets parents of team A answer, each with a mark and a comment on what
// could be better or none, and opens their box.
func (h *house) answered(n int, answer func(i int) (mark, text string)) {
	h.t.Helper()
	for i, code := range h.cards(n) {
		mark, text := answer(i)
		answers := survey.Answers{"mark": {mark}}
		if text != "" {
			answers["better"] = []string{text}
		}
		r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: answers}
		if err := h.store.Drop(h.t.Context(), store.Submission{Code: code, Response: r}); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.store.OpenBoxes(h.t.Context(), 2026); err != nil {
		h.t.Fatal(err)
	}
}

// waited is how most of our parents answer: some wrote of waiting, some of
// something else, some nothing.
func waited(i int) (mark, text string) {
	switch {
	case i < 40:
		return fmt.Sprint(5 + i%3), fmt.Sprintf("Ik vond de wachttijd van %d weken erg lang.", i)
	case i < 80:
		return fmt.Sprint(7 + i%3), fmt.Sprintf("In kamer %d was het steeds koud.", i)
	}
	return fmt.Sprint(7 + i%2), ""
}

func (h *house) resultsOf(unit string) survey.Results {
	h.t.Helper()
	r, err := h.store.Results(h.t.Context(), "kort", unit, 2026)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) yearly(r *Reports, unit string, o stats.Options) stats.Report {
	h.t.Helper()
	report, err := r.Yearly(h.t.Context(), "kort", unit, 2026, o)
	if err != nil {
		h.t.Fatal(err)
	}
	return report
}

// waiting returns what a report shows of the theme that is called id.
func waiting(t *testing.T, report stats.Report, id string) stats.Theme {
	t.Helper()
	i := slices.IndexFunc(report.Themes.List, func(x stats.Theme) bool { return x.ID == id })
	if i < 0 {
		t.Fatalf("%s is not among %+v", id, report.Themes.List)
	}
	return report.Themes.List[i]
}

// waitingTheme is the one that waiting belongs to in the codebook that ships.
func waitingTheme(t testing.TB) string {
	t.Helper()
	c := themes.NewCoder(themes.Shipped()).Code(themes.Comment{Text: "Ik vond de wachttijd van 3 weken erg lang.", Lang: "nl"})
	if len(c.Mentions) == 0 {
		t.Fatal("the codebook knows no waiting")
	}
	return c.Mentions[0].Theme
}

func TestReportTellsThemes(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	manager, id := h.as(survey.Manager, "m"), waitingTheme(t)
	page := manager.Get("/staff/report/a/2026/kort").body
	for _, want := range []string{`<section id="themes"`, `/staff/comments/a/2026/kort?theme=` + id, "Alle anderen gaven gemiddeld"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	if published := manager.Get("/staff/publish/a/2026/kort/preview/whole").body; strings.Contains(published, `<section id="themes"`) {
		t.Error("what is published tells of themes that nobody confirmed")
	}
	h.confirms("a", id)
	if published := manager.Get("/staff/publish/a/2026/kort/preview/whole").body; !strings.Contains(published, `id="theme-1"`) || strings.Contains(published, "?theme=") {
		t.Error("what is published does not tell of a theme that was confirmed")
	}
	if raw := manager.Get("/staff/report/a/2026/kort.json").body; !strings.Contains(raw, `"themes": {`) || strings.Contains(raw, "Shows") {
		t.Error("the file tells nothing of themes, or too much")
	}
}

// What is shown of marks is kept before anybody sees it, also what could be seen
// of the units below; and with a report that shows nothing new nothing is kept.
func TestMarksAreKeptBeforeTheyAreShown(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	r, id := NewReports(h.store), waitingTheme(t)
	first := waiting(t, h.yearly(r, "m", stats.Options{}), id)
	if first.Marks == nil {
		t.Fatalf("no marks: %s", first.NoMarks)
	}
	kept := h.resultsOf("m").MarkSets
	var units []string
	with := 0
	for _, s := range kept {
		if s.Theme == "" {
			units = append(units, s.Unit)
		}
		if s.Theme == id && !s.Rest && len(s.Members) == 40 {
			with++
		}
	}
	slices.Sort(units)
	if !slices.Equal(units, []string{"a", "m"}) || with != 1 {
		t.Errorf("kept %d sets of all of %q and %d of the theme", len(kept), units, with)
	}
	h.yearly(r, "m", stats.Options{Publish: true})
	if again := h.resultsOf("m").MarkSets; len(again) != len(kept) {
		t.Errorf("%d sets became %d", len(kept), len(again))
	}
	// Somebody takes one comment out: its mark would be the difference.
	comments := h.resultsOf("m").Comments
	i := slices.IndexFunc(comments, func(c survey.Comment) bool { return strings.Contains(c.Text, "wachttijd") })
	no := false
	if err := h.store.Label(t.Context(), h.account().ID, store.Scope{Unit: "m", Year: 2026, Survey: "kort"}, comments[i].ID, id, &no); err != nil {
		t.Fatal(err)
	}
	second := waiting(t, h.yearly(r, "m", stats.Options{}), id)
	if second.N != first.N-1 || second.Marks == nil || !second.Marks.Older || second.Marks.With != first.Marks.With {
		t.Errorf("%+v", second.Marks)
	}
	if of := h.yearly(NewReports(h.store), "a", stats.Options{}); waiting(t, of, id).Marks != nil && waiting(t, of, id).Marks.With.N == 39 {
		t.Error("the team's report tells the difference")
	}
}

// Many look at the same time, and at different units: none of the sets that are
// kept tells a mark, and everybody gets a report.
func TestReportsAtTheSameTime(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	r := NewReports(h.store)
	var wait sync.WaitGroup
	errs := make(chan error, 12)
	for i := range cap(errs) {
		wait.Go(func() {
			_, err := r.Yearly(t.Context(), "kort", []string{"m", "a"}[i%2], 2026, stats.Options{Publish: i%3 == 0})
			errs <- err
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	seen := map[string]int{}
	for _, s := range h.resultsOf("m").MarkSets {
		key := fmt.Sprint(s.Unit, s.Theme, s.Rest)
		if seen[key]++; seen[key] > 1 {
			t.Errorf("%s is kept %d times", key, seen[key])
		}
	}
}
