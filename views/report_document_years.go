package views

import (
	"math"
	"slices"
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// aboutKey is the key of a sentence, or of the same one about figures that were
// rounded far.
func aboutKey(key string, p stats.Precision) string {
	if p == stats.Full {
		return key
	}
	return key + ".about"
}

// change says how a question is beside the year before: how it was, the
// difference, and whether that may be chance. It is empty where years cannot be
// compared.
func (o *voice) change(q stats.Question) string {
	c := q.Change
	if c == nil {
		return ""
	}
	before := o.say(aboutKey("report.change.share", c.Precision), "Share", o.percent(c.Before))
	if q.Kind == survey.Mark {
		before = o.say(aboutKey("report.change.mark", c.Precision), "Mark", o.mark(c.Precision, c.Before))
	}
	return lineOf(before, o.difference(q.Kind, *c), o.chance(c.Difference)).Text()
}

// difference says a difference with its interval.
func (o *voice) difference(kind survey.Kind, c stats.YearChange) string {
	key, decimals := "report.change.points", 0
	if kind == survey.Mark {
		key, decimals = "report.change.marks", 1
	}
	return o.say(key, "N", int(math.Abs(c.Value)), "Difference", signed(o.lang, c.Value, decimals),
		"Low", signed(o.lang, c.Low, decimals), "High", signed(o.lang, c.High, decimals))
}

// chance says whether a difference may be chance.
func (o *voice) chance(d stats.Difference) string {
	if d.Chance {
		return o.say("report.summary.chance")
	}
	return o.say("report.themes.no-chance")
}

// changeCells are the figure of the year before and the difference, with the
// ends of its interval; empty where there is none.
func (o *voice) changeCells(q stats.Question) []document.Cell {
	c := q.Change
	if c == nil {
		return []document.Cell{wordCell(""), wordCell(""), wordCell(""), wordCell("")}
	}
	cells := []document.Cell{o.percentCell(c.Before)}
	decimals, unit := 0, document.Points
	if q.Kind == survey.Mark {
		cells[0] = numberCell(o.mark(c.Precision, c.Before), c.Before, document.Mark)
		decimals, unit = 1, document.Plain
	}
	for _, x := range []float64{c.Value, c.Low, c.High} {
		cells = append(cells, numberCell(signed(o.lang, x, decimals), x, unit))
	}
	return cells
}

// changeHead heads the columns of changeCells.
func (o *voice) changeHead() []string {
	return []string{o.say("report.table.before"), o.say("report.table.difference"), o.say("report.table.difference.low"), o.say("report.table.difference.high")}
}

// years draws the figure of a question through the years; ok is false with fewer
// than two.
func (o *voice) years(q stats.Question) (c document.Chart, ok bool) {
	if len(q.Years) < 2 {
		return c, false
	}
	key, scale := "report.years.share", percentScale()
	if q.Kind == survey.Mark {
		key, scale = "report.years.mark", o.markScale()
		scale.Step = 3 // in the height of a picture there is less room than in its width
	}
	c = document.Chart{ID: "years-" + q.ID, Title: o.say(key, "Question", o.in(q.Text)), Notes: []document.Line{lineOf(o.say(key + ".note"))}}
	c.Table = document.Table{
		ID: "table-" + c.ID, Caption: c.Title,
		Head: slices.Concat([]string{o.say("report.csv.year"), o.say("report.themes.figure")}, o.intervalHead(), []string{o.say("report.mark.n")}),
	}
	var points []document.Point
	for _, y := range q.Years {
		p := o.yearPoint(q, y)
		points = append(points, p)
		if c.Description != "" {
			c.Description += " "
		}
		c.Description += o.pointText(p)
		c.Table.Rows = append(c.Table.Rows, o.yearRow(q, y, p))
	}
	if slices.ContainsFunc(points, func(p document.Point) bool { return p.Missing }) {
		c.Notes = append(c.Notes, lineOf(o.say("report.years.missing")))
	}
	c.Table = filled(c.Table)
	c.Plot = document.Dots{Points: points, Scale: scale, Across: true}
	return c, true
}

// percentScale is a scale from 0 to 100 %.
func percentScale() document.Scale {
	return document.Scale{High: 100, Step: 25, Unit: document.Percent}
}

// yearPoint is what a trend shows of one year, or why it shows nothing.
func (o *voice) yearPoint(q stats.Question, y stats.YearFigure) document.Point {
	p := document.Point{Label: strconv.Itoa(y.Year), Rough: y.Precision == stats.Indicative}
	switch {
	case y.Other:
		p.Text = o.say("report.years.other")
	case y.Precision == stats.Hidden:
		p.Text = o.say("report.too-few")
	case y.Word != "":
		p.Text = o.share(stats.Share{Word: y.Word})
	case y.Figure == nil: // nearly everybody in a small group gave the same mark
		p.Text = o.say("report.years.same")
	case q.Kind == survey.Mark:
		p.Text = o.mark(y.Precision, y.Figure.Value)
	default:
		p.Text = o.percent(y.Figure.Value)
	}
	if y.Figure == nil {
		p.Missing = true
		return p
	}
	p.Value, p.Low, p.High = y.Figure.Value, y.Figure.Low, y.Figure.High
	return p
}

// pointText says a point for who does not see it.
func (o *voice) pointText(p document.Point) string {
	return o.item(p.Label, p.Text)
}

func (o *voice) yearRow(q stats.Question, y stats.YearFigure, p document.Point) []document.Cell {
	year := numberCell(p.Label, float64(y.Year), document.Year)
	year.Head = true
	row := []document.Cell{year, wordCell(p.Text), wordCell(""), wordCell(""), wordCell("")}
	if y.N > 0 {
		row[4] = o.countCell(y.N)
	}
	if y.Figure == nil {
		return row
	}
	cells := slices.Concat([]document.Cell{o.percentCell(y.Figure.Value)}, o.percentEnds(y.Figure))
	if q.Kind == survey.Mark {
		cells = o.markCells(y.Precision, *y.Figure)
	}
	if y.Word != "" {
		cells[0] = row[1]
	}
	copy(row[1:], cells)
	return row
}
