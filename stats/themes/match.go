package themes

import "slices"

// matcher finds the patterns of a codebook in a language in one pass over the
// words of a text.
type matcher struct {
	exact    map[string][]entry
	prefix   map[string][]entry
	prefixes []int // the lengths in bytes of what stands in prefix, ascending
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
	m := &matcher{exact: map[string][]entry{}, prefix: map[string][]entry{}}
	for i, t := range c.Themes {
		m.add(i, t.Patterns[""])
		if lang != "" {
			m.add(i, t.Patterns[lang])
		}
	}
	slices.Sort(m.prefixes)
	m.prefixes = slices.Compact(m.prefixes)
	return m
}

func (m *matcher) add(theme int, patterns []string) {
	for _, p := range patterns {
		parts, err := parsePattern(p)
		if err != nil {
			continue
		}
		first, e := parts[0], entry{theme, hashPattern.text(p), parts[1:]}
		if first.prefix {
			m.prefix[first.text] = append(m.prefix[first.text], e)
			m.prefixes = append(m.prefixes, len(first.text))
		} else {
			m.exact[first.text] = append(m.exact[first.text], e)
		}
	}
}

// find calls found for every pattern in words, with the words [from, to) that it
// caught.
func (m *matcher) find(words []Word, found func(e *entry, from, to int)) {
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
