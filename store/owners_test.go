package store

import (
	"errors"
	"slices"
	"testing"

	"ouderstem/survey"
)

func usable(t *testing.T, st *Store, unit string) map[string]int {
	t.Helper()
	tree, err := st.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := st.SurveysFor(t.Context(), tree, unit)
	if err != nil {
		t.Fatal(err)
	}
	template := func(s *survey.Survey) bool { return s.Version == 0 }
	if i := slices.IndexFunc(list, template); slices.ContainsFunc(list[i:], func(s *survey.Survey) bool { return !template(s) }) {
		t.Error("templates come before what was published")
	}
	versions := map[string]int{}
	for _, s := range list {
		versions[s.ID] = s.Version
	}
	return versions
}

// A survey of a unit can be used there and below; templates and what the whole
// installation has, everywhere.
func TestSurveysFor(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	d.Unit = "m"
	made, err := st.NewDraft(t.Context(), "ann", "m", d.Survey.With(map[string]string{"title.nl": "Van de gemeente"}, survey.Prefilled{}))
	if err != nil {
		t.Fatal(err)
	}
	published, err := st.PublishDraft(t.Context(), "ann", made, false)
	if err != nil || published.ID != "van-de-gemeente" || published.Version != 1 {
		t.Fatalf("%+v, %v", published, err)
	}
	for unit, want := range map[string]bool{"m": true, "a": true, "c": true, "r": false} {
		got := usable(t, st, unit)
		if _, there := got["van-de-gemeente"]; there != want {
			t.Errorf("in %s: %t", unit, there)
		}
		if got["kort"] != 1 || got["fft"] != 0 || len(got) < 8 {
			t.Errorf("in %s: %v", unit, got)
		}
		if _, there := got["fft"]; !there {
			t.Errorf("in %s there is no fft", unit)
		}
	}
	if owners, err := st.Owners(t.Context()); err != nil || len(owners) != 1 || owners["van-de-gemeente"] != "m" {
		t.Errorf("%v, %v", owners, err)
	}
}

func TestDraftTarget(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st) // kort, of the whole installation
	own := newDraft(t, st, "")
	if _, err := st.PublishDraft(t.Context(), "ann", own, false); err != nil { // kort-1-minuut, of a
		t.Fatal(err)
	}
	tests := []struct {
		id, unit string
		whole    bool
		want     string
		last     int
		owner    string
	}{
		{"", "a", false, "kort-1-minuut-2", 0, "a"},
		{"", "a", true, "kort-1-minuut-2", 0, "a"},
		{"kort", "a", false, "kort-1-minuut-2", 0, "a"},
		{"kort", "a", true, "kort", 1, ""},
		{"kort-1-minuut", "a", false, "kort-1-minuut", 1, "a"},
		{"kort-1-minuut", "b", false, "kort-1-minuut-2", 0, "b"},
		{"kort-1-minuut", "m", true, "kort-1-minuut-2", 0, "m"},
		{"fft", "a", true, "kort-1-minuut-2", 0, "a"}, // a template's id is kept for it
		{"van-elders", "a", false, "van-elders", 0, "a"},
	}
	for _, test := range tests {
		d := survey.Draft{Unit: test.unit, Survey: s.Clone()}
		d.Survey.ID = test.id
		got, err := st.DraftTarget(t.Context(), d, test.whole)
		last := 0
		if got.Last != nil {
			last = got.Last.Version
		}
		if err != nil || got.ID != test.want || last != test.last || got.Owner != test.owner {
			t.Errorf("%+v: %s, version %d, of %q, %v", test, got.ID, last, got.Owner, err)
		}
	}
}

func TestPublishDraft(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	d := newDraft(t, st, "")
	d.Survey, _ = d.Survey.WithQuestion(survey.Question{Kind: survey.Open}, 0)
	d, err := st.SaveDraft(t.Context(), "ann", d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.PublishDraft(t.Context(), "ann", d, false); !errors.Is(err, survey.ErrBadDefinition) {
		t.Errorf("a question without words is published: %v", err)
	}
	id := d.Survey.Questions[0].ID
	d.Survey = d.Survey.With(map[string]string{
		survey.QuestionField(id, survey.PartText, "nl"): "Wat nog meer?", survey.QuestionField(id, survey.PartText, "en"): "What else?",
	}, survey.Prefilled{})
	if d, err = st.SaveDraft(t.Context(), "ann", d); err != nil {
		t.Fatal(err)
	}
	first, err := st.PublishDraft(t.Context(), "ann", d, false)
	if err != nil || first.Version != 1 || first.Questions[0].ID != "wat-nog-meer" {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := st.Draft(t.Context(), "a", d.ID); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("the draft is still there: %v", err)
	}
	next, err := st.NewDraft(t.Context(), "ann", "a", first)
	if err != nil {
		t.Fatal(err)
	}
	second, err := st.PublishDraft(t.Context(), "ann", typed(t, st, "ann", next, "Kort, opnieuw"), false)
	if err != nil || second.ID != first.ID || second.Version != 2 {
		t.Errorf("%+v, %v", second, err)
	}
	if kept, err := st.Survey(t.Context(), first.ID, 1); err != nil || kept.Title["nl"] != first.Title["nl"] {
		t.Errorf("the first version changed: %+v, %v", kept, err)
	}
}

func TestTurnout(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	batch, codes, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 20})
	if err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[:12])
	if err := st.HandOut(t.Context(), batch.ID, 2026, 15); err != nil {
		t.Fatal(err)
	}
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"kort", ""} {
		got, err := st.Turnout(t.Context(), id, "m", 2026)
		want := []survey.Turnout{{Unit: "a", Answers: 12, HandedOut: 15}, {Unit: "b", HandedOut: -1}, {Unit: "c", HandedOut: -1}, {Unit: "m", HandedOut: -1}}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %+v, %v", id, got, err)
		}
	}
	if got, err := st.Turnout(t.Context(), "fft", "a", 2026); err != nil || len(got) != 1 || got[0].Answers != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
