package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of a text: its bytes from Start up to End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Omitted stands where a person took words out of a comment, as it does in any
// quotation and in every language.
const Omitted = "[…]"

// Omit returns text without the words in spans. It never gives a part of them
// back: a span that ends within a letter takes the letter with it.
func Omit(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range Spans(text, spans) {
		b.WriteString(text[at:s.Start])
		b.WriteString(Omitted)
		at = s.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// Spans puts spans of text in order: whole letters, without overlap, and as one
// where only spaces part them. What lies outside the text is left out.
func Spans(text string, spans []Span) []Span {
	var tidy []Span
	for _, s := range spans {
		s.Start, s.End = max(0, s.Start), min(len(text), s.End)
		if s.Start >= s.End {
			continue
		}
		for s.Start > 0 && !utf8.RuneStart(text[s.Start]) {
			s.Start--
		}
		for s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			s.End++
		}
		tidy = append(tidy, s)
	}
	slices.SortFunc(tidy, func(a, b Span) int { return a.Start - b.Start })
	joined := tidy[:0]
	for _, s := range tidy {
		if last := len(joined) - 1; last >= 0 && (s.Start <= joined[last].End || strings.Trim(text[joined[last].End:s.Start], " ") == "") {
			joined[last].End = max(joined[last].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// Uncovers reports whether a text with the spans after shows anything that it
// did not show with the spans before.
func Uncovers(text string, before, after []Span) bool {
	after = Spans(text, after)
	return slices.ContainsFunc(Spans(text, before), func(b Span) bool {
		return !slices.ContainsFunc(after, func(a Span) bool { return a.Start <= b.Start && b.End <= a.End })
	})
}

// longestLabel is that of the words in brackets that stand for something
// masked: "[e-mailadres]".
const longestLabel = 40

// Words returns the words of a text, as a person can choose them to be masked:
// without the signs around them. Words in square brackets are one.
func Words(text string) []Span {
	var words []Span
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		end := at + labelled(text[at:])
		if end == at {
			end = at + strings.IndexFunc(text[at:]+" ", unicode.IsSpace)
			if i := strings.IndexByte(text[at:end], '['); i > 0 {
				end = at + i // the label that begins there is a word of its own
			}
		}
		if w := bare(text, Span{at, end}); w.Start < w.End {
			words = append(words, w)
		}
		at = end
	}
	return words
}

// labelled returns the length of the words in brackets that text begins with,
// or 0.
func labelled(text string) int {
	end := strings.IndexAny(text, "]\n")
	if text[0] != '[' || end < 0 || text[end] == '\n' || utf8.RuneCountInString(text[1:end]) > longestLabel {
		return 0
	}
	return end + 1
}

// bare is a stretch of text without the signs at its ends, brackets of a label
// apart.
func bare(text string, s Span) Span {
	if text[s.Start] == '[' && text[s.End-1] == ']' {
		return s
	}
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }
	word := text[s.Start:s.End]
	s.Start += len(word) - len(strings.TrimLeftFunc(word, sign))
	s.End -= len(word) - len(strings.TrimRightFunc(word, sign))
	return s
}
