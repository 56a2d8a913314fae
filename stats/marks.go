package stats

import (
	"cmp"
	"slices"

	"ouderstem/survey"
)

// Ledger knows of which sets of comments the mean mark was ever shown, of one
// survey in one year, and decides which may be shown beside them. Comments are
// all to one question, so that every comment is another parent.
//
// People choose these sets: with labels, with the codebook and by looking at
// another unit. So a ledger counts on somebody who knows every shown set member
// by member and its sum exactly, and adds and subtracts sums at will:
//
//   - two sets may differ in no comment, or in k or more;
//   - the system of all shown sums, solved as far as it goes, may leave nothing
//     that is of fewer than k comments.
//
// The second rule looks at the reduced system alone, and at every two rows of it.
// Its rows name every single mark that can be worked out, and two rows the sums of
// two that three sets leave; not every combination of a few.
//
// The mean of all who gave a mark stands in every report too, before and after an
// opening, for a team and for its municipality. It is of those who wrote a comment
// and of the silent, of whom nobody but the attacker knows more than how many they
// are. So a set may not be made of those who wrote in a way that leaves fewer than
// k of them, not even none: what would be left are the silent. The mean of those
// who do not mention a theme is that of all without those who do, and no set.
type Ledger struct {
	k      int
	places map[string]int // of comments in sets
	shown  []vector
	system *system
	// sums of marks of all, made of those that were shown, that sets must differ
	// from.
	sums []vector
}

// NewLedger returns the ledger of sets that were shown, where k is the least
// number that is shown. Those with Theme "" are of all who gave a mark: N of
// them, of whom Members wrote.
func NewLedger(k int, shown []survey.MarkSet) *Ledger {
	l := &Ledger{k: k, places: map[string]int{}, system: &system{}}
	// Small ones first: so comments of one team get places side by side.
	states := slices.DeleteFunc(slices.Clone(shown), func(s survey.MarkSet) bool { return s.Theme != "" })
	slices.SortStableFunc(states, func(a, b survey.MarkSet) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(len(a.Members), len(b.Members)))
	})
	for _, s := range states {
		if v := l.vector(s); !l.knows(v) {
			l.note(v, l.system.with(v, len(l.shown)))
		}
	}
	l.sums = parts(l.shown)
	for _, s := range shown {
		if s.Theme == "" || s.Rest || l.full() {
			continue
		}
		if v := l.vector(s); !l.knows(v) {
			l.note(v, l.system.with(v, -1))
		}
	}
	return l
}

// mostCells bounds how much a ledger reckons with: two seconds at the worst. With
// more it admits nothing new: what it cannot work out it cannot vouch for.
const mostCells = 2_000_000

func (l *Ledger) full() bool { return l.system.cells > mostCells }

func (l *Ledger) knows(v vector) bool { return slices.ContainsFunc(l.shown, v.equal) }

// Admit notes a set as shown and returns true if it may be; else it returns false
// and notes nothing.
func (l *Ledger) Admit(set survey.MarkSet) bool {
	v := l.vector(set)
	if l.knows(v) {
		return true
	}
	if l.full() || !l.apart(v) {
		return false
	}
	// What was there before, from when k was lower, does not count: it is known.
	next := l.system.with(v, -1)
	if next.least(l.k) < l.k || l.system.pair(next, l.k) {
		return false
	}
	l.note(v, next)
	return true
}

func (l *Ledger) note(v vector, g growth) {
	l.shown = append(l.shown, v)
	l.system.take(g)
}

// apart reports whether a set has k members or more and differs from every other
// in as many.
func (l *Ledger) apart(set vector) bool {
	near := func(v vector) bool { return set.distance(v) < l.k }
	return set.n >= l.k && !slices.ContainsFunc(l.shown, near) && !slices.ContainsFunc(l.sums, near)
}

// vector is a set of marks that were added up.
type vector struct {
	members bitset // the comments, by place
	// n is how many marks it is of. Of all who gave a mark those are more than
	// wrote, or fewer: what a question got too little of is held, so that marks and
	// comments of one opening need not come out together.
	n   int
	all bool // of all who gave a mark, the silent too
}

// vector returns the vector of a set.
func (l *Ledger) vector(s survey.MarkSet) vector {
	var members bitset
	for _, m := range s.Members {
		at, known := l.places[m]
		if !known {
			at = len(l.places)
			l.places[m] = at
		}
		members = members.with(at)
	}
	if s.Theme == "" {
		return vector{members, s.N, true}
	}
	return vector{members: members, n: members.size()}
}

func (v vector) equal(w vector) bool {
	return v.n == w.n && v.all == w.all && v.members.equal(w.members)
}

// distance is in how many marks a set of comments differs from w at the least.
func (v vector) distance(w vector) int {
	same := v.members.common(w.members)
	rest := w.n - same // what w has besides
	return v.members.size() - same + max(rest, -rest)
}

// parts returns sums of marks that follow from the means of all: what one has
// more than another within it, as a unit after an opening has more than before,
// and a municipality more than a team; and what it has more than several that have
// nobody in common. Means are within each other when their comments are: nothing
// else is known here of units and times. States come with the smallest first.
func parts(states []vector) []vector {
	var list []vector
	add := func(v vector) {
		if v.n > 0 {
			list = append(list, v)
		}
	}
	for i, s := range states {
		rest := s
		for j := i - 1; j >= 0; j-- {
			if t := states[j]; t.members.within(s.members) {
				add(s.minus(t))
				if t.members.within(rest.members) && t.n <= rest.n && t.members.size() > 0 {
					rest = rest.minus(t)
				}
			}
		}
		if rest.n < s.n {
			rest.all = false
			add(rest)
		}
	}
	return list
}

// minus returns what v has more than w, which is within it.
func (v vector) minus(w vector) vector {
	return vector{members: v.members.minus(w.members), n: v.n - w.n}
}
