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
	return c.LearnSentiment(examples)
}

// LearnSentiment returns a coder that has learned from examples how comments
// speak; mixed counts as neutral. With too few good or bad ones c itself is
// returned. The order of the examples does not matter.
func (c *Coder) LearnSentiment(examples []Toned) *Coder {
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
	if !l.enough[good] || !l.enough[bad] {
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
	return &taught
}

// The classes of sentiment.
const (
	good = iota
	bad
	neither
)

var sides = [...]Sentiment{good: Positive, bad: Negative, neither: Neutral}

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

// sideModel decides how a comment speaks.
type sideModel struct {
	*scorer
	lines  [len(sides)]line
	lead   float64 // by how much the odds of neither may lag
	enough []bool
}

// newSideModel chooses how much "neither" is favoured: by where, over the
// examples, the share of right answers with twice the mean F1 of the classes is
// highest: the neutral ones are few, and would else hardly be found.
func newSideModel(s *scorer, tried []judged, enough []bool) *sideModel {
	m := &sideModel{scorer: s, enough: enough}
	for class := range sides {
		if enough[class] {
			m.lines[class] = calibrate(tried[class])
		}
	}
	if !enough[neither] {
		return m
	}
	best := -1.0
	for step := -8; step <= 16; step++ {
		try := *m
		try.lead = float64(step) / 4
		var hit [len(sides)]int
		var told, are [len(sides)]int
		for i := range tried[good].scores {
			scores := [...]float64{tried[good].scores[i], tried[bad].scores[i], tried[neither].scores[i]}
			is := neither
			for class := range sides {
				if tried[class].yes[i] {
					is = class
				}
			}
			class := try.side(scores[:])
			told[class]++
			are[is]++
			if class == is {
				hit[class]++
			}
		}
		total, f1 := 0, 0.0
		for class := range sides {
			total += hit[class]
			f1 += 2 * float64(hit[class]) / float64(max(1, told[class]+are[class])) / float64(len(sides))
		}
		if sum := float64(total)/float64(len(tried[good].scores)) + 2*f1; sum > best {
			best, m.lead = sum, try.lead
		}
	}
	return m
}

// side returns the class with the best odds.
func (m *sideModel) side(scores []float64) int {
	best, odds := good, m.lines[good].at(scores[good])
	if o := m.lines[bad].at(scores[bad]); o > odds {
		best, odds = bad, o
	}
	if m.enough[neither] && m.lines[neither].at(scores[neither])+m.lead > odds {
		best = neither
	}
	return best
}

// The lexicon's word counts beside the odds of good against bad that a model
// gives, and where the two together are near nothing it has the last word.
const (
	lexiconOdds = 1.5
	leastOdds   = .5
)

// decide puts what m says in the place of what the lexicon said of the whole and
// of each theme, by the clauses with its words in them, or by the whole where it
// has none. A comment in which there is nothing to find keeps its sentiment.
func (m *sideModel) decide(comment Comment, coding *Coding) {
	if coding.Void != NotVoid {
		return
	}
	r := readers.Get().(*reader) //nolint:errcheck,forcetypeassert // nothing else is put there
	defer readers.Put(r)
	scores := m.read(r, comment, coding)
	whole := m.odds(scores)
	for i := range coding.Mentions {
		mention := &coding.Mentions[i]
		odds, clauses, last := 0.0, 0, -1
		for _, h := range mention.Hits {
			if h.Clause != last {
				last = h.Clause
				clause := coding.Clauses[last]
				odds += m.odds(m.read(r, comment, &Coding{Clauses: []Clause{clause}, Sentiment: clause.Sentiment}))
				clauses++
			}
		}
		if clauses == 0 {
			odds, clauses = whole, 1
		}
		mention.Sentiment = withLexicon(odds/float64(clauses), mention.Sentiment)
	}
	if m.enough[neither] {
		coding.Sentiment = sides[m.side(scores)]
		return
	}
	coding.Sentiment = withLexicon(whole, coding.Sentiment)
}

// read returns the scores of what is in coding.
func (m *sideModel) read(r *reader, comment Comment, coding *Coding) []float64 {
	r.row = m.weigh(r.row[:0], r.readTone(comment, coding))
	return m.score(r.row)
}

// odds returns the logarithm of the odds of good against bad.
func (m *sideModel) odds(scores []float64) float64 {
	return m.lines[good].at(scores[good]) - m.lines[bad].at(scores[bad])
}

// withLexicon returns the sentiment that the odds and the lexicon make together.
func withLexicon(odds float64, lexicon Sentiment) Sentiment {
	switch lexicon {
	case Positive:
		odds += lexiconOdds
	case Negative:
		odds -= lexiconOdds
	}
	switch {
	case odds > leastOdds:
		return Positive
	case odds < -leastOdds:
		return Negative
	}
	return lexicon
}
