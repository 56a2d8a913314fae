package handlers

import (
	"errors"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/totp"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// letIn signs in who has just shown a password, or asks for a code first where
// the account needs one. page says where to go on.
func (h *staff) letIn(c *fiber.Ctx, a survey.Account, page *views.Login) error {
	factors, err := h.Store.Factors(c.UserContext(), a.ID)
	if err != nil {
		return err
	}
	if factors.Codes {
		errand, err := h.Store.BeginErrand(c.UserContext(), store.ErrandCode, []byte(a.ID))
		if err != nil {
			return err
		}
		return h.page(c, fiber.StatusOK, &views.LoginCode{
			Errand: errand, Fields: views.Fields{views.SecondField()}, To: page.To, Carried: page.Carried,
		})
	}
	if err := h.begin(c, a); err != nil {
		return err
	}
	return h.goOn(c, a, page)
}

// logInCode takes the code after the password: POST /staff/login/code.
func (h *staff) logInCode(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	on := h.goingOn(fields)
	page := &views.LoginCode{
		Errand: last(fields, views.FieldErrand), Fields: views.Fields{views.SecondField()}, To: on.To, Carried: on.Carried,
	}
	id, err := h.Store.Errand(c.UserContext(), store.ErrandCode, page.Errand)
	if errors.Is(err, survey.ErrTooLate) {
		return h.notIn(c, on, err)
	}
	if err != nil {
		return err
	}
	if err := h.useCode(c, string(id), field(fields, views.FieldSecond)); err != nil {
		return h.wrongCode(c, page, err)
	}
	if _, err := h.Store.EndErrand(c.UserContext(), store.ErrandCode, page.Errand); err != nil {
		return h.notIn(c, on, err)
	}
	a, err := h.Store.Account(c.UserContext(), string(id))
	if err == nil && a.Blocked {
		err = survey.ErrNoAccess
	}
	if err != nil {
		return h.notIn(c, on, err)
	}
	if err := h.begin(c, a); err != nil {
		return err
	}
	return h.goOn(c, a, on)
}

// wrongCode shows the page again with what is wrong with the code.
func (h *staff) wrongCode(c *fiber.Ctx, page *views.LoginCode, err error) error {
	var mistake *survey.Error
	if !errors.As(err, &mistake) {
		return err
	}
	page.Fields.Fault(views.FieldSecond, mistake)
	return h.page(c, statusOfTry(err), page)
}

func statusOfTry(err error) int {
	if errors.Is(err, survey.ErrTooManyTries) || errors.Is(err, survey.ErrTooOften) {
		return fiber.StatusTooManyRequests
	}
	return fiber.StatusUnprocessableEntity
}

// goingOn reads where to go on after signing in.
func (h *staff) goingOn(fields map[string][]string) *views.Login {
	return &views.Login{
		Fields: views.LoginFields(false), Ways: h.ways(),
		To: ownPath(field(fields, views.FieldTo)), Carried: last(fields, views.FieldCarried),
	}
}

// ways are the ways to sign in besides a password.
func (h *staff) ways() views.Ways {
	w := views.Ways{Passkey: h.passkeys != nil, Mail: h.Mail != nil}
	if h.Provider != nil {
		w.Provider = h.ProviderName
	}
	return w
}

// notIn shows the page to sign in with the reason why somebody is not, and what
// they typed still in it.
func (h *staff) notIn(c *fiber.Ctx, page *views.Login, err error) error {
	var mistake *survey.Error
	if !errors.As(err, &mistake) {
		return err
	}
	page.Wrong = mistake
	status := statusOfTry(err)
	if errors.Is(err, survey.ErrProviderAway) {
		status = fiber.StatusBadGateway
	}
	return h.page(c, status, page)
}

// useCode takes a code of an account's app or, where it is not made of six
// digits, one on paper.
func (h *staff) useCode(c *fiber.Ctx, account, typed string) error {
	if !sixDigits(typed) {
		_, err := h.Store.UseRecovery(c.UserContext(), account, typed)
		return err
	}
	return h.Store.UseCode(c.UserContext(), account, h.match(typed))
}

func (h *staff) match(typed string) store.Match {
	return func(secret []byte, last int64) (int64, bool) { return totp.Match(secret, typed, h.Now(), last) }
}

// sixDigits reports whether typed has six digits or fewer and nothing else that
// a code on paper has.
func sixDigits(typed string) bool {
	const most = 6
	letters := strings.ContainsFunc(typed, unicode.IsLetter)
	digits := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, typed)
	return !letters && len(digits) <= most
}
