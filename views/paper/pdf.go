package paper

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"ouderstem/survey"
	"ouderstem/views"
)

// made is the day every PDF says it was made on. The format's library wants
// one; the true one would tell when a stack was printed.
var made = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// PDF writes a stack of cards, or posters, as pages of A4. The format's library
// holds all pages until the last one is drawn: some 30 MB for a thousand cards.
// Larger stacks are for [SVG] and [Text], which hold one page or none.
func PDF(w io.Writer, t *views.Texts, s Sheet, codes []survey.Code) error {
	said := newWords(t, s)
	f, err := said.form()
	if err != nil {
		return err
	}
	doc := newDocument(f.title, said.language())
	for page, err := range f.pages(s, codes) {
		if err != nil {
			return err
		}
		doc.page(page)
	}
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// document is a PDF that pages are drawn in.
type document struct{ *fpdf.Fpdf }

func newDocument(title, lang string) document {
	d := document{fpdf.New("P", "mm", "A4", "")}
	d.SetCatalogSort(true) // the same codes give the same bytes
	d.SetCreationDate(made)
	d.SetModificationDate(made)
	d.SetTitle(title, true)
	d.SetLang(lang)
	d.SetAutoPageBreak(false, 0)
	d.SetLineWidth(ruleWidth)
	for _, f := range []face{regular, bold, mono} {
		d.AddUTF8FontFromBytes(families[f].name, families[f].style, bytes.Clone(f.TTF())) // it writes in them
	}
	return d
}

func (d document) page(page drawing) {
	d.AddPage()
	for _, r := range page.rules {
		d.Line(r.x1, r.y1, r.x2, r.y2)
	}
	for _, l := range page.labels {
		d.SetFont(families[l.face].name, families[l.face].style, l.size)
		d.Text(l.x, l.y, l.text)
	}
	for _, s := range page.squares {
		d.square(s)
	}
}

// square draws a QR code as one path. Its coordinates are modules, which a
// matrix turns into points: whole numbers make the file a third as long, and
// leave no room for rounding.
func (d document) square(s square) {
	k := d.GetConversionRatio()
	_, height := d.GetPageSize()
	side := s.module() * k
	ops := fmt.Appendf(nil, "q %.5f 0 0 %.5f %.3f %.3f cm 0 g\n", side, -side, s.x*k, (height-s.y)*k)
	s.runs(func(x, y, length int) {
		for _, n := range []int{x, y, length} {
			ops = strconv.AppendInt(ops, int64(n), 10)
			ops = append(ops, ' ')
		}
		ops = append(ops, "1 re\n"...)
	})
	d.RawWriteStr(string(append(ops, "f Q"...)))
}
