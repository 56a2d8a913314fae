package office

// A document is first laid out as pieces, in the styles of style.go. Both text
// formats write those, so that they look alike.

// piece is a paragraph, a table or the list of contents.
type piece interface{ piece() }

// para is a paragraph.
type para struct {
	style styleID
	spans []span
	marks []string // bookmarks that lead here
	rtl   bool
	// keep holds it on the page of what follows.
	keep bool
	// fresh begins a page.
	fresh bool
	// apart puts space above it, because what stands there has none below.
	apart bool
	// rule draws a line above it.
	rule bool
	// even says that it is the second, fourth, … of paragraphs that belong
	// together, so that programs do not join the lines beside them.
	even bool
	// hang is how far its second line and what follows its tab are indented, in
	// mm; 0 leaves that to the style.
	hang float64
}

// span is a stretch of text in one style.
type span struct {
	text   string
	style  styleID
	strong bool
	link   string // "#" and a bookmark, or an address
	lang   string // where it is not the document's
	rtl    bool
	what   content
	pic    *picture
}

// content is what a span is when it is more than its text.
type content int

const (
	plain      content = iota
	tab                // to the paragraph's stop
	tableCount         // text is the table's number
	figureCount
	drawing // pic is to be seen
)

// picture is a drawing of known size.
type picture struct {
	png                []byte
	pixelsX, pixelsY   int
	width, height      float64 // mm
	title, description string
	number             int // of the figure, from 1
}

// grid is a table.
type grid struct {
	id      string
	caption string
	widths  []float64 // of its columns, mm
	right   []bool    // columns of numbers, which stand at the end
	head    []string
	rows    [][]cell
	rtl     bool
	keep    bool // on one page
	noted   bool // what follows belongs to it
	dense   bool // in smaller letters
}

// gap is between its columns, in mm.
func (g *grid) gap() float64 {
	if g.dense {
		return denseGap
	}
	return gap
}

// cellStyle returns the style of a cell's text in column c.
func (g *grid) cellStyle(head bool, c int) styleID {
	styles := cellStyles
	if g.dense {
		styles = denseStyles
	}
	at := 0
	if head {
		at = 2
	}
	if g.right[c] {
		at++
	}
	return styles[at]
}

// cell is a cell of a grid.
type cell struct {
	text string
	head bool   // heads its row
	lang string // where it is not the document's
}

// contents is the list of sections.
type contents struct {
	title   string
	entries []entry
	rtl     bool
}

// entry leads to a section.
type entry struct{ text, mark string }

func (*para) piece()     {}
func (*grid) piece()     {}
func (*contents) piece() {}
