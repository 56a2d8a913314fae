package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// figuresSection are the key figures from registration, apart from the rest.
func (o *voice) figuresSection(r Report) document.Section {
	if !r.Has(survey.SectionFigures) {
		return document.Section{}
	}
	s := document.Section{
		ID: string(survey.SectionFigures), Class: "apart", Heading: o.say("report.figures.title"),
		Blocks: []document.Block{styled(document.Note, o.say("report.figures.note"))},
	}
	if len(r.Figures) == 0 {
		s.Blocks = append(s.Blocks, paragraph(o.say("report.figures.none")))
		return s
	}
	cards := document.Cards{Class: "cards", Table: document.Table{
		ID: "table-figures", Caption: s.Heading,
		Head: slices.Concat([]string{
			o.say("report.figures.what"), o.say("report.figures.figure"), o.say("report.figures.count"), o.say("report.figures.all"),
		}, o.intervalHead(), []string{o.say("report.csv.source")}),
	}}
	for _, f := range r.Figures {
		cards.Items = append(cards.Items, o.figureCard(f))
		cards.Table.Rows = append(cards.Table.Rows, o.figureRow(f))
	}
	cards.Table = filled(cards.Table)
	s.Blocks = append(append(s.Blocks, o.writtenIn()...), cards)
	return s
}

func (o *voice) figureCard(f stats.KeyFigure) document.Card {
	card := document.Card{Heading: f.Label, Lang: o.typed}
	line := document.Line{{Text: f.Value, Strong: true, Lang: o.typed}}
	if f.Value == "" {
		line = lineOf(o.say("report.figures.of", "Numerator", o.count(f.Numerator), "Denominator", o.count(f.Denominator)))
		if f.Percent != nil {
			line = document.Line{{Text: o.percent(f.Percent.Value), Strong: true}, {Text: " " + line.Text()}}
		}
	}
	card.Blocks = []document.Block{document.Paragraph{Style: document.Figure, Line: line}}
	if f.Value == "" && f.Percent != nil {
		card.Blocks = append(card.Blocks, paragraph(o.between(*f.Percent)))
	}
	card.Blocks = append(card.Blocks, document.Paragraph{
		Style: document.Note, Line: o.linked("report.figures.source", "Source", document.Span{Text: f.Source, Lang: o.typed}),
	})
	return card
}

func (o *voice) figureRow(f stats.KeyFigure) []document.Cell {
	row := []document.Cell{{Text: f.Label, Head: true, Lang: o.typed}, {Text: f.Value, Lang: o.typed}, wordCell(""), wordCell("")}
	ends := o.percentEnds(nil)
	if f.Value == "" {
		row[2], row[3] = o.countCell(f.Numerator), o.countCell(f.Denominator)
		if f.Percent != nil {
			row[1], ends = o.percentCell(f.Percent.Value), o.percentEnds(f.Percent)
		}
	}
	return slices.Concat(row, ends, []document.Cell{{Text: f.Source, Lang: o.typed}})
}

// promisedSection is what was promised the year before, and what came of it.
func (o *voice) promisedSection(r Report) document.Section {
	if len(r.Promised) == 0 || !r.Has(survey.SectionPromised) {
		return document.Section{}
	}
	heading := o.say("report.promised.title")
	return document.Section{
		ID: string(survey.SectionPromised), Heading: heading,
		Blocks: append(o.writtenIn(), o.measureCards("table-promised", heading, r.LastYear())),
	}
}

// measuresSection is what will be done.
func (o *voice) measuresSection(r Report) document.Section {
	if !r.Has(survey.SectionMeasures) {
		return document.Section{}
	}
	s := document.Section{ID: string(survey.SectionMeasures), Heading: o.say("report.measures.title")}
	if len(r.Measures) == 0 {
		s.Blocks = []document.Block{paragraph(o.say("report.measures.none"))}
	} else {
		s.Blocks = append(o.writtenIn(), o.measureCards("table-measures", s.Heading, r.ThisYear()))
	}
	return s
}

// measureField is a field of a measure with its words, and their language where
// it is not that of the report.
type measureField struct{ class, term, value, lang string }

func (o *voice) measureFields(list measureList, m survey.Measure) []measureField {
	action, due := "report.measure.action", ""
	if list.Promised {
		action = "report.measure.promise"
	}
	if m.Due != "" {
		due = Date(o.lang, m.Due)
	}
	return []measureField{
		{"", o.you(list.Audience, "report.measure.reason"), m.Reason, o.typed},
		{"action", o.say(action), m.Action, o.typed},
		{"", o.say("report.measure.owner"), m.Owner, o.typed},
		{"", o.say("report.measure.due"), due, ""},
		{"", o.say("report.measure.status"), o.say("report.status." + string(m.Status)), ""},
		{"", o.say("report.measure.result"), m.Result, o.typed},
	}
}

func (o *voice) measureCards(table, caption string, list measureList) document.Cards {
	cards := document.Cards{Class: "cards measures", Table: document.Table{ID: table, Caption: caption}}
	for _, f := range o.measureFields(list, survey.Measure{Status: survey.Planned}) {
		cards.Table.Head = append(cards.Table.Head, f.term)
	}
	for _, m := range list.Measures {
		var facts document.Facts
		var row []document.Cell
		for _, f := range o.measureFields(list, m) {
			row = append(row, document.Cell{Text: f.value, Head: f.class == "action", Lang: f.lang})
			if f.value != "" {
				facts.Items = append(facts.Items, document.Fact{Class: f.class, Term: f.term, Lines: []document.Line{{{Text: f.value, Lang: f.lang}}}})
			}
		}
		cards.Items = append(cards.Items, document.Card{Blocks: []document.Block{facts}})
		cards.Table.Rows = append(cards.Table.Rows, row)
	}
	cards.Table = filled(cards.Table)
	return cards
}
