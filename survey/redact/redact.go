// Package redact masks what could tell who wrote an open answer, or whom it is
// about: names, addresses of every kind, long numbers and calendar dates.
//
// It runs on the server before an answer is sealed, so that nothing unmasked is
// ever stored, and the parent is shown on the review step what it will do.
//
// # How a name is found
//
// In three ways, and then wherever it comes back:
//
//   - The words around it say that it is one: "mijn zoon Daan", "coach anna",
//     "ik heet Noor", "minister Visser", "zegt Visser".
//   - Lists say so. They hold some 26,000 first names and 42,000 surnames of
//     people from everywhere, and ordinary words and places, because many names
//     are those too: "Roos" after "dochter", and not in "Roos is rood".
//   - Its form says so: a first name and capitals behind it, initials, particles
//     (Van den Broeck, el Amrani), an age in brackets behind it.
//
// A capital at the beginning of a sentence says nothing, so a word that is both
// a name and an ordinary word stays there. Where the lists come from, and under
// which licences, stands in lists/LICENSES.md.
//
// # What it is not
//
// It is a net with a known mesh, not a promise. How wide the mesh is stands in
// docs/privacy.md, with the command that measures it. What stays: names that no
// list has and nothing announces, names in small letters that nothing announces,
// names that are words in small letters, names in scripts without capitals,
// places without a number, ages, bare years. Style and circumstances stay by
// nature.
//
// Where masking too much and masking too little are both possible, numbers are
// masked and words are left: a lost number costs a reader nothing, a lost word
// costs the sentence.
package redact

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Tag says what was masked. It is a stable key: JSON carries it and views
// translate it.
type Tag string

// The tags that Find gives.
const (
	Name    Tag = "name"    // a person, as far as words, lists and form tell
	Email   Tag = "email"   // an e-mail address, also "jan at gmail punt com"
	Phone   Tag = "phone"   // a telephone number, except the public help lines
	BSN     Tag = "bsn"     // a Dutch citizen service number, by its 11-proof
	Number  Tag = "number"  // any other number of seven digits or more: of a client, a file, a passport
	IBAN    Tag = "iban"    // a bank account, by its country's length and mod 97
	URL     Tag = "url"     // a web address, with or without http
	Address Tag = "address" // a postcode, a street with a number, a PO box
	Date    Tag = "date"    // a day in a month, with or without a year
)

// Span is one stretch to mask: [Start, End) in runes of the text it was found
// in. A byte that is not UTF-8 counts as one rune, as range over a string does.
type Span struct {
	Start int
	End   int
	Tag   Tag
}

// rounds bounds how often a text is read again after something was masked in
// it. The first round nearly always finds everything; a second one sees what
// only becomes visible beside a mask. It is a constant so that the time stays
// linear in the length of the text.
const rounds = 6

// Find returns what is to be masked in text, in order and without overlap.
//
// Where two readings compete the more specific one wins: web addresses, then
// IBAN, dates, phone numbers, BSN, other numbers, addresses, names; within one kind the longest.
//
// What is already masked, a word or words in square brackets such as "[naam]",
// stays as it is, so masking twice gives what masking once gave.
func Find(text string) []Span {
	p := newPage(text)
	for range rounds {
		before := len(p.found)
		p.findWeb()
		if p.digits {
			p.findIBAN()
			p.findDates()
			p.findPhones()
			p.findBSN()
			p.findNumbers()
			p.findCases()
			p.findPostcodes()
			p.findStreets()
		}
		p.findNames()
		if len(p.found) == before {
			break
		}
	}
	slices.SortFunc(p.found, func(a, b Span) int { return a.Start - b.Start })
	return p.found
}

// Mask returns text with every span replaced by its label in square brackets,
// and everything else byte for byte as it was.
//
// The spans are those that [Find] gave for the same text. One that begins before
// the last one ended, or outside the text, is skipped. A label is letters, hyphens
// and spaces, at most 40 runes, with capitals only in its first word: that is the
// form by which Find knows a mask again.
func Mask(text string, spans []Span, label func(Tag) string) string {
	var b strings.Builder
	b.Grow(len(text))
	i, n := 0, 0 // the byte and the rune that come next
	upTo := func(rune int) string {
		from := i
		for ; n < rune && i < len(text); n++ {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
		}
		return text[from:i]
	}
	for _, s := range spans {
		if s.Start < n || s.End <= s.Start {
			continue
		}
		b.WriteString(upTo(s.Start))
		if upTo(s.End) != "" {
			b.WriteString("[" + label(s.Tag) + "]")
		}
	}
	b.WriteString(text[i:])
	return b.String()
}
