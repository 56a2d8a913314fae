package brand

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// json reads a file of design tokens: objects in objects, and in each token a
// "value" or "$value". The names on the way to it make its name.
func (s *source) json(theme string) bool {
	var tree map[string]any
	if err := json.Unmarshal([]byte(theme), &tree); err != nil {
		return false
	}
	s.walk(nil, tree)
	return true
}

func (s *source) walk(path []string, tree map[string]any) {
	for _, key := range []string{"$value", "value"} {
		if value, ok := jsonValue(tree[key]); ok && len(path) > 0 {
			s.add(strings.Join(path, "-"), value)
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		if part, ok := tree[name].(map[string]any); ok && !strings.HasPrefix(name, "$") {
			s.walk(append(path[:len(path):len(path)], name), part)
		}
	}
}

// jsonValue returns a value as it stands in a style sheet: a string, or a list
// of fonts.
func jsonValue(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), true
	case []any:
		var list []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				list = append(list, s)
			}
		}
		return strings.Join(list, ", "), len(list) == len(v)
	}
	return "", false
}

// css reads custom properties from a style sheet. What stands within an at-rule
// or in a rule for dark is not for us: our dark is our own.
func (s *source) css(theme string) bool {
	found := false
	var inside []bool // rules we are in, true for those that are skipped
	for part := range cssParts(theme) {
		switch part.end {
		case '{':
			prelude := strings.ToLower(part.text)
			skip := strings.HasPrefix(prelude, "@") || strings.Contains(prelude, "dark") || len(inside) > 0 && inside[len(inside)-1]
			if skip {
				s.skipped++
			}
			inside = append(inside, skip)
			continue
		case '}', ';':
			name, value, ok := strings.Cut(part.text, ":")
			name = strings.TrimSpace(name)
			switch {
			case ok && strings.HasPrefix(name, "--"):
				found = true
				if len(inside) == 0 || !inside[len(inside)-1] {
					s.add(strings.TrimPrefix(name, "--"), strings.TrimSpace(value))
				}
			case part.text != "":
				s.skipped++
			}
		}
		if part.end == '}' && len(inside) > 0 {
			inside = inside[:len(inside)-1]
		}
	}
	return found
}

// cssPart is a stretch of a style sheet up to what ends it.
type cssPart struct {
	text string
	end  rune // one of { } ;
}

var comment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// cssParts cuts a style sheet at { } and ; outside of comments, strings and
// brackets. The end of the file ends a declaration.
func cssParts(css string) func(yield func(cssPart) bool) {
	return func(yield func(cssPart) bool) {
		var text strings.Builder
		quote, brackets := rune(0), 0
		runes := []rune(comment.ReplaceAllString(css, " "))
		flush := func(end rune) bool {
			part := cssPart{strings.TrimSpace(text.String()), end}
			text.Reset()
			quote, brackets = 0, 0
			return yield(part)
		}
		for i := 0; i < len(runes); i++ {
			r := runes[i]
			switch {
			case quote != 0 && r == '\\':
				i++ // and what it escapes
				continue
			case quote != 0:
				if r == quote || r == '\n' {
					quote = 0
				}
			case r == '"' || r == '\'':
				quote = r
			case r == '(':
				brackets++
			case r == ')':
				brackets = max(0, brackets-1)
			case r == '{' || r == '}' || r == ';' && brackets == 0:
				if !flush(r) {
					return
				}
				continue
			}
			text.WriteRune(r)
		}
		flush(';')
	}
}
