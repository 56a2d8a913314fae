package stats

import (
	"slices"

	"ouderstem/stats/themes"
)

// quotesOf is how many comments stand with a theme.
const quotesOf = 3

// quote puts comments with the themes that they mention: those that may be read
// or, in what is published, that a person released. A comment stands with one
// theme only, the first that it suits.
func (c corpus) quote(list []Theme, opt Options) {
	used := map[string]bool{}
	for i := range list {
		var candidates []themes.Quotable
		for _, r := range c.readings {
			at := mentioned(r.mentions, list[i].ID)
			may := r.Decision.Hidden == "" && (r.Decision.Quote || !opt.Publish)
			if at >= 0 && may && !used[r.ID] {
				candidates = append(candidates, themes.Quotable{ID: r.ID, Text: r.Text, Lang: r.Lang, Sentiment: r.mentions[at].Sentiment})
			}
		}
		for _, id := range themes.Quotes(candidates, quotesOf) {
			at := slices.IndexFunc(candidates, func(q themes.Quotable) bool { return q.ID == id })
			list[i].Quotes = append(list[i].Quotes, Quote{Lang: candidates[at].Lang, Text: candidates[at].Text})
			used[id] = true
		}
	}
}
