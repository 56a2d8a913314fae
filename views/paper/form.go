package paper

import (
	"fmt"
	"strings"

	"ouderstem/survey"
)

// form lays out what the sheet asks for.
func (w words) form() (form, error) {
	lay := func() (form, error) { return w.card(1) }
	switch {
	case w.sheet.Way == survey.ByPoster:
		lay = w.poster
	case w.sheet.Layout == TwoOnA4:
		lay = func() (form, error) { return w.card(large) }
	case w.sheet.Layout == TenOnA4:
		lay = w.business
	}
	f, err := lay()
	if err != nil {
		return form{}, err
	}
	for _, l := range f.fixed.labels {
		for _, r := range l.text {
			if !l.face.draws(r) { // better no card than one with holes in its sentences
				return form{}, fmt.Errorf("paper in %s: no font for %q", w.language(), r)
			}
		}
	}
	return f, nil
}

// times makes a style larger; leading is in sizes already.
func (s style) times(k float64) style {
	s.size *= k
	s.after *= k
	return s
}

// column sets lines of text under each other.
type column struct {
	said     words
	to       *drawing
	x, width float64
	y        float64 // where the next line begins
	centred  bool
	last     float64 // the size of the code, in points
	err      error   // the first that happened
}

// style is how lines are set.
type style struct {
	face    face
	size    float64 // in points
	leading float64 // from baseline to baseline, in sizes
	after   float64 // white below, in mm
}

// sentence returns a sentence, or "" once something went wrong.
func (c *column) sentence(key string) string {
	if c.err != nil {
		return ""
	}
	var text string
	text, c.err = c.said.say(key)
	return text
}

// say sets sentences behind each other, broken over lines.
func (c *column) say(s style, keys ...string) {
	var text []string
	for _, key := range keys {
		text = append(text, c.sentence(key))
	}
	c.set(s, s.face.wrap(strings.Join(text, " "), s.size, c.width)...)
}

// title sets a sentence on one line, as large as there is room.
func (c *column) title(s style, key string) {
	text := c.sentence(key)
	s.size = s.face.fit(text, s.size, c.width)
	c.set(s, text)
}

// instead sets on one line what to do where scanning fails: the question in
// bold, then the answer.
func (c *column) instead(s style) {
	a, b := c.sentence("paper.type.title"), c.sentence("paper.type")
	wide := func() float64 { return bold.width(a+" ", s.size) + s.face.width(b, s.size) }
	s.size *= min(1, c.width/wide())
	c.y += s.size * point * s.leading
	x := c.x + c.indent(wide())
	c.to.labels = append(c.to.labels,
		label{x, c.y, bold, s.size, a},
		label{x + bold.width(a+" ", s.size), c.y, s.face, s.size, b})
	c.y += s.after
}

// address sets what people type on one line or, where that would be small
// print, on two.
func (c *column) address(s style) {
	const legible = 0.7 // of the size that was asked for
	lines := []string{c.said.sheet.typed()}
	if s.face.fit(lines[0], s.size, c.width) < legible*s.size {
		lines = halve(lines[0])
		s.size *= legible
	}
	for _, line := range lines {
		s.size = s.face.fit(line, s.size, c.width)
	}
	c.set(s, lines...)
}

// halve breaks an address before the dot, dash or slash nearest to its middle:
// at the end of a line people would take it for the line's own.
func halve(address string) []string {
	runes := []rune(address)
	middle := len(runes) / 2
	for i := range middle {
		for _, at := range []int{middle - i, middle + i} {
			if strings.ContainsRune("./-", runes[at]) {
				return []string{string(runes[:at]), string(runes[at:])}
			}
		}
	}
	return []string{string(runes[:middle]), string(runes[middle:])}
}

// code returns where the code goes; all codes are as wide as each other.
func (c *column) code(s style) label {
	const characters = 17 // of a code, without separators
	wide := s.face.width(survey.Code(strings.Repeat("0", characters)).String(), s.size)
	c.y += s.size*point*s.leading + s.after
	c.last = s.size
	return label{x: c.x + c.indent(wide), y: c.y - s.after, face: s.face, size: s.size}
}

// published sets, with its baseline at foot, where can be read what came of all
// answers, and returns where the line above it stands: at foot still, where there
// is no room for it. An address that is cut short leads nowhere.
func (c *column) published(s style, foot float64) float64 {
	text := c.sentence("paper.published") + " " + c.said.sheet.published()
	s.size = s.face.fit(text, s.size, c.width)
	above := foot - s.leading*s.size*point
	top := above - capitals*s.size*point
	if s.size < smallest || top < c.y+descent*c.last*point {
		return foot
	}
	y := c.y
	c.y = foot
	c.set(style{s.face, s.size, 0, 0}, text)
	c.y = y
	return above
}

// smallest is the size that can still be read, in points.
const smallest = 7

// How far lines reach from their baseline, in sizes.
const (
	capitals = 0.73
	descent  = 0.2
)

// set sets lines as they are.
func (c *column) set(s style, lines ...string) {
	for _, line := range lines {
		c.y += s.size * point * s.leading
		if line != "" {
			c.to.labels = append(c.to.labels, label{c.x + c.indent(s.face.width(line, s.size)), c.y, s.face, s.size, line})
		}
	}
	c.y += s.after
}

// indent returns where something this wide begins.
func (c *column) indent(wide float64) float64 {
	if c.centred {
		return (c.width - wide) / 2
	}
	return 0
}
