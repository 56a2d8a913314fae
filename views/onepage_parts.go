package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// questions draws the positive answers to each question, in the order they were
// asked; of many questions those with most and fewest.
func (p onePage) questions() document.Section {
	var list []stats.Question
	for _, q := range p.Questions {
		if q.Positive != nil {
			list = append(list, q)
		}
	}
	if len(list) == 0 || p.N == 0 {
		return document.Section{}
	}
	var notes []document.Line
	if len(list) > p.room.questions {
		byShare := slices.Clone(list)
		slices.SortStableFunc(byShare, func(a, b stats.Question) int { return b.Positive.Percent - a.Positive.Percent })
		byShare = append(byShare[:p.room.questions/2:p.room.questions/2], byShare[len(byShare)-p.room.questions/2:]...)
		list = slices.DeleteFunc(list, func(q stats.Question) bool {
			return !slices.ContainsFunc(byShare, func(x stats.Question) bool { return x.ID == q.ID })
		})
		notes = append(notes, lineOf(p.say("onepage.questions.some", "N", len(list))))
	}
	chart := document.Chart{ID: "questions-chart", Title: p.say("onepage.questions.chart"), Notes: notes}
	chart.Table = document.Table{
		ID: "questions-table", Caption: chart.Title,
		Head: []string{p.say("report.csv.question"), p.say("report.band.positive")},
	}
	rows := document.Rows{}
	for _, q := range list {
		text := p.in(q.Text)
		bar := document.Bar{Label: text, Percent: float64(q.Positive.Percent), Text: p.about(q.Precision, *q.Positive), Fill: "fill-positive-1"}
		rows.Bars = append(rows.Bars, bar)
		chart.Description += p.say("report.chart.item", "Label", text, "Share", bar.Text) + " "
		cell := document.Cell{Text: bar.Text, Unit: document.Percent}
		if q.Positive.Word == "" {
			cell.Number = &rows.Bars[len(rows.Bars)-1].Percent
		}
		chart.Table.Rows = append(chart.Table.Rows, []document.Cell{{Text: text, Head: true}, cell})
	}
	chart.Plot = rows
	return p.section("questions", "onepage.questions.chart", chart)
}

// themes says what comments are about most.
func (p onePage) themes() document.Section {
	list := document.List{}
	if p.Themes != nil && p.N > 0 {
		for _, t := range p.Themes.List[:min(len(p.Themes.List), p.room.themes)] {
			line := document.Line{{Text: p.in(t.Name), Strong: true}, {Text: ": " + p.ofComments(p.Themes.Precision, t.Share) + "."}}
			if t.Place == stats.Celebrate || t.Place == stats.Improve {
				line = append(line, document.Span{Text: " " + p.say("report.themes.place."+string(t.Place))})
			}
			list.Items = append(list.Items, line)
		}
	}
	if len(list.Items) == 0 {
		return document.Section{}
	}
	return p.section("themes", "report.themes.title", list)
}

// quotes are comments short enough to be read here, with what was asked; none
// but in what is published, where a person chose them.
func (p onePage) quotes() document.Section {
	var blocks []document.Block
	left := p.room.quotes
	if !p.Rounded {
		return document.Section{}
	}
	short := func(text string) bool { return len([]rune(text)) <= p.room.quote }
	lists := slices.Clone(p.Report.Report.Comments)
	open := 0 // questions with a quote that is not shown yet
	for i := range lists {
		lists[i].Comments = slices.DeleteFunc(slices.Clone(lists[i].Comments), func(text string) bool { return !short(text) })
		if len(lists[i].Comments) > 0 {
			open++
		}
	}
	for _, c := range lists {
		if len(c.Comments) == 0 || left == 0 {
			continue
		}
		n := min(len(c.Comments), max(1, left/open)) // so that each question gets its share
		blocks = append(blocks, styled(document.Note, p.in(c.Text)))
		for _, text := range c.Comments[:n] {
			blocks = append(blocks, document.Quote{Line: p.quoted(text)})
		}
		left, open = left-n, open-1
	}
	if len(blocks) == 0 && p.Themes != nil {
		for _, t := range p.Themes.List {
			for _, q := range t.Quotes {
				if short(q.Text) && left > 0 {
					blocks, left = append(blocks, document.Quote{Lang: q.Lang, Line: p.quoted(q.Text)}), left-1
				}
			}
		}
	}
	return p.section("quotes", "onepage.quotes", blocks...)
}

// registered are the key figures, clearly apart from what was answered.
func (p onePage) registered() document.Section {
	list := document.List{}
	for _, f := range p.Figures[:min(len(p.Figures), p.room.figures)] {
		figure := f.Value
		if f.Percent != nil {
			figure = p.percent(f.Percent.Value)
		}
		line := document.Line{{Text: shortened(f.Label, p.room.name) + ": "}, {Text: figure, Strong: true}}
		if f.Percent != nil {
			line = append(line, document.Span{Text: " (" + p.say("report.figures.of", "Numerator", p.count(f.Numerator), "Denominator", p.count(f.Denominator)) + ")"})
		}
		line = append(line, document.Span{Text: ". " + ended(p.say("report.figures.source", "Source", shortened(f.Source, p.room.term))+".")})
		list.Items = append(list.Items, line)
	}
	if len(list.Items) == 0 {
		return document.Section{}
	}
	blocks := []document.Block{styled(document.Note, p.say("report.figures.note")), list}
	if more := p.more(len(p.Figures) - p.room.figures); more != nil {
		blocks = append(blocks, more)
	}
	return p.section("figures", "report.figures.title", blocks...)
}

// promised is what was announced last year and what came of it.
func (p onePage) promised() document.Section {
	return p.deeds("promised", "report.promised.title", p.Promised, func(m survey.Measure) string {
		words := p.say("report.status." + string(m.Status))
		if m.Result != "" {
			words += ". " + shortened(m.Result, p.room.words)
		}
		return capital(words)
	})
}

// measures is what will be done.
func (p onePage) measures() document.Section {
	return p.deeds("measures", "report.measures.title", p.Measures, func(m survey.Measure) string {
		words := ""
		if m.Owner != "" {
			words = ended(p.say("onepage.fact", "Term", p.say("report.measure.owner"), "Words", shortened(m.Owner, p.room.term)))
		}
		if m.Due != "" {
			words += " " + p.say("onepage.fact", "Term", p.say("report.measure.due"), "Words", Date(p.lang, m.Due))
		}
		return words
	})
}

func (p onePage) deeds(id, heading string, measures []survey.Measure, say func(survey.Measure) string) document.Section {
	list := document.List{}
	for _, m := range measures[:min(len(measures), p.room.measures)] {
		line := document.Line{{Text: shortened(m.Action, p.room.words), Strong: true}}
		if words := say(m); words != "" {
			line = append(line, document.Span{Text: " " + words})
		}
		list.Items = append(list.Items, line)
	}
	if len(list.Items) == 0 {
		return document.Section{}
	}
	blocks := []document.Block{list}
	if more := p.more(len(measures) - p.room.measures); more != nil {
		blocks = append(blocks, more)
	}
	return p.section(id, heading, blocks...)
}

// more says how many there are besides; nil for none.
func (p onePage) more(n int) document.Block {
	if n <= 0 {
		return nil
	}
	return styled(document.Note, p.say("onepage.more", "N", n, "Count", p.count(n)))
}

// said is what parents thought, for parents: in sentences.
func (p onePage) said() document.Section {
	if p.N == 0 {
		return p.nothing()
	}
	s := p.section("thought", "report.title")
	add := func(blocks ...document.Block) { s.Blocks = append(s.Blocks, blocks...) }
	answers := p.you(p.Audience, "onepage.answers", "N", p.N, "Count", p.count(p.N))
	switch q := p.Overall; {
	case q == nil || q.Mean == nil:
		add(paragraph(answers))
		if line := p.overall(p.Report); len(line) > 0 {
			add(document.Paragraph{Line: unlinked(line)})
		}
	case q.Precision == stats.Indicative:
		add(p.figure(), paragraph(p.inWords()), paragraph(answers, p.say("report.indicative.why", "Exact", stats.Exact)))
	default:
		add(p.figure(), paragraph(p.inWords()), paragraph(answers, p.around()))
	}
	for _, line := range slices.Concat(p.highlights(p.Report), p.themesInShort(p.Report)) {
		add(document.Paragraph{Line: unlinked(line)})
	}
	return s
}

// how says in a few sentences how it was measured.
func (p onePage) how() document.Section {
	s := p.section("how", "report.how.title")
	words := p.say("report.summary.threshold", "K", p.K)
	if p.N == 0 {
		s.Blocks = append(s.Blocks, styled(document.Note, words))
		return s
	}
	for _, w := range p.Warnings {
		if slices.Contains([]string{"warning.non-response", "warning.rounded"}, w.Key) {
			words += " " + p.warning(p.Report, w)
		}
	}
	s.Blocks = append(s.Blocks, styled(document.Note, words+" "+p.say("onepage.whole")))
	return s
}
