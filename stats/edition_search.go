package stats

import (
	"cmp"
	"slices"

	"ouderstem/survey"
)

// reveals reports whether totals of fewer than k answers, and of somebody, can be
// made of old and more sets together that cannot be made of the old ones.
func reveals(k int, old, more []survey.ShownSet) bool {
	all := cells(slices.Concat(old, more))
	large := slices.IndexFunc(all, func(c cell) bool { return c.n < k })
	if large < 0 {
		return false // whatever comes out has one of these cells
	}
	s := search{k: k, cells: all, budget: mostWork}
	s.known = vanishing(ofSets(all, len(old)), large)
	m := vanishing(ofSets(all, len(old)+len(more)), large)
	return len(m) > len(s.known) && s.finds(m, large, 0)
}

// mostWork bounds a search: a second or so. What it cannot work out it cannot vouch
// for.
const mostWork = 20_000_000

// total is how often the answers in cells are counted: those of cells that are not
// there 0 times.
type total []term // by cell

type term struct {
	cell int
	by   uint32 // 1 or more, below prime
}

// in returns how often s counts the answers of a cell.
func (s total) in(cell int) uint32 {
	at, there := slices.BinarySearchFunc(s, cell, func(t term, c int) int { return cmp.Compare(t.cell, c) })
	if !there {
		return 0
	}
	return s[at].by
}

// less returns s - f/g times other, where f and g are below prime and g is not 0.
func (s total) less(other total, f, g uint32) total {
	if f == 0 {
		return s
	}
	by := uint64(prime - rest(uint64(f)*uint64(inverse(g))))
	made := make(total, 0, len(s)+len(other))
	for len(s) > 0 || len(other) > 0 {
		switch {
		case len(other) == 0 || len(s) > 0 && s[0].cell < other[0].cell:
			made, s = append(made, s[0]), s[1:]
			continue
		case len(s) == 0 || other[0].cell < s[0].cell:
			made = append(made, term{other[0].cell, rest(by * uint64(other[0].by))})
		default:
			if x := rest(uint64(s[0].by) + by*uint64(other[0].by)); x != 0 {
				made = append(made, term{s[0].cell, x})
			}
			s = s[1:]
		}
		other = other[1:]
	}
	return made
}

// totals are such that none can be made of the others.
type totals []total

// ofSets returns the first n sets as totals; some may be made of others.
func ofSets(all []cell, n int) []total {
	list := make([]total, n)
	for c, cell := range all {
		for _, i := range cell.in {
			if i < n {
				list[i] = append(list[i], term{c, 1})
			}
		}
	}
	return list
}

// vanishing returns what totals can be made of list that are 0 in the first n cells,
// in reduced form.
func vanishing(list []total, n int) totals {
	for c := range n {
		list = without(list, c)
	}
	return reduced(list)
}

// without returns what totals can be made of list that are 0 in a cell.
func without(list []total, c int) []total {
	var left []total
	var pivot total // the shortest: what is made with it stays short
	for _, s := range list {
		switch {
		case s.in(c) == 0:
			left = append(left, s)
		case pivot == nil || len(s) < len(pivot):
			pivot = s
		}
	}
	if pivot == nil {
		return list
	}
	passed := false
	for _, s := range list {
		switch f := s.in(c); {
		case f == 0:
		case !passed && len(s) == len(pivot) && &s[0] == &pivot[0]:
			passed = true
		default:
			if s = s.less(pivot, f, pivot.in(c)); len(s) > 0 {
				left = append(left, s)
			}
		}
	}
	return left
}

// reduced returns list in reduced form: each has a first cell, and no other has
// that.
func reduced(list []total) totals {
	var done totals
	for _, s := range list {
		for _, d := range done {
			s = s.less(d, s.in(d[0].cell), d[0].by)
		}
		if len(s) == 0 {
			continue
		}
		for i, d := range done {
			done[i] = d.less(s, d.in(s[0].cell), s[0].by)
		}
		done = append(done, s)
	}
	return done
}

// makes reports whether a total can be made of m, which is in reduced form.
func (m totals) makes(s total) bool {
	for _, d := range m {
		s = s.less(d, s.in(d[0].cell), d[0].by)
	}
	return len(s) == 0
}

// search looks for a total of fewer than k answers.
//
// It goes by the cells: a total has a cell, or it has not. In the one case the totals
// that are left have one dimension less; in the other the answers of the cell
// count. So after fewer than k answers and as many steps as there are dimensions
// it is at an end: one total is left, or too many answers. Every total that has no
// cell in vain, of which no part is a total too, is found so; and of totals of fewer
// than k that are new, one such is new.
type search struct {
	k      int
	cells  []cell
	known  totals // could be made before; in reduced form
	budget int
}

// finds reports whether there is one among the totals that can be made of m, where
// cells before from are decided and count for n answers.
func (s *search) finds(m totals, from, n int) bool {
	if len(m) == 0 {
		return false
	}
	for _, x := range m {
		s.budget -= len(x)
	}
	if s.budget < 0 {
		return true
	}
	if len(m) == 1 {
		return s.size(m[0]) < s.k && !s.known.makes(m[0])
	}
	for from < len(s.cells) && !slices.ContainsFunc(m, func(x total) bool { return x.in(from) != 0 }) {
		from++
	}
	if from == len(s.cells) {
		return false // one cell less would still leave a total
	}
	if s.finds(without(m, from), from+1, n) {
		return true
	}
	n += s.cells[from].n
	return n < s.k && s.finds(m, from+1, n)
}

// size is how many answers a total is of.
func (s *search) size(x total) int {
	n := 0
	for _, t := range x {
		n += s.cells[t.cell].n
	}
	return n
}
