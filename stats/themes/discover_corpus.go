package themes

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// token is a word of a comment as topics are made of.
type token struct {
	stem int32
	kind tokenKind
}

type tokenKind int8

const (
	emptyWord   tokenKind = iota // a number, a letter, a picture, a mask: not even a neighbour
	stopWord                     // says nothing itself, but says something of its neighbours
	contentWord                  // may stand for a topic
)

// sentence is what stands in one and is covered by no theme.
type sentence struct {
	comment    int // its place among the comments
	start, end int // in bytes of its text
	tokens     []token
}

// corpus is the words of comments.
type corpus struct {
	stems     []string
	byStem    map[string]int32
	known     map[spelling]token
	written   []map[string]int // by stem, how often each form of it was written
	comments  [][]int32        // the stems of each comment that are not empty, in order
	sentences []sentence
}

type spelling struct{ lang, word string }

func newCorpus() *corpus {
	return &corpus{byStem: map[string]int32{}, known: map[spelling]token{}}
}

// add reads comment number i; of its clauses those that have no theme become
// sentences.
func (c *corpus) add(i int, comment Comment, clauses []Clause) {
	var all []int32
	var open *sentence
	for _, clause := range clauses {
		var tokens []token
		content := false
		for _, w := range clause.Words {
			t := c.token(comment, w)
			if t.kind != emptyWord {
				all = append(all, t.stem)
				tokens = append(tokens, t)
			}
			content = content || t.kind == contentWord
		}
		switch {
		case len(clause.Themes) > 0:
			open = nil
		case open != nil && clause.Turned:
			open.end, open.tokens = clause.End, append(open.tokens, tokens...)
		case content:
			c.sentences = append(c.sentences, sentence{i, clause.Start, clause.End, tokens})
			open = &c.sentences[len(c.sentences)-1]
		default:
			open = nil
		}
	}
	c.comments = append(c.comments, all)
}

// token returns what w counts as.
func (c *corpus) token(comment Comment, w Word) token {
	t, ok := c.known[spelling{comment.Lang, w.Text}]
	if !ok {
		t = c.learn(comment.Lang, w.Text)
	}
	if t.kind == contentWord {
		c.written[t.stem][strings.ToLower(comment.Text[w.Start:w.End])]++
	}
	return t
}

func (c *corpus) learn(lang, word string) token {
	var t token
	switch {
	case isEmptyWord(word):
	case isStopWord(lang, word):
		t.kind = stopWord
	default:
		t.kind = contentWord
	}
	if t.kind != emptyWord {
		s := snowball(lang, word)
		place, ok := c.byStem[s]
		if !ok {
			place = int32(len(c.stems))
			c.byStem[s] = place
			c.stems, c.written = append(c.stems, s), append(c.written, map[string]int{})
		}
		t.stem = place
	}
	c.known[spelling{lang, word}] = t
	return t
}

// form returns how a stem was written most often, of equals the first in the
// alphabet.
func (c *corpus) form(stem int32) string {
	best, most := c.stems[stem], 0
	for form, n := range c.written[stem] {
		if n > most || n == most && form < best {
			best, most = form, n
		}
	}
	return best
}

// vocabulary is the stems that topics are made of, in alphabetical order.
type vocabulary struct {
	stems  []int32
	column []int32 // by stem, -1 for what is not in it
	// comments is in how many a stem stands, in a sentence.
	comments []int
}

// A word belongs to the vocabulary from so many comments on: what one or two
// people wrote is no topic. Not when more than half of them have it.
const leastComments = 3

// vocabulary returns the words of the sentences that enough different comments
// have.
func (c *corpus) vocabulary() vocabulary {
	comments := c.covering()
	return c.words(func(n int) bool { return n >= leastComments && n <= comments/2 })
}

// covering returns how many comments have a sentence.
func (c *corpus) covering() int {
	n, before := 0, -1
	for _, s := range c.sentences {
		if s.comment != before {
			n, before = n+1, s.comment
		}
	}
	return n
}

// words returns the words of the sentences that so many comments have as takes
// says.
func (c *corpus) words(takes func(comments int) bool) vocabulary {
	in, last := make([]int, len(c.stems)), make([]int, len(c.stems))
	for _, s := range c.sentences {
		for _, t := range s.tokens {
			if t.kind == contentWord && last[t.stem] != s.comment+1 {
				last[t.stem] = s.comment + 1
				in[t.stem]++
			}
		}
	}
	v := vocabulary{column: make([]int32, len(c.stems))}
	for stem, n := range in {
		if n > 0 && takes(n) {
			v.stems = append(v.stems, int32(stem))
		}
	}
	slices.SortFunc(v.stems, func(a, b int32) int { return cmp.Compare(c.stems[a], c.stems[b]) })
	for i := range v.column {
		v.column[i] = -1
	}
	for i, stem := range v.stems {
		v.column[stem] = int32(i)
		v.comments = append(v.comments, in[stem])
	}
	return v
}

// weigh returns a row for each sentence, of length 1 or 0: how often a word
// stands in it (1 + ln n), times how few comments have it (1 + ln of the
// reciprocal of their share). Salton and Buckley, "Term-weighting approaches in
// automatic text retrieval", Information Processing & Management 24, 1988.
func (c *corpus) weigh(v vocabulary) *sparse {
	comments := 0
	for _, words := range c.comments {
		if len(words) > 0 {
			comments++
		}
	}
	x := &sparse{columns: len(v.stems), start: []int{0}}
	var cells []cell
	for _, s := range c.sentences {
		cells = cells[:0]
		for _, t := range s.tokens {
			at := v.column[t.stem]
			if t.kind != contentWord || at < 0 {
				continue
			}
			if i := slices.IndexFunc(cells, func(c cell) bool { return c.at == at }); i >= 0 {
				cells[i].value++
			} else {
				cells = append(cells, cell{at, 1})
			}
		}
		squares := 0.0
		for i := range cells {
			rare := 1 + math.Log(float64(1+comments)/float64(1+v.comments[cells[i].at]))
			cells[i].value = (1 + math.Log(cells[i].value)) * rare
			squares += cells[i].value * cells[i].value
		}
		for i := range cells {
			cells[i].value /= math.Sqrt(squares)
		}
		x.add(cells)
	}
	return x
}
