package handlers

import (
	"encoding/json"
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// question is what the page's script gets: the question for the device, and the
// token that goes with its answer.
type question struct {
	Errand  string          `json:"errand"`
	Options json.RawMessage `json:"options"`
}

// askPasskey begins to sign somebody in by a passkey, whoever it is:
// POST /staff/login/passkey/ask.
func (h *staff) askPasskey(c *fiber.Ctx) error {
	if h.passkeys == nil {
		return fiber.ErrNotFound
	}
	options, challenge, err := h.passkeys.Begin()
	if err != nil {
		return err
	}
	errand, err := h.Store.BeginErrand(c.UserContext(), store.ErrandPasskey, challenge)
	if err != nil {
		return err
	}
	return c.JSON(question{errand, options})
}

// logInPasskey signs in whose passkey has answered: POST /staff/login/passkey. A
// passkey that its device has checked its owner for counts for both factors.
func (h *staff) logInPasskey(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page := h.goingOn(fields)
	a, err := h.byPasskey(c, fields)
	if err != nil {
		return h.notIn(c, page, err)
	}
	if err := h.begin(c, a); err != nil {
		return err
	}
	return h.goOn(c, a, page)
}

// confirmPasskey takes a passkey of who is signed in: POST /staff/confirm/passkey.
func (h *staff) confirmPasskey(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.confirming(c, fields)
	if err != nil {
		return err
	}
	a, err := h.byPasskey(c, fields)
	if err == nil && a.ID != whoever(c).Account.ID {
		err = survey.ErrOtherPerson
	}
	if err != nil {
		return h.notIn(c, page, err)
	}
	return h.sure(c, page)
}

// byPasskey returns whose passkey has answered the question that a form names.
func (h *staff) byPasskey(c *fiber.Ctx, fields map[string][]string) (survey.Account, error) {
	if h.passkeys == nil || last(fields, views.FieldErrand) == "" {
		return survey.Account{}, survey.ErrNoPasskey
	}
	ctx := c.UserContext()
	challenge, err := h.Store.EndErrand(ctx, store.ErrandPasskey, last(fields, views.FieldErrand))
	if err != nil {
		return survey.Account{}, err
	}
	a, key, err := h.passkeys.Finish(challenge, []byte(last(fields, views.FieldAnswer)), func(id string) (survey.Account, []survey.Passkey, error) {
		a, err := h.Store.Account(ctx, id)
		if err != nil {
			return a, nil, err
		}
		keys, err := h.Store.Passkeys(ctx, id)
		return a, keys, err
	})
	if err != nil {
		return a, err
	}
	if a.Blocked {
		return a, survey.ErrNoAccess
	}
	return a, h.Store.UsePasskey(ctx, key)
}

// newPasskey shows the page on which a device makes one:
// GET /staff/profile/passkeys/new.
func (h *staff) newPasskey(c *fiber.Ctx) error {
	if h.passkeys == nil {
		return fiber.ErrNotFound
	}
	return h.page(c, fiber.StatusOK, &views.NewPasskey{Fields: views.NewPasskeyFields()})
}

// askNewPasskey begins to make one: POST /staff/profile/passkeys/ask.
func (h *staff) askNewPasskey(c *fiber.Ctx) error {
	if h.passkeys == nil {
		return fiber.ErrNotFound
	}
	who, ctx := whoever(c).Account, c.UserContext()
	have, err := h.Store.Passkeys(ctx, who.ID)
	if err != nil {
		return err
	}
	settings, err := h.Store.Settings(ctx)
	if err != nil {
		return err
	}
	options, challenge, err := h.passkeys.BeginNew(settings.Organisation, who, have)
	if err != nil {
		return err
	}
	errand, err := h.Store.BeginErrand(ctx, store.ErrandNewPasskey, challenge)
	if err != nil {
		return err
	}
	return c.JSON(question{errand, options})
}

// addPasskey keeps the one that a device made: POST /staff/profile/passkeys.
func (h *staff) addPasskey(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page := &views.NewPasskey{Fields: views.NewPasskeyFields()}
	page.Fields[0].Typed = field(fields, views.FieldName)
	if page.Fields[0].Typed == "" {
		page.Fields.Fault(views.FieldName, survey.ErrNoName)
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	err = h.keepPasskey(c, fields, page.Fields[0].Typed)
	if errors.As(err, new(*survey.Error)) {
		page.Wrong = err
		return h.page(c, fiber.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return done(c, staffPath+"/profile", "passkey")
}

func (h *staff) keepPasskey(c *fiber.Ctx, fields map[string][]string, name string) error {
	if h.passkeys == nil || last(fields, views.FieldErrand) == "" {
		return survey.ErrNoPasskey
	}
	ctx := c.UserContext()
	challenge, err := h.Store.EndErrand(ctx, store.ErrandNewPasskey, last(fields, views.FieldErrand))
	if err != nil {
		return err
	}
	key, err := h.passkeys.FinishNew(whoever(c).Account, challenge, []byte(last(fields, views.FieldAnswer)))
	if err != nil {
		return err
	}
	key.Name = name
	if err := h.Store.AddPasskey(ctx, key); err != nil {
		return err
	}
	return h.renew(c)
}
