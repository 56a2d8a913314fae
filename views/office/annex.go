package office

import (
	"slices"

	"ouderstem/views/document"
)

// annexID is where the annex stands.
const annexID = "annex"

// annexed returns d with the tables behind its charts, and those aside, at its end, in a section of
// their own, each with a link from its chart: paper cannot fold them away, and
// between the sentences they would make a report twice as long to read. Without a
// word for that section d stays as it is.
func annexed(d document.Document) document.Document {
	if d.Labels.Annex == "" {
		return d
	}
	a := annex{label: d.Labels.Data}
	sections := make([]document.Section, 0, len(d.Sections)+1)
	for _, s := range d.Sections {
		s.Blocks = a.take(s.Blocks)
		sections = append(sections, s)
	}
	if len(a.tables) > 0 {
		sections = append(sections, document.Section{ID: annexID, Heading: d.Labels.Annex, Blocks: a.tables})
	}
	d.Sections = sections
	return d
}

// annex gathers the tables behind charts.
type annex struct {
	label  string // of the links to them
	tables []document.Block
}

// to is a link to a table in the annex.
func (a *annex) to(table string) document.Line {
	return document.Line{{Text: a.label, Href: "#" + table}}
}

// noted returns notes with a link to a table behind the last of them, so that it
// takes no line of its own.
func (a *annex) noted(notes []document.Line, table string) []document.Line {
	if len(notes) == 0 {
		return []document.Line{a.to(table)}
	}
	notes = slices.Clone(notes)
	last := len(notes) - 1
	notes[last] = slices.Concat(notes[last], document.Line{{Text: " "}}, a.to(table))
	return notes
}

// take returns blocks with links in the place of tables behind charts, and of
// those that stand aside.
func (a *annex) take(blocks []document.Block) []document.Block {
	blocks = slices.Clone(blocks)
	for i, b := range blocks {
		switch b := b.(type) {
		case document.Section:
			b.Blocks = a.take(b.Blocks)
			blocks[i] = b
		case document.Table:
			if b.Aside {
				a.tables = append(a.tables, b)
				blocks[i] = document.Paragraph{Style: document.Note, Line: a.to(b.ID)}
			}
		case document.Chart:
			if len(b.Table.Head) == 0 {
				continue
			}
			a.tables = append(a.tables, b.Table)
			b.Notes = a.noted(b.Notes, b.Table.ID)
			b.Table = document.Table{}
			blocks[i] = b
		}
	}
	return blocks
}
