package handlers

import (
	"context"
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// profile shows one's own account: GET /staff/profile.
func (h *staff) profile(c *fiber.Ctx) error {
	page, err := h.profilePage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) profilePage(c *fiber.Ctx) (*views.Profile, error) {
	who := whoever(c)
	page := &views.Profile{
		Account: who.Account, Fields: h.Views.ProfileFields(who.Account), Password: views.PasswordFields(),
		Grants: views.NewAccountRow(who.Account, who.Tree).Grants,
	}
	var err error
	if page.Factors, err = h.factorRows(c); err != nil {
		return page, err
	}
	sessions, err := h.Store.Sessions(c.UserContext(), who.Account.ID)
	for _, s := range sessions {
		zone := h.Now().Location()
		page.Sessions = append(page.Sessions, views.SessionRow{
			ID: s.ID, Began: s.Began.In(zone), Used: s.Used.In(zone), Here: s.ID == who.session.ID,
		})
	}
	return page, err
}

// saveProfile keeps one's name and language: POST /staff/profile.
func (h *staff) saveProfile(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.profilePage(c)
	if err != nil {
		return err
	}
	a := whoever(c).Account
	a.Name, a.Lang = field(fields, views.FieldName), field(fields, views.FieldLang)
	page.Fields = h.Views.ProfileFields(a)
	page.Fields.Faults(survey.CheckRecord(a))
	if a.Lang != "" && !slices.Contains(h.Views.Texts().Languages(), a.Lang) {
		page.Fields.Fault(views.FieldLang, survey.ErrNotOffered)
	}
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	if err := h.Store.SaveProfile(c.UserContext(), a.ID, a.Name, a.Lang); err != nil {
		return err
	}
	return done(c, staffPath+"/profile", "saved")
}

// changePassword sets a new password and signs out everywhere else:
// POST /staff/profile/password.
func (h *staff) changePassword(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.profilePage(c)
	if err != nil {
		return err
	}
	a := whoever(c).Account
	newPassword(page.Password, fields, a)
	if len(page.Problems()) == 0 {
		_, err = h.prove(c, a.Email, last(fields, views.FieldPassword), func(ctx context.Context, _, present string) (survey.Account, error) {
			return a, h.Store.ChangePassword(ctx, a, present, last(fields, views.FieldNext))
		})
		var mistake *survey.Error
		if err != nil && !errors.As(err, &mistake) {
			return err
		}
		if mistake != nil {
			page.Password.Fault(views.FieldPassword, mistake)
		}
	}
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	// The password alone does not show who is there where a code is needed too.
	token, err := h.Store.ContinueSession(c.UserContext(), a.ID, whoever(c).session)
	if err != nil {
		return err
	}
	h.keep(c, token)
	return done(c, staffPath+"/profile", "password")
}

// endSession signs out another browser: POST /staff/profile/sessions.
func (h *staff) endSession(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	id := field(fields, views.FieldID)
	if id == "" {
		return fiber.ErrBadRequest
	}
	if err := h.Store.EndSessionOf(c.UserContext(), whoever(c).Account.ID, id); err != nil {
		return err
	}
	return done(c, staffPath+"/profile", "session-ended")
}
