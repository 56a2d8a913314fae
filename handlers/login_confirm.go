package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// confirming is the page on which who is signed in shows it again, in the ways
// that their account has. Where it needs codes, a password alone is not enough.
func (h *staff) confirming(c *fiber.Ctx, fields map[string][]string) (*views.Login, error) {
	page := h.goingOn(fields)
	page.Confirm, page.Fields, page.Ways.Mail = true, nil, false
	who := whoever(c).Account
	factors, err := h.Store.Factors(c.UserContext(), who.ID)
	if err != nil {
		return page, err
	}
	if who.HasPassword {
		page.Fields = views.LoginFields(true)
		if factors.Codes {
			page.Fields = append(page.Fields, views.SecondField())
		}
	}
	page.Ways.Passkey = page.Ways.Passkey && len(factors.Passkeys) > 0
	if page.Ways.Provider != "" {
		tied, err := h.Store.KnownAt(c.UserContext(), who.ID, h.Provider.Issuer)
		if err != nil {
			return page, err
		}
		if !tied {
			page.Ways.Provider = ""
		}
	}
	return page, nil
}

// confirm asks again who it is: GET /staff/confirm.
func (h *staff) confirm(c *fiber.Ctx) error {
	page, err := h.confirming(c, map[string][]string{views.FieldTo: {c.Query(views.FieldTo)}})
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

// confirmed takes the password again, and a code where the account needs one:
// POST /staff/confirm.
func (h *staff) confirmed(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.confirming(c, fields)
	if err != nil {
		return err
	}
	who := whoever(c).Account
	_, err = h.prove(c, who.Email, last(fields, views.FieldPassword), h.Store.LogIn)
	if errors.Is(err, survey.ErrWrongLogin) {
		err = survey.ErrWrongPassword
	}
	if err != nil {
		return h.refused(c, page, err)
	}
	if page.Needs(views.FieldSecond) {
		err := h.useCode(c, who.ID, field(fields, views.FieldSecond))
		if mistake := new(survey.Error); errors.As(err, &mistake) {
			page.Fields.Fault(views.FieldSecond, mistake)
			return h.page(c, statusOfTry(err), page)
		}
		if err != nil {
			return err
		}
	}
	return h.sure(c, page)
}

// sure notes that who is signed in has just shown it again, and goes on.
func (h *staff) sure(c *fiber.Ctx, page *views.Login) error {
	if err := h.renew(c); err != nil {
		return err
	}
	return h.goOn(c, whoever(c).Account, page)
}

// renew gives the session of who is sure a new token: one that was stolen before
// is worth nothing after.
func (h *staff) renew(c *fiber.Ctx) error {
	token, err := h.Store.ConfirmSession(c.UserContext(), whoever(c).token)
	if err == nil {
		h.keep(c, token)
	}
	return err
}
