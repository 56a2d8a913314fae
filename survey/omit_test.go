package survey

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOmit(t *testing.T) {
	for _, test := range []struct {
		text  string
		spans []Span
		want  string
	}{
		{"Daan ging mee", nil, "Daan ging mee"},
		{"Daan ging mee", []Span{{0, 4}}, "[…] ging mee"},
		{"met Daan de Vries, onze buur", []Span{{9, 11}, {4, 8}, {12, 17}}, "met […], onze buur"},
		{"a b", []Span{{0, 1}, {0, 3}}, "[…]"},
		{"a\nb", []Span{{0, 1}, {2, 3}}, "[…]\n[…]"},
		{"één", []Span{{1, 2}}, "[…]én"},           // within a letter
		{"kort", []Span{{-3, 0}, {9, 12}}, "kort"}, // outside
		{"kort", []Span{{3, 2}, {-5, 99}}, "[…]"},
	} {
		if got := Omit(test.text, test.spans); got != test.want {
			t.Errorf("%q without %v: %q, want %q", test.text, test.spans, got, test.want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"Daan, d'Ancona (en) e-mail!":    "Daan|d'Ancona|en|e-mail",
		"Met [naam] en[adres], [zo maar": "Met|[naam]|en|[adres]|zo|maar",
		"[iets van\nmij]":                "iets|van|mij",
		"[de hele zin]. Ja":              "[de hele zin]|Ja",
		"… – !  \n 7,5":                  "7,5",
		"[]":                             "[]",
	} {
		var got []string
		for _, w := range Words(text) {
			got = append(got, text[w.Start:w.End])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func drawSpans(t *rapid.T, text string) []Span {
	at := rapid.IntRange(-1, len(text)+2)
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span { return Span{at.Draw(t, "start"), at.Draw(t, "end")} }), 0, 5).Draw(t, "spans")
}

// What is left of a text is what stood outside the masks, and nothing else.
func TestMasksNeverBringBackAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 40, 120).Draw(t, "text")
		masks := drawSpans(t, text)
		var left strings.Builder
		for i, r := range text {
			size := utf8.RuneLen(r)
			if !slices.ContainsFunc(masks, func(m Span) bool {
				return m.Start < i+size && max(m.Start, i) < min(m.End, len(text)) && m.Start < m.End
			}) {
				left.WriteRune(r)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, Omitted, ""), " ", "") }
		if got, want := bare(Omit(text, masks)), bare(left.String()); got != want {
			t.Fatalf("%q without %v leaves %q, want %q", text, masks, got, want)
		}
		// More masks show no more, and masking again nothing at all.
		more := append(slices.Clone(masks), drawSpans(t, text)...)
		if Uncovers(text, masks, more) {
			t.Fatalf("%v uncovers what %v did not", more, masks)
		}
		once := Spans(text, masks)
		if again := Spans(text, once); !slices.Equal(once, again) {
			t.Fatalf("%v put in order twice is %v", once, again)
		}
	})
}

// Masking every word leaves signs and spaces.
func TestWordsAreAllThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 60, 200).Draw(t, "text")
		words := Words(text)
		for i, w := range words {
			if w.Start >= w.End || i > 0 && w.Start < words[i-1].End || !utf8.ValidString(text[w.Start:w.End]) {
				t.Fatalf("%v in %q", words, text)
			}
		}
		if left := Omit(text, words); strings.ContainsFunc(left, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			t.Fatalf("%q leaves %q", text, left)
		}
	})
}

func TestUncovers(t *testing.T) {
	const text = "een twee drie"
	for _, test := range []struct {
		before, after []Span
		want          bool
	}{
		{nil, []Span{{0, 3}}, false},
		{[]Span{{0, 3}}, nil, true},
		{[]Span{{0, 3}}, []Span{{0, 3}, {4, 8}}, false},
		{[]Span{{0, 8}}, []Span{{0, 3}, {4, 8}}, false}, // the space alone is nothing
		{[]Span{{0, 8}}, []Span{{0, 3}, {9, 13}}, true},
		{[]Span{{4, 8}}, []Span{{5, 8}}, true},
	} {
		if got := Uncovers(text, test.before, test.after); got != test.want {
			t.Errorf("%v after %v uncovers: %v", test.after, test.before, got)
		}
	}
}
