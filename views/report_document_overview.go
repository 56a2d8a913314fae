package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// overview draws the positive answers to all questions below each other, in the
// order they were asked; ok is false with fewer than two.
func (o *voice) overview(parts []part) (c document.Chart, ok bool) {
	title := o.say("report.overview.title")
	c = document.Chart{
		ID: "overview", Title: title, Notes: []document.Line{lineOf(o.say("report.overview.note"))},
		Table: document.Table{ID: "table-overview", Caption: title, Head: o.resultHead(o.say("report.table.positive"))},
	}
	var bars []document.Bar
	for _, p := range parts {
		s := p.Positive
		if p.Hidden() || s == nil {
			continue
		}
		b := o.bar(*s, o.in(p.Text), o.about(p.Precision, *s), "")
		b.Href = "#" + p.Anchor()
		bars = append(bars, b)
		c.Table.Rows = append(c.Table.Rows, o.resultRow(p.Question,
			slices.Concat([]document.Cell{shareCell(*s, o.share(*s))}, o.percentEnds(s.Interval))))
		c.Description = lineOf(c.Description, o.item(b.Label, b.Text)).Text()
	}
	c.Plot, c.Table = document.Rows{Bars: bars}, filled(c.Table)
	return c, len(bars) > 1
}

// resultHead heads a table that has a row for each question; result is what is
// told of each.
func (o *voice) resultHead(result string) []string {
	return slices.Concat([]string{o.say("report.table.question"), result}, o.intervalHead(), []string{o.say("report.mark.n")}, o.changeHead())
}

// resultRow is the row of q with the cells of its figure and interval.
func (o *voice) resultRow(q stats.Question, figure []document.Cell) []document.Cell {
	return slices.Concat([]document.Cell{headCell(o.in(q.Text))}, figure, []document.Cell{o.countCell(q.N)}, o.changeCells(q))
}

// driversSection is which questions go with the mark or, with too few complete
// responses for that, which have the fewest positive answers.
func (o *voice) driversSection(r Report) document.Section {
	switch {
	case r.Drivers != nil && len(r.Drivers.List) > 0:
		return o.drivers(r)
	case len(r.Lowest) > 0:
		return o.lowest(r)
	}
	return document.Section{}
}

func (o *voice) drivers(r Report) document.Section {
	s := document.Section{ID: "drivers", Class: "question", Heading: o.say("report.drivers.title")}
	title := o.say("report.drivers.chart")
	table := document.Table{
		ID: "table-weights", Caption: title,
		Head: slices.Concat([]string{o.say("report.table.question"), o.say("report.drivers.weight")}, o.intervalHead(),
			[]string{o.say("report.drivers.correlation"), o.say("report.drivers.correlation.low"), o.say("report.drivers.correlation.high")}),
		Notes: []document.Line{lineOf(o.say("report.n", "N", r.Drivers.N, "Count", o.count(r.Drivers.N)))},
	}
	drawn := ""
	if r.Drivers.Drawn {
		drawn = o.say("report.drivers.drawn")
	}
	var points []document.Point
	description := ""
	for _, d := range r.Drivers.List {
		question := o.in(r.wording(d.Question))
		p := document.Point{Label: question, Value: d.Weight.Value, Low: d.Weight.Low, High: d.Weight.High, Text: o.percent(d.Weight.Value), Href: "#" + anchor(d.Question)}
		points = append(points, p)
		description = lineOf(description, o.pointText(p)).Text()
		row := slices.Concat([]document.Cell{headCell(question), o.percentCell(d.Weight.Value)}, o.percentEnds(&d.Weight))
		for _, x := range []float64{d.Correlation.Value, d.Correlation.Low, d.Correlation.High} {
			row = append(row, numberCell(Number(o.lang, x, 2), x, document.Plain))
		}
		table.Rows = append(table.Rows, row)
	}
	s.Blocks = []document.Block{
		paragraph(o.say("report.drivers.why", "N", r.Drivers.N, "Count", o.count(r.Drivers.N)), drawn, o.say("report.drivers.cause")),
		document.Chart{
			ID: "weights", Title: title, Description: description,
			Plot:  document.Dots{Points: points, Scale: percentScale()},
			Notes: []document.Line{lineOf(o.say("report.drivers.note"))}, Table: table,
		},
	}
	return s
}

// lowest names the questions with the fewest positive answers.
func (o *voice) lowest(r Report) document.Section {
	s := document.Section{ID: "drivers", Class: "question", Heading: o.say("report.lowest.title")}
	var items []document.Line
	for _, id := range r.Lowest {
		q, ok := r.question(id)
		if !ok || q.Positive == nil {
			continue
		}
		items = append(items, document.Line{
			{Text: o.in(q.Text), Href: "#" + anchor(q.ID)},
			{Text: " "},
			{Text: o.about(q.Precision, *q.Positive), Strong: true},
		})
	}
	if len(items) == 0 {
		return document.Section{}
	}
	s.Blocks = []document.Block{paragraph(o.say("report.lowest.why")), document.List{Items: items}}
	if r.Overall != nil {
		s.Blocks = append(s.Blocks, styled(document.Note, o.say("report.lowest.unknown")))
	}
	return s
}

// forewordSection is what the makers say first, a paragraph for each of theirs.
func (o *voice) forewordSection(r Report) document.Section {
	list := paragraphs(r.Foreword)
	if len(list) == 0 {
		return document.Section{}
	}
	blocks := o.writtenIn()
	for _, p := range list {
		blocks = append(blocks, document.Paragraph{Line: o.written(p)})
	}
	return document.Section{ID: "foreword", Class: "foreword", Heading: o.say("report.foreword.title"), Blocks: blocks}
}

// leftOut names the sections that the makers left out; "" for none.
func (o *voice) leftOut(r Report) string {
	var names []string
	for _, s := range survey.Sections {
		if !r.Has(s) {
			names = append(names, o.say("report.section."+string(s)))
		}
	}
	return o.joined("report.and", names)
}
