package themes

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var slug = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// The shipped codebook is whole in both languages, and no pattern of it is
// without use: none stands in it twice, none catches only what another catches.
func TestShippedIsWhole(t *testing.T) {
	seen := map[string]string{}
	for _, theme := range Shipped().Themes {
		if !slug.MatchString(theme.ID) {
			t.Errorf("%q is no id", theme.ID)
		}
		for _, lang := range []string{"nl", "en"} {
			if theme.Name[lang] == "" || theme.About[lang] == "" {
				t.Errorf("%s has no name or description in %s", theme.ID, lang)
			}
			patterns := theme.Patterns[lang]
			if len(patterns) < 40 {
				t.Errorf("%s has only %d patterns in %s", theme.ID, len(patterns), lang)
			}
			for _, f := range CheckPatterns(patterns) {
				t.Errorf("%s, %s: %v", theme.ID, lang, f)
			}
			patterns = slices.DeleteFunc(slices.Clone(patterns), isNotMeant)
			for _, p := range patterns {
				key := lang + " " + partsOf(t, p)
				if other := seen[key]; other != "" {
					t.Errorf("%q is in %s and in %s", p, other, theme.ID)
				}
				seen[key] = theme.ID
			}
			for _, p := range useless(t, patterns) {
				t.Errorf("%s, %s: %s", theme.ID, lang, p)
			}
		}
	}
}

func isNotMeant(pattern string) bool { return strings.HasPrefix(pattern, notMeant) }

// partsOf writes a pattern as it is compared.
func partsOf(t *testing.T, pattern string) string {
	t.Helper()
	parts, err := parsePattern(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, p := range parts {
		if p.prefix {
			p.text += "*"
		}
		words = append(words, p.text)
	}
	return strings.Join(words, " ")
}

// useless returns the patterns that catch only what another of them catches.
func useless(t *testing.T, patterns []string) []string {
	t.Helper()
	words := make([][]string, len(patterns))
	for i, p := range patterns {
		words[i] = strings.Fields(partsOf(t, p))
	}
	var list []string
	for i, p := range patterns {
		for j, q := range patterns {
			if i != j && within(words[j], words[i]) {
				list = append(list, p+" is caught by "+q)
			}
		}
	}
	return list
}

// within reports whether all that a pattern catches has in it what a shorter one
// catches.
func within(short, long []string) bool {
	for from := 0; from+len(short) <= len(long); from++ {
		ok := true
		for i, w := range short {
			l := long[from+i]
			ok = ok && (w == l || strings.HasSuffix(w, "*") && strings.HasPrefix(strings.TrimSuffix(l, "*"), strings.TrimSuffix(w, "*")))
		}
		if ok {
			return true
		}
	}
	return false
}

// Every theme can be found in every language it has words for.
func TestShippedFindsEveryTheme(t *testing.T) {
	coder := NewCoder(Shipped())
	for _, theme := range Shipped().Themes {
		for lang, patterns := range theme.Patterns {
			for _, p := range slices.DeleteFunc(slices.Clone(patterns), isNotMeant) {
				text := strings.ReplaceAll(p, "*", "")
				found := coder.Code(Comment{Text: text, Lang: lang}).Mentions
				if !slices.ContainsFunc(found, func(m Mention) bool { return m.Theme == theme.ID }) {
					t.Errorf("%s is not found in %q", theme.ID, text)
				}
			}
		}
	}
}
