package survey

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Deeds tells what is different in next: a deed for each thing, with what it
// was and what it became.
func (s Settings) Deeds(by string, next Settings) []Deed {
	var deeds []Deed
	note := func(action, old, now string) {
		if old != now {
			deeds = append(deeds, Deed{By: by, Action: action, Object: quote(old) + " → " + quote(now)})
		}
	}
	note("deed.settings.organisation", s.Organisation, next.Organisation)
	note("deed.settings.lang", s.Lang, next.Lang)
	note("deed.settings.languages", strings.Join(s.Languages, ", "), strings.Join(next.Languages, ", "))
	note("deed.settings.help", helpWords(s.Help), helpWords(next.Help))
	note("deed.settings.k", fmt.Sprint(s.K), fmt.Sprint(next.K))
	note("deed.settings.reason", s.KReason, next.KReason)
	note("deed.settings.every", fmt.Sprint(s.Every), fmt.Sprint(next.Every))
	note("deed.settings.retention", fmt.Sprint(s.Retention), fmt.Sprint(next.Retention))
	note("deed.settings.tokens", tokenWords(s.Brand.Tokens, next.Brand.Tokens), tokenWords(next.Brand.Tokens, s.Brand.Tokens))
	note("deed.settings.logo", s.Brand.Logo.words(), next.Brand.Logo.words())
	return deeds
}

func quote(value string) string {
	if value == "" {
		return "–"
	}
	return value
}

func helpWords(help map[string][]HelpLine) string {
	var words []string
	for _, lang := range slices.Sorted(maps.Keys(help)) {
		var lines []string
		for _, l := range help[lang] {
			lines = append(lines, strings.TrimSpace(l.For+" "+l.Number+" "+l.When))
		}
		words = append(words, lang+": "+strings.Join(lines, "; "))
	}
	return strings.Join(words, " | ")
}

// tokenWords are the tokens in which a theme differs from another.
func tokenWords(tokens, other map[string]string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(tokens)) {
		if tokens[name] != other[name] {
			words = append(words, strings.TrimPrefix(name, "utrecht-")+" "+tokens[name])
		}
	}
	return strings.Join(words, ", ")
}

func (l *Logo) words() string {
	if l == nil {
		return ""
	}
	sum := sha256.Sum256(l.Data)
	return fmt.Sprintf("%s %x", l.Type, sum[:4]) // enough to tell two logos apart
}
