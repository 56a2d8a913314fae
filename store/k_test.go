package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ouderstem/survey"
)

// set changes the settings as an administrator does.
func set(t *testing.T, st *Store, change func(*survey.Settings)) {
	t.Helper()
	s, err := st.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Organisation = "Gemeente Voorbeeldstad"
	change(&s)
	if s.K < survey.UsualK {
		s.KReason = "kleine teams"
	}
	if faults := s.Check(); len(faults) > 0 {
		t.Fatal(faults)
	}
	if err := st.SaveSettings(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func setK(t *testing.T, st *Store, k int) {
	t.Helper()
	set(t, st, func(s *survey.Settings) { s.K = k })
}

// openings opens what is ready and tells with how many answers and which k.
func openings(t *testing.T, st *Store) string {
	t.Helper()
	got, err := st.OpenBoxes(t.Context(), 2026)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, o := range got {
		list = append(list, fmt.Sprintf("%s %d/%d", o.Unit, o.N, o.K))
	}
	return strings.Join(list, ", ")
}

// What parents were promised when they answered, and what their cards say, is
// kept whatever k becomes.
func TestPromiseIsKept(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	expect := func(what, want string) {
		t.Helper()
		if got := openings(t, st); got != want {
			t.Errorf("%s: opened %q, want %q", what, got, want)
		}
	}
	old := print(t, st, "a", "", 20) // the cards say ten
	drop(t, st, s, old[:7])
	setK(t, st, 5)
	expect("lowered: seven who were promised ten", "")
	drop(t, st, s, old[7:9])
	expect("two more with cards that say ten", "")
	low := print(t, st, "a", "", 40) // the cards say five
	drop(t, st, s, low[:4])
	setK(t, st, 20)
	expect("thirteen, but now it is twenty", "")
	drop(t, st, s, low[4:8]) // promised twenty
	setK(t, st, 5)
	expect("those who were promised less together, the rest waits", "a 13/10")
	drop(t, st, s, low[8:12])
	expect("four who were promised twenty, four who were promised five", "")
	drop(t, st, s, low[12:13])
	expect("five of five", "a 5/5")
	if err := st.Drop(t.Context(), Submission{Code: low[13], Promised: 10, Response: answer(s, 7, "x")}); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, low[14:18])
	expect("a form that was opened when it was ten", "")
	if err := st.Drop(t.Context(), Submission{Code: low[18], Promised: 1000, Response: answer(s, 7, "x")}); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, old[9:14])
	expect("all but who were promised twenty or more", "a 10/10")
	if r := opened(t, st, "a", 2026); r.Responses != 28 || r.K != 5 {
		t.Errorf("%d responses, k %d", r.Responses, r.K)
	}
	if _, err := st.write.Exec(`UPDATE opening SET n = k - 1`); err == nil {
		t.Error("the database takes an opening of fewer than its k")
	}
}

// A paper form says the k of when it was printed; without one it is today's.
func TestPromiseOfPaper(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	setK(t, st, 5)
	enter := func(n, promised int) {
		t.Helper()
		for range n {
			token, err := st.name()
			if err != nil {
				t.Fatal(err)
			}
			f := PaperForm{Unit: "a", Hand: "typist", Token: token, Promised: promised, Response: answer(s, 7, "x")}
			if err := st.DropPaper(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
	}
	enter(5, 10)
	if got := openings(t, st); got != "" {
		t.Errorf("opened %q of forms that say ten", got)
	}
	enter(5, 0)
	if got := openings(t, st); got != "a 10/10" {
		t.Errorf("opened %q, want all ten", got)
	}
}

// Every k there was is remembered, for the forms that still say it.
func TestFormerK(t *testing.T) {
	st := open(t, t.TempDir())
	for _, test := range []struct {
		k    int
		want []int
	}{{10, []int{10}}, {5, []int{10, 5}}, {7, []int{10, 7, 5}}, {10, []int{10, 7, 5}}, {10, []int{10, 7, 5}}} {
		setK(t, st, test.k)
		s, err := st.Settings(t.Context())
		if err != nil || !slices.Equal(s.AnyK(), test.want) {
			t.Errorf("after %d: %v, %v", test.k, s.AnyK(), err)
		}
	}
}

// What is held of a question waits for the k of the openings it came from.
func TestHeldWaitsForItsOwnK(t *testing.T) {
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
		openings(t, st)
	}
	expect := func(what, unit string, want int) {
		t.Helper()
		if got := len(opened(t, st, unit, 2026).Comments); got != want {
			t.Errorf("%s: %d comments in %s, want %d", what, got, unit, want)
		}
	}
	words("a", 12, 6)
	setK(t, st, 5)
	words("a", 5, 0)
	expect("six of an opening with ten", "a", 0)
	words("a", 5, 1)
	expect("and one of an opening with five", "a", 0)
	words("a", 5, 3)
	expect("ten of both", "a", 10)
	words("a", 5, 5)
	expect("five of an opening with five", "a", 15)
	setK(t, st, 10)
	words("b", 10, 3)
	setK(t, st, 5)
	words("c", 6, 4)
	if _, err := st.CloseYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	expect("seven at the year's end, three of them of an opening with ten", "m", 15)
	left, err := scalar[int](t.Context(), st.read, `SELECT max(k) FROM held_for WHERE unit = 'r' AND question = $1`, openQuestion(s))
	if err != nil || left != 10 {
		t.Errorf("what is held at the top waits for %d, %v", left, err)
	}
}

// What is held when k is raised waits for the new one: six comments of two
// teams were enough for five, and are not for ten.
func TestRaisedWhileHeld(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	setK(t, st, 5)
	drop(t, st, s, print(t, st, "a", "", 5))
	for _, unit := range []string{"b", "c"} {
		for i, c := range print(t, st, unit, "", 6) {
			r := answer(s, 7, "woorden")
			if i > 2 {
				delete(r.Answers, openQuestion(s))
			}
			if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	openings(t, st)
	setK(t, st, 10)
	if _, err := st.CloseYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if r := opened(t, st, "r", 2026); len(r.Comments) != 5 || r.Responses != 17 || r.K != 10 {
		t.Errorf("%d comments of %d responses, k %d", len(r.Comments), r.Responses, r.K)
	}
}

// promise marks a comment with the k that its parent was promised, so that it
// can be told wherever the comment is seen.
func promise(k int) string { return fmt.Sprintf("beloofd %02d", k) }

// TestSubtractionWithChangingK lets parents skip most questions and opens boxes at
// random moments, while k goes up and down: whatever two reports leave is nothing or
// at least the lowest k there was, and comments that appear together are never fewer than
// any of their parents was promised.
func TestSubtractionWithChangingK(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dice := rand.New(rand.NewPCG(seed, 6)) //nolint:gosec // a test
			st := open(t, t.TempDir())
			s := town(t, st)
			lowest := survey.UsualK
			reports, words := map[string][]seen{}, map[string][][]string{}
			fetch := func() {
				for _, unit := range []string{"r", "m", "a", "b", "c"} {
					reports[unit] = append(reports[unit], look(t, st, s, unit))
					var comments []string
					for _, c := range opened(t, st, unit, 2026).Comments {
						comments = append(comments, c.Question+" "+c.Text)
					}
					words[unit] = append(words[unit], comments)
				}
			}
			fetch()
			cards := map[int][]survey.Code{} // by the k they say
			for range 7 {
				k := []int{5, 6, 8, 10, 10, 14}[dice.IntN(6)]
				lowest = min(lowest, k)
				setK(t, st, k)
				for _, unit := range []string{"a", "b", "m"} {
					fresh := print(t, st, unit, "", 4+dice.IntN(14))
					keep := dice.IntN(len(fresh)) // for when k is another
					for _, c := range fresh[keep:] {
						dropPromised(t, st, s, c, k, dice)
					}
					cards[k] = append(cards[k], fresh[:keep]...)
				}
				for printed, list := range cards {
					n := dice.IntN(len(list) + 1)
					for _, c := range list[:n] {
						dropPromised(t, st, s, c, max(printed, k), dice)
					}
					cards[printed] = list[n:]
				}
				setK(t, st, []int{5, 10, k}[dice.IntN(3)]) // also between answering and opening
				lowest = min(lowest, opened(t, st, "r", 2026).K)
				openings(t, st)
				fetch()
			}
			if _, err := st.CloseYear(t.Context(), 2026); err != nil {
				t.Fatal(err)
			}
			fetch()
			subtract(t, s, reports, lowest)
			for unit, list := range words {
				for i := 1; i < len(list); i++ {
					checkPromises(t, s, unit, list[i-1], list[i])
				}
			}
		})
	}
}

// dropPromised answers like dropSome and writes what was promised.
func dropPromised(t *testing.T, st *Store, s *survey.Survey, c survey.Code, k int, dice *rand.Rand) {
	t.Helper()
	a := survey.Answers{s.Questions[0].ID: {fmt.Sprint(1 + dice.IntN(10))}}
	for _, q := range s.Questions[1:] {
		if q.Kind == survey.Open && dice.IntN(3) > 0 {
			a[q.ID] = []string{promise(k)}
		}
	}
	r := survey.Response{Survey: s.ID, Version: s.Version, Lang: "nl", Answers: a}
	if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
		t.Fatal(err)
	}
}

// checkPromises looks at the comments that are new since a report before.
func checkPromises(t *testing.T, s *survey.Survey, unit string, before, after []string) {
	t.Helper()
	for _, q := range s.Questions {
		fresh := map[string]int{}
		for _, c := range after {
			fresh[c]++
		}
		for _, c := range before {
			fresh[c]--
		}
		n, most := 0, 0
		for c, count := range fresh {
			if count > 0 && strings.HasPrefix(c, q.ID+" ") {
				promised, err := strconv.Atoi(c[len(c)-2:])
				if err != nil {
					t.Fatal(err)
				}
				n, most = n+count, max(most, promised)
			}
		}
		if n < most {
			t.Errorf("%s: %d comments on %s appear together, and %d were promised: %v", unit, n, q.ID, most, slices.Collect(keysOf(fresh)))
		}
	}
}

func keysOf(m map[string]int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k, n := range m {
			if n != 0 && !yield(fmt.Sprint(k, " ", n)) {
				return
			}
		}
	}
}
