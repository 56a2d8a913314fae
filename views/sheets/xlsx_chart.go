package sheets

import (
	"github.com/xuri/excelize/v2"

	"ouderstem/views/document"
)

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
		Format:    excelize.GraphicOptions{AltText: spoken(s.Chart.Description), Name: s.Chart.ID},
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

// spoken is a description as Excel takes it: of at most 65,535 UTF-16 units.
func spoken(description string) string {
	const longest = 65535 / 2
	letters := []rune(clean(description))
	if len(letters) > longest {
		letters = append(letters[:longest-1], '…')
	}
	return string(letters)
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
