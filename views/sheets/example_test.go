package sheets

import (
	"strings"

	"ouderstem/views/document"
)

// exampleWords are the words of sheets in tests.
var exampleWords = Words{
	Contents: "Inhoud", Back: "Naar de inhoud", Text: "Tekst", Charts: "Cijfers van grafieken",
	Section: "Onderdeel", TableID: "Tabelcode", Table: "Tabel", RowN: "Rijnummer", Row: "Rij", Column: "Kolom",
	Words: "Tekst", Number: "Getal", Unit: "Eenheid",
	Units: map[document.Unit]string{
		document.Plain:   "getal",
		document.Percent: "procent", document.Mark: "cijfer", document.Count: "aantal", document.Year: "jaar", document.Points: "procentpunten",
	},
	Label: "Naam", Low: "Laagst", Value: "Waarde", High: "Hoogst", Mean: "Gemiddelde",
}

func figure(text string, x float64, u document.Unit) document.Cell {
	return document.Cell{Text: text, Number: &x, Unit: u}
}

func head(text string) document.Cell { return document.Cell{Text: text, Head: true} }

func line(text string) document.Line { return document.Line{{Text: text}} }

// sample is a document with everything that a sheet can have.
func sample() document.Document {
	limit := func(n int, inner, outer float64) document.FunnelLimit {
		return document.FunnelLimit{N: n, InnerLow: 7.4 - inner, InnerHigh: 7.4 + inner, OuterLow: 7.4 - outer, OuterHigh: 7.4 + outer}
	}
	marks := document.Histogram{}
	markTable := document.Table{ID: "mark", Caption: "Welk cijfer geeft u onze hulp?", Head: []string{"Cijfer", "Aandeel", "Marge laag", "Marge hoog"}}
	for i, p := range []float64{0, 1, 2, 3, 7, 11, 23, 31, 16, 6} {
		name := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}[i]
		text := number(p, document.Plain).Text + "\u00a0%"
		cell := figure(text, p, document.Percent)
		if i == 0 {
			text = "bijna niemand"
			cell = document.Cell{Text: text}
		}
		marks.Bars = append(marks.Bars, document.Bar{Label: name, Percent: p, Text: text})
		markTable.Rows = append(markTable.Rows, []document.Cell{head(name), cell, figure("1 %", 1, document.Percent), figure("40 %", 40, document.Percent)})
	}
	long := strings.Repeat("Wij wisten bij wie wij terecht konden; ", 8) + "altijd"
	mean, pass := 7.4, 5.5
	return document.Document{
		Lang: "nl", Title: "Wat ouders vinden van de jeugdhulp in 2026", Unit: "Wijkteam Noord = Oost", Subtitle: "Jaarverslag", Stamp: "indicatief", Why: "van weinig antwoorden",
		Sections: []document.Section{
			{ID: "summary", Class: "summary", Heading: "Samenvatting", Blocks: []document.Block{
				document.List{Items: []document.Line{
					line("Ouders gaven gemiddeld een 7,4."), line("Er zijn weinig antwoorden: lees de cijfers voorzichtig."),
				}},
			}},
			{ID: "mark-section", Class: "overall", Heading: "Het cijfer", Stamp: "indicatief", Blocks: []document.Block{
				document.Paragraph{Line: line("=1+1 staat hier als tekst.")},
				document.Chart{ID: "marks", Title: "Cijfers van ouders", Description: "Een 1: bijna niemand. Een 2: 1 %.", Plot: marks, Table: markTable, Notes: []document.Line{line("De hoogste staaf is het meest gegeven cijfer.")}},
				document.Chart{
					ID: "years", Title: "Het cijfer door de jaren", Description: "2024: 7,1. 2025: te weinig antwoorden. 2026: 7,4.",
					Plot: document.Dots{Across: true, Scale: document.Scale{Low: 1, High: 10, Step: 1, Unit: document.Mark, Line: &pass}, Points: []document.Point{
						{Label: "2024", Value: 7.1, Low: 6.8, High: 7.4, Text: "7,1"},
						{Label: "2025", Missing: true, Text: "te weinig antwoorden"},
						{Label: "2026", Value: 7.4, Low: 7, High: 7.8, Text: "7,4"},
					}},
					Table: document.Table{ID: "years", Caption: "Het cijfer door de jaren", Head: []string{"Jaar", "Cijfer", "Laag", "Hoog", "Antwoorden"}, Rows: [][]document.Cell{
						{{Text: "2024", Number: new(float64(2024)), Unit: document.Year, Head: true}, figure("7,1", 7.1, document.Mark), figure("6,8", 6.8, document.Mark), figure("7,4", 7.4, document.Mark), figure("1.234", 1234, document.Count)},
						{{Text: "2025", Number: new(float64(2025)), Unit: document.Year, Head: true}, {Text: "te weinig antwoorden"}, {}, {}, {}},
						{{Text: "2026", Number: new(float64(2026)), Unit: document.Year, Head: true}, figure("7,4", 7.4, document.Mark), figure("7,0", 7, document.Mark), figure("7,8", 7.8, document.Mark), figure("ongeveer 85", 85, document.Count)},
					}},
				},
			}},
			{ID: "q", Class: "question", Heading: "Vraag voor vraag", Blocks: []document.Block{
				document.Chart{
					ID: "heard", Title: "Voelde u zich gehoord?", Description: "Altijd: 64 %.",
					Plot: document.Stack{Bars: []document.Bar{
						{Label: "Ja, altijd", Percent: 64, Text: "64 %", Fill: "fill-positive-1"},
						{Label: long, Percent: 24, Text: "24 %", Fill: "fill-between-1"},
						{Label: "Nee", Percent: 12, Text: "12 %", Fill: "fill-negative-1"},
					}},
					Table: document.Table{ID: "heard", Caption: "Voelde u zich gehoord? [1/2]: *heel* lang?", Head: []string{"Antwoord", "Aandeel", "Verschil met 2025"}, Rows: [][]document.Cell{
						{head("Ja, altijd"), figure("64 %", 64, document.Percent), figure("+3,5", 3.5, document.Points)},
						{head(long), figure("24 %", 24, document.Percent), figure("-2", -2, document.Points)},
						{head("Nee"), figure("12 %", 12, document.Percent), figure("0", 0, document.Points)},
					}, Notes: []document.Line{line("Verschillen zijn in procentpunten.")}},
				},
				document.Chart{
					ID: "helped", Title: "Wat hielp?", Description: "Praten: bijna iedereen.",
					Plot: document.Rows{Bars: []document.Bar{{Label: "Praten", Percent: 100, Text: "bijna iedereen"}, {Label: "@Oefenen", Percent: 40, Text: "40 %"}}},
					Table: document.Table{ID: "helped", Caption: "Wat hielp?", Head: []string{"Antwoord", "Aandeel"}, Rows: [][]document.Cell{
						{head("Praten"), {Text: "bijna iedereen"}}, {head("@Oefenen"), figure("40 %", 40, document.Percent)},
					}},
				},
			}},
			{ID: "how", Heading: "Hoe we dit weten", Blocks: []document.Block{
				document.Section{ID: "warnings", Heading: "Let op", Blocks: []document.Block{document.List{Items: []document.Line{line("Een deel telt niet mee.")}}}},
			}},
			{ID: "teams", Class: "teams", Heading: "Teams", Blocks: []document.Block{
				document.Chart{
					ID: "funnel", Title: "Teams en toeval", Description: "Alle teams liggen binnen de grenzen.",
					Plot: document.Funnel{
						Mean: 7.4, Inner: "95 %", Outer: "99,8 %", NLabel: "Antwoorden", Scale: document.Scale{Low: 6, High: 9, Step: 0.5, Unit: document.Mark},
						Points: []document.FunnelPoint{{Label: "Noord", N: 40, Value: 7.6}, {Label: "Zuid", N: 120, Value: 7.3}},
						Limits: []document.FunnelLimit{limit(30, 0.6, 1), limit(60, 0.42, 0.7), limit(150, 0.27, 0.45)},
					},
					Table: document.Table{ID: "funnel", Caption: "Teams", Head: []string{"Team", "Antwoorden", "Cijfer"}, Rows: [][]document.Cell{
						{head("Noord"), figure("40", 40, document.Count), figure("7,6", 7.6, document.Mark)},
						{head("Zuid"), figure("120", 120, document.Count), figure("7,3", 7.3, document.Mark)},
					}},
				},
				document.Chart{
					ID: "ruler", Title: "Het cijfer en zijn marge", Description: "7,4, tussen 7,0 en 7,8.",
					Plot: document.Ruler{Point: document.Point{Label: "Cijfer", Value: mean, Low: 7, High: 7.8, Text: "7,4"}, Scale: document.Scale{Low: 1, High: 10, Step: 1, Unit: document.Mark}},
					Table: document.Table{ID: "ruler", Caption: "Het cijfer en zijn marge", Head: []string{"", "Cijfer", "Laag", "Hoog"}, Rows: [][]document.Cell{
						{head("Cijfer"), figure("7,4", 7.4, document.Mark), figure("7,0", 7, document.Mark), figure("7,8", 7.8, document.Mark)},
					}},
				},
				document.Facts{Items: []document.Fact{{Term: "Kaarten uitgedeeld", Lines: []document.Line{line("ongeveer 200")}}}},
				document.Quote{Lang: "nl", Line: line("-Fijn dat er geluisterd werd.")},
				document.Cards{Table: document.Table{ID: "measures", Caption: "Maatregelen", Head: []string{"Wij gaan", "Wie"}, Rows: [][]document.Cell{
					{head("sneller terugbellen\nbinnen een week"), {Text: "-Jansen"}},
				}}, Items: []document.Card{{Heading: "Maatregel 1", Blocks: []document.Block{
					document.Facts{Items: []document.Fact{{Term: "Wij gaan", Lines: []document.Line{line("sneller terugbellen\nbinnen een week")}}}},
				}}}},
			}},
		},
	}
}
