package stats

import (
	"slices"
	"strings"

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
//   - the system of all shown sums, solved as far as it goes, may leave no sum of
//     fewer than k marks.
//
// The second rule looks at the reduced system alone, whose rows name every single
// mark that can be worked out; not at every possible combination of them.
//
// The mean of all who gave a mark stands in every report too. It is of those who
// wrote a comment, whom a ledger knows one by one, and of others, of whom it
// knows but the number: [overall] says how they count.
type Ledger struct {
	k     int
	shown []vector
}

// NewLedger returns the ledger of sets that were shown, where k is the least
// number that is shown.
func NewLedger(k int, shown []survey.MarkSet) *Ledger {
	l := &Ledger{k: k}
	var states []survey.MarkSet
	for _, s := range shown {
		if s.Theme == "" {
			states = append(states, s)
		} else {
			l.add(vectorOf(s.Members))
		}
	}
	for _, v := range overall(states) {
		l.add(v)
	}
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
// else it returns false and notes nothing. Each has members, in ascending order.
func (l *Ledger) Admit(sets ...survey.MarkSet) bool {
	before := len(l.shown)
	for _, s := range sets {
		l.add(vectorOf(s.Members))
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
		if l.shown[i].size() < l.k {
			return false
		}
		for j := range i {
			if l.shown[i].distance(l.shown[j]) < l.k {
				return false
			}
		}
	}
	return true
}

// unsolved reports whether the sets from a place on leave no sum of fewer than k
// marks in the reduced system. Sums that were there without them, from when k was
// lower, do not count: they are known.
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

// vector is a set of marks that were added up: comments by id, and blocks of
// marks of which nobody knows more than how many they are.
type vector struct {
	members []string // ascending
	blocks  []block
}

// block is marks without a comment, as one. Different blocks have different
// ids.
type block struct {
	id   string
	size int
}

func vectorOf(members []string) vector { return vector{members: members} }

func (v vector) size() int {
	n := len(v.members)
	for _, b := range v.blocks {
		n += b.size
	}
	return n
}

func (v vector) equal(w vector) bool {
	return slices.Equal(v.members, w.members) && slices.Equal(v.blocks, w.blocks)
}

// distance is how many marks are in one of two sets and not in the other.
func (v vector) distance(w vector) int {
	n := len(v.members) + len(w.members) - 2*common(v.members, w.members)
	for _, b := range v.blocks {
		if !slices.Contains(w.blocks, b) {
			n += b.size
		}
	}
	for _, b := range w.blocks {
		if !slices.Contains(v.blocks, b) {
			n += b.size
		}
	}
	return n
}

// common counts what two ascending lists share.
func common(a, b []string) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// minus returns what is in a and not in b, both ascending.
func minus(a, b []string) []string {
	var rest []string
	for _, x := range a {
		if _, there := slices.BinarySearch(b, x); !there {
			rest = append(rest, x)
		}
	}
	return rest
}
