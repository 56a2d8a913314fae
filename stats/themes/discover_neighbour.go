package themes

import (
	"math"
	"slices"
)

// Words that people use alike stand between the same words, also where they
// never stand together: "kind" and "helpful" staff. So words get a place by
// their neighbours, and what topics are near each other is seen there. In short
// comments words that mean the same seldom meet, and topics made of words that
// meet alone come apart into one for each way to say a thing.
const (
	neighbourReach = 3  // words on each side
	wordPlaces     = 50 // numbers that say where a word stands
	// Neighbours that are everywhere count for less than their share (Levy,
	// Goldberg and Dagan, "Improving distributional similarity with lessons
	// learned from word embeddings", TACL 3, 2015, section 3.1).
	flatShare = .75
)

// nearness[d] is what a neighbour at distance d counts, in whole numbers: 1, 1/2
// and 1/3.
var nearness = [neighbourReach + 1]uint32{0, 6, 3, 2}

// neighbours returns for each word of v a row of length 1 or 0: words with like
// neighbours have like rows. They are singular vectors of positive pointwise
// mutual information, weighted by the roots of the values (section 3.3 there).
func (c *corpus) neighbours(v vocabulary) dense {
	met := c.meetings()
	pairs := make([]uint64, 0, len(met))
	for pair := range met {
		pairs = append(pairs, pair)
	}
	slices.Sort(pairs)
	all := make([]float64, len(c.stems)) // what each word met
	for _, pair := range pairs {
		all[pair>>32] += float64(met[pair])
	}
	flat, sum := make([]float64, len(all)), 0.0
	for i, n := range all {
		flat[i] = math.Pow(n, flatShare)
		sum += flat[i]
	}
	information := &sparse{columns: len(c.stems), start: []int{0}}
	rows := make([][]cell, len(v.stems))
	for _, pair := range pairs {
		word, other := pair>>32, uint32(pair)
		if at := v.column[word]; at >= 0 {
			if pmi := math.Log(float64(met[pair]) * sum / (all[word] * flat[other])); pmi > 0 {
				rows[at] = append(rows[at], cell{int32(other), pmi})
			}
		}
	}
	for _, row := range rows {
		information.add(row)
	}
	left, values, _ := information.singular(wordPlaces)
	for j, s := range values {
		for i := range left.rows {
			left.row(i)[j] *= math.Sqrt(s)
		}
	}
	left = left.first(len(values))
	left.normalise()
	return left
}

// meetings counts which two words stand near each other in a comment, by both
// their numbers in one; words that fewer than [leastComments] comments have are
// passed over.
func (c *corpus) meetings() map[uint64]uint32 {
	in, last := make([]int, len(c.stems)), make([]int, len(c.stems))
	for i, words := range c.comments {
		for _, w := range words {
			if last[w] != i+1 {
				last[w] = i + 1
				in[w]++
			}
		}
	}
	met := map[uint64]uint32{}
	var line []int32
	for _, words := range c.comments {
		line = line[:0]
		for _, w := range words {
			if in[w] < leastComments {
				continue
			}
			for d := 1; d <= min(neighbourReach, len(line)); d++ {
				if other := line[len(line)-d]; other != w {
					met[uint64(w)<<32|uint64(other)] += nearness[d]
					met[uint64(other)<<32|uint64(w)] += nearness[d]
				}
			}
			line = append(line, w)
		}
	}
	return met
}

// first returns the first n columns of m.
func (m dense) first(n int) dense {
	if n == m.columns {
		return m
	}
	out := newDense(m.rows, n)
	for i := range m.rows {
		copy(out.row(i), m.row(i))
	}
	return out
}

// normalise makes every row 1 long that is not nought.
func (m dense) normalise() {
	for i := range m.rows {
		row := m.row(i)
		if length := math.Sqrt(inner(row, row)); length > 0 {
			for j := range row {
				row[j] /= length
			}
		}
	}
}

// join puts rows of m together until no more than most groups are left, always
// the two whose members are on average most alike (average linkage: Sokal and
// Michener, "A statistical method for evaluating systematic relationships",
// 1958; likeness is the cosine). It returns the group of each row, numbered in
// the order of their first members.
func (m dense) join(most int) []int {
	like := newDense(m.rows, m.rows)
	for i := range m.rows {
		for j := range m.rows {
			like.row(i)[j] = inner(m.row(i), m.row(j))
		}
	}
	group, size := make([]int, m.rows), make([]float64, m.rows) // a group is called after its first row
	for i := range group {
		group[i], size[i] = i, 1
	}
	for left := m.rows; left > most; left-- {
		a, b := -1, -1
		for i := range m.rows {
			for j := i + 1; j < m.rows; j++ {
				if size[i] > 0 && size[j] > 0 && (a < 0 || like.row(i)[j] > like.row(a)[b]) {
					a, b = i, j
				}
			}
		}
		for k := range m.rows {
			mean := (size[a]*like.row(a)[k] + size[b]*like.row(b)[k]) / (size[a] + size[b])
			like.row(a)[k], like.row(k)[a] = mean, mean
		}
		size[a], size[b] = size[a]+size[b], 0
		for i, g := range group {
			if g == b {
				group[i] = a
			}
		}
	}
	number := map[int]int{}
	for i, g := range group {
		if _, ok := number[g]; !ok {
			number[g] = len(number)
		}
		group[i] = number[g]
	}
	return group
}
