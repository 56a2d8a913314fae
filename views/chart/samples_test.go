package chart

import (
	"math"
	"strconv"
	"strings"

	"ouderstem/views/document"
)

func at[T any](x T) *T { return &x }

// long is a label of 300 characters, as a survey may have.
var long = strings.Repeat("Een heel lange omschrijving van een antwoord dat iemand kon kiezen, ", 5)[:300]

var marks = document.Scale{Low: 1, High: 10, Step: 1, Unit: document.Mark, Line: at(5.5), LineLabel: "5,5 voldoende"}

var shares = document.Scale{
	High: 100, Step: 20, Unit: document.Percent,
	Labels: []string{"0 %", "20 %", "40 %", "60 %", "80 %", "100 %"},
}

// samples are charts of every kind, ordinary ones and others.
func samples() []document.Chart {
	note := []document.Line{{{Text: "Het gemiddelde (stip) met de ruimte voor toeval (balk)."}}}
	chart := func(id, title string, p document.Plot, notes ...document.Line) document.Chart {
		return document.Chart{ID: id, Lang: "nl", Title: title, Description: title + ": in woorden.", Plot: p, Notes: notes}
	}
	return []document.Chart{
		chart("histogram", "Hoe vaak elk cijfer is gegeven, in procenten", histogram()),
		chart("stack", "Verdeling van de antwoorden: Voelde u zich gehoord?", stack()),
		chart("rows", "Wat had u anders verwacht? Meer antwoorden mogelijk", rows()),
		chart("ruler", "Het gemiddelde cijfer op de schaal van 1 tot 10", document.Ruler{
			Point: document.Point{Value: 7.0, Low: 6.6, High: 7.4, Text: "7,0"}, Scale: marks,
		}, note...),
		chart("years", "Het cijfer van jaar tot jaar", years(), note...),
		chart("teams", "Teams naast elkaar", teams()),
		chart("funnel", "Aandeel tevreden ouders naar aantal antwoorden", funnel(9)),
		chart("funnel-many", "Veel teams op een kluit", funnel(40)),
		chart("hostile", long, document.Stack{Bars: []document.Bar{
			{Label: long, Percent: 33, Text: "33 %", Fill: "fill-positive-1"},
			{Label: strings.Repeat("w", 300), Percent: 33, Text: "bijna niemand van iedereen die iets zei", Fill: "fill-negative-2"},
			{Label: "Так, мене почули", Percent: 20, Text: "20 %", Fill: "fill-unknown-1"},
			{Label: "نعم، تم الاستماع إلي", Percent: 13, Text: "13 %", Fill: "nobody knows"},
			{Label: "<script>&\u202e\x00 e\u0301", Percent: 1, Text: "]]>", Fill: "fill-between-1"},
		}}),
		chart("patterns", "Elk patroon", every()),
		chart("nobody", "Nog geen antwoorden", document.Stack{Bars: []document.Bar{{Label: "Ja"}, {Label: "Nee"}}}),
		chart("empty", "Niets", document.Dots{Across: true, Scale: marks}),
	}
}

func histogram() document.Histogram {
	var p document.Histogram
	for i, percent := range []float64{0, 0, 1, 2, 6, 14, 31, 33, 10, 3} {
		b := document.Bar{Label: strconv.Itoa(i + 1), Percent: percent, Text: strconv.Itoa(int(percent)) + " %"}
		switch percent {
		case 1:
			b.Text = "bijna niemand" // wrapped: there is nothing shorter
		case 31:
			b.Short = "31"
		}
		p.Bars = append(p.Bars, b)
	}
	return p
}

func stack() document.Stack {
	return document.Stack{Bars: []document.Bar{
		{Label: "Ja, helemaal", Percent: 42, Text: "42 %", Fill: "fill-positive-1"},
		{Label: "Grotendeels", Percent: 27, Text: "27 %", Fill: "fill-positive-2"},
		{Label: "Een beetje", Percent: 18, Text: "18 %", Fill: "fill-between-1"},
		{Label: "Nee, niet echt", Percent: 9, Text: "9 %", Fill: "fill-negative-1"},
		{Label: "Nee, helemaal niet", Percent: 3, Text: "3 %", Fill: "fill-negative-2"},
		{Label: "Weet ik niet", Percent: 2, Text: "2 %", Fill: "fill-unknown-1"},
		{Label: "Wil ik niet zeggen", Percent: 0, Text: "bijna niemand", Fill: "fill-unknown-2"},
	}}
}

func rows() document.Rows {
	return document.Rows{Bars: []document.Bar{
		{Label: "Meer tijd voor een gesprek", Percent: 48, Text: "48 %", Low: at(41.0), High: at(55.2)},
		{Label: "Een vaste persoon die ons kent", Percent: 31, Text: "31 %", Low: at(25.0), High: at(38.0)},
		{Label: "Eerder hulp", Percent: 12, Text: "12 %", Low: at(8.0), High: at(17.5)},
		{Label: "Iets anders", Fill: "fill-between-1", Percent: 0, Text: "bijna niemand"},
		{Label: "Alles was zoals ik had verwacht", Percent: 97, Text: "bijna iedereen", Low: at(91.0), High: at(99.0)},
	}}
}

func years() document.Dots {
	return document.Dots{Across: true, Scale: marks, Points: []document.Point{
		{Label: "2021", Missing: true, Text: "te weinig antwoorden"},
		{Label: "2022", Value: 6.4, Low: 5.6, High: 7.2, Text: "ongeveer 6,5", Rough: true},
		{Label: "2023", Value: 6.8, Low: 6.3, High: 7.3, Text: "6,8"},
		{Label: "2024", Value: 6.7, Low: 6.4, High: 7.0, Text: "6,7"},
		{Label: "2025", Value: 9.6, Low: 9.3, High: 10, Text: "9,6"},
	}}
}

func teams() document.Dots {
	scale := shares
	scale.Line, scale.LineLabel = at(71.0), "Alle teams samen: 71 %"
	return document.Dots{Scale: scale, Points: []document.Point{
		{Label: "Team Noord", Value: 74, Low: 66, High: 81, Text: "74 %"},
		{Label: "Team Oost, met een naam die over meer dan een regel loopt", Value: 60, Low: 44, High: 74, Text: "60 %", Rough: true},
		{Label: "Team Zuid", Missing: true, Text: "te weinig antwoorden om iets te zeggen"},
		{Label: "Team West", Value: 98, Low: 93, High: 100, Text: "bijna iedereen"},
		{Label: long, Value: 71, Low: 71, High: 71, Text: "71 %"},
	}}
}

// funnel has the limits of a share of .7 by the normal approximation, which is
// near enough to draw.
func funnel(n int) document.Funnel {
	p := document.Funnel{Mean: 70, Scale: shares, Inner: "95 % van de verschillen door toeval valt hierbinnen", Outer: "99,8 % valt hierbinnen", NLabel: "Aantal antwoorden"}
	for count := 30; count <= 300; count += 10 {
		sd := 100 * math.Sqrt(.7*.3/float64(count))
		p.Limits = append(p.Limits, document.FunnelLimit{N: count, InnerLow: 70 - 1.96*sd, InnerHigh: 70 + 1.96*sd, OuterLow: 70 - 3.09*sd, OuterHigh: min(100, 70+3.09*sd)})
	}
	for i := range n {
		p.Points = append(p.Points, document.FunnelPoint{
			Label: "Team " + strconv.Itoa(i+1), N: 31 + (i*37)%260, Value: 60 + float64((i*13)%25), Text: strconv.Itoa(60+(i*13)%25) + " %",
		})
	}
	return p
}

func every() document.Stack {
	var p document.Stack
	for _, side := range []string{"positive", "between", "negative", "unknown"} {
		for _, n := range []string{"1", "2", "3"} {
			name := "fill-" + side + "-" + n
			p.Bars = append(p.Bars, document.Bar{Label: name, Percent: 8, Text: "8 %", Fill: name})
		}
	}
	return p
}
