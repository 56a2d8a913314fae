package themes

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"ouderstem/survey"
)

// Codebook says which words belong to which theme. The order of themes is the
// order they are offered in.
type Codebook struct {
	Themes []Theme `json:"themes"`
	// Rejected are the words of topics that somebody said make no theme, so
	// that they are not suggested again.
	Rejected [][]string `json:"rejected,omitempty"`
}

// Theme is something that comments are about.
type Theme struct {
	ID   string      `json:"id"`
	Name survey.Text `json:"name,omitempty"`
	// About says in a sentence what belongs to it, for who codes by hand.
	About survey.Text `json:"about,omitempty"`
	// Patterns are its words by language, "" for every language: a word, the
	// beginning of one ("uitleg*"), or several that follow each other. One that
	// begins with a hyphen says what is not meant ("-eerlijk gezegd"): inside
	// that, the theme's other words are not looked for.
	Patterns map[string][]string `json:"patterns"`
}

// Theme returns the theme with an id.
func (c *Codebook) Theme(id string) (Theme, bool) {
	i := slices.IndexFunc(c.Themes, func(t Theme) bool { return t.ID == id })
	if i < 0 {
		return Theme{}, false
	}
	return c.Themes[i], true
}

// The mistakes people make in a codebook.
var (
	ErrNoCodebook    = &survey.Error{Key: "error.codebook-form"}
	ErrEmptyCodebook = &survey.Error{Key: "error.codebook-empty"}
	ErrThemeEmpty    = &survey.Error{Key: "error.theme-empty"}
	ErrThemeName     = &survey.Error{Key: "error.theme-name"}
	ErrThemeTwice    = &survey.Error{Key: "error.theme-twice"}
	ErrThemeLong     = &survey.Error{Key: "error.theme-long"}
	ErrNoWords       = &survey.Error{Key: "error.theme-words"}
	ErrPatternEmpty  = &survey.Error{Key: "error.pattern-empty"}
	ErrPatternStar   = &survey.Error{Key: "error.pattern-star"}
	ErrPatternAll    = &survey.Error{Key: "error.pattern-all"}
	ErrPatternLong   = &survey.Error{Key: "error.pattern-long"}
	ErrPatternsCount = &survey.Error{Key: "error.patterns-count"}
)

const (
	shortestPrefix = 3   // letters before a star: fewer would catch nearly everything
	longestPattern = 80  // characters
	mostParts      = 8   // words in a pattern
	mostPatterns   = 500 // of a theme in a language
)

// notMeant begins a pattern that says what is not meant: "eerlijk" but not
// "-eerlijk gezegd".
const notMeant = "-"

func meant(pattern string) bool { return !strings.HasPrefix(strings.TrimSpace(pattern), notMeant) }

// part is a word of a pattern, or the beginning of one.
type part struct {
	text   string
	prefix bool
}

// parsePattern reads a pattern. A word of it with a star behind it is the
// beginning of a word.
func parsePattern(pattern string) ([]part, *survey.Error) {
	switch {
	case strings.TrimSpace(pattern) == "":
		return nil, ErrPatternEmpty
	case utf8.RuneCountInString(pattern) > longestPattern:
		return nil, ErrPatternLong.With("Most", longestPattern)
	}
	var parts []part
	end := 0 // of the word before
	for _, w := range Words(pattern) {
		gap := pattern[end:w.Start]
		if strings.Contains(gap, "*") || gap == "" && len(parts) > 0 && parts[len(parts)-1].prefix {
			return nil, ErrPatternStar
		}
		end = w.End
		p := part{text: w.Text}
		if strings.HasPrefix(pattern[end:], "*") {
			p.prefix = true
			end++
			if utf8.RuneCountInString(w.Text) < shortestPrefix {
				return nil, ErrPatternAll.With("Least", shortestPrefix)
			}
		}
		parts = append(parts, p)
	}
	switch {
	case len(parts) == 0 && strings.Contains(pattern, "*"):
		return nil, ErrPatternAll.With("Least", shortestPrefix)
	case len(parts) == 0:
		return nil, ErrPatternEmpty
	case len(parts) > mostParts:
		return nil, ErrPatternLong.With("Most", longestPattern)
	case strings.Contains(pattern[end:], "*"):
		return nil, ErrPatternStar
	}
	return parts, nil
}

// CheckPatterns tells what is wrong with the patterns of one theme in one
// language; a fault's line is the pattern's place in the list, from 1.
func CheckPatterns(patterns []string) []survey.Fault {
	if len(patterns) > mostPatterns {
		return []survey.Fault{{Line: mostPatterns + 1, Err: ErrPatternsCount.With("Most", mostPatterns)}}
	}
	var faults []survey.Fault
	for i, p := range patterns {
		if _, err := parsePattern(p); err != nil {
			faults = append(faults, survey.Fault{Line: i + 1, Field: p, Err: err.With("Pattern", p)})
		}
	}
	return faults
}

// ParsePatterns reads a codebook in its plain form, {"theme": ["pattern", …]},
// for every language. With any fault there is no codebook.
func ParsePatterns(data []byte) (*Codebook, []survey.Fault) {
	r := patternReader{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	c := r.read()
	if len(r.faults) == 0 && len(c.Themes) == 0 {
		r.fault("", ErrEmptyCodebook)
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return c, nil
}

type patternReader struct {
	data   []byte
	dec    *json.Decoder
	faults []survey.Fault
}

func (r *patternReader) fault(field string, err *survey.Error) {
	line := 1 + bytes.Count(r.data[:r.dec.InputOffset()], []byte("\n"))
	r.faults = append(r.faults, survey.Fault{Line: line, Field: field, Err: err})
}

// read reads as far as the form allows.
func (r *patternReader) read() *Codebook {
	c := &Codebook{}
	if !r.delim('{') {
		return c
	}
	for r.dec.More() {
		name, ok := r.text()
		if !ok || !r.theme(c, name) {
			return c
		}
	}
	if !r.delim('}') {
		return c
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		r.fault("", ErrNoCodebook)
	}
	return c
}

// theme reads the patterns of the theme with a name.
func (r *patternReader) theme(c *Codebook, name string) bool {
	if _, twice := c.Theme(name); twice {
		r.fault(name, ErrThemeTwice.With("Theme", name))
	}
	if strings.TrimSpace(name) == "" {
		r.fault(name, ErrThemeName)
	}
	if !r.delim('[') {
		return false
	}
	var patterns []string
	for r.dec.More() {
		p, ok := r.text()
		if !ok {
			return false
		}
		if _, err := parsePattern(p); err != nil {
			r.fault(name, err.With("Pattern", p))
		}
		patterns = append(patterns, p)
	}
	if len(patterns) > mostPatterns {
		r.fault(name, ErrPatternsCount.With("Most", mostPatterns))
	}
	if !slices.ContainsFunc(patterns, meant) {
		r.fault(name, ErrThemeEmpty.With("Theme", name))
	}
	c.Themes = append(c.Themes, Theme{ID: name, Patterns: map[string][]string{"": patterns}})
	return r.delim(']')
}

func (r *patternReader) delim(want json.Delim) bool {
	if t, err := r.dec.Token(); err != nil || t != want {
		r.fault("", ErrNoCodebook)
		return false
	}
	return true
}

func (r *patternReader) text() (string, bool) {
	t, err := r.dec.Token()
	s, ok := t.(string)
	if err != nil || !ok {
		r.fault("", ErrNoCodebook)
		return "", false
	}
	return s, true
}
