package store

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"ouderstem/survey"
)

func TestCodebook(t *testing.T) {
	st := open(t, t.TempDir())
	ctx := t.Context()
	if c, err := st.Codebook(ctx); err != nil || c.Revision != 0 || c.Body != nil {
		t.Fatalf("a new installation has codebook %+v, %v", c, err)
	}
	save := func(revision int, body string) (survey.Codebook, error) {
		return st.SaveCodebook(ctx, "who", revision, []byte(body))
	}
	if c, err := save(0, `{"themes": []}`); err != nil || c.Revision != 1 {
		t.Fatalf("saved %+v, %v", c, err)
	}
	first := themeState(t, st)
	if _, err := save(0, `{"themes": [1]}`); !errors.Is(err, survey.ErrChanged) {
		t.Errorf("two made the first codebook: %v", err)
	}
	if c, err := save(1, `{"themes": [2]}`); err != nil || c.Revision != 2 {
		t.Errorf("saved %+v, %v", c, err)
	}
	if themeState(t, st) == first {
		t.Error("another codebook is not noticed")
	}
	if c, err := save(2, `{"themes": [2]}`); err != nil || c.Revision != 2 {
		t.Errorf("the same once more is %+v, %v", c, err)
	}
	for _, revision := range []int{0, 1, 3} {
		if _, err := save(revision, `{"themes": [3]}`); !errors.Is(err, survey.ErrChanged) {
			t.Errorf("saved over revision 2 what was made of %d: %v", revision, err)
		}
	}
	if c, err := st.Codebook(ctx); err != nil || c.Revision != 2 || string(c.Body) != `{"themes": [2]}` {
		t.Errorf("the codebook is %+v, %v", c, err)
	}
	if c, err := st.CodebookAt(ctx, 1); err != nil || c.Revision != 1 || string(c.Body) != `{"themes": []}` {
		t.Errorf("the first was %+v, %v", c, err)
	}
	if _, err := st.CodebookAt(ctx, 3); !errors.Is(err, survey.ErrNoRecord) {
		t.Errorf("a revision that was never made: %v", err)
	}
	if _, err := save(2, `{"themes":`); err == nil {
		t.Error("half a document was kept")
	}
	deeds, err := st.Deeds(ctx, 0, 10)
	if err != nil || len(deeds) != 2 || deeds[0].Action != "deed.codebook.changed" || deeds[0].Object != "2" || deeds[0].By != "who" {
		t.Errorf("deeds %+v, %v", deeds, err)
	}
}

func TestConfirm(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	ctx := t.Context()
	confirm := func(in Scope, theme string, yes bool) {
		t.Helper()
		if err := st.Confirm(ctx, "who", in, theme, "words", yes); err != nil {
			t.Fatal(err)
		}
	}
	confirm(townScope, "wait", true)
	confirm(townScope, "contact", true)
	confirm(townScope, "wait", true) // once more
	confirm(townScope, "help", false)
	confirm(Scope{"a", 2026, "kort"}, "help", true)
	confirm(Scope{"m", 2025, "kort"}, "help", true)
	confirm(Scope{"m", 2026, "jeugd"}, "help", true)
	if got := opened(t, st, "m", 2026).Confirmed; !slices.Equal(got, []string{"contact", "wait"}) {
		t.Errorf("confirmed %v", got)
	}
	confirm(townScope, "wait", false)
	if got := opened(t, st, "m", 2026).Confirmed; !slices.Equal(got, []string{"contact"}) {
		t.Errorf("confirmed %v", got)
	}
	if err := st.Confirm(ctx, "who", Scope{"nowhere", 2026, "kort"}, "wait", "", true); !errors.Is(err, survey.ErrNoUnit) {
		t.Errorf("in no unit: %v", err)
	}
	deeds, err := st.Deeds(ctx, 0, 10)
	if err != nil || len(deeds) != 6 || deeds[0].Action != "deed.theme.withdrawn" || deeds[0].Object != "m 2026 kort wait" || deeds[1].Action != "deed.theme.confirmed" {
		t.Errorf("deeds %+v, %v", deeds, err)
	}
	if got := opened(t, st, "m", 2026).ConfirmedWords; !maps.Equal(got, map[string]string{"contact": "words"}) {
		t.Errorf("confirmed with %v", got)
	}
	if got := opened(t, st, "b", 2026).ConfirmedWords; got == nil {
		t.Error("where nothing is confirmed, words are not looked at")
	}
	if err := st.Confirm(ctx, "who", townScope, "contact", "other words", true); err != nil {
		t.Error(err)
	}
	if got := opened(t, st, "m", 2026).ConfirmedWords["contact"]; got != "other words" {
		t.Errorf("confirmed again with %q", got)
	}
	// A unit that nothing belongs to takes them with it.
	confirm(Scope{"c", 2026, "kort"}, "wait", true)
	if err := st.DeleteUnit(ctx, "c"); err != nil {
		t.Error(err)
	}
}
