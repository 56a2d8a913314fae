package office

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"ouderstem/views/document"
)

// format is one of those of text.
type format struct {
	name    string
	content string // the part with the words
	write   func(io.Writer, document.Document) error
	pieces  func(io.Writer, document.Document, []piece) error // the same, once it is laid out
}

var docxFormat, odtFormat = format{"docx", "word/document.xml", DOCX, writeDOCX}, format{"odt", "content.xml", ODT, writeODT}

var formats = []format{docxFormat, odtFormat}

func words(s string) document.Line { return document.Line{{Text: s}} }

func number(text string, x float64, u document.Unit) document.Cell {
	return document.Cell{Text: text, Number: &x, Unit: u}
}

func says(s string) document.Paragraph { return document.Paragraph{Line: words(s)} }

// sample is a document with one of everything, and all that is hard to write.
func sample() document.Document {
	return document.Document{
		Lang: "nl", Title: "Wat vonden ouders?", Unit: "Gemeente Proefdorp", Subtitle: "Verslag over 2025",
		Draft: "Concept: niet gepubliceerd", Stamp: "indicatief", Why: "Minder dan 30 antwoorden.",
		Labels: document.Labels{Table: "Tabel", Figure: "Figuur", Contents: "Inhoud"},
		Sections: []document.Section{
			{ID: "summary", Class: "summary", Heading: "In het kort", Blocks: []document.Block{
				document.List{Items: []document.Line{
					{{Text: "Gemiddeld een "}, {Text: "7,4", Href: "#bars", Strong: true}, {Text: "."}},
					{{Text: "Zie "}, {Text: "de teams", Href: "#table-teams"}, {Text: " en "}, {Text: "de uitleg", Href: "#how"}, {Text: "."}},
					{{Text: "Niets op "}, {Text: "een pagina van het programma", Href: "/staff/comments"}, {Text: " of "}, {Text: "nergens", Href: "#nowhere"}, {Text: "."}},
				}},
			}},
			{ID: "mark", Heading: "Het cijfer", Stamp: "indicatief", Blocks: []document.Block{
				document.Section{ID: "question-1", Heading: "Welk cijfer geeft u <ons> & \"de coach\"?", Blocks: []document.Block{
					document.Paragraph{Style: document.Figure, Line: document.Line{{Text: "7,4", Strong: true}, {Text: " is het gemiddelde"}}},
					document.Paragraph{Style: document.Note, Line: words("1 is slecht, 10 is goed")},
					document.Facts{Class: "facts", Items: []document.Fact{
						{Term: "Antwoorden", Lines: []document.Line{words("18")}},
						{Term: "95 %-interval", Lines: []document.Line{words("6,5 tot 8"), words("naar buiten afgerond")}},
					}},
					says("Dit staat boven een figuur."),
					histogram(),
				}},
				document.Section{ID: "question-2", Heading: "Luisterde de coach?", Blocks: []document.Block{stack()}},
				document.Section{ID: "question-3", Heading: "Te weinig", Blocks: []document.Block{
					document.Paragraph{Style: document.Few, Line: words("Te weinig antwoorden om dit te zeggen.")},
				}},
			}},
			{ID: "teams", Heading: "De teams", Blocks: []document.Block{manyRows(), wide()}},
			{ID: "quotes", Heading: "Wat ouders schreven", Blocks: []document.Block{
				document.Quote{Lang: "nl", Line: document.Line{{Text: "Zij belde "}, {Text: "[naam]", Masked: true}, {Text: " op.\nDat hielp.  Echt."}}},
				document.Quote{Lang: "ar", Line: words("كان الكلام واضحا لنا.")},
				document.Quote{Line: words("Все було добре.")},
				document.Quote{Lang: "en", Line: words("It \u0000\u0001went\twell ]]> <w:p/>")},
			}},
			{ID: "figures", Class: "apart", Heading: "Kerncijfers", Blocks: []document.Block{figures(), measures(3)}},
			{ID: "how", Heading: "Hoe we dit weten", Blocks: []document.Block{
				says("Meer staat op "),
				document.Paragraph{Line: document.Line{{Text: "de website", Href: "https://ouderstem.voorbeeld.nl/?a=1&b=2"}}},
				document.Facts{Class: "words", Items: []document.Fact{
					{Term: "Ruimte voor toeval, ook wel het interval van 95 % genoemd", Lines: []document.Line{words("Met andere mensen komt er iets anders uit.")}},
				}},
			}},
		},
	}
}

func histogram() document.Chart {
	c := document.Chart{
		ID: "bars", Title: "Hoe vaak elk cijfer", Description: "Cijfer 1: 0 %. Cijfer 10: 18 %. Met \"aanhalingstekens\" & haken <>.",
		Notes: []document.Line{words("In procenten."), words("Afgerond.")},
		Table: document.Table{ID: "table-bars", Caption: "Welk cijfer?", Head: []string{"Cijfer", "Deel"}, Notes: []document.Line{words("Dit gaat over 18 antwoorden.")}},
	}
	var bars []document.Bar
	for i := range 10 {
		share := float64(2 * i)
		label, text := fmt.Sprint(i+1), fmt.Sprintf("%d\u00a0%%", 2*i)
		bars = append(bars, document.Bar{Label: label, Percent: share, Text: text, Fill: "fill-positive-1"})
		c.Table.Rows = append(c.Table.Rows, []document.Cell{{Text: label, Head: true}, number(text, share, document.Percent)})
	}
	c.Plot = document.Histogram{Bars: bars}
	return c
}

func stack() document.Chart {
	return document.Chart{
		ID: "stack", Title: "Verdeling", Description: "Ja: 60 %. Nee: 40 %.",
		Plot: document.Stack{Bars: []document.Bar{
			{Label: "Ja", Percent: 60, Text: "60 %", Fill: "fill-positive-1"}, {Label: "Nee", Percent: 40, Text: "40 %", Fill: "fill-negative-1"},
		}},
		Table: document.Table{ID: "table-stack", Caption: "Luisterde de coach?", Head: []string{"Antwoord", "Deel"}, Rows: [][]document.Cell{
			{{Text: "Ja", Head: true}, number("60 %", 60, document.Percent)},
			{{Text: "Nee", Head: true}, {Text: "bijna niemand"}},
		}},
	}
}

// manyRows is a table of more than a page.
func manyRows() document.Table {
	t := document.Table{ID: "table-teams", Caption: "De teams naast elkaar", Head: []string{"Team", "Antwoorden", "Gemiddelde", "Opmerking"}}
	for i := range 70 {
		t.Rows = append(t.Rows, []document.Cell{
			{Text: fmt.Sprintf("Team %d", i+1), Head: true},
			number(fmt.Sprint(30+i), float64(30+i), document.Count),
			number("7,5", 7.5, document.Mark),
			{Text: strings.Repeat("Dit team begon later. ", i%3)},
		})
	}
	return t
}

// wide is a table with more columns and longer words than a page has room for.
func wide() document.Table {
	t := document.Table{ID: "table-wide", Caption: "Alles naast elkaar " + strings.Repeat("met veel woorden ", 12)}
	row := []document.Cell{{Text: "Samenwerkingsverband-" + strings.Repeat("jeugdhulpverlening", 4), Head: true}}
	t.Head = []string{"Organisatie"}
	for i := range 6 {
		t.Head = append(t.Head, fmt.Sprintf("Aanbestedingsvoorwaarde %d", i+1))
		row = append(row, number("12.345.678,5", 12345678.5, document.Plain))
	}
	t.Rows = [][]document.Cell{row, row}
	return t
}

func figures() document.Cards {
	return document.Cards{Class: "cards", Items: []document.Card{
		{Heading: "Gezinnen waar het veilig werd", Blocks: []document.Block{
			document.Paragraph{Style: document.Figure, Line: document.Line{{Text: "69 %", Strong: true}, {Text: " 69 van de 100"}}},
			document.Paragraph{Style: document.Note, Line: words("Bron: registratie (verzonnen)")},
		}},
		{Heading: "Wachttijd", Blocks: []document.Block{
			document.Paragraph{Style: document.Figure, Line: document.Line{{Text: "13 weken", Strong: true}}},
		}},
	}, Table: document.Table{ID: "table-figures", Caption: "Kerncijfers", Head: []string{"Wat"}}}
}

func measures(n int) document.Cards {
	c := document.Cards{Class: "cards measures"}
	for i := range n {
		c.Items = append(c.Items, document.Card{Blocks: []document.Block{document.Facts{Items: []document.Fact{
			{Term: "Ouders zeiden", Lines: []document.Line{words("Het duurde lang.")}},
			{Class: "action", Term: "Wij doen", Lines: []document.Line{words(fmt.Sprintf("Maatregel %d", i+1))}},
			{Term: "Uiterlijk", Lines: []document.Line{words("1 juli 2026")}},
		}}}})
	}
	return c
}

// long is a document that tries the paper: names of 300 characters, 200 measures.
func long() document.Document {
	d := sample()
	name := strings.TrimSpace(strings.Repeat("Samenwerkende gemeenten ", 13))[:300]
	d.Unit, d.Title = name, name
	d.Sections[1].Heading, d.Sections[1].Blocks = name, nil
	d.Sections[4].Blocks = []document.Block{measures(200)}
	return d
}

// headed is a document of headings, so many that some must meet the end of a
// page.
func headed() document.Document {
	d := sample()
	d.Sections = nil
	for i := range 3 {
		s := document.Section{ID: fmt.Sprintf("s%d", i), Heading: fmt.Sprintf("Onderdeel %d", i), Blocks: []document.Block{says("Een zin.")}}
		for j := range 60 {
			s.Blocks = append(s.Blocks, document.Section{
				ID: fmt.Sprintf("s%d-%d", i, j), Heading: fmt.Sprintf("Vraag %d van onderdeel %d", j, i),
				Blocks: []document.Block{says(strings.Repeat("Dit staat onder een vraag. ", 1+(i+j)%9))},
			})
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

// rightToLeft is a document in Arabic.
func rightToLeft() document.Document {
	d := document.Document{
		Lang: "ar", RTL: true, Title: "ماذا قال الآباء؟", Unit: "البلدية", Subtitle: "تقرير عام 2025",
		Labels: document.Labels{Table: "جدول", Figure: "شكل", Contents: "المحتويات"},
	}
	for i, heading := range []string{"باختصار", "الأسئلة", "الاقتباسات", "كيف نعرف ذلك"} {
		d.Sections = append(d.Sections, document.Section{ID: fmt.Sprintf("s%d", i), Heading: heading, Blocks: []document.Block{
			says("هذا ما كتبه الآباء عن المساعدة."),
			document.List{Items: []document.Line{words("كان الكلام واضحا.")}},
			document.Quote{Lang: "nl", Line: words("Dit schreef een ouder in het Nederlands.")},
			document.Quote{Lang: "ar", Line: words("هذا ما كتبه الآباء.")},
			document.Facts{Items: []document.Fact{{Term: "الإجابات", Lines: []document.Line{words("18")}}}},
			document.Table{ID: fmt.Sprintf("t%d", i), Caption: heading, Head: []string{"الجواب", "الحصة"}, Rows: [][]document.Cell{
				{{Text: "نعم", Head: true}, number("60 %", 60, document.Percent)},
			}},
		}})
	}
	return d
}

func (f format) written(t *testing.T, d document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
