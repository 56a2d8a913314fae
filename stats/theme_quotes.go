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
				candidates = append(candidates, themes.Quotable{
					ID: r.ID, Text: r.Text, Lang: r.Lang, Sentiment: r.mentions[at].Sentiment, Aside: r.aside(at),
				})
			}
		}
		for _, id := range themes.Quotes(candidates, quotesOf) {
			at := slices.IndexFunc(candidates, func(q themes.Quotable) bool { return q.ID == id })
			list[i].Quotes = append(list[i].Quotes, Quote{Lang: candidates[at].Lang, Text: candidates[at].Text})
			used[id] = true
		}
	}
}

// aside returns which share of the words that made r's themes are of others than
// the one at a place.
func (r reading) aside(at int) float64 {
	all := 0
	for _, m := range r.mentions {
		all += weight(m)
	}
	return 1 - float64(weight(r.mentions[at]))/float64(all)
}

// weight returns how many words made a mention; one where a person or the model
// said so.
func weight(m themes.Mention) int { return max(1, len(m.Hits)) }
