package stats

import (
	"cmp"
	"fmt"
	"slices"

	"ouderstem/survey"
)

// EditionLedger knows of which sets of answers figures were published, and decides
// which may be published beside them.
//
// It counts on somebody who has every edition there ever was, of every unit and
// year, and knows each of their sums exactly; who adds and subtracts them at will,
// any number of them, any number of times. Whatever comes out may be of no answer,
// or of k answers or more. What came out of the old ones already does not count:
// where k was lower it is known, and cannot be taken back.
//
// That is decided, not estimated. Answers that are in the same sets stand together
// in one cell, so that there are few of them. A sum of fewer than k answers is one
// that is 0 in every cell of k answers and more; of those sums, each that cannot be
// made smaller is looked at ([search]).
//
// Sets are sums about one thing and one year. Those about other things, as the
// answers to another question, cannot be subtracted.
type EditionLedger struct {
	k     int
	shown []survey.ShownSet
}

// NewEditionLedger returns the ledger of what was published, where k is the least
// number that is shown.
func NewEditionLedger(k int, shown []survey.ShownSet) *EditionLedger {
	return &EditionLedger{threshold(k), shown}
}

// Refused returns those of sets that may not be published beside what was, and
// beside each other: of each thing and year the first.
func (l *EditionLedger) Refused(sets []survey.ShownSet) []survey.ShownSet {
	var refused []survey.ShownSet
	done := map[thing]bool{}
	for _, s := range sets {
		t := thing{s.Of, s.Year}
		if done[t] {
			continue
		}
		done[t] = true
		old, more := t.among(l.shown), t.among(sets)
		if reveals(l.k, old, more) || l.doubled(s, sets) {
			refused = append(refused, s)
		}
	}
	return refused
}

// thing is what figures are about, in a year.
type thing struct {
	of   string
	year int
}

func (t thing) among(sets []survey.ShownSet) []survey.ShownSet {
	var list []survey.ShownSet
	for _, s := range sets {
		if s.Of == t.of && s.Year == t.year {
			list = append(list, s)
		}
	}
	return list
}

// doubled reports whether a set of comments about a theme is nearly that of
// another theme: the same words under another name are the same thing. Nearly is
// by fewer than k comments and less than a fifth of them.
func (l *EditionLedger) doubled(s survey.ShownSet, sets []survey.ShownSet) bool {
	_, theme := About(s)
	if theme == "" {
		return false
	}
	for _, other := range slices.Concat(l.shown, sets) {
		_, another := About(other)
		if another == "" || another == theme || other.Year != s.Year {
			continue
		}
		common := commonIDs(s.Comments, other.Comments)
		all := len(s.Comments) + len(other.Comments) - common
		if d := all - common; 0 < d && d < l.k && 5*d < all {
			return true
		}
	}
	return false
}

// commonIDs is how many ids two ascending lists share.
func commonIDs(a, b []string) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// cell is answers that are in the same sets.
type cell struct {
	n  int
	in []int // the sets, ascending
}

// cells parts the answers of sets into cells, those with most answers first.
func cells(sets []survey.ShownSet) []cell {
	var all parting
	type place struct {
		unit    string
		version int
	}
	type state struct{ n, set int }
	counted := map[place][]state{}
	var places []place
	comments := map[string][]int{}
	var ids []string
	for i, s := range sets {
		for _, o := range s.Own {
			p := place{o.Unit, o.Version}
			if counted[p] == nil {
				places = append(places, p)
			}
			counted[p] = append(counted[p], state{o.N, i})
		}
		for _, id := range s.Comments {
			if comments[id] == nil {
				ids = append(ids, id)
			}
			comments[id] = append(comments[id], i)
		}
	}
	for _, p := range places {
		// What is counted is only added to: the first are in all sets, what was
		// added later in those that have as many.
		states := counted[p]
		slices.SortFunc(states, func(a, b state) int { return cmp.Compare(a.n, b.n) })
		before := 0
		for i, s := range states {
			if s.n == before {
				continue
			}
			var in []int
			for _, later := range states[i:] {
				in = append(in, later.set)
			}
			slices.Sort(in)
			all.add(s.n-before, in)
			before = s.n
		}
	}
	for _, id := range ids {
		all.add(1, comments[id])
	}
	slices.SortStableFunc(all.cells, func(a, b cell) int { return cmp.Compare(b.n, a.n) })
	return all.cells
}

// parting gathers cells.
type parting struct {
	cells []cell
	at    map[string]int
}

func (p *parting) add(n int, in []int) {
	key := fmt.Sprint(in)
	i, known := p.at[key]
	if !known {
		if p.at == nil {
			p.at = map[string]int{}
		}
		i = len(p.cells)
		p.at[key], p.cells = i, append(p.cells, cell{in: in})
	}
	p.cells[i].n += n
}
