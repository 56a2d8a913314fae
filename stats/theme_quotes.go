package stats

import (
	"slices"
	"strings"

	"ouderstem/survey"
)

// quote puts comments with the themes that they mention: those that may be read
// or, in what is published, that a person released. A comment stands with one
// theme only, the first that it suits.
func (c corpus) quote(list []Theme, opt Options) {
	used := map[string]bool{}
	for i := range list {
		var candidates []survey.Comment
		for _, r := range c.readings {
			may := r.Decision.Hidden == "" && (r.Decision.Quote || !opt.Publish)
			if may && !used[r.ID] && r.has(list[i].ID) {
				candidates = append(candidates, r.Comment)
			}
		}
		slices.SortFunc(candidates, func(a, b survey.Comment) int { return strings.Compare(a.ID, b.ID) })
		for _, q := range candidates[:min(quotesOf, len(candidates))] {
			list[i].Quotes = append(list[i].Quotes, Quote{Lang: q.Lang, Text: q.Text})
			used[q.ID] = true
		}
	}
}
