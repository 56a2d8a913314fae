package themes

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text in the form in which words are compared: in small
// letters, without accents and without characters that cannot be seen.
type Word struct {
	Text       string
	Start, End int // [Start, End) in bytes of the text it stands in
}

// longestWord is in bytes: what is longer is no word, and is cut so that
// nothing grows with it.
const longestWord = 64

// Words returns the words of text, in order: stretches of letters, marks and
// digits, with an apostrophe inside ("didn't", "foto's"). Everything else parts
// words, a hyphen too. An emoji is a word by itself. What stands where words were
// masked ("[naam]") is nobody's word.
func Words(text string) []Word { return appendWords(nil, text, 0, len(text)) }

// appendWords appends the words of text[from:to].
func appendWords(words []Word, text string, from, to int) []Word {
	for i := from; i < to; {
		r, size := decode(text[i:to])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := wordEnd(text[:to], i+size)
			if w := fold(text[i:end]); w != "" {
				words = append(words, Word{w, i, end})
			}
			i = end
			continue
		case r == '[':
			size += maskEnd(text[i+size : to])
		case isEmoji(r):
			words = append(words, Word{text[i : i+size], i, i + size})
		}
		i += size
	}
	return words
}

// longestMask is in characters, as survey/redact has it.
const longestMask = 40

// maskEnd returns where the mask ends that begins with the bracket before rest:
// letters, hyphens and spaces, or the dots of words that a person took out, up to
// the other bracket. 0 where it is none.
func maskEnd(rest string) int {
	n := 0
	for i, r := range rest {
		switch {
		case r == ']':
			return i + 1
		case !unicode.IsLetter(r) && r != '-' && r != ' ' && r != '…', n == longestMask:
			return 0
		}
		n++
	}
	return 0
}

// decode is utf8.DecodeRuneInString with a short way for ASCII.
func decode(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// wordEnd returns where the word ends that goes on at i.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := decode(text[i:])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), isUnseen(r):
		case isApostrophe(r) && i+size < len(text):
			if next, _ := decode(text[i+size:]); !unicode.IsLetter(next) {
				return i
			}
		default:
			return i
		}
		i += size
	}
	return i
}

// fold returns w in the form in which words are compared.
func fold(w string) string {
	for i := range len(w) {
		if c := w[i]; c >= utf8.RuneSelf || c == '`' {
			return foldSlow(w)
		}
	}
	return cut(strings.ToLower(w))
}

func foldSlow(w string) string {
	if len(w) > 4*longestWord {
		w = cutAt(w, 4*longestWord)
	}
	// Before they are taken apart: an acute accent that stands alone would come
	// apart into a space and a mark.
	w = strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return '\''
		}
		return r
	}, w)
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		// A letter may come apart into several with spaces between.
		if r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	// Composed again: Korean is written in syllables.
	return cut(norm.NFKC.String(b.String()))
}

func cut(w string) string {
	if len(w) <= longestWord {
		return w
	}
	return cutAt(w, longestWord)
}

func cutAt(w string, n int) string {
	for n > 0 && !utf8.RuneStart(w[n]) {
		n--
	}
	return w[:n]
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' }

// isUnseen reports whether r takes no place on the screen, so that it can stand
// inside a word without anybody's knowing.
func isUnseen(r rune) bool {
	switch {
	case r == '\u00ad', r == '\ufeff', r == '\u2060', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e',
		r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}

// isEmoji reports whether r is a picture that says something. The colour of a
// skin is none: 👍🏽 is 👍.
func isEmoji(r rune) bool {
	skin := r >= 0x1f3fb && r <= 0x1f3ff
	return r >= 0x1f300 && r <= 0x1faff && !skin || r >= 0x2600 && r <= 0x27bf
}
