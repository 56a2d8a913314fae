package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// themesSection is what comments are about.
func (o *voice) themesSection(r Report) document.Section {
	if !r.TellsThemes() || r.N == 0 || !r.Has(survey.SectionThemes) {
		return document.Section{}
	}
	t, parts := r.Themes, r.ThemeParts()
	s := document.Section{ID: string(survey.SectionThemes), Heading: o.you(r.Audience, "report.themes.title")}
	said := ""
	if t.Said > 0 && t.Said < t.N {
		said = o.say("report.themes.said", "Count", o.count(t.Said))
	}
	s.Blocks = append(s.Blocks, paragraph(o.say("report.themes.read", "N", t.N, "Count", o.count(t.N)), said, o.say("report.themes.note")))
	if list := o.silences(*t); len(list) > 0 {
		var items []document.Line
		for _, line := range list {
			items = append(items, lineOf(line))
		}
		s.Blocks = append(s.Blocks, document.List{Items: items})
	}
	switch {
	case t.Precision == stats.Hidden:
		s.Blocks = append(s.Blocks, styled(document.Few, o.say("report.themes.few")))
	case len(t.List) == 0:
		s.Blocks = append(s.Blocks, styled(document.Few, o.say("report.themes.none", "K", r.K)))
	}
	if len(parts) > 0 {
		s.Blocks = append(s.Blocks, o.themesChart(r, parts))
	}
	if t.Precision != stats.Hidden {
		s.Blocks = append(s.Blocks, o.otherThemes(r))
	}
	if r.FewMarks() {
		s.Blocks = append(s.Blocks, styled(document.Note, o.say("report.themes.no-marks.few")))
	}
	if slices.ContainsFunc(parts, func(p themePart) bool { return !p.Full() }) {
		s.Blocks = append(s.Blocks, styled(document.Note, o.say("report.themes.indicative", "Exact", stats.Exact)))
	}
	told := detailed(len(parts))
	for _, p := range parts[:told] {
		s.Blocks = append(s.Blocks, o.themeSection(p))
	}
	if rest := parts[told:]; len(rest) > 0 {
		s.Blocks = append(s.Blocks, o.themesRest(rest))
	}
	return s
}

// otherThemes says what is not among the themes that are named.
func (o *voice) otherThemes(r Report) document.Paragraph {
	chosen, fewer := "", ""
	if r.Rounded && len(r.Themes.List) > 0 {
		chosen = o.say("report.themes.chosen")
	}
	if n := r.Themes.Fewer; n > 0 {
		fewer = o.say("report.themes.fewer", "N", n, "Count", o.count(n), "K", r.K)
	}
	without := ""
	if r.Has(survey.SectionWithout) {
		without = o.say("report.themes.without", "Part", o.withoutTheme(r))
	}
	return paragraph(chosen, fewer, without)
}

// themesChart draws how often each theme is in a comment.
func (o *voice) themesChart(r Report, parts []themePart) document.Chart {
	title := o.you(r.Audience, "report.themes.title")
	var bars []document.Bar
	table := document.Table{
		ID: "table-themes", Caption: title,
		Head: append([]string{o.say("report.themes.theme"), o.say("report.themes.comments"), o.say("report.table.share")}, o.intervalHead()...),
	}
	description := make([]stats.Bar, 0, len(parts))
	for _, p := range parts {
		b := o.bar(p.Share, o.in(p.Name), o.part(p.Share), "")
		b.Href = "#" + p.Anchor()
		bars = append(bars, b)
		description = append(description, stats.Bar{Text: p.Name, Share: p.Share})
		table.Rows = append(table.Rows, slices.Concat(
			[]document.Cell{headCell(o.in(p.Name)), o.countCell(p.N), shareCell(p.Share, o.part(p.Share))}, o.percentEnds(p.Share.Interval)))
	}
	return document.Chart{
		ID: "themes-bars", Title: title, Description: o.items(description, func(b stats.Bar) string { return o.in(b.Text) }),
		Plot: document.Rows{Bars: bars}, Notes: []document.Line{lineOf(o.say("report.themes.many"))}, Table: filled(table),
	}
}

// items says bars for who does not see them: label and share.
func (o *voice) items(bars []stats.Bar, label func(stats.Bar) string) string {
	s := ""
	for i, b := range bars {
		if i > 0 {
			s += " "
		}
		s += o.item(label(b), o.part(b.Share))
	}
	return s
}

// themeSection is what is told of one theme.
func (o *voice) themeSection(p themePart) document.Section {
	s := document.Section{ID: p.Anchor(), Class: "question", Heading: o.in(p.Name)}
	if !p.Full() {
		s.Stamp = o.say("report.indicative")
	}
	first := document.Line{{Text: o.say("report.themes.in", "Part", o.ofComments(p.Report.Themes.Precision, p.Share)), Strong: true}, {Text: " "}}
	if i := p.Share.Interval; i != nil {
		first[1].Text += o.between(*i) + " "
	}
	first = append(first, document.Span{Text: o.say("report.themes.n", "N", p.N, "Count", o.count(p.N)), Href: p.CommentsHref()})
	if p.Placed() {
		first = append(first, document.Span{Text: " " + o.say("report.themes.place."+string(p.Place))})
	}
	s.Blocks = append(s.Blocks, document.Paragraph{Line: first}, o.themeChart(p))
	for _, said := range []string{o.themeMarks(p), o.themeChange(p)} {
		if said != "" {
			s.Blocks = append(s.Blocks, paragraph(said))
		}
	}
	for _, q := range p.Quotes {
		s.Blocks = append(s.Blocks, document.Quote{Lang: q.Lang, Line: o.quoted(q.Text)})
	}
	return s
}

// themeChart draws how comments speak of a theme; its table has all its figures.
func (o *voice) themeChart(p themePart) document.Chart {
	names := fills(p.Sentiment)
	var bars []document.Bar
	total, words := 0, false
	hardly := o.hardly(p)
	for i, b := range p.Sentiment {
		if total += b.Share.Percent; b.Share.Word == stats.AlmostEveryone {
			words = true
		}
		if b.Share.Word != stats.AlmostNobody || hardly == "" {
			bars = append(bars, o.bar(b.Share, o.tone(b), o.part(b.Share), names[i]))
		}
	}
	table := document.Table{
		ID: "table-" + p.Anchor(), Caption: o.in(p.Name),
		Head: slices.Concat([]string{o.say("report.themes.what"), o.say("report.themes.figure")}, o.intervalHead(), []string{o.say("report.themes.of-n")}),
	}
	for _, f := range o.themeFacts(p) {
		table.Rows = append(table.Rows, f.cells(o))
	}
	var notes []document.Line
	if hardly != "" {
		notes = append(notes, lineOf(hardly))
	}
	if total != 100 && !words {
		notes = append(notes, o.adrift(p.Full(), total))
	}
	return document.Chart{
		ID: "tone-" + p.Anchor(), Title: o.say("report.themes.chart", "Theme", o.in(p.Name)), Description: o.items(p.Sentiment, o.tone),
		Plot: document.Stack{Bars: bars}, Notes: notes, Table: filled(table), Told: true,
	}
}

// hardly says in one sentence which tones almost no comment has, so that a legend
// need not say so of each; "" for fewer than two, or where nothing else is left.
func (o *voice) hardly(p themePart) string {
	var tones []string
	for _, b := range p.Sentiment {
		if b.Share.Word == stats.AlmostNobody {
			tones = append(tones, o.say("report.quoted", "Words", o.tone(b)))
		}
	}
	if len(tones) < 2 || len(tones) == len(p.Sentiment) {
		return ""
	}
	return o.say("report.themes.hardly", "Tones", o.either(tones))
}
