package main

import (
	"errors"
	"testing"

	"ouderstem/handlers"
	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/survey"
	"ouderstem/views"
)

// The demo's municipality and a team of it have published; a team with seven
// answers cannot, and a demo without answers publishes nothing.
func TestDemoPublishes(t *testing.T) {
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	for answers, want := range map[int]int{600: 2, 0: 0} {
		st, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Random: newDice(1)})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if err := demo.Fill(t.Context(), st, demo.Options{Answers: answers, Seed: 1, Year: 2026, Label: v.MaskLabel("nl")}); err != nil {
			t.Fatal(err)
		}
		if err := publishDemo(t.Context(), st, 2025); err != nil {
			t.Fatal(err)
		}
		list, err := st.Editions(t.Context())
		if err != nil || len(list) != want {
			t.Fatalf("%d answers: %d editions, %v", answers, len(list), err)
		}
		if _, err := handlers.NewReports(st).Publish(t.Context(), "", "modeldorp-west", 2025, demo.Survey, survey.Choice{}, ""); !errors.Is(err, survey.ErrNothingOpened) {
			t.Errorf("seven answers are published: %v", err)
		}
		for _, e := range list {
			edition, err := st.Edition(t.Context(), e.Unit, e.Survey, e.Year, e.Number)
			if err != nil {
				t.Fatal(err)
			}
			r, err := stats.ReadReport(edition.Value)
			if err != nil || r.Foreword == "" || len(r.Measures) == 0 {
				t.Errorf("%s: %v, a foreword of %d letters and %d measures", e.Unit, err, len(r.Foreword), len(r.Measures))
			}
			if e.Unit == demo.Town && (len(r.Themes.List) == 0 || len(r.Themes.List[0].Quotes) == 0) {
				t.Errorf("%s tells of %d themes, or has no quote", e.Unit, len(r.Themes.List))
			}
		}
	}
}
