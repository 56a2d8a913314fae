package themes

import (
	"cmp"
	"math"
	"slices"
)

// Search is what to look for in comments.
type Search struct {
	// Topics is how many at most; there are fewer where the comments have no
	// more, and never more than one for ten comments.
	Topics int
	// Least is on how many different comments a topic must rest, at least 3.
	Least int
}

// Discovery is what comments speak of that no theme covers.
type Discovery struct {
	// Topics are what there is, the one in most comments first.
	Topics []Topic
	// Reason says why there is none.
	Reason Reason
	// Comments and Sentences are in how many there was something to find.
	Comments, Sentences int
	// Found has, for each comment in the order they were given, the places in
	// Topics of what it speaks of, what it speaks of most first.
	Found [][]int
}

// Topic is something that several comments speak of.
type Topic struct {
	// Words are those that tell it from the others, the most telling first, as
	// most people wrote them.
	Words []string
	// Comments is how many different comments speak of it.
	Comments int
	// Sentences are the nearest to its middle that can be read by themselves, of
	// different comments.
	Sentences []Sentence
}

// Sentence is a stretch of a comment: [Start, End) in bytes of its text.
type Sentence struct {
	Comment    string // its id
	Start, End int
	Text       string
}

// Reason is why nothing was found.
type Reason string

// The reasons.
const (
	ReasonNone      Reason = ""
	ReasonFew       Reason = "few"       // too few comments say something that no theme covers
	ReasonScattered Reason = "scattered" // too few of them say the same
)

const (
	// fewestComments is from how many on topics are looked for. Fewer than 30
	// are read sooner than their topics, and shares of them are only indicative.
	fewestComments   = 30
	commentsPerTopic = 10 // no more topics than one for so many
	mostTopics       = 100
	// finer is how many parts are made for each topic, to be joined again. It
	// gave topics nearest to what people had labelled, in two languages.
	finer = 2.5
	// Of a sentence, what weighs half as much as its heaviest topic counts too.
	alsoTopic      = .5
	wordsShown     = 10
	sentencesShown = 5
)

// Discover finds topics in the sentences of comments in which coder finds no
// theme; with no coder, in all.
//
// Sentences are factorised into parts (see factorise), more than asked for, and
// parts that speak in like words are joined: topics may be as unlike in size as
// what people write about.
func Discover(comments []Comment, coder *Coder, search Search) Discovery {
	c := newCorpus()
	for i, comment := range comments {
		c.add(i, comment, uncovered(comment, coder))
	}
	d := Discovery{Comments: c.covering(), Sentences: len(c.sentences), Found: make([][]int, len(comments))}
	if d.Comments < fewestComments {
		d.Reason = ReasonFew
		return d
	}
	v := c.vocabulary()
	most := min(search.Topics, d.Comments/commentsPerTopic, mostTopics)
	if len(v.stems) < 2 || most < 1 {
		d.Reason = ReasonScattered
		return d
	}
	m := c.model(v, most)
	if m.settle(max(search.Least, leastComments)); len(m.order) == 0 {
		d.Reason = ReasonScattered
		return d
	}
	for _, g := range m.order {
		d.Topics = append(d.Topics, Topic{Words: m.words(g), Comments: m.comments[g], Sentences: m.nearest(g, comments)})
	}
	m.found(d.Found)
	return d
}

// uncovered returns the clauses of a comment, and which of them a theme covers.
// Void comments have none, and those of which a theme was found without words.
func uncovered(comment Comment, coder *Coder) []Clause {
	if coder == nil {
		return Clauses(comment.Text)
	}
	coding := coder.Code(comment)
	if coding.Void != NotVoid {
		return nil
	}
	for _, m := range coding.Mentions {
		if len(m.Hits) == 0 {
			return nil
		}
	}
	return coding.Clauses
}

// topicModel is which sentences belong to which topic.
type topicModel struct {
	corpus     *corpus
	vocabulary vocabulary
	x          *sparse // sentences by words
	places     dense   // of sentences
	middle     dense   // of topics
	weight     dense   // of topics in sentences
	shares     [][]share
	// comments is in how many a topic is, order the topics that are in enough,
	// the one in most first.
	comments []int
	order    []int
}

// share is how much of a sentence a topic is, of 1.
type share struct {
	topic int
	of    float64
}

// model finds at most most topics.
func (c *corpus) model(v vocabulary, most int) *topicModel {
	m := &topicModel{corpus: c, vocabulary: v, x: c.weigh(v)}
	w, h := factorise(m.x, int(finer*float64(most)))
	for j := range w.columns { // parts as long as what they explain
		length := sideLength(h, j, 1)
		for i := range w.rows {
			w.row(i)[j] *= length
		}
	}
	m.places = m.x.times(c.neighbours(v))
	m.places.normalise()
	parts := w.cross(m.places)
	parts.normalise()
	group := parts.join(most)
	m.weight = newDense(w.rows, slices.Max(group)+1)
	for i := range w.rows {
		for j, value := range w.row(i) {
			m.weight.row(i)[group[j]] += value
		}
	}
	m.middle = m.weight.cross(m.places)
	m.middle.normalise()
	return m
}

// settle gives every sentence its topics, and leaves out topics that fewer than
// least comments have.
func (m *topicModel) settle(least int) {
	m.shares = make([][]share, m.weight.rows)
	inParallel(m.weight.rows, func(i int) { m.shares[i] = m.sharesOf(i) })
	m.comments = make([]int, m.weight.columns)
	last := make([]int, m.weight.columns)
	for i, s := range m.corpus.sentences {
		for _, sh := range m.shares[i] {
			if last[sh.topic] != s.comment+1 {
				last[sh.topic] = s.comment + 1
				m.comments[sh.topic]++
			}
		}
	}
	for g, n := range m.comments {
		if n >= least {
			m.order = append(m.order, g)
		}
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return cmp.Compare(m.comments[b], m.comments[a]) })
}

// sharesOf returns the topics of a sentence. One that no part explains but whose
// words have a place gets the nearest topic.
func (m *topicModel) sharesOf(i int) []share {
	row := m.weight.row(i)
	if slices.Max(row) <= 0 {
		place := m.places.row(i)
		nearest, best := -1, 0.0
		for g := range m.middle.rows {
			if like := inner(place, m.middle.row(g)); like > best {
				nearest, best = g, like
			}
		}
		if nearest < 0 {
			return nil
		}
		return []share{{nearest, 1}}
	}
	var list []share
	sum := 0.0
	for g, w := range row {
		if w >= alsoTopic*slices.Max(row) {
			list = append(list, share{g, w})
			sum += w
		}
	}
	for j := range list {
		list[j].of /= sum
	}
	return list
}

// found fills in the topics of each comment.
func (m *topicModel) found(found [][]int) {
	rank := make([]int, m.weight.columns)
	for i := range rank {
		rank[i] = slices.Index(m.order, i)
	}
	sum := make([]float64, len(m.order))
	for i := 0; i < len(m.corpus.sentences); {
		comment := m.corpus.sentences[i].comment
		clear(sum)
		for ; i < len(m.corpus.sentences) && m.corpus.sentences[i].comment == comment; i++ {
			for _, s := range m.shares[i] {
				if r := rank[s.topic]; r >= 0 {
					sum[r] += s.of
				}
			}
		}
		for r, v := range sum {
			if v > 0 {
				found[comment] = append(found[comment], r)
			}
		}
		slices.SortStableFunc(found[comment], func(a, b int) int { return cmp.Compare(sum[b], sum[a]) })
	}
}

// A word tells of a topic by how much of it is this word, and by how many times
// more than of everything: Sievert and Shirley, "LDAvis: a method for visualizing
// and interpreting topics", 2014. They found .6 best to tell topics apart; a little
// more brings words that stand in the same comments more often.
const relevance = .7

// words returns the words that tell a topic from the others.
func (m *topicModel) words(topic int) []string {
	columns := m.x.columns
	mass, all := make([]float64, columns), make([]float64, columns)
	in, last := make([]int, columns), make([]int, columns)
	for i, s := range m.corpus.sentences {
		of := 0.0
		for _, sh := range m.shares[i] {
			if sh.topic == topic {
				of = sh.of
			}
		}
		at, value := m.x.row(i)
		for k, j := range at {
			all[j] += value[k]
			if of > 0 {
				mass[j] += of * value[k]
				if last[j] != s.comment+1 {
					last[j] = s.comment + 1
					in[j]++
				}
			}
		}
	}
	total, whole := 0.0, 0.0
	for j := range mass {
		total, whole = total+mass[j], whole+all[j]
	}
	type told struct {
		column int
		by     float64
	}
	var list []told
	for j := range mass {
		if in[j] >= leastComments {
			p := mass[j] / total
			list = append(list, told{j, relevance*math.Log(p) + (1-relevance)*math.Log(p*whole/all[j])})
		}
	}
	slices.SortStableFunc(list, func(a, b told) int { return cmp.Compare(b.by, a.by) })
	var words []string
	for _, t := range list[:min(wordsShown, len(list))] {
		words = append(words, m.corpus.form(m.vocabulary.stems[t.column]))
	}
	return words
}

// nearest returns the sentences nearest to the middle of a topic that can be
// read by themselves, one of a comment.
func (m *topicModel) nearest(topic int, comments []Comment) []Sentence {
	type near struct {
		sentence int
		by       float64
	}
	var list []near
	for i := range m.corpus.sentences {
		for _, sh := range m.shares[i] {
			if sh.topic == topic {
				list = append(list, near{i, sh.of * inner(m.places.row(i), m.middle.row(topic))})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(b.by, a.by) })
	var shown []Sentence
	taken := map[int]bool{}
	for _, n := range list {
		s := m.corpus.sentences[n.sentence]
		comment := comments[s.comment]
		if taken[s.comment] || !isQuote(comment.Text[s.start:s.end]) {
			continue
		}
		taken[s.comment] = true
		shown = append(shown, Sentence{comment.ID, s.start, s.end, comment.Text[s.start:s.end]})
		if len(shown) == sentencesShown {
			break
		}
	}
	return shown
}
