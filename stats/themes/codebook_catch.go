package themes

import (
	"maps"
	"slices"
)

// Catch is what one pattern catches in a list of comments.
type Catch struct {
	Lang    string // "" for every language
	Pattern string
	// Comments are the places in the list of those it catches something in,
	// ascending, and Hits the words it caught there.
	Comments []int
	Hits     [][]Hit
}

// Catches returns what each of patterns, which are by language, catches in
// comments. They come by language, in the order given; what cannot be read
// catches nothing.
func Catches(patterns map[string][]string, comments []Comment) []Catch {
	var catches []Catch
	book := &Codebook{}
	for _, lang := range slices.Sorted(maps.Keys(patterns)) {
		for _, p := range patterns[lang] {
			catches = append(catches, Catch{Lang: lang, Pattern: p})
			book.Themes = append(book.Themes, Theme{ID: p, Patterns: map[string][]string{lang: {p}}})
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
