package stats

import (
	"cmp"
	"slices"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// Mentions returns the themes of a comment as they count: what people said of it
// wins over what the machine reads. Void says why it has nothing to read, where
// it has not.
func Mentions(coder Coder, c survey.Comment) (mentions []themes.Mention, void themes.Void) {
	r := read(coder, c)
	return r.mentions, r.void
}

// reading is a comment as it counts.
type reading struct {
	survey.Comment
	void     themes.Void
	mentions []themes.Mention
	machine  []themes.Mention // before people said anything
}

// read reads a comment and puts over it what people said. A theme that a person
// saw and the machine did not is spoken of as the whole comment is: no words are
// known for it.
func read(coder Coder, c survey.Comment) reading {
	coding := coder.Code(themes.Comment{ID: c.ID, Text: c.Text, Lang: c.Lang, Question: c.Question, Asks: c.Asks})
	r := reading{Comment: c, void: coding.Void, machine: coding.Mentions}
	said := map[string]bool{}
	for _, l := range c.Labels {
		said[l.Theme] = l.Yes
	}
	for _, m := range coding.Mentions {
		if yes, told := said[m.Theme]; yes || !told && !c.Coded {
			r.mentions = append(r.mentions, m)
		}
	}
	if len(said) > 0 {
		for _, t := range coder.Codebook().Themes {
			if said[t.ID] && !r.has(t.ID) {
				r.mentions = append(r.mentions, themes.Mention{Theme: t.ID, Sentiment: coding.Sentiment})
			}
		}
	}
	if len(r.mentions) > 0 {
		r.void = themes.NotVoid
	}
	return r
}

// says reports whether there is something to read.
func (r reading) says() bool { return r.void == themes.NotVoid }

// bare reports whether it says something that no theme was found in.
func (r reading) bare() bool { return r.says() && len(r.mentions) == 0 }

func (r reading) has(theme string) bool { return mentioned(r.mentions, theme) >= 0 }

func mentioned(list []themes.Mention, theme string) int {
	return slices.IndexFunc(list, func(m themes.Mention) bool { return m.Theme == theme })
}

// sameThemes reports whether the machine and the person who coded r found the
// same.
func (r reading) sameThemes() bool {
	return len(r.machine) == len(r.mentions) &&
		!slices.ContainsFunc(r.mentions, func(m themes.Mention) bool { return mentioned(r.machine, m.Theme) < 0 })
}

// corpus is all comments that may be read of a year.
type corpus struct {
	questions []string // ascending
	readings  []reading
	said      int
	n         map[string]int // comments by theme
}

// newCorpus reads the comments to those questions that have k or more of
// them.
func newCorpus(coder Coder, comments []survey.Comment, questions []string, k int) corpus {
	c := corpus{n: map[string]int{}}
	count := map[string]int{}
	for _, comment := range comments {
		count[comment.Question]++
	}
	for _, comment := range comments {
		if !slices.Contains(questions, comment.Question) || count[comment.Question] < k {
			continue
		}
		if !slices.Contains(c.questions, comment.Question) {
			c.questions = append(c.questions, comment.Question)
		}
		r := read(coder, comment)
		c.readings = append(c.readings, r)
		if r.says() {
			c.said++
		}
		for _, m := range r.mentions {
			c.n[m.Theme]++
		}
	}
	slices.Sort(c.questions)
	return c
}

// silences counts the comments that say nothing, by what was asked and how.
func (c corpus) silences(k int, opt Options) []Silence {
	var list []Silence
	for _, r := range c.readings {
		if r.void != themes.Nothing && r.void != themes.DontKnow {
			continue
		}
		i := slices.IndexFunc(list, func(s Silence) bool { return s.Asks == r.Asks && s.Void == r.void })
		if i < 0 {
			i, list = len(list), append(list, Silence{Asks: r.Asks, Void: r.void})
		}
		list[i].N++
	}
	list = slices.DeleteFunc(list, func(s Silence) bool { return s.N < k })
	slices.SortFunc(list, func(a, b Silence) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Asks, b.Asks), cmp.Compare(a.Void, b.Void))
	})
	for i := range list {
		list[i].N = opt.count(list[i].N)
	}
	return list
}

// agreement compares the machine with who coded the sample.
func (c corpus) agreement(k int) Agreement {
	coded, same, all, found := 0, 0, 0, 0
	for _, r := range c.readings {
		if !r.Coded {
			continue
		}
		coded++
		if r.sameThemes() {
			same++
		}
		all += len(r.mentions)
		for _, m := range r.mentions {
			if mentioned(r.machine, m.Theme) >= 0 {
				found++
			}
		}
	}
	if coded < k {
		return Agreement{}
	}
	a := Agreement{Coded: coded}
	share := func(c, n int) *Share {
		s := whole(c, n)
		s.Interval = percentage(c, n)
		return &s
	}
	a.Same = share(same, coded)
	if all > 0 {
		a.Found = share(found, all)
	}
	return a
}
