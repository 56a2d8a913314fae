package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// summary says in a few sentences what the report shows. Every figure in it is
// a link to the place it comes from.
func (o *voice) summary(r Report) []document.Line {
	var lines []document.Line
	add := func(sentences ...document.Line) {
		if line := joinLinks(sentences); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	if r.N == 0 {
		add(o.linked("report.summary.nothing", "Year", r.Year), o.linked("report.summary.threshold", "K", r.K))
		add(o.waiting(r))
	} else {
		add(o.linked("report.summary.answers", "Year", r.Year, "Answers", link(o.say("report.answers", "N", r.N, "Count", o.count(r.N)), "#how")), o.rate(r))
		add(o.overall(r))
		for _, line := range o.highlights(r) {
			add(line)
		}
		add(o.themesInShort(r)...)
	}
	add(o.kept(r), o.announced(r))
	return lines
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

func (o *voice) rate(r Report) document.Line {
	if r.ResponseRate == nil {
		return o.linked(o.who(r, "report.summary.rate.unknown"))
	}
	if word := r.ResponseRate.Word; word != "" {
		return o.linked("report.summary.rate.words", "Rate", link(o.say("report.rate."+string(word)), "#how"))
	}
	return o.linked("report.summary.rate", "Rate", link(o.rateFigure(*r.ResponseRate), "#how"))
}

func (o *voice) waiting(r Report) document.Line {
	if r.Waiting == 0 {
		return o.linked("report.summary.waiting.none")
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
	mean := o.mark(q.Precision, q.Mean.Value)
	if q.Precision == stats.Indicative {
		return o.linked(o.who(r, "report.summary.mark.about"), "Mark", link(mean, "#"+anchor(q.ID)))
	}
	return o.linked(o.who(r, "report.summary.mark"), "Mark", link(mean, "#"+anchor(q.ID)))
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

// highlights says which questions have most and fewest positive answers.
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

// kept says how many of last year's measures are done.
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
		status := o.say("report.status." + string(r.Promised[0].Status))
		return o.linked("report.summary.promised.single", "Status", link(status, "#promised"))
	case done == 0:
		return o.linked("report.summary.promised.none", "All", link(o.count(all), "#promised"))
	}
	return o.linked("report.summary.promised", "N", done, "Done", link(o.count(done), "#promised"), "All", o.count(all))
}

// announced says how many measures the report has.
func (o *voice) announced(r Report) document.Line {
	n := len(r.Measures)
	if n == 0 {
		return nil
	}
	return o.linked("report.summary.measures", "N", n, "Count", link(o.count(n), "#measures"))
}
