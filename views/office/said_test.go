package office

import (
	"strings"

	"ouderstem/views/document"
)

// said returns all words of d in the order they are read, but those of a file's
// own: numbers of figures, the list of contents.
func said(d document.Document) []string {
	all := []string{d.Unit, d.Title, d.Subtitle, d.Draft, d.Stamp, d.Why}
	lines := func(list ...document.Line) {
		for _, l := range list {
			words := ""
			for _, s := range l {
				words += held(s.Text)
			}
			all = append(all, words)
		}
	}
	d = annexed(d)
	table := func(t document.Table) {
		all = append(append(all, t.Caption), t.Head...)
		for _, row := range t.Rows {
			for _, c := range row {
				all = append(all, c.Text)
			}
		}
		lines(t.Notes...)
	}
	var blocks func([]document.Block)
	blocks = func(list []document.Block) {
		for _, b := range list {
			switch b := b.(type) {
			case document.Section:
				all = append(all, b.Heading, b.Stamp)
				blocks(b.Blocks)
			case document.Paragraph:
				lines(b.Line)
			case document.List:
				lines(b.Items...)
			case document.Quote:
				lines(b.Line)
			case document.Facts:
				for _, f := range b.Items {
					all = append(all, f.Term)
					lines(f.Lines...)
				}
			case document.Cards:
				for _, c := range b.Items {
					all = append(all, c.Heading)
					blocks(c.Blocks)
				}
			case document.Table:
				table(b)
			case document.Chart:
				all = append(all, b.Title)
				lines(b.Notes...)
				table(b.Table)
			}
		}
	}
	for _, s := range d.Sections {
		blocks([]document.Block{s})
	}
	return all
}

// listens checks that a file says all that d does, in that order.
func (f format) listens(t tester, file []byte, d document.Document) {
	t.Helper()
	parts, _ := unpack(t, file)
	read := reduce(parse(t, parts[f.content]).words())
	for _, s := range said(d) {
		s = reduce(s)
		at := strings.Index(read, s)
		if at < 0 {
			t.Fatalf("%s does not say %q, or not in its place; it goes on with %q", f.content, s, read[:min(len(read), 200)])
		}
		read = read[at+len(s):]
	}
}
