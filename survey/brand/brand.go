// Package brand reads the look of an organisation: the tokens of its NL Design
// System theme and its logo.
//
// A theme comes from outside and ends in a style sheet that every parent loads.
// So nothing of it is passed on as it came: of the tokens we use, values are
// read as a colour, a length or a list of fonts, and written anew. What cannot
// be read is left, and said.
package brand

import (
	"regexp"
	"slices"
	"strings"
)

// kind is what a token holds.
type kind int

const (
	colour kind = iota
	length
	fonts
)

// token is a token that our style sheets use.
type token struct {
	name string
	kind kind
}

// tokens are all that are taken, in the order they are shown in.
var tokens = []token{
	{"utrecht-document-background-color", colour},
	{"utrecht-document-color", colour},
	{"utrecht-document-font-family", fonts},
	{"utrecht-link-color", colour},
	{"utrecht-button-primary-action-background-color", colour},
	{"utrecht-button-primary-action-color", colour},
	{"utrecht-button-border-radius", length},
	{"utrecht-heading-1-color", colour},
	{"utrecht-heading-2-color", colour},
	{"utrecht-heading-2-font-family", fonts},
	{"utrecht-textbox-border-color", colour},
	{"utrecht-textbox-border-radius", length},
}

// Names returns the names of the tokens that are taken.
func Names() []string {
	var names []string
	for _, t := range tokens {
		names = append(names, t.name)
	}
	return names
}

// Tokens are the values of a theme, by the name of the token, as they may stand
// in a style sheet.
type Tokens map[string]string

// Clean returns what of t may stand in a style sheet: all of it, when it came
// from Read.
func (t Tokens) Clean() Tokens {
	clean := Tokens{}
	for _, token := range tokens {
		if value, ok := token.kind.read(t[token.name]); ok {
			clean[token.name] = value
		}
	}
	return clean
}

// CSS returns the style sheet that sets the tokens, "" for none.
func (t Tokens) CSS() string {
	var b strings.Builder
	clean := t.Clean()
	for _, token := range tokens {
		if value, ok := clean[token.name]; ok {
			b.WriteString("--" + token.name + ":" + value + ";")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return ":root{" + b.String() + "}\n"
}

// Text writes the tokens as a style sheet for people to read and change; "" for
// none.
func (t Tokens) Text() string {
	var b strings.Builder
	clean := t.Clean()
	for _, token := range tokens {
		if value, ok := clean[token.name]; ok {
			b.WriteString("  --" + token.name + ": " + value + ";\n")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return ":root {\n" + b.String() + "}"
}

// Why a token was left.
type Why string

// The reasons there are.
const (
	BadValue    Why = "value"     // not a colour, length or list of fonts that we can read
	NoReference Why = "reference" // refers to a token that is not in the file
	Twice       Why = "twice"     // stands there again with another value
)

// Left is a token that we use and that was not taken.
type Left struct {
	Name  string
	Value string
	Why   Why
}

// Reading is what was made of a theme.
type Reading struct {
	Tokens Tokens
	Left   []Left
	// Unused is how many other tokens there were, and Skipped how many rules for
	// something else: @import, @media, dark.
	Unused  int
	Skipped int
}

// Taken is a token that was taken.
type Taken struct {
	Name, Value string
	Colour      bool
}

// Taken returns the tokens that were taken, in their order.
func (r Reading) Taken() []Taken {
	var taken []Taken
	for _, t := range tokens {
		if value, ok := r.Tokens[t.name]; ok {
			taken = append(taken, Taken{t.name, value, t.kind == colour})
		}
	}
	return taken
}

// Read reads a theme: a JSON file of design tokens or a style sheet with custom
// properties. ok is false when it is neither.
func Read(theme string) (r Reading, ok bool) {
	theme = strings.TrimSpace(strings.TrimPrefix(theme, "\ufeff"))
	all := source{values: map[string]string{}}
	if strings.HasPrefix(theme, "{") && all.json(theme) || !strings.HasPrefix(theme, "{") && all.css(theme) {
		return all.reading(), true
	}
	return r, false
}

// source is all that a theme says, by the name of the token.
type source struct {
	values  map[string]string
	again   []Left
	skipped int
}

func (s *source) add(name, value string) {
	name = strings.ToLower(name)
	if have, ok := s.values[name]; ok {
		if have != value {
			s.again = append(s.again, Left{name, shorten(value), Twice})
		}
		return
	}
	s.values[name] = value
}

func (s *source) reading() Reading {
	r := Reading{Tokens: Tokens{}, Unused: len(s.values), Skipped: s.skipped}
	for _, t := range tokens {
		raw, ok := s.values[t.name]
		if !ok {
			continue
		}
		r.Unused--
		resolved, ok := s.resolve(raw)
		if !ok {
			r.Left = append(r.Left, Left{t.name, shorten(raw), NoReference})
			continue
		}
		value, ok := t.kind.read(resolved)
		if !ok {
			r.Left = append(r.Left, Left{t.name, shorten(resolved), BadValue})
			continue
		}
		r.Tokens[t.name] = value
	}
	names := Names()
	for _, again := range s.again {
		if slices.Contains(names, again.Name) {
			r.Left = append(r.Left, again)
		}
	}
	return r
}

// reference is a value that is the value of another token: {a.b} in JSON,
// var(--a-b) in a style sheet.
var reference = regexp.MustCompile(`^(?:\{([A-Za-z0-9_. -]+)\}|var\(\s*--([A-Za-z0-9_-]+)\s*(?:,(.*))?\))$`)

// resolve follows references; false where one leads nowhere or in a circle.
func (s *source) resolve(value string) (string, bool) {
	const deepest = 12 // themes have three or four layers
	for range deepest {
		m := reference.FindStringSubmatch(value)
		if m == nil {
			return value, true
		}
		name := strings.ToLower(strings.ReplaceAll(m[1], ".", "-") + m[2])
		next, ok := s.values[name]
		if !ok {
			if next = strings.TrimSpace(m[3]); next == "" {
				return "", false
			}
		}
		value = next
	}
	return "", false
}

// shorten keeps as much of a value as is needed to find it.
func shorten(value string) string {
	const longest = 60 // characters
	if runes := []rune(value); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return value
}
