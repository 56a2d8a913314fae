package views

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// TellsThemes reports whether the report has a part about themes: what is
// published has none while no theme was confirmed.
func (r Report) TellsThemes() bool {
	return r.Themes != nil && (!r.Rounded || len(r.Themes.List) > 0)
}

// ThemeParts returns the themes that may be shown.
func (r Report) ThemeParts() []themePart {
	if r.Themes == nil {
		return nil
	}
	parts := make([]themePart, len(r.Themes.List))
	for i, t := range r.Themes.List {
		parts[i] = themePart{t, r, i + 1}
	}
	return parts
}

// FewMarks reports whether a theme has no mean mark because there are too few.
func (r Report) FewMarks() bool {
	return r.Themes != nil && slices.ContainsFunc(r.Themes.List, func(t stats.Theme) bool { return t.NoMarks == stats.MarksFew })
}

// repeated reports whether a comment stands with a theme that is told of at
// length already. Only in what
// is published is it left out elsewhere: there both are the same choice of a
// person.
func (r Report) repeated(comment string) bool {
	if !r.Rounded || r.Themes == nil {
		return false
	}
	return slices.ContainsFunc(r.Themes.List[:detailed(len(r.Themes.List))], func(t stats.Theme) bool {
		return slices.ContainsFunc(t.Quotes, func(q stats.Quote) bool { return q.Text == comment })
	})
}

// Unquoted returns the comments of c that do not stand with a theme already.
func (r Report) Unquoted(c stats.Comments) []string {
	return slices.DeleteFunc(slices.Clone(c.Comments), r.repeated)
}

// themePart is one theme as the report shows it.
type themePart struct {
	stats.Theme
	Report Report
	Number int // its place in the list, from 1
}

// Anchor is the id of the theme's place in the report. It goes by the place, as
// an id that people gave may have anything in it.
func (p themePart) Anchor() string {
	if p.Number > detailed(len(p.Report.Themes.List)) {
		return themesRestID
	}
	return "theme-" + strconv.Itoa(p.Number)
}

// CommentsHref is where its comments are, or "" for who cannot go there.
func (p themePart) CommentsHref() string {
	if p.Report.Standalone || p.Report.Published {
		return ""
	}
	return CommentsPath(p.Report.Unit.ID, p.Report.Year, p.Report.Survey) + "?theme=" + url.QueryEscape(p.ID)
}

// Full reports whether what is a share of its comments may be shown in full.
func (p themePart) Full() bool { return p.Precision == stats.Full }

// Placed reports whether something can be said of its place among the themes.
func (p themePart) Placed() bool { return p.Place == stats.Celebrate || p.Place == stats.Improve }

// themeFact is one figure of a theme.
type themeFact struct {
	Text, Figure, Low, High string
	N                       int         // what it is of; 0 where that was said
	numbers                 [3]*float64 // the same as Figure, Low and High; nil for words and for nothing
	unit                    document.Unit
}

// cells returns the figure as a row of a table for people.
func (f themeFact) cells(o *voice) []document.Cell {
	cells := []document.Cell{headCell(f.Text), wordCell(f.Figure), wordCell(f.Low), wordCell(f.High), wordCell("")}
	for i, x := range f.numbers {
		if x != nil {
			cells[i+1].Number, cells[i+1].Unit = x, f.unit
		}
	}
	if f.N > 0 {
		cells[4] = o.countCell(f.N)
	}
	return cells
}

// themeFacts writes the figures of a theme down.
func (o *voice) themeFacts(p themePart) []themeFact {
	facts := []themeFact{o.shareFact(o.say("report.themes.share"), p.Share, p.N)}
	for _, b := range p.Sentiment {
		facts = append(facts, o.shareFact(o.tone(b), b.Share, 0))
	}
	if p.Favour != nil {
		facts = append(facts, o.shareFact(o.say("report.themes.favour"), p.Favour.Share, p.Favour.N))
	}
	if m := p.Marks; m != nil {
		precision := stats.Full
		if m.With.Precision == stats.Indicative || m.Others.Precision == stats.Indicative {
			precision = stats.Indicative
		}
		apart := o.markFact(o.say("report.themes.mark.difference"), precision, m.Difference.Interval, 0)
		apart.unit = document.Plain
		facts = append(facts,
			o.markFact(o.say("report.themes.mark.with"), m.With.Precision, m.With.Mean, m.With.N),
			o.markFact(o.say("report.themes.mark.others"), m.Others.Precision, m.Others.Mean, m.Others.N), apart)
	}
	if c := p.Change; c != nil {
		facts = append(facts, o.shareFact(o.say("report.themes.before"), c.Before, 0),
			o.pointsFact(o.say("report.themes.change"), c.Difference.Interval))
	}
	return facts
}

func (o *voice) shareFact(text string, s stats.Share, n int) themeFact {
	f := themeFact{Text: text, Figure: o.part(s), N: n, unit: document.Percent}
	if s.Word == "" {
		percent := float64(s.Percent)
		f.numbers[0] = &percent
	}
	if i := s.Interval; i != nil {
		f.Low, f.High = o.percent(i.Low), o.percent(i.High)
		f.numbers[1], f.numbers[2] = &i.Low, &i.High
	}
	return f
}

func (o *voice) markFact(text string, p stats.Precision, mean stats.Interval, n int) themeFact {
	return themeFact{
		Text: text, Figure: o.mark(p, mean.Value), Low: o.mark(p, mean.Low), High: o.mark(p, mean.High), N: n,
		numbers: [3]*float64{&mean.Value, &mean.Low, &mean.High}, unit: document.Mark,
	}
}

func (o *voice) pointsFact(text string, d stats.Interval) themeFact {
	points := func(x float64) string { return signed(o.lang, x, 0) }
	return themeFact{
		Text: text, Figure: points(d.Value), Low: points(d.Low), High: points(d.High),
		numbers: [3]*float64{&d.Value, &d.Low, &d.High}, unit: document.Points,
	}
}

// part says a share of comments, in words where it must be.
func (o *voice) part(s stats.Share) string {
	if s.Word != "" {
		return o.say("report.themes.part." + string(s.Word))
	}
	return o.percent(float64(s.Percent))
}

// withoutTheme says in how much of the comments no theme was found.
func (o *voice) withoutTheme(r Report) string {
	if r.Themes.Without == nil {
		return o.say("report.themes.in-few", "K", r.K)
	}
	return o.ofComments(r.Themes.Precision, *r.Themes.Without)
}

// ofComments says a share of comments in a sentence: 12 % van de opmerkingen.
func (o *voice) ofComments(p stats.Precision, s stats.Share) string {
	if s.Word != "" {
		return o.say("report.themes.of." + string(s.Word))
	}
	return o.say("report.themes.of", "Share", o.about(p, s))
}

// tone says what a bar of a theme stands for.
func (o *voice) tone(b stats.Bar) string { return o.say("report.themes.tone." + b.Value) }

// themeMarks says how the marks of those who mention a theme are beside those of
// others, or why that is not said.
func (o *voice) themeMarks(p themePart) string {
	m := p.Marks
	if m == nil {
		if p.NoMarks == "" || p.NoMarks == stats.MarksFew { // that is said once for all
			return ""
		}
		return o.say("report.themes.no-marks." + string(p.NoMarks))
	}
	key := "report.themes.marks"
	if m.With.Precision == stats.Indicative || m.Others.Precision == stats.Indicative {
		key = "report.themes.marks.about"
	}
	s := o.say(key, "Question", o.in(p.Report.wording(m.Question)),
		"With", o.mark(m.With.Precision, m.With.Mean.Value), "Others", o.mark(m.Others.Precision, m.Others.Mean.Value))
	if m.Difference.Chance {
		s += " " + o.say("report.summary.chance")
	} else {
		s += " " + o.say("report.themes.no-chance")
	}
	if m.Older {
		s += " " + o.say("report.themes.older")
	}
	return s
}

// themeChange says how a theme is beside the year before; "" where that cannot
// be said.
func (o *voice) themeChange(p themePart) string {
	c := p.Change
	if c == nil {
		return ""
	}
	precision := stats.Full
	if c.Before.Interval == nil {
		precision = stats.Indicative
	}
	return o.say("report.themes.before.in", "Part", o.ofComments(precision, c.Before)) + " " + o.say("report.themes.change."+changed(c.Difference))
}

// silences says how often comments say nothing, a sentence each.
func (o *voice) silences(t stats.Themes) []string {
	var list []string
	for _, s := range t.Silent {
		asked := s.Asks
		if asked == survey.AsksAnything {
			asked = "anything"
		}
		list = append(list, o.say(fmt.Sprintf("report.themes.silent.%s.%s", asked, s.Void), "N", s.N, "Count", o.count(s.N)))
	}
	return list
}
