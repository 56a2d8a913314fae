package paper

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ouderstem/survey"
	"ouderstem/views"
)

// SVG writes a stack of cards, or posters, as one drawing in mm, its pages
// below each other. It holds one page at a time.
func SVG(w io.Writer, t *views.Texts, s Sheet, codes []survey.Code) error {
	said := newWords(t, s)
	f, err := said.form()
	if err != nil {
		return err
	}
	out := &sheets{Writer: bufio.NewWriter(w)}
	height := pageHeight * f.count(len(codes))
	out.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%dmm" height="%dmm" viewBox="0 0 %d %d" xml:lang="%s">`+"\n",
		pageWidth, height, pageWidth, height, escape(said.language()))
	out.printf("<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", escape(f.title))
	for page, err := range f.pages(s, codes) {
		if err != nil {
			return err
		}
		out.page(page)
	}
	out.printf("</svg>\n")
	return out.Flush() // it keeps the first error of all that was written
}

// sheets is an SVG that pages are drawn in.
type sheets struct {
	*bufio.Writer
	pages int
}

func (o *sheets) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(o.Writer, format, args...) // told by Flush
}

func (o *sheets) page(page drawing) {
	o.printf(`<svg y="%d" width="%d" height="%d" viewBox="0 0 %[2]d %[3]d">`+"\n", o.pages*pageHeight, pageWidth, pageHeight)
	o.pages++
	for _, r := range page.rules {
		o.printf(`<path d="M%s %sL%s %s" stroke="#000" stroke-width="%s"/>`+"\n", mm(r.x1), mm(r.y1), mm(r.x2), mm(r.y2), mm(ruleWidth))
	}
	for _, l := range page.labels {
		o.label(l)
	}
	for _, s := range page.squares {
		o.square(s)
	}
	o.printf("</svg>\n")
}

// label writes a line of text. Its length is given, so that it keeps to its
// place in another font too.
func (o *sheets) label(l label) {
	o.printf(`<text x="%s" y="%s" font-family="%s" font-weight="%s" font-size="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
		mm(l.x), mm(l.y), l.face.Families(), l.face.Weight(), mm(l.size*point), mm(l.width()), escape(l.text))
}

func (o *sheets) square(s square) {
	o.printf(`<path transform="translate(%s %s) scale(%s)" d="`, mm(s.x), mm(s.y), strconv.FormatFloat(s.module(), 'f', 6, 64))
	s.runs(func(x, y, length int) { o.printf("M%d %dh%dv1h-%[3]dz", x, y, length) })
	o.printf(`"/>` + "\n")
}

// mm writes a length as short as it can be at a thousandth of a millimetre.
func mm(x float64) string {
	s := strconv.FormatFloat(x, 'f', 3, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
