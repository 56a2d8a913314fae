package themes

import (
	"math"
	"slices"
	"sync"
)

// columns says which places of the space a model looks at.
type columns struct {
	column []int32   // by place; -1 where no example had a feature
	rare   []float32 // by column: ln((1+N)/(1+n)) + 1 for a feature of n of N examples
	// known is what a pattern's or a tone's being there counts. It is the same for
	// all: weighed by how rare they are, the patterns of rare themes would drown
	// the words.
	known float32
}

// newColumns gives a column to every place that has a feature in at least least of
// the examples.
func newColumns(examples []counts, least int32, known float32) *columns {
	n := make([]int32, space)
	for i := range examples {
		for _, list := range examples[i] {
			for _, f := range list {
				n[f.at]++
			}
		}
	}
	c := &columns{column: n, known: known}
	for at, in := range n {
		if n[at] = -1; in >= least {
			n[at] = int32(len(c.rare)) //nolint:gosec // at most space
			c.rare = append(c.rare, float32(1+math.Log(float64(1+len(examples))/float64(1+in))))
		}
	}
	return c
}

// rarity is how much more a comment about a theme weighs in learning than one
// that is not, where there are ratio of these to one of those.
func rarity(ratio float64) float64 { return math.Sqrt(ratio) }

// scorer gives a comment a score for each of some classes.
type scorer struct {
	*columns
	classes   int
	weights   []float64 // by column and, within one, by class
	intercept []float64 // by class
}

// score returns the score of every class.
func (s *scorer) score(row []feature) []float64 {
	scores := slices.Clone(s.intercept)
	for _, f := range row {
		weights := s.weights[int(f.at)*s.classes:][:s.classes]
		for class, w := range weights {
			scores[class] += w * float64(f.x)
		}
	}
	return scores
}

// model decides what the codebook decided before.
type model struct {
	*scorer             // its classes are the themes
	threshold []float64 // by theme: it is there from this score
	learned   []bool    // by theme: whether the model decides
	// always says that a comment is about a theme at least, as every example was.
	always bool
}

// decide puts what m says of a comment in the place of what the codebook found,
// for the themes that it learned. found is by the themes' places.
func (m *model) decide(c *Coder, comment Comment, clauses []Clause, found []*Mention) {
	r := readers.Get().(*reader) //nolint:errcheck,forcetypeassert // nothing else is put there
	defer readers.Put(r)
	r.row = m.weigh(r.row[:0], r.read(comment, clauses, c.matcher(comment.Lang)))
	best, highest, any := 0, math.Inf(-1), false
	for theme, score := range m.score(r.row) {
		if m.learned[theme] {
			over := score + belief(found[theme] != nil) - m.threshold[theme]
			if over > highest {
				best, highest = theme, over
			}
			found[theme] = m.mention(c, found[theme], theme, over)
		}
		any = any || found[theme] != nil
	}
	if m.always && !any && len(r.row) > 0 {
		found[best] = &Mention{Theme: c.book.Themes[best].ID}
	}
}

// mention returns the mention of a theme whose score is over its threshold, with
// the hits that there were.
func (m *model) mention(c *Coder, before *Mention, theme int, over float64) *Mention {
	switch {
	case over <= 0:
		return nil
	case before == nil:
		before = &Mention{Theme: c.book.Themes[theme].ID}
	}
	before.Score = over
	return before
}

// readers are kept for the next comment.
var readers = sync.Pool{New: func() any { return &reader{} }}
