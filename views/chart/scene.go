package chart

import (
	"bytes"
	"math"

	"ouderstem/views/letters"
)

// scene is a picture before it has a format: marks in the order they are drawn,
// in units of which [Width] make its width, from the upper left corner.
type scene struct {
	id, lang           string
	title, description string
	height             float64
	marks              []mark
}

// mark is one of the kinds below.
type mark interface {
	svg(b *bytes.Buffer, s scene)
	png(c *canvas)
}

// box is a rectangle, filled with a paint and framed with a colour.
type box struct {
	x, y, w, h float64
	fill       paint
	frame      colour // "" for none; a unit wide
}

// path is a line along points. Its ends are cut off square.
type path struct {
	points []spot
	colour colour
	wide   float64
	dash   float64 // as long as the gaps between them; 0 for a whole line
}

// dot is a circle, filled and framed.
type dot struct {
	spot
	r     float64
	fill  colour
	frame colour
	wide  float64 // of the frame
}

// words are a line of text; y is its baseline.
type words struct {
	spot
	face   letters.Face
	size   float64
	colour colour
	text   string
}

type spot struct{ x, y float64 }

func (m words) width() float64 { return m.face.Width(m.text, m.size) }

// add puts a mark on top. Places are rounded to hundredths, so that both formats
// draw the same numbers and files stay short.
func (s *scene) add(m mark) {
	switch m := m.(type) {
	case box:
		// Not the width: boxes side by side must go on meeting.
		right, bottom := round(m.x+m.w), round(m.y+m.h)
		m.x, m.y = round(m.x), round(m.y)
		m.w, m.h = round(right-m.x), round(bottom-m.y)
		s.marks = append(s.marks, m)
	case path:
		points := make([]spot, len(m.points))
		for i, p := range m.points {
			points[i] = p.rounded()
		}
		m.points = points
		s.marks = append(s.marks, m)
	case dot:
		m.spot = m.rounded()
		s.marks = append(s.marks, m)
	case words:
		m.spot = m.rounded()
		s.marks = append(s.marks, m)
	}
}

func (p spot) rounded() spot { return spot{round(p.x), round(p.y)} }

func round(x float64) float64 { return math.Round(x*100) / 100 }

// line adds a straight line.
func (s *scene) line(x1, y1, x2, y2 float64, c colour, wide float64) {
	s.add(path{points: []spot{{x1, y1}, {x2, y2}}, colour: c, wide: wide})
}

// dashed adds a straight line of dashes.
func (s *scene) dashed(x1, y1, x2, y2 float64, c colour) {
	s.add(path{points: []spot{{x1, y1}, {x2, y2}}, colour: c, wide: 1.2, dash: 4})
}
