package sheets

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"ouderstem/views/document"
)

// hostile are cells that somebody means to run, to break out of or to end the file
// with.
var hostile = []string{
	"=HYPERLINK(\"https://evil.example\")", "+1+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "\x00=1", "\xff=1", "-1,5", "+31", "a\";=1;\"", "een\r\ntwee\rdrie",
	"]]><!--", "\xed\xa0\x80", "\ufffe\U0010ffff", "_x0041_", strings.Repeat("ë", 130), "a\u2028b\v\f\x1b[0m", "  twee  spaties ", "{1,2}", "|cmd'/c'!A1",
}

// FuzzLines: what is written as a table of text is read again by another program
// as that table, and no cell of it begins like a formula.
func FuzzLines(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)], uint8(i))
	}
	f.Fuzz(func(t *testing.T, one, two string, kind uint8) {
		dialect := []Dialect{PlainCSV, ExcelCSV("nl"), ExcelCSV("en")}[kind%3]
		table := [][]string{{one, "x", two}, {"", two + one, "x"}}
		var b bytes.Buffer
		if err := Lines(&b, table, dialect); err != nil {
			t.Fatal(err)
		}
		readable(t, strings.ReplaceAll(b.String(), "\r\n", "\n"))
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\ufeff"))))
		in.Comma = dialect.Comma
		got, err := in.ReadAll()
		if err != nil || len(got) != len(table) {
			t.Fatalf("%q: %d lines, %v", b.Bytes(), len(got), err)
		}
		for i, line := range table {
			for j, text := range line {
				first, _ := utf8.DecodeRuneInString(got[i][j])
				_, err := strconv.ParseFloat(strings.Replace(got[i][j], ",", ".", 1), 64)
				if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && (err != nil || strings.ContainsAny(got[i][j], "xXeEpPnN_")) {
					t.Errorf("%q was written as %q: a formula", text, got[i][j])
				}
				if want := legible(text); got[i][j] != want && got[i][j] != "'"+want {
					t.Errorf("%q was written as %q", text, got[i][j])
				}
			}
		}
	})
}

// readable fails where text holds what makes programs refuse a file.
func readable(t fatal, text string) {
	t.Helper()
	for i, r := range text {
		if r < ' ' && r != '\t' && r != '\n' || r == utf8.RuneError {
			t.Fatal("it holds", strconv.Quote(text[i:min(i+9, len(text))]))
		}
	}
}

// legible is what stays of text in a file, by another way than [clean].
func legible(text string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "\r\n", "\n") {
		if r == '\n' || r == '\t' || !unicode.Is(unicode.Cc, r) && r != unicode.ReplacementChar && r&^1 != 0xfffe || r >= 0x7f && r < 0xa0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// tabled is a document with text wherever somebody can have typed it.
func tabled(text, other string) document.Document {
	return document.Document{
		Lang: "nl", Title: text, Unit: other, Subtitle: text, Stamp: other, Why: text,
		Sections: []document.Section{{Heading: other, Stamp: text, Blocks: []document.Block{
			document.Paragraph{Line: line(text)},
			document.Table{
				ID: "a", Caption: other, Head: []string{other, text}, Notes: []document.Line{line(other)},
				Rows: [][]document.Cell{{head(other), {Text: text}}, {head(text), figure(other, 7.5, document.Mark)}},
			},
		}}},
	}
}

// FuzzSheets: a workbook with any text in it is whole, by nothing but the rules of
// ZIP and XML; the cell of a table holds that text, and no cell a formula.
func FuzzSheets(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		d := tabled(text, other)
		var xlsx, ods bytes.Buffer
		if err := XLSX(&xlsx, d, exampleWords); err != nil {
			t.Fatal(err)
		}
		if err := ODS(&ods, d, exampleWords); err != nil {
			t.Fatal(err)
		}
		want := legible(text)
		parts := wholeParts(t, xlsx.Bytes())
		if got := sharedCell(t, parts, "xl/worksheets/sheet2.xml", "B6"); got != want {
			t.Errorf("%q became %q", text, got)
		}
		for name, content := range parts {
			if strings.HasPrefix(name, "xl/worksheets/") && bytes.Contains(content, []byte("<f>")) {
				t.Errorf("%q: a formula in %s", text, name)
			}
		}
		parts = wholeParts(t, ods.Bytes())
		content := string(parts["content.xml"])
		if strings.Contains(content, "table:formula") || !strings.Contains(unspaced(t, content), strings.ReplaceAll(want, "\n", "")) { // a line is a paragraph of its own
			t.Errorf("%q is not in it", text)
		}
	})
}

// wholeParts unpacks a workbook and reads every XML file in it to the end.
func wholeParts(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(entry.Name, err)
		}
		if ext := path.Ext(entry.Name); ext == ".xml" || ext == ".rels" {
			wellFormed(t, string(content))
			readable(t, strings.ReplaceAll(string(content), "\r\n", "\n"))
		}
		parts[entry.Name] = content
	}
	return parts
}

// sharedCell is the text of a cell, as Office Open XML keeps it: a number in the
// cell, and the text under that number elsewhere.
func sharedCell(t *testing.T, parts map[string][]byte, sheet, address string) string {
	t.Helper()
	var cells struct {
		Rows []struct {
			Cells []struct {
				At   string `xml:"r,attr"`
				Kind string `xml:"t,attr"`
				V    string `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	var shared struct {
		Texts []struct {
			T string `xml:"t"`
		} `xml:"si"`
	}
	if err := xml.Unmarshal(parts[sheet], &cells); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(parts["xl/sharedStrings.xml"], &shared); err != nil {
		t.Fatal(err)
	}
	for _, row := range cells.Rows {
		for _, c := range row.Cells {
			if n, err := strconv.Atoi(c.V); c.At == address && c.Kind == "s" && err == nil && n < len(shared.Texts) {
				return shared.Texts[n].T
			}
		}
	}
	return ""
}

// FuzzSAV: a data file with any text in it can be read to its last byte, by a
// reader written after the PSPP developers' guide and not after ours, and holds
// that text.
func FuzzSAV(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)])
	}
	for _, n := range []int{7, 8, 252, 255, 256, 504, 511} {
		f.Add(strings.Repeat("y", n), strings.Repeat("é", n))
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		var b bytes.Buffer
		if err := SAV(&b, tabled(text, other), exampleWords); err != nil {
			t.Fatal(err)
		}
		cases, labels := readSAV(t, b.Bytes())
		want := strings.TrimRight(legible(text), " ")
		if len(cases) != 2 || len(want) < longestWords && !strings.HasSuffix(strings.TrimRight(cases[0], " "), want) {
			t.Fatalf("%q is not the end of %q", want, cases)
		}
		readable(t, cases[0])
		for _, label := range labels {
			readable(t, label)
		}
	})
}

// readSAV returns the words of each case, one after the other, and all labels.
func readSAV(t *testing.T, file []byte) (cases, labels []string) {
	t.Helper()
	at := 0
	take := func(n int) []byte {
		if n < 0 || at+n > len(file) {
			t.Fatalf("%d bytes at %d of %d", n, at, len(file))
		}
		at += n
		return file[at-n : at]
	}
	number := func() int { return int(int32(binary.LittleEndian.Uint32(take(4)))) }
	up := func(n, to int) int { return (n + to - 1) / to * to }
	if string(take(4)) != "$FL2" {
		t.Fatal("no system file")
	}
	take(60)
	layout, elements := number(), number()
	take(8)
	n := number()
	take(176 - 84)
	var widths []int
	for kind := number(); kind != 999; kind = number() {
		switch kind {
		case 2:
			width, labelled := number(), number()
			take(12 + 8)
			if widths = append(widths, width); labelled == 1 {
				l := number()
				labels = append(labels, string(take(up(l, 4))[:l]))
			}
		case 3:
			for range number() {
				take(8)
				l := int(take(1)[0])
				labels = append(labels, string(take(up(l+1, 8) - 1)[:l]))
			}
		case 4:
			take(4 * number())
		case 7:
			take(4)
			size, count := number(), number()
			take(size * count)
		default:
			t.Fatalf("record of kind %d at %d", kind, at)
		}
	}
	take(4)
	if layout != 2 || elements != len(widths) || len(file)-at != n*elements*8 {
		t.Fatalf("%d cases of %d elements, of which %d are known, are %d bytes", n, elements, len(widths), len(file)-at)
	}
	for range n {
		words := ""
		for i := 0; i < len(widths); {
			w := max(widths[i], 0)
			i += max(1, up(w, 8)/8)
			if piece := take(max(8, up(w, 8))); w > 0 {
				words += string(piece[:w])
			}
		}
		cases = append(cases, words)
	}
	return cases, labels
}
