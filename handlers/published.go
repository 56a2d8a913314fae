package handlers

import (
	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// published leads to the edition of a report that is in force, which everybody can
// read, or says that there is none and what comes next: GET
// /staff/published/:unit/:year/:survey. Nothing else of a report is shown to who is
// no manager: beside the editions, what is not in their ledger would tell of a few.
func (h *staff) published(c *fiber.Ctx) error {
	in, err := scope(c)
	if err != nil || !survey.ValidYear(in.Year) {
		return fiber.ErrNotFound
	}
	asked, err := h.Store.Survey(c.UserContext(), in.Survey, 0)
	if err != nil {
		return err
	}
	all, err := h.Store.Editions(c.UserContext())
	if err != nil {
		return err
	}
	if e, public := inForce(all, in); public {
		return c.Redirect(h.parentsSite()+views.EditionPath(e)+"?lang="+h.spoken(c), fiber.StatusSeeOther)
	}
	who := whoever(c)
	page := &views.Unpublished{
		Unit: who.Unit, Year: in.Year, Title: asked.Title,
		Manager: who.Account.Grants.Hold(who.Tree, who.Unit.ID, survey.Manager),
		Draft:   views.ReportDraftPath(in.Unit, in.Year, in.Survey),
	}
	if gone := editionsOf(all, in); len(gone) > 0 {
		page.Withdrawn = &gone[0]
	}
	for _, e := range survey.InForce(all) { // those of a unit come newest year first
		if e.Unit == in.Unit {
			page.Others = append(page.Others, e)
		}
	}
	if in.Year >= store.YearOf(h.Now()) {
		if page.NextLook, err = h.nextLook(c); err != nil {
			return err
		}
	}
	return h.page(c, fiber.StatusOK, page)
}

// inForce returns the edition of a report that is public, if one is.
func inForce(all []survey.Edition, in store.Scope) (survey.Edition, bool) {
	list := editionsOf(survey.InForce(all), in)
	if len(list) == 0 {
		return survey.Edition{}, false
	}
	return list[0], true
}
