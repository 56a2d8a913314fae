package views

import (
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// questionSection is what is told of one closed question.
func (o *voice) questionSection(p part) document.Section {
	s := document.Section{ID: p.Anchor(), Class: "question", Heading: o.in(p.Text)}
	switch {
	case p.Hidden():
		s.Blocks = []document.Block{styled(document.Few, capital(o.say("report.too-few"))+".")}
		return s
	case p.IsMark():
		s.Blocks = o.mean(p)
	default:
		s.Blocks = []document.Block{o.positiveParagraph(p)}
	}
	if change := o.change(p.Question); change != "" {
		s.Blocks = append(s.Blocks, paragraph(change))
	}
	if p.Mean != nil {
		if p.Whole() {
			note := o.explained("report.mark.explained")
			if len(p.Report.Warnings) > 0 {
				note = joinLinks([]document.Line{note, o.linked("report.mark.mind", "Warnings", link(o.say("report.mark.warnings"), "#warnings"))})
			}
			s.Blocks = append(s.Blocks, document.Paragraph{Style: document.Note, Line: note})
		}
		s.Blocks = append(s.Blocks, o.ruler(p))
	}
	if !p.Full() {
		s.Stamp = o.say("report.indicative")
	}
	s.Blocks = append(s.Blocks, o.distribution(p))
	if years, ok := o.years(p.Question); ok && !p.Told() {
		s.Blocks = append(s.Blocks, years)
	}
	return s
}

// positiveParagraph says how many answers are positive, of how many.
func (o *voice) positiveParagraph(p part) document.Paragraph {
	var line document.Line
	if s := p.Positive; s != nil {
		key, options := "report.positive", o.positive(p.Question)
		if options != "" {
			key += ".options"
		}
		said := o.say(key, "Share", o.about(p.Precision, *s), "Options", options)
		line = document.Line{{Text: capital(said), Strong: true}, {Text: " "}}
		if i := s.Interval; i != nil {
			line[1].Text += o.between(*i) + " "
		}
	}
	rest := o.say("report.n", "N", p.N, "Count", o.count(p.N))
	return document.Paragraph{Line: append(line, lineOf(rest, o.noOpinion(p.Unknown))...)}
}

// between says an interval in per cent.
func (o *voice) between(i stats.Interval) string {
	return o.say("report.interval", "Low", o.percent(i.Low), "High", o.percent(i.High))
}

// noOpinion says how many had none; "" where the question did not offer that, or
// nobody took it.
func (o *voice) noOpinion(s *stats.Share) string {
	switch {
	case s == nil, s.Percent == 0 && s.Word == "": // nobody: nothing to mind
		return ""
	case s.Word != "":
		return o.say("report.no-opinion." + string(s.Word))
	}
	return capital(o.say("report.no-opinion", "Share", o.share(*s)))
}

// mean is the mean of a mark with all that belongs to it.
func (o *voice) mean(p part) []document.Block {
	if p.Mean == nil {
		return []document.Block{paragraph(o.say("report.mark.none"), o.say("report.n", "N", p.N, "Count", o.count(p.N)), o.noOpinion(p.Unknown))}
	}
	key := "report.mark.mean"
	if !p.Full() {
		key += ".about"
	}
	rate := o.say("report.unknown")
	if s := p.Report.ResponseRate; s != nil {
		rate = o.rateFigure(*s)
	}
	low, high := o.mark(p.Precision, p.Mean.Low), o.mark(p.Precision, p.Mean.High)
	facts := []document.Fact{
		fact(o.say("report.mark.n"), o.count(p.N)),
		fact(o.say("report.mark.interval"), o.say("report.range", "Low", low, "High", high)),
	}
	if p.Top != nil {
		facts = append(facts, fact(o.say("report.mark.top"), o.top(p)))
	}
	facts = append(facts, fact(o.say("report.mark.rate"), rate))
	return []document.Block{
		document.Paragraph{Style: document.Figure, Line: document.Line{
			{Text: o.mark(p.Precision, p.Mean.Value), Strong: true}, {Text: " " + o.say(key)},
		}},
		styled(document.Note, o.say("report.mark.scale", "Low", o.in(p.Low), "High", o.in(p.High))),
		document.Facts{Class: "facts", Items: facts},
		paragraph(o.you(p.Report.Audience, "report.mark.around", "Low", low, "High", high), o.noOpinion(p.Unknown)),
	}
}

// top says which share of marks is high.
func (o *voice) top(p part) string {
	share := o.about(p.Precision, *p.Top)
	if i := p.Top.Interval; i != nil {
		return o.say("report.mark.top.interval", "Share", share, "Low", o.percent(i.Low), "High", o.percent(i.High))
	}
	return share
}

// ruler draws the mean of a mark on its scale.
func (o *voice) ruler(p part) document.Chart {
	var notes []document.Line
	if p.Top != nil {
		notes = append(notes, lineOf(o.say("report.mark.top.of", "Top", o.top(p))))
	}
	id, title := "mean-"+p.ID, o.say("report.chart.ruler", "Question", o.in(p.Text))
	told := o.mark(p.Precision, p.Mean.Value)
	return document.Chart{
		ID: id, Title: title,
		Description: o.say("report.chart.ruler.text", "Mark", told,
			"Low", o.mark(p.Precision, p.Mean.Low), "High", o.mark(p.Precision, p.Mean.High), "Sufficient", Number(o.lang, survey.Sufficient, 1)),
		Plot: document.Ruler{
			Point: document.Point{Label: o.in(p.Text), Value: p.Mean.Value, Low: p.Mean.Low, High: p.Mean.High, Text: told, Rough: !p.Full()},
			Scale: o.markScale(),
		},
		Notes: []document.Line{lineOf(o.say("report.chart.ruler.note"))},
		Table: filled(document.Table{
			ID: "table-" + id, Caption: title,
			Head: o.resultHead(o.say("report.words.mean")),
			Rows: [][]document.Cell{o.resultRow(p.Question, o.markCells(p.Precision, *p.Mean))}, Notes: notes,
		}),
		Told: true,
	}
}

// markScale is the scale of marks, with the line that Dutch schools draw.
func (o *voice) markScale() document.Scale {
	pass := float64(survey.Sufficient)
	return document.Scale{
		Low: survey.Lowest, High: survey.Highest, Step: 1, Unit: document.Mark, Line: &pass,
		LineLabel: o.say("report.chart.sufficient.at", "Mark", Number(o.lang, pass, 1)),
	}
}

// distribution draws how often each answer was given.
func (o *voice) distribution(p part) document.Chart {
	question := o.in(p.Text)
	c := document.Chart{ID: "bars-" + p.ID, Description: o.description(p), Table: o.distributionTable(p)}
	note := ""
	switch bars := o.bars(p); {
	case p.IsMark() && p.Full():
		c.Title, c.Plot = o.say("report.chart.histogram", "Question", question), document.Histogram{Bars: bars}
		note = o.say("report.chart.histogram.note")
	case p.Divided():
		c.Title, c.Plot = o.say("report.chart.stack", "Question", question), document.Stack{Bars: bars}
	default:
		c.Title, c.Plot = o.say("report.chart.rows", "Question", question), document.Rows{Bars: bars}
		note = o.say("report.many")
	}
	if note != "" {
		c.Notes = append(c.Notes, lineOf(note))
	}
	if total := p.Total(); p.Divided() && total != 100 && !p.Worded() {
		c.Notes = append(c.Notes, o.adrift(p.Full(), total))
	}
	return c
}

// bars are those of a question as they are drawn. "Don't know" has no place on
// the scale of a mark.
func (o *voice) bars(p part) []document.Bar {
	var bars []document.Bar
	shown := p.Shown()
	for i, fill := range fills(shown) {
		b := shown[i]
		if _, err := strconv.Atoi(b.Value); err != nil && p.IsMark() && p.Full() {
			continue
		}
		bar := o.bar(b.Share, o.label(p.Question, b), o.share(b.Share), fill)
		if p.Full() && b.Share.Word == stats.AlmostNobody {
			bar.Short = o.say("report.chart.under-one")
		}
		bars = append(bars, bar)
	}
	return bars
}

// bar is one bar whose share is told as text.
func (o *voice) bar(s stats.Share, label, text, fill string) document.Bar {
	b := document.Bar{Label: label, Percent: float64(s.Percent), Text: text, Short: text, Fill: fill}
	if s.Word == "" {
		b.Short = o.count(s.Percent)
	}
	if i := s.Interval; i != nil {
		b.Low, b.High = &i.Low, &i.High
	}
	return b
}

func (o *voice) distributionTable(p part) document.Table {
	answer := "report.table.answer"
	if p.IsMark() {
		answer = "report.table.mark"
	}
	t := document.Table{
		ID: "table-bars-" + p.ID, Caption: o.in(p.Text), Head: []string{o.say(answer), o.say("report.table.share")},
		Notes: []document.Line{lineOf(o.say("report.n", "N", p.N, "Count", o.count(p.N)))},
	}
	if p.Intervals() {
		t.Head = append(t.Head, o.intervalHead()...)
	}
	for _, b := range p.Shown() {
		row := []document.Cell{headCell(o.label(p.Question, b)), shareCell(b.Share, o.share(b.Share))}
		if p.Intervals() {
			row = append(row, o.percentEnds(b.Share.Interval)...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
