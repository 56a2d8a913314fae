package redact_test

import "testing"

func TestPostcode(t *testing.T) {
	check(t, [][]string{
		{"1234 AB 12", "[address]"},
		{"1234AB", "[address]"},
		{"1234ab", "[address]"},
		{"op 1234 AB, 12a in Ons Dorp", "op [address] in Ons Dorp"},
		{"1234 AB nr. 12-3", "[address]"},
		{"1234 ab 5 bis", "[address]"},
		{"1234 ab"}, // small letters after a space need a number
		{"2015 en 2016, 2015 is 3 jaar terug, in 2015 op 3 plekken"},
		{"IN 2015 IS HIJ GEKOMEN"},
		{"1500 mg, 1500mg, 1200 kg, 1000km"},
		{"1234 ABC, 01234 AB, 0234 AB, 1234 A"},
		{"€ 1234 AB"},
		{"1234 SS"}, // never given out
	})
}

func TestStreet(t *testing.T) {
	for _, s := range []string{
		"Kerkstraat 12", "kerkstraat 12", "Kerkstraat 12a", "Kerkstraat 12 A", "Kerkstraat 12-3", "Kerkstraat 12/2", "Kerkstraat 12 bis",
		"Kerkstraat nr. 5", "Kerkstraat nummer 5", "Kerkstr. 5", "Wilgenlaan 1", "Wilgenweg 1", "Dorpsplein 3", "Lindedijk 1111",
		"Van Bovenstraat 5", "Jan van Galenstraat 4", "Prof. dr. J.C. Pietersenlaan 1", "Oude Gracht 12", "Burgemeester Pietersenplein 8",
		"Eerste Oosterdwarsstraat 5", "Koningin-Annalaan 2", "'s-Gravenweg 7", "Postbus 1234", "Elzenhof 2", "Elzenpad 2", "Elzenmarkt 2",
	} {
		want := "wij wonen op [address], daar"
		if s[0] == '\'' {
			want = "wij wonen op '[address], daar"
		}
		if got := mask("wij wonen op " + s + ", daar"); got != want {
			t.Errorf("%s: %q", s, got)
		}
	}
	check(t, [][]string{
		{"In de Kerkstraat 12 en Bij Wilgenlaan 4", "In de [address] en Bij [address]"},
		{"Kerkstraat 12, 1234 AB Ons Dorp", "[address], [address] Ons Dorp"},
		{"in de straat 12 huizen, op het plein 3 keer, straat 12"},
		{"Onderweg 3 km, onderweg 2 keer, aanpak 2, op weg 2 dagen"},
		{"Supermarkt 3 straten verder, Terugweg 2 uur"},
		{"Kerkstraat 3 keer, Kerkstraat 10:30, Kerkstraat 2 jaar"},
		{"in de Kerkstraat"},
		{"hulppad 2, leefweg 3"}, // small letters: only the plain endings
		{"nummer 12, nr. 5, kamer 3"},
		{"Maandag 3 gesprekken"},
	})
}
