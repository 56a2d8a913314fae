package stats

// prime is what sums are reckoned modulo: exact, and large enough that a number
// from a system as small as ours is not a multiple of it by chance. It is one
// below a power of 2, so that its remainders are quick to find.
const (
	primeBits = 31
	prime     = 1<<primeBits - 1
)

// system is a set of sums of marks in reduced form: each row has a column, its
// pivot, that no other row has.
//
// There is a column for every comment, by its place, and one for the silent of
// each mean of all. The silent of two means may be partly the same; which, a
// system does not know. So they count for nothing in the size of a row, and none
// of their columns is a pivot while a row has a comment: there is a row without
// any comment as soon as one can be made of the sums.
type system struct {
	rows   []row
	pivots []column // by row
	cells  int      // how large all rows are
}

// row is what marks are multiplied by in a sum.
type row struct{ comments, silent stretch }

// stretch is numbers below prime, the first for what has the number from; all
// others are 0. Comments of one unit have places near each other, so that rows
// about other units are short.
type stretch struct {
	from int
	by   []uint32
}

// column is a comment, or the silent of a mean of all.
type column struct {
	silent bool
	at     int
}

// growth is what a system becomes with one sum more.
type growth struct {
	row     row
	pivot   column
	follows bool // from the system, which stays as it is
	changed map[int]row
}

// with works out what the system becomes with a vector: a mean of all, which is
// the mean with this number, or a set of comments, for which it is -1.
func (s *system) with(v vector, mean int) growth {
	var r row
	v.members.each(func(place int) { r.comments = r.comments.set(place) })
	if mean >= 0 {
		r.silent = r.silent.set(mean)
	}
	for i, pivot := range s.pivots {
		if f := r.at(pivot); f != 0 { // no row has another's pivot
			r = r.plus(s.rows[i], prime-f)
		}
	}
	pivot, ok := r.pivot()
	if !ok {
		return growth{follows: true}
	}
	r = row{}.plus(r, inverse(r.at(pivot)))
	changed := map[int]row{}
	for i, old := range s.rows {
		if f := old.at(pivot); f != 0 {
			changed[i] = old.plus(r, prime-f)
		}
	}
	return growth{row: r, pivot: pivot, changed: changed}
}

// take makes it so.
func (s *system) take(g growth) {
	if g.follows {
		return
	}
	for i, r := range g.changed {
		s.cells += len(r.comments.by) - len(s.rows[i].comments.by)
		s.rows[i] = r
	}
	s.cells += len(g.row.comments.by)
	s.rows = append(s.rows, g.row)
	s.pivots = append(s.pivots, g.pivot)
}

// least returns of how many comments the smallest row is that a growth makes;
// most where none is of fewer.
func (g growth) least(most int) int {
	if g.follows {
		return most
	}
	least := min(most, g.row.comments.size())
	for _, r := range g.changed {
		least = min(least, r.comments.size())
	}
	return least
}

func (r row) at(c column) uint32 {
	if c.silent {
		return r.silent.at(c.at)
	}
	return r.comments.at(c.at)
}

// plus returns r + f·other and leaves both as they are.
func (r row) plus(other row, f uint32) row {
	return row{r.comments.plus(other.comments, f), r.silent.plus(other.silent, f)}
}

// pivot returns the first column that r has, of comments before the silent.
func (r row) pivot() (column, bool) {
	if at, ok := r.comments.first(); ok {
		return column{false, at}, true
	}
	at, ok := r.silent.first()
	return column{true, at}, ok
}

func (a stretch) at(i int) uint32 {
	if i < a.from || i >= a.from+len(a.by) {
		return 0
	}
	return a.by[i-a.from]
}

// set puts a 1 at i, which is not before a begins.
func (a stretch) set(i int) stretch {
	if len(a.by) == 0 {
		a.from = i
	}
	for len(a.by) <= i-a.from {
		a.by = append(a.by, 0)
	}
	a.by[i-a.from] = 1
	return a
}

func (a stretch) plus(b stretch, f uint32) stretch {
	if len(b.by) == 0 {
		return a
	}
	from, to := b.from, b.from+len(b.by)
	if len(a.by) > 0 {
		from, to = min(from, a.from), max(to, a.from+len(a.by))
	}
	sum := stretch{from, make([]uint32, to-from)}
	if len(a.by) > 0 {
		copy(sum.by[a.from-from:], a.by)
	}
	for i, x := range b.by {
		if x != 0 {
			at := &sum.by[b.from-from+i]
			*at = rest(uint64(*at) + uint64(f)*uint64(x))
		}
	}
	return sum
}

// first returns the first place that is not 0.
func (a stretch) first() (int, bool) {
	for i, x := range a.by {
		if x != 0 {
			return a.from + i, true
		}
	}
	return 0, false
}

// size is how many places are not 0.
func (a stretch) size() int {
	n := 0
	for _, x := range a.by {
		if x != 0 {
			n++
		}
	}
	return n
}

// rest returns x modulo prime; x is below prime squared and a little.
func rest(x uint64) uint32 {
	x = x&prime + x>>primeBits
	x = x&prime + x>>primeBits
	if x == prime {
		return 0
	}
	return uint32(x)
}

// inverse returns 1/x modulo prime, by Fermat's little theorem.
func inverse(x uint32) uint32 {
	result := uint32(1)
	for e := prime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			result = rest(uint64(result) * uint64(x))
		}
		x = rest(uint64(x) * uint64(x))
	}
	return result
}
