package themes

import (
	"slices"

	"ouderstem/survey"
)

// better reports whether what was learned of a theme is to be trusted: because
// there is plenty to learn from, or because its F1 over the examples is at least
// that of the codebook.
func (l *lesson) better(theme int, tried judged, threshold float64) bool {
	var learned, book, both int
	var told, hits int
	for k, i := range tried.examples {
		yes := tried.yes[k]
		switch above := tried.scores[k] > threshold; {
		case above && yes:
			learned++
			told++
		case above:
			told++
		}
		switch found := l.found[i][theme]; {
		case found && yes:
			book++
			hits++
		case found:
			hits++
		}
		if yes {
			both++
		}
	}
	return both >= plentyYes || float64(learned)*float64(hits+both) >= float64(book)*float64(told+both)
}

// always reports whether every example, with all its themes told, is about one
// at least; of a few examples that says nothing.
func always(examples []Example) bool {
	for _, e := range examples {
		if !e.Complete || !slices.ContainsFunc(e.Labels, func(l survey.Label) bool { return l.Yes }) {
			return false
		}
	}
	return len(examples) >= 100
}
