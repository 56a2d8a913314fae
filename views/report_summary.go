package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// summary says in at most five sentences what the report shows. Every one leads
// to the place its figures come from.
func (o *voice) summary(r Report) []document.Line {
	sentences := []document.Line{o.answered(r), o.overall(r), o.apart(r), o.themesAtOnce(r), o.measured(r)}
	if r.N == 0 {
		sentences = []document.Line{
			{link(o.say("report.summary.nothing", "Year", r.Year), "#how")},
			o.linked("report.summary.threshold", "K", link(o.count(r.K), "#how")), o.waiting(r), o.measured(r),
		}
	}
	return slices.DeleteFunc(sentences, func(line document.Line) bool { return len(line) == 0 })
}

// joinLinks puts sentences after each other.
func joinLinks(sentences []document.Line) document.Line {
	var line document.Line
	for _, s := range sentences {
		if len(line) > 0 && len(s) > 0 {
			line = append(line, document.Span{Text: " "})
		}
		line = append(line, s...)
	}
	return line
}

// answered says how many answered, and which part of whom that is.
func (o *voice) answered(r Report) document.Line {
	answers := link(o.say("report.answers", "N", r.N, "Count", o.count(r.N)), "#how")
	return o.linked("report.summary.answers", "Year", r.Year, "Answers", answers, "Rate", o.rate(r))
}

func (o *voice) rate(r Report) document.Line {
	if r.ResponseRate == nil {
		return o.clause(o.who(r, "report.summary.rate.unknown"))
	}
	if word := r.ResponseRate.Word; word != "" {
		return o.clause("report.summary.rate.words", "Rate", link(o.say("report.rate."+string(word)), "#how"))
	}
	return o.clause("report.summary.rate", "Rate", link(o.rateFigure(*r.ResponseRate), "#how"))
}

func (o *voice) waiting(r Report) document.Line {
	if r.Waiting == 0 {
		return o.linked("report.summary.waiting.none", "None", link(o.say("report.how.waiting.none"), "#how"))
	}
	return o.linked("report.summary.waiting", "N", r.Waiting, "Count", link(o.count(r.Waiting), "#how"))
}

// who returns key, or the key of the same sentence about who answered r.
func (o *voice) who(r Report, key string) string {
	if own := key + "." + string(r.Audience); o.texts.keys[own] {
		return own
	}
	return key
}

// overall says the mean mark.
func (o *voice) overall(r Report) document.Line {
	q := r.Overall
	switch {
	case q == nil:
		return nil
	case q.Precision == stats.Hidden:
		return o.linked("report.summary.mark.hidden", "Few", link(o.say("report.too-few"), "#"+anchor(q.ID)))
	case q.Mean == nil:
		return o.sameMark(*q)
	}
	mean := link(o.mark(q.Precision, q.Mean.Value), "#"+anchor(q.ID))
	key := "report.summary.mark"
	if q.Precision == stats.Indicative {
		key = "report.summary.mark.about"
	}
	return o.linked(o.who(r, key), "Mark", mean, "Change", o.lastYear(*q))
}

// lastYear says the mean mark of the year before; nothing where there is none to
// compare with.
func (o *voice) lastYear(q stats.Question) document.Line {
	c := q.Change
	if c == nil {
		return nil
	}
	key := "report.summary.change.real"
	if c.Chance {
		key = "report.summary.change.chance"
	}
	return o.clause(aboutKey(key, c.Precision), "Before", link(o.mark(c.Precision, c.Before), "#"+o.yearsPlace(q)))
}

// yearsPlace is the id of what shows earlier years of q.
func (o *voice) yearsPlace(q stats.Question) string {
	if c, ok := o.years(q); ok {
		return c.ID
	}
	return anchor(q.ID)
}

// sameMark says the band of a mark that nearly everybody gave: its mean is not
// shown.
func (o *voice) sameMark(q stats.Question) document.Line {
	for _, b := range q.Bars {
		if b.Share.Word == stats.AlmostEveryone {
			return o.linked("report.summary.mark.same", "Band", link(o.label(q, b), "#"+anchor(q.ID)))
		}
	}
	return nil
}

// apart says in one sentence which questions have most and fewest positive
// answers.
func (o *voice) apart(r Report) document.Line {
	list := comparable(r.Questions)
	if len(list) < 2 {
		return joinLinks(o.highlights(r))
	}
	highest, lowest := level(list, list[0].Positive.Percent), level(list, list[len(list)-1].Positive.Percent)
	if len(highest) == len(list) {
		return joinLinks(o.highlights(r))
	}
	var chance document.Line
	switch {
	case list[0].Precision == stats.Indicative:
		chance = o.clause("report.summary.apart.few")
	case mayBeChance(highest[len(highest)-1], lowest[0]):
		chance = o.clause("report.summary.apart.chance")
	}
	return o.linked("report.summary.apart", "Highest", o.onQuestions(highest), "Lowest", o.onQuestions(lowest), "Chance", chance)
}

// onQuestions names a question with its share of positive answers, or how many
// there are that are level.
func (o *voice) onQuestions(level []stats.Question) document.Line {
	q := level[0]
	share := link(o.about(q.Precision, *q.Positive), "#"+anchor(q.ID))
	if len(level) > 1 {
		return o.clause("report.summary.on.level", "N", len(level), "Share", share)
	}
	return o.clause("report.summary.on", "Question", o.in(q.Text), "Share", share)
}

// highlights says which questions have most and fewest positive answers, each in
// a sentence of its own.
func (o *voice) highlights(r Report) []document.Line {
	list := comparable(r.Questions)
	switch len(list) {
	case 0:
		if slices.ContainsFunc(r.Questions, func(q stats.Question) bool { return q.Kind == survey.One }) {
			return []document.Line{o.linked("report.summary.questions.hidden", "Few", link(o.say("report.too-few"), "#questions"))}
		}
		return nil
	case 1:
		return []document.Line{o.highlight("report.summary.only", list)}
	}
	highest := level(list, list[0].Positive.Percent)
	lowest := level(list, list[len(list)-1].Positive.Percent)
	if len(highest) == len(list) {
		return []document.Line{o.highlight("report.summary.same", highest)}
	}
	low := o.highlight("report.summary.lowest", lowest)
	switch {
	case list[0].Precision == stats.Indicative:
		low = joinLinks([]document.Line{low, o.linked("report.summary.chance.few")})
	case mayBeChance(highest[len(highest)-1], lowest[0]):
		low = joinLinks([]document.Line{low, o.linked("report.summary.chance")})
	}
	return []document.Line{o.highlight("report.summary.highest", highest), low}
}

// comparable returns the questions whose positive answers are shown equally
// exactly, those with most of them first.
func comparable(questions []stats.Question) []stats.Question {
	for _, p := range []stats.Precision{stats.Full, stats.Indicative} {
		var list []stats.Question
		for _, q := range questions {
			if q.Precision == p && q.Positive != nil {
				list = append(list, q)
			}
		}
		if len(list) > 0 {
			slices.SortStableFunc(list, func(a, b stats.Question) int { return b.Positive.Percent - a.Positive.Percent })
			return list
		}
	}
	return nil
}

// level returns the questions with this share of positive answers: as shown
// they are the same, and none of them is named before the others.
func level(list []stats.Question, percent int) []stats.Question {
	return slices.DeleteFunc(slices.Clone(list), func(q stats.Question) bool { return q.Positive.Percent != percent })
}

// highlight says key of one question, or of several that are level.
func (o *voice) highlight(key string, level []stats.Question) document.Line {
	q := level[0]
	share := link(o.about(q.Precision, *q.Positive), "#"+anchor(q.ID))
	if 1 < len(level) && len(level) <= mostNamed && key != "report.summary.same" {
		var names []string
		for _, q := range level {
			names = append(names, o.say("report.quoted", "Words", o.in(q.Text)))
		}
		return o.linked(key+".named", "Questions", o.joined("report.and", names), "Share", share)
	}
	if len(level) > 1 {
		return o.linked(key+".level", "N", len(level), "Share", share)
	}
	if options := o.positive(q); options != "" {
		return o.linked(key+".options", "Question", o.in(q.Text), "Share", share, "Options", options)
	}
	return o.linked(key, "Question", o.in(q.Text), "Share", share)
}

// mayBeChance reports whether the shares of two questions may differ by chance:
// their intervals meet. That is careful: intervals may meet a little where the
// difference is none.
func mayBeChance(high, low stats.Question) bool {
	a, b := high.Positive.Interval, low.Positive.Interval
	return a == nil || b == nil || a.Low <= b.High
}

// measured says how many of last year's measures are done, and how many are new.
func (o *voice) measured(r Report) document.Line {
	kept, announced := o.kept(r), o.announced(r)
	switch {
	case len(kept) == 0 && len(announced) == 0:
		return nil
	case len(kept) == 0:
		return o.linked("report.summary.sentence", "Words", announced)
	case len(announced) == 0:
		return o.linked("report.summary.sentence", "Words", kept)
	}
	return o.linked("report.summary.sentence.and", "First", kept, "Second", announced)
}

func (o *voice) kept(r Report) document.Line {
	all, done := len(r.Promised), 0
	for _, m := range r.Promised {
		if m.Status == survey.Done {
			done++
		}
	}
	switch {
	case all == 0:
		return nil
	case all == 1:
		return o.clause("report.summary.promised.single", "Status", link(o.say("report.status."+string(r.Promised[0].Status)), "#promised"))
	case done == 0:
		return o.clause("report.summary.promised.none", "All", link(o.count(all), "#promised"))
	}
	return o.clause("report.summary.promised", "N", done, "Done", link(o.count(done), "#promised"), "All", o.count(all))
}

func (o *voice) announced(r Report) document.Line {
	n := len(r.Measures)
	if n == 0 {
		return nil
	}
	return o.clause("report.summary.measures", "N", n, "Count", link(o.count(n), "#measures"))
}
