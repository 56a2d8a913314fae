package sheets

import (
	"strings"

	"ouderstem/views/document"
)

// entry is one cell of a table or one line of text of a document, with where it
// stands: what a file of one flat table holds.
type entry struct {
	Section string
	TableID string // "" for a line of text
	Table   string // the table's caption
	RowN    int    // from 1; 0 for a line of text
	Row     string // what heads the row, or the term of a fact
	Column  string
	document.Cell
}

// clean is e without what no file of text can hold.
func (e entry) clean() entry {
	for _, words := range []*string{&e.Section, &e.Table, &e.Row, &e.Column, &e.Text} {
		*words = clean(*words)
	}
	return e
}

// flatten lists everything that d says, in order.
func flatten(d document.Document) []entry {
	var f flattener
	for _, text := range []string{d.Unit, d.Title, d.Subtitle, d.Draft} {
		f.say("", text)
	}
	if d.Stamp != "" {
		f.say(d.Stamp, d.Why)
	}
	for _, s := range d.Sections {
		f.add(s)
	}
	return f.list
}

type flattener struct {
	section string
	card    string // heading of the card that is read; "" outside
	list    []entry
}

func (f *flattener) say(term, text string) {
	if f.card != "" {
		term = strings.TrimSuffix(f.card+": "+term, ": ")
	}
	if text != "" {
		f.list = append(f.list, entry{Section: f.section, Row: term, Cell: document.Cell{Text: text}})
	}
}

func (f *flattener) lines(term string, lines ...document.Line) {
	for _, l := range lines {
		f.say(term, l.Text())
	}
}

func (f *flattener) add(b document.Block) {
	switch b := b.(type) {
	case document.Section:
		around := f.section
		f.section = b.Heading
		f.say("", b.Stamp)
		for _, x := range b.Blocks {
			f.add(x)
		}
		f.section = around
	case document.Paragraph:
		f.lines("", b.Line)
	case document.List:
		f.lines("", b.Items...)
	case document.Facts:
		for _, fact := range b.Items {
			f.lines(fact.Term, fact.Lines...)
		}
	case document.Cards:
		if len(b.Table.Head) > 0 { // which says the same
			f.table(b.Table)
			return
		}
		for _, c := range b.Items {
			f.card = c.Heading
			for _, x := range c.Blocks {
				f.add(x)
			}
		}
		f.card = ""
	case document.Quote:
		f.lines("", b.Line)
	case document.Chart:
		f.table(b.Table)
		f.lines(b.Title, b.Notes...)
	case document.Table:
		f.table(b)
	}
}

func (f *flattener) table(t document.Table) {
	for i, row := range t.Rows {
		heads := ""
		for _, c := range row {
			if c.Head {
				heads = strings.TrimPrefix(heads+", "+c.Text, ", ")
			}
		}
		for j, c := range row {
			if !c.Head {
				f.list = append(f.list, entry{
					Section: f.section, TableID: t.ID, Table: t.Caption,
					RowN: i + 1, Row: heads, Column: t.Head[j], Cell: c,
				})
			}
		}
	}
	f.lines(t.Caption, t.Notes...)
}
