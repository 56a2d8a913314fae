package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// forgotten shows the page for who has forgotten their password:
// GET /staff/login/forgotten.
func (h *staff) forgotten(c *fiber.Ctx) error {
	if h.Mail == nil {
		return fiber.ErrNotFound
	}
	return h.page(c, fiber.StatusOK, &views.Forgotten{Fields: views.ForgottenFields()})
}

// sendForgotten mails a link to choose a new password, where there is an account
// to choose one for: POST /staff/login/forgotten. All that depends on whether
// there is happens after the answer, which is the same for everybody.
func (h *staff) sendForgotten(c *fiber.Ctx) error {
	if h.Mail == nil {
		return fiber.ErrNotFound
	}
	fields, err := read(c)
	if err != nil {
		return err
	}
	page := &views.Forgotten{Fields: views.ForgottenFields()}
	email := survey.CleanEmail(field(fields, views.FieldEmail))
	page.Fields[0].Typed = email
	for _, f := range survey.CheckRecord(survey.Account{Email: email, Name: email}) {
		page.Fields.Fault(f.Field, f.Err)
	}
	if len(page.Problems()) > 0 {
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	lang := h.spoken(c)
	h.later.do(func(ctx context.Context) {
		if err := h.mailForgotten(ctx, email, lang); err != nil {
			h.Log.Error("letter not sent", "error", err)
		}
	})
	return done(c, staffPath+"/login", "forgotten")
}

func (h *staff) mailForgotten(ctx context.Context, email, lang string) error {
	a, token, err := h.Store.Forgotten(ctx, email)
	if errors.Is(err, survey.ErrNoAccount) {
		return nil
	}
	if err != nil {
		return err
	}
	if a.Lang == "" {
		a.Lang = lang
	}
	return h.mail(ctx, a, "mail.forgotten", h.invitationLink(token))
}
