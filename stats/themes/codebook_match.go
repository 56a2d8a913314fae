package themes

import (
	"slices"
	"strings"
)

// matcher finds the patterns of a codebook in a language in one pass over the
// words of a text.
type matcher struct {
	exact    map[string][]entry
	prefix   map[string][]entry
	prefixes []int // the lengths in bytes of what stands in prefix, ascending
	// not finds what is not meant: where it stands, its theme is not looked for.
	// Nil where the codebook says of nothing that it is not meant.
	not *matcher
}

// entry is a pattern of a theme without its first word.
type entry struct {
	theme   int  // its place in the codebook
	pattern hash // of the whole
	rest    []part
}

// newMatcher returns the matcher for the patterns of c in lang and in every
// language. Patterns that cannot be read are left out: [CheckPatterns] and
// [ParsePatterns] told of them before.
func newMatcher(c *Codebook, lang string) *matcher {
	m, not := emptyMatcher(), emptyMatcher()
	for i, t := range c.Themes {
		for _, p := range t.patterns(lang) {
			if meant, ok := strings.CutPrefix(strings.TrimSpace(p), notMeant); ok {
				not.add(i, meant)
				m.not = not
			} else {
				m.add(i, p)
			}
		}
	}
	for _, m := range []*matcher{m, not} {
		slices.Sort(m.prefixes)
		m.prefixes = slices.Compact(m.prefixes)
	}
	return m
}

func emptyMatcher() *matcher {
	return &matcher{exact: map[string][]entry{}, prefix: map[string][]entry{}}
}

// patterns returns those of t for comments in lang.
func (t *Theme) patterns(lang string) []string {
	if lang == "" {
		return t.Patterns[""]
	}
	return slices.Concat(t.Patterns[""], t.Patterns[lang])
}

func (m *matcher) add(theme int, pattern string) {
	parts, err := parsePattern(pattern)
	if err != nil {
		return
	}
	first, e := parts[0], entry{theme, hashPattern.text(pattern), parts[1:]}
	if first.prefix {
		m.prefix[first.text] = append(m.prefix[first.text], e)
		m.prefixes = append(m.prefixes, len(first.text))
	} else {
		m.exact[first.text] = append(m.exact[first.text], e)
	}
}

// find calls found for every pattern in words, with the words [from, to) that it
// caught, but for those inside something that is not meant.
func (m *matcher) find(words []Word, found func(e *entry, from, to int)) {
	type stretch struct{ theme, from, to int }
	var not []stretch
	if m.not != nil {
		m.not.scan(words, func(e *entry, from, to int) { not = append(not, stretch{e.theme, from, to}) })
	}
	if len(not) == 0 {
		m.scan(words, found)
		return
	}
	m.scan(words, func(e *entry, from, to int) {
		for _, n := range not {
			if n.theme == e.theme && n.from <= from && to <= n.to {
				return
			}
		}
		found(e, from, to)
	})
}

// scan calls found for every pattern in words.
func (m *matcher) scan(words []Word, found func(e *entry, from, to int)) {
	for i, w := range words {
		exact := m.exact[w.Text]
		for j := range exact {
			if e := &exact[j]; e.follows(words[i+1:]) {
				found(e, i, i+1+len(e.rest))
			}
		}
		for _, n := range m.prefixes {
			if n > len(w.Text) {
				break
			}
			prefix := m.prefix[w.Text[:n]]
			for j := range prefix {
				if e := &prefix[j]; e.follows(words[i+1:]) {
					found(e, i, i+1+len(e.rest))
				}
			}
		}
	}
}

// follows reports whether words begin with the rest of e.
func (e entry) follows(words []Word) bool {
	if len(words) < len(e.rest) {
		return false
	}
	for i, p := range e.rest {
		w := words[i].Text
		if p.prefix {
			if len(w) < len(p.text) || w[:len(p.text)] != p.text {
				return false
			}
		} else if w != p.text {
			return false
		}
	}
	return true
}
