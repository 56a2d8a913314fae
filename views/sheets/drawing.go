package sheets

import (
	"math"

	"github.com/xuri/excelize/v2"

	"ouderstem/views/document"
)

// column is a column of numbers that a chart draws. NaN is where there is none.
type column struct {
	Name    string
	Numbers []float64
	Line    bool   // drawn as a line without points
	Fill    string // see [document.Bar]
}

// drawing is a plot as charts of Excel know it: columns of numbers over labels.
type drawing struct {
	kind     excelize.ChartType
	labels   []string
	across   []float64 // what the points of a scatter stand over
	columns  []column
	told     []string // words that stand for numbers which may not be told; nil for none
	each     bool     // every label is a series of its own: parts of one whole
	highLow  bool     // a line from the lowest to the highest column
	reversed bool     // the first label on top
	scale    document.Scale
	height   uint // px
}

// draw says how a plot is drawn.
func draw(p document.Plot, w Words) drawing {
	whole := document.Scale{Low: 0, High: 100, Unit: document.Percent}
	bars := func(kind excelize.ChartType, list []document.Bar) drawing {
		inWords := false
		d := drawing{kind: kind, scale: whole, height: 320, columns: []column{{Name: w.Value, Fill: "fill-positive-1"}}}
		for _, b := range list {
			d.labels = append(d.labels, b.Label)
			d.columns[0].Numbers = append(d.columns[0].Numbers, b.Percent)
			d.told = append(d.told, b.Text)
			_, ok := shapeOf(document.Cell{Text: b.Text, Number: &b.Percent})
			inWords = inWords || !ok
		}
		if !inWords {
			d.told = nil
		}
		return d
	}
	switch p := p.(type) {
	case document.Histogram:
		d := bars(excelize.Col, p.Bars)
		d.scale.High = 0 // as high as the highest
		return d
	case document.Stack:
		d := bars(excelize.BarStacked, p.Bars)
		d.each, d.height = true, 260
		return d
	case document.Rows:
		d := bars(excelize.Bar, p.Bars)
		d.height, d.reversed = uint(120+34*len(p.Bars)), true
		return d
	case document.Ruler:
		return points([]document.Point{p.Point}, p.Scale, w)
	case document.Dots:
		return points(p.Points, p.Scale, w)
	case document.Funnel:
		return funnel(p, w)
	}
	return drawing{}
}

// points draws figures with their intervals as lines from low to high.
func points(list []document.Point, scale document.Scale, w Words) drawing {
	d := drawing{kind: excelize.Line, scale: scale, height: 320, highLow: true}
	low, value, high := column{Name: w.Low}, column{Name: w.Value, Fill: "fill-positive-1"}, column{Name: w.High}
	for _, p := range list {
		d.labels = append(d.labels, p.Label)
		if p.Missing {
			p.Low, p.Value, p.High = math.NaN(), math.NaN(), math.NaN()
		}
		low.Numbers, value.Numbers, high.Numbers = append(low.Numbers, p.Low), append(value.Numbers, p.Value), append(high.Numbers, p.High)
	}
	d.columns = []column{value, low, high}
	return d
}

// funnel draws groups over their number of answers, with the limits as lines.
func funnel(p document.Funnel, w Words) drawing {
	d := drawing{kind: excelize.Scatter, scale: p.Scale, height: 400}
	n := len(p.Points) + len(p.Limits)
	empty := func(name, fill string, line bool) column {
		c := column{Name: name, Fill: fill, Line: line, Numbers: make([]float64, n)}
		for i := range c.Numbers {
			c.Numbers[i] = math.NaN()
		}
		return c
	}
	d.columns = []column{
		empty(w.Value, "fill-positive-1", false), empty(w.Mean, "", true),
		empty(p.Inner+" "+w.Low, "fill-negative-1", true), empty(p.Inner+" "+w.High, "fill-negative-1", true),
		empty(p.Outer+" "+w.Low, "fill-negative-2", true), empty(p.Outer+" "+w.High, "fill-negative-2", true),
	}
	for i, at := range p.Points {
		d.labels, d.across = append(d.labels, at.Label), append(d.across, float64(at.N))
		d.columns[0].Numbers[i] = at.Value
	}
	for i, l := range p.Limits {
		d.labels, d.across = append(d.labels, ""), append(d.across, float64(l.N))
		for j, y := range []float64{p.Mean, l.InnerLow, l.InnerHigh, l.OuterLow, l.OuterHigh} {
			d.columns[j+1].Numbers[len(p.Points)+i] = y
		}
	}
	return d
}
