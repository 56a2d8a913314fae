package views

import (
	"ouderstem/views/document"
)

// node is a block of a document as a page shows it: with the level of its
// heading, and next to what belongs with it.
type node struct {
	Kind   string // names its template: document-KIND
	Level  int    // of a heading in it, as in h2
	Block  document.Block
	Inside []node
	Title  string // of one of several cards
	Lang   string // of that title, where it is not the document's
}

// nodes arranges the blocks of a section whose heading is an h of level − 1.
// Quotes after each other become one list, and a figure stands beside its facts.
func nodes(level int, blocks []document.Block) []node {
	var list []node
	for i := 0; i < len(blocks); i++ {
		n := node{Level: level, Block: blocks[i]}
		switch b := blocks[i].(type) {
		case document.Section:
			n.Kind, n.Inside = "section", nodes(level+1, b.Blocks)
		case document.Paragraph:
			n.Kind = "paragraph"
			if size := figureSize(blocks[i:]); size > 1 {
				figure := node{Kind: "group", Inside: alone(level, blocks[i:i+size-1])}
				n = node{Kind: "mean", Inside: append([]node{figure}, alone(level, blocks[i+size-1:i+size])...)}
				i += size - 1
			}
		case document.List:
			n.Kind = "list"
		case document.Facts:
			n.Kind = "facts"
		case document.Cards:
			n.Kind = "cards"
			for _, c := range b.Items {
				n.Inside = append(n.Inside, node{Title: c.Heading, Lang: c.Lang, Level: level, Inside: alone(level, c.Blocks)})
			}
		case document.Quote:
			n.Kind = "quotes"
			for ; i < len(blocks); i++ {
				q, ok := blocks[i].(document.Quote)
				if !ok {
					break
				}
				n.Inside = append(n.Inside, node{Block: q})
			}
			i--
		case document.Table:
			if n.Kind = "table"; b.Aside {
				n.Kind = "aside"
			}
		case document.Chart:
			n.Kind = "chart"
			if i+1 < len(blocks) && besides(b, blocks[i+1]) {
				n = node{Kind: "beside", Inside: alone(level, blocks[i:i+2])}
				i++
			}
		}
		list = append(list, n)
	}
	return list
}

// besides reports whether a histogram and what follows it have room side by
// side: the same figure through the years.
func besides(c document.Chart, next document.Block) bool {
	_, columns := c.Plot.(document.Histogram)
	years, ok := next.(document.Chart)
	if !ok || !columns {
		return false
	}
	dots, ok := years.Plot.(document.Dots)
	return ok && dots.Across
}

// alone arranges blocks each by itself.
func alone(level int, blocks []document.Block) []node {
	var list []node
	for _, b := range blocks {
		list = append(list, nodes(level, []document.Block{b})...)
	}
	return list
}

// figureSize is how many blocks stand side by side: a figure, its small print
// and its facts; 0 where blocks do not begin so.
func figureSize(blocks []document.Block) int {
	style := func(i int) document.Style {
		if p, ok := blocks[i].(document.Paragraph); ok {
			return p.Style
		}
		return document.Normal
	}
	n := 1
	if style(0) != document.Figure {
		return 0
	}
	for n < len(blocks) && style(n) == document.Note {
		n++
	}
	if n < len(blocks) {
		if _, ok := blocks[n].(document.Facts); ok {
			return n + 1
		}
	}
	return 0
}

// sections arranges all of a document.
func sections(d document.Document) []node {
	var blocks []document.Block
	for _, s := range d.Sections {
		blocks = append(blocks, s)
	}
	const below = 2 // the title is an h1
	return nodes(below, blocks)
}

// drawing is a plot as a page draws it: what is of its kind is filled in.
type drawing struct {
	Kind    string
	Height  int // px
	Bars    []document.Bar
	Rows    []barRow
	Columns []column
	Slices  []slice
	Points  []placed
	Scale   scale
	Funnel  funnel
}

// draw places what p draws; numbers on its scale are written as in lang.
func draw(lang string, p document.Plot) drawing {
	switch p := p.(type) {
	case document.Histogram:
		return drawing{Kind: "histogram", Height: 180, Columns: histogram(p.Bars)}
	case document.Stack:
		return drawing{Kind: "stack", Height: 64, Bars: p.Bars, Slices: stack(p.Bars)}
	case document.Rows:
		return drawing{Kind: "rows", Rows: barRows(p.Bars)}
	case document.Ruler:
		return drawing{Kind: "ruler", Height: 76, Points: []placed{place(p.Scale, p.Point)}, Scale: scaleOf(lang, p.Scale, along)}
	case document.Dots:
		if p.Across {
			return drawing{Kind: "years", Height: risingHeight, Points: across(p), Scale: scaleOf(lang, p.Scale, rising)}
		}
		d := drawing{Kind: "dots", Scale: scaleOf(lang, p.Scale, along)}
		for _, point := range p.Points {
			d.Points = append(d.Points, place(p.Scale, point))
		}
		return d
	case document.Funnel:
		return drawing{Kind: "funnel", Height: risingHeight, Funnel: funnelOf(lang, p), Scale: scaleOf(lang, p.Scale, rising)}
	}
	return drawing{}
}
