package views

import (
	"strconv"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
)

// monitorLine is a unit in the monitor, in words; "" where there is nothing to say.
type monitorLine struct {
	Depth      int
	Name       string
	N          string
	Figure     string
	Indicative bool
	Rate       string
	Years      string
	Adoption   string
	Measures   string
	Sender     string // and edition, of what was imported
}

// Long reports whether a name asks for more room than most: what a phone shows of
// one in five rows.
func (l monitorLine) Long() bool { return len(l.Name) > 60 }

// monitorLines says all units of a monitor.
func (o *voice) monitorLines(m *Monitor) []monitorLine {
	var lines []monitorLine
	for _, r := range m.Rows {
		line := o.monitorLine(r.Team)
		line.Depth, line.Name, line.Years, line.Measures = r.Depth, r.Unit.Name, o.monitorYears(m, r.Years), o.measureStates(r.Measures)
		if s := r.ResponseRate; s != nil {
			line.Rate = o.rateFigure(*s)
		}
		if a := r.Adoption; a != nil {
			line.Adoption = o.say("monitor.adopted", "Share", o.share(a.Share), "N", a.Questions, "Count", o.count(a.Questions))
		}
		lines = append(lines, line)
	}
	return lines
}

// monitorLine says the figure of a unit and what it rests on, or why there is none.
func (o *voice) monitorLine(x stats.Team) monitorLine {
	line := monitorLine{Indicative: x.Precision == stats.Indicative}
	within := func(figure, low, high string) string {
		return figure + " " + o.say("monitor.interval", "Low", low, "High", high)
	}
	switch {
	case x.Suppressed:
		line.Figure = o.say("monitor.guarded")
		return line
	case x.Precision == stats.Hidden:
		line.Figure = o.say("monitor.few")
		return line
	case x.Mean != nil:
		line.Figure = within(o.mark(x.Precision, x.Mean.Value), o.mark(x.Precision, x.Mean.Low), o.mark(x.Precision, x.Mean.High))
	case x.Positive == nil:
		line.Figure = o.say("monitor.one-mark")
	case x.Positive.Interval != nil:
		line.Figure = within(o.share(*x.Positive), o.percent(x.Positive.Interval.Low), o.percent(x.Positive.Interval.High))
	default:
		line.Figure = o.about(x.Precision, *x.Positive)
	}
	line.N = o.count(x.N)
	return line
}

// monitorYears says the trend of a unit: 2024: 7,1, 2025: 7,3.
func (o *voice) monitorYears(m *Monitor, years []stats.YearFigure) string {
	var list []string
	for _, y := range years {
		figure := o.say("monitor.year.none")
		switch {
		case y.Word != "":
			figure = o.share(stats.Share{Word: y.Word})
		case y.Figure == nil:
		case m.Kind == survey.Mark:
			figure = o.mark(y.Precision, y.Figure.Value)
		default:
			figure = o.about(y.Precision, stats.Share{Percent: int(y.Figure.Value)})
		}
		list = append(list, strconv.Itoa(y.Year)+":\u00a0"+figure)
	}
	return strings.Join(list, ", ")
}

// measureStates says how far the measures of a unit are: 2 klaar, 1 bezig.
func (o *voice) measureStates(measures map[survey.Status]int) string {
	var list []string
	for _, s := range []survey.Status{survey.Planned, survey.Doing, survey.Done, survey.Dropped} {
		if n := measures[s]; n > 0 {
			list = append(list, o.count(n)+" "+o.say("report.status."+string(s)))
		}
	}
	return strings.Join(list, ", ")
}

// otherLines says what other installations published.
func (o *voice) otherLines(m *Monitor) []monitorLine {
	var lines []monitorLine
	for _, other := range m.Others {
		line := o.monitorLine(teamOf(other.BenchmarkUnit))
		line.Name = other.BenchmarkUnit.Unit
		line.Sender = other.Sender + ", " + o.say("monitor.edition", "Number", other.Edition)
		if r := other.Rate; r != nil {
			line.Rate = o.percent(float64(*r))
		}
		lines = append(lines, line)
	}
	return lines
}

// teamOf returns a line of a benchmark file as one of our own units would be.
func teamOf(u survey.BenchmarkUnit) stats.Team {
	team := stats.Team{Precision: stats.Full, N: u.N}
	if u.Indicative {
		team.Precision = stats.Indicative
	}
	interval := &stats.Interval{}
	if u.Value != nil {
		interval.Value = *u.Value
	}
	if u.Low != nil && u.High != nil {
		interval.Low, interval.High = *u.Low, *u.High
	}
	switch {
	case u.Kind != survey.Mark:
		team.Positive = &stats.Share{Percent: int(interval.Value), Word: stats.Word(u.Word)}
		if u.Low != nil {
			team.Positive.Interval = interval
		}
	case u.Value != nil:
		team.Mean = interval
	}
	return team
}
