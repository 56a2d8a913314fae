package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// publishing asks whether a draft should be published and says what that means:
// GET /staff/design/:unit/:draft/publish.
func (h *staff) publishing(c *fiber.Ctx) error { return h.askToPublish(c, fiber.StatusOK, false) }

// askToPublish shows that page; changed says that it was asked of a draft that
// has changed since.
func (h *staff) askToPublish(c *fiber.Ctx, status int, changed bool) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	page := &views.Publish{}
	designer, err := h.designer(c, d, "")
	if err != nil {
		return err
	}
	page.Designer = *designer
	page.Apart, page.NotDone = true, changed
	if page.Target, err = h.Store.DraftTarget(c.UserContext(), d, whoever(c).leadsAll()); err != nil {
		return err
	}
	if id := d.Survey.ID; survey.IsNamed(id) && id != page.Target.ID {
		if page.Elsewhere, err = h.Store.Survey(c.UserContext(), id, 0); err != nil && !errors.Is(err, survey.ErrNoSurvey) {
			return err
		}
	}
	return h.page(c, status, page)
}

// publish makes a version of a draft that never changes: POST
// /staff/design/:unit/:draft/publish.
func (h *staff) publish(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	if d.Revision, err = strconv.Atoi(field(fields, views.FieldRevision)); err != nil {
		return fiber.ErrBadRequest
	}
	who := whoever(c)
	switch _, err := h.Store.PublishDraft(c.UserContext(), who.Account.ID, d, who.leadsAll()); {
	case errors.Is(err, survey.ErrChanged):
		return h.askToPublish(c, fiber.StatusConflict, true)
	case errors.Is(err, survey.ErrBadDefinition):
		return h.askToPublish(c, fiber.StatusUnprocessableEntity, false)
	case err != nil:
		return err
	}
	return done(c, staffPath+"/surveys/"+who.Unit.ID, "survey-published")
}

// exportDraft sends a draft as a file: GET /staff/design/:unit/:draft/export.
func (h *staff) exportDraft(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return download(c, d.Survey.Named())
}
