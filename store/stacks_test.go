package store

import (
	"errors"
	"slices"
	"testing"

	"ouderstem/survey"
)

// stackOf makes a stack of eight.
func stackOf(t *testing.T, st *Store, unit, hand string) survey.Batch {
	t.Helper()
	b, _, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: 8, Hand: hand})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestStacksWithinReach(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	mine, other, next := stackOf(t, st, "a", "anna"), stackOf(t, st, "a", "bert"), stackOf(t, st, "b", "anna")
	for _, test := range []struct {
		of   Reach
		want []string
	}{
		{Reach{Unit: "a"}, []string{mine.ID, other.ID}},
		{Reach{Unit: "a", Hand: "anna"}, []string{mine.ID}},
		{Reach{Unit: "m", Hand: "anna"}, []string{mine.ID, next.ID}},
		{Reach{Unit: "m"}, []string{mine.ID, other.ID, next.ID}},
		{Reach{Unit: "c"}, nil},
		{Reach{Unit: "none"}, nil},
	} {
		stacks, err := st.Stacks(t.Context(), test.of)
		var got []string
		for _, s := range stacks {
			got = append(got, s.ID)
			if s.HandedOut != -1 || s.Size != 8 || s.Hand != "" {
				t.Errorf("%+v", s)
			}
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%+v: %v, %v; want %v", test.of, got, err, test.want)
		}
	}
}

func TestTap(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	b := stackOf(t, st, "a", "anna")
	anna := Reach{Unit: "a", Hand: "anna"}
	for i, tap := range []struct{ year, add, want, all int }{
		{2026, 1, 1, 1},
		{2026, 5, 6, 6},
		{2026, -1, 5, 5},
		{2026, 5, 8, 8}, // no more than there are
		{2026, -1, 7, 7},
		{2026, -1 << 62, 0, 0},
		{2026, -1, 0, 0},
		{2025, 5, 5, 5},
		{2026, 5, 3, 8}, // five were handed out the year before
		{2026, 1<<63 - 1, 3, 8},
	} {
		if err := st.Tap(t.Context(), anna, b.ID, tap.year, tap.add); err != nil {
			t.Fatal(err)
		}
		stacks, err := st.Stacks(t.Context(), anna)
		if err != nil || stacks[0].In(tap.year) != tap.want || max(0, stacks[0].HandedOut) != tap.all {
			t.Errorf("tap %d: %+v, %v", i, stacks, err)
		}
	}
	if err := st.HandOut(t.Context(), b.ID, 2026, 2); err != nil { // the command line counts the same cards
		t.Error(err)
	}
}

func TestTapRefuses(t *testing.T) {
	st := open(t, t.TempDir())
	town(t, st)
	b, gone := stackOf(t, st, "a", "anna"), stackOf(t, st, "a", "anna")
	poster, _, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByPoster, Hand: "anna"})
	if err != nil || poster.Size != 1 {
		t.Fatal(poster, err)
	}
	if err := st.Retire(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	for name, tap := range map[string]struct {
		of    Reach
		batch string
		year  int
		want  error
	}{
		"another unit":    {Reach{Unit: "b"}, b.ID, 2026, survey.ErrNoBatch},
		"another coach":   {Reach{Unit: "a", Hand: "bert"}, b.ID, 2026, survey.ErrNoBatch},
		"a poster":        {Reach{Unit: "a"}, poster.ID, 2026, survey.ErrNoBatch},
		"a retired stack": {Reach{Unit: "a"}, gone.ID, 2026, survey.ErrNoBatch},
		"none":            {Reach{Unit: "a"}, "none", 2026, survey.ErrNoBatch},
		"no year":         {Reach{Unit: "a"}, b.ID, 20, survey.ErrWrongYear},
	} {
		if err := st.Tap(t.Context(), tap.of, tap.batch, tap.year, 1); !errors.Is(err, tap.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM handed_out`); err != nil || n != 0 {
		t.Errorf("%d counts, %v", n, err)
	}
}

// A coach who has an account is one hand, wherever the cards were ordered: else
// they could be alone with a parent's answer among cards of their own two hands.
func TestCoachIsOneHand(t *testing.T) {
	st, _, _ := staffed(t)
	s := town(t, st)
	coach, _, err := st.Invite(t.Context(), "", survey.Account{Email: "anna@example.org", Name: "Anna de Vries"})
	if err != nil {
		t.Fatal(err)
	}
	_, ordered, err := st.Order(t.Context(), coach.ID, survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 6})
	if err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, ordered)
	drop(t, st, s, print(t, st, "a", "Anna  de vries", 2))
	drop(t, st, s, print(t, st, "a", "Anna@example.org", 2))
	drop(t, st, s, print(t, st, "a", "bert", 1))
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Errorf("opened with one answer of another coach: %v, %v", got, err)
	}
	drop(t, st, s, print(t, st, "a", "bert", 2))
	if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 {
		t.Errorf("not opened with three: %v, %v", got, err)
	}
}
