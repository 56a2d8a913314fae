package store

import (
	"testing"
	"time"

	"ouderstem/survey"
)

// What is kept in memory is seen anew at once where this process changed it, and
// once it is old where another did.
func TestRecent(t *testing.T) {
	dir := t.TempDir()
	ours, theirs := open(t, dir), open(t, dir)
	s := town(t, ours)
	version := func(st *Store) int {
		t.Helper()
		at, err := st.SurveyAt(t.Context(), s.Address(), 0)
		if err != nil {
			t.Fatal(err)
		}
		return at.Version
	}
	name := func(st *Store) string {
		t.Helper()
		now, err := st.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return now.Organisation
	}
	change := func(st *Store, organisation string) {
		t.Helper()
		now, err := st.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		now.Organisation = organisation
		if err := st.SaveSettings(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		changed := *s
		changed.Title = survey.Text{"nl": organisation, "en": organisation}
		if _, err := st.Publish(t.Context(), &changed); err != nil {
			t.Fatal(err)
		}
	}
	change(ours, "first")
	if name(ours) != "first" || version(ours) != 2 {
		t.Errorf("own change: %q, version %d", name(ours), version(ours))
	}
	change(theirs, "second")
	drop(t, ours, s, print(t, ours, "a", "", 1)) // no answer makes anything older
	ours.recent.settings.Load().at = time.Now().Add(-stale)
	ours.recent.surveys.Range(func(_, v any) bool {
		v.(*readFor[*survey.Survey]).at = time.Now().Add(-stale)
		return true
	})
	if name(ours) != "second" || version(ours) != 3 {
		t.Errorf("the change of another: %q, version %d", name(ours), version(ours))
	}
	if _, err := ours.SurveyAt(t.Context(), "nowhere", 0); err == nil {
		t.Error("a survey is nowhere")
	}
	kept := 0
	ours.recent.surveys.Range(func(any, any) bool { kept++; return true })
	if kept != 1 {
		t.Errorf("%d surveys are kept: what is not there must not be", kept)
	}
}
