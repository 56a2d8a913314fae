package stats

import (
	"maps"
	"slices"

	"ouderstem/survey"
)

// Guard returns r without what would give away the answers of a few in another
// unit, beside the reports of all other units: where k was raised, there are
// units with fewer answers than k now, which those above them still count. o has
// every unit of the tree that r's is in, up to its top.
//
// It is [complement] for each question and year: all reports of one tree and k
// leave out the same. What is left out reads as too few answers.
func Guard(r survey.Results, o survey.Overview) survey.Results {
	o.Survey, o.Versions = r.Survey, maps.Clone(o.Versions)
	maps.Copy(o.Versions, r.Versions)
	at := slices.IndexFunc(o.Units, func(u survey.Unit) bool { return u.ID == r.Unit.ID })
	part := map[string]int{}
	for i, u := range o.Units {
		part[u.ID] = i
	}
	years := []int{r.Year, r.Year - 1}
	for _, y := range r.Years {
		years = append(years, y.Year)
	}
	slices.Sort(years)
	r.Years, r.Parts = slices.Clone(r.Years), slices.Clone(r.Parts)
	for _, year := range slices.Compact(years) {
		for _, q := range r.Survey.Questions {
			g := grow(o, q, year)
			cuts := complement(threshold(r.K), g.tree)
			if at >= 0 && cuts[at] == toGuard {
				r = unsaid(r, q.ID, year)
			}
			for i, p := range r.Parts {
				if j, known := part[p.Unit.ID]; known && year == r.Year && cuts[j] == toGuard {
					r.Parts[i].Counts = exceptFor(p.Counts, q.ID)
				}
			}
		}
	}
	return r
}

// unsaid returns r without what was answered to a question in a year.
func unsaid(r survey.Results, question string, year int) survey.Results {
	said := func(comments []survey.Comment) []survey.Comment {
		return slices.DeleteFunc(slices.Clone(comments), func(c survey.Comment) bool { return c.Question == question })
	}
	switch year {
	case r.Year:
		r.Counts, r.Comments = exceptFor(r.Counts, question), said(r.Comments)
		r.Sample, r.Guarded = nil, true
	case r.Year - 1:
		r.Before = said(r.Before)
	}
	for i, y := range r.Years {
		if y.Year == year {
			r.Years[i].Counts = exceptFor(y.Counts, question)
		}
	}
	return r
}

// exceptFor returns the counts of all questions but one.
func exceptFor(counts []survey.Count, question string) []survey.Count {
	return slices.DeleteFunc(slices.Clone(counts), func(c survey.Count) bool { return c.Question == question })
}

// Of returns the monitor of a unit in m, with all units below it.
func (m Monitor) Of(unit string) Monitor {
	at := slices.IndexFunc(m.Rows, func(r MonitorRow) bool { return r.Unit.ID == unit })
	if at <= 0 {
		return m
	}
	top := m.Rows[at].Depth
	m.Unit, m.Measured = m.Rows[at].Unit, 0
	rows := m.Rows[at:]
	m.Rows = nil
	for i, r := range rows {
		if i > 0 && r.Depth <= top {
			break
		}
		r.Depth -= top
		m.Rows = append(m.Rows, r)
		if r.Precision != Hidden {
			m.Measured++
		}
	}
	return m
}
