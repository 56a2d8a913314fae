package themes

import (
	"cmp"
	"slices"
)

// Coder reads comments with a codebook. It may be used by several goroutines at
// once.
type Coder struct {
	book     *Codebook
	matchers map[string]*matcher // by language
}

// NewCoder returns a coder with c, which must not change afterwards.
func NewCoder(c *Codebook) *Coder {
	coder := &Coder{book: c, matchers: map[string]*matcher{"": newMatcher(c, "")}}
	for _, t := range c.Themes {
		for lang := range t.Patterns {
			if coder.matchers[lang] == nil {
				coder.matchers[lang] = newMatcher(c, lang)
			}
		}
	}
	return coder
}

// Codebook returns what c reads with.
func (c *Coder) Codebook() *Codebook { return c.book }

// Code reads one comment.
func (c *Coder) Code(comment Comment) Coding {
	coding := Coding{Clauses: Clauses(comment.Text)}
	mentions := c.match(comment.Lang, coding.Clauses)
	coding.Mentions = byStrength(mentions)
	if len(coding.Mentions) == 0 {
		coding.Void = voidOf(comment.Lang, coding.Clauses)
	}
	c.tone(comment, &coding)
	return coding
}

// match finds the themes of clauses, which get them noted too; by the themes'
// places in the codebook, nil for what is not there.
func (c *Coder) match(lang string, clauses []Clause) []*Mention {
	m := c.matchers[lang]
	if m == nil {
		m = c.matchers[""]
	}
	mentions := make([]*Mention, len(c.book.Themes))
	for i := range clauses {
		words, last := clauses[i].Words, -1
		var here []int
		m.find(words, func(theme, from, to int) {
			if mentions[theme] == nil {
				mentions[theme] = &Mention{Theme: c.book.Themes[theme].ID}
			}
			hit := Hit{Clause: i, Start: words[from].Start, End: words[to-1].End}
			if hits := mentions[theme].Hits; len(hits) == 0 || hits[len(hits)-1] != hit {
				mentions[theme].Hits = append(mentions[theme].Hits, hit)
			}
			if theme != last {
				here, last = append(here, theme), theme
			}
		})
		slices.Sort(here)
		for _, theme := range slices.Compact(here) {
			mentions[theme].Score++
			clauses[i].Themes = append(clauses[i].Themes, c.book.Themes[theme].ID)
		}
	}
	return mentions
}

// byStrength returns the mentions there are, the strongest first, and those
// equally strong in the codebook's order.
func byStrength(mentions []*Mention) []Mention {
	var list []Mention
	for _, m := range mentions {
		if m != nil {
			list = append(list, *m)
		}
	}
	slices.SortStableFunc(list, func(a, b Mention) int { return cmp.Compare(b.Score, a.Score) })
	return list
}
