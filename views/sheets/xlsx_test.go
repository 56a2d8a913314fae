package sheets

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ouderstem/views/document"
)

func workbookOf(t *testing.T, d document.Document) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := XLSX(&b, d, exampleWords); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// part returns a part of a zip.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSheetNames(t *testing.T) {
	for text, want := range map[string]string{
		"3 Voelde u zich gehoord? [1/2]: ja":                        "3 Voelde u zich gehoord 1 2 ja",
		"4 'Geciteerd' \\ *":                                        "4 Geciteerd",
		"5 Wist u waarom wij ons zorgen maakten over de veiligheid": "5 Wist u waarom wij ons zorgen…",
		"6 " + strings.Repeat("x", 300):                             "6 " + strings.Repeat("x", 28) + "…",
	} {
		if got := sheetName(text); got != want {
			t.Errorf("%q is named %q", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := sheetName("1 " + rapid.String().Draw(t, "caption"))
		if units(name) > longestName || strings.ContainsAny(name, `:\/?*[]'"`) || !strings.HasPrefix(name, "1") {
			t.Fatalf("named %q", name)
		}
	})
}

// Contents and every sheet lead to each other.
func TestXLSXContents(t *testing.T) {
	f := workbookOf(t, sample())
	sheets := f.GetSheetList()
	rows, err := f.GetRows(sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	said, links := "", map[string]bool{}
	for i, r := range rows {
		if len(r) == 0 {
			continue
		}
		said += r[0] + "\n"
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if ok, to, err := f.GetCellHyperLink(sheets[0], at); ok && err == nil {
			links[to] = true
		}
	}
	for _, want := range []string{"Wijkteam Noord = Oost", "Wat ouders vinden van de jeugdhulp in 2026", "Indicatief: van weinig antwoorden", "Ouders gaven gemiddeld een 7,4.", "Let op", "Een deel telt niet mee."} {
		if !strings.Contains(said, want) {
			t.Errorf("the first sheet lacks %q: %s", want, said)
		}
	}
	for _, s := range sheets[1 : len(sheets)-1] { // the last one is what charts draw
		if !links["'"+s+"'!A1"] {
			t.Errorf("nothing leads to %s: %v", s, links)
		}
		if ok, to, err := f.GetCellHyperLink(s, "A2"); !ok || err != nil || to != "'Inhoud'!A1" {
			t.Errorf("%s leads back to %q, %v", s, to, err)
		}
	}
	p, err := f.GetDocProps()
	if err != nil || p.Title != sample().Title || p.Creator != sample().Unit || p.Language != "nl" || p.Created != birth {
		t.Errorf("properties %+v, %v", p, err)
	}
}

// Charts are charts of Excel: of the right kind, drawn from cells that hold what
// is to be drawn, with words for who does not see them.
func TestXLSXCharts(t *testing.T) {
	var b bytes.Buffer
	if err := XLSX(&b, sample(), exampleWords); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		kind   string
		series [][]string // the values of each, as kept
	}{
		{"barChart", [][]string{{"0", "0.01", "0.02", "0.03", "0.07", "0.11", "0.23", "0.31", "0.16", "0.06"}}},
		{"lineChart", [][]string{{"7.1", "", "7.4"}, {"6.8", "", "7"}, {"7.4", "", "7.8"}}},
		{"barChart", [][]string{{"0.64"}, {"0.24"}, {"0.12"}}},
		{"barChart", [][]string{{"1", "0.4"}}},
		{"scatterChart", nil},
		{"lineChart", [][]string{{"7.4"}, {"7"}, {"7.8"}}},
	} {
		n := string(rune('1' + i))
		chart := part(t, data, "xl/charts/chart"+n+".xml")
		if !strings.Contains(chart, "<c:"+want.kind+">") && !strings.Contains(chart, "<"+want.kind+">") {
			t.Errorf("chart %s is no %s", n, want.kind)
		}
		d := sample().Charts()[i]
		if !strings.Contains(part(t, data, "xl/drawings/drawing"+n+".xml"), `descr="`+d.Description+`"`) || !strings.Contains(chart, d.Title) {
			t.Errorf("chart %s has no words", n)
		}
		var got [][]string
		for _, m := range regexp.MustCompile(`(?s)<val><numRef><f>(.*?)</f>`).FindAllStringSubmatch(strings.ReplaceAll(chart, "c:", ""), -1) {
			got = append(got, kept(t, f, m[1]))
		}
		for j, values := range want.series {
			if j >= len(got) || strings.Join(got[j], " ") != strings.Join(values, " ") {
				t.Errorf("chart %s draws %q, not %q", n, got, want.series)
				break
			}
		}
	}
}

// kept returns what the cells of an address hold.
func kept(t *testing.T, f *excelize.File, address string) []string {
	t.Helper()
	sheet, cells, _ := strings.Cut(strings.NewReplacer("&apos;", "'", "&#39;", "'").Replace(address), "!")
	from, to, _ := strings.Cut(strings.ReplaceAll(cells, "$", ""), ":")
	column, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		t.Fatal(err)
	}
	_, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for row := top; row <= bottom; row++ {
		at, _ := excelize.CoordinatesToCellName(column, row)
		value, err := f.GetCellValue(strings.Trim(sheet, "'"), at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if value != "" && !regexp.MustCompile(`^-?[\d.]+$`).MatchString(value) {
			value = "" // words are drawn as nothing
		}
		list = append(list, value)
	}
	return list
}

// A number that may not be told is in no label of a chart.
func TestXLSXChartsTellWords(t *testing.T) {
	var b bytes.Buffer
	if err := XLSX(&b, sample(), exampleWords); err != nil {
		t.Fatal(err)
	}
	for n, told := range map[string]bool{"1": false, "3": true, "4": false} {
		chart := part(t, b.Bytes(), "xl/charts/chart"+n+".xml")
		if got := regexp.MustCompile(`showVal val="(true|1)"`).MatchString(chart); got != told {
			t.Errorf("chart %s writes numbers at its bars: %t", n, got)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(exampleWords.Charts)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, r := range rows {
		text += strings.Join(r, "|") + "\n"
	}
	if !strings.Contains(text, "Praten: bijna iedereen|bijna iedereen\n@Oefenen: 40 %|40 %\n") {
		t.Errorf("charts draw %s", text)
	}
}

// Text of any kind gives a workbook that can be read, with that text.
func TestXLSXTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		d := document.Document{Lang: "nl", Title: text, Unit: text, Sections: []document.Section{{Heading: text, Blocks: []document.Block{
			document.Table{ID: "a", Caption: text, Head: []string{text}, Rows: [][]document.Cell{{{Text: text}}}, Notes: []document.Line{line(text)}},
			document.Chart{
				ID: "c", Title: text, Description: text, Plot: document.Rows{Bars: []document.Bar{{Label: text, Text: text, Percent: 5}}},
				Table: document.Table{ID: "b", Caption: text, Head: []string{text, text}, Rows: [][]document.Cell{{head(text), {Text: text}}}},
			},
		}}}}
		var b bytes.Buffer
		if err := XLSX(&b, d, exampleWords); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		name := f.GetSheetList()[1]
		if formula, err := f.GetCellFormula(name, "A6"); formula != "" || err != nil {
			t.Fatalf("formula %q, %v", formula, err)
		}
		if got, err := f.GetCellValue(name, "A6"); err != nil || got != clean(text) {
			t.Fatalf("%q became %q, %v", text, got, err)
		}
	})
}

// As many teams with names as long as there can be make a workbook, too.
func TestXLSXTakesMany(t *testing.T) {
	name := strings.Repeat("Wijkteam é", 30)
	var c document.Chart
	dots := document.Dots{Scale: document.Scale{Low: 1, High: 10, Step: 1, Unit: document.Mark}}
	table := document.Table{ID: "teams", Caption: name, Head: []string{name, "Cijfer", "Laag", "Hoog"}}
	for range 300 {
		dots.Points = append(dots.Points, document.Point{Label: name, Value: 7, Low: 6, High: 8, Text: "7"})
		table.Rows = append(table.Rows, []document.Cell{head(name), figure("7", 7, document.Mark), figure("6", 6, document.Mark), figure("8", 8, document.Mark)})
		c.Description += name + ": 7. "
	}
	c.ID, c.Title, c.Plot, c.Table = "teams", name, dots, table
	f := workbookOf(t, document.Document{Lang: "nl", Title: name, Unit: name, Sections: []document.Section{{Heading: name, Blocks: []document.Block{c}}}})
	rows, err := f.GetRows(f.GetSheetList()[1])
	if err != nil || len(rows) != 4+300 || rows[303][0] != name {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
