package views

import (
	"math"
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// teamsSection is the units right below that of the report, side by side in the
// order of their names: never a ranking.
func (o *voice) teamsSection(r Report) document.Section {
	t := r.Teams
	if t == nil || len(t.List) == 0 || r.N == 0 || !r.Has(survey.SectionTeams) {
		return document.Section{}
	}
	s := document.Section{ID: string(survey.SectionTeams), Heading: o.say("report.teams.title")}
	question := ""
	if words := o.in(r.wording(t.Question)); words != "" {
		question = o.say("report.teams.question", "Question", words)
	}
	s.Blocks = []document.Block{paragraph(question, o.say("report.teams.order")), o.teamsChart(r)}
	if slices.ContainsFunc(t.List, func(x stats.Team) bool { return x.Suppressed }) {
		s.Blocks = append(s.Blocks, styled(document.Note, o.say("report.teams.suppressed.why", "K", r.K)))
	}
	if t.Funnel != nil {
		s.Blocks = append(s.Blocks, o.funnelSection(r))
	}
	return s
}

// teamsChart draws the figure of each unit with its interval.
func (o *voice) teamsChart(r Report) document.Chart {
	t := r.Teams
	c := document.Chart{ID: "teams-dots", Title: o.say("report.teams.chart"), Notes: []document.Line{lineOf(o.say("report.teams.note"))}}
	c.Table = document.Table{
		ID: "table-teams", Caption: c.Title,
		Head: slices.Concat([]string{o.say("report.teams.team"), o.say("report.themes.figure")}, o.intervalHead(), []string{o.say("report.mark.n")},
			[]string{o.say("report.teams.shrunk"), o.say("report.teams.shrunk.low"), o.say("report.teams.shrunk.high")},
			[]string{o.say("report.how.rate")}),
	}
	if slices.ContainsFunc(t.List, func(x stats.Team) bool { return x.Shrunk != nil }) {
		c.Notes = append(c.Notes, lineOf(o.say("report.teams.shrunk.note")))
	}
	var points []document.Point
	for _, x := range t.List {
		p := o.teamPoint(x)
		points = append(points, p)
		c.Description = lineOf(c.Description, o.pointText(p)).Text()
		c.Table.Rows = append(c.Table.Rows, o.teamRow(x, p))
	}
	c.Table = filled(c.Table)
	c.Plot = document.Dots{Points: points, Scale: o.teamScale(r)}
	return c
}

// teamScale is what the figures of units are drawn on, with that of all of them
// across it.
func (o *voice) teamScale(r Report) document.Scale {
	scale, all := percentScale(), ""
	if r.Teams.Kind == survey.Mark {
		scale = document.Scale{Low: survey.Lowest, High: survey.Highest, Step: 1, Unit: document.Mark}
	}
	q, ok := r.question(r.Teams.Question)
	switch {
	case !ok || q.Precision != stats.Full:
		return scale
	case q.Kind == survey.Mark && q.Mean != nil:
		scale.Line, all = &q.Mean.Value, o.mark(q.Precision, q.Mean.Value)
	case q.Kind != survey.Mark && q.Positive != nil && q.Positive.Word == "":
		share := float64(q.Positive.Percent)
		scale.Line, all = &share, o.percent(share)
	}
	if scale.Line != nil {
		scale.LineLabel = o.say("report.teams.all", "Figure", all)
	}
	return scale
}

// teamPoint is what is shown of a unit, or why nothing is.
func (o *voice) teamPoint(x stats.Team) document.Point {
	p := document.Point{Label: x.Unit.Name, Rough: x.Precision == stats.Indicative}
	interval := x.Mean
	switch {
	case x.Suppressed:
		p.Text = o.say("report.teams.suppressed")
	case x.Precision == stats.Hidden:
		p.Text = o.say("report.too-few")
	case x.Mean != nil:
		p.Text = o.mark(x.Precision, x.Mean.Value)
	case x.Positive != nil:
		p.Text, interval = o.about(x.Precision, *x.Positive), x.Positive.Interval
		if share := float64(x.Positive.Percent); interval == nil && x.Positive.Word == "" {
			interval = &stats.Interval{Value: share, Low: share, High: share} // of few answers it has none
		}
	default:
		p.Text = o.say("report.years.same")
	}
	if interval == nil {
		p.Missing = true
		return p
	}
	p.Value, p.Low, p.High = interval.Value, interval.Low, interval.High
	return p
}

func (o *voice) teamRow(x stats.Team, p document.Point) []document.Cell {
	figure := []document.Cell{wordCell(p.Text), wordCell(""), wordCell("")}
	switch {
	case x.Mean != nil:
		figure = o.markCells(x.Precision, *x.Mean)
	case x.Positive != nil:
		figure = slices.Concat([]document.Cell{shareCell(*x.Positive, o.share(*x.Positive))}, o.percentEnds(x.Positive.Interval))
	}
	n, shrunk := wordCell(""), []document.Cell{wordCell(""), wordCell(""), wordCell("")}
	if x.N > 0 {
		n = o.countCell(x.N)
	}
	switch {
	case x.Shrunk == nil:
	case x.Mean != nil:
		shrunk = o.markCells(stats.Full, *x.Shrunk)
	default:
		shrunk = slices.Concat([]document.Cell{o.percentCell(x.Shrunk.Value)}, o.percentEnds(x.Shrunk))
	}
	rate := wordCell("")
	if s := x.ResponseRate; s != nil {
		rate = shareCell(*s, o.rateFigure(*s))
	}
	return slices.Concat([]document.Cell{headCell(x.Unit.Name)}, figure, []document.Cell{n}, shrunk, []document.Cell{rate})
}

// funnelSection sets units among the limits that chance keeps within.
func (o *voice) funnelSection(r Report) document.Section {
	f, kind := r.Teams.Funnel, r.Teams.Kind
	told := func(x float64) string { return o.percent(x) }
	unit, step := document.Percent, 10.0
	if kind == survey.Mark {
		told, unit, step = func(x float64) string { return o.mark(stats.Full, x) }, document.Mark, 1
	}
	scale := funnelScale(*f, unit, step)
	scale.Line, scale.LineLabel = &f.Mean, o.say("report.teams.all", "Figure", told(f.Mean))
	plot := document.Funnel{
		Mean: f.Mean, Scale: scale, NLabel: o.say("report.mark.n"),
		Inner: o.say("report.funnel.inner"), Outer: o.say("report.funnel.outer"),
	}
	title := o.say("report.funnel.title")
	c := document.Chart{ID: "funnel", Title: title, Table: document.Table{
		ID: "table-funnel", Caption: title, Head: []string{o.say("report.teams.team"), o.say("report.mark.n"), o.say("report.themes.figure"), o.say("report.funnel.place")},
	}}
	for _, l := range f.Limits {
		plot.Limits = append(plot.Limits, document.FunnelLimit(l))
	}
	for _, x := range f.Points {
		place := o.say("report.funnel.place." + funnelPlace(*f, x))
		plot.Points = append(plot.Points, document.FunnelPoint{Label: x.Unit.Name, N: x.N, Value: x.Value, Text: told(x.Value)})
		c.Table.Rows = append(c.Table.Rows, []document.Cell{headCell(x.Unit.Name), o.countCell(x.N), numberCell(told(x.Value), x.Value, unit), wordCell(place)})
		c.Description = lineOf(c.Description, o.say("report.funnel.item", "Team", x.Unit.Name, "Figure", told(x.Value),
			"Answers", o.say("report.answers", "N", x.N, "Count", o.count(x.N)), "Place", place)).Text()
	}
	c.Plot, c.Notes = plot, []document.Line{lineOf(o.say("report.funnel.note"))}
	return document.Section{
		ID: "funnel-section", Class: "question", Heading: title,
		Blocks: []document.Block{paragraph(o.say("report.funnel.why"), o.say("report.funnel.dispersion."+dispersed(f.Dispersion), "Times", Number(o.lang, f.Dispersion, 1))), c},
	}
}

// dispersed says whether units differ more than chance makes them.
func dispersed(dispersion float64) string {
	if dispersion > 1 {
		return "more"
	}
	return "chance"
}

// funnelScale is a scale that points and limits fit on, in whole steps.
func funnelScale(f stats.Funnel, unit document.Unit, step float64) document.Scale {
	low, high := f.Mean, f.Mean
	for _, l := range f.Limits {
		low, high = min(low, l.OuterLow), max(high, l.OuterHigh)
	}
	for _, p := range f.Points {
		low, high = min(low, p.Value), max(high, p.Value)
	}
	return document.Scale{Low: step * math.Floor(low/step), High: step * math.Ceil(high/step), Step: step, Unit: unit}
}

// funnelPlace is where a point is among the limits: within the inner ones,
// within the outer ones, or beyond. Between the sizes that limits are given for
// they run straight.
func funnelPlace(f stats.Funnel, p stats.FunnelPoint) string {
	if len(f.Limits) == 0 {
		return "inner"
	}
	i, _ := slices.BinarySearchFunc(f.Limits, p.N, func(l stats.FunnelLimit, n int) int { return l.N - n })
	high := f.Limits[min(i, len(f.Limits)-1)]
	low := f.Limits[max(min(i, len(f.Limits)-1)-1, 0)]
	at := func(a, b float64) float64 {
		if high.N == low.N || p.N >= high.N {
			return b
		}
		return a + (b-a)*float64(p.N-low.N)/float64(high.N-low.N)
	}
	switch {
	case p.Value >= at(low.InnerLow, high.InnerLow) && p.Value <= at(low.InnerHigh, high.InnerHigh):
		return "inner"
	case p.Value >= at(low.OuterLow, high.OuterLow) && p.Value <= at(low.OuterHigh, high.OuterHigh):
		return "outer"
	}
	return "beyond"
}
