package views

import (
	"fmt"
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
)

// Charts are drawn in per cents of their width, without a viewBox: so they fill
// any page and letters keep their size, on a phone as on paper. All x and
// widths below are such per cents, 0 to 100.

// slice is one stretch of a stacked bar.
type slice struct {
	X, Width float64
	Fill     string // id of a pattern
	Share    stats.Share
	Told     bool // its share stands above it: there is room, and it is a number
}

// Middle is where the number of the slice stands.
func (s slice) Middle() float64 { return s.X + s.Width/2 }

// readable is the least width of a slice that has its number above it: two of
// them side by side must fit on a phone.
const readable = 12

// stack lays bars of one division end to end. Rounded shares need not add up to
// 100; the slices do, so that the bar is always full.
func stack(bars []stats.Bar) []slice {
	total := 0
	for _, b := range bars {
		total += b.Share.Percent
	}
	var slices []slice
	x := 0.0
	patterns := fills(bars)
	for i, b := range bars {
		if b.Share.Percent == 0 {
			continue
		}
		s := slice{X: x, Width: 100 * float64(b.Share.Percent) / float64(total), Fill: patterns[i], Share: b.Share}
		s.Told = s.Width >= readable && s.Share.Word == ""
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

// column is one mark in a histogram. Heights are in px, as the chart's height
// is fixed.
type column struct {
	X, Width float64
	Y        float64
	Height   float64
	Mark     int
	Percent  int
	Few      bool // some chose it, but less than half a per cent
}

// Middle is where the words of the column stand.
func (c column) Middle() float64 { return c.X + c.Width/2 }

// Sizes of a histogram, in px: room above for a number, and below for the marks.
const (
	histogramTop    = 24
	histogramHeight = 132
)

// histogram draws the distribution of a mark, the most frequent one highest.
func histogram(bars []stats.Bar) []column {
	highest := 1
	for _, b := range bars {
		highest = max(highest, b.Share.Percent)
	}
	const step = 100.0 / (survey.Highest - survey.Lowest + 1)
	var columns []column
	for _, b := range bars {
		mark, err := strconv.Atoi(b.Value)
		if err != nil {
			continue // "don't know" has no place on the scale
		}
		height := histogramHeight * float64(b.Share.Percent) / float64(highest)
		columns = append(columns, column{
			X: step*float64(mark-survey.Lowest) + step/10, Width: step * 8 / 10,
			Y: histogramTop + histogramHeight - height, Height: height,
			Mark: mark, Percent: b.Share.Percent, Few: b.Share.Word == stats.AlmostNobody,
		})
	}
	return columns
}

// ruler is the scale of a mark with its mean and interval on it.
type ruler struct {
	Value, Low, High float64
	Sufficient       float64 // the line that Dutch schools draw
	Ticks            []tick
}

type tick struct {
	X    float64
	Mark int
}

// Width is that of the interval.
func (r ruler) Width() float64 { return r.High - r.Low }

// Pass is the lowest mark that is sufficient.
func (ruler) Pass() float64 { return survey.Sufficient }

// measure places a mean on its scale.
func measure(mean stats.Interval) ruler {
	// The columns of a histogram above stand over the same marks.
	const step = 100.0 / (survey.Highest - survey.Lowest + 1)
	place := func(mark float64) float64 { return step * (mark - survey.Lowest + 0.5) }
	r := ruler{
		Value: place(mean.Value), Low: place(mean.Low), High: place(mean.High),
		Sufficient: place(survey.Sufficient),
	}
	for mark := survey.Lowest; mark <= survey.Highest; mark++ {
		r.Ticks = append(r.Ticks, tick{place(float64(mark)), mark})
	}
	return r
}
