package stats

import (
	"cmp"
	"slices"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// aboutThemes fills in what may be shown of the themes of r's comments, and the
// sets that it shows; nothing when there are no comments that may be read.
func (rep *Report) aboutThemes(r survey.Results, k int, opt Options) {
	if opt.Themes == nil {
		return
	}
	var questions []string
	for _, q := range Readings(r) {
		questions = append(questions, q.ID)
	}
	now := newCorpus(opt.Themes, r.Comments, questions, k)
	if len(now.readings) == 0 {
		return
	}
	t := &Themes{
		Codebook: opt.Codebook, Learned: opt.Learned, Precision: precision(now.said, k),
		N: opt.count(len(now.readings)), Silent: now.silences(k, opt), Agreement: now.agreement(k), List: []Theme{},
	}
	rep.Themes = t
	if t.Precision == Hidden {
		rep.Sets = t.sets(now, corpus{}, r.Year)
		return
	}
	t.Said = opt.count(now.said)
	before := newCorpus(opt.Themes, r.Before, questions, k)
	middle := now.middle(opt.Themes.Codebook(), k)
	for _, theme := range opt.Themes.Codebook().Themes {
		n := now.n[theme.ID]
		confirmed := confirmed(r, theme)
		switch {
		case n >= k && (confirmed || !opt.Publish):
			shown := now.theme(theme, middle, k, opt)
			shown.Confirmed = confirmed
			shown.Change = now.change(before, theme.ID, k)
			shown.Most = now.most(theme.ID, opt)
			t.List = append(t.List, shown)
		case 0 < n && n < k && !opt.Publish:
			t.Fewer++
		}
	}
	// By number and share as they are shown: rounded ones that are equal tell no order.
	slices.SortStableFunc(t.List, func(a, b Theme) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(b.Share.Percent, a.Share.Percent))
	})
	// Beside no theme it says nothing, and nobody looked at it.
	if n := now.without(); n >= k && (len(t.List) > 0 || !opt.Publish) {
		share := estimate(t.Precision, n, now.said)
		t.Without = &share
	}
	now.quote(t.List, opt)
	rep.Shows, rep.Sets = now.marks(r, t.List, k, opt), t.sets(now, before, r.Year)
}

// confirmed reports whether a person confirmed a theme for what is published, with
// the words that it has.
func confirmed(r survey.Results, theme themes.Theme) bool {
	return slices.Contains(r.Confirmed, theme.ID) &&
		(r.ConfirmedWords == nil || r.ConfirmedWords[theme.ID] == theme.Fingerprint())
}

// most reports whether a theme is in more comments than any other, as numbers are
// shown.
func (c corpus) most(theme string, opt Options) bool {
	for id, n := range c.n {
		if id != theme && opt.count(n) >= opt.count(c.n[theme]) {
			return false
		}
	}
	return true
}

// without is how many comments say something that no theme was found in.
func (c corpus) without() int {
	n := 0
	for _, r := range c.readings {
		if r.bare() {
			n++
		}
	}
	return n
}

// middle is how often a theme of k comments and more is mentioned on average, as
// a share of the comments that say something.
func (c corpus) middle(book *themes.Codebook, k int) float64 {
	sum, shown := 0, 0
	for _, t := range book.Themes {
		if n := c.n[t.ID]; n >= k {
			sum += n
			shown++
		}
	}
	if shown == 0 {
		return 0
	}
	return float64(sum) / float64(shown) / float64(c.said)
}

// sentiments are the bars of a theme, in their order.
var sentiments = []struct {
	of    themes.Sentiment
	value string
	side  survey.Side
}{
	{themes.Positive, "positive", survey.Positive},
	{themes.Mixed, "mixed", survey.Between},
	{themes.Neutral, "neutral", survey.Between},
	{themes.Negative, "negative", survey.Negative},
}

// theme returns what may be shown of a theme that k comments mention or more,
// its marks, quotes and change apart.
func (c corpus) theme(t themes.Theme, middle float64, k int, opt Options) Theme {
	n := c.n[t.ID]
	shown := Theme{
		ID: t.ID, Name: t.Name, Precision: precision(n, k), N: opt.count(n),
		Share: estimate(precision(c.said, k), n, c.said), Place: Watch,
	}
	parts := make([]int, len(sentiments))
	for _, r := range c.readings {
		if i := mentioned(r.mentions, t.ID); i >= 0 {
			for j, s := range sentiments {
				if r.mentions[i].Sentiment == s.of {
					parts[j]++
				}
			}
		}
	}
	for i, s := range shares(shown.Precision, n, parts...) {
		shown.Sentiment = append(shown.Sentiment, Bar{Value: sentiments[i].value, Side: sentiments[i].side, Share: s})
	}
	good, bad := parts[0], parts[len(parts)-1]
	if p := precision(good+bad, k); p != Hidden {
		shown.Favour = &Favour{
			Precision: p, N: opt.count(good + bad),
			Share: estimate(p, good, good+bad), Clear: clearSide(good, good+bad),
		}
		shown.Place = place(n, c.said, middle, shown.Favour.Clear)
	}
	return shown
}

// clearSide returns the side that surely most are on, where good of sided are on
// the positive one.
func clearSide(good, sided int) survey.Side {
	switch low, high := Wilson(good, sided); {
	case low > 0.5:
		return survey.Positive
	case high < 0.5:
		return survey.Negative
	}
	return ""
}

// place returns where a theme stands that n of said comments mention, where
// themes are mentioned as often as middle on average.
func place(n, said int, middle float64, side survey.Side) Place {
	often, _ := Wilson(n, said)
	switch {
	case often <= middle:
		return Watch
	case side == survey.Positive:
		return Celebrate
	case side == survey.Negative:
		return Improve
	}
	return Watch
}

// change compares the share of a theme with the year before. Years can be
// compared where the same questions have comments that may be read, and the theme
// was in k of them then too.
func (c corpus) change(before corpus, theme string, k int) *Change {
	a, b := c.n[theme], before.n[theme]
	if a < k || b < k || !slices.Equal(c.questions, before.questions) {
		return nil
	}
	then := precision(before.said, k)
	low, high := Newcombe(a, c.said, b, before.said)
	return &Change{
		Before:     estimate(then, b, before.said),
		Difference: points(coarser(precision(c.said, k), then), float64(a)/float64(c.said)-float64(b)/float64(before.said), low, high),
	}
}
