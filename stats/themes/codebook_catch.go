package themes

import (
	"maps"
	"slices"
	"strings"
)

// Catch is what one pattern catches in a list of comments.
type Catch struct {
	Lang    string // "" for every language
	Pattern string
	// Not is for a pattern that says what is not meant: it catches where that
	// stands.
	Not bool
	// Comments are the places in the list of those it catches something in,
	// ascending, and Hits the words it caught there.
	Comments []int
	Hits     [][]Hit
}

// Catches returns what each of the patterns of a theme, which are by language,
// catches in comments: nothing inside what others of them say is not meant. They
// come by language, in the order given; what cannot be read catches nothing.
func Catches(patterns map[string][]string, comments []Comment) []Catch {
	var catches []Catch
	book := &Codebook{}
	not := map[string][]string{}
	for lang, list := range patterns {
		not[lang] = slices.DeleteFunc(slices.Clone(list), meant)
	}
	for _, lang := range slices.Sorted(maps.Keys(patterns)) {
		for _, p := range patterns[lang] {
			c, alone := Catch{Lang: lang, Pattern: p}, map[string][]string{}
			if what, ok := strings.CutPrefix(strings.TrimSpace(p), notMeant); ok {
				c.Not, alone[lang] = true, []string{what}
			} else {
				maps.Copy(alone, not)
				alone[lang] = append([]string{p}, not[lang]...)
			}
			catches = append(catches, c)
			book.Themes = append(book.Themes, Theme{ID: p, Patterns: alone})
		}
	}
	if len(catches) == 0 {
		return nil
	}
	coder := NewCoder(book)
	for i, comment := range comments {
		for theme, mention := range coder.match(comment.Lang, Clauses(comment.Text)) {
			if mention != nil {
				catches[theme].Comments = append(catches[theme].Comments, i)
				catches[theme].Hits = append(catches[theme].Hits, mention.Hits)
			}
		}
	}
	return catches
}
