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

// barRow is a bar by itself.
type barRow struct {
	document.Bar
	Room float64 // the width of its interval
}

func barRows(bars []document.Bar) []barRow {
	rows := make([]barRow, len(bars))
	for i, b := range bars {
		rows[i].Bar = b
		if b.Low != nil && b.High != nil {
			rows[i].Room = *b.High - *b.Low
		}
	}
	return rows
}
