package handlers

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"testing"
)

// flock is a set of parents, by number.
type flock []uint64

func (f flock) with(i int) flock {
	for len(f) <= i/64 {
		f = append(f, 0)
	}
	f[i/64] |= 1 << (i % 64)
	return f
}

func (f flock) has(i int) bool { return i/64 < len(f) && f[i/64]>>(i%64)&1 == 1 }

func (f flock) size() (n int) {
	for _, w := range f {
		n += bits.OnesCount64(w)
	}
	return n
}

// key is the same for the same parents.
func (f flock) key() string {
	n := len(f)
	for n > 0 && f[n-1] == 0 {
		n--
	}
	var b []byte
	for _, w := range f[:n] {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return string(b)
}

// seenSum is what somebody has who saw a figure: the sum over some parents of
// what each of them answered.
type seenSum struct {
	parents flock
	where   string // it was seen first
}

// sums are all that were seen of one thing, each set once.
type sums struct {
	list []seenSum
	had  map[string]bool
}

func (s *sums) add(parents flock, where string) {
	if key := parents.key(); key != "" && !s.had[key] {
		if s.had == nil {
			s.had = map[string]bool{}
		}
		s.had[key] = true
		s.list = append(s.list, seenSum{parents, where})
	}
}

// solution is what follows from sums.
type solution struct {
	unknowns int // groups of parents that no sum tells apart
	rank     int
	fewest   int    // the smallest number of parents a sum of whom can be worked out; 0 where that is most or more
	of       string // where sums that they are in were first seen
}

// solve adds and subtracts sums, with any factors, and looks for one that is of
// fewer than most parents. Parents who are in the same sums are one unknown, which
// counts for as many as they are: nothing that is worked out tells them apart.
//
// The unknowns of most parents and more are eliminated first. What is left are all
// sums in which none of those has a part, and every set of unknowns of fewer than
// most parents is tried: it is told if leaving it out makes the rank less. It is
// reckoned modulo the prime 2^61 - 1, by which no determinant of so few zeros and
// ones is divided but by a chance of one in 10^16.
func (s *sums) solve(most int) solution {
	var columns []flock // of each unknown, the parents
	var first [][]int   // and in which sums they are
	{
		places := map[string]int{}
		longest := 0
		for _, x := range s.list {
			longest = max(longest, 64*len(x.parents))
		}
		for i := range longest {
			var in flock
			var rows []int
			for r, x := range s.list {
				if x.parents.has(i) {
					in, rows = in.with(r), append(rows, r)
				}
			}
			if len(rows) == 0 {
				continue
			}
			at, ok := places[in.key()]
			if !ok {
				at = len(columns)
				places[in.key()] = at
				columns, first = append(columns, nil), append(first, rows)
			}
			columns[at] = columns[at].with(i)
		}
	}
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return columns[b].size() - columns[a].size() }) // the large ones first
	m := make(matrix, len(s.list))
	for r := range m {
		m[r] = make([]uint64, len(columns))
	}
	sizes := make([]int, len(columns))
	for c, at := range order {
		sizes[c] = columns[at].size()
		for _, r := range first[at] {
			m[r][c] = 1
		}
	}
	large := slices.IndexFunc(sizes, func(n int) bool { return n < most })
	if large < 0 {
		large = len(sizes)
	}
	got := solution{unknowns: len(columns)}
	pivots := m.reduce()
	got.rank = len(pivots)
	var rest matrix // all that has no part in large unknowns
	for r, c := range pivots {
		if c >= large {
			rest = append(rest, m[r][large:])
		}
	}
	if len(rest) == 0 {
		return got
	}
	small := rest.used()
	rest = rest.keep(small, nil)
	whole := len(rest.reduce())
	var try func(from, n int, out []int)
	try = func(from, n int, out []int) {
		if n > 0 && (got.fewest == 0 || n < got.fewest) && len(rest.keep(nil, out).reduce()) < whole {
			got.fewest, got.of = n, ""
			for _, r := range first[order[large+small[out[0]]]] {
				got.of += "; " + s.list[r].where
			}
		}
		for c := from; c < len(small); c++ {
			if more := n + sizes[large+small[c]]; more < most && (got.fewest == 0 || more < got.fewest) {
				try(c+1, more, append(slices.Clone(out), c))
			}
		}
	}
	try(0, 0, nil)
	return got
}

// prime is the modulus of a matrix.
const prime = 1<<61 - 1

type matrix [][]uint64

func times61(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	sum := low&prime + (low>>61 | high<<3)
	if sum >= prime {
		sum -= prime
	}
	return sum
}

// inverse61 is a to the power of prime - 2.
func inverse61(a uint64) uint64 {
	x := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			x = times61(x, a)
		}
		a = times61(a, a)
	}
	return x
}

// reduce brings m into reduced form and returns in which column each row begins;
// there are as many as its rank.
func (m matrix) reduce() (pivots []int) {
	if len(m) == 0 {
		return nil
	}
	for c := 0; c < len(m[0]) && len(pivots) < len(m); c++ {
		at := len(pivots)
		i := slices.IndexFunc(m[at:], func(r []uint64) bool { return r[c] != 0 })
		if i < 0 {
			continue
		}
		m[at], m[at+i] = m[at+i], m[at]
		by := inverse61(m[at][c])
		for j := c; j < len(m[at]); j++ {
			m[at][j] = times61(m[at][j], by)
		}
		for r := range m {
			if f := m[r][c]; r != at && f != 0 {
				for j := c; j < len(m[r]); j++ {
					if x := m[at][j]; x != 0 {
						m[r][j] = (m[r][j] + prime - times61(x, f)) % prime
					}
				}
			}
		}
		pivots = append(pivots, c)
	}
	return pivots
}

// used are the columns in which anything stands.
func (m matrix) used() (columns []int) {
	for c := range m[0] {
		if slices.ContainsFunc(m, func(r []uint64) bool { return r[c] != 0 }) {
			columns = append(columns, c)
		}
	}
	return columns
}

// keep copies these columns, or all where it is nil, but for those that are left
// out.
func (m matrix) keep(columns, left []int) matrix {
	part := make(matrix, len(m))
	for i, r := range m {
		for c, x := range r {
			if (columns == nil || slices.Contains(columns, c)) && !slices.Contains(left, c) {
				part[i] = append(part[i], x)
			}
		}
	}
	return part
}

// What can be worked out of sums by hand.
func TestSolve(t *testing.T) {
	parents := func(from, to int, more ...int) (f flock) {
		for i := from; i < to; i++ {
			f = f.with(i)
		}
		for _, i := range more {
			f = f.with(i)
		}
		return f
	}
	for _, test := range []struct {
		name   string
		sums   []flock
		most   int
		fewest int
	}{
		{"nothing", nil, 10, 0},
		{"one large sum", []flock{parents(0, 12)}, 10, 0},
		{"one of nine", []flock{parents(0, 9)}, 10, 9},
		{"before and after three more", []flock{parents(0, 12), parents(0, 15)}, 10, 3},
		{"two that overlap", []flock{parents(0, 12), parents(10, 24)}, 10, 0},
		{"a whole and its parts but two", []flock{parents(0, 42), parents(0, 20), parents(20, 40)}, 10, 2},
		{"a difference of differences", []flock{parents(0, 30), parents(0, 20), parents(30, 60), parents(31, 60, 0)}, 10, 2},
		{"the same in other words", []flock{parents(0, 30), parents(0, 10), parents(10, 20), parents(20, 30)}, 10, 0},
		{"three in pairs", []flock{parents(0, 20, 20, 21), parents(0, 20, 21, 22), parents(0, 20, 20, 22)}, 10, 2},
		{"three in pairs, without the rest", []flock{parents(0, 20, 20, 21), parents(0, 20, 21, 22), parents(0, 20, 20, 22), parents(0, 20)}, 10, 1},
		{"five, where two are asked for", []flock{parents(0, 20), parents(0, 25)}, 3, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s sums
			for i, f := range test.sums {
				s.add(f, fmt.Sprint("figure ", i))
			}
			if got := s.solve(test.most); got.fewest != test.fewest || (got.of == "") != (test.fewest == 0) {
				t.Errorf("%+v, want %d", got, test.fewest)
			}
		})
	}
}
