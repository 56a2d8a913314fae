package chart

import (
	"ouderstem/views/document"
)

// radius is how large a point is.
const radius = 5

// point draws a figure: a hollow one where it rests on few answers.
func (s *sheet) point(at spot, rough bool) {
	fill := deep
	if rough {
		fill = white
	}
	s.add(dot{spot: at, r: radius, fill: fill, frame: deep, wide: 2})
}

// ruler draws one figure with its interval on its scale.
func (s *sheet) ruler(p document.Ruler) {
	if p.Missing {
		s.y = s.set(normal, start, margin, s.y, normal.lines(p.Text, inner, labelLines))
		return
	}
	// Room at the ends, so that words there stay inside.
	a := axis{p.Scale, margin + 34, right - 34}
	top := s.y + strong.leading()
	level := top + 14
	s.within(strong, a.at(p.Value), top-4, p.Text)
	s.line(a.from, level, a.to, level, line, 1.2)
	for _, t := range a.ticks() {
		s.line(t.at, level-5, t.at, level+5, line, 1.2)
		s.within(normal, t.at, level+16+textSize, t.label)
	}
	foot := level + 20 + textSize
	if p.Scale.Line != nil {
		at := a.at(*p.Scale.Line)
		s.dashed(at, top+2, at, foot+4, ink)
		s.within(small, at, foot+6+smallSize, p.Scale.LineLabel)
		foot += 6 + small.leading()
	}
	low, high := a.at(p.Low), a.at(p.High)
	s.add(box{x: low, y: level - 10, w: high - low, h: 20, fill: plain(water), frame: deep})
	s.point(spot{a.at(p.Value), level}, p.Rough)
	s.y = foot + 4
}

// within sets one line around x, moved where it would leave the picture.
func (s *sheet) within(t style, x, y float64, text string) {
	text = t.first(text, inner)
	half := t.face.Width(text, t.size) / 2
	s.put(t, middle, min(max(x, margin+half), right-half), y, text)
}

// interval draws a figure with its whisker; from and to are its ends.
func (s *sheet) interval(at, from, to spot, rough bool) {
	if from != to {
		s.whisker(from, to)
	}
	s.point(at, rough)
}

// years draws figures from left to right, each over its label and under what it
// is.
func (s *sheet) years(p document.Dots) {
	if len(p.Points) == 0 {
		return
	}
	const high, left = 220, 56
	step := float64(inner-left) / float64(len(p.Points))
	a := axis{p.Scale, s.y + high, s.y} // upwards
	above := s.y                        // where the highest words begin
	for _, point := range p.Points {
		if !point.Missing {
			told := smallStrong.lines(point.Text, step-gap, labelLines)
			above = min(above, a.over(point)-float64(len(told))*smallStrong.leading())
		}
	}
	s.y += s.y - above
	a.from, a.to = s.y+high, s.y
	for _, t := range a.ticks() {
		s.line(margin+left, t.at, right, t.at, thin, 1)
		s.put(small, end, margin+left-gap, t.at+smallSize*.36, small.first(t.label, left-gap))
	}
	s.line(margin+left, a.from, right, a.from, line, 1.2)
	if p.Scale.Line != nil {
		at := a.at(*p.Scale.Line)
		s.dashed(margin+left, at, right, at, ink)
	}
	below := a.from
	for i, point := range p.Points {
		x := margin + left + (float64(i)+.5)*step
		if point.Missing {
			s.over(quiet, x, a.from-4, quiet.lines(point.Text, step-gap, labelLines))
		} else {
			top := spot{x, a.at(point.High)}
			s.interval(spot{x, a.at(point.Value)}, spot{x, a.at(point.Low)}, top, point.Rough)
			s.over(smallStrong, x, a.over(point), smallStrong.lines(point.Text, step-gap, labelLines))
		}
		below = max(below, s.set(normal, middle, x, a.from+6, normal.lines(point.Label, step-4, labelLines)))
	}
	s.y = below
	if p.Scale.Line != nil && p.Scale.LineLabel != "" {
		s.key(ink, true, p.Scale.LineLabel)
	}
}

// over returns where the words above a point have their foot.
func (a axis) over(p document.Point) float64 {
	return min(a.at(p.High), a.at(p.Value)-radius) - 6
}

// over sets lines around x whose foot is at y, on white: lines of the scale run
// there.
func (s *sheet) over(t style, x, y float64, lines []string) {
	y -= float64(len(lines)) * t.leading()
	s.ground(t, middle, x, y, lines)
	s.set(t, middle, x, y, lines)
}

// ground lays white behind lines that are set there.
func (s *sheet) ground(t style, at align, x, y float64, lines []string) {
	for i, l := range lines {
		wide := t.face.Width(l, t.size)
		s.add(box{x: x - float64(at)*wide - 2, y: y + float64(i)*t.leading(), w: wide + 4, h: t.leading(), fill: plain(white)})
	}
}

// key tells below a plot what a line in it is.
func (s *sheet) key(c colour, dashes bool, text string) {
	s.y += gap
	y := s.y + smallSize*.6
	if dashes {
		s.dashed(margin, y, margin+30, y, c)
	} else {
		s.line(margin, y, margin+30, y, c, 1.6)
	}
	s.y = s.set(small, start, margin+38, s.y, small.lines(text, inner-38, labelLines))
}

// list draws figures below each other, each behind its label.
func (s *sheet) list(p document.Dots) {
	if len(p.Points) == 0 {
		return
	}
	const label, told, low = 250, 96, 30
	a := axis{p.Scale, margin + label + 2*gap, right - told}
	// How high each row is, so that lines can be drawn below all of them.
	top, foot := s.y, s.y
	var heights []float64
	for _, point := range p.Points {
		lines := max(len(normal.lines(point.Label, label, labelLines)), len(s.told(point, a, told)))
		heights = append(heights, max(low, float64(lines)*normal.leading()+gap))
		foot += heights[len(heights)-1]
	}
	for _, t := range a.ticks() {
		s.line(t.at, top, t.at, foot, thin, 1)
		s.within(small, t.at, foot+4+smallSize, t.label)
	}
	if p.Scale.Line != nil {
		at := a.at(*p.Scale.Line)
		s.dashed(at, top, at, foot, ink)
	}
	for i, point := range p.Points {
		s.row(point, a, told, heights[i])
		s.y += heights[i]
	}
	s.line(a.from, foot, a.to, foot, line, 1.2)
	s.y = foot + 4 + small.leading()
	if p.Scale.Line != nil && p.Scale.LineLabel != "" {
		s.key(ink, true, p.Scale.LineLabel)
	}
}

// told returns the lines of a figure, or of why there is none.
func (s *sheet) told(p document.Point, a axis, room float64) []string {
	if p.Missing {
		return quiet.lines(p.Text, right-a.from, labelLines)
	}
	return strong.lines(p.Text, room-2*gap, labelLines)
}

// row draws one figure of a list in the middle of a row that is high.
func (s *sheet) row(p document.Point, a axis, told, high float64) {
	centre := s.y + high/2
	lines := normal.lines(p.Label, a.from-2*gap-margin, labelLines)
	s.set(normal, start, margin, centre-float64(len(lines))*normal.leading()/2, lines)
	words := s.told(p, a, told)
	if p.Missing {
		y := centre - float64(len(words))*quiet.leading()/2
		s.ground(quiet, start, a.from, y, words) // lines of the scale run here
		s.set(quiet, start, a.from, y, words)
		return
	}
	s.interval(spot{a.at(p.Value), centre}, spot{a.at(p.Low), centre}, spot{a.at(p.High), centre}, p.Rough)
	s.set(strong, end, right, centre-float64(len(words))*strong.leading()/2, words)
}
