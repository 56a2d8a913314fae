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
	title         string  // of the file
	fixed         drawing // what is the same on every one
	square        square  // where the QR code goes
	code          label   // where the code goes
	columns, rows int     // how many stand on a page
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
func (f form) count(n int) int {
	each := f.columns * f.rows
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
func (f form) corner(column, row int) (x, y float64) {
	return pageWidth / float64(f.columns) * float64(column), pageHeight / float64(f.rows) * float64(row)
}

// Cut marks, in mm.
const (
	tick  = 8 // at the edge of the page, of which printers leave up to 5 white
	cross = 2 // to each side, where cuts meet
)

// marks returns what to cut along around the first n forms of a page. Marks lie
// on the cuts, in the margins of the forms around them.
func (f form) marks(n int) []rule {
	var marks []rule
	for row := range f.rows + 1 {
		for column := range f.columns + 1 {
			if !f.borders(column, row, n) {
				continue
			}
			x, y := f.corner(column, row)
			if 0 < row && row < f.rows {
				from, to := mark(x, pageWidth)
				marks = append(marks, rule{from, y, to, y})
			}
			if 0 < column && column < f.columns {
				from, to := mark(y, pageHeight)
				marks = append(marks, rule{x, from, x, to})
			}
		}
	}
	return marks
}

// borders reports whether one of the first n forms has a corner where column
// and row begin.
func (f form) borders(column, row, n int) bool {
	for r := max(row-1, 0); r <= min(row, f.rows-1); r++ {
		for c := max(column-1, 0); c <= min(column, f.columns-1); c++ {
			if r*f.columns+c < n {
				return true
			}
		}
	}
	return false
}

// mark returns where the mark at one place of a cut begins and ends; the cut
// runs from 0 to end.
func mark(at, end float64) (from, to float64) {
	switch at {
	case 0:
		return 0, tick
	case end:
		return end - tick, end
	}
	return at - cross, at + cross
}
