package views

import (
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// howSection is how it was measured, what to mind, and what words mean.
func (o *voice) howSection(r Report) document.Section {
	s := document.Section{
		ID: "how", Heading: o.say("report.how.title"),
		Blocks: []document.Block{
			paragraph(o.say("report.how.box", "K", r.K)),
			document.Facts{Class: "facts wide", Items: o.howFacts(r)},
		},
	}
	if credit := o.in(r.Credit); credit != "" {
		s.Blocks = append(s.Blocks, styled(document.Note, credit))
	}
	if len(r.Warnings) > 0 {
		var items []document.Line
		for _, w := range r.Warnings {
			items = append(items, lineOf(o.warning(r, w)))
		}
		s.Blocks = append(s.Blocks, document.Section{
			ID: "warnings", Heading: o.say("report.how.warnings"), Blocks: []document.Block{document.List{Items: items}},
		})
	}
	s.Blocks = append(s.Blocks, o.wordsSection(r))
	return s
}

func (o *voice) howFacts(r Report) []document.Fact {
	var facts []document.Fact
	add := func(key, line string) { facts = append(facts, fact(o.say(key), line)) }
	if title := o.in(r.Title); title != "" {
		if len(r.Versions) > 0 {
			title = o.say("report.how.version", "Title", title, "Versions", o.versions(r.Versions))
		}
		add("report.how.survey", title)
	}
	unknown := o.say("report.unknown")
	if r.N > 0 {
		add("report.how.answers", o.count(r.N))
		add("report.how.boxes", o.say("report.how.boxes.count", "Count", o.count(r.Boxes)))
	}
	if r.HandedOut != nil {
		add("report.how.handed-out", o.count(*r.HandedOut))
	} else {
		add("report.how.handed-out", unknown)
	}
	if r.N > 0 {
		add("report.how.rate", o.howRate(r))
	}
	if r.Waiting > 0 {
		add("report.how.waiting", o.say("report.about", "Figure", o.say("report.answers", "N", r.Waiting, "Count", o.count(r.Waiting))))
	} else {
		add("report.how.waiting", o.say("report.how.waiting.none"))
	}
	if r.TellsThemes() {
		facts = append(facts, o.themesHow(r)...)
	}
	if left := o.leftOut(r); left != "" {
		add("report.how.left", left)
	}
	add("report.how.k", o.say("report.answers", "N", r.K, "Count", o.count(r.K)))
	return facts
}

func (o *voice) howRate(r Report) string {
	s := r.ResponseRate
	if s == nil {
		return o.say("report.unknown")
	}
	if i := s.Interval; i != nil {
		return o.say("report.how.rate.interval", "Rate", o.rateFigure(*s), "Low", o.percent(i.Low), "High", o.percent(i.High))
	}
	return o.rateFigure(*s)
}

// themesHow says how themes were found, and how well.
func (o *voice) themesHow(r Report) []document.Fact {
	t := r.Themes
	found := o.say("report.how.themes.shipped")
	if t.Codebook > 0 {
		found = o.say("report.how.themes.own", "Revision", t.Codebook)
	}
	if t.Learned > 0 {
		found = o.say("report.how.themes.and", "Found", found, "Learned", o.say("report.how.themes.learned", "N", t.Learned, "Count", o.count(t.Learned)))
	}
	facts := []document.Fact{fact(o.say("report.how.themes"), found)}
	if t.Precision != stats.Hidden && r.Has(survey.SectionWithout) {
		facts = append(facts, fact(o.say("report.how.without"), o.withoutTheme(r)))
	}
	return append(facts, fact(o.say("report.how.agreement"), o.agreement(r)))
}

func (o *voice) agreement(r Report) string {
	a := r.Themes.Agreement
	if a.Coded == 0 {
		return o.say("report.how.agreement.none", "K", r.K)
	}
	share := func(key string, s *stats.Share) string {
		if s == nil {
			return ""
		}
		return o.say(key, "Count", o.count(a.Coded), "Share", o.part(*s), "Low", o.percent(s.Interval.Low), "High", o.percent(s.Interval.High))
	}
	return lineOf(share("report.how.agreement.same", a.Same), share("report.how.agreement.found", a.Found)).Text()
}

// explained is a sentence that leads to where the words of the report are
// explained.
func (o *voice) explained(key string) document.Line {
	return o.linked(key, "Words", link(o.say("report.words.title"), "#words"))
}

// wordsSection explains the words of the report.
func (o *voice) wordsSection(r Report) document.Section {
	names := []string{"mean", "interval", "indicative", "positive", "opinion", "change", "theme", "rate", "box"}
	compared := slices.ContainsFunc(r.Questions, func(q stats.Question) bool { return q.Change != nil })
	names = slices.DeleteFunc(names, func(name string) bool {
		return name == "interval" && !r.intervals() || name == "theme" && !r.TellsThemes() || name == "change" && !compared ||
			r.N == 0 && slices.Contains([]string{"mean", "indicative", "positive", "opinion"}, name)
	})
	facts := document.Facts{Class: "words"}
	for _, name := range names {
		key := "report.words." + name
		facts.Items = append(facts.Items, fact(o.say(key), o.say(key+".text", "Exact", stats.Exact)))
	}
	return document.Section{ID: "words", Heading: o.say("report.words.title"), Blocks: []document.Block{facts}}
}
