package stats

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// own is a set of answers to one question: unit, number, unit, number, …
func own(pairs ...any) survey.ShownSet {
	s := survey.ShownSet{Of: "question mark", Year: 2026}
	for i := 0; i < len(pairs); i += 2 {
		s.Own = append(s.Own, survey.OwnCount{Unit: pairs[i].(string), Version: 1, N: pairs[i+1].(int)})
	}
	return s
}

// themed is a set of comments about a theme: those from one number up to another,
// and more of them.
func themed(theme string, ranges ...int) survey.ShownSet {
	s := survey.ShownSet{Of: "theme " + theme, Year: 2026}
	for i := 0; i < len(ranges); i += 2 {
		s.Comments = append(s.Comments, ids(ranges[i], ranges[i+1])...)
	}
	return s
}

func TestEditionLedger(t *testing.T) {
	last := own("a", 12)
	last.Year = 2025
	other := own("a", 3, "b", 20)
	other.Of = "question heard"
	newer := own("a", 12)
	newer.Own[0].Version = 2
	of := func(s ...survey.ShownSet) []survey.ShownSet { return s }
	for name, tt := range map[string]struct {
		k     int
		shown []survey.ShownSet
		asked []survey.ShownSet
		want  bool // may be published
	}{
		"the first":                          {10, nil, of(own("a", 10)), true},
		"nothing":                            {10, of(own("a", 10)), nil, true},
		"fewer than k":                       {10, nil, of(own("a", 9)), false},
		"once more":                          {10, of(own("a", 12)), of(own("a", 12)), true},
		"a box more":                         {10, of(own("a", 12)), of(own("a", 22)), true},
		"a few more":                         {10, of(own("a", 12)), of(own("a", 21)), false},
		"fewer, of which some are not shown": {10, of(own("a", 22)), of(own("a", 12)), true},
		"a team of its town":                 {10, of(own("a", 12, "b", 10)), of(own("a", 12)), true},
		"all but a small team of its town":   {10, of(own("a", 12, "b", 7)), of(own("a", 12)), false},
		"that of when k was lower":           {10, of(own("a", 12, "b", 7), own("a", 12)), of(own("a", 12)), true},
		"and more of it":                     {10, of(own("a", 12, "b", 7), own("a", 12)), of(own("b", 7)), true},
		"another small one beside it":        {10, of(own("a", 12, "b", 7), own("a", 12)), of(own("a", 12, "b", 7, "c", 8)), false},
		"two teams of three, pair by pair":   {10, of(own("a", 30, "b", 30), own("b", 30, "c", 8)), of(own("a", 30, "b", 60, "c", 8)), true},
		"a sum of three":                     {10, of(own("a", 30, "b", 30), own("b", 30, "c", 8)), of(own("a", 30, "c", 38)), true},
		"a sum of three that leaves a few":   {10, of(own("a", 30, "b", 30, "c", 8), own("a", 30)), of(own("b", 30)), false},
		"twice a small one":                  {10, of(own("a", 30, "b", 20), own("a", 30, "c", 20)), of(own("b", 20, "c", 20, "d", 5)), true},
		"a unit that moved":                  {10, of(own("m", 40, "a", 12), own("n", 40)), of(own("m", 40), own("n", 40, "a", 12)), true},
		"a small one that moved":             {10, of(own("m", 40, "a", 7)), of(own("m", 40)), false},
		"another year":                       {10, of(last), of(own("a", 14)), true},
		"another question":                   {10, of(own("a", 12, "b", 20)), of(other), true},
		"another version":                    {10, of(own("a", 12)), of(newer), true},
		"beside each other":                  {10, nil, of(own("a", 12, "b", 7), own("a", 12)), false},
		"k below the least holds not":        {1, nil, of(own("a", 9)), false},

		"a theme":                           {10, nil, of(themed("wait", 0, 10)), true},
		"a theme of a few":                  {10, nil, of(themed("wait", 0, 9)), false},
		"a theme without one comment":       {10, of(themed("wait", 0, 30)), of(themed("wait", 1, 30)), false},
		"a theme with another for one":      {10, of(themed("wait", 0, 30)), of(themed("wait", 1, 31)), false},
		"a theme with ten others":           {10, of(themed("wait", 0, 30)), of(themed("wait", 10, 30)), true},
		"a theme with five for five":        {10, of(themed("wait", 0, 30)), of(themed("wait", 5, 35)), true},
		"a theme of a team and of its town": {10, of(themed("wait", 0, 14)), of(themed("wait", 0, 23)), false},
		"a theme of two teams and the town": {10, of(themed("wait", 0, 14), themed("wait", 14, 30)), of(themed("wait", 0, 40)), true},
		"with one comment of a third":       {10, of(themed("wait", 0, 14), themed("wait", 14, 30)), of(themed("wait", 0, 31)), false},
		"another theme":                     {10, of(themed("wait", 0, 14)), of(themed("plan", 5, 19)), true},
		"the same comments, another theme":  {10, of(themed("wait", 0, 14)), of(themed("plan", 0, 14)), true},
		"nearly the same, another theme":    {10, of(themed("wait", 0, 40)), of(themed("plan", 0, 41)), false},
		"that beside it":                    {10, nil, of(themed("wait", 0, 40), themed("plan", 1, 40)), false},
	} {
		refused := NewEditionLedger(tt.k, tt.shown).Refused(tt.asked)
		if len(refused) == 0 != tt.want {
			t.Errorf("%s: refused %v", name, refused)
		}
	}
}

// What is refused is told by what it is about.
func TestRefusedSets(t *testing.T) {
	l := NewEditionLedger(10, []survey.ShownSet{own("a", 12, "b", 10), themed("wait", 0, 30), themed("plan", 30, 60)})
	asked := []survey.ShownSet{own("a", 15, "b", 10), own("a", 12), themed("plan", 30, 60), themed("wait", 0, 29)}
	if d := cmp.Diff([]survey.ShownSet{asked[0], asked[3]}, l.Refused(asked)); d != "" {
		t.Error(d)
	}
	question, theme := About(asked[0])
	if _, other := About(asked[3]); question != "mark" || theme != "" || other != "wait" {
		t.Errorf("about %q, %q and %q", question, theme, other)
	}
	if question, theme := About(survey.ShownSet{Of: ofResponses}); question != "" || theme != "" {
		t.Errorf("about %q, %q", question, theme)
	}
}

// The search finds exactly what trying everything finds.
func TestRevealsIsExact(t *testing.T) {
	for range 50 {
		rapid.Check(t, checkReveals)
	}
}

func checkReveals(t *rapid.T) {
	k := rapid.IntRange(2, 12).Draw(t, "k")
	n := rapid.IntRange(1, 4).Draw(t, "sets")
	sets := make([]survey.ShownSet, n)
	sizes := rapid.SliceOfN(rapid.IntRange(1, 14), 1, 7).Draw(t, "sizes")
	member := make([][]int, len(sizes)) // 1 where a cell is in a set
	for c, size := range sizes {
		member[c] = make([]int, n)
		for i := range sets {
			if rapid.Bool().Draw(t, "in") {
				member[c][i] = 1
				for j := range size {
					sets[i].Comments = append(sets[i].Comments, fmt.Sprintf("%d-%d", c, j))
				}
			}
		}
	}
	for i := range sets {
		slices.Sort(sets[i].Comments)
	}
	old := rapid.IntRange(0, n).Draw(t, "old")
	if got, want := reveals(k, sets[:old], sets[old:]), tryAll(k, sizes, member, old, n); got != want {
		t.Fatalf("found %v, there is %v", got, want)
	}
}

// tryAll tries every sum of sets with small factors. With 4 sets, the factors of a
// sum that cannot be made smaller are determinants of three rows of noughts and
// ones: 2 at most.
func tryAll(k int, sizes []int, member [][]int, old, n int) bool {
	const most = 2
	var rows [][]int
	for i := range old {
		row := make([]int, len(sizes))
		for c := range sizes {
			row[c] = member[c][i]
		}
		rows = append(rows, row)
	}
	factors := make([]int, n)
	var try func(i int) bool
	try = func(i int) bool {
		if i < n {
			for factors[i] = -most; factors[i] <= most; factors[i]++ {
				if try(i + 1) {
					return true
				}
			}
			return false
		}
		size, sum := 0, make([]int, len(sizes))
		for c := range sizes {
			for i, f := range factors {
				sum[c] += f * member[c][i]
			}
			if sum[c] != 0 {
				size += sizes[c]
			}
		}
		return 0 < size && size < k && rank(append(rows[:len(rows):len(rows)], sum)) > rank(rows)
	}
	return try(0)
}

// A ledger of a region with hundreds of teams and some corrections answers while
// somebody waits.
func TestLargeLedger(t *testing.T) {
	const teams, times = 300, 3
	var shown []survey.ShownSet
	for at := range times {
		all := survey.ShownSet{Of: "question mark", Year: 2026}
		for team := range teams {
			name := strconv.Itoa(team)
			n := 20*(at+1) + team%7
			all.Own = append(all.Own, survey.OwnCount{Unit: name, Version: 1, N: n})
			if team%10 != 0 {
				shown = append(shown, own(name, n))
			}
		}
		shown = append(shown, all)
	}
	if refused := NewEditionLedger(10, shown).Refused([]survey.ShownSet{own("0", 20*times)}); len(refused) > 0 {
		t.Error("a team with as many answers as another time was refused")
	}
	if refused := NewEditionLedger(30, shown).Refused([]survey.ShownSet{own("10", 25)}); len(refused) == 0 {
		t.Error("a team of 25 was published where k is 30")
	}
}
