package themes

import (
	"slices"

	"ouderstem/survey"
)

// better reports whether what was learned of a theme is to be trusted: because
// there is plenty to learn from, or because its F1 over the examples is at least
// that of the codebook.
func (l *lesson) better(theme int, tried judged, threshold float64) bool {
	var right, told int // of what was learned: right ones, and all it says
	var hit, found int  // the same of the codebook
	var about int       // what people say
	for k, i := range tried.examples {
		yes := tried.yes[k]
		if tried.scores[k] > threshold {
			told++
			if yes {
				right++
			}
		}
		if l.found[i][theme] {
			found++
			if yes {
				hit++
			}
		}
		if yes {
			about++
		}
	}
	// F1 is 2·right/(told+about); multiplied out, so that nothing is divided by 0.
	return about >= plentyYes || float64(right)*float64(found+about) >= float64(hit)*float64(told+about)
}

// leastAlways is from how many examples on it says something that each has a
// theme: with 100 and no exception, at most 3 % of all comments have none (95 %;
// the rule of three).
const leastAlways = 100

// always reports whether every example, with all its themes told, is about one
// at least; of a few examples that says nothing.
func always(examples []Example) bool {
	for _, e := range examples {
		if !e.Complete || !slices.ContainsFunc(e.Labels, func(l survey.Label) bool { return l.Yes }) {
			return false
		}
	}
	return len(examples) >= leastAlways
}
