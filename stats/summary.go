package stats

import (
	"maps"
	"slices"

	"ouderstem/survey"
)

// Options are what a report is for.
type Options struct {
	// Publish makes a report that may leave the house: counts are rounded to 5
	// and of parents' own words only the quotes go out. Shares and means are the
	// same, since they are computed before the rounding.
	Publish bool
	// Themes reads the comments; nil for a report without themes. Codebook is
	// the revision of its codebook, and Learned how many comments with a
	// person's labels it learned from.
	Themes   Coder
	Codebook int
	Learned  int
	// Choice is what its makers chose for it to have.
	Choice survey.Choice
	// Funnel adds the funnel plot of teams; never where Publish is set.
	Funnel bool
}

// count returns n as a report of this kind shows it.
func (o Options) count(n int) int {
	if o.Publish {
		return Nearest5(n)
	}
	return n
}

// Yearly returns what may be shown of a survey in a unit and a year.
//
// Closed questions come in the order of the newest version that was answered.
// Answers to an older version count where the question is still on the same
// scale; where it is not they are left out, and a warning says so.
func Yearly(r survey.Results, opt Options) Report {
	k := threshold(r.K)
	if r.Responses < k {
		r = unopened(r)
	}
	if r.Survey == nil {
		r.Survey = &survey.Survey{} // nobody answered any version
	}
	r.Comments = released(r.Comments, opt.Choice)
	rep := Report{
		Unit: r.Unit, Year: r.Year, Lang: r.Lang,
		Survey: r.Survey.ID, Audience: r.Survey.Audience, Title: r.Survey.Title, Credit: r.Survey.Credit,
		Languages: list(r.Survey.Languages),
		Versions:  list(slices.Sorted(maps.Keys(r.Versions))),
		K:         k, Rounded: opt.Publish,
		N: opt.count(r.Responses), Boxes: r.Boxes, Waiting: Nearest5(r.Waiting),
		ResponseRate: responseRate(r),
		Questions:    []Question{}, Comments: []Comments{},
		Figures:  keyFigures(r.Figures),
		Measures: list(r.Measures), Promised: list(r.Promised),
	}
	if r.HandedOut > 0 {
		n := opt.count(r.HandedOut)
		rep.HandedOut = &n
	}
	for _, q := range r.Survey.Questions {
		if q.Kind == survey.Open {
			rep.Comments = append(rep.Comments, comments(r, q, k, opt))
		} else {
			t := count(r, q)
			rep.Questions = append(rep.Questions, overYears(r, closed(t, k, opt), t, k, opt))
		}
	}
	if i := slices.IndexFunc(rep.Questions, func(q Question) bool { return q.Kind == survey.Mark }); i >= 0 {
		rep.Overall = &rep.Questions[i]
	}
	rep.Teams = teams(r, k, opt)
	if rep.Drivers = drivers(r, k, opt); rep.Drivers == nil {
		rep.Lowest = lowest(rep.Questions)
	}
	rep.aboutThemes(r, k, opt)
	rep.leave(opt)
	rep.Warnings = warnings(r, rep)
	return rep
}

// unopened forgets all answers. Boxes open from k answers on, so fewer should
// not happen; if they do, nothing of them gets any further.
func unopened(r survey.Results) survey.Results {
	r.Responses, r.Boxes, r.ByPoster, r.ByPaper = 0, 0, 0, 0
	r.Counts, r.Comments, r.Before, r.Versions = nil, nil, nil, nil
	r.Sample = nil
	return r
}

// byCard is how many of the responses came in through a card of their own.
func byCard(r survey.Results) int { return max(0, r.Responses-r.ByPoster-r.ByPaper) }

// responseRate is the share of the cards handed out that was answered and
// opened, in tens below 30 cards; nil where it cannot be known. No opened card
// does not mean that nobody answered: those answers may be waiting. Cards that
// nobody counted are -1 or 0 and so fewer than any answers.
func responseRate(r survey.Results) *Share {
	if byCard(r) == 0 || byCard(r) > r.HandedOut {
		return nil
	}
	s := estimate(precision(r.HandedOut, 0), byCard(r), r.HandedOut)
	return &s
}

// keyFigures are shown as they were entered, published or not: a figure must
// be the one its source has.
func keyFigures(figures []survey.KeyFigure) []KeyFigure {
	shown := []KeyFigure{}
	for _, f := range figures {
		k := KeyFigure{
			Label: f.Label, Source: f.Source, Value: f.Value,
			Numerator: f.Numerator, Denominator: f.Denominator,
		}
		if 0 <= f.Numerator && f.Numerator <= f.Denominator && f.Denominator > 0 {
			k.Percent = percentage(f.Numerator, f.Denominator)
		}
		shown = append(shown, k)
	}
	return shown
}

// list is s without being nil, so that JSON has a list where there is one.
func list[T any](s []T) []T { return append([]T{}, s...) }
