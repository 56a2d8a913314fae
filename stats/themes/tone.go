package themes

import (
	"slices"

	"ouderstem/survey"
)

// How the tones of clauses add up.
const (
	// leastTone is of good and bad together, for there to be a side: 1 is
	// "acceptable", 4 "brilliant".
	leastTone = 0.4
	// leaning is how much the question adds: what stands under "what could be
	// better" could be better.
	leaning = 0.6
	// badMore is how much more a bad word weighs than a good one. People call
	// more things good than they mean: measured on reviews.
	badMore = 1.4
	// turnedMore is how much more weighs what follows "but".
	turnedMore = 1.2
	// clearSide is how much of both a mixed clause has at least.
	clearSide = 1
	// A clause, or a short comment, is mixed where good and bad differ by less
	// than this share of their sum. A long comment always has some of both, and
	// is what weighs more.
	clauseMixed = 0.2
	wholeMixed  = 0.35
	fewClauses  = 2
)

// tone finds how comment speaks: in each clause, of each theme, and in all. In
// a language that we have no words of, only pictures and faces speak, and what
// was asked.
func (c *Coder) tone(comment Comment, coding *Coding) {
	if coding.Void != NotVoid {
		coding.Sentiment = voidTone(comment, coding.Void)
		return
	}
	heard := lexiconOf(comment.Lang).hearAll(comment, coding.Clauses)
	asks := comment.Asks
	if asks == survey.AsksGood && answersNothing(heard) {
		asks = survey.AsksAnything // what follows "nothing" tells why
	}
	var plain, weighed balance
	for i := range coding.Clauses {
		clause, b := &coding.Clauses[i], heard[i].balance()
		if len(clause.Words) > 0 {
			b.lean(asks)
		}
		clause.Sentiment = b.sentiment(clauseMixed)
		plain.add(b, 1)
		if clause.Turned {
			weighed.add(b, turnedMore)
		} else {
			weighed.add(b, 1)
		}
	}
	weighed.bad *= badMore
	coding.Sentiment = weighed.sentiment(0)
	if len(coding.Clauses) <= fewClauses && bothSides(coding.Clauses) && plain.sentiment(wholeMixed) == Mixed {
		coding.Sentiment = Mixed
	}
	for i := range coding.Mentions {
		coding.Mentions[i].Sentiment = coding.mentionTone(&coding.Mentions[i], heard, asks)
	}
}

// mentionTone returns how a theme is spoken of: by what stands near its words,
// or, where it has none, as the whole.
func (c *Coding) mentionTone(m *Mention, heard []heard, asks survey.Asks) Sentiment {
	if len(m.Hits) == 0 {
		return c.Sentiment
	}
	var b balance
	for _, h := range m.Hits {
		b.add(heard[h.Clause].near(h), 1)
	}
	if b.good+b.bad >= leastTone {
		b.lean(asks)
	}
	if s := b.sentiment(clauseMixed); s != Neutral {
		return s
	}
	return c.Clauses[m.Hits[0].Clause].Sentiment // what was asked, if anything
}

// answersNothing reports whether a comment begins with "nothing".
func answersNothing(all []heard) bool {
	return len(all) > 0 && slices.Contains(all[0].part, answering)
}

// voidTone returns how "nothing" sounds as an answer to what was asked, and a
// face without words.
func voidTone(comment Comment, void Void) Sentiment {
	switch {
	case void == Blank:
		var b balance
		b.tone(facesIn(comment.Text))
		return b.sentiment(0)
	case void == Nothing && comment.Asks == survey.AsksBad:
		return Positive
	case void == Nothing && comment.Asks == survey.AsksGood:
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

// balance is how much good and how much bad is said, each 0 or more.
type balance struct{ good, bad float64 }

func (b *balance) add(other balance, weight float64) {
	b.good += weight * other.good
	b.bad += weight * other.bad
}

// tone adds the tone of one word.
func (b *balance) tone(v float64) {
	if v > 0 {
		b.good += v
	} else {
		b.bad -= v
	}
}

// lean takes the side of what was asked: that of the good even where something
// has a tone, since what helped is told with what was bad before it; that of the
// bad only where nothing has, since many answer with what was better than they
// had feared.
func (b *balance) lean(asks survey.Asks) {
	switch {
	case asks == survey.AsksGood:
		b.good += leaning
	case asks == survey.AsksBad && b.good+b.bad < leastTone:
		b.bad += leaning
	}
}

// sentiment returns the side of b: mixed where the two are clear and differ by
// less than a share of their sum.
func (b balance) sentiment(mixed float64) Sentiment {
	total := b.good + b.bad
	switch difference := b.good - b.bad; {
	case total < leastTone:
		return Neutral
	case b.good >= clearSide && b.bad >= clearSide && max(difference, -difference) < mixed*total:
		return Mixed
	case difference > 0:
		return Positive
	case difference < 0:
		return Negative
	}
	return Mixed
}
