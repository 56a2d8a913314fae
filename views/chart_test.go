package views

import (
	"math"
	"strconv"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

func shares(percents ...float64) []document.Bar {
	var bars []document.Bar
	for _, p := range percents {
		bars = append(bars, document.Bar{Percent: p, Text: "so much"})
	}
	return bars
}

// A stacked bar is always full and in order, however its shares were rounded.
func TestStack(t *testing.T) {
	for _, bars := range [][]document.Bar{
		shares(61, 33, 5, 1), shares(39, 36, 19, 7), shares(30, 30, 30), shares(100, 0, 0), shares(0, 100), shares(40, 40, 40),
	} {
		x := 0.0
		for _, s := range stack(bars) {
			if math.Abs(s.X-x) > 1e-9 || s.Width <= 0 {
				t.Errorf("%v: a slice at %v of %v begins where the last one did not end, %v", bars, s.X, s.Width, x)
			}
			if (s.Text != "") != (s.Width >= readable) {
				t.Errorf("%v: the words %q over a slice of %v", bars, s.Text, s.Width)
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
	var bars []document.Bar
	for mark, percent := range []float64{0, 0, 1, 0, 2, 8, 28, 40, 15, 6} {
		bars = append(bars, document.Bar{Label: strconv.Itoa(mark + 1), Percent: percent, Short: "so"})
	}
	columns := histogram(bars)
	if len(columns) != 10 {
		t.Fatalf("%d columns", len(columns))
	}
	for i, c := range columns {
		if c.Label != bars[i].Label || c.Text != "so" || c.X < 0 || c.X+c.Width > 100 || c.Y < histogramTop || math.Abs(c.Y+c.Height-histogramTop-histogramHeight) > 1e-9 {
			t.Errorf("column %d is %+v", i, c)
		}
		if want := 10*float64(i) + 5; math.Abs(c.Middle()-want) > 1e-9 {
			t.Errorf("the middle of mark %s is at %v, not %v", c.Label, c.Middle(), want)
		}
	}
	if columns[7].Height != histogramHeight || columns[3].Height != 0 {
		t.Errorf("the highest is %v, and that of 0 %% is %v", columns[7], columns[3])
	}
}

// The ruler's marks stand under those of the histogram, and the ends are on it.
func TestPlace(t *testing.T) {
	marks := document.Scale{Low: 1, High: 10, Step: 1}
	at := place(marks, document.Point{Value: 7.4, Low: 1, High: 10})
	if at.Low != 5 || at.High != 95 || at.Width() != 90 || math.Abs(at.Value-69) > 1e-9 {
		t.Errorf("%+v", at)
	}
	pass := 5.5
	marks.Line = &pass
	shown := scaleOf("nl", marks, along)
	if len(shown.Ticks) != 10 || shown.First() != 5 || shown.Last() != 95 || *shown.Line != 50 || shown.Ticks[9].Label != "10" {
		t.Errorf("%+v", shown)
	}
}
