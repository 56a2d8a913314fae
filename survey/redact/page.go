package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// masked stands in a page for every rune that is masked already. No text holds
// it, so nothing can be found across it or inside it.
const masked rune = -1

// maxLabel is the longest label in a mask that is known again, in runes.
const maxLabel = 40

// page is a text made easy to read: invisible runes left out, and the many
// forms of a space, a dash, a quote and a digit made one. Numbers copied from a
// phone's address book carry such runes.
type page struct {
	runes  []rune
	pos    []int32 // where each rune stood in the text
	low    string  // the runes in small letters
	off    []int32 // where each rune, and the end, stands in low
	digits bool    // whether there is any digit
	found  []Span  // in runes of the text, in order of finding
	words  []word  // kept between rounds for its memory only
}

// newPage reads text and masks what is masked in it already.
func newPage(text string) *page {
	n := utf8.RuneCountInString(text)
	p := &page{
		runes: make([]rune, 0, n),
		pos:   make([]int32, 0, n),
		off:   make([]int32, 0, n+1),
	}
	var low strings.Builder
	low.Grow(len(text))
	i := int32(0)
	for _, r := range text {
		if r = fold(r); r >= 0 {
			p.runes = append(p.runes, r)
			p.pos = append(p.pos, i)
			p.off = append(p.off, int32(low.Len()))
			low.WriteRune(unicode.ToLower(r))
			p.digits = p.digits || isDigit(r)
		}
		i++
	}
	p.off = append(p.off, int32(low.Len()))
	p.low = low.String()
	p.keepMasks()
	return p
}

// fold returns the plain form of r, or -1 for one that is not seen.
func fold(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f && r != '`', r == '\n':
		return r
	case r == '\t', r == 0xa0, r >= 0x2000 && r <= 0x200a, r == 0x202f, r == 0x205f, r == 0x3000:
		return ' '
	case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case r == '`', r == '´', r >= 0x2018 && r <= 0x201b, r == 0x02bc, r == 0x2032:
		return '\''
	case r >= 0x201c && r <= 0x201f, r == '«', r == '»':
		return '"'
	case r >= 0x2010 && r <= 0x2015, r == 0x2212:
		return '-'
	case r >= 0x0660 && r <= 0x0669: // Arabic-Indic digits
		return r - 0x0660 + '0'
	case r >= 0x06f0 && r <= 0x06f9: // their Persian forms
		return r - 0x06f0 + '0'
	case r >= 0xff01 && r <= 0xff5e: // fullwidth forms
		return r - 0xff01 + '!'
	case r < ' ', r == 0xad, r >= 0xfe00 && r <= 0xfe0f, r > 0x7f && unicode.Is(unicode.Cf, r):
		return -1 // controls, soft hyphens, joiners, marks of direction
	}
	return r
}

// keepMasks masks every "[label]" that stands in the text, without a span.
func (p *page) keepMasks() {
	for i := 0; i < len(p.runes); i++ {
		if p.runes[i] != '[' {
			continue
		}
		if end := p.label(i); end > 0 {
			p.blank(i, end)
			i = end - 1
		}
	}
}

// label returns the end of the mask that begins at the bracket at i, or 0. A
// capital after the first word makes it no mask: "[mijn zoon Daan]" was written
// by a parent.
func (p *page) label(i int) int {
	first := true
	for j := i + 1; j <= i+1+maxLabel; j++ {
		switch r := p.at(j); {
		case r == ']' && j > i+1:
			return j + 1
		case r == ' ' && j > i+1:
			first = false
		case r == '-', r == '\'', isLetter(r) && (first || !unicode.IsUpper(r)):
		default:
			return 0
		}
	}
	return 0
}

// mask notes [i, j) as found and takes it off the page.
func (p *page) mask(i, j int, tag Tag) {
	p.found = append(p.found, Span{int(p.pos[i]), int(p.pos[j-1]) + 1, tag})
	p.blank(i, j)
}

func (p *page) blank(i, j int) {
	for ; i < j; i++ {
		p.runes[i] = masked
	}
}

// at returns the rune at i, or 0 outside the page.
func (p *page) at(i int) rune {
	if i < 0 || i >= len(p.runes) {
		return 0
	}
	return p.runes[i]
}

// key returns [i, j) in small letters.
func (p *page) key(i, j int) string { return p.low[p.off[i]:p.off[j]] }

// number reads the digits at i: their value, how many there are, where they
// end. The value is right up to nine digits; nobody asks for more.
func (p *page) number(i int) (value, n, end int) {
	for ; isDigit(p.at(i)); i++ {
		if n++; n <= 9 {
			value = value*10 + int(p.runes[i]-'0')
		}
	}
	return value, n, i
}

// letters returns the end of the letters at i.
func (p *page) letters(i int) int {
	for isLetter(p.at(i)) {
		i++
	}
	return i
}

// lettersBefore returns the start of the letters that end at j.
func (p *page) lettersBefore(j int) int {
	for isLetter(p.at(j - 1)) {
		j--
	}
	return j
}

// spaces returns the end of the spaces at i.
func (p *page) spaces(i int) int {
	for p.at(i) == ' ' {
		i++
	}
	return i
}

// spacesBefore returns the start of the spaces that end at j.
func (p *page) spacesBefore(j int) int {
	for p.at(j-1) == ' ' {
		j--
	}
	return j
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isLetter reports whether r is a letter or an accent on one.
func isLetter(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// isPlain reports whether r is part of a word or a number, so that what begins
// or ends beside it is only a piece of one.
func isPlain(r rune) bool { return r == '_' || isDigit(r) || isLetter(r) }
