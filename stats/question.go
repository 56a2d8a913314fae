package stats

import "ouderstem/survey"

// bands are the sides that answers are drawn together in, from low to high.
var bands = []survey.Side{survey.Negative, survey.Between, survey.Positive}

// closed returns what may be shown of the answers in t. A hidden question
// holds nothing of its answers: even the share that did not know would tell
// how many there are.
//
// "Don't know" is shown like any other answer, as a share of all who answered
// and as exactly as the question itself. With N it can be counted back, and so
// can every bar: what k guards is the group a figure is about, and those who
// answered at all are no fewer than those with an opinion.
func closed(t tally, k int, opt Options) Question {
	q := t.question
	p := precision(t.n, k)
	shown := Question{ID: q.ID, Kind: q.Kind, Text: q.Text, Low: q.Low, High: q.High, Precision: p}
	if p == Hidden {
		return shown
	}
	shown.N = opt.count(t.n)
	shown.Bars = bars(p, t)
	switch q.Kind {
	case survey.Mark:
		shown.Mean = mean(p, t.marks())
		shown.Top = positive(p, t, shown.Bars)
	case survey.One:
		shown.Positive = positive(p, t, shown.Bars)
	}
	if t.has(survey.Unknown) {
		unknown := share(p, t.unknown, t.answered)
		shown.Unknown = &unknown
	}
	return shown
}

// bars returns the distribution: a bar for every value, or three bands where
// the answers exclude each other and are few.
func bars(p Precision, t tally) []Bar {
	switch {
	case t.question.Kind == survey.Many:
		return options(p, t)
	case p == Indicative:
		return sides(t)
	}
	var shown []Bar
	for _, v := range t.offered() {
		shown = append(shown, bar(t, v, whole(t.values[v], t.n)))
	}
	return shown
}

// options returns the bars of a question that takes several answers: each
// option was chosen or not, apart from the others.
func options(p Precision, t tally) []Bar {
	var shown []Bar
	for _, v := range t.offered() {
		shown = append(shown, bar(t, v, estimate(p, t.values[v], t.n)))
	}
	return shown
}

// sides returns the bands; a side that no option stands on has none.
func sides(t tally) []Bar {
	var shown []Bar
	var parts []int
	for _, side := range bands {
		if t.has(side) {
			shown = append(shown, Bar{Value: string(side), Side: side})
			parts = append(parts, t.on(side))
		}
	}
	rest := t.n
	for _, c := range parts {
		rest -= c // "don't know", where it counts
	}
	all := shares(Indicative, t.n, append(parts, rest)...)
	for i := range shown {
		shown[i].Share = all[i]
	}
	return shown
}

func bar(t tally, value string, s Share) Bar {
	b := Bar{Value: value, Side: t.question.Side(value), Share: s}
	for _, o := range t.question.Options {
		if o.ID == value {
			b.Text = o.Text
		}
	}
	return b
}

// positive returns the share of positive answers, nil where none is offered.
// Where answers are few it is the band itself and tells nothing more.
func positive(p Precision, t tally, shown []Bar) *Share {
	if !t.has(survey.Positive) {
		return nil
	}
	if p == Full {
		s := estimate(p, t.on(survey.Positive), t.n)
		return &s
	}
	for _, b := range shown {
		if b.Side == survey.Positive {
			return &b.Share
		}
	}
	return nil
}
