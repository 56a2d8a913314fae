package handlers

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	gohtml "html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ouderstem/stats"
	"ouderstem/views"
	"ouderstem/views/document"
)

// seen is a table as a reader of a file sees it: heads of columns, then rows.
type seen [][]string

// writtenReport is a report in one language, its document and its files.
type writtenReport struct {
	name, lang string
	doc        document.Document
	files      map[string][]byte // by format
}

// writtenReports makes every sheet of the reports that the tests of pages read.
func writtenReports(t *testing.T) []writtenReport {
	t.Helper()
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	var list []writtenReport
	for _, name := range []string{"full", "indicative", "hidden", "empty", "published"} {
		data, err := os.ReadFile(filepath.Join("..", "views", "testdata", "report-"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var r stats.Report
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"nl", "en"} {
			e := writtenReport{name: name, lang: lang, files: map[string][]byte{}}
			report := views.Report{Report: r, Standalone: true, Published: name == "published"}
			if e.doc, err = v.Document(lang, report); err != nil {
				t.Fatal(err)
			}
			for _, f := range slices.Concat(pageFormats, sheetFormats) {
				var b, again bytes.Buffer
				for _, w := range []*bytes.Buffer{&b, &again} {
					if err := f.Write(t.Context(), w, v, lang, report); err != nil {
						t.Fatal(err)
					}
				}
				if !bytes.Equal(b.Bytes(), again.Bytes()) {
					t.Errorf("%s differs each time it is written", f.Name)
				}
				e.files[f.Name] = b.Bytes()
			}
			list = append(list, e)
		}
	}
	return list
}

// want are the tables of the document.
func (e writtenReport) want() []seen {
	var list []seen
	for _, t := range e.doc.Tables() {
		table := seen{t.Head}
		for _, r := range t.Rows {
			row := make([]string, len(r))
			for i, c := range r {
				row[i] = c.Text
			}
			table = append(table, row)
		}
		list = append(list, table)
	}
	return list
}

// TestFormatsHoldTheTables reads every file of a report back and compares each
// cell with the document that all of them are made from.
func TestFormatsHoldTheTables(t *testing.T) {
	list := writtenReports(t)
	for _, read := range []struct {
		name string
		test func(*testing.T, []writtenReport)
	}{
		{"page", pageHoldsTables}, {"XLSX", xlsxHoldsTables}, {"LibreOffice", libreOfficeShowsTables}, {"CSV", csvHoldsTables}, {"PSPP", psppReadsTables},
	} {
		t.Run(read.name, func(t *testing.T) { read.test(t, list) })
	}
}

// The tables of the page are those of the document.
func pageHoldsTables(t *testing.T, list []writtenReport) {
	rows, cells := regexp.MustCompile(`(?s)<tr>(.*?)</tr>`), regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
	for _, e := range list {
		for i, table := range e.doc.Tables() {
			_, page, found := strings.Cut(string(e.files["html"]), `<table id="`+table.ID+`">`)
			if !found {
				t.Errorf("%s in %s: table %s is not on the page", e.name, e.lang, table.ID)
			}
			page, _, _ = strings.Cut(page, "</table>")
			var got seen
			for _, r := range rows.FindAllStringSubmatch(page, -1) {
				var row []string
				for _, c := range cells.FindAllStringSubmatch(r[1], -1) {
					row = append(row, gohtml.UnescapeString(c[1]))
				}
				got = append(got, row)
			}
			if diff := cmp.Diff(e.want()[i], got); diff != "" {
				t.Errorf("%s in %s, %s: %s", e.name, e.lang, table.ID, diff)
			}
		}
	}
}

// Every number that a sheet keeps is the one that its words tell.
func xlsxHoldsTables(t *testing.T, list []writtenReport) {
	for _, e := range list {
		f, err := excelize.OpenReader(bytes.NewReader(e.files["xlsx"]))
		if err != nil {
			t.Fatal(err)
		}
		charts := 0
		for i, table := range e.doc.Tables() {
			name := f.GetSheetList()[i+1]
			got, err := f.GetRows(name, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			top := slices.IndexFunc(got, func(r []string) bool { return slices.Equal(r, table.Head) })
			if top < 0 || len(got) != top+1+len(table.Rows) {
				t.Fatalf("%s in %s: sheet %s is %q", e.name, e.lang, name, got)
			}
			for j, r := range table.Rows {
				for k, c := range r {
					value := ""
					if k < len(got[top+1+j]) {
						value = got[top+1+j][k]
					}
					if !holds(value, c) {
						t.Errorf("%s in %s: %s holds %q for %q", e.name, e.lang, name, value, c.Text)
					}
					at, _ := excelize.CoordinatesToCellName(k+1, top+2+j)
					if formula, err := f.GetCellFormula(name, at); formula != "" || err != nil {
						t.Errorf("%s in %s: formula %q, %v", e.name, e.lang, formula, err)
					}
				}
			}
			charts += len(drawings(t, f, name))
		}
		if want := len(e.doc.Charts()); charts != want {
			t.Errorf("%s in %s: %d charts for %d", e.name, e.lang, charts, want)
		}
	}
}

// holds reports whether a sheet keeps c as value: its number, or its words.
func holds(value string, c document.Cell) bool {
	if c.Number == nil {
		return value == c.Text
	}
	x, err := strconv.ParseFloat(value, 64)
	if c.Unit == document.Percent && strings.Contains(c.Text, "%") {
		x *= 100
	}
	return err == nil && math.Abs(x-*c.Number) < 1e-9
}

// drawings returns the charts of a sheet.
func drawings(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	var list []string
	rels, ok := f.Pkg.Load("xl/worksheets/_rels/sheet" + strconv.Itoa(slices.Index(f.GetSheetList(), sheet)+1) + ".xml.rels")
	if !ok {
		return nil
	}
	for _, drawing := range regexp.MustCompile(`drawings/(drawing\d+\.xml)"`).FindAllStringSubmatch(string(rels.([]byte)), -1) {
		if raw, ok := f.Pkg.Load("xl/drawings/_rels/" + drawing[1] + ".rels"); ok {
			list = append(list, regexp.MustCompile(`charts/chart\d+\.xml`).FindAllString(string(raw.([]byte)), -1)...)
		}
	}
	return list
}

// flat are all cells of the tables as lines of a file of one table.
func (e writtenReport) flat(decimal string, units map[document.Unit]string) [][]string {
	var list [][]string
	for _, t := range e.doc.Tables() {
		for i, r := range t.Rows {
			var heads []string
			for _, c := range r {
				if c.Head {
					heads = append(heads, c.Text)
				}
			}
			for j, c := range r {
				if c.Head {
					continue
				}
				number, unit := "", ""
				if c.Number != nil {
					number = strings.Replace(strconv.FormatFloat(*c.Number, 'f', -1, 64), ".", decimal, 1)
					unit = units[c.Unit]
				}
				list = append(list, []string{t.ID, t.Caption, strconv.Itoa(i + 1), strings.Join(heads, ", "), t.Head[j], c.Text, number, unit})
			}
		}
	}
	return list
}

// Both kinds of CSV hold every cell, and all that is said beside tables.
func csvHoldsTables(t *testing.T, list []writtenReport) {
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		sw, err := sheetWords(v, e.lang)
		if err != nil {
			t.Fatal(err)
		}
		for format, comma := range map[string]rune{"csv": ';', "plain.csv": ','} {
			decimal := "."
			if format == "csv" && e.lang == "nl" {
				decimal = ","
			}
			var got [][]string
			said := ""
			for _, r := range parseCSV(t, e.files[format], comma)[1:] {
				for i := range r { // as it was before it was made harmless
					r[i] = strings.TrimPrefix(r[i], "'")
				}
				if said += r[6] + "\n"; r[1] != "" {
					got = append(got, r[1:])
				}
			}
			if diff := cmp.Diff(e.flat(decimal, sw.Units), got); diff != "" {
				t.Errorf("%s in %s, %s: %s", e.name, e.lang, format, diff)
			}
			for _, s := range e.doc.Sections {
				for _, b := range s.Blocks {
					if p, ok := b.(document.Paragraph); ok && !strings.Contains(said, p.Line.Text()) {
						t.Errorf("%s in %s, %s lacks %q", e.name, e.lang, format, p.Line.Text())
					}
				}
			}
		}
		plain, excel := string(e.files["plain.csv"]), string(e.files["csv"])
		if strings.Contains(plain, "\r") || strings.HasPrefix(plain, "\ufeff") || !strings.HasPrefix(excel, "\ufeff") {
			t.Errorf("%s in %s: wrong ends of lines or marks", e.name, e.lang)
		}
	}
}

func parseCSV(t *testing.T, data []byte, comma rune) [][]string {
	t.Helper()
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	in.Comma = comma
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
