package store

import (
	"maps"
	"slices"
	"testing"

	"ouderstem/survey"
)

// seen is what somebody has who fetched a report: how many answers with an
// opinion each question shows, and every comment.
type seen struct {
	opinions map[string]int
	comments map[string]int
}

func look(t *testing.T, st *Store, s *survey.Survey, unit string) seen {
	t.Helper()
	r := opened(t, st, unit, 2026)
	got := seen{map[string]int{}, map[string]int{}}
	for _, q := range s.Questions {
		got.opinions[q.ID] = q.Opinions(r.Counts)
	}
	for _, c := range r.Comments {
		got.comments[c.Question]++
	}
	return got
}

// subtract takes every report from every other that was ever to be had of the
// units above or of the same one earlier: what is left is nothing or the answers
// of at least k.
func subtract(t *testing.T, s *survey.Survey, reports map[string][]seen, k int) {
	t.Helper()
	left := map[int]int{} // how often a difference of so many was found
	check := func(what string, larger, smaller int) {
		t.Helper()
		d := larger - smaller
		left[d]++
		if d < 0 || d > 0 && d < k {
			t.Errorf("%s leaves %d", what, d)
		}
	}
	below := map[string][]string{"r": {"m"}, "m": {"a", "b", "c"}}
	for _, q := range s.Questions {
		for unit, list := range reports {
			for i := 1; i < len(list); i++ {
				check(unit+" before and after", list[i].opinions[q.ID], list[i-1].opinions[q.ID])
				check(unit+" comments before and after", list[i].comments[q.ID], list[i-1].comments[q.ID])
			}
		}
		for unit, parts := range below {
			for i, whole := range reports[unit] {
				opinions, comments := 0, 0
				for _, p := range parts {
					opinions += reports[p][i].opinions[q.ID]
					comments += reports[p][i].comments[q.ID]
					check(unit+" without "+p, whole.opinions[q.ID], reports[p][i].opinions[q.ID])
				}
				check(unit+" without its parts", whole.opinions[q.ID], opinions)
				check(unit+" comments without its parts", whole.comments[q.ID], comments)
			}
		}
	}
	if len(slices.Collect(maps.Keys(left))) < 5 {
		t.Errorf("too few different figures to prove anything: %v", left)
	}
}

// What a box left held is counted with that of the next, and at the year's end
// with that of other teams.
func TestHeldAnswersAreCountedLater(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	words := func(unit string, n, comments int) {
		t.Helper()
		for i, c := range print(t, st, unit, "", n) {
			r := answer(s, 7, "woorden")
			if i >= comments {
				delete(r.Answers, openQuestion(s))
			}
			if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	comments := func(unit string) int { return len(opened(t, st, unit, 2026).Comments) }
	for i, want := range []int{0, 12} {
		words("a", 12, 6)
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
		if got := comments("a"); got != want || comments("m") != want {
			t.Errorf("after opening %d: %d comments, %d in the unit above, want %d", i+1, got, comments("m"), want)
		}
	}
	words("a", 12, 6)
	words("b", 12, 5)
	if _, err := st.CloseYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if comments("a") != 12 || comments("b") != 0 || comments("m") != 23 || comments("r") != 23 {
		t.Errorf("at the year's end %d, %d, %d, %d", comments("a"), comments("b"), comments("m"), comments("r"))
	}
	if r := opened(t, st, "m", 2026); r.Responses != 48 {
		t.Errorf("%d responses, want all 48", r.Responses)
	}
}
