package themes

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"ouderstem/survey"
)

// The words that stand in an address where the id of a theme can stand, so that
// no theme is called by them.
const (
	NoTheme = "none"   // for comments without any
	Sample  = "sample" // for what a person codes without seeing what the machine made of it
)

// ParseCodebook reads what [Codebook.JSON] wrote. [ErrNoCodebook] for anything
// else, also where a pattern in it cannot be read.
func ParseCodebook(raw []byte) (*Codebook, error) {
	c := &Codebook{}
	if err := json.Unmarshal(raw, c); err != nil || len(c.Themes) == 0 {
		return nil, ErrNoCodebook
	}
	seen := map[string]bool{}
	for _, t := range c.Themes {
		if t.ID == "" || seen[t.ID] {
			return nil, ErrNoCodebook
		}
		seen[t.ID] = true
		for _, patterns := range t.Patterns {
			if len(CheckPatterns(patterns)) > 0 {
				return nil, ErrNoCodebook
			}
		}
	}
	return c, nil
}

// JSON writes c for [ParseCodebook]; the same codebook gives the same bytes.
func (c *Codebook) JSON() []byte {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings, lists and maps of them can always be written
	}
	return raw
}

// Clone returns a copy of c that shares nothing with it.
func (c *Codebook) Clone() *Codebook {
	to := &Codebook{}
	for _, t := range c.Themes {
		to.Themes = append(to.Themes, t.Clone())
	}
	for _, words := range c.Rejected {
		to.Rejected = append(to.Rejected, slices.Clone(words))
	}
	return to
}

// Clone returns a copy of t that shares nothing with it.
func (t Theme) Clone() Theme {
	t.Name, t.About = maps.Clone(t.Name), maps.Clone(t.About)
	patterns := map[string][]string{}
	for lang, list := range t.Patterns {
		patterns[lang] = slices.Clone(list)
	}
	t.Patterns = patterns
	return t
}

// Count returns how many patterns t has, in all languages.
func (t Theme) Count() int {
	n := 0
	for _, list := range t.Patterns {
		n += len(list)
	}
	return n
}

// Finds reports whether t can be found in a comment at all: a pattern that says
// what is not meant finds nothing.
func (t Theme) Finds() bool {
	for _, list := range t.Patterns {
		if slices.ContainsFunc(list, meant) {
			return true
		}
	}
	return false
}

// With returns a copy of c in which t stands: in the place of the theme with its
// id, or behind all others.
func (c *Codebook) With(t Theme) *Codebook {
	to := c.Clone()
	if i := slices.IndexFunc(to.Themes, func(x Theme) bool { return x.ID == t.ID }); i >= 0 {
		to.Themes[i] = t.Clone()
	} else {
		to.Themes = append(to.Themes, t.Clone())
	}
	return to
}

// Without returns a copy of c without the theme with an id.
func (c *Codebook) Without(id string) *Codebook {
	to := c.Clone()
	to.Themes = slices.DeleteFunc(to.Themes, func(t Theme) bool { return t.ID == id })
	return to
}

// Merged returns a copy of c in which the theme into has the patterns of the
// theme from too, which is gone. A pattern that both had stands there once.
func (c *Codebook) Merged(from, into string) *Codebook {
	gone, ok := c.Theme(from)
	if !ok || from == into {
		return c.Clone()
	}
	target, ok := c.Theme(into)
	if !ok {
		return c.Clone()
	}
	return c.With(target.Adding(gone.Patterns)).Without(from)
}

// Adding returns a copy of t with more patterns, but for those it has.
func (t Theme) Adding(patterns map[string][]string) Theme {
	t = t.Clone()
	for _, lang := range slices.Sorted(maps.Keys(patterns)) {
		for _, p := range patterns[lang] {
			if !slices.Contains(t.Patterns[lang], p) {
				t.Patterns[lang] = append(t.Patterns[lang], p)
			}
		}
	}
	return t
}

// NewID returns an id for a theme with a name, that no theme of c has.
func (c *Codebook) NewID(name string) string {
	return survey.NewID(name, "theme", func(id string) bool {
		_, taken := c.Theme(id)
		return taken || id == NoTheme || id == Sample
	})
}

// Rejects returns a copy of c that remembers that words make no theme.
func (c *Codebook) Rejects(words []string) *Codebook {
	to := c.Clone()
	if !to.IsRejected(words) {
		to.Rejected = append(to.Rejected, slices.Clone(words))
	}
	return to
}

// mostAlike is the share of the words of a topic that are those of a rejected
// one from which they are the same topic: next year's words are never quite
// those of this year.
const mostAlike = 0.5

// IsRejected reports whether words are those of a topic that was rejected: half
// of them or more are.
func (c *Codebook) IsRejected(words []string) bool {
	return slices.ContainsFunc(c.Rejected, func(gone []string) bool {
		same := 0
		for _, w := range words {
			if slices.Contains(gone, w) {
				same++
			}
		}
		return same > 0 && float64(same) >= mostAlike*float64(max(len(words), len(gone)))
	})
}

// Lines returns the patterns that stand in text, one on a line, without those
// that stand there twice and without empty lines; and for each the line it
// stands on, from 1.
func Lines(text string) (patterns []string, lines []int) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		p := strings.Join(strings.Fields(line), " ")
		if p != "" && !slices.Contains(patterns, p) {
			patterns, lines = append(patterns, p), append(lines, i+1)
		}
	}
	return patterns, lines
}

// CheckLines tells what is wrong with the patterns in text, one on a line; a
// fault's line is that in text.
func CheckLines(text string) []survey.Fault {
	patterns, lines := Lines(text)
	faults := CheckPatterns(patterns)
	for i, f := range faults {
		if at := f.Line - 1; at < len(lines) {
			faults[i].Line = lines[at]
		}
	}
	return faults
}
