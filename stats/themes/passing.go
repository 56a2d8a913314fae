package themes

import (
	"math"
	"strings"

	"ouderstem/survey"
)

// A word of a theme may stand in a comment that is about something else: "my
// mother drove me there". Three things tell the two apart, in whatever trade and
// language: such a word stands alone among many others, in a clause that finds
// nothing good or bad, and beside themes that more is said of.
const (
	leastShare = .08 // of what a comment says of all its themes
	flatWords  = 16  // from so many words a clause that finds nothing needs two words of a theme
)

// dropPassing takes away the themes that a comment names in passing. A theme
// that is alone in a comment stays. With a question that asks for good or for bad
// things, everything in the answer is called one or the other.
func dropPassing(comment Comment, clauses []Clause, mentions []*Mention) {
	themes := 0
	for _, m := range mentions {
		if m != nil {
			themes++
		}
	}
	if themes < 2 {
		return
	}
	flat := make([]bool, len(clauses))
	if comment.Asks == survey.AsksAnything {
		lex := lexiconOf(comment.Lang)
		for i := range clauses {
			good, bad := lex.tone(comment.Text, &clauses[i], comment.Asks)
			flat[i] = good+bad < leastTone
		}
	}
	said := make([]said, len(mentions))
	all := 0.0
	for theme, m := range mentions {
		if m != nil {
			said[theme].read(comment.Text, clauses, flat, m.Hits)
			all += said[theme].weight
		}
	}
	for theme := range mentions {
		if mentions[theme] != nil && said[theme].inPassing(all) {
			mentions[theme] = nil
		}
	}
}

// said is how much a comment says of a theme.
type said struct {
	weight float64 // of its words, each by how few others stand in the clause
	words  int     // how many different ones
	least  int     // words in the shortest clause with one of them
	flat   bool    // all of these clauses find nothing good or bad
}

// read reads the hits of a theme.
func (s *said) read(text string, clauses []Clause, flat []bool, hits []Hit) {
	s.flat, s.least = true, math.MaxInt
	for i, h := range hits {
		n := len(clauses[h.Clause].Words)
		s.least = min(s.least, n)
		s.flat = s.flat && flat[h.Clause]
		again := false
		for _, before := range hits[:i] {
			again = again || strings.EqualFold(text[before.Start:before.End], text[h.Start:h.End])
		}
		if again {
			continue
		}
		s.words++
		s.weight += 1 / math.Sqrt(float64(n))
	}
}

// inPassing reports whether so little is said of the theme, of all that is said
// of the comment's themes, that it is named in passing.
func (s *said) inPassing(all float64) bool {
	return s.weight < leastShare*all || s.flat && s.words < 2 && s.least >= flatWords
}
