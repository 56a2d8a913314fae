package stats

import (
	"slices"

	"ouderstem/survey"
)

// Monitor is what may be shown of a unit and all units below it for a year, next
// to what others published: who measured, and what came of it. It stands in the
// order of the tree and is no ranking.
type Monitor struct {
	Unit   survey.Unit `json:"unit"`
	Year   int         `json:"year"`
	Survey string      `json:"survey"`
	Title  survey.Text `json:"title"`
	// Languages the survey is in; the first is the one texts fall back to.
	Languages []string `json:"languages"`
	K         int      `json:"k"`
	// Question is the id of what is compared, Kind what it is and Text its words;
	// "" when the survey has neither a mark nor a question with a good side.
	Question string       `json:"question,omitempty"`
	Kind     survey.Kind  `json:"kind,omitempty"`
	Text     survey.Text  `json:"text,omitempty"`
	Rows     []MonitorRow `json:"rows"`
	// Measured is how many of the rows have figures of the year.
	Measured int `json:"measured"`
	// Others are what other installations published of the same question in the
	// same year, by sender and name.
	Others []MonitorOther `json:"others"`
}

// MonitorRow is a unit in a monitor.
type MonitorRow struct {
	Depth int `json:"depth"` // below the monitor's unit, which has 0
	Team
	// Years is the trend: all years with something to show, up to that of the
	// monitor. None with fewer than two.
	Years []YearFigure `json:"years,omitempty"`
	// Adoption is how far the list of measures is in use; nil without answers.
	Adoption *Adoption `json:"adoption,omitempty"`
	// Measures are those the unit announced this year, by status.
	Measures map[survey.Status]int `json:"measures,omitempty"`
}

// Adoption is how far those who work in a unit say that a list of measures is in
// use: the mean of the positive shares of its questions, of those that may be
// shown.
type Adoption struct {
	Share     Share `json:"share"` // whole per cents, no interval
	Questions int   `json:"questions"`
}

// MonitorOther is what an edition of another installation says.
type MonitorOther struct {
	Sender string `json:"sender"`
	survey.BenchmarkUnit
}

// Overview returns what may be shown of the units in o, of lists, which are the
// answers to lists of measures in the same units, and of what others published.
func Overview(o survey.Overview, lists []survey.Overview, others []survey.Benchmark) Monitor {
	k := threshold(o.K)
	m := Monitor{
		Unit: o.Unit, Year: o.Year, Survey: o.Survey.ID, Title: o.Survey.Title, Languages: list(o.Survey.Languages),
		K: k, Rows: make([]MonitorRow, len(o.Units)), Others: []MonitorOther{},
	}
	depth := map[string]int{}
	for i, u := range o.Units {
		if i > 0 {
			depth[u.ID] = depth[u.Parent] + 1
		}
		m.Rows[i] = MonitorRow{Depth: depth[u.ID], Team: Team{Unit: u, Precision: Hidden}, Measures: o.Measures[u.ID]}
	}
	adopt(m.Rows, lists, k)
	q, ok := o.Survey.Headline()
	if !ok {
		return m
	}
	m.Question, m.Kind, m.Text = q.ID, q.Kind, q.Text
	years := []int{o.Year}
	for _, own := range o.Own {
		years = append(years, own.Year)
	}
	slices.Sort(years)
	for _, year := range slices.Compact(years) {
		trend(m.Rows, o, q, year, k)
	}
	for i := range m.Rows {
		if m.Rows[i].Precision != Hidden {
			m.Measured++
		}
		m.Rows[i].Years = trended(m.Rows[i].Years)
	}
	m.Others = beside(others, o.Year, o.Survey.ID, q)
	return m
}

// grown is what was answered in each unit of a tree and all below it.
type grown struct {
	results []survey.Results
	tallies []tally
	tree    []branch
}

// grow adds up what was answered to q in a year, from below upwards.
func grow(o survey.Overview, q survey.Question, year int) grown {
	at := map[string]int{}
	g := grown{results: make([]survey.Results, len(o.Units)), tallies: make([]tally, len(o.Units)), tree: make([]branch, len(o.Units))}
	for i, u := range o.Units {
		at[u.ID] = i
		g.results[i] = survey.Results{Survey: o.Survey, Versions: o.Versions, Unit: u, Year: year, HandedOut: -1}
		if n, counted := o.HandedOut[u.ID]; counted && year == o.Year {
			g.results[i].HandedOut = n
		}
		g.tree[i].parent = at[u.Parent]
	}
	for _, own := range o.Own {
		if own.Year != year {
			continue
		}
		r := &g.results[at[own.Unit]]
		r.Counts = append(r.Counts, own.Counts...)
		r.Responses, r.ByPaper = r.Responses+own.Responses, r.ByPaper+own.Responses-own.ByCard // what is no card is in no rate
	}
	for i := len(o.Units) - 1; i >= 0; i-- {
		r := g.results[i]
		g.tallies[i] = count(r, q)
		g.tree[i].sizes = []int{g.tallies[i].n, r.Responses}
		if i == 0 {
			break
		}
		up := &g.results[g.tree[i].parent]
		up.Counts = append(up.Counts, r.Counts...)
		up.Responses, up.ByPaper = up.Responses+r.Responses, up.ByPaper+r.ByPaper
		if r.HandedOut >= 0 {
			up.HandedOut = max(up.HandedOut, 0) + r.HandedOut
		}
	}
	return g
}

// trend adds the figures of a year to the rows, and those of the monitor's own
// year as what the rows are about.
func trend(rows []MonitorRow, o survey.Overview, q survey.Question, year, k int) {
	g := grow(o, q, year)
	for i, c := range complement(k, g.tree) {
		figure := YearFigure{Year: year, Precision: Hidden}
		now := Team{Unit: rows[i].Unit, Precision: Hidden, Suppressed: c == toGuard}
		if c == notCut {
			now.show(g.tallies[i], g.results[i], k, Options{})
			figure.Precision, figure.N, figure.Figure, figure.Word = now.Precision, now.N, now.Mean, ""
			if s := now.Positive; s != nil {
				figure.Figure, figure.Word = s.figure(), s.Word
			}
		}
		rows[i].Years = append(rows[i].Years, figure)
		if year == o.Year {
			rows[i].Team = now
		}
	}
}

// figure returns a share as a figure in per cent; without an interval of its own
// that is the share alone.
func (s Share) figure() *Interval {
	switch {
	case s.Word != "":
		return nil
	case s.Interval != nil:
		return s.Interval
	}
	return &Interval{float64(s.Percent), float64(s.Percent), float64(s.Percent)}
}

// trended returns a trend without years before the first figure; none where fewer
// than two years have one.
func trended(years []YearFigure) []YearFigure {
	shown := func(y YearFigure) bool { return y.Precision != Hidden }
	first := slices.IndexFunc(years, shown)
	if first < 0 || slices.IndexFunc(years[first+1:], shown) < 0 {
		return nil
	}
	return years[first:]
}

// adopt adds to the rows how far lists of measures are in use there.
func adopt(rows []MonitorRow, lists []survey.Overview, k int) {
	sums, questions, words := make([]int, len(rows)), make([]int, len(rows)), make([]Word, len(rows))
	for _, o := range lists {
		for _, q := range o.Survey.Questions {
			if q.Kind != survey.One {
				continue
			}
			g := grow(o, q, o.Year)
			for i, c := range complement(k, g.tree) {
				p := precision(g.tallies[i].n, k)
				if c != notCut {
					continue
				}
				if s := positive(p, g.tallies[i], bars(p, g.tallies[i])); s != nil {
					sums[i], questions[i] = sums[i]+s.Percent, questions[i]+1
					words[i] = max(words[i], s.Word)
				}
			}
		}
	}
	for i, n := range questions {
		if n == 0 {
			continue
		}
		s := Share{Percent: (2*sums[i] + n) / (2 * n)}
		switch {
		case s.Percent == 0 && words[i] != "":
			s.Word = AlmostNobody
		case s.Percent == 100 && words[i] != "":
			s.Word = AlmostEveryone
		}
		rows[i].Adoption = &Adoption{Share: s, Questions: n}
	}
}

// beside returns what others published of q in a year.
func beside(others []survey.Benchmark, year int, surveyID string, q survey.Question) []MonitorOther {
	shown := []MonitorOther{}
	for _, b := range others {
		for _, u := range b.Units {
			if u.Year == year && u.Survey == surveyID && u.Question == q.ID && u.Kind == q.Kind {
				shown = append(shown, MonitorOther{b.Name, u})
			}
		}
	}
	return shown
}
