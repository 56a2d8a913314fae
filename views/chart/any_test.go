package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/views/document"
)

// plots draws any plot that a report could have and some that none should.
func plots() *rapid.Generator[document.Plot] {
	number := rapid.Float64Range(-20, 120)
	end := rapid.Custom(func(t *rapid.T) *float64 { x := number.Draw(t, "end"); return &x })
	bar := rapid.Custom(func(t *rapid.T) document.Bar {
		b := document.Bar{
			Label: rapid.String().Draw(t, "label"), Percent: number.Draw(t, "percent"), Text: rapid.String().Draw(t, "text"),
			Short: rapid.StringN(0, 5, -1).Draw(t, "short"), Fill: rapid.SampledFrom([]string{"", "fill-positive-1", "fill-unknown-3", "?"}).Draw(t, "fill"),
		}
		if rapid.Bool().Draw(t, "interval") {
			b.Low, b.High = end.Draw(t, "low"), end.Draw(t, "high")
		}
		return b
	})
	scale := rapid.Custom(func(t *rapid.T) document.Scale {
		s := document.Scale{Low: number.Draw(t, "from"), High: number.Draw(t, "to"), Step: rapid.Float64Range(-1, 50).Draw(t, "step")}
		if rapid.Bool().Draw(t, "line") {
			s.Line, s.LineLabel = end.Draw(t, "at"), rapid.String().Draw(t, "line label")
		}
		s.Labels = rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "ticks")
		return s
	})
	point := rapid.Custom(func(t *rapid.T) document.Point {
		return document.Point{
			Label: rapid.String().Draw(t, "label"), Text: rapid.String().Draw(t, "text"), Value: number.Draw(t, "value"),
			Low: number.Draw(t, "low"), High: number.Draw(t, "high"), Missing: rapid.Bool().Draw(t, "missing"), Rough: rapid.Bool().Draw(t, "rough"),
		}
	})
	return rapid.Custom(func(t *rapid.T) document.Plot {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return document.Histogram{Bars: rapid.SliceOfN(bar, 0, 12).Draw(t, "bars")}
		case 1:
			return document.Stack{Bars: rapid.SliceOfN(bar, 0, 12).Draw(t, "bars")}
		case 2:
			return document.Rows{Bars: rapid.SliceOfN(bar, 0, 12).Draw(t, "bars")}
		case 3:
			return document.Ruler{Point: point.Draw(t, "point"), Scale: scale.Draw(t, "scale")}
		case 4:
			return document.Dots{Points: rapid.SliceOfN(point, 0, 30).Draw(t, "points"), Scale: scale.Draw(t, "scale"), Across: rapid.Bool().Draw(t, "across")}
		}
		p := document.Funnel{Scale: scale.Draw(t, "scale"), Mean: number.Draw(t, "mean"), Inner: rapid.String().Draw(t, "inner"), NLabel: rapid.String().Draw(t, "n")}
		for range rapid.IntRange(0, 12).Draw(t, "groups") {
			p.Points = append(p.Points, document.FunnelPoint{Label: rapid.String().Draw(t, "label"), N: rapid.IntRange(0, 1e6).Draw(t, "n"), Value: number.Draw(t, "value"), Text: rapid.String().Draw(t, "text")})
		}
		for range rapid.IntRange(0, 6).Draw(t, "limits") {
			p.Limits = append(p.Limits, document.FunnelLimit{N: rapid.IntRange(0, 1e6).Draw(t, "n"), InnerLow: number.Draw(t, "a"), InnerHigh: number.Draw(t, "b"), OuterLow: number.Draw(t, "c"), OuterHigh: number.Draw(t, "d")})
		}
		return p
	})
}

// TestAnyChart: whatever a chart says, its drawing is well-formed XML, its
// picture can be painted, and nothing of it stands outside.
func TestAnyChart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := document.Chart{ID: rapid.String().Draw(t, "id"), Title: rapid.String().Draw(t, "title"), Description: rapid.String().Draw(t, "description"), Plot: plots().Draw(t, "plot")}
		var b bytes.Buffer
		if err := SVG(&b, c); err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(&b)
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if err := PNG(io.Discard, c, 120); err != nil {
			t.Fatal(err)
		}
		s, err := lay(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range s.marks {
			if b := extent(m); b.x < 0 || b.y < 0 || b.x+b.w > Width+.02 || b.y+b.h > s.height+.02 {
				t.Fatalf("%T %+v leaves a picture %.0f high", m, m, s.height)
			}
		}
	})
}

// extent is the box around a mark; letters may reach below their line.
func extent(m mark) box {
	switch m := m.(type) {
	case box:
		return m
	case dot:
		return box{x: m.x - m.r, y: m.y - m.r, w: 2 * m.r, h: 2 * m.r}
	case words:
		return box{x: m.x, y: m.y - .72*m.size, w: m.width(), h: .72 * m.size}
	case path:
		b := box{x: m.points[0].x, y: m.points[0].y}
		for _, p := range m.points[1:] {
			right, foot := max(b.x+b.w, p.x), max(b.y+b.h, p.y)
			b.x, b.y = min(b.x, p.x), min(b.y, p.y)
			b.w, b.h = right-b.x, foot-b.y
		}
		return b
	}
	return box{}
}
