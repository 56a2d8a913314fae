package chart

import (
	"math"
	"slices"
	"strconv"

	"ouderstem/views/document"
)

// funnel draws a figure for each group against the number of its answers, with
// what chance keeps within. Groups have numbers in the plot and their names
// below it, in the order they came in: names do not fit beside points.
func (s *sheet) funnel(p document.Funnel) {
	const high, left = 300, 56
	up := axis{p.Scale, s.y + high, s.y + gap}
	least, most, step := span(p)
	along := axis{document.Scale{Low: least, High: most, Step: step}, margin + left, right - 12}
	for _, t := range up.ticks() {
		s.line(along.from, t.at, right, t.at, thin, 1)
		s.put(small, end, along.from-gap, t.at+smallSize*.36, small.first(t.label, left-gap))
	}
	s.line(along.from, up.from, right, up.from, line, 1.2)
	for _, t := range along.ticks() {
		s.line(t.at, up.from, t.at, up.from+5, line, 1.2)
		s.within(small, t.at, up.from+8+smallSize, t.label)
	}
	s.limits(p.Limits, along, up)
	s.line(along.from, up.at(p.Mean), right, up.at(p.Mean), deep, 1.2)
	s.numbered(p.Points, along, up)
	s.y = up.from + 10 + small.leading()
	if lines := small.lines(p.NLabel, inner-left, labelLines); len(lines) > 0 {
		s.y = s.set(small, middle, (along.from+along.to)/2, s.y, lines)
	}
	if p.Scale.LineLabel != "" {
		s.key(deep, false, p.Scale.LineLabel)
	}
	if len(p.Limits) > 0 {
		if p.Inner != "" {
			s.key(deep, true, p.Inner)
		}
		if p.Outer != "" {
			s.key(ink, false, p.Outer)
		}
	}
	s.y += gap
	s.names(p.Points)
}

// span returns the numbers of answers that a funnel runs from and to, and how
// far its ticks are apart: about eight of them.
func span(p document.Funnel) (least, most, step float64) {
	var all []int
	for _, point := range p.Points {
		all = append(all, point.N)
	}
	for _, l := range p.Limits {
		all = append(all, l.N)
	}
	if len(all) == 0 {
		return 0, 1, 1
	}
	low, top := float64(slices.Min(all)), float64(slices.Max(all))
	step = nice((top - low) / 8)
	return math.Floor(low/step) * step, math.Ceil(max(top, low+step)/step) * step, step
}

// nice returns the least of 1, 2, 5, 10, 20 … that is not below x.
func nice(x float64) float64 {
	for power := 1.0; ; power *= 10 {
		for _, f := range []float64{1, 2, 5} {
			if f*power >= x {
				return f * power
			}
		}
	}
}

// limits draws the curves that chance keeps within.
func (s *sheet) limits(limits []document.FunnelLimit, along, up axis) {
	curve := func(of func(document.FunnelLimit) float64) []spot {
		var points []spot
		for _, l := range limits {
			points = append(points, spot{along.at(float64(l.N)), up.at(of(l))})
		}
		return points
	}
	if len(limits) < 2 {
		return
	}
	for _, of := range []func(document.FunnelLimit) float64{
		func(l document.FunnelLimit) float64 { return l.InnerLow },
		func(l document.FunnelLimit) float64 { return l.InnerHigh },
	} {
		s.add(path{points: curve(of), colour: deep, wide: 1.2, dash: 4})
	}
	for _, of := range []func(document.FunnelLimit) float64{
		func(l document.FunnelLimit) float64 { return l.OuterLow },
		func(l document.FunnelLimit) float64 { return l.OuterHigh },
	} {
		s.add(path{points: curve(of), colour: ink, wide: 1.6})
	}
}

// numbered draws the groups, each with its number where it covers least.
func (s *sheet) numbered(points []document.FunnelPoint, along, up axis) {
	var taken []box
	at := make([]spot, len(points))
	for i, p := range points {
		at[i] = spot{along.at(float64(p.N)), up.at(p.Value)}
		taken = append(taken, box{x: at[i].x - radius - 1, y: at[i].y - radius - 1, w: 2*radius + 2, h: 2*radius + 2})
	}
	for i := range points {
		wide := smallStrong.face.Width(strconv.Itoa(i+1), smallSize)
		taken = append(taken, free(at[i], wide+2, taken, along, up))
	}
	places := taken[len(points):]
	for _, b := range places {
		s.add(box{x: b.x, y: b.y, w: b.w, h: b.h, fill: plain(white)})
	}
	for i, b := range places {
		s.point(at[i], false)
		s.put(smallStrong, middle, b.x+b.w/2, b.y+smallSize*.86, strconv.Itoa(i+1))
	}
}

// free returns the place for a word beside a point that covers least of what is
// taken: all around it, near before far.
func free(at spot, wide float64, taken []box, along, up axis) box {
	const outside = 1000 // worse than covering anything
	best, least := box{}, math.Inf(1)
	for _, ring := range []float64{0, 1, 2} {
		for turn := range 8 {
			sin, cos := math.Sincos(float64(turn) * math.Pi / 4)
			far := radius + 3 + ring*smallSize
			b := box{w: wide, h: smallSize}
			b.x = at.x + cos*(far+b.w/2) - b.w/2
			b.y = at.y + sin*(far+b.h/2) - b.h/2
			covered := ring / 100
			for _, t := range taken {
				covered += b.shared(t)
			}
			if b.x < along.from || b.x+b.w > right || b.y < up.to-smallSize || b.y+b.h > up.from-1 {
				covered += outside
			}
			if covered < least-1e-9 {
				best, least = b, covered
			}
		}
	}
	return best
}

// shared returns how much of two boxes is the same, in square units.
func (m box) shared(o box) float64 {
	w := min(m.x+m.w, o.x+o.w) - max(m.x, o.x)
	h := min(m.y+m.h, o.y+o.h) - max(m.y, o.y)
	return max(w, 0) * max(h, 0)
}

// names tells which group has which number, in as many columns as names leave
// room for.
func (s *sheet) names(points []document.FunnelPoint) {
	const number, told, most = 34, 100, 3
	columns := most
	wide := func() float64 { return float64(inner)/float64(columns) - number - told - 4*gap }
	for _, p := range points {
		for columns > 1 && smallStrong.face.Width(clean(p.Label), smallSize) > wide() {
			columns--
		}
	}
	top, foot := s.y, s.y
	each := (len(points) + columns - 1) / columns
	for i, p := range points {
		if i%each == 0 {
			s.y = top
		}
		x := margin + float64(i/each)*float64(inner)/float64(columns)
		s.put(smallStrong, end, x+number-gap, s.y+smallSize, strconv.Itoa(i+1))
		label := s.set(small, start, x+number, s.y, small.lines(p.Label, wide(), labelLines))
		share := s.set(smallStrong, end, x+number+wide()+gap+told, s.y, smallStrong.lines(p.Text, told, labelLines))
		s.y = max(label, share) + 3
		foot = max(foot, s.y)
	}
	s.y = foot
}

// whole writes a whole number.
func whole(x float64) string { return strconv.FormatInt(int64(math.Round(x)), 10) }
