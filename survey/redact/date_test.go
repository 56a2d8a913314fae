package redact_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestDate(t *testing.T) {
	for _, d := range []string{
		"12-03-2015", "12-3-2015", "1/3/2015", "12.03.2015", "12 - 03 - 2015", "12 3 2015", "12-03-15", "12/3/15", "12-03-'15",
		"2015-03-12", "2015/3/12", "12032015", "20150312", "12/25/2015",
		"12 maart 2015", "12 maart", "12 mrt '15", "3 mrt ’15", "12e maart", "3de mei", "1ste januari 2015", "de 12e van maart"[3:],
		"12-mei-2015", "12.mei.2015", "12mei2015", "17-jan-11", "12 JANUARI 2015", "12 maart, 2015", "1 aug. 2015",
		"2015 maart 12", "'11 mei 17", "March 12, 2015", "March 12th", "12th of March 2015", "12 May 2015", "12 May", "12 may 2015",
	} {
		if got := mask("op " + d + "; goed"); got != "op [date]; goed" {
			t.Errorf("%s: %q", d, got)
		}
	}
}

func TestNoDate(t *testing.T) {
	check(t, [][]string{
		{"in 2015 en 2016, sinds 1998"},
		{"mei 2015, in maart, eind december 2020"},
		{"2 weken, 3 maanden, 13 weken, 10 jaar oud, 10-jarige"},
		{"om 10.30 uur, 10:30, 12.15-13.00 uur"},
		{"een 7,5 en een 8/10 en 3-0 en 12/3"},
		{"32-01-2018, 01-13-2018, 12-03-3018, 38 augustus, 00 mei"},
		{"2018-13-01, 2018-01-32, 1899/12/8"},
		{"12-03-20156, 112-03-2015, 12-3-4-2015"},
		{"12 may come"},
		{"In April 12 people came"},
		{"4 maartse buien, 5 mei-vakanties"},
		{"versie 1.2.3"},
	})
}

func TestEveryDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, m := rapid.IntRange(1, 31).Draw(t, "d"), rapid.IntRange(1, 12).Draw(t, "m")
		y := rapid.IntRange(1900, 2099).Draw(t, "y")
		sep := rapid.SampledFrom([]string{"-", "/", ".", " ", " - "}).Draw(t, "sep")
		form := rapid.SampledFrom([]string{"%d%s%d%s%d", "%02d%s%02d%s%d"}).Draw(t, "form")
		text := fmt.Sprintf("geboren "+form+", hier", d, sep, m, sep, y)
		if got := mask(text); got != "geboren [date], hier" {
			t.Fatalf("%q: %q", text, got)
		}
	})
}
