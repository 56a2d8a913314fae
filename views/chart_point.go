package views

import (
	"fmt"
	"slices"
	"strings"

	"ouderstem/views/document"
)

// margin is left free at both ends of a scale, in per cents of the width, so that
// the words there fit and the marks of a ruler stand under the columns of a
// histogram.
const margin = 5

// along returns where x stands on a scale from left to right, in per cents of the
// width.
func along(s document.Scale, x float64) float64 {
	return margin + (100-2*margin)*(x-s.Low)/(s.High-s.Low)
}

// Sizes of a picture with a scale from below upwards, in px: room above for a
// number, and below for the words under it.
const (
	risingHeight = 228
	risingTop    = 26
	risingBottom = 196
)

// rising returns how high x stands on a scale from below upwards, in px from above.
func rising(s document.Scale, x float64) float64 {
	return risingBottom - (risingBottom-risingTop)*(x-s.Low)/(s.High-s.Low)
}

// scaleRoom is left for the words of a scale that rises, in per cents of the width.
const scaleRoom = 9

// placed is a figure with its interval on a scale. At is where it stands on the
// other one, where there are two.
type placed struct {
	document.Point
	At               float64
	Value, Low, High float64
	Unnamed          bool // there is no room for its label
}

// Width is that of the interval on a scale from left to right.
func (p placed) Width() float64 { return p.High - p.Low }

func place(s document.Scale, p document.Point) placed {
	return placed{Point: p, Value: along(s, p.Value), Low: along(s, p.Low), High: along(s, p.High)}
}

// mostNames is how many labels of years fit next to each other on a phone.
const mostNames = 8

// across places points next to each other on a scale that rises. Of many, every
// second or third has its label, the last one always.
func across(d document.Dots) []placed {
	step := (100 - scaleRoom) / float64(len(d.Points))
	every := (len(d.Points) + mostNames - 1) / mostNames
	points := make([]placed, len(d.Points))
	for i, p := range d.Points {
		points[i] = placed{
			Point: p, At: scaleRoom + step*(float64(i)+0.5),
			Value: rising(d.Scale, p.Value), Low: rising(d.Scale, p.Low), High: rising(d.Scale, p.High),
			Unnamed: (len(d.Points)-1-i)%every != 0,
		}
	}
	return points
}

// scale is what figures are drawn on.
type scale struct {
	Ticks     []tick
	Line      *float64 // drawn across it
	LineLabel string
}

// First and Last are where the scale begins and ends.
func (s scale) First() float64 { return s.Ticks[0].At }

// Last is where the scale ends.
func (s scale) Last() float64 { return s.Ticks[len(s.Ticks)-1].At }

type tick struct {
	At    float64
	Label string
}

// scaleOf places the ticks of s and the line across it, by along or rising.
func scaleOf(lang string, s document.Scale, at func(document.Scale, float64) float64) scale {
	var shown scale
	for x := s.Low; x <= s.High; x += s.Step {
		t := tick{at(s, x), Number(lang, x, 0)}
		if i := len(shown.Ticks); s.Labels != nil {
			t.Label = ""
			if i < len(s.Labels) {
				t.Label = s.Labels[i]
			}
		}
		shown.Ticks = append(shown.Ticks, t)
	}
	if s.Line != nil {
		at := at(s, *s.Line)
		shown.Line, shown.LineLabel = &at, s.LineLabel
	}
	return shown
}

// funnel is a funnel as a page draws it. Lines are drawn in a box of 100 by 100
// that is stretched to the picture.
type funnel struct {
	Points       []numbered
	Inner, Outer []string // lines, as the points attribute of a polyline
	InnerLabel   string
	OuterLabel   string
	NLabel       string
	Ns           []tick // along the horizontal axis
}

// numbered is a group in a funnel; the number tells which one it is.
type numbered struct {
	document.FunnelPoint
	Number int
	X, Y   float64
}

func funnelOf(lang string, p document.Funnel) funnel {
	most := 1
	for _, l := range p.Limits {
		most = max(most, l.N)
	}
	for _, x := range p.Points {
		most = max(most, x.N)
	}
	// A little beyond the largest, so that its number fits.
	across := func(n int) float64 { return scaleRoom + (100-scaleRoom)*float64(n)/(1.06*float64(most)) }
	line := func(f func(document.FunnelLimit) float64) string {
		var b strings.Builder
		for _, l := range p.Limits {
			y := 100 * rising(p.Scale, f(l)) / risingHeight
			fmt.Fprintf(&b, "%.2f,%.2f ", across(l.N), y)
		}
		return strings.TrimSpace(b.String())
	}
	f := funnel{
		InnerLabel: p.Inner, OuterLabel: p.Outer, NLabel: p.NLabel,
		Inner: []string{line(func(l document.FunnelLimit) float64 { return l.InnerLow }), line(func(l document.FunnelLimit) float64 { return l.InnerHigh })},
		Outer: []string{line(func(l document.FunnelLimit) float64 { return l.OuterLow }), line(func(l document.FunnelLimit) float64 { return l.OuterHigh })},
	}
	for i, x := range p.Points {
		f.Points = append(f.Points, numbered{x, i + 1, across(x.N), rising(p.Scale, x.Value)})
	}
	for _, n := range slices.Compact([]int{0, most / 2, most}) {
		f.Ns = append(f.Ns, tick{across(n), Number(lang, float64(n), 0)})
	}
	return f
}
