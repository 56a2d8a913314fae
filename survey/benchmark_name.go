package survey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// looksLike are letters that look like letters of another alphabet, or of the
// same, in most typefaces: what Unicode's list of confusables (UTS 39) has for the
// letters of Dutch names, as far as those are single letters of Cyrillic, Greek
// and Latin.
var looksLike = strings.NewReplacer(
	// Cyrillic
	"а", "a", "А", "a", "В", "b", "с", "c", "С", "c", "ԁ", "d", "е", "e", "Е", "e", "Н", "h", "һ", "h", "Һ", "h", "і", "l", "І", "l",
	"ј", "j", "Ј", "j", "К", "k", "к", "k", "ӏ", "l", "Ӏ", "l", "М", "m", "о", "o", "О", "o", "р", "p", "Р", "p", "ԛ", "q", "Ԛ", "q",
	"ѕ", "s", "Ѕ", "s", "Т", "t", "у", "y", "У", "y", "ѵ", "v", "Ѵ", "v", "ԝ", "w", "Ԝ", "w", "х", "x", "Х", "x", "Ү", "y", "ү", "y",
	// Greek
	"Α", "a", "α", "a", "Β", "b", "Ε", "e", "Ζ", "z", "Η", "h", "Ι", "l", "ι", "l", "Κ", "k", "κ", "k", "Μ", "m", "Ν", "n", "ν", "v",
	"Ο", "o", "ο", "o", "Ρ", "p", "ρ", "p", "Τ", "t", "Υ", "y", "υ", "u", "Χ", "x", "ϲ", "c", "Ϲ", "c", "ϳ", "j",
	// Latin
	"ı", "l", "I", "l", "i", "l", "1", "l", "|", "l", "0", "o", "ɑ", "a", "ɡ", "g",
)

// FoldName returns what two names have in common that people take for one: case,
// width, spaces, signs that are not seen and letters that look alike do not count.
// "" is of a name of which nothing is seen.
func FoldName(name string) string {
	seen := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point) {
			return -1
		}
		return r
	}, norm.NFKD.String(name)) // apart from their accents, letters are easier to compare
	lower := strings.ToLower(looksLike.Replace(seen))
	return strings.Join(strings.Fields(norm.NFKC.String(lower)), " ")
}
