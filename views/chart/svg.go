package chart

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// svg writes the scene as a drawing.
func (s scene) svg(b *bytes.Buffer) {
	lang := ""
	if s.lang != "" {
		lang = fmt.Sprintf(` xml:lang="%s"`, escape(s.lang))
	}
	labels := s.id + ".title"
	if s.description != "" {
		labels += " " + s.id + ".text"
	}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%s" viewBox="0 0 %[1]d %[2]s" role="img" aria-labelledby="%s"%s>`+"\n",
		Width, short(s.height), labels, lang)
	fmt.Fprintf(b, "<title id=\"%s.title\">%s</title>\n", s.id, escape(s.title))
	if s.description != "" {
		fmt.Fprintf(b, "<desc id=\"%s.text\">%s</desc>\n", s.id, escape(s.description))
	}
	s.svgPatterns(b)
	fmt.Fprintf(b, `<rect width="%d" height="%s" fill="%s"/>`+"\n", Width, short(s.height), white)
	for _, m := range s.marks {
		m.svg(b, s)
	}
	b.WriteString("</svg>\n")
}

// svgPatterns writes the patterns that the scene uses.
func (s scene) svgPatterns(b *bytes.Buffer) {
	used := map[string]bool{}
	for _, m := range s.marks {
		if box, ok := m.(box); ok && box.fill.pattern != "" {
			used[box.fill.pattern] = true
		}
	}
	if len(used) == 0 {
		return
	}
	b.WriteString("<defs>\n")
	for _, name := range slices.Sorted(maps.Keys(used)) {
		p := patterns[name]
		fmt.Fprintf(b, `<pattern id="%s.%s" width="%d" height="%[3]d" patternUnits="userSpaceOnUse"><rect width="%[3]d" height="%[3]d" fill="%s"/>`, s.id, name, tile, p.ground)
		switch d := figurePaths[p.figure]; {
		case p.figure == dots:
			fmt.Fprintf(b, `<circle cx="%d" cy="%[1]d" r="%s" fill="%s"/>`, tile/2, short(dotRadius), p.stroke)
		case d != "":
			fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s"/>`, d, p.stroke, short(strokeWide))
		}
		b.WriteString("</pattern>\n")
	}
	b.WriteString("</defs>\n")
}

// figurePaths draw the figures in a tile, going on beyond it, so that they meet
// at its corners.
var figurePaths = map[figure]string{
	across: "M-2 2 2 -2M0 8 8 0M6 10 10 6",
	back:   "M-2 6 2 10M0 0 8 8M6 -2 10 2",
	flat:   "M0 2H8M0 6H8",
}

func (m box) svg(b *bytes.Buffer, s scene) {
	fill := string(m.fill.colour)
	if m.fill.pattern != "" {
		fill = fmt.Sprintf("url(#%s.%s)", s.id, m.fill.pattern)
	}
	fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"`, short(m.x), short(m.y), short(m.w), short(m.h), fill)
	if m.frame != "" {
		fmt.Fprintf(b, ` stroke="%s"`, m.frame)
	}
	b.WriteString("/>\n")
}

func (m path) svg(b *bytes.Buffer, _ scene) {
	var d strings.Builder
	for i, p := range m.points {
		d.WriteString([]string{"M", "L"}[min(i, 1)] + short(p.x) + " " + short(p.y))
	}
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linejoin="round"`, d.String(), m.colour, short(m.wide))
	if m.dash > 0 {
		fmt.Fprintf(b, ` stroke-dasharray="%s"`, short(m.dash))
	}
	b.WriteString("/>\n")
}

func (m dot) svg(b *bytes.Buffer, _ scene) {
	fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="%s"/>`+"\n",
		short(m.x), short(m.y), short(m.r), m.fill, m.frame, short(m.wide))
}

// svg gives the length of the text, so that it keeps to its place in another
// font too; not where another font must be used, as for Arabic: its length is
// not known here.
func (m words) svg(b *bytes.Buffer, _ scene) {
	length := ""
	if m.face.Draws(m.text) {
		length = fmt.Sprintf(` textLength="%s" lengthAdjust="spacingAndGlyphs"`, short(round(m.width())))
	}
	fmt.Fprintf(b, `<text x="%s" y="%s" font-family="%s" font-weight="%s" font-size="%s" fill="%s"%s>%s</text>`+"\n",
		short(m.x), short(m.y), m.face.Families(), m.face.Weight(), short(m.size), m.colour, length, escape(m.text))
}

// short writes a number as short as it can be at a hundredth.
func short(x float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}
