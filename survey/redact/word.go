package redact

import (
	"strings"
	"unicode"
)

// word is one word on a page, with its inner hyphens and apostrophes.
type word struct {
	i, j   int
	key    string // in small letters
	gap    gap    // what stands before it
	cap    bool   // begins with a capital
	caps   bool   // has two capitals or more and no small letter
	letter bool   // is a single letter
	looked bool   // whether traits is known
	traits traits // what the list knows of it
}

// gap is what stands between two words.
type gap uint8

const (
	apart gap = iota // anything else: the end of a sentence, a mask, a new line
	space            // spaces, also before an apostrophe: van 't
	dot              // a dot, with spaces or not: dr. Visser, A.B.
	comma            // a comma and spaces
	open             // a bracket or a quote that opens
	colon            // a colon
	amp              // the sign & between spaces
	age              // a small number, between brackets or not: Daan (5) en
	line             // a new line after a comma or not
)

// split reads the words of a page.
func (p *page) split() {
	p.words = p.words[:0]
	end := 0
	for i := 0; i < len(p.runes); {
		if !isLetter(p.runes[i]) {
			i++
			continue
		}
		w := word{i: i, gap: p.gapOf(end, i)}
		upper, lower := 0, 0
		for ; p.inWord(i); i++ {
			switch r := p.runes[i]; {
			case unicode.IsUpper(r), unicode.IsTitle(r):
				upper++
			case isLetter(r):
				lower++
			}
		}
		w.j, w.key = i, p.key(w.i, i)
		w.letter = upper+lower == 1
		w.caps = upper > 1 && lower == 0
		w.cap = upper > 0 && p.hasCapital(w.i, w.key)
		p.words = append(p.words, w)
		end = i
	}
}

// hasCapital reports whether the word key at i begins with a capital, after its
// particle if it has one: d'Ancona, el-Amrani.
func (p *page) hasCapital(i int, key string) bool {
	if c := strings.IndexAny(key, "-'"); c > 0 && c <= 3 && particles[key[:c]] && unicode.IsUpper(p.at(i+c+1)) {
		return true
	}
	return unicode.IsUpper(p.runes[i]) || unicode.IsTitle(p.runes[i])
}

// inWord reports whether the rune at i goes on with the word before it.
func (p *page) inWord(i int) bool {
	r := p.at(i)
	return isLetter(r) || (r == '-' || r == '\'') && isLetter(p.at(i-1)) && isLetter(p.at(i+1))
}

// gapOf says what stands in [i, j).
func (p *page) gapOf(i, j int) gap {
	if i == j || j-i > 6 {
		return apart
	}
	g := apart
	for k := i; k < j; k++ {
		next := apart
		switch r := p.runes[k]; {
		case r == ' ':
			next = space
		case r == '.':
			next = dot
		case r == ',':
			next = comma
		case r == ':':
			next = colon
		case r == '&':
			next = amp
		case r == '\'' && k == j-1 && g == space:
			next = space // also the quote of 'Daan'
		case r == '(' || r == '"' || r == '\'':
			next = open
		case r == '\n':
			next = line
		case r == '/' && j == i+1:
			next = dot // v/d
		case isDigit(r) || r == ')':
			next = age
		}
		if g = joined(g, next, k == i); g == apart {
			return apart
		}
	}
	return g
}

// joined is the gap of g with next after it.
func joined(g, next gap, first bool) gap {
	switch {
	case first:
		return next
	case next == space, next == g && g == age:
		return g
	case g == space && next != dot && next != comma && next != colon:
		return next
	case g == comma && next == line, g == open && next == age, g == age && (next == comma || next == open):
		return next
	}
	return apart
}
