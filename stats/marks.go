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
// The second rule looks at the reduced system alone. Its rows name every single
// mark that can be worked out; not every combination of a few.
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
	// sums of marks of all, made of those that were shown, that sets must differ
	// from.
	sums []vector
}

// NewLedger returns the ledger of sets that were shown, where k is the least
// number that is shown. Those with Theme "" are of all who gave a mark: N of
// them, of whom Members wrote.
func NewLedger(k int, shown []survey.MarkSet) *Ledger {
	l := &Ledger{k: k, places: map[string]int{}}
	var states []vector
	for _, s := range shown {
		switch {
		case s.Theme == "":
			states = append(states, vector{l.set(s.Members), s.N, true})
		case !s.Rest:
			l.add(l.vector(s.Members))
		}
	}
	for _, v := range states {
		l.add(v)
	}
	l.sums = parts(states)
	return l
}

// add notes a set that was shown, once.
func (l *Ledger) add(v vector) {
	if !slices.ContainsFunc(l.shown, v.equal) {
		l.shown = append(l.shown, v)
	}
}

// mostShown is how many different sets a ledger reckons with. With more, it
// admits nothing new: what it cannot work out it cannot vouch for.
const mostShown = 2000

// Admit notes sets as shown and returns true if all of them together may be;
// else it returns false and notes nothing. Each has members.
func (l *Ledger) Admit(sets ...survey.MarkSet) bool {
	before := len(l.shown)
	for _, s := range sets {
		l.add(l.vector(s.Members))
	}
	if l.holds(before) {
		return true
	}
	l.shown = l.shown[:before]
	return false
}

// holds reports whether both rules hold for the sets from a place on.
func (l *Ledger) holds(from int) bool {
	switch {
	case len(l.shown) == from:
		return true // all were shown before
	case len(l.shown) > mostShown:
		return false
	}
	return l.apart(from) && l.unsolved(from)
}

// apart reports whether every set from a place on has k members or more and
// differs from every other in as many.
func (l *Ledger) apart(from int) bool {
	for i := from; i < len(l.shown); i++ {
		set := l.shown[i]
		if set.n < l.k ||
			slices.ContainsFunc(l.shown[:i], func(v vector) bool { return set.distance(v) < l.k }) ||
			slices.ContainsFunc(l.sums, func(v vector) bool { return set.distance(v) < l.k }) {
			return false
		}
	}
	return true
}

// unsolved reports whether the sets from a place on leave nothing of fewer than k
// comments in the reduced system. What was there without them, from when k was
// lower, does not count: it is known.
func (l *Ledger) unsolved(from int) bool {
	sys := newSystem(l.shown)
	for i := range l.shown {
		for _, changed := range sys.add(i) {
			if i >= from && changed < l.k {
				return false
			}
		}
	}
	return true
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

// vector returns the vector of a set of comments.
func (l *Ledger) vector(members []string) vector {
	set := l.set(members)
	return vector{members: set, n: set.size()}
}

// set returns members by their places, and gives new ones a place.
func (l *Ledger) set(members []string) bitset {
	var set bitset
	for _, m := range members {
		at, known := l.places[m]
		if !known {
			at = len(l.places)
			l.places[m] = at
		}
		set = set.with(at)
	}
	return set
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
// else is known here of units and times.
func parts(states []vector) []vector {
	states = slices.Clone(states)
	slices.SortStableFunc(states, func(a, b vector) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.members.size(), b.members.size()))
	})
	var list []vector
	add := func(v vector) {
		if v.n > 0 && !slices.ContainsFunc(list, v.equal) {
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
