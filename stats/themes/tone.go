package themes

import (
	"strings"

	"ouderstem/survey"
)

// How the tone of a clause is reckoned. Strengths are those of the lexicon: 1 is
// "acceptable", 4 "brilliant".
var (
	negatedGood = float32(0.8) // "not good" is nearly bad
	negatedBad  = float32(0.5) // "not bad" is half good
	fewGood     = float32(0.7)
	fewBad      = float32(0.4)
	bareNot     = float32(0.3) // "it did not arrive"
	bareFew     = float32(0.8) // "few came"
	tooMuch     = float32(2)   // "too long"
	wished      = float32(1.5) // "could be faster"
	leaning     = float32(0.6) // a clause without any such word, by what was asked
	loud        = float32(1.2) // in capitals, or with an exclamation mark
	answered    = float32(1.5) // "can't think of anything", by what was asked
	unbeaten    = float32(3)   // "could not be better"
	turnedMore  = 1.2          // what follows "but" is what it comes down to
	reachBefore = 4            // words between a "not" and what it turns
	reachAfter  = 3            // words between what is turned and a "not" behind it
)

// tones finds the tone of clauses word by word: positive is good. Its slices
// have one number for each word.
type tones struct {
	lex       *lexicon
	text      string
	words     []Word
	sense     []sense
	part      []int // which part of the clause, between commas, a word stands in
	value     []float32
	used      []bool // of a "not", that it turned something
	good, bad float64
}

// tone returns how much good and how much bad the words of a clause say, each 0
// or more.
func (l *lexicon) tone(text string, clause *Clause, asks survey.Asks) (good, bad float64) {
	return l.tones(text, clause, asks).sums(clause)
}

func (t *tones) sums(clause *Clause) (good, bad float64) {
	for _, v := range t.value {
		if v > 0 {
			good += float64(v)
		} else {
			bad -= float64(v)
		}
	}
	emoticons := emoticonsIn(t.text[clause.Start:clause.End])
	return good + max(0, emoticons), bad + max(0, -emoticons)
}

var nearHalf, nearComma = 10.0, 0.5

// near adds what stands near a hit.
func (t *tones) near(h Hit, good, bad float64) (float64, float64) {
	from, to := 0, 0
	for i, w := range t.words {
		if w.End <= h.Start {
			from = i + 1
		}
		if w.Start < h.End {
			to = i
		}
	}
	if from > to {
		from = to
	}
	for i, v := range t.value {
		if v == 0 {
			continue
		}
		d := 0
		if i < from {
			d = from - i
		} else if i > to {
			d = i - to
		}
		weight := nearHalf / (nearHalf + float64(d))
		for p := t.part[i]; p < t.part[from]; p++ {
			weight *= nearComma
		}
		for p := t.part[to]; p < t.part[i]; p++ {
			weight *= nearComma
		}
		if v > 0 {
			good += weight * float64(v)
		} else {
			bad -= weight * float64(v)
		}
	}
	return good, bad
}

// tones returns the tone of each word of a clause.
func (l *lexicon) tones(text string, clause *Clause, asks survey.Asks) *tones {
	n := len(clause.Words)
	t := &tones{lex: l, text: text, words: clause.Words, sense: make([]sense, n), part: make([]int, n), value: make([]float32, n), used: make([]bool, n)}
	t.look()
	t.answer(clause, asks)
	t.wishes(asks)
	t.strengthen()
	t.negate()
	t.shout(clause)
	return t
}

// look gives every word its sense: of a phrase, the last word has it.
func (t *tones) look() {
	part := 0
	for i := 0; i < len(t.words); {
		if i > 0 && strings.IndexByte(t.text[t.words[i-1].End:t.words[i].Start], ',') >= 0 {
			part++
		}
		s, n := t.lex.match(t.words[i:])
		if n == 0 {
			s, n = t.lex.sense(t.words[i].Text), 1
		}
		for j := i; j < i+n; j++ {
			t.part[j] = part
		}
		i += n
		t.sense[i-1], t.value[i-1] = s, s.strength
	}
}

func (t *tones) is(i int, r role) bool { return t.sense[i].roles&r != 0 }

// answer finds what answers the question by itself: the "no" of "no, they were
// fine" turns nothing, and "can't think of anything" is good where the question
// was what could be better.
func (t *tones) answer(clause *Clause, asks survey.Asks) {
	side := float32(0)
	switch asks {
	case survey.AsksBad:
		side = answered
	case survey.AsksGood:
		side = -answered
	}
	for i := range t.words {
		if t.is(i, roleNone) {
			t.value[i] += side
		}
	}
	if clause.Start > 0 {
		return
	}
	for i := 0; i < len(t.words) && i < 2; i++ {
		if t.is(i, roleAnswer) && t.opens(i+1) {
			t.value[i], t.sense[i].roles = side, roleStop
			t.part[i] = -1
			return
		}
		if !t.is(i, roleMore) {
			return
		}
	}
}

// opens reports whether something new begins soon at word i, or nothing.
func (t *tones) opens(i int) bool {
	if i == len(t.words) {
		return true
	}
	for j := i; j < len(t.words) && j < i+3; j++ {
		if t.is(j, roleOpens) {
			return true
		}
	}
	return false
}

// wishes makes bad what is better only in what is wished for: "could be faster",
// "would be nice", or, as an answer to what could be better, "listen to us".
func (t *tones) wishes(asks survey.Asks) {
	ordered := len(t.words) > 0 && t.is(0, roleOrder)
	wish, would, can, not, head := -1, -1, -1, -1, false
	for i := range t.words {
		better := t.is(i, roleBetter)
		switch {
		case better && not >= 0 && can >= 0 && i-not <= 10:
			t.value[i], t.used[not] = unbeaten, true // "could not have been better"
		case better && ordered:
			t.value[i] = -wished
		case head && t.value[i] > 0:
			t.value[i] = 0 // "better information on what is good"
		case better && t.wished(i, wish, can, asks),
			t.is(i, roleNice) && would >= 0 && i-would <= 4,
			ordered && asks == survey.AsksBad && t.value[i] > 0:
			if i == 0 || !t.is(i-1, roleNot) {
				t.value[i] = -wished
				head = head || i == 0
			}
		}
		if t.is(i, roleCan) {
			can = i
		}
		if t.is(i, roleNot) {
			not = i
		}
		if t.is(i, roleWish|roleWould) {
			wish = i
		}
		if t.is(i, roleWould) {
			would = i
		}
	}
}

// wished reports whether word i, "better", is wished for: behind a word that
// says so, right beside one that may, as an answer to what could be better, or
// at the head of what is hardly a sentence: "better food".
func (t *tones) wished(i, wish, can int, asks survey.Asks) bool {
	switch {
	case wish >= 0:
		return true
	case can >= 0 && i-can <= 2 && len(t.words)-i <= 2, i+1 < len(t.words) && t.is(i+1, roleCan):
		return true
	case t.settled(i):
		return false
	}
	return asks == survey.AsksBad || i == 0 && len(t.words) > 1 && len(t.words) < 8
}

// settled reports whether word i, "better", says what is so already: "better
// than", "now better".
func (t *tones) settled(i int) bool {
	if i+1 < len(t.words) {
		switch t.words[i+1].Text {
		case "dan", "than", "geworden", "now", "nu", "geholpen":
			return true
		}
	}
	return false
}

// strengthen makes words stronger or weaker by what stands before them, and bad
// where there is too much of them.
func (t *tones) strengthen() {
	for i := range t.words {
		if i > 0 && t.is(i-1, roleTooIs) {
			switch {
			case t.value[i] < 0:
				t.value[i] *= 1.2
			case t.is(i, roleToo):
				t.value[i] = -tooMuch
			}
		}
		if t.value[i] == 0 {
			continue
		}
		for j := i - 1; j >= 0 && j >= i-2 && t.part[j] == t.part[i] && t.is(j, roleMore); j-- {
			t.value[i] *= t.sense[j].factor
			t.value[j] = 0 // "terribly good" is not terrible
		}
	}
}

// negate turns what stands by a "not": the next such word, or else, as Dutch
// has it, the verb before it.
func (t *tones) negate() {
	for i := range t.words {
		if !t.is(i, roleNot|roleFew) || t.used[i] {
			continue
		}
		at := t.next(i)
		if at < 0 && t.is(i, roleAfter) {
			at = t.last(i)
		}
		if at < 0 {
			if t.is(i, roleFew) {
				t.value[i] -= bareFew
			} else {
				t.value[i] -= bareNot
			}
			continue
		}
		t.used[i] = true
		good, bad := negatedGood, negatedBad
		if t.is(i, roleFew) {
			good, bad = fewGood, fewBad
		}
		if t.value[at] > 0 {
			t.value[at] *= -good
		} else {
			t.value[at] *= -bad
		}
	}
}

// next returns the word with a tone that a "not" at i reaches, or -1.
func (t *tones) next(i int) int {
	for j := i + 1; j < len(t.words) && j <= i+reachBefore && t.part[j] == t.part[i]; j++ {
		if t.value[j] != 0 && !t.is(j, roleNot) {
			return j
		}
		if t.is(j, roleStop) {
			return -1
		}
	}
	return -1
}

// last returns the word with a tone that a "not" behind it at i reaches, or -1.
func (t *tones) last(i int) int {
	for j := i - 1; j >= 0 && j >= i-reachAfter && t.part[j] == t.part[i]; j-- {
		if t.is(j, roleStop|roleNot) {
			return -1
		}
		if t.value[j] != 0 {
			return j
		}
	}
	return -1
}

// shout makes louder what stands in capitals or before an exclamation mark.
func (t *tones) shout(clause *Clause) {
	exclaimed := strings.IndexByte(t.text[clause.Start:clause.End], '!') >= 0
	for i, w := range t.words {
		if t.value[i] == 0 {
			continue
		}
		if exclaimed || w.End-w.Start > 3 && isUpper(t.text[w.Start:w.End]) {
			t.value[i] *= loud
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

// emoticonsIn returns how the faces made of signs in s sound.
func emoticonsIn(s string) float64 {
	sum := 0.0
	for i := 0; i+1 < len(s); i++ {
		if s[i] != ':' && s[i] != ';' {
			continue
		}
		mouth := s[i+1]
		if mouth == '-' && i+2 < len(s) {
			mouth = s[i+2]
		}
		switch mouth {
		case ')', 'D':
			sum += 2
		case '(':
			sum -= 2
		}
	}
	return sum
}

// Least total of good and bad for a clause to have a side, and how near they
// must be to each other for it to be mixed.
const (
	leastTone = 0.4
)

var clauseMixed, wholeMixed = 0.2, 0.35

var badMore, fewClauses = 1.4, 2

// sentimentOf returns what good and bad come to.
func sentimentOf(good, bad, mixedShare float64) Sentiment {
	total := good + bad
	switch {
	case total < leastTone:
		return Neutral
	case good >= 1 && bad >= 1 && max(good, bad)-min(good, bad) < mixedShare*total:
		return Mixed
	case good > bad:
		return Positive
	}
	return Negative
}

// tone finds how comment speaks: in each clause, of each theme, and in all.
func (c *Coder) tone(comment Comment, coding *Coding) {
	if coding.Void != NotVoid {
		coding.Sentiment = voidTone(coding.Void, comment.Asks)
		return
	}
	lex := lexiconOf(comment.Lang)
	var good, bad, flatGood, flatBad float64
	values := make([]*tones, len(coding.Clauses))
	for i := range coding.Clauses {
		t := lex.tones(comment.Text, &coding.Clauses[i], comment.Asks)
		values[i] = t
		g, b := t.sums(&coding.Clauses[i])
		t.good, t.bad = g, b
		if g+b < leastTone && len(coding.Clauses[i].Words) > 0 {
			switch comment.Asks {
			case survey.AsksGood:
				g += float64(leaning)
			case survey.AsksBad:
				b += float64(leaning)
			}
		}
		coding.Clauses[i].Sentiment = sentimentOf(g, b, clauseMixed)
		flatGood, flatBad = flatGood+g, flatBad+b
		if coding.Clauses[i].Turned {
			g, b = g*turnedMore, b*turnedMore
		}
		good, bad = good+g, bad+b
	}
	if len(coding.Clauses) <= fewClauses && bothSides(coding.Clauses) && sentimentOf(flatGood, flatBad, wholeMixed) == Mixed {
		coding.Sentiment = Mixed
	} else {
		coding.Sentiment = sentimentOf(good, bad*badMore, 0)
	}
	for i := range coding.Mentions {
		m := &coding.Mentions[i]
		if len(m.Hits) == 0 {
			m.Sentiment = coding.Sentiment
			continue
		}
		var good, bad float64
		for _, h := range m.Hits {
			t := values[h.Clause]
			good, bad = t.near(h, good, bad)
		}
		m.Sentiment = sentimentOf(good, bad, clauseMixed)
	}
}

// voidTone returns how "nothing" sounds as an answer to what was asked.
func voidTone(void Void, asks survey.Asks) Sentiment {
	switch {
	case void == Nothing && asks == survey.AsksBad:
		return Positive
	case void == Nothing && asks == survey.AsksGood:
		return Negative
	}
	return Neutral
}

// bothSides reports whether some clauses are good and some bad.
func bothSides(clauses []Clause) bool {
	good, bad := false, false
	for _, c := range clauses {
		good = good || c.Sentiment == Positive || c.Sentiment == Mixed
		bad = bad || c.Sentiment == Negative || c.Sentiment == Mixed
	}
	return good && bad
}
