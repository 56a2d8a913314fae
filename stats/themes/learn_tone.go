package themes

import (
	"cmp"
	"math"
	"slices"
)

// Toned is a comment with how people said that it speaks.
type Toned struct {
	Comment   Comment
	Sentiment Sentiment
}

// Marked is a comment with the mark, 1 to 10, that came with it.
type Marked struct {
	Comment Comment
	Mark    int
}

// The marks that say what a comment is likely to say. Those between say neither:
// a six comes with praise as often as with a complaint.
const (
	goodMark = 8
	badMark  = 5
)

// weightOfTone is what each thing that the lexicon says counts beside the words.
const weightOfTone = .25

// leastToned is how many examples a sentiment must have to be learned.
const leastToned = 40

// LearnTone returns a coder that has learned from marks how comments speak of
// what is good and bad. It never sees the mark of the comment that it reads
// afterwards: that would show a parent's mark beside the words. With too few good
// or bad marks c itself is returned. The order of the examples does not matter.
func (c *Coder) LearnTone(marked []Marked) *Coder {
	var examples []Toned
	for _, m := range marked {
		switch {
		case m.Mark >= goodMark:
			examples = append(examples, Toned{m.Comment, Positive})
		case m.Mark <= badMark:
			examples = append(examples, Toned{m.Comment, Negative})
		}
	}
	return c.learnSides(examples, oddsOfMarks)
}

// LearnSentiment returns a coder that has learned from examples how comments
// speak; mixed counts as neutral. With too few good or bad ones c itself is
// returned. The order of the examples does not matter.
func (c *Coder) LearnSentiment(examples []Toned) *Coder {
	return c.learnSides(examples, oddsOfExamples)
}

// learnSides returns a coder that has learned from examples; least is the odds
// from which it is believed without the lexicon.
func (c *Coder) learnSides(examples []Toned, least float64) *Coder {
	examples = slices.Clone(examples)
	slices.SortStableFunc(examples, func(a, b Toned) int {
		return cmp.Or(cmp.Compare(a.Comment.ID, b.Comment.ID), cmp.Compare(a.Comment.Text, b.Comment.Text))
	})
	l := &lesson{enough: make([]bool, len(sides)), verdicts: make([][]verdict, len(sides))}
	for class, side := range sides {
		n := 0
		for _, e := range examples {
			v := no
			if e.Sentiment == side || side == Neutral && e.Sentiment == Mixed {
				v = yes
				n++
			}
			l.verdicts[class] = append(l.verdicts[class], v)
		}
		l.enough[class] = n >= leastToned
	}
	if !l.enough[classGood] || !l.enough[classBad] {
		return c
	}
	var r reader
	read := make([]counts, len(examples))
	for i, e := range examples {
		l.fold = append(l.fold, foldOf(e.Comment.ID))
		for kind, list := range r.readTone(e.Comment, c.untaught(e.Comment)) {
			read[i][kind] = slices.Clone(list)
		}
	}
	l.setRows(read, weightOfTone)
	scorer, tried := l.teach()
	taught := *c
	taught.sides = newSideModel(scorer, tried, l.enough)
	taught.sides.least = least
	return &taught
}

// The classes of sentiment.
const (
	classGood = iota
	classBad
	classNeither
)

var sides = [...]Sentiment{classGood: Positive, classBad: Negative, classNeither: Neutral}

// untaught reads a comment's clauses and tone by the lexicon alone.
func (c *Coder) untaught(comment Comment) *Coding {
	coding := &Coding{Clauses: Clauses(comment.Text)}
	coding.Void = voidOf(comment.Lang, coding.Clauses)
	c.tone(comment, coding)
	return coding
}

// readTone counts what tells how a comment speaks: its words, their parts, what
// was asked, and what the lexicon says of the whole, its beginning and its end.
func (r *reader) readTone(comment Comment, coding *Coding) *counts {
	counts := r.read(comment, coding.Clauses, &matcher{})
	count := func(what string, n int) { r.count(kindKnown, hashTone.text(what).byte(byte(n))) }
	count("all", int(coding.Sentiment))
	count(string(coding.Void), 0)
	count("asks"+string(comment.Asks), 0)
	up, down := 0, 0
	for i, clause := range coding.Clauses {
		if i == 0 {
			count("first", int(clause.Sentiment))
		}
		if i == len(coding.Clauses)-1 {
			count("last", int(clause.Sentiment))
		}
		switch clause.Sentiment {
		case Positive:
			up++
		case Negative:
			down++
		}
	}
	count("up", min(up, 3))
	count("down", min(down, 3))
	lex := lexiconOf(comment.Lang)
	var plus, minus float64
	for i := range coding.Clauses {
		g, b := lex.tone(comment.Text, &coding.Clauses[i], comment.Asks)
		plus, minus = plus+g, minus+b
	}
	count("plus", steps(plus))
	count("minus", steps(minus))
	return counts
}

// steps puts a strength, 0 or more, in one of six steps.
func steps(x float64) int { return min(5, int(math.Ceil(2*math.Log2(1+x)))) }
