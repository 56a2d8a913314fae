package themes

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// triedBook has every form of pattern.
var triedBook = &Codebook{Themes: []Theme{
	{ID: "words", Patterns: map[string][]string{"": {"goed", "coach", "été", "👍"}}},
	{ID: "beginnings", Patterns: map[string][]string{"": {"wacht*", "uitleg*"}, "nl": {"luister*"}}},
	{ID: "rows", Patterns: map[string][]string{"": {"lang wachten", "niet goed", "te lang* wacht*", "a a"}}},
}}

// slowly returns the hits of a theme in clauses, by trying every pattern
// everywhere.
func slowly(t Theme, lang string, clauses []Clause) []Hit {
	var hits []Hit
	for i, c := range clauses {
		for from := range c.Words {
			for _, p := range slices.Concat(t.Patterns[""], t.Patterns[lang]) {
				parts := strings.Fields(p)
				if from+len(parts) > len(c.Words) {
					continue
				}
				all := true
				for k, part := range parts {
					word := c.Words[from+k].Text
					found, beginning := strings.CutSuffix(part, "*")
					if beginning {
						word = word[:min(len(word), len(found))]
					}
					all = all && (word == fold(found) || word == found)
				}
				if hit := (Hit{i, c.Words[from].Start, c.Words[from+len(parts)-1].End}); all && !slices.Contains(hits, hit) {
					hits = append(hits, hit)
				}
			}
		}
	}
	return hits
}

func sortedHits(m *Mention) []Hit {
	if m == nil {
		return nil
	}
	hits := slices.Clone(m.Hits)
	slices.SortFunc(hits, compareHits)
	return slices.Compact(hits)
}

func compareHits(a, b Hit) int {
	return slices.Compare([]int{a.Clause, a.Start, a.End}, []int{b.Clause, b.Start, b.End})
}

// FuzzMatch: the matcher finds what a slow one finds, and the same in two texts
// as in the two with a line between.
func FuzzMatch(f *testing.F) {
	for _, s := range strange {
		f.Add(s, "niet goed, te lange wachttijd")
	}
	f.Add("a a a", "Été 👍👍 uitlegde lang wachten luisterde")
	coder := NewCoder(triedBook)
	f.Fuzz(func(t *testing.T, one, two string) {
		clauses := Clauses(one)
		mentions := coder.match("nl", clauses)
		for i, theme := range triedBook.Themes {
			want := slowly(theme, "nl", clauses)
			slices.SortFunc(want, compareHits)
			if got := sortedHits(mentions[i]); !slices.Equal(got, want) {
				t.Fatalf("%q: theme %s hits %v, want %v", one, theme.ID, got, want)
			}
		}
		for _, m := range coder.Code(Comment{Text: one, Lang: "nl"}).Mentions {
			for _, hit := range m.Hits {
				if c := clauses[hit.Clause]; hit.Start < c.Start || hit.End > c.End || hit.Start >= hit.End {
					t.Fatalf("%q: hit %v outside its clause [%d, %d)", one, hit, c.Start, c.End)
				}
			}
		}
		if !utf8.ValidString(one) {
			return // what is cut off could join with the line
		}
		both := coder.match("nl", Clauses(one+"\n"+two))
		after := coder.match("nl", Clauses(two))
		for i := range both {
			if got, want := len(sortedHits(both[i])), len(sortedHits(mentions[i]))+len(sortedHits(after[i])); got != want {
				t.Fatalf("%q and %q: %d hits of %s together, %d apart", one, two, got, triedBook.Themes[i].ID, want)
			}
		}
	})
}

// A theme that has words in one language is not looked for in another.
func TestMatchByLanguage(t *testing.T) {
	coder := NewCoder(triedBook)
	for lang, want := range map[string]int{"nl": 1, "en": 0, "": 0} {
		if got := len(coder.Code(Comment{Text: "ze luisterden", Lang: lang}).Mentions); got != want {
			t.Errorf("in %q %d themes, want %d", lang, got, want)
		}
	}
}

// What a pattern says is not meant takes nothing from other places, themes or
// words.
func TestNotMeant(t *testing.T) {
	coder := NewCoder(&Codebook{Themes: []Theme{
		{ID: "trust", Patterns: map[string][]string{"nl": {"eerlijk*", "-eerlijk gezegd", "gezegd niet"}}},
		{ID: "said", Patterns: map[string][]string{"": {"gezegd"}}},
	}})
	for text, want := range map[string][]string{
		"eerlijk gezegd duurde het lang":     {"said"},
		"Eerlijk, gezegd en gedaan":          {"said"}, // a comma parts nothing
		"zij was eerlijk":                    {"trust"},
		"eerlijk gezegd was zij eerlijk":     {"said", "trust"},
		"eerlijk gezegd niet":                {"said", "trust"}, // "gezegd niet" goes beyond it
		"gezegd: eerlijk":                    {"said", "trust"},
		"[eerlijk] en [naam] waren [gezegd]": nil,
	} {
		var got []string
		for _, m := range coder.Code(Comment{Text: text, Lang: "nl"}).Mentions {
			got = append(got, m.Theme)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q is about %v, want %v", text, got, want)
		}
	}
}
