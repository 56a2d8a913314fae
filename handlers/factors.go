package handlers

import (
	"encoding/hex"
	"errors"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/totp"
	"ouderstem/survey"
	"ouderstem/views"
	"ouderstem/views/paper"
)

// factorRows are the ways to sign in of who is signed in.
func (h *staff) factorRows(c *fiber.Ctx) (views.FactorRows, error) {
	who := whoever(c).Account
	f, err := h.Store.Factors(c.UserContext(), who.ID)
	rows := views.FactorRows{Ways: h.ways(), Codes: f.Codes, Recovery: f.Recovery, Passkeys: views.PasskeyRows(f.Passkeys)}
	if err == nil && h.Provider != nil {
		rows.Tied, err = h.Store.KnownAt(c.UserContext(), who.ID, h.Provider.Issuer)
	}
	return rows, err
}

// codes shows what an app needs to show codes: GET /staff/profile/codes. The
// same secret again, until a first code was right: the page may be loaded twice.
func (h *staff) codes(c *fiber.Ctx) error {
	who, ctx := whoever(c).Account, c.UserContext()
	secret, err := h.Store.UnprovenSecret(ctx, who.ID)
	if errors.Is(err, survey.ErrNoRecord) {
		if secret, err = totp.NewSecret(); err == nil {
			err = h.Store.BeginCodes(ctx, who.ID, secret)
		}
	}
	if errors.Is(err, survey.ErrChanged) { // an app shows codes already
		return c.Redirect(staffPath+"/profile", fiber.StatusSeeOther)
	}
	if err != nil {
		return err
	}
	page, err := h.codesPage(c, secret)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, page)
}

func (h *staff) codesPage(c *fiber.Ctx, secret []byte) (*views.Codes, error) {
	settings, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return nil, err
	}
	const program, group = "Ouderstem", 4
	page := &views.Codes{Fields: views.Fields{{Name: views.FieldSecond, Label: "codes.code", Autocomplete: "one-time-code", Numeric: true}}}
	page.Path, page.Side, err = paper.Path(totp.URI(secret, program+" "+settings.Organisation, whoever(c).Account.Email))
	for letters := totp.Letters(secret); letters != ""; {
		n := min(group, len(letters))
		page.Groups = append(page.Groups, letters[:n])
		letters = letters[n:]
	}
	return page, err
}

// proveCodes takes the first code of an app and shows the codes on paper:
// POST /staff/profile/codes.
func (h *staff) proveCodes(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	who, ctx := whoever(c).Account, c.UserContext()
	secret, err := h.Store.UnprovenSecret(ctx, who.ID)
	if err != nil {
		return err
	}
	page, err := h.codesPage(c, secret)
	if err != nil {
		return err
	}
	page.Fields[0].Typed = field(fields, views.FieldSecond)
	codes, err := h.Store.ProveCodes(ctx, who.ID, h.match(page.Fields[0].Typed))
	if mistake := new(survey.Error); errors.As(err, &mistake) {
		if errors.Is(err, survey.ErrWrongCode) {
			mistake = survey.ErrWrongAppCode
		}
		page.Fields.Fault(views.FieldSecond, mistake)
		return h.page(c, statusOfTry(err), page)
	}
	if err == nil {
		err = h.renew(c)
	}
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Recovery{Codes: codes})
}

// newRecovery replaces the codes on paper: POST /staff/profile/recovery.
func (h *staff) newRecovery(c *fiber.Ctx) error {
	codes, err := h.Store.NewRecovery(c.UserContext(), whoever(c).Account.ID)
	if err != nil {
		return err
	}
	return h.page(c, fiber.StatusOK, &views.Recovery{Codes: codes})
}

// endCodes does away with the app: POST /staff/profile/codes/end.
func (h *staff) endCodes(c *fiber.Ctx) error {
	if err := h.Store.EndCodes(c.UserContext(), whoever(c).Account.ID); err != nil {
		return err
	}
	if err := h.renew(c); err != nil {
		return err
	}
	return done(c, staffPath+"/profile", "codes-off")
}

// endPasskey removes one: POST /staff/profile/passkeys/end.
func (h *staff) endPasskey(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	id, err := hex.DecodeString(last(fields, views.FieldID))
	if err != nil {
		return fiber.ErrBadRequest
	}
	if err := h.Store.EndPasskey(c.UserContext(), whoever(c).Account.ID, id); err != nil {
		return err
	}
	if err := h.renew(c); err != nil {
		return err
	}
	return done(c, staffPath+"/profile", "passkey-removed")
}

// endFactors takes away what a colleague has lost:
// POST /staff/accounts/:account/factors.
func (h *staff) endFactors(c *fiber.Ctx) error {
	if err := h.Store.EndFactors(c.UserContext(), whoever(c).Account.ID, c.Params("account")); err != nil {
		return err
	}
	return done(c, staffPath+"/accounts", "factors-ended")
}
