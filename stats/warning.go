package stats

import (
	"math"
	"strconv"

	"ouderstem/survey"
)

// The keys of the warnings, in the order they come in.
const (
	fewAnswers        = "warning.few-answers" // K
	indicative        = "warning.indicative"  // Exact
	oneMark           = "warning.one-mark"    // Question
	versionChanged    = "warning.version-changed"
	notCompared       = "warning.not-compared" // Question, Year
	nonResponse       = "warning.non-response"
	reachedLess       = "warning.reached-less"
	onTheSpot         = "warning.on-the-spot"
	onPaper           = "warning.on-paper"
	notCounted        = "warning.not-counted"
	moreThanHandedOut = "warning.more-than-handed-out"
	finitePopulation  = "warning.finite-population" // Percent
	rounded           = "warning.rounded"
	guarded           = "warning.guarded"
)

// warnings returns what a reader of rep must know, always in the same order.
// None depends on an answer to a hidden question.
func warnings(r survey.Results, rep Report) []Warning {
	shown := []Warning{}
	add := func(yes bool, key string, args map[string]any) {
		if yes {
			shown = append(shown, Warning{key, args})
		}
	}
	opened := r.Responses > 0
	figures, few := false, false
	for _, q := range rep.Questions {
		figures = figures || q.Precision != Hidden
		few = few || q.Precision == Indicative
	}
	add(!opened, fewAnswers, map[string]any{"K": rep.K})
	add(opened && r.Guarded, guarded, nil)
	add(few, indicative, map[string]any{"Exact": Exact})
	for _, q := range rep.Questions {
		add(q.Kind == survey.Mark && q.Precision == Indicative && q.Mean == nil, oneMark, map[string]any{"Question": q.ID})
	}
	for _, q := range r.Survey.Questions {
		year, other := otherScale(r, q)
		add(rep.tells(q.ID) && changed(r, q), versionChanged, map[string]any{"Question": q.ID})
		add(rep.tells(q.ID) && other, notCompared, map[string]any{"Question": q.ID, "Year": strconv.Itoa(year)})
	}
	add(figures, nonResponse, nil)
	add(figures && r.Survey.Audience != survey.Youth && r.Survey.Audience != survey.Staff, reachedLess, nil) // is about parents
	add(figures && r.ByPoster > 0, onTheSpot, nil)
	add(figures && r.ByPaper > 0, onPaper, nil)
	add(opened && r.HandedOut <= 0, notCounted, nil)
	add(opened && r.HandedOut > 0 && byCard(r) > r.HandedOut, moreThanHandedOut, nil)
	narrower := narrower(r)
	add(figures && narrower > 0, finitePopulation, map[string]any{"Percent": narrower})
	add(rep.Rounded, rounded, nil)
	return shown
}

// changed reports whether an answered version asked q on another scale. It goes
// by the versions and not by the counts, which must not be told when hidden.
func changed(r survey.Results, q survey.Question) bool {
	for version, s := range r.Versions {
		if _, ok := s.Question(q.ID); ok && !sameScale(r, version, q) {
			return true
		}
	}
	return false
}

// otherScale tells whether the last year before that was answered asked q on
// another scale only, so that there is nothing to compare, and which year that
// is. It goes by the versions too.
func otherScale(r survey.Results, q survey.Question) (year int, other bool) {
	if len(r.Years) == 0 || q.Kind == survey.Open {
		return 0, false
	}
	last := r.Years[len(r.Years)-1]
	then := survey.Results{Survey: r.Survey, Versions: last.Versions}
	for version, s := range last.Versions {
		if _, there := s.Question(q.ID); there {
			if sameScale(then, version, q) {
				return 0, false
			}
			other = true
		}
	}
	return last.Year, other
}

// narrower is by how many per cent, in tens, intervals would be narrower if they
// were of those who got a card alone and not of all parents there could be; 0 where
// it makes no difference, or cannot be known.
func narrower(r survey.Results) int {
	if r.HandedOut <= 0 || r.ByPoster > 0 || r.ByPaper > 0 || byCard(r) > r.HandedOut {
		return 0
	}
	return 10 * int(math.Round(10*(1-finite(byCard(r), r.HandedOut))))
}
