package stats

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// bookOf are the sets of parents that figures are of, by what they are about and
// the year.
type bookOf map[string][]bitset

func setOfParents(list []int) bitset {
	var s bitset
	for _, i := range list {
		s = s.with(i)
	}
	return s
}

// shown reads off a report which sets of parents its figures are of. It knows
// nothing of how the ledger writes them down.
func (w *world) shown(rep Report, u survey.Unit, year int) bookOf {
	f := bookOf{}
	add := func(about string, year int, parents []int) {
		key := about + " " + strconv.Itoa(year)
		f[key] = append(f[key], setOfParents(parents))
	}
	units := w.tree.Below(u.ID)
	if rep.N > 0 {
		add(ofResponses, year, w.counted("", units, year))
	}
	for _, q := range rep.Questions {
		if q.Precision != Hidden {
			add(ofQuestion+q.ID, year, w.counted(q.ID, units, year))
		}
		for _, y := range q.Years {
			if y.Precision != Hidden {
				add(ofQuestion+q.ID, y.Year, w.counted(q.ID, units, y.Year))
			}
		}
		if q.Change != nil {
			add(ofQuestion+q.ID, year-1, w.counted(q.ID, units, year-1))
		}
	}
	for _, c := range rep.Comments {
		if c.Precision != Hidden {
			add(ofQuestion+c.ID, year, w.counted(c.ID, units, year))
		}
	}
	if rep.Teams != nil {
		for _, team := range rep.Teams.List {
			if team.Precision != Hidden {
				add(ofQuestion+askedMark, year, w.counted(askedMark, w.tree.Below(team.Unit.ID), year))
			}
		}
	}
	if rep.Themes != nil {
		comments := w.counted(askedOpen, units, year)
		add(ofRead, year, comments)
		if rep.Themes.Precision != Hidden { // all of them say something
			add(ofSaid, year, comments)
		}
		if rep.Themes.Without != nil {
			add(ofTheme+themes.NoTheme, year, slices.DeleteFunc(comments, func(i int) bool {
				for _, about := range w.parents[i].about {
					if about {
						return true
					}
				}
				return false
			}))
		}
		for _, theme := range rep.Themes.List {
			about := func(year int) []int {
				list := w.counted(askedOpen, units, year)
				return slices.DeleteFunc(list, func(i int) bool { return !w.parents[i].about[theme.ID] })
			}
			add(ofTheme+theme.ID, year, about(year))
			if theme.Change != nil {
				add(ofTheme+theme.ID, year-1, about(year-1))
				add(ofSaid, year-1, w.counted(askedOpen, units, year-1))
			}
		}
	}
	return f
}

// note adds figures to those that somebody has. Whatever comes out that did not
// before must be of nobody, or of k parents or more.
func (w *world) note(have, more bookOf, k int, where string) {
	for _, key := range slices.Sorted(maps.Keys(more)) {
		for _, set := range more[key] {
			known := have[key]
			if slices.ContainsFunc(known, set.equal) {
				continue
			}
			if n := few(known, set, k); n > 0 && w.fault == "" {
				w.fault = fmt.Sprintf("%s, %s: %d of %d parents", where, key, n, k)
			}
			have[key] = append(known, set)
		}
	}
}

// few returns of how many parents the smallest sum is that a set brings to those
// that are known: the set itself, or what up to three sets leave of each other,
// where it is of fewer than k and could not be made before; else 0.
func few(known []bitset, set bitset, k int) int {
	if n := set.size(); n < k {
		return n
	}
	for i, x := range known {
		if n := left(set, x, nil); 0 < n && n < k && fresh(known, combination(set, x, nil)) {
			return n
		}
		for _, y := range known[:i] {
			for _, three := range [][3]bitset{{set, x, y}, {x, set, y}, {y, set, x}} {
				if n := left(three[0], three[1], three[2]); 0 < n && n < k && fresh(known, combination(three[0], three[1], three[2])) {
					return n
				}
			}
		}
	}
	return 0
}

// left is of how many parents a - b - c is.
func left(a, b, c bitset) int {
	n := 0
	for i := range max(len(a), len(b), len(c)) {
		x, y, z := word(a, i), word(b, i), word(c, i)
		nothing := ^x & ^y & ^z | x&^y&z | x&y&^z
		n += bits.OnesCount64(^nothing)
	}
	return n
}

func word(b bitset, i int) uint64 {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// combination is a - b - c, parent by parent.
func combination(a, b, c bitset) []int {
	row := make([]int, wordSize*max(len(a), len(b), len(c)))
	for i := range row {
		at := func(s bitset) int { return int(word(s, i/wordSize) >> (i % wordSize) & 1) }
		row[i] = at(a) - at(b) - at(c)
	}
	return row
}

// fresh reports whether a sum cannot be made of the sets that are known; by plain
// elimination modulo another prime than the ledger's.
func fresh(known []bitset, sum []int) bool {
	rows := make([][]int, 0, len(known)+1)
	for _, s := range known {
		rows = append(rows, combination(s, nil, nil))
	}
	return rank(append(rows, sum)) > rank(rows)
}

func rank(rows [][]int) int {
	const p = 1_000_000_007
	n := 0
	for _, r := range rows {
		n = max(n, len(r))
	}
	m := make([][]int, len(rows))
	for i, r := range rows {
		m[i] = append(slices.Clone(r), make([]int, n-len(r))...)
	}
	at := 0
	for c := 0; c < n && at < len(m); c++ {
		i := slices.IndexFunc(m[at:], func(r []int) bool { return (r[c]%p+p)%p != 0 })
		if i < 0 {
			continue
		}
		m[at], m[at+i] = m[at+i], m[at]
		pivot := (m[at][c]%p + p) % p
		for _, r := range m[at+1:] {
			if f := (r[c]%p + p) % p; f != 0 {
				for j := range n { // no division: a multiple of a row is as good
					r[j] = ((r[j]*pivot-m[at][j]*f)%p + p) % p
				}
			}
		}
		at++
	}
	return at
}

// byTheLedger is how editions are admitted.
func byTheLedger(w *world, sets []survey.ShownSet) bool {
	return len(NewEditionLedger(w.k, w.ledger).Refused(sets)) == 0
}

func twoThemes(t testing.TB) *themes.Codebook {
	t.Helper()
	book, faults := themes.ParsePatterns([]byte(`{"heard": ["geluister*"], "wait": ["wacht*"]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return book
}

// live lets a world live for a while.
func (w *world) lives(t *rapid.T) *world {
	w.answer(t, w.unit(t).ID)
	for range rapid.IntRange(1, 40).Draw(t, "steps") {
		w.step(t)
		if w.fault != "" {
			break
		}
	}
	return w
}

// leastCases is how many editions the property is tried with.
const leastCases = 100_000

// Whatever parents answer, boxes open, people say of comments, units move and
// settings change: what anybody can work out of all editions, and of all that
// staff can look at, is of nobody or of k parents.
func TestNoEditionTellsOfAFew(t *testing.T) {
	book := twoThemes(t)
	var tried, done, less atomic.Int64
	t.Run("worlds", func(t *testing.T) {
		for i := range 2 {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				for tried.Load() < leastCases && !t.Failed() {
					rapid.Check(t, func(t *rapid.T) {
						w := newWorld(t, laws{admit: byTheLedger}, book).lives(t)
						if w.fault != "" {
							t.Fatal(w.fault)
						}
						tried.Add(int64(w.tried))
						done.Add(int64(w.done))
						less.Add(int64(w.less))
					})
				}
			})
		}
	})
	t.Logf("%d editions tried, %d published, %d of them without a figure", tried.Load(), done.Load(), less.Load())
	if less.Load() == 0 {
		t.Error("leaving out a figure never helped")
	}
	if done.Load() < leastCases/5 {
		t.Errorf("only %d of %d were published: that proves little", done.Load(), tried.Load())
	}
}

// Without any of the rules a few parents can be told, and the property fails.
func TestEditionsNeedTheRules(t *testing.T) {
	book := twoThemes(t)
	never := func(*world, []survey.ShownSet) bool { return false }
	for name, l := range map[string]laws{
		"a threshold only":                    {atOnce: true, admit: never},
		"live figures":                        {atOnce: true, live: true, admit: never},
		"a filter by date":                    {filter: true, admit: never},
		"boxes that open with k - 1":          {box: 1, admit: never},
		"k - 1 <= n for k - 1 < n":            {count: 1, admit: never}, // of what is held of a question
		"no hiding of what can be subtracted": {complement: true, admit: never},
		"no ledger":                           {admit: func(*world, []survey.ShownSet) bool { return true }},
		"a ledger of k - 1": {admit: func(w *world, sets []survey.ShownSet) bool {
			return len((&EditionLedger{w.k - 1, w.ledger}).Refused(sets)) == 0
		}},
		"a ledger of pairs": {admit: func(w *world, sets []survey.ShownSet) bool {
			return !slices.ContainsFunc(sets, func(s survey.ShownSet) bool {
				t := thing{s.Of, s.Year}
				old := t.among(w.ledger)
				return slices.ContainsFunc(slices.Concat(old, t.among(sets)), func(x survey.ShownSet) bool {
					return reveals(w.k, nil, []survey.ShownSet{x, s})
				})
			})
		}},
		"a ledger of counts alone": {admit: func(w *world, sets []survey.ShownSet) bool {
			counts := func(list []survey.ShownSet) []survey.ShownSet {
				return slices.DeleteFunc(slices.Clone(list), func(s survey.ShownSet) bool { return len(s.Own) == 0 })
			}
			return len(NewEditionLedger(w.k, counts(w.ledger)).Refused(counts(sets))) == 0
		}},
		"a ledger without the comments that no theme is found in": {admit: func(w *world, sets []survey.ShownSet) bool {
			themed := func(list []survey.ShownSet) []survey.ShownSet {
				return slices.DeleteFunc(slices.Clone(list), func(s survey.ShownSet) bool { return s.Of == ofTheme+themes.NoTheme })
			}
			return len(NewEditionLedger(w.k, themed(w.ledger)).Refused(themed(sets))) == 0
		}},
		"a ledger that forgets other editions": {admit: func(w *world, sets []survey.ShownSet) bool {
			return len(NewEditionLedger(w.k, nil).Refused(sets)) == 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range 20_000 {
				if rapid.Custom(func(t *rapid.T) string { return newWorld(t, l, book).lives(t).fault }).Example(seed) != "" {
					return
				}
			}
			t.Errorf("with %s nobody can be told", name)
		})
	}
}
