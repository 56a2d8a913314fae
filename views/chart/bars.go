package chart

import (
	"strings"

	"ouderstem/views/document"
)

// histogram draws a column for every bar, the longest one as high as there is
// room, with its share above it. Columns are of one kind, so they have no
// patterns.
func (s *sheet) histogram(p document.Histogram) {
	if len(p.Bars) == 0 {
		return
	}
	const high = 150
	step := float64(inner) / float64(len(p.Bars))
	most, above, below := 0.0, 1, 1
	for _, b := range p.Bars {
		most = max(most, b.Percent)
		above = max(above, len(smallStrong.lines(over(b), step-4, labelLines)))
		below = max(below, len(normal.lines(b.Label, step-4, labelLines)))
	}
	top := s.y + float64(above)*smallStrong.leading() + 4
	foot := top + high
	for i, b := range p.Bars {
		x := margin + float64(i)*step
		height := 0.0
		if most > 0 {
			height = high * max(b.Percent, 0) / most
		}
		if height > 0 {
			s.add(box{x: x + step*.14, y: foot - height, w: step * .72, h: height, fill: plain(deep)})
		}
		told := smallStrong.lines(over(b), step-4, labelLines)
		s.set(smallStrong, middle, x+step/2, foot-height-4-float64(len(told))*smallStrong.leading(), told)
		s.set(normal, middle, x+step/2, foot+5, normal.lines(b.Label, step-4, labelLines))
	}
	s.line(margin, foot, right, foot, line, 1)
	s.y = foot + 5 + float64(below)*normal.leading()
}

// over is what stands over a column: the share in few letters where there are
// some.
func over(b document.Bar) string {
	if b.Short != "" {
		return b.Short
	}
	return b.Text
}

// stack lays bars of one whole end to end, and tells below which is which.
// Rounded shares need not add up to 100; the bar is always full.
func (s *sheet) stack(p document.Stack) {
	const high = 36
	total := 0.0
	for _, b := range p.Bars {
		total += max(b.Percent, 0)
	}
	if total > 0 {
		top := s.y + strong.leading()
		x := float64(margin)
		for _, b := range p.Bars {
			wide := inner * max(b.Percent, 0) / total
			if wide == 0 {
				continue
			}
			s.add(box{x: x, y: top, w: wide, h: high, fill: named(b.Fill), frame: ink})
			if text := clean(b.Text); strong.face.Width(text, strong.size) < wide-6 {
				s.put(strong, middle, x+wide/2, top-6, text)
			}
			x += wide
		}
		s.y = top + high + 2*gap
	}
	s.legend(p.Bars)
}

// swatch is how large the sample of a pattern is.
const swatch = 20

// legend tells what each bar is, and how large: after each other where every
// label keeps to one line, and in columns otherwise.
func (s *sheet) legend(bars []document.Bar) {
	for _, b := range bars {
		if keyed(b) > inner {
			s.columns(bars)
			return
		}
	}
	const apart = 26
	x := float64(margin)
	for _, b := range bars {
		if x > margin && x+keyed(b) > right {
			x = margin
			s.y += swatch + gap - 2
		}
		s.add(box{x: x, y: s.y, w: swatch, h: swatch, fill: named(b.Fill), frame: ink})
		label, share := clean(b.Label), clean(b.Text)
		s.put(normal, start, x+swatch+10, s.y+2+normal.size, label)
		s.put(strong, start, x+swatch+10+normal.face.Width(label, normal.size)+8, s.y+2+normal.size, share)
		x += keyed(b) + apart
	}
	s.y += swatch + gap - 2
}

// keyed is how wide b is in a legend, on one line.
func keyed(b document.Bar) float64 {
	return swatch + 10 + normal.face.Width(clean(b.Label), normal.size) + 8 + strong.face.Width(clean(b.Text), strong.size)
}

// columns is a legend with each bar on a line of its own: shares stand in a
// column behind the longest label.
func (s *sheet) columns(bars []document.Bar) {
	const x, told = margin + swatch + 10, 190 // for the share
	widest, share := 0.0, 0.0
	for _, b := range bars {
		widest = max(widest, normal.widest(normal.lines(b.Label, right-x-told-2*gap, labelLines)))
		share = max(share, strong.widest(strong.lines(b.Text, told, labelLines)))
	}
	for _, b := range bars {
		s.add(box{x: margin, y: s.y, w: swatch, h: swatch, fill: named(b.Fill), frame: ink})
		label := s.set(normal, start, x, s.y+2, normal.lines(b.Label, right-x-told-2*gap, labelLines))
		shares := s.set(strong, end, x+widest+2*gap+share, s.y+2, strong.lines(b.Text, told, labelLines))
		s.y = max(label, shares, s.y+swatch) + gap - 2
	}
}

// rows draws a bar for each label below the other, with its interval on it
// where it has one. Labels tell them apart, so they have no patterns.
func (s *sheet) rows(p document.Rows) {
	const high, told = 16, 190
	for _, b := range p.Bars {
		label := s.set(normal, start, margin, s.y, normal.lines(b.Label, inner-told-gap, labelLines))
		share := s.set(strong, end, right, s.y, strong.lines(b.Text, told, labelLines))
		top := max(label, share) + 2
		s.add(box{x: margin, y: top, w: inner, h: high, fill: plain(soft), frame: thin})
		place := func(percent float64) float64 { return margin + inner*min(max(percent, 0), 100)/100 }
		if b.Percent > 0 {
			s.add(box{x: margin, y: top, w: place(b.Percent) - margin, h: high, fill: plain(deep)})
		}
		if b.Low != nil && b.High != nil {
			s.whisker(spot{place(*b.Low), top + high/2}, spot{place(*b.High), top + high/2})
		}
		s.y = top + high + 12
	}
}

// whisker draws an interval level or upright, white around it so that it is
// seen on a bar too.
func (s *sheet) whisker(from, to spot) {
	const cap = 4
	x, y := 0.0, float64(cap)
	if from.x == to.x {
		x, y = cap, 0
	}
	for _, pen := range []struct {
		c    colour
		wide float64
	}{{white, 4}, {ink, 1.6}} {
		grow := (pen.wide - 1.6) / 2 // so that the white goes around the ends too
		s.line(from.x, from.y, to.x, to.y, pen.c, pen.wide)
		for _, at := range []spot{from, to} {
			s.line(at.x-x-sign(x)*grow, at.y-y-sign(y)*grow, at.x+x+sign(x)*grow, at.y+y+sign(y)*grow, pen.c, pen.wide)
		}
	}
}

func sign(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}

// widest returns how wide the widest of lines is.
func (t style) widest(lines []string) float64 {
	widest := 0.0
	for _, l := range lines {
		widest = max(widest, t.face.Width(l, t.size))
	}
	return widest
}

// first returns text cut to one line.
func (t style) first(text string, width float64) string {
	return strings.Join(t.lines(text, width, 1), "")
}
