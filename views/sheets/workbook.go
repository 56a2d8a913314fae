package sheets

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"ouderstem/views/document"
)

// Words are the words that sheets and data files need beside those of the
// document, in its language.
type Words struct {
	Contents string // name of the first sheet
	Back     string // link to the first sheet
	Text     string // name of the sheet with all words of the report
	Charts   string // name of the sheet with what charts draw, where no table has it as numbers

	// Heads of columns.
	Section, TableID, Table, RowN, Row, Column, Words, Number, Unit string
	// Units of numbers.
	Units map[document.Unit]string
	// Heads of columns of the numbers that charts draw.
	Label, Low, Value, High, Mean string
}

// workbook is a document as sheets, the same for all formats of spreadsheets.
type workbook struct {
	Title, Unit, Lang string
	RTL               bool
	Sheets            []sheet
}

// sheet is one of them.
type sheet struct {
	Name   string
	Widths []float64 // of columns, in characters
	Rows   [][]cell
	Head   int // the last of the rows that stay in sight, from 1; 0 for none
	// Chart is drawn beside the rows; the body of its table begins in row Head.
	Chart *document.Chart
}

// look is what a cell is for.
type look string

const (
	plain   look = ""
	title   look = "title"
	note    look = "note"
	heading look = "heading" // of columns
	first   look = "first"   // of a row
	linked  look = "link"
)

// cell is a cell with its looks.
type cell struct {
	document.Cell
	Look look
	To   string // name of the sheet that it leads to
	// Right sets it to the right, where a column has numbers.
	Right bool
	// Drawn is the number that a chart draws where words are told; nil elsewhere.
	Drawn *float64
}

func words(l look, text string) cell { return cell{Cell: document.Cell{Text: text}, Look: l} }

// layOut makes a workbook of d: contents, one sheet for each table, all words.
func layOut(d document.Document, w Words) workbook {
	book := workbook{Title: clean(d.Title), Unit: clean(d.Unit), Lang: d.Lang, RTL: d.RTL}
	tables, texts := tableSheets(d, w), textSheet(d, w)
	book.Sheets = append([]sheet{contents(d, w, tables, texts)}, tables...)
	book.Sheets = append(book.Sheets, texts)
	return book
}

// contents says what the report is, what to know before reading it, and where
// its tables are.
func contents(d document.Document, w Words, tables []sheet, texts sheet) sheet {
	s := sheet{Name: sheetName(w.Contents), Widths: []float64{90}}
	line := func(c cell) { s.Rows = append(s.Rows, []cell{c}) }
	line(words(note, d.Unit))
	line(words(title, d.Title))
	line(words(note, d.Subtitle))
	if d.Stamp != "" {
		line(words(plain, capital(d.Stamp)+": "+d.Why))
	}
	d.Walk(func(_ int, b document.Block) {
		section, ok := b.(document.Section)
		if !ok || section.Class != "summary" && section.ID != "warnings" {
			return
		}
		s.Rows = append(s.Rows, nil)
		line(words(heading, section.Heading))
		for _, e := range flatten(document.Document{Sections: []document.Section{section}}) {
			line(words(plain, e.Text))
		}
	})
	s.Rows = append(s.Rows, nil)
	line(words(heading, w.Contents))
	for _, t := range tables {
		line(cell{Cell: document.Cell{Text: t.Rows[0][0].Text}, Look: linked, To: t.Name})
	}
	line(cell{Cell: document.Cell{Text: w.Text}, Look: linked, To: texts.Name})
	return s
}

// tableSheets lays each table out on a sheet of its own: caption, link back,
// notes, heads of columns, rows. A chart beside the rows hides nothing so.
func tableSheets(d document.Document, w Words) []sheet {
	var sheets []sheet
	behind := map[string]document.Chart{}
	for _, c := range d.Charts() {
		behind[c.Table.ID] = c
	}
	for i, t := range d.Tables() {
		s := sheet{Name: sheetName(fmt.Sprintf("%d %s", i+1, t.Caption)), Widths: widths(t)}
		notes := t.Notes
		if c, ok := behind[t.ID]; ok {
			s.Chart = &c
			notes = slices.Concat(t.Notes, c.Notes)
		}
		s.Rows = [][]cell{
			{words(title, t.Caption)},
			{{Cell: document.Cell{Text: w.Back}, Look: linked, To: sheetName(w.Contents)}},
		}
		for _, n := range notes {
			s.Rows = append(s.Rows, []cell{words(note, n.Text())})
		}
		heads := make([]cell, len(t.Head))
		for j, h := range t.Head {
			heads[j] = cell{Cell: document.Cell{Text: h}, Look: heading, Right: counts(t, j)}
		}
		s.Rows = append(s.Rows, nil, heads)
		s.Head = len(s.Rows)
		for _, r := range t.Rows {
			row := make([]cell, len(r))
			for j, c := range r {
				row[j] = cell{Cell: c, Right: heads[j].Right}
				if c.Head {
					row[j].Look = first
				}
			}
			s.Rows = append(s.Rows, row)
		}
		sheets = append(sheets, s)
	}
	return sheets
}

// counts reports whether a column of t has numbers below its head.
func counts(t document.Table, j int) bool {
	return slices.ContainsFunc(t.Rows, func(r []document.Cell) bool { return !r[j].Head && r[j].Number != nil })
}

// textSheet holds every word of the report that is in no table, in order.
func textSheet(d document.Document, w Words) sheet {
	s := sheet{Name: sheetName(w.Text), Head: 4, Widths: []float64{38, 38, 90}, Rows: [][]cell{
		{words(title, w.Text)},
		{{Cell: document.Cell{Text: w.Back}, Look: linked, To: sheetName(w.Contents)}},
		nil,
		{words(heading, w.Section), words(heading, w.Row), words(heading, w.Words)},
	}}
	for _, e := range flatten(d) {
		if e.Table == "" {
			s.Rows = append(s.Rows, []cell{words(plain, e.Section), words(plain, e.Row), words(plain, e.Text)})
		}
	}
	return s
}

// whole reports whether the sheet is printed on one page, so that its chart is
// not cut through.
func (s sheet) whole() bool {
	const most = 40 // rows that can still be read so
	return s.Chart != nil && len(s.Rows) <= most
}

// chartAt is the cell that the chart of s begins in, counted from 1: beside the
// rows or, beside many columns, below them.
func (s sheet) chartAt() (column, row int) {
	const widest = 75 // characters, that leave room beside them on a screen
	wide := 0.0
	for _, w := range s.Widths {
		wide += w
	}
	if wide > widest {
		return 1, len(s.Rows) + 2
	}
	return len(s.Widths) + 2, s.Head
}

// lines returns how many lines the fullest cell of a row takes. Looks that are not
// wrapped run on over the cells beside them.
func (s sheet) lines(row []cell) int {
	most := 1
	for j, c := range row {
		if c.Look == title || c.Look == note || c.Look == linked || j >= len(s.Widths) {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(c.Text, "\n") {
			// A letter is narrower than the figures that widths are in; words that do not
			// fit at the end of a line make up for it.
			n += 1 + int(float64(utf8.RuneCountInString(part))/s.Widths[j])
		}
		most = max(most, n)
	}
	return most
}

// widths returns how wide the columns of t are best, in characters.
func widths(t document.Table) []float64 {
	w := make([]float64, len(t.Head))
	for j, h := range t.Head {
		longest := min(utf8.RuneCountInString(h), 14)
		for _, word := range strings.Fields(h) {
			longest = max(longest, utf8.RuneCountInString(word))
		}
		for _, r := range t.Rows {
			longest = max(longest, utf8.RuneCountInString(r[j].Text))
		}
		w[j] = float64(min(longest, 46) + 3)
	}
	return w
}

// capital makes the first letter a capital.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// longestName is how many UTF-16 units Excel lets a sheet's name have.
const longestName = 31

// sheetName makes of text a name that Excel and Calc take: without the signs
// that addresses are made of, and cut between words where it is too long.
// Different numbers in front keep names different.
func sheetName(text string) string {
	text = strings.Join(strings.FieldsFunc(clean(text), func(r rune) bool {
		return r < ' ' || strings.ContainsRune(`:\/?*[]'" `, r)
	}), " ")
	if units(text) <= longestName {
		return text
	}
	for units(text) > longestName-1 {
		if i := strings.LastIndexByte(text, ' '); i > longestName/2 {
			text = text[:i]
			continue
		}
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return strings.TrimRight(text, " ") + "…"
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// clean leaves out what XML cannot hold: control characters other than tabs and
// ends of lines, and bytes that are no text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < ' ' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError:
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}
