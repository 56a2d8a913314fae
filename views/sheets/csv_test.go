package sheets

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"ouderstem/views/document"
)

func csvOf(t *testing.T, d document.Document, dialect Dialect) string {
	t.Helper()
	var b bytes.Buffer
	if err := CSV(&b, d, exampleWords, dialect); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCSV(t *testing.T) {
	for _, c := range []struct {
		dialect Dialect
		want    []string
	}{
		{ExcelCSV("nl"), []string{
			"\ufeffOnderdeel;Tabelcode;Tabel;Rijnummer;Rij;Kolom;Tekst;Getal;Eenheid\r\n",
			"\r\nHet cijfer;years;Het cijfer door de jaren;1;2024;Cijfer;7,1;7,1;cijfer\r\n",
			";+3,5;3,5;procentpunten\r\n", ";-2;-2;procentpunten\r\n",
			"\r\nTeams;;;;Kaarten uitgedeeld;;ongeveer 200;;\r\n",
			";2025;Cijfer;te weinig antwoorden;;\r\n",
		}},
		{ExcelCSV("en"), []string{"1;2024;Cijfer;7,1;7.1;cijfer\r\n"}},
		{PlainCSV, []string{
			"Onderdeel,Tabelcode,Tabel,Rijnummer,Rij,Kolom,Tekst,Getal,Eenheid\n",
			`1,2024,Cijfer,"7,1",7.1,cijfer` + "\n", `1,2024,Antwoorden,1.234,1234,aantal` + "\n",
		}},
	} {
		got := csvOf(t, sample(), c.dialect)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%+v: it lacks %q:\n%s", c.dialect, want, got)
			}
		}
		if !strings.HasPrefix(got, c.want[0]) && len(c.want) > 1 {
			t.Errorf("%+v: it begins with %.40q", c.dialect, got)
		}
		if ends := strings.Count(got, "\r\n"); c.dialect.CRLF && ends+strings.Count(got, "terugbellen\n") != strings.Count(got, "\n") || !c.dialect.CRLF && ends > 0 {
			t.Errorf("%+v: %d lines end in CRLF", c.dialect, ends)
		}
	}
}

// Nothing that a parent or the staff typed is a formula in a spreadsheet.
func TestCSVIsHarmless(t *testing.T) {
	for _, evil := range []string{"=HYPERLINK(1)", "+1+1", "-1+2", "-1\n=2", "@SUM(1)", "\tx", "\rx", "=1;=2", "\"=1", "gewoon"} {
		l := line(evil)
		d := document.Document{Sections: []document.Section{{Heading: evil, Stamp: evil, Blocks: []document.Block{
			document.Paragraph{Line: l},
			document.List{Items: []document.Line{l}},
			document.Quote{Line: l},
			document.Facts{Items: []document.Fact{{Term: evil, Lines: []document.Line{l}}}},
			document.Cards{Items: []document.Card{{Heading: evil, Blocks: []document.Block{document.Paragraph{Line: l}}}}},
			document.Chart{
				Title: evil, Notes: []document.Line{l},
				Table: document.Table{ID: evil, Caption: evil, Head: []string{evil, evil}, Rows: [][]document.Cell{{head(evil), {Text: evil}}}, Notes: []document.Line{l}},
			},
		}}}}
		for _, dialect := range []Dialect{PlainCSV, ExcelCSV("nl")} {
			in := csv.NewReader(strings.NewReader(strings.TrimPrefix(csvOf(t, d, dialect), "\ufeff")))
			in.Comma = dialect.Comma
			rows, err := in.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != 10 {
				t.Fatalf("%d lines", len(rows))
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
						t.Errorf("the cell %q", cell)
					}
				}
			}
		}
	}
}
