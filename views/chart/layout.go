package chart

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ouderstem/views/document"
	"ouderstem/views/letters"
)

// Sizes of letters, and how far their lines are apart, in units. On an A4 page
// 17 cm wide the small ones are 8 points.
const (
	titleSize = 18
	textSize  = 14
	smallSize = 12
	leading   = 1.35 // of the size
)

// Around everything, and between what belongs together.
const (
	margin = 20
	gap    = 8
	inner  = Width - 2*margin
	right  = Width - margin
)

// The most lines that something long may take; then it is cut.
const (
	titleLines = 4
	labelLines = 3
	noteLines  = 4
)

// sheet is a scene that is filled from top to bottom: y is where there is room.
type sheet struct {
	scene
	y float64
}

func newSheet(c document.Chart) *sheet {
	s := &sheet{y: margin}
	s.id, s.lang = name(c.ID), c.Lang
	s.title, s.description = clean(c.Title), clean(c.Description)
	return s
}

// name makes an id that XML takes of any.
func name(id string) string {
	return "chart-" + strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, id)
}

// clean returns s on one line, in composed letters, without signs that only
// steer.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// style is how words are set.
type style struct {
	face   letters.Face
	size   float64
	colour colour
}

var (
	titleStyle  = style{letters.Bold, titleSize, ink}
	normal      = style{letters.Regular, textSize, ink}
	strong      = style{letters.Bold, textSize, ink}
	small       = style{letters.Regular, smallSize, ink}
	smallStrong = style{letters.Bold, smallSize, ink}
	quiet       = style{letters.Regular, smallSize, muted}
)

func (t style) leading() float64 { return t.size * leading }

// lines breaks text over at most most lines no wider than width, and cuts what
// is left with dots. A word too long for a line is broken anywhere.
func (t style) lines(text string, width float64, most int) []string {
	var parts []string
	for _, word := range strings.Fields(clean(text)) {
		for t.face.Width(word, t.size) > width {
			fits := 1
			runes := []rune(word)
			for fits < len(runes)-1 && t.face.Width(string(runes[:fits+1]), t.size) <= width {
				fits++
			}
			if len(runes) < 2 {
				break
			}
			parts, word = append(parts, string(runes[:fits])), string(runes[fits:])
		}
		parts = append(parts, word)
	}
	all := strings.Join(parts, " ")
	lines := t.face.Fill(all, t.size, width)
	if len(lines) <= most {
		return t.face.Wrap(all, t.size, width)
	}
	last := strings.Join(lines[most-1:], " ")
	return append(lines[:most-1], t.face.Shorten(last, t.size, width))
}

// align is where words stand with regard to their place.
type align float64

const (
	start  align = 0
	middle align = 0.5
	end    align = 1
)

// put sets one line.
func (s *sheet) put(t style, at align, x, y float64, text string) {
	if text == "" {
		return
	}
	w := words{spot{x, y}, t.face, t.size, t.colour, text}
	w.x -= float64(at) * w.width()
	s.add(w)
}

// set sets lines below each other, the first one's top at y, and returns where
// there is room below them.
func (s *sheet) set(t style, at align, x, y float64, lines []string) float64 {
	for _, l := range lines {
		s.put(t, at, x, y+t.size, l)
		y += t.leading()
	}
	return y
}

// heading sets the title.
func (s *sheet) heading(title string) {
	if lines := titleStyle.lines(title, inner, titleLines); len(lines) > 0 {
		s.y = s.set(titleStyle, start, margin, s.y, lines) + 2*gap
	}
}

// note sets small print below what there is.
func (s *sheet) note(text string) {
	if lines := quiet.lines(text, inner, noteLines); len(lines) > 0 {
		s.y = s.set(quiet, start, margin, s.y+gap, lines)
	}
}

// axis places values of a scale between two places.
type axis struct {
	document.Scale
	from, to float64
}

// at returns where a value stands; what is off the scale stands at its end.
func (a axis) at(value float64) float64 {
	if a.High <= a.Low {
		return (a.from + a.to) / 2
	}
	share := (value - a.Low) / (a.High - a.Low)
	return a.from + min(max(share, 0), 1)*(a.to-a.from)
}

// tickMark is a place on a scale with what is written there, if anything.
type tickMark struct {
	at    float64
	label string
}

// mostTicks is more than can be read.
const mostTicks = 100

// ticks returns the marks of a scale, from its lower end on.
func (a axis) ticks() []tickMark {
	var ticks []tickMark
	for i := 0; i < mostTicks; i++ {
		value := a.Low + float64(i)*a.Step
		if value > a.High+a.Step/1000 {
			break
		}
		t := tickMark{at: a.at(value)}
		switch {
		case i < len(a.Labels):
			t.label = clean(a.Labels[i])
		case a.Labels == nil && math.Abs(value-math.Round(value)) < 1e-9:
			t.label = whole(value)
		}
		ticks = append(ticks, t)
		if a.Step <= 0 {
			break
		}
	}
	return ticks
}
