package themes

import (
	"cmp"
	"math"
	"slices"
)

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
	told     [][]string // by topic, the words that tell it from the others
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
// least comments have, or that have hardly a word.
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
	m.told = make([][]string, m.weight.columns)
	for g, n := range m.comments {
		if n < least {
			continue
		}
		if m.told[g] = m.words(g); len(m.told[g]) >= fewestWords {
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
