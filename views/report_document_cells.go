package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/views/document"
)

// wordCell is a cell that no number stands for.
func wordCell(text string) document.Cell { return document.Cell{Text: text} }

// headCell is the cell that heads a row.
func headCell(text string) document.Cell { return document.Cell{Text: text, Head: true} }

// numberCell is a cell with a figure as it is told.
func numberCell(text string, x float64, unit document.Unit) document.Cell {
	return document.Cell{Text: text, Number: &x, Unit: unit}
}

func (o *voice) countCell(n int) document.Cell {
	return numberCell(o.count(n), float64(n), document.Count)
}

func (o *voice) percentCell(x float64) document.Cell {
	return numberCell(o.percent(x), x, document.Percent)
}

// shareCell is a share as it is told: text.
func shareCell(s stats.Share, text string) document.Cell {
	if s.Word != "" {
		return wordCell(text)
	}
	return numberCell(text, float64(s.Percent), document.Percent)
}

// percentEnds are the cells of an interval in per cent, empty without one.
func (o *voice) percentEnds(i *stats.Interval) []document.Cell {
	if i == nil {
		return []document.Cell{wordCell(""), wordCell("")}
	}
	return []document.Cell{o.percentCell(i.Low), o.percentCell(i.High)}
}

// markCells are the cells of a mark and the ends of its interval.
func (o *voice) markCells(p stats.Precision, i stats.Interval) []document.Cell {
	var cells []document.Cell
	for _, x := range []float64{i.Value, i.Low, i.High} {
		cells = append(cells, numberCell(o.mark(p, x), x, document.Mark))
	}
	return cells
}

// intervalHead heads the columns of an interval.
func (o *voice) intervalHead() []string {
	return []string{o.say("report.table.low"), o.say("report.table.high")}
}

// filled returns t without the columns that are empty in all rows.
func filled(t document.Table) document.Table {
	for i := len(t.Head) - 1; i >= 0; i-- {
		if slices.ContainsFunc(t.Rows, func(row []document.Cell) bool { return row[i].Text != "" }) {
			continue
		}
		t.Head = slices.Delete(t.Head, i, i+1)
		for j := range t.Rows {
			t.Rows[j] = slices.Delete(t.Rows[j], i, i+1)
		}
	}
	return t
}
