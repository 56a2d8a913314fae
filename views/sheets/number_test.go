package sheets

import (
	"math"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	xnumber "golang.org/x/text/number"
	"pgregory.net/rapid"

	"ouderstem/views/document"
)

func TestShapeOf(t *testing.T) {
	for _, c := range []struct {
		text string
		x    float64
		unit document.Unit
		want shape
		code string
	}{
		{"37\u00a0%", 37, document.Percent, shape{After: "\u00a0%", Percent: true}, "0\"\u00a0\"%"},
		{"37", 37, document.Percent, shape{}, "0"},
		{"7,0", 7, document.Mark, shape{Decimals: 1}, "0.0"},
		{"7", 7, document.Mark, shape{}, "0"},
		{"ongeveer 40 %", 40, document.Percent, shape{Before: "ongeveer ", After: " %", Percent: true}, `"ongeveer "0" "%`},
		{"1.234", 1234, document.Count, shape{Grouped: true}, "#,##0"},
		{"1,234.5", 1234.5, document.Plain, shape{Decimals: 1, Grouped: true}, "#,##0.0"},
		{"+0,4", 0.4, document.Mark, shape{Decimals: 1, Plus: true}, `"+"0.0;"-"0.0;0.0`},
		{"-0,4", -0.4, document.Mark, shape{Decimals: 1}, "0.0"},
		{"12 van 30", 30, document.Count, shape{Before: "12 van "}, `"12 van "0`},
		{`"7"`, 7, document.Plain, shape{Before: `"`, After: `"`}, `"` + `"\""` + `"0"` + `"\""` + `"`},
	} {
		got, ok := shapeOf(document.Cell{Text: c.text, Number: &c.x, Unit: c.unit})
		if diff := cmp.Diff(c.want, got); !ok || diff != "" {
			t.Errorf("%q: %t %s", c.text, ok, diff)
		}
		if got.code() != c.code {
			t.Errorf("%q has the format %s", c.text, got.code())
		}
	}
	for text, x := range map[string]float64{"bijna niemand": 0, "7,4": 7.5, "-3": 3, "3": -3, "1,23": 123, "": 0} {
		if s, ok := shapeOf(document.Cell{Text: text, Number: &x}); ok {
			t.Errorf("%q tells %v: %+v", text, x, s)
		}
	}
}

// Whatever a page writes for a number is found again, with the words around it.
func TestShapeOfAnyNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decimals := rapid.IntRange(0, 3).Draw(t, "decimals")
		x := math.Round(rapid.Float64Range(-1e7, 1e7).Draw(t, "x")*1e3) / 1e3
		x, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', decimals, 64), 64)
		if err != nil {
			t.Fatal(err)
		}
		before := rapid.SampledFrom([]string{"", "ongeveer ", "about ", "< "}).Draw(t, "before")
		lang := rapid.SampledFrom([]string{"nl", "en"}).Draw(t, "lang")
		text := before + message.NewPrinter(language.Make(lang)).Sprint(xnumber.Decimal(x, xnumber.Scale(decimals)))
		s, ok := shapeOf(document.Cell{Text: text, Number: &x})
		if !ok || s.Decimals != decimals || s.Before != before {
			t.Fatalf("%q for %v: %+v, %t", text, x, s, ok)
		}
	})
}
