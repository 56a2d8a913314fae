package handlers

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// home shows the units that somebody has a role on and what comes next; who has
// one unit and nothing else to look after is led to it: GET /staff/.
func (h *staff) home(c *fiber.Ctx) error {
	who := whoever(c)
	year := h.Now().Year()
	own := who.Account.Grants.Units(who.Tree, survey.Manager, survey.Coach, survey.Entry)
	page := views.NewHome(who.Tree, own, year)
	page.Admin = who.Account.Grants.Hold(who.Tree, survey.Everywhere, survey.Administrator)
	if len(own) == 1 && !page.Admin {
		path := views.DashboardPath(own[0].ID, year)
		if said := c.Query("said"); said != "" {
			return done(c, path, said)
		}
		return c.Redirect(path, fiber.StatusSeeOther)
	}
	if page.Admin {
		accounts, err := h.Store.Accounts(c.UserContext())
		if err != nil {
			return err
		}
		if len(who.Tree) < 2 { // the organisation itself is one
			page.Steps = append(page.Steps, views.Step{Label: "step.units", Href: staffPath + "/units"})
		}
		if len(accounts) < 2 {
			page.Steps = append(page.Steps, views.Step{Label: "step.accounts", Href: staffPath + "/accounts/new"})
		}
	}
	return h.page(c, fiber.StatusOK, page)
}

// dashboard shows what there is of a unit in a year, what waits, and one next
// step: GET /staff/unit/:unit/:year.
func (h *staff) dashboard(c *fiber.Ctx) error {
	who := whoever(c)
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || !survey.ValidYear(year) {
		return fiber.ErrNotFound
	}
	holds := func(role survey.Role) bool { return who.Account.Grants.Hold(who.Tree, who.Unit.ID, role) }
	page := &views.Dashboard{
		Unit: who.Unit, Year: year,
		Manager: holds(survey.Manager), Coach: holds(survey.Coach), Entry: holds(survey.Entry),
	}
	for _, fill := range []func(*fiber.Ctx, *views.Dashboard) error{h.fillNextLook, h.fillSurveys, h.fillCards, h.fillRecords, h.fillWorries} {
		if err := fill(c, page); err != nil {
			return err
		}
	}
	for _, u := range who.Tree.Children(who.Unit.ID) {
		page.Below = append(page.Below, views.UnitRow{Unit: u, Href: views.DashboardPath(u.ID, year)})
	}
	page.Step = page.NextStep()
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) fillNextLook(c *fiber.Ctx, page *views.Dashboard) (err error) {
	page.NextLook, err = h.nextLook(c)
	return err
}

// fillSurveys adds what was opened of each survey, and what waits. What waits is
// known as it was when boxes were last looked at.
func (h *staff) fillSurveys(c *fiber.Ctx, page *views.Dashboard) error {
	surveys, err := h.Store.Surveys(c.UserContext())
	if err != nil {
		return err
	}
	reportable, err := h.Store.Reportables(c.UserContext())
	if err != nil {
		return err
	}
	waiting, err := h.Store.Waiting(c.UserContext())
	if err != nil {
		return err
	}
	editions, err := h.Store.Editions(c.UserContext())
	if err != nil {
		return err
	}
	page.Years, page.Over = []int{h.Now().Year(), page.Year}, page.Year < store.YearOf(h.Now())
	below := whoever(c).Tree.Below(page.Unit.ID)
	at := func(kind, id string) string {
		return fmt.Sprintf("%s/%s/%s/%d/%s", staffPath, kind, page.Unit.ID, page.Year, id)
	}
	for _, s := range surveys {
		row := views.SurveyRow{ID: s.ID, Title: s.Title, Report: at("report", s.ID), Published: at("published", s.ID), Draft: views.ReportDraftPath(page.Unit.ID, page.Year, s.ID)}
		for _, e := range editions {
			if e.Unit == page.Unit.ID && e.Year == page.Year && e.Survey == s.ID {
				row.Edition = max(row.Edition, e.Number)
			}
		}
		_, row.Public = inForce(editions, store.Scope{Unit: page.Unit.ID, Year: page.Year, Survey: s.ID})
		for _, r := range reportable {
			if r.Unit == page.Unit.ID {
				page.Years = append(page.Years, r.Year)
				row.Opened = row.Opened || r.Survey == s.ID && r.Year == page.Year
			}
		}
		for _, w := range waiting {
			if w.Survey == s.ID && w.Year == page.Year && slices.Contains(below, w.Unit) {
				row.Waiting += w.N
			}
		}
		row.Waiting = stats.Nearest5(row.Waiting)
		if row.Opened || row.Waiting > 0 {
			page.Surveys = append(page.Surveys, row)
		}
	}
	slices.SortFunc(page.Years, func(a, b int) int { return b - a })
	page.Years = slices.Compact(page.Years)
	return nil
}

// fillCards adds how many cards there are, which are not retired, and how many
// were handed out.
func (h *staff) fillCards(c *fiber.Ctx, page *views.Dashboard) error {
	batches, err := h.Store.Batches(c.UserContext())
	if err != nil {
		return err
	}
	below := whoever(c).Tree.Below(page.Unit.ID)
	for _, b := range batches {
		if slices.Contains(below, b.Unit) && !b.Retired {
			page.Cards.Stacks++
		}
	}
	page.Cards.HandedOut, err = h.Store.HandedOut(c.UserContext(), page.Unit.ID, page.Year)
	return err
}

func (h *staff) fillRecords(c *fiber.Ctx, page *views.Dashboard) error {
	figures, err := h.Store.KeyFigures(c.UserContext(), page.Unit.ID, page.Year)
	if err != nil {
		return err
	}
	measures, err := h.Store.Measures(c.UserContext(), page.Unit.ID, page.Year)
	page.Figures, page.Measures = len(figures), len(measures)
	return err
}
