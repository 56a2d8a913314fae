package stats

import "ouderstem/survey"

// The keys of the warnings, in the order they come in.
const (
	fewAnswers        = "warning.few-answers" // K
	indicative        = "warning.indicative"  // Exact
	oneMark           = "warning.one-mark"    // Question
	versionChanged    = "warning.version-changed"
	nonResponse       = "warning.non-response"
	reachedLess       = "warning.reached-less"
	onTheSpot         = "warning.on-the-spot"
	onPaper           = "warning.on-paper"
	notCounted        = "warning.not-counted"
	moreThanHandedOut = "warning.more-than-handed-out"
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
		add(rep.tells(q.ID) && changed(r, q), versionChanged, map[string]any{"Question": q.ID})
	}
	add(figures, nonResponse, nil)
	add(figures && r.Survey.Audience != survey.Youth && r.Survey.Audience != survey.Staff, reachedLess, nil) // is about parents
	add(figures && r.ByPoster > 0, onTheSpot, nil)
	add(figures && r.ByPaper > 0, onPaper, nil)
	add(opened && r.HandedOut <= 0, notCounted, nil)
	add(opened && r.HandedOut > 0 && byCard(r) > r.HandedOut, moreThanHandedOut, nil)
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
