package views

import (
	"slices"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// Document composes r as a document in lang, or in the program's first language
// where it does not speak lang. Every format is made from it. Links to pages of
// the program are in it only where r may lead there: not Standalone, not
// Published.
func (v *Views) Document(lang string, r Report) (document.Document, error) {
	if _, ok := v.pages[lang]; !ok {
		lang = FirstLanguage
	}
	o := &voice{texts: v.texts, lang: lang, masks: v.texts.maskLabels()}
	d := o.document(r)
	return d, o.err
}

func (o *voice) document(r Report) document.Document {
	if r.Lang != o.lang && slices.Contains(o.texts.Languages(), r.Lang) {
		o.typed = r.Lang
	}
	d := document.Document{
		Lang: o.lang, RTL: Direction(o.lang) == "rtl",
		Title:    o.you(r.Audience, "report.title"),
		Unit:     r.Unit.Name,
		Subtitle: o.say("report.subtitle", "Year", r.Year),
		Sections: []document.Section{o.summarySection(r)},
		Labels:   document.Labels{Table: o.say("office.table"), Figure: o.say("office.figure"), Contents: o.say("office.contents"), Annex: o.say("office.annex"), Data: o.say("report.table")},
	}
	if r.Draft {
		d.Draft = o.say("report.draft")
	}
	if r.Published {
		d.Unit = o.say("report.unit.public", "Unit", r.Unit.Name)
	}
	if title := o.in(r.Title); title != "" {
		d.Subtitle = o.say("report.subtitle.kind", "Subtitle", d.Subtitle, "Title", title)
	}
	if e := r.Edition; e != nil {
		told := lineOf(o.say("public.number", "Number", e.Number, "Day", Date(o.lang, e.Day)))
		if e.Reason != "" {
			told = lineOf(told.Text(), o.say("public.because", "Reason", e.Reason))
		}
		d.Subtitle = o.say("report.subtitle.edition", "Subtitle", d.Subtitle, "Edition", told.Text())
	}
	if r.Indicative() {
		d.Stamp, d.Why = o.say("report.indicative"), o.say("report.indicative.why", "Exact", stats.Exact)
	}
	for _, s := range []document.Section{
		o.forewordSection(r), o.markSection(r), o.questionsSection(r), o.themesSection(r), o.commentsSection(r), o.otherwiseSection(r),
		o.figuresSection(r), o.promisedSection(r), o.measuresSection(r), o.teamsSection(r), o.howSection(r),
	} {
		if s.ID != "" {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

// Has reports whether section s is in the report.
func (r Report) Has(s survey.Section) bool { return !slices.Contains(r.Left, s) }

func (o *voice) summarySection(r Report) document.Section {
	return document.Section{
		ID: "summary", Class: "summary", Heading: o.say("report.summary.title"),
		Blocks: []document.Block{document.List{Items: o.summary(r)}},
	}
}

func (o *voice) markSection(r Report) document.Section {
	p := r.Mark()
	if p == nil || r.N == 0 || !r.Has(survey.SectionMark) {
		return document.Section{}
	}
	return document.Section{
		ID: string(survey.SectionMark), Class: "overall", Heading: o.say("report.mark.title"),
		Blocks: []document.Block{o.questionSection(*p)},
	}
}

func (o *voice) questionsSection(r Report) document.Section {
	parts := r.Parts()
	if len(parts) == 0 || r.N == 0 || !r.Has(survey.SectionQuestions) {
		return document.Section{}
	}
	s := document.Section{ID: string(survey.SectionQuestions), Heading: o.say("report.questions.title")}
	if c, ok := o.overview(parts); ok {
		why := lineOf(o.say("report.overview.why"))
		if o.markSection(r).ID == "" { // which says where words are explained
			why = joinLinks([]document.Line{why, o.explained("report.overview.explained")})
		}
		s.Blocks = append(s.Blocks, document.Paragraph{Line: why}, c)
	}
	for _, p := range parts {
		s.Blocks = append(s.Blocks, o.questionSection(p))
	}
	if drivers := o.driversSection(r); drivers.ID != "" {
		s.Blocks = append(s.Blocks, drivers)
	}
	return s
}

// commentsSection is what people wrote, but for what they had wanted otherwise.
func (o *voice) commentsSection(r Report) document.Section {
	return o.writtenSection(r, string(survey.SectionComments), "report.comments.title", false)
}

// otherwiseSection is what people had wanted or expected to be different.
func (o *voice) otherwiseSection(r Report) document.Section {
	return o.writtenSection(r, "otherwise", "report.otherwise.title", true)
}

// writtenSection is what people wrote under the questions for what is bad, or
// under all others.
func (o *voice) writtenSection(r Report, id, title string, bad bool) document.Section {
	list := slices.DeleteFunc(slices.Clone(r.Comments), func(c stats.Comments) bool { return asksBad(c) != bad })
	if len(list) == 0 || r.N == 0 || !r.Has(survey.SectionComments) {
		return document.Section{}
	}
	s := document.Section{ID: id, Heading: o.you(r.Audience, title)}
	first := slices.IndexFunc(r.Comments, func(c stats.Comments) bool { return !asksBad(c) && len(r.Unquoted(c)) > 0 })
	told := slices.ContainsFunc(list, func(c stats.Comments) bool { return len(r.Unquoted(c)) > 0 })
	if told && !(bad && first >= 0) { // it need not be said twice
		key := "report.comments.note"
		if r.Rounded {
			key = "report.comments.chosen"
		}
		s.Blocks = append(s.Blocks, paragraph(o.say(key)))
	}
	for _, c := range list {
		s.Blocks = append(s.Blocks, document.Section{
			ID: "comments-" + c.ID, Class: "comments", Heading: o.in(c.Text), Blocks: o.comments(r, c),
		})
	}
	return s
}

func asksBad(c stats.Comments) bool { return c.Asks == survey.AsksBad }

func (o *voice) comments(r Report, c stats.Comments) []document.Block {
	switch {
	case c.Deleted:
		return []document.Block{styled(document.Few, o.say("report.comments.deleted"))}
	case c.Precision == stats.Hidden:
		return []document.Block{styled(document.Few, o.say("report.comments.few"))}
	}
	count := o.say("report.comments.count", "N", c.N, "Count", o.count(c.N))
	if c.Left > 0 {
		count = o.say("report.comments.count.and", "Count", count, "Rest", o.say("report.comments.left", "N", c.Left, "Count", o.count(c.Left)))
	} else if len(c.Comments) == 0 {
		count = o.say("report.comments.count.and", "Count", count, "Rest", o.say("report.comments.kept"))
	} else if len(r.Unquoted(c)) == 0 {
		count = o.say("report.comments.count.and", "Count", count, "Rest", o.say("report.comments.at-themes"))
	}
	blocks := []document.Block{styled(document.Note, count)}
	for _, comment := range r.Unquoted(c) {
		blocks = append(blocks, document.Quote{Line: o.quoted(comment)})
	}
	return blocks
}

// quoted is a comment with its masks told from its words.
func (o *voice) quoted(comment string) document.Line {
	var line document.Line
	for _, p := range masked(comment, o.masks) {
		if p.Text != "" {
			line = append(line, document.Span{Text: p.Text, Masked: p.Tag != ""})
		}
	}
	return line
}

// paragraph is sentences after each other; empty ones are left out.
func paragraph(sentences ...string) document.Paragraph {
	return document.Paragraph{Line: lineOf(sentences...)}
}

func styled(style document.Style, sentences ...string) document.Paragraph {
	return document.Paragraph{Style: style, Line: lineOf(sentences...)}
}

// paragraphs cuts what people typed where they left lines empty.
func paragraphs(typed string) []string {
	var list []string
	for p := range strings.SplitSeq(strings.ReplaceAll(typed, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// lineOf is sentences after each other as one line, with a space between them.
func lineOf(sentences ...string) document.Line {
	all := ""
	for _, s := range sentences {
		if all != "" && s != "" {
			all += " "
		}
		all += s
	}
	return document.Line{{Text: all}}
}

// fact is a term with one line.
func fact(term, line string) document.Fact {
	return document.Fact{Term: term, Lines: []document.Line{lineOf(line)}}
}
