package paper

import (
	"strings"

	"ouderstem/views/letters"
)

// point is the size fonts are measured in, in mm.
const point = 25.4 / 72

// face is one of the fonts on paper, where sizes are in points and widths in mm.
type face struct{ letters.Face }

var (
	regular = face{letters.Regular}
	bold    = face{letters.Bold}
	mono    = face{letters.Mono}
)

// families are the names of the faces in a PDF, each with its style.
var families = map[face]struct{ name, style string }{
	regular: {"go", ""},
	bold:    {"go", "B"},
	mono:    {"gomono", "B"},
}

// width returns how wide s is, in mm, at size points.
func (f face) width(s string, size float64) float64 { return f.Width(s, size*point) }

// draws reports whether the face has a picture of r.
func (f face) draws(r rune) bool { return f.Draws(string(r)) }

// drawable returns s on one line, without what the face cannot draw.
func (f face) drawable(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Map(func(r rune) rune {
		if f.draws(r) {
			return r
		}
		return -1
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shorten cuts s where it would be wider than width mm, behind a word if it
// can, and says so with dots.
func (f face) shorten(s string, size, width float64) string {
	return f.Shorten(s, size*point, width)
}

// fit returns the largest size, most at most, at which s is no wider than
// width mm.
func (f face) fit(s string, most, width float64) float64 { return f.Fit(s, most, width/point) }

// wrap breaks s into as few lines as fit in width mm, all about as long.
func (f face) wrap(s string, size, width float64) []string {
	return f.Wrap(s, size*point, width)
}
