package stats

import (
	"slices"
	"strings"

	"ouderstem/survey"
)

// Published returns what a published report says to other installations: no more
// than stands in it. There is nothing where it shows no figure of the question
// that stands for the whole, or was not made to be published.
func Published(rep Report, edition int) (survey.BenchmarkUnit, bool) {
	q := rep.Overall
	if q == nil {
		i := slices.IndexFunc(rep.Questions, func(q Question) bool { return q.Kind == survey.One && q.Positive != nil })
		if i < 0 {
			return survey.BenchmarkUnit{}, false
		}
		q = &rep.Questions[i]
	}
	if !rep.Rounded || q.Precision == Hidden {
		return survey.BenchmarkUnit{}, false
	}
	u := survey.BenchmarkUnit{
		Unit: strings.Join(strings.Fields(survey.Clean(rep.Unit.Name)), " "), Year: rep.Year, Survey: rep.Survey, Edition: edition, K: rep.K,
		Question: q.ID, Kind: q.Kind, N: q.N, Indicative: q.Precision == Indicative,
	}
	figure := q.Mean
	if q.Positive != nil {
		figure, u.Word = q.Positive.figure(), string(q.Positive.Word)
	}
	if figure != nil {
		u.Value = &figure.Value
		if q.Positive == nil || q.Positive.Interval != nil {
			u.Low, u.High = &figure.Low, &figure.High
		}
	}
	if r := rep.ResponseRate; r != nil && r.Word == "" {
		u.Rate = &r.Percent
	}
	return u, true
}
