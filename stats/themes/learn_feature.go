package themes

import (
	"math"
	"unicode/utf8"
)

// feature is one number of a sparse vector: where it stands and what it is.
type feature struct {
	at uint32
	x  float32
}

// spaceBits sets in how many places features are counted: 2^20. Features are
// hashed into them (Weinberger and others 2009, "Feature hashing for large scale
// multitask learning"), so that no list of parents' words is kept; with some
// 100,000 different features about one in ten shares its place with another.
const spaceBits = 20

const space = 1 << spaceBits

// The kinds of features. Those of a kind are weighed against each other, so that
// the many parts of words do not drown the few words.
const (
	kindWords = iota // words and pairs of words that follow each other
	kindParts        // three to five characters in a word
	kindKnown        // themes and patterns that the codebook finds, and the question
	kinds
)

// counts are how often each feature is in a comment, by kind, in the order in
// which they come first.
type counts [kinds][]feature

// The lengths in characters of the parts of words.
const (
	shortestPart = 3
	longestPart  = 5
)

// hash is a 32-bit FNV-1a hash under way (Fowler, Noll and Vo).
type hash uint32

// The seeds keep one sort of feature apart from another with the same text.
const (
	hashWord     hash = 2166136261
	hashPair     hash = 2166136261 ^ 0x5bd1e995
	hashPart     hash = 2166136261 ^ 0x1b873593
	hashTheme    hash = 2166136261 ^ 0x2545f491
	hashQuestion hash = 2166136261 ^ 0x9e3779b9
	hashTone     hash = 2166136261 ^ 0x3c6ef372
	hashPattern  hash = 2166136261 ^ 0x7f4a7c15
)

func (h hash) byte(b byte) hash { return (h ^ hash(b)) * 16777619 }

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = h.byte(s[i])
	}
	return h
}

// place returns where h stands in the space. FNV's low bits depend on few of the
// input's, so the high ones are folded in.
func (h hash) place() uint32 { return uint32(h>>spaceBits^h) & (space - 1) }

// reader counts features; it is used again for one comment after another, so
// that counting takes no memory of its own.
type reader struct {
	counts counts
	seen   table
	row    []feature
}

// read counts the features of a comment: its words, their parts, what the
// codebook finds and the question. What it returns holds until the next.
func (r *reader) read(comment Comment, clauses []Clause, m *matcher) *counts {
	for kind := range r.counts {
		r.counts[kind] = r.counts[kind][:0]
	}
	n := 0
	for i := range clauses {
		n += len(clauses[i].Words)
	}
	r.seen.reset(2 * n)
	for i := range clauses {
		words := clauses[i].Words
		for j := range words {
			r.count(kindWords, hashWord.text(words[j].Text))
			if j > 0 {
				r.count(kindWords, hashPair.text(words[j-1].Text).byte(' ').text(words[j].Text))
			}
		}
	}
	r.seen.reset(longestPart * n)
	for i := range clauses {
		for _, w := range clauses[i].Words {
			r.parts(w.Text)
		}
	}
	r.seen.reset(n)
	for i := range clauses {
		m.find(clauses[i].Words, func(e *entry, _, _ int) {
			theme := hashTheme.byte(byte(e.theme >> 8)).byte(byte(e.theme))
			r.count(kindKnown, theme)
			r.count(kindKnown, theme^e.pattern)
		})
	}
	if comment.Question != "" {
		r.count(kindKnown, hashQuestion.text(comment.Question))
	}
	return &r.counts
}

// parts counts what stands in a word, with a space on either side.
func (r *reader) parts(word string) {
	var b [longestWord + 2]byte
	text := append(append(append(b[:0], ' '), word...), ' ')
	for from := 0; from < len(text); {
		h, n, to := hashPart, 0, from
		for to < len(text) && n < longestPart {
			_, size := utf8.DecodeRune(text[to:])
			for _, c := range text[to : to+size] {
				h = h.byte(c)
			}
			to += size
			if n++; n >= shortestPart {
				r.count(kindParts, h)
			}
		}
		_, size := utf8.DecodeRune(text[from:])
		from += size
		if n < shortestPart {
			return // what follows is shorter still
		}
	}
}

// count counts a feature once more.
func (r *reader) count(kind int, h hash) {
	list := r.counts[kind]
	i, first := r.seen.place(h.place(), len(list))
	if first {
		r.counts[kind] = append(list, feature{h.place(), 1})
		return
	}
	list[i].x++
}

// table finds what was counted before: open addressing in a table that is at
// most half full.
type table struct {
	slots []slot
	mask  uint32
	round uint32 // slots of earlier rounds are free
	n     int
}

type slot struct {
	round, at uint32
	i         int32
}

// reset empties t and makes room for n.
func (t *table) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	if size > len(t.slots) {
		t.slots = make([]slot, size)
		t.round = 0
	}
	t.mask = uint32(len(t.slots) - 1) //nolint:gosec // far below 2^32
	t.round++
	t.n = 0
}

// place returns i as given where at is new, and otherwise what it was then.
func (t *table) place(at uint32, i int) (int, bool) {
	if 2*t.n > len(t.slots) {
		t.grow()
	}
	for j := at * 2654435761 >> 7 & t.mask; ; j = (j + 1) & t.mask {
		switch s := &t.slots[j]; {
		case s.round != t.round:
			*s = slot{t.round, at, int32(i)} //nolint:gosec // far below 2^31
			t.n++
			return i, true
		case s.at == at:
			return int(s.i), false
		}
	}
}

func (t *table) grow() {
	old, round := t.slots, t.round
	t.slots, t.round = make([]slot, 2*len(old)), 0
	t.reset(0)
	for _, s := range old {
		if s.round == round {
			t.place(s.at, int(s.i))
		}
	}
}

// weigh appends to v the features of c by column: 1 + ln of how often, times how
// rare the feature is, the words and the parts each brought to length 1; what the
// codebook or the lexicon knows counts what the columns say. Features without a
// column, which no example had, are left out.
func (m *columns) weigh(v []feature, c *counts) []feature {
	for kind, list := range c {
		from, squares := len(v), 0.0
		for _, f := range list {
			col := m.column[f.at]
			if col < 0 {
				continue
			}
			x := m.known
			if kind != kindKnown {
				x = m.rare[col] * float32(1+math.Log(float64(f.x)))
				squares += float64(x) * float64(x)
			}
			v = append(v, feature{uint32(col), x})
		}
		if squares > 0 {
			scale := float32(1 / math.Sqrt(squares))
			for i := from; i < len(v); i++ {
				v[i].x *= scale
			}
		}
	}
	return v
}
