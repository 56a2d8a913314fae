package stats

import (
	"slices"
	"sort"
)

// prime is what sums are reckoned modulo: exact, and large enough that a number
// from a system as small as ours is not a multiple of it by chance.
const prime = 1<<31 - 1

// system is a set of sums over marks in reduced form: each row has a column, its
// pivot, that no other row has. Marks that are in the same sums are one column.
type system struct {
	vectors []sparse
	weights []int // how many marks a column is
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
	in := map[string][]int{} // the vectors a mark is in
	size := map[string]int{}
	var marks []string
	note := func(mark string, weight, vector int) {
		if _, known := in[mark]; !known {
			marks = append(marks, mark)
		}
		in[mark] = append(in[mark], vector)
		size[mark] = weight
	}
	for i, v := range vectors {
		for _, m := range v.members {
			note("c"+m, 1, i)
		}
		for _, b := range v.blocks {
			note("b"+b.id, b.size, i)
		}
	}
	s := &system{vectors: make([]sparse, len(vectors)), pivots: map[int]int{}}
	columns := map[string]int{}
	var key []byte
	for _, m := range marks {
		key = key[:0]
		for _, i := range in[m] {
			key = append(key, byte(i), byte(i>>8), byte(i>>16))
		}
		c, known := columns[string(key)]
		if !known {
			c = len(s.weights)
			columns[string(key)] = c
			s.weights = append(s.weights, 0)
			for _, i := range in[m] {
				s.vectors[i].at = append(s.vectors[i].at, c)
				s.vectors[i].by = append(s.vectors[i].by, 1)
			}
		}
		s.weights[c] += size[m]
	}
	s.scratch = make([]uint64, len(s.weights))
	return s
}

// add takes a vector into the system and returns how many marks each row is of
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
