package themes

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clause is a part of a comment that speaks of things in one way: a sentence, or
// what stands before or after "but".
type Clause struct {
	Start, End int // [Start, End) in bytes of the comment
	Words      []Word
	// Turned says that it begins with a word that turns what was said before:
	// "but the waiting was long".
	Turned    bool
	Themes    []string // of the mentions with a hit in it, in the codebook's order
	Sentiment Sentiment
}

// turns begin a clause that says the opposite of the one before. "alleen" does so
// only at the start of a sentence or behind a sign: in the middle of a sentence
// it says that somebody is alone, or is part of "niet alleen".
var turns = map[string]bool{
	"maar": true, "echter": true, "alleen": true, "behalve": true, "hoewel": true, "ondanks": true,
	"but": true, "however": true, "although": true, "though": true, "except": true, "unfortunately": true, "helaas": true,
}

// Clauses cuts text at the ends of sentences and lines, at semicolons, and
// before maar, echter, alleen, but and words like them. Nothing of the text is
// lost: a clause ends where the next begins.
func Clauses(text string) []Clause {
	var clauses []Clause
	for start := 0; start < len(text); {
		end := sentenceEnd(text, start)
		clauses = appendTurns(clauses, text, start, end)
		start = end
	}
	return clauses
}

// sentenceEnd returns where the sentence ends that begins at start.
func sentenceEnd(text string, start int) int {
	for i := start; i < len(text); {
		r, size := decode(text[i:])
		i += size
		switch r {
		case '.', ':':
			if !endsSentence(text, i-size, i) {
				continue
			}
		case '!', '?', ';', '…', '\n', '\r', '•', '。', '؟', '؛', '۔':
		default:
			continue
		}
		return i + closing(text[i:])
	}
	return len(text)
}

// endsSentence reports whether the full stop at [at, after) ends one: it does
// not between digits (8.5), nor after a single letter before another (b.v.).
func endsSentence(text string, at, after int) bool {
	if after == len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	next, _ := decode(text[after:])
	if unicode.IsDigit(before) && unicode.IsDigit(next) {
		return false
	}
	if !unicode.IsLetter(next) || !unicode.IsLetter(before) {
		return true
	}
	two, _ := utf8.DecodeLastRuneInString(text[:at-utf8.RuneLen(before)])
	return unicode.IsLetter(two)
}

// closing returns how many bytes of what follows a sentence belong to it: more
// of its punctuation.
func closing(s string) int {
	n := 0
	for n < len(s) {
		r, size := decode(s[n:])
		switch r {
		case '.', '!', '?', ')', '"', '\'', '”', '’', '…', ';':
			n += size
		default:
			return n
		}
	}
	return n
}

// appendTurns appends the sentence text[start:end], cut before words that turn
// it.
func appendTurns(clauses []Clause, text string, start, end int) []Clause {
	words := appendWords(nil, text, start, end)
	first, turned := 0, false
	for i, w := range words {
		if !turns[w.Text] || w.Text == "alleen" && i > 0 && strings.TrimSpace(text[words[i-1].End:w.Start]) == "" {
			continue
		}
		if i > first {
			clauses = append(clauses, Clause{Start: start, End: w.Start, Words: words[first:i:i], Turned: turned})
			start, first = w.Start, i
		}
		turned = true
	}
	if len(words) == first && len(clauses) > 0 {
		clauses[len(clauses)-1].End = end // nothing but signs
		return clauses
	}
	return append(clauses, Clause{Start: start, End: end, Words: words[first:], Turned: turned})
}
