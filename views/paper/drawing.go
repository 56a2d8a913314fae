package paper

import (
	"iter"
	"slices"

	"ouderstem/survey"
)

// A4, in mm.
const (
	pageWidth  = 210
	pageHeight = 297
)

// drawing is what stands on a page, or on a part of it: in mm from the upper
// left corner, in black.
type drawing struct {
	labels  []label
	rules   []rule
	squares []square
}

// label is a line of text; y is its baseline.
type label struct {
	x, y float64
	face face
	size float64 // in points
	text string
}

// width of the text, in mm.
func (l label) width() float64 { return l.face.width(l.text, l.size) }

// rule is a straight line, thin enough to cut along.
type rule struct{ x1, y1, x2, y2 float64 }

const ruleWidth = 0.12

// square is a QR code without the white around it.
type square struct {
	x, y, side float64
	modules    [][]bool
}

// add puts all of d on the drawing, moved by x and y.
func (to *drawing) add(d drawing, x, y float64) {
	for _, l := range d.labels {
		l.x, l.y = l.x+x, l.y+y
		to.labels = append(to.labels, l)
	}
	for _, r := range d.rules {
		to.rules = append(to.rules, rule{r.x1 + x, r.y1 + y, r.x2 + x, r.y2 + y})
	}
	for _, s := range d.squares {
		s.x, s.y = s.x+x, s.y+y
		to.squares = append(to.squares, s)
	}
}

// form is a card or a poster before its code is known.
type form struct {
	title  string  // of the file
	fixed  drawing // what is the same on every one
	square square  // where the QR code goes
	code   label   // where the code goes
	grid
}

// grid is where forms stand on a page: side by side, with nothing between them.
type grid struct {
	columns, rows int
	width, height float64 // of one form
	left, top     float64 // of the first one
}

// filling is a grid that leaves nothing of the page.
func filling(columns, rows int) grid {
	return grid{columns: columns, rows: rows, width: pageWidth / float64(columns), height: pageHeight / float64(rows)}
}

// centred is a grid of forms of this size in the middle of the page.
func centred(columns, rows int, width, height float64) grid {
	return grid{columns, rows, width, height, (pageWidth - float64(columns)*width) / 2, (pageHeight - float64(rows)*height) / 2}
}

// with returns the form with a code on it.
func (f form) with(s Sheet, c survey.Code) (drawing, error) {
	modules, err := encode(Link(s.Site, s.Address, c))
	if err != nil {
		return drawing{}, err
	}
	d := drawing{labels: slices.Clone(f.fixed.labels), rules: f.fixed.rules}
	code, qr := f.code, f.square
	code.text, qr.modules = c.String(), modules
	d.labels = append(d.labels, code)
	d.squares = []square{qr}
	return d, nil
}

// count returns the number of pages that n forms fill, at least one.
func (g grid) count(n int) int {
	each := g.columns * g.rows
	return max(1, (n+each-1)/each)
}

// pages draws one page after the other, so that no more than one is held.
func (f form) pages(s Sheet, codes []survey.Code) iter.Seq2[drawing, error] {
	return func(yield func(drawing, error) bool) {
		for some := range slices.Chunk(codes, f.columns*f.rows) {
			page, err := f.page(s, some)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

func (f form) page(s Sheet, codes []survey.Code) (drawing, error) {
	var page drawing
	for i, c := range codes {
		d, err := f.with(s, c)
		if err != nil {
			return drawing{}, err
		}
		x, y := f.corner(i%f.columns, i/f.columns)
		page.add(d, x, y)
	}
	page.rules = append(page.rules, f.marks(len(codes))...)
	return page, nil
}

// corner returns where the form in a column and a row begins.
func (g grid) corner(column, row int) (x, y float64) {
	return g.left + g.width*float64(column), g.top + g.height*float64(row)
}

// Cut marks, in mm.
const (
	tick  = 8 // at the edge of the page, of which printers leave up to 5 white, or beside the forms
	cross = 2 // to each side, where cuts meet
)

// marks returns what to cut along around the first n forms of a page. Marks lie
// on the cuts, in the margins of the forms around them, or beside the forms.
func (g grid) marks(n int) []rule {
	var marks []rule
	for row := range g.rows + 1 {
		for column := range g.columns + 1 {
			if !g.borders(column, row, n) {
				continue
			}
			x, y := g.corner(column, row)
			if 0 < y && y < pageHeight {
				from, to := mark(x, pageWidth, column == 0, column == g.columns)
				marks = append(marks, rule{from, y, to, y})
			}
			if 0 < x && x < pageWidth {
				from, to := mark(y, pageHeight, row == 0, row == g.rows)
				marks = append(marks, rule{x, from, x, to})
			}
		}
	}
	return marks
}

// borders reports whether one of the first n forms has a corner where column
// and row begin.
func (g grid) borders(column, row, n int) bool {
	for r := max(row-1, 0); r <= min(row, g.rows-1); r++ {
		for c := max(column-1, 0); c <= min(column, g.columns-1); c++ {
			if r*g.columns+c < n {
				return true
			}
		}
	}
	return false
}

// mark returns where the mark at one place of a cut begins and ends. The page
// runs from 0 to end; at the first and the last form the cut goes on beside them
// where there is room.
func mark(at, end float64, first, last bool) (from, to float64) {
	switch {
	case first:
		return max(0, at-tick), max(tick, at)
	case last:
		return min(end-tick, at), min(end, at+tick)
	}
	return at - cross, at + cross
}
