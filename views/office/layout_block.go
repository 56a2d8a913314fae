package office

import (
	"bytes"
	"fmt"
	"image/png"
	"strconv"

	"ouderstem/views/chart"
	"ouderstem/views/document"
)

const (
	// pictureWidth is how many pixels wide charts are drawn: 230 to the inch
	// over the width of the text, which prints well.
	pictureWidth = 1440
	// pictureHeight is the most of a page that a picture may take, in mm.
	pictureHeight = 205
	// whole is the most rows that a table is kept together with: a third of a
	// page. Longer ones may go on with their head repeated.
	whole = 12
	// terms is how wide the terms of facts may be to stand beside them, in mm.
	terms = 52
)

// facts puts terms beside what belongs to them, or above it where they are long.
func (l *layout) facts(b document.Facts) {
	widest := 0.0
	for _, f := range b.Items {
		widest = max(widest, millimetres(f.Term, factSize)+gap)
	}
	if len(b.Items) <= whole {
		l.told()
		first := len(l.pieces)
		defer func() { l.together(first) }()
	}
	for _, f := range b.Items {
		for i, line := range f.Lines {
			spans := l.line(line, false, "")
			if f.Class == "action" {
				for k := range spans {
					spans[k].strong = true
				}
			}
			switch {
			case widest > terms:
				if i == 0 {
					l.add(&para{style: term, spans: []span{{text: f.Term}}, keep: true})
				}
				l.add(&para{style: definition, spans: spans})
			case i == 0:
				l.add(&para{style: fact, spans: append([]span{{text: f.Term, style: label}, {what: tab}}, spans...), hang: widest})
			default:
				l.add(&para{style: fact, spans: append([]span{{what: tab}}, spans...), hang: widest})
			}
		}
	}
}

// together keeps the pieces from first on, all paragraphs, on one page.
func (l *layout) together(first int) {
	for i := first; i < len(l.pieces)-1; i++ {
		if p, ok := l.pieces[i].(*para); ok {
			p.keep = true
		}
	}
}

// told keeps a figure and its small print on the page of its facts.
func (l *layout) told() {
	for i := len(l.pieces) - 1; i >= 0; i-- {
		p, ok := l.pieces[i].(*para)
		if !ok || p.style != note && p.style != figure {
			return
		}
		p.keep = true
	}
}

// cards keeps each of them on one page, with a line above it. They say all that
// the table behind them does.
func (l *layout) cards(level int, b document.Cards) {
	mark := l.marks[b.Table.ID]
	for _, c := range b.Items {
		first := len(l.pieces)
		if c.Heading != "" {
			l.heading(level+1, "", c.Heading, "").spans[0].lang = c.Lang
		}
		for _, x := range c.Blocks {
			if p, ok := x.(document.Paragraph); ok && p.Style == document.Figure {
				l.add(&para{style: figure, spans: l.line(p.Line, true, big)})
				continue
			}
			l.blocks(level, []document.Block{x})
		}
		for i, x := range l.pieces[first:] {
			if p, ok := x.(*para); ok {
				p.rule = i == 0
				p.keep = first+i < len(l.pieces)-1
				if mark != "" {
					p.marks, mark = append(p.marks, mark), ""
				}
			}
		}
	}
}

// quote is written in its own direction, which its words tell.
func (l *layout) quote(q document.Quote, even bool) {
	p := &para{style: quote, even: even, rtl: backwards(q.Line.Text())}
	for _, s := range l.line(q.Line, false, "") {
		if s.lang == "" {
			s.lang = q.Lang
		}
		s.rtl = p.rtl
		p.spans = append(p.spans, s)
	}
	rtl := p.rtl
	l.add(p)
	p.rtl = rtl // not the document's
}

func (l *layout) table(t document.Table) {
	l.tables++
	l.lead()
	p := l.caption(tableCaption, l.doc.Labels.Table, t.Caption, span{text: strconv.Itoa(l.tables), what: tableCount})
	p.keep, p.marks = true, l.marked(t.ID)
	g := &grid{
		id: "table-" + strconv.Itoa(l.tables), caption: t.Caption, head: t.Head,
		rtl: l.doc.RTL, keep: len(t.Rows) <= whole, noted: len(t.Notes) > 0,
	}
	for _, row := range t.Rows {
		var cells []cell
		for _, c := range row {
			cells = append(cells, cell{c.Text, c.Head, c.Lang})
		}
		g.rows = append(g.rows, cells)
	}
	g.widths, g.dense = columns(t)
	g.right = numbers(t)
	l.pieces = append(l.pieces, g)
	l.notes(t.Notes)
}

func (l *layout) chart(c document.Chart) {
	l.figures++
	pic, err := draw(c)
	if err != nil {
		if l.err == nil {
			l.err = fmt.Errorf("chart %s: %w", c.ID, err)
		}
		return
	}
	pic.number = l.figures
	l.lead()
	p := l.add(&para{style: pictured, spans: []span{{what: drawing, pic: pic}}, keep: true})
	p.marks = l.marked(c.ID)
	l.caption(figureCaption, l.doc.Labels.Figure, c.Title, span{text: strconv.Itoa(l.figures), what: figureCount}).keep = len(c.Notes) > 0
	l.notes(c.Notes)
	if len(c.Table.Head) > 0 {
		l.table(c.Table)
	}
}

// lead keeps the sentences above a chart or a table, which say what it shows, on
// its page:
// two paragraphs at most.
func (l *layout) lead() {
	for i := len(l.pieces) - 1; i >= max(0, len(l.pieces)-2); i-- {
		p, ok := l.pieces[i].(*para)
		if !ok || p.style != normal {
			return
		}
		p.keep = true
	}
}

// draw draws a chart without its title and notes, which stand below it as text.
func draw(c document.Chart) (*picture, error) {
	pic := &picture{title: c.Title, description: c.Description}
	c.Title, c.Notes = "", nil
	var b bytes.Buffer
	if err := chart.PNG(&b, c, pictureWidth); err != nil {
		return nil, err
	}
	pic.png = b.Bytes()
	size, err := png.DecodeConfig(bytes.NewReader(pic.png))
	if err != nil {
		return nil, err
	}
	pic.pixelsX, pic.pixelsY = size.Width, size.Height
	pic.width = textWidth
	pic.height = textWidth * float64(size.Height) / float64(size.Width)
	if pic.height > pictureHeight {
		pic.width, pic.height = pic.width*pictureHeight/pic.height, pictureHeight
	}
	return pic, nil
}

func (l *layout) caption(style styleID, word, text string, number span) *para {
	number.strong = true
	spans := []span{number}
	if word != "" {
		spans = []span{{text: word + "\u00a0", strong: true}, number}
	}
	if text != "" {
		spans = append(spans, span{text: ". ", strong: true}, span{text: text})
	}
	return l.add(&para{style: style, spans: spans})
}

func (l *layout) notes(notes []document.Line) {
	for i, n := range notes {
		l.add(&para{style: note, spans: l.line(n, false, ""), keep: i < len(notes)-1})
	}
}
