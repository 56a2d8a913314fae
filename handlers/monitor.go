package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// monitor shows all units below one for a year, next to what others published:
// GET /staff/monitor/:unit/:year. ?survey= chooses a survey; else it is the one
// that most answered.
func (h *staff) monitor(c *fiber.Ctx) error {
	who := whoever(c)
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || !survey.ValidYear(year) {
		return fiber.ErrNotFound
	}
	surveys, err := h.Store.Surveys(c.UserContext())
	if err != nil {
		return err
	}
	reportable, err := h.Store.Reportables(c.UserContext())
	if err != nil {
		return err
	}
	page := &views.Monitor{Exchanges: who.Account.Grants.Hold(who.Tree, survey.Everywhere, survey.Manager)}
	page.Years = []int{h.Now().Year(), year}
	answered := map[string]bool{}
	for _, r := range reportable {
		if r.Unit == who.Unit.ID {
			page.Years = append(page.Years, r.Year)
			answered[r.Survey] = answered[r.Survey] || r.Year == year
		}
	}
	slices.SortFunc(page.Years, func(a, b int) int { return b - a })
	page.Years = slices.Compact(page.Years)
	m, err := monitorOf(c.UserContext(), h.Store, who.Tree, who.Unit.ID, year, c.Query("survey"), surveys, answered)
	if err != nil {
		return err
	}
	// Of the years in its trends only the last can still go on.
	for _, r := range reportable {
		if r.Unit == who.Unit.ID && r.Survey == m.Survey && r.Year <= year { // the newest year comes first
			if err := h.reports.seen(c.UserContext(), r.Survey, r.Unit, r.Year); err != nil {
				return err
			}
			break
		}
	}
	page.Monitor, page.Unit = m, who.Unit
	for _, s := range surveys {
		if s.Audience != survey.Staff && (answered[s.ID] || s.ID == page.Survey) {
			page.Surveys = append(page.Surveys, views.MonitorSurvey{
				Title: s.Title, Href: views.MonitorPath(who.Unit.ID, year, s.ID), Here: s.ID == page.Survey,
			})
		}
	}
	return h.page(c, fiber.StatusOK, page)
}

// monitorOf returns the monitor of a unit in a year, of the survey that was asked
// for or of the one with most answers. answered are the surveys with answers there.
// It is looked at from the top of the tree: what is hidden elsewhere counts here.
func monitorOf(ctx context.Context, st *store.Store, tree survey.Units, unit string, year int, asked string, surveys []*survey.Survey, answered map[string]bool) (stats.Monitor, error) {
	var shown *survey.Overview
	var lists []survey.Overview
	top, within := topOf(tree, unit), tree.Below(unit)
	for _, s := range surveys {
		switch {
		case s.Audience == survey.Staff:
			if !answered[s.ID] {
				continue
			}
			o, err := st.Overview(ctx, s.ID, top, year, year, true)
			if err != nil {
				return stats.Monitor{}, err
			}
			lists = append(lists, o)
		case asked == "" || asked == s.ID:
			o, err := st.Overview(ctx, s.ID, top, survey.FirstYear, year, false)
			if err != nil {
				return stats.Monitor{}, err
			}
			if shown == nil || responses(o, within) > responses(*shown, within) {
				shown = &o
			}
		}
	}
	switch {
	case shown == nil && asked != "":
		return stats.Monitor{}, fiber.ErrNotFound
	case shown == nil: // no survey was published yet
		return stats.Monitor{Year: year}, nil
	}
	others, err := st.Benchmarks(ctx)
	if err != nil {
		return stats.Monitor{}, err
	}
	return stats.Overview(*shown, lists, others).Of(unit), nil
}

// responses is how many there were in units, in the year that o is about.
func responses(o survey.Overview, units []string) int {
	n := 0
	for _, own := range o.Own {
		if own.Year == o.Year && slices.Contains(units, own.Unit) {
			n += own.Responses
		}
	}
	return n
}

// PublishedUnits returns what this installation can tell others: of each unit,
// year and survey what its newest edition says, where that was not withdrawn.
func PublishedUnits(ctx context.Context, st *store.Store) ([]survey.BenchmarkUnit, error) {
	editions, err := st.Editions(ctx)
	if err != nil {
		return nil, err
	}
	var units []survey.BenchmarkUnit
	for _, e := range survey.InForce(editions) {
		if e, err = st.Edition(ctx, e.Unit, e.Survey, e.Year, e.Number); err != nil {
			return nil, err
		}
		report, err := stats.ReadReport(e.Value)
		if err != nil {
			return nil, err
		}
		if u, ok := stats.Published(report, e.Number); ok {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b survey.BenchmarkUnit) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Survey, b.Survey))
	})
	return units, nil
}
