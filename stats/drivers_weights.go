package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// resamples is how many samples the bootstrap draws: with a thousand the ends of
// a 95 % interval are the 25th and the 975th (Efron and Tibshirani 1993, 13.3).
const resamples = 1000

// goingWith is how one column goes with the first one.
type goingWith struct {
	column      int
	correlation Interval // Spearman's
	weight      Interval // per cent
}

// goWith tells of every column of rows how it goes with the first: Spearman's
// rank correlation, and Johnson's relative weight of the ranks in per cent of
// what all columns explain together, each with the 95 % percentile interval of a
// bootstrap of whole rows. None for a column that says the same in all rows, nor
// when the first does.
//
// The bootstrap has a seed that is always the same, and counts with whole numbers
// as long as it can: the same rows, in the same order, give the same result.
//
// Sources: Spearman, Am. J. Psychol. 15 (1904) 72–101; Johnson, Multivariate
// Behavioral Research 35 (2000) 1–19; Efron and Tibshirani, An Introduction to
// the Bootstrap (1993) 13.3.
func goWith(rows [][]int) []goingWith {
	p := tallyRows(rows)
	if len(p.columns) < 2 || p.columns[0] != 0 {
		return nil
	}
	n := len(p.columns) - 1
	once := p.weigh(p.times)
	if slices.ContainsFunc(once, math.IsNaN) { // nothing is explained at all
		return nil
	}
	drawn := make([][]float64, 2*n)           // of every column its correlations, then its weights
	dice := rand.New(rand.NewPCG(1904, 2000)) //nolint:gosec // not secret: the same interval every time
	times := make([]int, len(p.patterns))
	for range resamples {
		clear(times)
		for range rows {
			times[p.of[dice.IntN(len(rows))]]++
		}
		for i, x := range p.weigh(times) {
			if !math.IsNaN(x) {
				drawn[i] = append(drawn[i], x)
			}
		}
	}
	list := make([]goingWith, n)
	for i := range list {
		list[i] = goingWith{p.columns[i+1], percentiles(once[i], drawn[i]), percentiles(once[n+i], drawn[n+i])}
	}
	return list
}

// percentiles is a value with the interval that holds 95 % of what was drawn, and
// in any case the value.
func percentiles(value float64, drawn []float64) Interval {
	i := Interval{value, value, value}
	if n := len(drawn); n > 0 {
		slices.Sort(drawn)
		i.Low = min(value, drawn[max(n*25/1000-1, 0)])
		i.High = max(value, drawn[max(n*975/1000-1, 0)])
	}
	return i
}

// patterns are rows by what they say: most rows are like many others.
type patterns struct {
	columns  []int // that say not the same in all rows
	levels   int   // of any column
	patterns [][]int
	times    []int // how often each pattern is there
	of       []int // the pattern of each row
}

func tallyRows(rows [][]int) patterns {
	var p patterns
	if len(rows) == 0 {
		return p
	}
	for c := range rows[0] {
		if slices.ContainsFunc(rows, func(r []int) bool { return r[c] != rows[0][c] }) {
			p.columns = append(p.columns, c)
		}
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(rows[a], rows[b]) })
	p.of = make([]int, len(rows))
	for i, at := range order {
		if i == 0 || slices.Compare(rows[at], rows[order[i-1]]) != 0 {
			var says []int
			for _, c := range p.columns {
				says = append(says, rows[at][c])
				p.levels = max(p.levels, rows[at][c]+1)
			}
			p.patterns = append(p.patterns, says)
			p.times = append(p.times, 0)
		}
		p.of[at] = len(p.patterns) - 1
		p.times[p.of[at]]++
	}
	return p
}

// weigh returns, of patterns that are there so many times, the correlation of
// every column but the first with the first, and then its relative weight in per
// cent. What cannot be told is NaN.
func (p patterns) weigh(times []int) []float64 {
	r := p.correlations(times)
	n := len(p.columns) - 1
	result := make([]float64, 2*n)
	among := mat.NewSymDense(n, nil)
	for i := range n {
		result[i] = r.At(0, i+1)
		for j := i; j < n; j++ {
			among.SetSym(i, j, r.At(i+1, j+1))
		}
	}
	copy(result[n:], relativeWeights(among, result[:n]))
	return result
}

// correlations are Spearman's rank correlations of the columns: those of Pearson
// of the ranks, ties having the mean of theirs. Ranks are counted twice and taken
// from their mean, so that they and their sums are whole numbers.
func (p patterns) correlations(times []int) *mat.SymDense {
	size := 0
	for _, t := range times {
		size += t
	}
	m := len(p.columns)
	ranks := make([][]int, m) // by column and level: 2·rank − (size + 1)
	for c := range ranks {
		count := make([]int, p.levels)
		for i, t := range times {
			count[p.patterns[i][c]] += t
		}
		ranks[c] = count // and from here on its ranks
		below := 0
		for level, n := range count {
			ranks[c][level] = 2*below + n - size
			below += n
		}
	}
	sums := make([]int, m*m)
	row := make([]int, m)
	for i, t := range times {
		if t == 0 {
			continue
		}
		for c, level := range p.patterns[i] {
			row[c] = ranks[c][level]
		}
		for a := range m {
			x := t * row[a]
			for b := a; b < m; b++ {
				sums[a*m+b] += x * row[b]
			}
		}
	}
	r := mat.NewSymDense(m, nil)
	for a := range m {
		for b := a; b < m; b++ {
			r.SetSym(a, b, float64(sums[a*m+b])/math.Sqrt(float64(sums[a*m+a])*float64(sums[b*m+b])))
		}
	}
	return r
}

// relativeWeights returns Johnson's relative weights of predictors, in per cent of
// what they explain together.
//
//   - Input: among, the correlations of the predictors, and with, theirs with the
//     outcome.
//   - Formula: with among = V·D·Vᵀ, Λ = V·√D·Vᵀ and β = Λ⁻¹·with, the weight of i is
//     Σⱼ Λᵢⱼ²·βⱼ²; together they are R².
//   - Special cases: predictors that say the same share what they explain (the
//     directions in which they differ are left out of Λ⁻¹). NaN when a correlation
//     is not known, or nothing is explained.
//   - Source: Johnson, Multivariate Behavioral Research 35 (2000) 1–19.
func relativeWeights(among *mat.SymDense, with []float64) []float64 {
	n := len(with)
	weights := make([]float64, n)
	var e mat.EigenSym
	known := !slices.ContainsFunc(append(slices.Clone(among.RawSymmetric().Data), with...), math.IsNaN)
	if !known || !e.Factorize(among, true) {
		for i := range weights {
			weights[i] = math.NaN()
		}
		return weights
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	along := make([]float64, n) // Vᵀ·with / √D
	for d, v := range values {
		const none = 1e-9 // of a correlation: what floating point makes of 0
		if v < none {
			values[d] = 0
			continue
		}
		values[d] = math.Sqrt(v)
		for i := range n {
			along[d] += vectors.At(i, d) * with[i]
		}
		along[d] /= values[d]
	}
	whole := 0.0
	for j := range n {
		beta := 0.0
		for d := range n {
			beta += vectors.At(j, d) * along[d]
		}
		for i := range n {
			lambda := 0.0
			for d := range n {
				lambda += vectors.At(i, d) * values[d] * vectors.At(j, d)
			}
			weights[i] += lambda * lambda * beta * beta
			whole += lambda * lambda * beta * beta
		}
	}
	for i := range weights {
		weights[i] *= 100 / whole
	}
	return weights
}
