package stats

import (
	"slices"
	"sort"
)

// prime is what sums are reckoned modulo: exact, and large enough that a number
// from a system as small as ours is not a multiple of it by chance.
const prime = 1<<31 - 1

// system is a set of sums over marks in reduced form: each row has a column, its
// pivot, that no other row has. Comments that are in the same sums are one column,
// and so are the silent of each mean of all. Those of two such means may be partly
// the same; which, a system does not know, so nothing is left of them where only
// their columns are left.
//
// The columns of the silent come last. So there is a row without any comment as
// soon as one can be made of the sums.
type system struct {
	vectors []sparse
	weights []int // how many comments a column is: 0 for the silent
	rows    []sparse
	pivots  map[int]int // row by column
	scratch []uint64    // a row by column while it is worked on; all 0 else
}

// sparse is a row: its columns, ascending, and what stands there, never 0.
type sparse struct {
	at []int
	by []uint64
}

// newSystem returns an empty system for sums of vectors.
func newSystem(vectors []vector) *system {
	var in [][]int // the vectors a comment is in, by its place
	for i, v := range vectors {
		v.members.each(func(at int) {
			for len(in) <= at {
				in = append(in, nil)
			}
			in[at] = append(in[at], i)
		})
	}
	s := &system{vectors: make([]sparse, len(vectors)), pivots: map[int]int{}}
	columns := map[string]int{}
	var key []byte
	column := func(weight int, vectors ...int) {
		for _, i := range vectors {
			s.vectors[i].at = append(s.vectors[i].at, len(s.weights))
			s.vectors[i].by = append(s.vectors[i].by, 1)
		}
		s.weights = append(s.weights, weight)
	}
	for _, vectors := range in {
		if len(vectors) == 0 {
			continue
		}
		key = key[:0]
		for _, i := range vectors {
			key = append(key, byte(i), byte(i>>8), byte(i>>16))
		}
		if c, known := columns[string(key)]; known {
			s.weights[c]++
			continue
		}
		columns[string(key)] = len(s.weights)
		column(1, vectors...)
	}
	for i, v := range vectors {
		if v.all {
			column(0, i)
		}
	}
	s.scratch = make([]uint64, len(s.weights))
	return s
}

// add takes a vector into the system and returns of how many comments each row is
// that is new or not as it was.
func (s *system) add(vector int) []int {
	v := s.vectors[vector]
	row := v
	for i, c := range v.at {
		if r, ok := s.pivots[c]; ok {
			// No row has another's pivot, so what v has at c does not change on the way.
			row = s.plus(row, prime-v.by[i], s.rows[r])
		}
	}
	if len(row.at) == 0 {
		return nil // it follows from what is there
	}
	pivot := row.at[0]
	row = s.plus(sparse{}, inverse(row.by[0]), row)
	sizes := []int{s.size(row)}
	for r, old := range s.rows {
		if i, there := slices.BinarySearch(old.at, pivot); there {
			s.rows[r] = s.plus(old, prime-old.by[i], row)
			sizes = append(sizes, s.size(s.rows[r]))
		}
	}
	s.pivots[pivot] = len(s.rows)
	s.rows = append(s.rows, row)
	return sizes
}

func (s *system) size(row sparse) int {
	n := 0
	for _, c := range row.at {
		n += s.weights[c]
	}
	return n
}

// plus returns a + by·b.
func (s *system) plus(a sparse, by uint64, b sparse) sparse {
	at := make([]int, 0, len(a.at)+len(b.at))
	for i, c := range a.at {
		s.scratch[c] = a.by[i]
		at = append(at, c)
	}
	for i, c := range b.at {
		if s.scratch[c] == 0 {
			at = append(at, c)
		}
		s.scratch[c] = (s.scratch[c] + by*b.by[i]) % prime
	}
	sort.Ints(at)
	sum := sparse{at: at[:0]}
	for _, c := range at {
		if s.scratch[c] != 0 {
			sum.at = append(sum.at, c)
			sum.by = append(sum.by, s.scratch[c])
			s.scratch[c] = 0
		}
	}
	return sum
}

// inverse returns 1/x modulo prime, by Fermat's little theorem.
func inverse(x uint64) uint64 {
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = result * x % prime
		}
		x = x * x % prime
	}
	return result
}
