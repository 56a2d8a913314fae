package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// withdrawal asks why an edition should go: GET
// /staff/edition/:unit/:year/:survey/:number.
func (h *staff) withdrawal(c *fiber.Ctx) error {
	page, err := h.withdrawPage(c)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

// withdrawPage is that page about the edition of the path.
func (h *staff) withdrawPage(c *fiber.Ctx) (*views.Withdrawal, error) {
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return nil, fiber.ErrNotFound
	}
	in, err := scope(c)
	if err != nil {
		return nil, err
	}
	edition, err := h.Store.Edition(c.UserContext(), in.Unit, in.Survey, in.Year, number)
	if err != nil {
		return nil, err
	}
	return &views.Withdrawal{Edition: edition, Unit: whoever(c).Unit, Fields: views.Fields{
		{Name: views.FieldReason, Label: "editions.reason", Hint: "editions.reason.hint", Type: views.TypeLong},
	}}, nil
}

// withdraw takes an edition off the public pages: POST
// /staff/edition/:unit/:year/:survey/:number.
func (h *staff) withdraw(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.withdrawPage(c)
	if err != nil {
		return err
	}
	reason := field(fields, views.FieldReason)
	err = h.Store.Withdraw(c.UserContext(), whoever(c).Account.ID, page.Edition, reason)
	mistake := new(survey.Error)
	switch {
	case errors.As(err, &mistake):
		page.Fields.Typed(func(string) string { return reason })
		page.Fields.Fault(views.FieldReason, mistake)
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	case err != nil:
		return err
	}
	return done(c, page.Path(), "edition-withdrawn")
}
