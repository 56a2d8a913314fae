package handlers

import (
	"context"
	"errors"
	"slices"
	"sync"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
)

// Reports makes reports, and the coder that reads comments for them. Nobody
// makes a report in another way: only here is what it shows of marks kept before
// anybody sees it.
type Reports struct {
	store  *store.Store
	mu     sync.Mutex
	lesson *lesson // the last one that was begun
}

// NewReports returns what makes reports of what st holds.
func NewReports(st *store.Store) *Reports { return &Reports{store: st} }

// mostTries is how often a report is made again because others were shown
// meanwhile.
const mostTries = 20

var errBusy = errors.New("report: too many are being shown at the same time")

// Yearly returns the report on a survey in a unit and a year. Of o the coder is
// filled in. What the report shows of marks is kept as shown.
func (r *Reports) Yearly(ctx context.Context, surveyID, unit string, year int, o stats.Options) (stats.Report, error) {
	for range mostTries {
		results, err := r.store.Results(ctx, surveyID, unit, year)
		if err != nil {
			return stats.Report{}, err
		}
		if err := r.trend(ctx, results); err != nil {
			return stats.Report{}, err
		}
		if results, err = r.guarded(ctx, results); err != nil {
			return stats.Report{}, err
		}
		report, err := r.from(ctx, results, o)
		if !errors.Is(err, errShown) {
			return report, err
		}
	}
	return stats.Report{}, errBusy
}

// guarded returns results without what would give away, beside the reports of
// other units, the few answers of a unit that has too few since k was raised.
func (r *Reports) guarded(ctx context.Context, results survey.Results) (survey.Results, error) {
	if results.Survey == nil {
		return results, nil
	}
	raised, err := r.store.KRaised(ctx, results.Survey.ID)
	if err != nil || !raised {
		return results, err
	}
	tree, err := r.store.Units(ctx)
	if err != nil {
		return results, err
	}
	whole, err := r.store.Overview(ctx, results.Survey.ID, topOf(tree, results.Unit.ID), survey.FirstYear, results.Year, true)
	if err != nil {
		return results, err
	}
	return stats.Guard(results, whole), nil
}

// topOf returns the unit at the top of the tree that a unit is in.
func topOf(tree survey.Units, unit string) string {
	if above := tree.Above(unit); len(above) > 0 {
		return above[len(above)-1]
	}
	return unit
}

// errShown says that others were shown meanwhile, or comments are gone: read the
// results again.
var errShown = errors.New("report: others were shown meanwhile")

// from makes a report of results and keeps what it shows of marks.
func (r *Reports) from(ctx context.Context, results survey.Results, o stats.Options) (stats.Report, error) {
	l, err := r.learned(ctx)
	if err != nil {
		return stats.Report{}, err
	}
	o.Themes, o.Codebook, o.Learned = l.coder, l.codebook.Revision, l.examples
	known := len(results.MarkSets)
	report := stats.Yearly(results, o)
	var below []survey.MarkSet
	// Units below stand side by side here, and have reports of their own. Their
	// means are kept whenever that of this unit is.
	if len(report.Shows) > 0 || report.Teams != nil && !stats.Kept(results) {
		if below, err = r.below(ctx, results); err != nil {
			return stats.Report{}, err
		}
		results.MarkSets = append(results.MarkSets, below...)
		report = stats.Yearly(results, o)
	}
	shown, err := r.store.ShowMarks(ctx, known, append(below, report.Shows...))
	if err == nil && !shown {
		err = errShown
	}
	return report, err
}

// trend keeps as shown the mean mark that a report on a year of which nothing was
// opened yet shows of the last year before: that one may still go on. Once anything
// of a year was opened, those before are over.
func (r *Reports) trend(ctx context.Context, results survey.Results) error {
	if results.Responses > 0 || len(results.Years) == 0 {
		return nil
	}
	last := results.Years[len(results.Years)-1].Year
	return r.seen(ctx, results.Survey.ID, results.Unit.ID, last)
}

// seen keeps as shown the mean marks of all in a unit and in each unit below it:
// where they are seen in another place than a report on that year, they count as
// much.
func (r *Reports) seen(ctx context.Context, surveyID, unit string, year int) error {
	for range mostTries {
		results, err := r.store.Results(ctx, surveyID, unit, year)
		if err != nil || stats.Kept(results) {
			return err
		}
		below, err := r.below(ctx, results)
		if err != nil {
			return err
		}
		kept, err := r.store.ShowMarks(ctx, len(results.MarkSets), append(below, stats.State(results)...))
		if err != nil || kept {
			return err
		}
	}
	return errBusy
}

// below returns the mean marks of all in the units below that of results, as far
// as they are not kept: anybody can look at those reports later, so what is shown
// of themes must be safe beside them.
func (r *Reports) below(ctx context.Context, results survey.Results) ([]survey.MarkSet, error) {
	tree, err := r.store.Units(ctx)
	if err != nil {
		return nil, err
	}
	reportable, err := r.store.Reportables(ctx)
	if err != nil {
		return nil, err
	}
	within := tree.Below(results.Unit.ID)
	var states []survey.MarkSet
	for _, x := range reportable {
		if x.Survey != results.Survey.ID || x.Year != results.Year || x.Unit == results.Unit.ID || !slices.Contains(within, x.Unit) {
			continue
		}
		part, err := r.store.Results(ctx, x.Survey, x.Unit, x.Year)
		if err != nil {
			return nil, err
		}
		states = append(states, stats.State(part)...)
	}
	return states, nil
}
