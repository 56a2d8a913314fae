package handlers

import (
	"fmt"
	"math"
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
)

// figure is a number that was seen, and of whom it should be.
type figure struct {
	about, where string
	n            int // -1 where it is not shown as such
	rounded      bool
	units        []string
	year         int
	survey       string
	question     string // "" for responses
	version      int    // the newest that was answered
	cards        bool   // only those who answered by card
}

// figure finds the parents that a number is of: those whose answers count; or
// where it is not of those, some that wait besides.
func (a *attacker) figure(f figure) {
	a.t.Helper()
	base, waits := a.behind(f)
	size := func(s flock) int {
		if f.question == "" {
			return s.size()
		}
		return a.opinions(f.question, s).size()
	}
	fits := func(s flock) bool {
		return f.n < 0 || size(s) == f.n || f.rounded && stats.Nearest5(size(s)) == f.n
	}
	if !fits(base) {
		var try func(from int, s flock) bool
		try = func(from int, s flock) bool {
			if fits(s) {
				base = s
				return true
			}
			for i := from; i < len(waits) && size(s) < f.n; i++ {
				more := slices.Clone(s)
				for p := range 64 * len(waits[i]) {
					if waits[i].has(p) {
						more = more.with(p)
					}
				}
				if try(i+1, more) {
					return true
				}
			}
			return false
		}
		if !try(0, base) {
			a.wrong = append(a.wrong, fmt.Sprintf("%s: %d of %s, and %d count", f.where, f.n, f.about, size(base)))
			return
		}
	}
	a.add(f.about, base, f.where)
	if f.question != "" && f.question == overallOf(a.newest(f.survey)) {
		a.add(fmt.Sprint(f.survey, " ", f.year, " marks"), a.opinions(f.question, base), f.where)
	}
}

func overallOf(s *survey.Survey) string { q, _ := s.Overall(); return q.ID }

// behind are the parents whose answers count for a figure, and by heap those whose
// answers wait, sealed or held.
func (a *attacker) behind(f figure) (base flock, waits []flock) {
	allowed := compared(f.question, f.version)
	for _, h := range a.heaps {
		if h.survey != f.survey || !allowed(h.version) || f.cards && h.way != survey.ByCard {
			continue
		}
		var wait flock
		for _, i := range h.parents {
			p := a.parents[i]
			at := p.opened
			if f.question != "" {
				at = p.counts[f.question]
				if p.values[f.question] == "" {
					continue
				}
			}
			switch {
			case at.year == f.year && slices.Contains(f.units, at.unit):
				base = base.with(i)
			case at == (spot{}) && slices.Contains(f.units, h.unit):
				wait = wait.with(i)
			}
		}
		if wait != nil {
			waits = append(waits, wait)
		}
	}
	return base, waits
}

// exact compares what is shown in full with what parents answered: a figure is of
// those whose answers count and of nobody else.
func (a *attacker) exact(r stats.Report, q stats.Question, units []string, version int) {
	if q.Precision != stats.Full {
		return
	}
	set, _ := a.behind(figure{units: units, year: r.Year, survey: r.Survey, question: q.ID, version: version})
	n, sum := a.opinions(q.ID, set).size(), 0
	values := map[string]int{}
	for i, p := range a.parents {
		if set.has(i) {
			values[p.values[q.ID]]++
			if m := 0; q.Kind == survey.Mark {
				if _, err := fmt.Sscan(p.values[q.ID], &m); err == nil {
					sum += m
				}
			}
		}
	}
	if mean := float64(sum) / float64(n); q.Mean != nil && math.Abs(mean-q.Mean.Value) > .0500001 {
		a.wrong = append(a.wrong, fmt.Sprintf("%s in %s, %d: mean %g of %g", q.ID, r.Unit.ID, r.Year, q.Mean.Value, mean))
	}
	for _, b := range q.Bars {
		if share := 100 * float64(values[b.Value]) / float64(n); math.Abs(share-float64(b.Share.Percent)) > 1.0000001 {
			a.wrong = append(a.wrong, fmt.Sprintf("%s in %s, %d: %d %% %s of %g", q.ID, r.Unit.ID, r.Year, b.Share.Percent, b.Value, share))
		}
	}
}
