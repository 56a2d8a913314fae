package sheets

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ouderstem/views/document"
)

// SAV writes the tables of d as a system file of SPSS and PSPP: a case for each
// cell, so figures of groups and never the answers of one parent. Tables,
// columns and units are numbers with value labels, all variables have labels.
//
// Written after "System File Format" in the PSPP developers' guide, in UTF-8,
// little-endian, not compressed. The same document gives the same bytes.
func SAV(w io.Writer, d document.Document, sw Words) error {
	f := savFile{title: clean(d.Title + " - " + d.Unit), vars: savVars(d, sw)}
	_, err := w.Write(f.bytes())
	return err
}

// savVar is a variable: of numbers, or of words where Words is not nil.
type savVar struct {
	name, label string
	values      []float64 // NaN is missing
	words       []string
	names       []string // value labels of 1, 2, 3, …
	decimals    int
	scale       bool // a quantity and not a code
}

// unitCodes are the units in the order of their codes, from 1.
var unitCodes = []document.Unit{document.Plain, document.Percent, document.Mark, document.Count, document.Year, document.Points}

// savVars are the variables for the tables of d.
func savVars(d document.Document, sw Words) []savVar {
	table := savVar{name: "table", label: sw.Table}
	id := savVar{name: "table_id", label: sw.TableID, words: []string{}}
	section := savVar{name: "section", label: sw.Section, words: []string{}}
	rowN := savVar{name: "row_number", label: sw.RowN}
	row := savVar{name: "row", label: sw.Row, words: []string{}}
	column := savVar{name: "column", label: sw.Column}
	value := savVar{name: "value", label: sw.Number, scale: true}
	unit := savVar{name: "unit", label: sw.Unit}
	shown := savVar{name: "shown", label: sw.Words, words: []string{}}
	for _, u := range unitCodes {
		unit.names = append(unit.names, sw.Units[u])
	}
	var ids []string
	for _, e := range flatten(d) {
		if e.TableID == "" {
			continue
		}
		e = e.clean()
		if !slices.Contains(ids, e.TableID) {
			ids, table.names = append(ids, e.TableID), append(table.names, e.Table)
		}
		if !slices.Contains(column.names, e.Column) {
			column.names = append(column.names, e.Column)
		}
		table.values = append(table.values, code(ids, e.TableID))
		column.values = append(column.values, code(column.names, e.Column))
		rowN.values = append(rowN.values, float64(e.RowN))
		number, kind := math.NaN(), math.NaN()
		if e.Number != nil {
			number, kind = *e.Number, code(unitCodes, e.Unit)
			_, fraction, _ := strings.Cut(strconv.FormatFloat(number, 'f', -1, 64), ".")
			value.decimals = max(value.decimals, min(len(fraction), 6))
		}
		value.values, unit.values = append(value.values, number), append(unit.values, kind)
		id.words, section.words = append(id.words, e.TableID), append(section.words, e.Section)
		row.words, shown.words = append(row.words, e.Row), append(shown.words, e.Text)
	}
	return []savVar{table, id, section, rowN, row, column, value, unit, shown}
}

// code returns the code of x, counted from 1.
func code[T comparable](list []T, x T) float64 { return float64(slices.Index(list, x) + 1) }

// savFile is a system file in the making.
type savFile struct {
	title string
	vars  []savVar
	out   bytes.Buffer
	index int // of the next variable record, from 1; continuations count
}

const (
	elementSize   = 8
	longestString = 255 // of a segment of a string
	segmentStep   = 252 // every so many bytes of a string have a segment
	longestLabel  = 120 // of a value, as SPSS takes it
	longestWords  = 32767
)

func (f *savFile) bytes() []byte {
	cases := len(f.vars[0].values)
	f.header(cases)
	var long, veryLong string
	var display, labels bytes.Buffer
	f.index = 1
	for i, v := range f.vars {
		short := fmt.Sprintf("V%d", i+1)
		long = strings.TrimPrefix(long+"\t"+short+"="+v.name, "\t")
		if w := v.width(); w > longestString {
			veryLong += fmt.Sprintf("%s=%05d\x00\t", short, w)
		}
		if len(v.names) > 0 {
			v.valueLabels(&labels, f.index)
		}
		f.variable(short, v, &display)
	}
	f.out.Write(labels.Bytes())
	f.extension(3, 4, integers(20, 0, 0, -1, 1, 1, 2, 65001)) // IEEE, little-endian, UTF-8
	f.extension(4, 8, floats(-math.MaxFloat64, math.MaxFloat64, math.Nextafter(-math.MaxFloat64, 0)))
	f.extension(11, 4, display.Bytes())
	f.extension(13, 1, []byte(long))
	if veryLong != "" {
		f.extension(14, 1, []byte(veryLong))
	}
	f.extension(20, 1, []byte("UTF-8"))
	f.out.Write(integers(999, 0))
	for i := range cases {
		for _, v := range f.vars {
			v.put(&f.out, i)
		}
	}
	return f.out.Bytes()
}

// header writes what the file is. It says no time of making.
func (f *savFile) header(cases int) {
	elements := 0
	for _, v := range f.vars {
		for _, w := range v.segments() {
			elements += (max(w, 1) + elementSize - 1) / elementSize
		}
	}
	f.out.WriteString("$FL2" + padded("@(#) SPSS DATA FILE", 60))
	f.out.Write(integers(2, elements, 0, 0, cases))
	f.out.Write(floats(100))
	f.out.WriteString("01 Jan 80" + "00:00:00" + padded(cut(f.title, 64), 64) + "\x00\x00\x00")
}

// variable writes the records of a variable and how it is displayed.
func (f *savFile) variable(short string, v savVar, display *bytes.Buffer) {
	const number, words = 5, 1 // kinds of formats: F and A
	for i, w := range v.segments() {
		format, name, label := words<<16|w<<8, short, v.label
		if w == 0 {
			format = number<<16 | 12<<8 | v.decimals
		}
		if i > 0 {
			name, label = fmt.Sprintf("%s_%d", short, i), ""
		}
		f.out.Write(integers(2, w, min(len(label), 1), 0, format, format))
		f.out.WriteString(padded(name, 8))
		if label != "" {
			label = cut(label, longestString)
			f.out.Write(integers(len(label)))
			f.out.WriteString(padded(label, (len(label)+3)/4*4))
		}
		f.index++
		for at := elementSize; at < w; at += elementSize {
			f.out.Write(integers(2, -1, 0, 0, 0, 0))
			f.out.WriteString(padded("", 8))
			f.index++
		}
		measure := 1 // nominal
		if v.scale {
			measure = 3
		}
		display.Write(integers(measure, min(max(w, 12), 40), min(w, 1)^1)) // numbers to the right
	}
}

// valueLabels writes what the codes of v mean; at is the variable's index.
func (v savVar) valueLabels(out *bytes.Buffer, at int) {
	out.Write(integers(3, len(v.names)))
	for i, name := range v.names {
		out.Write(floats(float64(i + 1)))
		name = cut(name, longestLabel)
		out.WriteByte(byte(len(name)))
		out.WriteString(padded(name, (len(name)+1+7)/8*8-1))
	}
	out.Write(integers(4, 1, at))
}

// extension writes a record of what later versions added.
func (f *savFile) extension(kind, size int, data []byte) {
	f.out.Write(integers(7, kind, size, len(data)/size))
	f.out.Write(data)
}

// width returns how many bytes the longest words of v have; 0 of numbers.
func (v savVar) width() int {
	if v.words == nil {
		return 0
	}
	w := 1
	for _, s := range v.words {
		w = max(w, min(len(s), longestWords))
	}
	return w
}

// segments returns the widths of the strings that v is kept in; 0 of a number. A
// string of more than 255 bytes has a segment for every 252, each of 255 but the
// last.
func (v savVar) segments() []int {
	w := v.width()
	var list []int
	for w > longestString || len(list) > 0 && w > segmentStep {
		list, w = append(list, longestString), w-segmentStep
	}
	return append(list, w)
}

// put writes the value of case i: 255 bytes to a segment, each filled up to a
// whole number of elements.
func (v savVar) put(out *bytes.Buffer, i int) {
	if v.words == nil {
		x := v.values[i]
		if math.IsNaN(x) {
			x = -math.MaxFloat64
		}
		out.Write(floats(x))
		return
	}
	rest := cut(v.words[i], longestWords)
	for _, w := range v.segments() {
		n := min(len(rest), w)
		out.WriteString(padded(rest[:n], (w+elementSize-1)/elementSize*elementSize))
		rest = rest[n:]
	}
}

// padded fills s up with spaces to n bytes.
func padded(s string, n int) string { return s + strings.Repeat(" ", n-len(s)) }

// cut returns the beginning of s that fits in n bytes, in whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func integers(list ...int) []byte {
	var b []byte
	for _, x := range list {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(x)))
	}
	return b
}

func floats(list ...float64) []byte {
	var b []byte
	for _, x := range list {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}
