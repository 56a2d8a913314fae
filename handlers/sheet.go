package handlers

import (
	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// sheets shows which paper forms there are: GET /staff/paper/:unit.
func (h *staff) sheets(c *fiber.Ctx) error {
	who := whoever(c)
	surveys, err := h.usable(c.UserContext(), who.Tree, who.Unit)
	if err != nil {
		return err
	}
	now, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	page := &views.Sheets{
		K: now.K, Others: survey.Others,
		Keys: who.Account.Grants.Hold(who.Tree, who.Unit.ID, survey.Entry, survey.Manager),
	}
	for _, s := range surveys {
		page.Surveys = append(page.Surveys, views.SheetRow{ID: s.ID, Title: s.Title, Languages: h.offered(s)})
	}
	return h.page(c, fiber.StatusOK, page)
}

// sheet shows a paper form to be printed: GET /staff/paper/:unit/:survey.
func (h *staff) sheet(c *fiber.Ctx) error {
	s, err := h.asked(c)
	if err != nil {
		return err
	}
	settings, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	who := whoever(c)
	return h.page(c, fiber.StatusOK, &views.Sheet{
		Survey: s, House: who.Tree.Asker(who.Unit.ID), K: settings.K, Help: settings.Help[h.spoken(c)],
	})
}
