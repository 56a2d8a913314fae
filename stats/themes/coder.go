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
	model    *model              // nil before [Coder.Learn]
	sides    *sideModel          // nil before [Coder.LearnTone]
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
	dropPassing(comment, coding.Clauses, mentions)
	if c.model != nil {
		c.model.decide(c, comment, coding.Clauses, mentions)
	}
	c.note(coding.Clauses, mentions)
	coding.Mentions = byStrength(mentions)
	if len(coding.Mentions) == 0 {
		coding.Void = voidOf(comment.Lang, coding.Clauses)
	}
	c.tone(comment, &coding)
	if c.sides != nil {
		c.sides.decide(comment, &coding)
	}
	return coding
}

// matcher returns what finds the patterns for comments in lang.
func (c *Coder) matcher(lang string) *matcher {
	if m := c.matchers[lang]; m != nil {
		return m
	}
	return c.matchers[""]
}

// match finds the themes of clauses by the codebook, by their places in it, nil
// for what is not there.
func (c *Coder) match(lang string, clauses []Clause) []*Mention {
	m := c.matcher(lang)
	mentions := make([]*Mention, len(c.book.Themes))
	for i := range clauses {
		m.find(clauses[i].Words, func(e *entry, from, to int) {
			theme := e.theme
			if mentions[theme] == nil {
				mentions[theme] = &Mention{Theme: c.book.Themes[theme].ID}
			}
			words, mention := clauses[i].Words, mentions[theme]
			hit := Hit{Clause: i, Start: words[from].Start, End: words[to-1].End}
			n := len(mention.Hits)
			if n == 0 || mention.Hits[n-1].Clause != i {
				mention.Score++
			}
			if n == 0 || mention.Hits[n-1] != hit {
				mention.Hits = append(mention.Hits, hit)
			}
		})
	}
	return mentions
}

// note writes down in each clause the themes with a hit in it.
func (c *Coder) note(clauses []Clause, mentions []*Mention) {
	for theme, m := range mentions {
		if m == nil {
			continue
		}
		last := -1
		for _, hit := range m.Hits {
			if hit.Clause != last {
				last = hit.Clause
				clauses[last].Themes = append(clauses[last].Themes, c.book.Themes[theme].ID)
			}
		}
	}
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
