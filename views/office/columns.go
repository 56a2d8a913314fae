package office

import (
	"strings"

	"ouderstem/views/document"
)

const (
	// tableSize, factSize and runningSize are the letters of tables, of terms and
	// of what is on top of a page, in points.
	tableSize, factSize, runningSize = 9.5, 10, 8.5
	// gap is between two columns, in mm.
	gap = 4
	// denseSize and denseGap are those of tables of many columns.
	denseSize, denseGap = 8.5, 2.5
	// heads is what the first column gets before a table is made dense, in mm, if
	// it needs that: its rows would else be high and hard to tell from each other.
	heads = 45
	// word is how much of a long word a column has room for where there is little,
	// in mm. The word is broken then; a number is not, if that can be.
	word = 18
	// narrow is how wide a table is at least, in mm: a little table over the
	// whole page has its figures far from what they belong to.
	narrow = 100
)

// ems returns how wide s is about in Arial, in widths of its size. Programs have
// fonts of their own; this is to share out a page, not to measure.
func ems(s string) float64 {
	sum := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljtfrI.,:;'’‘|! \u00a0()[]/-", r):
			sum += .32
		case strings.ContainsRune("mwMW%–…", r):
			sum += .88
		case 'A' <= r && r <= 'Z':
			sum += .7
		case r >= 0x2E80:
			sum++ // as wide as high: Chinese and the like
		default:
			sum += .56
		}
	}
	return sum
}

// millimetres returns about how wide s is at size points.
func millimetres(s string, size float64) float64 { return ems(s) * size * 25.4 / 72 }

// needs are how wide a column should be, from what it cannot do without to what
// is best: its numbers whole, its words not broken too often, its words whole,
// all of a cell on one line.
type needs [4]float64

// grow makes room for a text of letters of size and a gap behind it. Of words no
// more than words counts as that many mm.
func (n *needs) grow(s string, size, gap, words float64, number bool) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }) {
		n[2] = max(n[2], millimetres(w, size)+gap)
	}
	n[3] = max(n[3], millimetres(s, size)+gap)
	if number {
		n[0] = max(n[0], millimetres(s, size)+gap)
	}
	n[1] = max(n[1], n[0], min(n[2], words))
	n[2] = max(n[1], n[2])
	n[3] = max(n[2], n[3])
}

// columns shares the width of the text out over the columns of t, so that all
// get as much of what they need as all can have. dense says that it wants the
// smaller letters for that.
func columns(t document.Table) (widths []float64, dense bool) {
	all := need(t, tableSize, gap)
	widths = share(all)
	if widths[0] < min(heads, all[0][3]) {
		widths, dense = share(need(t, denseSize, denseGap)), true
	}
	if best := sum(widths); best < narrow {
		widths[0] += narrow - best
	}
	return widths, dense
}

// need returns what the columns of t need in letters of size.
func need(t document.Table, size, gap float64) []needs {
	all := make([]needs, len(t.Head))
	for c, head := range t.Head {
		words := float64(word)
		if c == 0 {
			words = 2 * word // what a row is about
		}
		all[c][0] = gap + 4
		all[c].grow(head, 1.03*size, gap, words, false) // smaller, but bold
		for _, row := range t.Rows {
			all[c].grow(row[c].Text, size, gap, words, row[c].Number != nil)
		}
	}
	return all
}

// numbers tells which columns of t are of numbers: at least as many of them as
// of words. The first is what its rows are about.
func numbers(t document.Table) []bool {
	are := make([]bool, len(t.Head))
	for c := 1; c < len(are); c++ {
		count, words := 0, 0
		for _, row := range t.Rows {
			switch {
			case row[c].Number != nil:
				count++
			case row[c].Text != "":
				words++
			}
		}
		are[c] = count > 0 && count >= words
	}
	return are
}

// share returns the widths of columns between the highest needs that fit and the
// next.
func share(all []needs) []float64 {
	at := func(level int) []float64 {
		widths := make([]float64, len(all))
		for c, n := range all {
			widths[c] = n[level]
		}
		return widths
	}
	highest := len(needs{}) - 1
	level := highest
	for level > 0 && sum(at(level)) > textWidth {
		level--
	}
	widths := at(level)
	have := sum(widths)
	switch {
	case have > textWidth: // numbers alone are too much
		for c := range widths {
			widths[c] *= textWidth / have
		}
	case level < highest:
		next := at(level + 1)
		part := (textWidth - have) / (sum(next) - have)
		for c := range widths {
			widths[c] += part * (next[c] - widths[c])
		}
	}
	return widths
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}
