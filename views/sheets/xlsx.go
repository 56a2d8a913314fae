package sheets

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"ouderstem/views/document"
)

// XLSX writes d as a workbook for Excel: contents, one sheet for each table with
// the chart that the table is behind, and all other words. Cells are words or
// numbers, never formulas. The same document gives the same bytes.
func XLSX(w io.Writer, d document.Document, sw Words) error {
	x := xlsx{File: excelize.NewFile(), book: layOut(d, sw), words: sw, styles: map[styleKey]int{}}
	if err := x.write(); err != nil {
		return err
	}
	return x.Write(w)
}

type xlsx struct {
	*excelize.File
	book   workbook
	words  Words
	styles map[styleKey]int
	beside int // rows of the sheet with what charts draw that are taken
}

// styleKey is what tells one style from another.
type styleKey struct {
	look   look
	right  bool
	number string // format; "" for words
}

func (x *xlsx) write() error {
	for i, s := range x.book.Sheets {
		if i == 0 {
			if err := x.SetSheetName(x.GetSheetName(0), s.Name); err != nil {
				return err
			}
		} else if _, err := x.NewSheet(s.Name); err != nil {
			return err
		}
	}
	for _, s := range x.book.Sheets {
		if err := x.sheet(s); err != nil {
			return err
		}
	}
	for _, s := range x.book.Sheets {
		if s.Chart != nil {
			if err := x.chart(s); err != nil {
				return err
			}
		}
	}
	x.SetActiveSheet(0)
	x.settle()
	// excelize fills in its maker where there is none.
	return x.SetDocProps(&excelize.DocProperties{
		Title: clean(x.book.Title), Creator: clean(x.book.Unit), LastModifiedBy: clean(x.book.Unit), Language: x.book.Lang,
		Created: birth, Modified: birth,
	})
}

// settle leaves out the kinds of pictures that the file has none of: excelize
// names them in an order that differs each time.
func (x *xlsx) settle() {
	kinds := x.ContentTypes.Defaults[:0]
	for _, kind := range x.ContentTypes.Defaults {
		if kind.Extension == "rels" || kind.Extension == "xml" {
			kinds = append(kinds, kind)
		}
	}
	x.ContentTypes.Defaults = kinds
}

// birth stands for the time a file was made, which is not told: the beginning of
// what a zip can say.
const birth = "1980-01-01T00:00:00Z"

// sheet fills a sheet in.
func (x *xlsx) sheet(s sheet) error {
	for i, row := range s.Rows {
		for j, c := range row {
			if err := x.cell(s.Name, j+1, i+1, c); err != nil {
				return err
			}
		}
		if n := s.lines(row); n > 1 {
			if err := x.SetRowHeight(s.Name, i+1, min(float64(n)*15, 409)); err != nil {
				return err
			}
		}
	}
	for j, width := range s.Widths {
		column, err := excelize.ColumnNumberToName(j + 1)
		if err != nil {
			return err
		}
		if err := x.SetColWidth(s.Name, column, column, width); err != nil {
			return err
		}
	}
	if s.Head > 0 {
		if err := x.freeze(s); err != nil {
			return err
		}
	}
	if err := x.SetSheetView(s.Name, 0, &excelize.ViewOptions{RightToLeft: &x.book.RTL, ShowGridLines: new(bool)}); err != nil {
		return err
	}
	return x.paper(s.Name, s.whole())
}

// freeze keeps the heads of columns in sight, and on every page on paper.
func (x *xlsx) freeze(s sheet) error {
	below, err := excelize.CoordinatesToCellName(1, s.Head+1)
	if err != nil {
		return err
	}
	if err := x.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: s.Head, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return x.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.Name, s.Head, s.Head), Scope: s.Name,
	})
}

// paper prints a sheet as wide as a page, and as high where it is whole.
func (x *xlsx) paper(name string, whole bool) error {
	a4, landscape, one, high, fit := 9, "landscape", 1, 0, true
	if whole {
		high = one
	}
	if err := x.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return x.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &high})
}

// cell writes one cell.
func (x *xlsx) cell(name string, column, row int, c cell) error {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	key := styleKey{look: c.Look, right: c.Right}
	if s, ok := shapeOf(c.Cell); ok {
		key.number = s.code()
		err = x.SetCellFloat(name, at, s.value(*c.Number), -1, 64)
	} else if c.Drawn != nil {
		key.number = literal(c.Text)
		err = x.SetCellFloat(name, at, *c.Drawn, -1, 64)
	} else if c.Text != "" {
		err = x.SetCellStr(name, at, clean(c.Text))
	}
	if err != nil {
		return err
	}
	if c.To != "" {
		if err := x.SetCellHyperLink(name, at, "'"+c.To+"'!A1", "Location"); err != nil {
			return err
		}
	}
	style, err := x.style(key)
	if err != nil {
		return err
	}
	return x.SetCellStyle(name, at, at, style)
}

// style returns the style of a cell, the same one for the same look.
func (x *xlsx) style(key styleKey) (int, error) {
	if id, ok := x.styles[key]; ok {
		return id, nil
	}
	s := &excelize.Style{
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		Font:      &excelize.Font{Size: 11, Family: "Calibri"},
	}
	switch key.look {
	case title:
		s.Font.Bold, s.Font.Size, s.Alignment.WrapText = true, 14, false
	case note:
		s.Font.Color, s.Alignment.WrapText = "4D5A66", false
	case heading:
		s.Font.Bold = true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEF3F5"}}
		s.Border = []excelize.Border{{Type: "bottom", Color: "75828E", Style: 1}}
	case first:
		s.Font.Bold, s.Alignment.Horizontal = true, "left"
	case linked:
		s.Font.Color, s.Font.Underline, s.Alignment.WrapText = "0B5571", "single", false
	}
	if key.right {
		s.Alignment.Horizontal = "right"
	}
	if key.number != "" {
		s.CustomNumFmt = &key.number
	}
	id, err := x.NewStyle(s)
	if err == nil {
		x.styles[key] = id
	}
	return id, err
}
