package views

import (
	"math"
	"strconv"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
)

func shares(percents ...int) []stats.Bar {
	var bars []stats.Bar
	for _, p := range percents {
		bars = append(bars, stats.Bar{Side: survey.Positive, Share: stats.Share{Percent: p}})
	}
	return bars
}

// A stacked bar is always full and in order, however its shares were rounded.
func TestStack(t *testing.T) {
	for _, bars := range [][]stats.Bar{
		shares(61, 33, 5, 1), shares(39, 36, 19, 7), shares(30, 30, 30), shares(100, 0, 0), shares(0, 100), shares(40, 40, 40),
	} {
		x := 0.0
		for _, s := range stack(bars) {
			if math.Abs(s.X-x) > 1e-9 || s.Width <= 0 {
				t.Errorf("%v: a slice at %v of %v begins where the last one did not end, %v", bars, s.X, s.Width, x)
			}
			if s.Told && s.Width < readable {
				t.Errorf("%v: a number over a slice of %v", bars, s.Width)
			}
			x += s.Width
		}
		if math.Abs(x-100) > 1e-9 {
			t.Errorf("%v is %v wide", bars, x)
		}
	}
	if got := stack(shares(0, 0)); len(got) != 0 {
		t.Errorf("nothing is drawn as %v", got)
	}
	word := []stats.Bar{{Share: stats.Share{Percent: 100, Word: stats.AlmostEveryone}}}
	if got := stack(word); len(got) != 1 || got[0].Told {
		t.Errorf("a share in words has a number: %v", got)
	}
}

// Neighbours never share a pattern: colour is not needed to tell them apart.
func TestFills(t *testing.T) {
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range templates {
		for _, q := range s.Questions {
			var bars []stats.Bar
			for _, o := range q.Options {
				bars = append(bars, stats.Bar{Value: o.ID, Side: o.Side})
			}
			seen := map[string]bool{}
			for _, fill := range fills(bars) {
				if seen[fill] {
					t.Errorf("%s, %s: %s is there twice", id, q.ID, fill)
				}
				seen[fill] = true
			}
		}
	}
}

func TestHistogram(t *testing.T) {
	var bars []stats.Bar
	for mark, percent := range []int{0, 0, 1, 0, 2, 8, 28, 40, 15, 6} {
		bars = append(bars, stats.Bar{Value: strconv.Itoa(mark + 1), Share: stats.Share{Percent: percent}})
	}
	bars[1].Share.Word = stats.AlmostNobody
	columns := histogram(append(bars, stats.Bar{Value: "unknown", Side: survey.Unknown}))
	if len(columns) != 10 {
		t.Fatalf("%d columns", len(columns))
	}
	for i, c := range columns {
		if c.Mark != i+1 || c.X < 0 || c.X+c.Width > 100 || c.Y < histogramTop || math.Abs(c.Y+c.Height-histogramTop-histogramHeight) > 1e-9 {
			t.Errorf("column %d is %+v", i, c)
		}
		if want := 10*float64(i) + 5; math.Abs(c.Middle()-want) > 1e-9 {
			t.Errorf("the middle of mark %d is at %v, not %v", c.Mark, c.Middle(), want)
		}
	}
	if !columns[1].Few || columns[0].Few || columns[7].Height != histogramHeight {
		t.Errorf("few: %v and %v; highest: %v", columns[0], columns[1], columns[7])
	}
}

// The ruler's marks stand under those of the histogram, and the ends are on it.
func TestMeasure(t *testing.T) {
	r := measure(stats.Interval{Value: 7.4, Low: 1, High: 10})
	if r.Low != 5 || r.High != 95 || r.Width() != 90 || r.Sufficient != 50 || math.Abs(r.Value-69) > 1e-9 || len(r.Ticks) != 10 {
		t.Errorf("%+v", r)
	}
}
