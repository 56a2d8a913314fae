package themes

import (
	"cmp"
	"math"
	"slices"
)

// judged are the scores of examples that a classifier had not learned from, with
// what people said.
type judged struct {
	scores   []float64
	yes      []bool
	examples []int // their places
}

// oneForAll is what the probability asked of every theme counts beside the number
// of comments. More finds a few more of the common themes and fewer of the rare
// ones, and is further from the true counts and mean marks.
const oneForAll = 1. / 3

// thresholds returns from which score each theme is there, +Inf for never. Two
// ways are averaged, for each serves what the other harms: one probability that
// is asked of every theme, which gives most right decisions overall and does not
// trust the few examples of a rare theme, and as many comments as people gave the
// theme, which is what a report counts.
func thresholds(themes []judged) []float64 {
	lines := make([]line, len(themes))
	var all judged
	for i, j := range themes {
		lines[i] = calibrate(j)
		for k, s := range j.scores {
			all.scores = append(all.scores, lines[i].at(s))
			all.yes = append(all.yes, j.yes[k])
		}
	}
	logit := all.best()
	list := make([]float64, len(themes))
	for i, j := range themes {
		list[i] = oneForAll*lines[i].back(logit) + (1-oneForAll)*j.asMany()
	}
	return list
}

// order returns the examples, the highest score first.
func (j judged) order() []int {
	order := make([]int, len(j.scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(j.scores[b], j.scores[a]) })
	return order
}

func (j judged) count() int {
	n := 0
	for _, yes := range j.yes {
		if yes {
			n++
		}
	}
	return n
}

// best returns the score above which F1, over all of j, is highest.
func (j judged) best() float64 {
	order, n := j.order(), j.count()
	best, at, right := -1.0, math.Inf(1), 0
	for k, i := range order[:max(0, len(order)-1)] {
		if j.yes[i] {
			right++
		}
		if f1 := 2 * float64(right) / float64(k+1+n); f1 > best {
			best, at = f1, (j.scores[i]+j.scores[order[k+1]])/2
		}
	}
	return at
}

// asMany returns the score above which there are as many examples as people said
// yes to.
func (j judged) asMany() float64 {
	order, n := j.order(), j.count()
	switch {
	case n == 0:
		return math.Inf(1)
	case n == len(order):
		return math.Inf(-1)
	}
	return (j.scores[order[n-1]] + j.scores[order[n]]) / 2
}

// line turns a score into the logarithm of the odds that it is right.
type line struct{ slope, from float64 }

func (l line) at(score float64) float64 { return l.slope*score + l.from }

// back returns the score at which the odds are logit.
func (l line) back(logit float64) float64 { return (logit - l.from) / l.slope }

// calibrate fits a line to j by Newton's method: Platt 1999, "Probabilistic
// outputs for support vector machines", with a weak pull of the slope to 1 for
// few examples.
func calibrate(j judged) line {
	const pull = .1
	l := line{slope: 1}
	for range 50 {
		slope, from := pull*(l.slope-1), 0.0
		ss, sf, ff := pull, 0.0, 1e-6
		for i, s := range j.scores {
			p := 1 / (1 + math.Exp(-l.at(s)))
			off := p
			if j.yes[i] {
				off--
			}
			slope += off * s
			from += off
			ss += p * (1 - p) * s * s
			sf += p * (1 - p) * s
			ff += p * (1 - p)
		}
		det := ss*ff - sf*sf
		stepS, stepF := (ff*slope-sf*from)/det, (ss*from-sf*slope)/det
		l.slope, l.from = max(l.slope-stepS, 1e-2), l.from-stepF
		if math.Abs(stepS)+math.Abs(stepF) < 1e-9 {
			break
		}
	}
	return l
}
