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
}

// newColumns gives a column to every place that has a feature in at least least of
// the examples.
func newColumns(examples []counts, least int32) *columns {
	n := make([]int32, space)
	for i := range examples {
		for _, list := range examples[i] {
			for _, f := range list {
				n[f.at]++
			}
		}
	}
	c := &columns{column: n}
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

// decide puts what m says of a comment in the place of what the codebook found,
// for the themes that it learned. found is by the themes' places.
func (m *model) decide(c *Coder, comment Comment, clauses []Clause, found []*Mention) {
	r := readers.Get().(*reader) //nolint:forcetypeassert // nothing else is put there
	defer readers.Put(r)
	r.row = m.weigh(r.row[:0], r.read(comment, clauses, c.matcher(comment.Lang)))
	for theme, score := range m.score(r.row) {
		switch over := score - m.threshold[theme]; {
		case !m.learned[theme]:
		case over <= 0:
			found[theme] = nil
		case found[theme] == nil:
			found[theme] = &Mention{Theme: c.book.Themes[theme].ID, Score: over}
		default:
			found[theme].Score = over
		}
	}
}

// readers are kept for the next comment.
var readers = sync.Pool{New: func() any { return &reader{} }}

// score returns the score of every theme.
func (m *model) score(row []feature) []float64 {
	scores := slices.Clone(m.intercept)
	for _, f := range row {
		weights := m.weights[int(f.at)*m.themes:][:m.themes]
		for theme, w := range weights {
			scores[theme] += w * float64(f.x)
		}
	}
	return scores
}
