package sheets

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"ouderstem/views/document"
)

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
		if err := x.paper(from.Sheet, false); err != nil {
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
