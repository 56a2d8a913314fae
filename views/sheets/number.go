package sheets

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"ouderstem/views/document"
)

// shape is how a number is written: what stands around it and how it is told,
// so that a sheet shows the words of the document and still holds a number.
type shape struct {
	Before, After string
	Decimals      int
	Grouped       bool // thousands are parted
	Percent       bool // it is kept as a part of 1, as sheets do
	Plus          bool // a number above 0 has its sign
}

// digits finds a number as people write it. Spaces that do not break may part
// thousands.
var digits = regexp.MustCompile(`\d(?:[\d.,\x{a0}\x{202f}]*\d)?`)

// grouped is a whole number with its thousands parted.
var grouped = regexp.MustCompile(`^\d{1,3}([.,\x{a0}\x{202f}]\d{3})+$`)

// shapeOf finds the number of c in its text. It is false when the text does not
// tell it: then words and number must both be shown, not one for the other.
func shapeOf(c document.Cell) (shape, bool) {
	if c.Number == nil {
		return shape{}, false
	}
	for _, at := range digits.FindAllStringIndex(c.Text, -1) {
		s := shape{Before: c.Text[:at[0]], After: c.Text[at[1]:]}
		var ok bool
		if s.Decimals, s.Grouped, ok = written(c.Text[at[0]:at[1]], *c.Number); !ok {
			continue
		}
		sign := ""
		for _, mark := range []string{"+", "-", "−"} {
			if rest, found := strings.CutSuffix(s.Before, mark); found {
				s.Before, sign = rest, mark
			}
		}
		if (*c.Number < 0) != (sign == "-" || sign == "−") {
			continue
		}
		s.Plus = sign == "+"
		s.Percent = c.Unit == document.Percent && strings.Contains(s.After, "%")
		return s, true
	}
	return shape{}, false
}

// written reports whether text is x, with how many decimals, and whether its
// thousands are parted.
func written(text string, x float64) (decimals int, parted, ok bool) {
	bare := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
	for decimals := range 7 {
		want := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
		whole, fraction, _ := strings.Cut(want, ".")
		if bare != whole+fraction {
			continue
		}
		if decimals > 0 {
			head, found := strings.CutSuffix(text, fraction)
			if !found || !strings.HasSuffix(head, ".") && !strings.HasSuffix(head, ",") {
				continue
			}
			text = head[:len(head)-1]
		}
		return decimals, text != whole, text == whole || grouped.MatchString(text)
	}
	return 0, false, false
}

// value returns x as a sheet keeps it.
func (s shape) value(x float64) float64 {
	if s.Percent {
		return x / 100
	}
	return x
}

// figure returns the digits of the shape as formats of numbers have them.
func (s shape) figure() string {
	f := "0"
	if s.Grouped {
		f = "#,##0"
	}
	if s.Decimals > 0 {
		f += "." + strings.Repeat("0", s.Decimals)
	}
	return f
}

// code returns the shape as a format of Excel.
func (s shape) code() string {
	after := literal(s.After)
	if s.Percent {
		before, rest, _ := strings.Cut(s.After, "%")
		after = literal(before) + "%" + literal(rest)
	}
	f := literal(s.Before) + s.figure() + after
	if s.Plus {
		minus := literal(s.Before+"-") + s.figure() + after
		return literal(s.Before+"+") + s.figure() + after + ";" + minus + ";" + f
	}
	return f
}

// literal quotes words for a format of Excel.
func literal(s string) string {
	if s == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(clean(s), `"`, `"\""`) + `"`
}
