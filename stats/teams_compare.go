package stats

import (
	"math"

	"ouderstem/survey"
)

// sampled is a figure of a group with the variance that one answer has about it,
// in marks or as a share of 1.
type sampled struct {
	n     int
	value float64
}

// target is what groups that are compared have in common: their figure and the
// variance of one answer about its group's. freedom is what that variance rests
// on, 0 where it follows from the figure itself.
type target struct {
	mean     float64
	variance float64
	freedom  int
}

// compare adds to the units at the places in full, of 30 answers and more each,
// what follows from having them side by side.
func (x *Teams) compare(full []int, tallies []tally, opt Options) {
	groups := make([]sampled, len(full))
	var all target
	if x.Kind == survey.Mark {
		all = ofMarks(groups, full, tallies)
	} else {
		all = ofShares(groups, full, tallies)
	}
	if all.variance == 0 {
		return // all answered the same: there is nothing to compare
	}
	values, variances := make([]float64, len(full)), make([]float64, len(full))
	for i, g := range groups {
		values[i], variances[i] = g.value, all.variance/float64(g.n)
	}
	for i, e := range shrink(values, variances) {
		shown := x.round(e)
		x.List[full[i]].Shrunk = &shown
	}
	if opt.Funnel && !opt.Publish {
		x.Funnel = funnel(groups, all, x.Kind)
		for i := range x.Funnel.Points {
			x.Funnel.Points[i].Unit = x.List[full[i]].Unit
		}
	}
}

// ofMarks fills in the means of groups and returns their mean with the variance
// within groups, as in an analysis of variance: Σ(m − mean of its group)² / (N − I).
func ofMarks(groups []sampled, full []int, tallies []tally) target {
	n, sum, squares := 0, 0, 0.0
	for i, at := range full {
		m := tallies[at].marks()
		own, _, _ := Mean(m)
		groups[i] = sampled{n: m.N(), value: own}
		for j, c := range m {
			n += c
			sum += c * (survey.Lowest + j)
			d := float64(survey.Lowest+j) - own
			squares += float64(c) * d * d
		}
	}
	freedom := n - len(full)
	return target{mean: float64(sum) / float64(n), variance: squares / float64(freedom), freedom: freedom}
}

// ofShares fills in the positive shares of groups and returns that of all, with
// the variance p(1 − p) that one answer then has.
func ofShares(groups []sampled, full []int, tallies []tally) target {
	n, positive := 0, 0
	for i, at := range full {
		t := tallies[at]
		groups[i] = sampled{n: t.n, value: float64(t.on(survey.Positive)) / float64(t.n)}
		n += t.n
		positive += t.on(survey.Positive)
	}
	p := float64(positive) / float64(n)
	return target{mean: p, variance: p * (1 - p)}
}

// round returns an estimate as it may be shown of 30 answers and more.
func (x *Teams) round(e estimated) Interval {
	if x.Kind == survey.Mark {
		clip := func(v float64) float64 { return min(max(v, survey.Lowest), survey.Highest) }
		return meanAs(Full, e.value, clip(e.low), clip(e.high))
	}
	percent := func(v float64) float64 { return math.Round(100 * min(max(v, 0), 1)) }
	return Interval{percent(e.value), percent(e.low), percent(e.high)}
}
