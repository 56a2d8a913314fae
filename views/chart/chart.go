// Package chart draws the plots of a document as pictures that stand on their
// own: SVG, and PNG for programs that cannot draw SVG.
//
// Each kind of plot is laid out once, as a list of marks ([scene]), and both
// formats draw that list: they cannot show different things. Colours are those
// of the page in light; what a bar stands for is told by its pattern too, so no
// picture needs colour to be read.
package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"ouderstem/views/document"
)

// Width is how wide pictures are, in their own units. Letters are as large as
// on a page when a picture is about that many px wide.
const Width = 720

// SVG writes c as a drawing of [Width] units with its title and notes in it, and
// its description for who cannot see it. Patterns are named after the chart's
// id, so that several drawings can stand in one page. It fails where a number
// of the plot is not finite.
func SVG(w io.Writer, c document.Chart) error {
	s, err := lay(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	s.svg(&b)
	_, err = w.Write(b.Bytes())
	return err
}

// PNG writes c as a picture of width px, with the same in it as the drawing
// that [SVG] writes. Width is from 1 to 4 times [Width].
func PNG(w io.Writer, c document.Chart, width int) error {
	if width < 1 || width > 4*Width {
		return fmt.Errorf("chart %s: %d px wide", c.ID, width)
	}
	s, err := lay(c)
	if err != nil {
		return err
	}
	return s.png(w, width)
}

// Height returns how high a picture of c is that is [Width] wide.
func Height(c document.Chart) (float64, error) {
	s, err := lay(c)
	if err != nil {
		return 0, err
	}
	return s.height, nil
}

// lay lays a chart out: its title, its plot, its notes.
func lay(c document.Chart) (scene, error) {
	if !finite(c.Plot) {
		return scene{}, fmt.Errorf("chart %s: a number that is none", c.ID)
	}
	s := newSheet(c)
	s.heading(c.Title)
	switch p := c.Plot.(type) {
	case document.Histogram:
		s.histogram(p)
	case document.Stack:
		s.stack(p)
	case document.Rows:
		s.rows(p)
	case document.Ruler:
		s.ruler(p)
	case document.Dots:
		if p.Across {
			s.years(p)
		} else {
			s.list(p)
		}
	case document.Funnel:
		s.funnel(p)
	default:
		return scene{}, fmt.Errorf("chart %s: no way to draw %T", c.ID, c.Plot)
	}
	for _, note := range c.Notes {
		if text := note.Text(); !strings.HasPrefix(c.Title, text) { // a page shows no titles, and says it in a note
			s.note(text)
		}
	}
	s.height = math.Ceil(s.y + margin)
	return s.scene, nil
}

// finite reports whether every number of a plot can be drawn.
func finite(p document.Plot) bool {
	var all []float64
	bars := func(bars []document.Bar) {
		for _, b := range bars {
			all = append(all, b.Percent)
			for _, end := range []*float64{b.Low, b.High} {
				if end != nil {
					all = append(all, *end)
				}
			}
		}
	}
	scale := func(s document.Scale) {
		all = append(all, s.Low, s.High, s.Step)
		if s.Line != nil {
			all = append(all, *s.Line)
		}
	}
	points := func(points ...document.Point) {
		for _, p := range points {
			if !p.Missing {
				all = append(all, p.Value, p.Low, p.High)
			}
		}
	}
	switch p := p.(type) {
	case document.Histogram:
		bars(p.Bars)
	case document.Stack:
		bars(p.Bars)
	case document.Rows:
		bars(p.Bars)
	case document.Ruler:
		points(p.Point)
		scale(p.Scale)
	case document.Dots:
		points(p.Points...)
		scale(p.Scale)
	case document.Funnel:
		scale(p.Scale)
		all = append(all, p.Mean)
		for _, point := range p.Points {
			all = append(all, point.Value)
		}
		for _, l := range p.Limits {
			all = append(all, l.InnerLow, l.InnerHigh, l.OuterLow, l.OuterHigh)
		}
	}
	for _, x := range all {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a Buffer takes everything
	return b.String()
}
