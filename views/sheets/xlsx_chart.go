package sheets

import (
	"fmt"
	"math"
	"slices"
	"strconv"

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

// inks are the colours of the patterns of [document.Bar]: charts of Excel have
// colours only.
var inks = map[string]string{
	"fill-positive-1": "0B5571", "fill-positive-2": "9FCADB", "fill-positive-3": "E3F0F5",
	"fill-between-1": "EFEBE2", "fill-between-2": "DCD5C6", "fill-between-3": "C8BFAB",
	"fill-negative-1": "E3B457", "fill-negative-2": "7A4F00", "fill-negative-3": "3D2800",
	"fill-unknown-1": "FFFFFF", "fill-unknown-2": "F2F4F6", "fill-unknown-3": "E4E8EB",
}

// lettering is how words are written on a pattern.
func lettering(fill string) excelize.Font {
	switch fill {
	case "fill-positive-1", "fill-negative-2", "fill-negative-3":
		return excelize.Font{Color: "FFFFFF", Bold: true, Size: 10}
	}
	return dark
}

func ink(fill string) string {
	if c, ok := inks[fill]; ok {
		return c
	}
	return "75828E"
}

// chart draws the chart of s beside its rows.
func (x *xlsx) chart(s sheet) error {
	d := draw(s.Chart.Plot, x.words)
	if len(d.columns) == 0 || len(d.labels) == 0 {
		return nil
	}
	from, err := x.source(s, d)
	if err != nil {
		return err
	}
	at, err := excelize.CoordinatesToCellName(s.chartAt())
	if err != nil {
		return err
	}
	off, overlap := false, 100
	c := &excelize.Chart{
		Type: d.kind, Series: x.series(s, d, from), VaryColors: &off, ShowBlanksAs: "gap",
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(s.Chart.Title), Font: &excelize.Font{Size: 12, Bold: true}}}},
		Format:    excelize.GraphicOptions{AltText: clean(s.Chart.Description), Name: s.Chart.ID},
		Dimension: excelize.ChartDimension{Width: 720, Height: d.height},
		Legend:    excelize.ChartLegend{Position: "none"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: !d.highLow && d.kind != excelize.Scatter && d.told == nil},
		XAxis:     excelize.ChartAxis{Font: dark, HighLowLines: d.highLow, ReverseOrder: d.reversed},
		YAxis:     excelize.ChartAxis{Font: dark, MajorGridLines: true, MajorUnit: d.scale.Step, Minimum: d.bound(d.scale.Low)},
	}
	if d.scale.High > d.scale.Low {
		c.YAxis.Maximum = d.bound(d.scale.High)
	}
	if d.scale.Unit == document.Percent {
		c.YAxis.MajorUnit /= 100
		c.YAxis.NumFmt.CustomNumFmt, c.PlotArea.NumFmt.CustomNumFmt = "0%", "0%"
	}
	if d.each {
		c.Overlap = &overlap
	}
	if d.each || d.highLow || d.kind == excelize.Scatter {
		c.Legend.Position = "bottom"
	}
	return x.AddChart(s.Name, at, c)
}

// dark is how axes are lettered: lighter is not legible.
var dark = excelize.Font{Color: "17212B", Size: 10}

// bound is an end of the axis of numbers.
func (d drawing) bound(v float64) *float64 {
	if d.scale.Unit == document.Percent {
		v /= 100
	}
	return &v
}

// source is where the numbers of a drawing stand: from row Top on, its labels in
// one column and each of its columns in one, with its name in row Head.
type source struct {
	Sheet     string
	Head, Top int
	Label     int
	Columns   []int
}

// address is that of n rows of a column, from row on.
func (s source) address(column, row, n int) string {
	name, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", s.Sheet, name, row, name, row+n-1)
}

// series says what is drawn how.
func (x *xlsx) series(s sheet, d drawing, from source) []excelize.ChartSeries {
	var list []excelize.ChartSeries
	n := len(d.labels)
	if d.each {
		fills := s.Chart.Plot.(document.Stack).Bars //nolint:errcheck // only a stack is drawn so
		for i := range n {
			list = append(list, excelize.ChartSeries{
				Name: from.address(from.Label, from.Top+i, 1), Values: from.address(from.Columns[0], from.Top+i, 1),
				Fill: solid(ink(fills[i].Fill)), Line: outline,
				DataLabel: excelize.ChartDataLabel{Font: lettering(fills[i].Fill)},
			})
		}
		return list
	}
	for j, c := range d.columns {
		one := excelize.ChartSeries{
			Name: from.address(from.Columns[j], from.Head, 1), Categories: from.address(from.Label, from.Top, n), Values: from.address(from.Columns[j], from.Top, n),
			Fill: solid(ink(c.Fill)), Line: outline,
		}
		switch {
		case c.Line:
			one.Marker.Symbol = "none"
			one.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 1.25, Fill: solid(ink(c.Fill))}
		case d.kind == excelize.Line, d.kind == excelize.Scatter:
			one.Line.Type = excelize.LineNone
			one.Marker = excelize.ChartMarker{Symbol: "circle", Size: 9, Fill: solid(ink(c.Fill))}
			if c.Fill == "" { // an end of an interval
				one.Marker.Symbol, one.Marker.Size = "dash", 7
			}
		}
		list = append(list, one)
	}
	return list
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

var outline = excelize.LineOptions{Type: excelize.LineSolid, Width: 0.75, Fill: solid("4D5A66")}

// source finds the numbers of d in the table of s, or writes them on a sheet
// beside.
func (x *xlsx) source(s sheet, d drawing) (source, error) {
	if from, ok := find(s, d); ok {
		return from, nil
	}
	return x.writeBeside(s, d)
}

// find looks for rows of the table of s that hold the labels and numbers of d.
func find(s sheet, d drawing) (source, bool) {
	t := s.Chart.Table
	if d.across != nil || d.told != nil {
		return source{}, false
	}
	for i := 0; i+len(d.labels) <= len(t.Rows); i++ {
		rows := t.Rows[i : i+len(d.labels)]
		if !slices.EqualFunc(rows, d.labels, func(r []document.Cell, label string) bool { return r[0].Text == label }) {
			continue
		}
		from := source{Sheet: s.Name, Head: s.Head, Top: s.Head + 1 + i, Label: 1}
		for _, c := range d.columns {
			for j := 1; j < len(t.Head); j++ {
				if !slices.Contains(from.Columns, j+1) && holds(rows, j, c) {
					from.Columns = append(from.Columns, j+1)
					break
				}
			}
		}
		if len(from.Columns) == len(d.columns) {
			return from, true
		}
	}
	return source{}, false
}

// holds reports whether the cells of a column are the numbers of c, and words
// where c has none.
func holds(rows [][]document.Cell, j int, c column) bool {
	for i, r := range rows {
		_, told := shapeOf(r[j])
		if told == math.IsNaN(c.Numbers[i]) || told && *r[j].Number != c.Numbers[i] {
			return false
		}
	}
	return true
}

// writeBeside writes what a chart draws on the sheet for it.
func (x *xlsx) writeBeside(s sheet, d drawing) (source, error) {
	rows, from := beside(s, d, x.words)
	from.Sheet = sheetName(x.words.Charts)
	if x.beside == 0 {
		if _, err := x.NewSheet(from.Sheet); err != nil {
			return source{}, err
		}
		if err := x.SetColWidth(from.Sheet, "A", "A", 40); err != nil {
			return source{}, err
		}
		if err := x.SetColWidth(from.Sheet, "B", "H", 16); err != nil {
			return source{}, err
		}
		if err := x.paper(from.Sheet); err != nil {
			return source{}, err
		}
	}
	for i, row := range rows {
		for j, c := range row {
			if err := x.cell(from.Sheet, j+1, x.beside+i+1, c); err != nil {
				return source{}, err
			}
		}
	}
	from.Head, from.Top = from.Head+x.beside, from.Top+x.beside
	x.beside += len(rows) + 1
	return from, nil
}

// beside lays out what a chart draws: its title, the names of its columns, and
// a row for each label.
func beside(s sheet, d drawing, w Words) ([][]cell, source) {
	from := source{Head: 2, Top: 3, Label: 1}
	heads := []cell{words(heading, w.Label)}
	if f, ok := s.Chart.Plot.(document.Funnel); ok {
		heads = append(heads, words(heading, f.NLabel))
		from.Label = 2
	}
	for _, c := range d.columns {
		heads = append(heads, words(heading, c.Name))
		from.Columns = append(from.Columns, len(heads))
	}
	rows := [][]cell{{words(title, s.Chart.Title)}, heads}
	for i, label := range d.labels {
		if d.told != nil && d.kind != excelize.Col { // columns have no room for it
			label += ": " + d.told[i]
		}
		row := []cell{words(first, label)}
		if d.across != nil {
			row = append(row, number(d.across[i], document.Count))
		}
		for _, c := range d.columns {
			if d.told != nil {
				row = append(row, cell{Cell: document.Cell{Text: d.told[i]}, Drawn: d.bound(c.Numbers[i])})
				continue
			}
			row = append(row, number(c.Numbers[i], d.scale.Unit))
		}
		rows = append(rows, row)
	}
	return rows, from
}

// number is a cell with a number and no words; NaN is an empty one.
func number(x float64, u document.Unit) cell {
	if math.IsNaN(x) {
		return cell{}
	}
	x = math.Round(x*1e4) / 1e4
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if u == document.Percent {
		text += "%"
	}
	return cell{Cell: document.Cell{Text: text, Number: &x, Unit: u}}
}
