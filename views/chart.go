package views

import (
	"fmt"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// Charts on a page are drawn in per cents of their width, without a viewBox: so
// they fill any page and letters keep their size, on a phone as on paper. All x
// and widths below are such per cents, 0 to 100; all y and heights are px.

// slice is one stretch of a stacked bar.
type slice struct {
	X, Width float64
	Fill     string // id of a pattern
	Text     string // stands above it; "" where there is no room
}

// Middle is where the words of the slice stand.
func (s slice) Middle() float64 { return s.X + s.Width/2 }

// readable is the least width of a slice that has its share above it: two of
// them side by side must fit on a phone.
const readable = 12

// stack lays bars of one division end to end. Rounded shares need not add up to
// 100; the slices do, so that the bar is always full.
func stack(bars []document.Bar) []slice {
	total := 0.0
	for _, b := range bars {
		total += b.Percent
	}
	var slices []slice
	x := 0.0
	for _, b := range bars {
		if b.Percent == 0 {
			continue
		}
		s := slice{X: x, Width: 100 * b.Percent / total, Fill: b.Fill}
		if s.Width >= readable {
			s.Text = b.Text
		}
		slices = append(slices, s)
		x += s.Width
	}
	return slices
}

// shades is how many fills a side has; more options on one side share the last.
const shades = 3

// fills names the pattern of each bar: its side, and which one of that side it
// is. A side of one bar has its strongest shade.
func fills(bars []stats.Bar) []string {
	names := make([]string, len(bars))
	seen := map[survey.Side]int{}
	for i, b := range bars {
		side := b.Side
		if side == "" {
			side = survey.Between
		}
		seen[side] = min(seen[side]+1, shades)
		names[i] = fmt.Sprintf("fill-%s-%d", side, seen[side])
	}
	return names
}

// column is one mark in a histogram.
type column struct {
	X, Width    float64
	Y, Height   float64
	Label, Text string
}

// Middle is where the words of the column stand.
func (c column) Middle() float64 { return c.X + c.Width/2 }

// Sizes of a histogram, in px: room above for a number, and below for the marks.
const (
	histogramTop    = 24
	histogramHeight = 132
)

// histogram draws the distribution of a mark, the most frequent one highest.
func histogram(bars []document.Bar) []column {
	highest := 1.0
	for _, b := range bars {
		highest = max(highest, b.Percent)
	}
	step := 100 / float64(len(bars))
	columns := make([]column, len(bars))
	for i, b := range bars {
		height := histogramHeight * b.Percent / highest
		columns[i] = column{
			X: step*float64(i) + step/10, Width: step * 8 / 10,
			Y: histogramTop + histogramHeight - height, Height: height,
			Label: b.Label, Text: b.Short,
		}
	}
	return columns
}

// margin is left free at both ends of a scale, so that the words there fit and
// the marks of a ruler stand under the columns of a histogram.
const margin = 5

// along returns where x stands on s, in per cents of the width.
func along(s document.Scale, x float64) float64 {
	return margin + (100-2*margin)*(x-s.Low)/(s.High-s.Low)
}

// placed is a figure with its interval on a scale.
type placed struct {
	document.Point
	Value, Low, High float64
}

// Width is that of the interval.
func (s placed) Width() float64 { return s.High - s.Low }

func place(s document.Scale, p document.Point) placed {
	return placed{p, along(s, p.Value), along(s, p.Low), along(s, p.High)}
}

// scale is what figures are drawn on.
type scale struct {
	Ticks     []tick
	Line      *float64 // drawn across it
	LineLabel string
}

// First and Last are where the scale begins and ends.
func (s scale) First() float64 { return s.Ticks[0].X }

// Last is where the scale ends.
func (s scale) Last() float64 { return s.Ticks[len(s.Ticks)-1].X }

type tick struct {
	X     float64
	Label string
}

// scaleOf places the ticks of s and the line across it.
func scaleOf(lang string, s document.Scale) scale {
	var shown scale
	for x := s.Low; x <= s.High; x += s.Step {
		shown.Ticks = append(shown.Ticks, tick{along(s, x), Number(lang, x, 0)})
	}
	if s.Line != nil {
		at := along(s, *s.Line)
		shown.Line, shown.LineLabel = &at, s.LineLabel
	}
	return shown
}
