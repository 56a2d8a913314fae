package views

import (
	"strconv"
	"strings"

	"ouderstem/stats"
)

// row is one line of a report as a table. Figures are as a machine of the
// reader's language takes them; words are as on the page.
type row struct {
	Section, Question, Text, Value string
	Percent, Low, High, N          string
}

// cells returns the row in the order of the table's columns.
func (r row) cells() []string {
	return []string{r.Section, r.Question, r.Text, r.Value, r.Percent, r.Low, r.High, r.N}
}

// columns are the keys of the table's header.
var columns = []string{
	"report.csv.section", "report.csv.question", "report.csv.text", "report.csv.value",
	"report.csv.percent", "report.csv.low", "report.csv.high", "report.csv.n",
}

// table writes a report down in rows, in the order of the page.
func (o *voice) table(r Report) []row {
	var rows []row
	add := func(section string, list []row) {
		for _, line := range list {
			line.Section = section
			rows = append(rows, line)
		}
	}
	add(o.say("report.csv.general"), o.generalRows(r))
	add(o.say("report.promised.title"), o.measureRows(r.LastYear()))
	for _, q := range r.Questions {
		section := "report.questions.title"
		if r.Overall != nil && q.ID == r.Overall.ID {
			section = "report.mark.title"
		}
		add(o.say(section), o.questionRows(part{q, r}))
	}
	add(o.you(r.Audience, "report.themes.title"), o.themeRows(r))
	add(o.you(r.Audience, "report.comments.title"), o.commentRows(r))
	add(o.say("report.figures.title"), o.figureRows(r))
	add(o.say("report.measures.title"), o.measureRows(r.ThisYear()))
	var warnings []row
	for _, w := range r.Warnings {
		warnings = append(warnings, row{Text: o.warning(r, w)})
	}
	add(o.say("report.how.warnings"), warnings)
	return rows
}

// figure writes a number for a machine: no thousands are parted.
func (o *voice) figure(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if o.lang == "en" {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

func (o *voice) generalRows(r Report) []row {
	rows := []row{
		{Text: o.say("report.csv.unit"), Value: r.Unit.Name},
		{Text: o.say("report.csv.year"), Value: strconv.Itoa(r.Year)},
		{Text: o.say("report.how.survey"), Value: o.in(r.Title)},
		{Text: o.say("report.csv.versions"), Value: o.versions(r.Versions)},
		{Text: o.say("report.how.answers"), N: strconv.Itoa(r.N)},
		{Text: o.say("report.how.boxes"), N: strconv.Itoa(r.Boxes)},
	}
	handedOut := row{Text: o.say("report.how.handed-out"), Value: o.say("report.unknown")}
	if r.HandedOut != nil {
		handedOut.Value, handedOut.N = "", strconv.Itoa(*r.HandedOut)
	}
	rate := row{Value: o.say("report.unknown")}
	if r.ResponseRate != nil {
		rate = o.shareRow(*r.ResponseRate)
		if r.ResponseRate.Word != "" {
			rate.Value = o.rateFigure(*r.ResponseRate)
		}
	}
	rate.Text = o.say("report.how.rate")
	rows = append(rows, handedOut, rate,
		row{Text: o.say("report.csv.waiting"), N: strconv.Itoa(r.Waiting)},
		row{Text: o.say("report.how.k"), N: strconv.Itoa(r.K)})
	if credit := o.in(r.Credit); credit != "" {
		rows = append(rows, row{Text: o.say("report.csv.credit"), Value: credit})
	}
	return rows
}

// shareRow holds a share: its figure, or the words for it.
func (o *voice) shareRow(s stats.Share) row {
	var line row
	if s.Word != "" {
		line.Value = o.share(s)
	} else {
		line.Percent = strconv.Itoa(s.Percent)
	}
	if s.Interval != nil {
		line.Low, line.High = o.figure(s.Interval.Low), o.figure(s.Interval.High)
	}
	return line
}

func (o *voice) questionRows(p part) []row {
	question := o.in(p.Text)
	if p.Hidden() {
		return []row{{Question: question, Text: o.say("report.csv.precision"), Value: o.say("report.too-few")}}
	}
	n := strconv.Itoa(p.N)
	precision := "report.indicative"
	if p.Full() {
		precision = "report.csv.full"
	}
	rows := []row{{Text: o.say("report.csv.precision"), Value: o.say(precision)}}
	if p.Mean != nil {
		rows = append(rows, row{
			Text: o.say("report.words.mean"), Value: o.figure(p.Mean.Value),
			Low: o.figure(p.Mean.Low), High: o.figure(p.Mean.High), N: n,
		})
	}
	share := func(text string, s *stats.Share, n string) {
		if s != nil {
			line := o.shareRow(*s)
			line.Text, line.N = text, n
			rows = append(rows, line)
		}
	}
	for _, b := range p.Shown() {
		share(o.label(p.Question, b), &b.Share, n)
	}
	if p.Full() { // of few answers it is the band
		share(o.say("report.csv.positive"), p.Positive, n)
	}
	share(o.say("report.csv.no-opinion"), p.Unknown, "")
	for i := range rows {
		rows[i].Question = question
	}
	return rows
}

func (o *voice) commentRows(r Report) []row {
	var rows []row
	for _, c := range r.Comments {
		question := o.in(c.Text)
		switch {
		case c.Deleted:
			rows = append(rows, row{Question: question, Value: o.say("report.comments.deleted")})
			continue
		case c.Precision == stats.Hidden:
			rows = append(rows, row{Question: question, Value: o.say("report.comments.few")})
			continue
		}
		rows = append(rows, row{Question: question, Text: o.say("report.csv.comment.count"), N: strconv.Itoa(c.N)})
		if c.Left > 0 {
			rows = append(rows, row{Question: question, Text: o.say("report.csv.comment.left"), N: strconv.Itoa(c.Left)})
		}
		for _, comment := range r.Unquoted(c) {
			rows = append(rows, row{Question: question, Text: o.say("report.csv.comment"), Value: comment})
		}
	}
	return rows
}

func (o *voice) figureRows(r Report) []row {
	var rows []row
	for i, f := range r.Figures {
		name := o.say("report.csv.figure", "Number", i+1)
		line := row{Question: name, Text: f.Label, Value: f.Value}
		if f.Value == "" {
			line.Value = o.say("report.figures.of", "Numerator", f.Numerator, "Denominator", f.Denominator)
			line.N = strconv.Itoa(f.Denominator)
		}
		if f.Percent != nil {
			line.Percent, line.Low, line.High = o.figure(f.Percent.Value), o.figure(f.Percent.Low), o.figure(f.Percent.High)
		}
		rows = append(rows, line, row{Question: name, Text: o.say("report.csv.source"), Value: f.Source})
	}
	return rows
}

// measureRows writes measures down field by field, without the empty ones.
func (o *voice) measureRows(list measureList) []row {
	action := "report.measure.action"
	if list.Promised {
		action = "report.measure.promise"
	}
	var rows []row
	for i, m := range list.Measures {
		name := o.say("report.csv.measure", "Number", i+1)
		for _, field := range []struct{ text, value string }{
			{o.you(list.Audience, "report.measure.reason"), m.Reason},
			{o.say(action), m.Action},
			{o.say("report.measure.owner"), m.Owner},
			{o.say("report.measure.due"), m.Due},
			{o.say("report.measure.status"), o.say("report.status." + string(m.Status))},
			{o.say("report.measure.result"), m.Result},
		} {
			if field.value != "" {
				rows = append(rows, row{Question: name, Text: field.text, Value: field.value})
			}
		}
	}
	return rows
}

// themeRows writes themes down, those of the whole first.
func (o *voice) themeRows(r Report) []row {
	if !r.TellsThemes() {
		return nil
	}
	t := r.Themes
	number := func(key string, n int) row { return row{Text: o.say(key), N: strconv.Itoa(n)} }
	rows := []row{
		number("report.csv.codebook", t.Codebook), number("report.csv.learned", t.Learned), number("report.csv.read", t.N),
	}
	if t.Precision != stats.Hidden {
		rows = append(rows, number("report.csv.said", t.Said), o.shareFact(o.say("report.how.without"), t.Without, t.Said).asRow())
	}
	for _, said := range o.silences(*t) {
		rows = append(rows, row{Value: said})
	}
	if t.Fewer > 0 {
		rows = append(rows, number("report.csv.fewer", t.Fewer))
	}
	if a := t.Agreement; a.Coded > 0 {
		rows = append(rows, o.shareFact(o.say("report.csv.same"), *a.Same, a.Coded).asRow())
		if a.Found != nil {
			rows = append(rows, o.shareFact(o.say("report.csv.found"), *a.Found, 0).asRow())
		}
	}
	for _, p := range r.ThemeParts() {
		for _, line := range o.oneTheme(p) {
			line.Question = o.in(p.Name)
			rows = append(rows, line)
		}
	}
	return rows
}

func (o *voice) oneTheme(p themePart) []row {
	precision := "report.indicative"
	if p.Full() {
		precision = "report.csv.full"
	}
	rows := []row{{Text: o.say("report.csv.precision"), Value: o.say(precision)}}
	for _, f := range o.themeFacts(p) {
		rows = append(rows, f.asRow())
	}
	if p.Placed() {
		rows = append(rows, row{Text: o.say("report.csv.place"), Value: o.say("report.themes.place." + string(p.Place))})
	}
	if said := o.themeMarks(p); said != "" {
		rows = append(rows, row{Text: o.say("report.csv.no-marks"), Value: said})
	}
	if said := o.themeChange(p); said != "" {
		rows = append(rows, row{Text: o.say("report.themes.before"), Value: said})
	}
	for _, q := range p.Quotes {
		rows = append(rows, row{Text: o.say("report.csv.quote"), Value: q.Text})
	}
	return rows
}

// asRow is a figure as a row of a table for a machine.
func (f themeFact) asRow() row {
	f.row.Text = f.Text
	if f.N > 0 {
		f.row.N = strconv.Itoa(f.N)
	}
	return f.row
}
