package themes

// sideModel decides how a comment speaks.
type sideModel struct {
	*scorer
	lines  [len(sides)]line
	lead   float64 // by how much the odds of neither may lag
	enough []bool
	least  float64 // odds of good against bad below which the lexicon has the last word
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
	if !enough[classNeither] {
		return m
	}
	best := -1.0
	for step := -8; step <= 16; step++ {
		try := *m
		try.lead = float64(step) / 4
		var hit [len(sides)]int
		var told, are [len(sides)]int
		for i := range tried[classGood].scores {
			scores := [...]float64{tried[classGood].scores[i], tried[classBad].scores[i], tried[classNeither].scores[i]}
			is := classNeither
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
		if sum := float64(total)/float64(len(tried[classGood].scores)) + 2*f1; sum > best {
			best, m.lead = sum, try.lead
		}
	}
	return m
}

// side returns the class with the best odds.
func (m *sideModel) side(scores []float64) int {
	best, odds := classGood, m.lines[classGood].at(scores[classGood])
	if o := m.lines[classBad].at(scores[classBad]); o > odds {
		best, odds = classBad, o
	}
	if m.enough[classNeither] && m.lines[classNeither].at(scores[classNeither])+m.lead > odds {
		best = classNeither
	}
	return best
}

// The lexicon's word counts beside the odds of good against bad that a model
// gives, as the logarithm of odds. Where the two together are near nothing the
// lexicon has the last word; sooner where the model learned from marks, for a
// parent gives an eight and tells what could be better.
const (
	lexiconOdds    = 1.5
	oddsOfExamples = .5
	oddsOfMarks    = 4
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
		mention.Sentiment = m.withLexicon(odds/float64(clauses), mention.Sentiment)
	}
	if m.enough[classNeither] {
		coding.Sentiment = sides[m.side(scores)]
		return
	}
	coding.Sentiment = m.withLexicon(whole, coding.Sentiment)
}

// read returns the scores of what is in coding.
func (m *sideModel) read(r *reader, comment Comment, coding *Coding) []float64 {
	r.row = m.weigh(r.row[:0], r.readTone(comment, coding))
	return m.score(r.row)
}

// odds returns the logarithm of the odds of good against bad.
func (m *sideModel) odds(scores []float64) float64 {
	return m.lines[classGood].at(scores[classGood]) - m.lines[classBad].at(scores[classBad])
}

// withLexicon returns the sentiment that the odds and the lexicon make together.
func (m *sideModel) withLexicon(odds float64, lexicon Sentiment) Sentiment {
	switch lexicon {
	case Positive:
		odds += lexiconOdds
	case Negative:
		odds -= lexiconOdds
	}
	switch {
	case odds > m.least:
		return Positive
	case odds < -m.least:
		return Negative
	}
	return lexicon
}
