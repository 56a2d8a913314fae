package store

import (
	"errors"
	"testing"

	"ouderstem/survey"
)

// key types in n paper forms of a unit.
func key(t *testing.T, st *Store, s *survey.Survey, unit, hand string, n int) {
	t.Helper()
	for range n {
		token, err := st.name()
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // Enter pressed twice
			f := PaperForm{Unit: unit, Hand: hand, Token: token, Response: answer(s, 7, "on paper "+token)}
			if err := st.DropPaper(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// One colleague who types in everything is the normal case: the box opens, its
// answers count once each, and none of them as that of a card.
func TestPaperOfOneHand(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "anna", 5))
	drop(t, st, s, print(t, st, "a", "bert", 4)) // cards of two coaches: another box
	key(t, st, s, "a", "typist", 9)
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("nine forms and nine cards opened a box: %v, %v", got, err)
	}
	key(t, st, s, "a", "typist", 1)
	got, err := st.OpenBoxes(t.Context(), 2026)
	if err != nil || len(got) != 1 || got[0].Way != survey.ByPaper || got[0].N != 10 {
		t.Fatalf("opened %v, %v", got, err)
	}
	if r := opened(t, st, "a", 2026); r.Responses != 10 || r.ByPaper != 10 || r.ByPoster != 0 || r.HandedOut != -1 || r.Waiting != 9 {
		t.Errorf("%d responses, %d on paper, %d by poster, %d handed out, %d waiting", r.Responses, r.ByPaper, r.ByPoster, r.HandedOut, r.Waiting)
	}
	find(t, dir, []byte("typist"), false)
}

// Where several type, each has read what they typed: a form of another may not be
// alone among those.
func TestOneTypistIsolatesNobody(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	key(t, st, s, "a", "anna", 12)
	key(t, st, s, "a", "bert", 2)
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("opened with two forms of another hand: %v, %v", got, err)
	}
	key(t, st, s, "a", "carla", 1)
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 15 {
		t.Fatalf("not opened with three forms of other hands: %v, %v", got, err)
	}
	// Who typed before is no hand of the next box.
	key(t, st, s, "a", "anna", 10)
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 10 {
		t.Errorf("the next box: %v, %v", got, err)
	}
}

// At the year's end paper forms of several teams are pooled, by the same rule, and
// stay apart from cards.
func TestPaperIsPooledUpward(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	key(t, st, s, "a", "anna", 8)
	key(t, st, s, "b", "bert", 2)
	drop(t, st, s, print(t, st, "b", "bert", 8))
	if got, err := st.CloseYear(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Fatalf("opened %v, %v", got, err)
	}
	key(t, st, s, "c", "bert", 1)
	got, err := st.CloseYear(t.Context(), 2026)
	want := Opening{Survey: "kort", Version: 1, Unit: "m", Way: survey.ByPaper, Year: 2026, N: 11, K: 10}
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("opened %v, %v; want %v", got, err, want)
	}
}

func TestPaperNeedsAHandAndAToken(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for i, f := range []PaperForm{
		{Unit: "a", Hand: "anna", Response: answer(s, 7, "x")},
		{Unit: "a", Token: "token", Response: answer(s, 7, "x")},
	} {
		if err := st.DropPaper(t.Context(), f); !errors.Is(err, survey.ErrBadInput) {
			t.Errorf("%d: %v", i, err)
		}
	}
	n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM sealed`)
	if err != nil || n != 0 {
		t.Errorf("%d sealed, %v", n, err)
	}
}

// A poster can be shown again, and only from where it hangs.
func TestPosterIsShownAgain(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	poster, codes, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByPoster, Size: 1, Hand: "anna"})
	if err != nil || len(codes) != 1 {
		t.Fatal(codes, err)
	}
	stack, _, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 8, Hand: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []Reach{{Unit: "a"}, {Unit: "m"}, {Unit: "a", Hand: "anna"}} {
		b, code, err := st.Poster(t.Context(), of, poster.ID)
		if err != nil || code != codes[0] || b.Survey != "kort" || b.Unit != "a" {
			t.Errorf("%+v: %s of %+v, %v", of, code, b, err)
		}
	}
	for name, ask := range map[string]struct {
		of    Reach
		batch string
	}{
		"another unit": {Reach{Unit: "b"}, poster.ID}, "another hand": {Reach{Unit: "a", Hand: "bert"}, poster.ID},
		"a stack": {Reach{Unit: "a"}, stack.ID}, "none": {Reach{Unit: "a"}, "none"},
	} {
		if _, _, err := st.Poster(t.Context(), ask.of, ask.batch); !errors.Is(err, survey.ErrNoBatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := st.Drop(t.Context(), Submission{Code: codes[0], Token: "x", Response: answer(s, 7, "x")}); err != nil {
		t.Error(err)
	}
	if err := st.Retire(t.Context(), poster.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := st.Poster(t.Context(), Reach{Unit: "a"}, poster.ID); !errors.Is(err, survey.ErrNoBatch) {
		t.Errorf("a poster that was taken out is shown: %v", err)
	}
}
