package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/views/document"
)

// detailed is how many of n themes are told of at length, each in a section of
// its own. A reader takes in no more than a few: of more than eight the first six
// are told so, and the rest stand in one table.
func detailed(n int) int {
	const all, first = 8, 6
	if n <= all {
		return n
	}
	return first
}

// themesRest is what is told of themes that are mentioned less: the outcome of
// each in one table, a sentence where marks differ by more than chance, and all
// figures folded away.
func (o *voice) themesRest(parts []themePart) document.Section {
	s := document.Section{ID: themesRestID, Class: "question", Heading: o.say("report.themes.rest")}
	rough := slices.ContainsFunc(parts, func(p themePart) bool { return !p.Full() })
	full := slices.ContainsFunc(parts, themePart.Full)
	if rough && !full {
		s.Stamp = o.say("report.indicative")
	}
	short := document.Table{
		ID: "table-themes-rest", Caption: s.Heading,
		Head: []string{o.say("report.themes.theme"), o.say("report.themes.share")},
	}
	for _, b := range parts[0].Sentiment {
		short.Head = append(short.Head, o.tone(b))
	}
	short.Head = append(short.Head, o.say("report.table.before"), o.say("report.table.difference"))
	whole := document.Table{
		ID: "table-themes-figures", Caption: o.say("report.themes.rest.figures"), Aside: true,
		Head: slices.Concat([]string{o.say("report.themes.theme"), o.say("report.themes.what"), o.say("report.themes.figure")},
			o.intervalHead(), []string{o.say("report.themes.of-n")}),
	}
	var marked document.List
	for _, p := range parts {
		row := []document.Cell{headCell(o.in(p.Name)), shareCell(p.Share, o.part(p.Share))}
		if rough && full && !p.Full() {
			row[0].Text = o.say("report.themes.rest.rough", "Theme", row[0].Text)
		}
		for _, b := range p.Sentiment {
			row = append(row, shareCell(b.Share, o.part(b.Share)))
		}
		short.Rows = append(short.Rows, append(row, o.beforeCells(p)...))
		if m := p.Marks; m != nil && !m.Difference.Chance {
			marked.Items = append(marked.Items, document.Line{{Text: o.in(p.Name) + ".", Strong: true}, {Text: " " + o.themeMarks(p)}})
		}
		for _, f := range o.themeFacts(p) {
			whole.Rows = append(whole.Rows, append([]document.Cell{headCell(o.in(p.Name))}, f.cells(o)...))
		}
	}
	s.Blocks = []document.Block{paragraph(o.say("report.themes.rest.why")), filled(short)}
	if len(marked.Items) > 0 {
		s.Blocks = append(s.Blocks, marked)
	}
	s.Blocks = append(s.Blocks, filled(whole))
	return s
}

// themesRestID is where the themes stand that have no section of their own.
const themesRestID = "themes-rest"

// beforeCells are how often p was mentioned the year before, and how that differs
// in words; empty where years cannot be compared.
func (o *voice) beforeCells(p themePart) []document.Cell {
	c := p.Change
	if c == nil {
		return []document.Cell{wordCell(""), wordCell("")}
	}
	return []document.Cell{shareCell(c.Before, o.part(c.Before)), wordCell(o.say("report.themes.rest." + changed(c.Difference)))}
}

// changed says how a theme is beside the year before: more, less, or by chance.
func changed(d stats.Difference) string {
	switch {
	case d.Chance:
		return "chance"
	case d.Value < 0 || d.Value == 0 && d.Low < 0:
		return "less"
	}
	return "more"
}
