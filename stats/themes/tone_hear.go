package themes

import (
	"slices"
	"strings"

	"ouderstem/survey"
)

// How the tone of a word changes by the words near it. Where no source is named,
// the number was chosen on reviews, and none of them matters much.
const (
	negatedGood = 0.8 // "not good" is nearly bad
	negatedBad  = 0.5 // "not bad" is half good
	fewGood     = 0.7 // "little help"
	fewBad      = 0.4 // "few problems"
	bareNot     = 0.3 // "it did not arrive": a not that turns nothing
	bareFew     = 0.8 // "few came"
	tooMuch     = 2   // "too long"
	tooBad      = 1.2 // "too slow"
	wish        = 1.5 // "could be faster"
	unbeaten    = 3   // "could not be better"
	answer      = 1.5 // "can't think of anything", by what was asked
	loud        = 1.2 // in capitals, or before an exclamation mark
	reachOn     = 4   // words from a "not" to what it turns
	reachBack   = 3   // words from what is turned to a "not" behind it
	reachWish   = 10  // words from a "not" to "better"
	mostBare    = 7   // words of what is hardly a sentence: "better food in the evening"
)

// answering is the part of a clause that a word stands in that is an answer by
// itself.
const answering = -1

// hearer hears one clause; its slices are used again for the next.
type hearer struct {
	lex    *lexicon
	text   string
	asks   survey.Asks
	clause *Clause
	heard
	sense []sense
	used  []bool // of a "not" or "less", that it has done its work
}

// tone returns how much good and how much bad a clause says, each 0 or more.
func (l *lexicon) tone(text string, clause *Clause, asks survey.Asks) (good, bad float64) {
	n := len(clause.Words)
	h := hearer{lex: l, text: text, asks: asks}
	heard := h.hear(clause, make([]float32, n), make([]int32, n))
	b := heard.balance()
	return b.good, b.bad
}

// hearAll hears every clause of a comment.
func (l *lexicon) hearAll(comment Comment, clauses []Clause) []heard {
	n := 0
	for i := range clauses {
		n += len(clauses[i].Words)
	}
	value, part := make([]float32, n), make([]int32, n)
	h := hearer{lex: l, text: comment.Text, asks: comment.Asks}
	all := make([]heard, len(clauses))
	for i := range clauses {
		n := len(clauses[i].Words)
		all[i] = h.hear(&clauses[i], value[:n:n], part[:n:n])
		value, part = value[n:], part[n:]
	}
	return all
}

// hear finds the tone of each word of clause, in value.
func (h *hearer) hear(clause *Clause, value []float32, part []int32) heard {
	h.clause, h.heard = clause, heard{words: clause.Words, value: value, part: part}
	if n := len(clause.Words); cap(h.sense) < n {
		h.sense, h.used = make([]sense, n), make([]bool, n)
	}
	h.sense, h.used = h.sense[:len(clause.Words)], h.used[:len(clause.Words)]
	clear(h.sense)
	clear(h.used)
	h.look()
	h.answers()
	h.wishes()
	h.strengthen()
	h.negate()
	h.shout()
	h.faces = facesIn(h.text[clause.Start:clause.End])
	return h.heard
}

// look gives every word its sense: of a phrase, the last word has it.
func (h *hearer) look() {
	part := int32(0)
	for i := 0; i < len(h.words); {
		if i > 0 && strings.IndexByte(h.text[h.words[i-1].End:h.words[i].Start], ',') >= 0 {
			part++
		}
		s, n := h.lex.match(h.words[i:])
		if n == 0 {
			s, n = h.lex.sense(h.words[i].Text), 1
		}
		for range n {
			h.part[i] = part
			i++
		}
		h.sense[i-1], h.value[i-1] = s, s.strength
	}
}

func (h *hearer) is(i int, r role) bool {
	return i >= 0 && i < len(h.sense) && h.sense[i].roles&r != 0
}

// answers finds what answers the question by itself: the "no" of "no, they were
// fine" turns nothing, and "can't think of anything" is good where the question
// was what could be better.
func (h *hearer) answers() {
	side := float32(0)
	switch h.asks {
	case survey.AsksBad:
		side = answer
	case survey.AsksGood:
		side = -answer
	}
	for i := range h.words {
		if h.is(i, roleNone) {
			h.value[i] += side
		}
	}
	if h.clause.Start > 0 {
		return
	}
	first := 0
	if h.is(0, roleMore) { // "absolutely nothing"
		first = 1
	}
	if h.is(first, roleAnswer) && h.opens(first+1) {
		h.value[first], h.sense[first].roles = side, roleStop
		h.part[first] = answering
	}
}

// opens reports whether something new begins soon at word i, or nothing comes.
func (h *hearer) opens(i int) bool {
	return i == len(h.words) || h.is(i, roleOpens) || h.is(i+1, roleOpens) || h.is(i+2, roleOpens)
}

// wishes makes bad what is better only in what is wished for: "could be faster",
// "would be nice", or, as an answer to what could be better, "listen to us".
func (h *hearer) wishes() {
	ordered := h.is(0, roleOrder)
	missed := h.misses()
	wished, would, can, not, head := -1, -1, -1, -1, false
	for i := range h.words {
		better := h.is(i, roleBetter)
		switch {
		case better && not >= 0 && can >= 0 && i-not <= reachWish:
			h.value[i], h.used[not] = unbeaten, true // "could not have been better"
		case better && ordered:
			h.value[i], h.used[i] = -wish, true
		case head && h.value[i] > 0:
			h.value[i] = 0 // "better information on what is good"
		case h.is(i-1, roleNot):
		case better && (wished >= 0 || h.lacks(i, can)),
			h.is(i, roleNice) && would >= 0 && i-would <= reachOn && h.part[would] == h.part[i],
			(ordered && h.asks == survey.AsksBad || missed) && h.value[i] > 0:
			h.value[i] = -wish
			h.used[i] = true // "less" does not turn what there should be less of
			head = head || i == 0
		}
		roles := h.sense[i].roles
		if roles&roleCan != 0 {
			can = i
		}
		if roles&roleNot != 0 {
			not = i
		}
		if roles&(roleWish|roleWould) != 0 {
			wished = i
		}
		if roles&roleWould != 0 {
			would = i
		}
	}
}

// misses reports whether a comment begins with what should have been, as an
// answer to what could be better: "that you listen to us". Who says that it was
// not foreseen tells of what was there.
func (h *hearer) misses() bool {
	return h.asks == survey.AsksBad && h.clause.Start == 0 && h.is(0, roleThat) &&
		!slices.ContainsFunc(h.sense, func(s sense) bool { return s.roles&roleUnseen != 0 })
}

// lacks reports whether word i, "better", is missing though nothing says that it
// is wished for: right beside a "could", as an answer to what could be better, or
// at the head of what is hardly a sentence: "better food".
func (h *hearer) lacks(i, can int) bool {
	switch {
	case can >= 0 && i-can <= 2 && len(h.words)-i <= 2, h.is(i+1, roleCan):
		return true
	case h.is(i+1, roleSettled):
		return false
	}
	return h.asks == survey.AsksBad || i == 0 && len(h.words) > 1 && len(h.words) <= mostBare
}

// strengthen makes words stronger or weaker by what stands before them, and bad
// where there is too much of them.
func (h *hearer) strengthen() {
	for i := range h.words {
		if h.is(i-1, roleTooIs) {
			switch {
			case h.value[i] < 0:
				h.value[i] *= tooBad
			case h.is(i, roleToo):
				h.value[i] = -tooMuch
			}
		}
		if h.value[i] == 0 {
			continue
		}
		for j := i - 1; j >= i-2 && h.is(j, roleMore) && h.part[j] == h.part[i]; j-- {
			h.value[i] *= h.sense[j].factor
			h.value[j] = 0 // "terribly good" is not terrible
		}
	}
}

// negate turns what stands by a "not": the next word with a tone, or else, as
// Dutch has it, the verb before.
func (h *hearer) negate() {
	for i := range h.words {
		if !h.is(i, roleNot|roleFew) || h.used[i] {
			continue
		}
		good, bad, bare := float32(negatedGood), float32(negatedBad), float32(bareNot)
		if h.is(i, roleFew) {
			good, bad, bare = fewGood, fewBad, bareFew
		}
		at := h.next(i)
		if at < 0 && h.is(i, roleAfter) {
			at = h.last(i)
		}
		switch {
		case at < 0:
			h.value[i] -= bare
		case h.value[at] > 0:
			h.value[at] *= -good
		default:
			h.value[at] *= -bad
		}
	}
}

// next returns the word with a tone that a "not" at i reaches, or -1.
func (h *hearer) next(i int) int {
	for j := i + 1; j < len(h.words) && j <= i+reachOn && h.part[j] == h.part[i]; j++ {
		if h.value[j] != 0 && !h.is(j, roleNot) {
			return j
		}
		if h.is(j, roleStop) {
			return -1
		}
	}
	return -1
}

// last returns the word with a tone that a "not" behind it at i reaches, or -1.
func (h *hearer) last(i int) int {
	for j := i - 1; j >= 0 && j >= i-reachBack && h.part[j] == h.part[i]; j-- {
		if h.is(j, roleStop|roleNot) {
			return -1
		}
		if h.value[j] != 0 {
			return j
		}
	}
	return -1
}

// shout makes louder what stands in capitals or before an exclamation mark.
func (h *hearer) shout() {
	exclaimed := strings.IndexByte(h.text[h.clause.Start:h.clause.End], '!') >= 0
	for i, w := range h.words {
		if exclaimed || w.End-w.Start > 3 && isUpper(h.text[w.Start:w.End]) {
			h.value[i] *= loud
		}
	}
}

func isUpper(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}
