package office

import (
	"strings"

	"ouderstem/views/document"
)

// listed is from how many sections on a document has a list of them.
const listed = 4

// layout lays a document out.
type layout struct {
	doc     document.Document
	marks   map[string]string // bookmark by id
	pieces  []piece
	tables  int
	figures int
	err     error // the first chart that could not be drawn
}

// arrange returns the pieces of d in their order.
func arrange(d document.Document) ([]piece, error) {
	d = annexed(d)
	l := layout{doc: d, marks: bookmarks(d)}
	l.title()
	at := 0
	if len(d.Sections) > 0 && d.Sections[0].Class == "summary" {
		l.section(1, d.Sections[0])
		at = 1
	}
	if len(d.Sections) >= listed {
		l.contents()
	}
	for i, s := range d.Sections[at:] {
		first := len(l.pieces)
		l.section(1, s)
		// Summary and contents are a page of their own.
		if p, ok := l.pieces[first].(*para); ok && i == 0 && len(d.Sections) >= listed {
			p.fresh = true
		}
	}
	if n := len(l.pieces); n > 0 {
		if _, last := l.pieces[n-1].(*grid); last {
			l.add(&para{style: note}) // a text cannot end with a table
		}
	}
	return l.pieces, l.err
}

func (l *layout) title() {
	for _, p := range []struct {
		style styleID
		text  string
	}{{unit, l.doc.Unit}, {title, l.doc.Title}, {subtitle, l.doc.Subtitle}} {
		if p.text != "" {
			l.add(&para{style: p.style, spans: []span{{text: p.text}}, keep: true})
		}
	}
	if l.doc.Draft != "" {
		l.add(&para{style: normal, spans: []span{stamped(l.doc.Draft)}, keep: true})
	}
	if l.doc.Stamp != "" {
		l.add(&para{style: normal, spans: []span{stamped(l.doc.Stamp), {text: " " + l.doc.Why}}})
	}
}

// stamped is a word with a line around it, and room within that.
func stamped(word string) span { return span{text: "\u00a0" + word + "\u00a0", style: stamp} }

func (l *layout) contents() {
	c := &contents{title: l.doc.Labels.Contents, rtl: l.doc.RTL}
	for _, s := range l.doc.Sections {
		c.entries = append(c.entries, entry{s.Heading, l.marks[s.ID]})
	}
	l.pieces = append(l.pieces, c)
}

// add adds a paragraph in the document's direction.
func (l *layout) add(p *para) *para {
	p.rtl = p.rtl || l.doc.RTL
	if n := len(l.pieces); n > 0 {
		_, p.apart = l.pieces[n-1].(*grid)
	}
	l.pieces = append(l.pieces, p)
	return p
}

// heading adds one of a level from 1 on.
func (l *layout) heading(level int, id, text, word string) *para {
	p := &para{style: headings[min(level, len(headings))-1], spans: []span{{text: text}}, keep: true}
	p.marks = l.marked(id)
	if word != "" {
		p.spans = append(p.spans, span{text: " "}, stamped(word))
	}
	return l.add(p)
}

// marked returns the bookmarks of what has this id.
func (l *layout) marked(id string) []string {
	if m := l.marks[id]; m != "" {
		return []string{m}
	}
	return nil
}

func (l *layout) section(level int, s document.Section) {
	l.heading(level, s.ID, s.Heading, s.Stamp)
	l.blocks(level, s.Blocks)
}

func (l *layout) blocks(level int, blocks []document.Block) {
	even := false
	for _, b := range blocks {
		if q, ok := b.(document.Quote); ok {
			l.quote(q, even)
			even = !even
			continue
		}
		even = false
		switch b := b.(type) {
		case document.Section:
			l.section(level+1, b)
		case document.Paragraph:
			l.add(&para{style: paragraphStyle(b.Style), spans: l.line(b.Line, b.Style == document.Figure, large)})
		case document.List:
			l.list(b)
		case document.Facts:
			l.facts(b)
		case document.Cards:
			l.cards(level, b)
		case document.Table:
			l.table(b)
		case document.Chart:
			l.chart(b)
		}
	}
}

func paragraphStyle(s document.Style) styleID {
	switch s {
	case document.Figure:
		return figure
	case document.Note:
		return note
	case document.Few:
		return few
	}
	return normal
}

// line returns the spans of a line. Where it tells a figure, what is strong in
// it gets the style big.
func (l *layout) line(line document.Line, tells bool, big styleID) []span {
	var spans []span
	for _, s := range line {
		x := span{text: s.Text, strong: s.Strong, lang: s.Lang, rtl: s.Lang != "" && backwards(s.Text), link: l.link(s.Href)}
		switch {
		case s.Masked:
			x.style = masked
		case tells && s.Strong:
			x.style, x.strong = big, false
		case x.link != "":
			x.style = link
		}
		spans = append(spans, x)
	}
	return spans
}

// link returns where an address leads from a file: to a bookmark or to the
// outside. Other pages of the program cannot be reached from one.
func (l *layout) link(href string) string {
	if id, inside := strings.CutPrefix(href, "#"); inside {
		if m := l.marks[id]; m != "" {
			return "#" + m
		}
		return ""
	}
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(href, scheme) {
			return href
		}
	}
	return ""
}

func (l *layout) list(b document.List) {
	for _, item := range b.Items {
		l.add(&para{style: bullet, spans: l.line(item, false, "")})
	}
}
