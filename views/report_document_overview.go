package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// overviewSection has the outcome of every question in one table, for who wants
// to see them side by side or to reckon with them.
func (o *voice) overviewSection(r Report) document.Section {
	t := document.Table{
		ID: "table-overview", Caption: o.say("report.overview.title"),
		Head: slices.Concat([]string{o.say("report.themes.what"), o.say("report.figures.figure")}, o.intervalHead(),
			[]string{o.say("report.mark.n"), o.say("report.overview.no-opinion")}),
		Notes: []document.Line{lineOf(o.say("report.overview.note"))},
	}
	for _, q := range r.Questions {
		section := survey.SectionQuestions
		if r.Overall != nil && q.ID == r.Overall.ID {
			section = survey.SectionMark
		}
		if row := o.overviewRow(q); r.Has(section) && row != nil {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) < 2 || r.N == 0 {
		return document.Section{}
	}
	if s := r.ResponseRate; s != nil {
		row := slices.Concat([]document.Cell{headCell(o.say("report.how.rate")), shareCell(*s, o.rateFigure(*s))}, o.percentEnds(s.Interval))
		t.Rows = append(t.Rows, append(row, wordCell(""), wordCell("")))
	}
	return document.Section{ID: "overview", Heading: t.Caption, Blocks: []document.Block{filled(t)}}
}

// overviewRow is the outcome of a question: a mean mark or the share of positive
// answers. It is nil where a question has neither.
func (o *voice) overviewRow(q stats.Question) []document.Cell {
	row := []document.Cell{headCell(o.in(q.Text))}
	switch {
	case q.Precision == stats.Hidden:
		return append(row, wordCell(o.say("report.too-few")), wordCell(""), wordCell(""), wordCell(""), wordCell(""))
	case q.Mean != nil:
		row = append(row, o.markCells(q.Precision, *q.Mean)...)
	case q.Positive != nil:
		row = append(row, shareCell(*q.Positive, o.about(q.Precision, *q.Positive)))
		row = append(row, o.percentEnds(q.Positive.Interval)...)
	default:
		return nil
	}
	unknown := wordCell("")
	if s := q.Unknown; s != nil {
		unknown = shareCell(*s, o.share(*s))
	}
	return append(row, o.countCell(q.N), unknown)
}
