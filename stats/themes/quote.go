package themes

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Quotable is a comment that may be quoted.
type Quotable struct {
	ID, Text  string
	Lang      string
	Sentiment Sentiment
	// Aside is which share of what it says is about something else, from 0 to 1.
	Aside float64
}

const (
	// What is shorter says too little, what is longer is not read in a report.
	shortestQuote, longestQuote = 5, 40
	// wordsPerMask is how many words there are at least for each mask.
	wordsPerMask = 8
	// mostCapitals is which share of the letters may be capitals: far more than
	// sentences have, and fewer than shouting has.
	mostCapitals = .5
	// twins is the likeness from which two comments say the same in the same words:
	// 1, but for rounding.
	twins = .999
	// perMask is how much less a comment is worth for each mask: it reads badly.
	perMask = .7
	// central is how much it counts that a quote is like all comments, against
	// that it is unlike the other quotes.
	central = .7
)

// Quotes returns the ids of at most most comments that stand for all of
// candidates: each is like many of them and the quotes are unlike each other
// (maximal marginal relevance: Carbonell and Goldstein, "The use of MMR,
// diversity-based reranking for reordering documents and producing summaries",
// SIGIR 1998). Where candidates praise and complain, the quotes do in
// proportion, and with two or more quotes both are there. A comment that is
// mostly about something else hardly stands for anything here. Comments that cannot
// be read by themselves are left out: of fewer than 5 or more than 40 words,
// with more than a mask in eight words, all in capitals. Nothing is ever cut.
//
// The quotes come in the order in which they were chosen; equals by their ids.
func Quotes(candidates []Quotable, most int) []string {
	all := slices.Clone(candidates)
	slices.SortFunc(all, func(a, b Quotable) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Text, b.Text)) })
	x := quoteWords(all)
	q := quoteChoice{x: x, like: x.likeAll()}
	sides := map[Sentiment]int{}
	for i, c := range all {
		sides[sideOf(c.Sentiment)]++
		q.like[i] *= (1 - c.Aside) * math.Pow(perMask, float64(masks(c.Text)))
		if isQuote(c.Text) {
			q.open = append(q.open, i)
		}
	}
	quota := shareOut(sides, most)
	var ids []string
	for len(ids) < most {
		i := q.next(func(i int) bool { return quota[sideOf(all[i].Sentiment)] > 0 })
		if i < 0 {
			i = q.next(func(int) bool { return true }) // a side has too few that can be quoted
		}
		if i < 0 {
			break
		}
		quota[sideOf(all[i].Sentiment)]--
		ids = append(ids, all[i].ID)
	}
	return ids
}

// sideOf returns s, with what is good and bad at once as neither.
func sideOf(s Sentiment) Sentiment {
	if s == Mixed {
		return Neutral
	}
	return s
}

// shareOut divides most places over sides in proportion (largest remainders),
// and gives praise and complaints a place each where there are two or more and
// one of them is there at all.
func shareOut(sides map[Sentiment]int, most int) map[Sentiment]int {
	order := []Sentiment{Negative, Positive, Neutral}
	total := 0
	for _, s := range order {
		total += sides[s]
	}
	quota := map[Sentiment]int{}
	if total == 0 {
		return quota
	}
	left := most
	if most >= 2 {
		for _, s := range order[:2] {
			if sides[s] > 0 {
				quota[s], left = 1, left-1
			}
		}
	}
	for ; left > 0; left-- {
		best, lack := order[0], math.Inf(-1)
		for _, s := range order {
			if l := float64(most*sides[s])/float64(total) - float64(quota[s]); l > lack {
				best, lack = s, l
			}
		}
		quota[best]++
	}
	return quota
}

// quoteWords returns a row of weighted words for each candidate. Words of one
// comment count too: of few comments there are no others.
func quoteWords(all []Quotable) *sparse {
	c := newCorpus()
	for i, q := range all {
		c.add(i, Comment{Text: q.Text, Lang: q.Lang}, whole(q.Text))
	}
	v := c.words(func(int) bool { return true })
	x := c.weigh(v)
	rows := &sparse{columns: x.columns, start: []int{0}}
	next := 0
	for i := range all {
		var cells []cell
		if next < len(c.sentences) && c.sentences[next].comment == i {
			at, value := x.row(next)
			for k, j := range at {
				cells = append(cells, cell{j, value[k]})
			}
			next++
		}
		rows.add(cells)
	}
	return rows
}

// whole returns text as one clause.
func whole(text string) []Clause {
	return []Clause{{End: len(text), Words: Words(text)}}
}

// likeAll returns for each row its likeness to the sum of all.
func (m *sparse) likeAll() []float64 {
	sum := make([]float64, m.columns)
	for k, j := range m.at {
		sum[j] += m.value[k]
	}
	length := math.Sqrt(inner(sum, sum))
	like := make([]float64, m.rows())
	for i := range like {
		at, value := m.row(i)
		for k, j := range at {
			like[i] += value[k] * sum[j] / length
		}
	}
	return like
}

// quoteChoice is which candidates can still be chosen.
type quoteChoice struct {
	x      *sparse
	like   []float64 // by candidate, to all
	open   []int
	chosen []int
}

// next chooses the best of those that may be, -1 for none.
func (q *quoteChoice) next(may func(int) bool) int {
	best, most := -1, math.Inf(-1)
	for _, i := range q.open {
		if !may(i) {
			continue
		}
		twin := 0.0
		for _, j := range q.chosen {
			twin = max(twin, q.x.rowsLike(i, j))
		}
		if worth := central*q.like[i] - (1-central)*twin; worth > most {
			best, most = i, worth
		}
	}
	if best >= 0 {
		q.open = slices.DeleteFunc(q.open, func(i int) bool { return i == best || q.x.rowsLike(i, best) > twins })
		q.chosen = append(q.chosen, best)
	}
	return best
}

// rowsLike returns the inner product of two rows.
func (m *sparse) rowsLike(i, j int) float64 {
	a, av := m.row(i)
	b, bv := m.row(j)
	sum := 0.0
	for k, l := 0, 0; k < len(a) && l < len(b); {
		switch {
		case a[k] < b[l]:
			k++
		case a[k] > b[l]:
			l++
		default:
			sum += av[k] * bv[l]
			k, l = k+1, l+1
		}
	}
	return sum
}

// isQuote reports whether text can be read by itself.
func isQuote(text string) bool {
	words := 0
	for _, w := range Words(text) {
		if strings.ContainsFunc(w.Text, unicode.IsLetter) {
			words++
		}
	}
	masked := masks(text)
	return words >= shortestQuote && words+masked <= longestQuote && masked*wordsPerMask <= words+masked && !shouts(text)
}

// masks counts the masks in text.
func masks(text string) int {
	n := 0
	for i := range len(text) {
		if text[i] == '[' && maskEnd(text[i+1:]) > 0 {
			n++
		}
	}
	return n
}

// shouts reports whether text is mostly in capitals, or has three exclamation
// marks in a row.
func shouts(text string) bool {
	letters, capitals := 0, 0
	for _, r := range text {
		if unicode.IsUpper(r) || unicode.IsLower(r) {
			letters++
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return float64(capitals) > mostCapitals*float64(letters) || strings.Contains(text, "!!!")
}
