package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/views"
)

// interrupted asks who is not signed in to do so, and then to go on: to the page
// that was asked for, or with the form that was posted.
func (h *staff) interrupted(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodPost {
		return c.Redirect(staffPath+"/login?to="+url.QueryEscape(c.OriginalURL()), fiber.StatusSeeOther)
	}
	carried, err := carry(c)
	if err != nil {
		return err
	}
	page := h.goingOn(nil)
	page.To, page.Carried = ownPath(c.OriginalURL()), carried
	return h.page(c, fiber.StatusUnauthorized, page)
}

// unconfirmed asks somebody who is signed in to show again who they are.
func (h *staff) unconfirmed(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodPost {
		return c.Redirect(staffPath+"/confirm?to="+url.QueryEscape(c.OriginalURL()), fiber.StatusSeeOther)
	}
	carried, err := carry(c)
	if err != nil {
		return err
	}
	page, err := h.confirming(c, nil)
	if err != nil {
		return err
	}
	page.To, page.Carried = ownPath(c.OriginalURL()), carried
	return h.page(c, fiber.StatusUnauthorized, page)
}

// carry packs a posted form to be sent again later, without its token and without
// what is secret in it: that stands in no page of ours, and is asked for once more.
func carry(c *fiber.Ctx) (string, error) {
	fields, err := read(c)
	if err != nil {
		return "", err
	}
	for _, secret := range []string{views.FieldToken, views.FieldPassword, views.FieldNext, views.FieldAgain, views.FieldSecond} {
		delete(fields, secret)
	}
	return url.Values(fields).Encode(), nil
}

// login shows the page to sign in: GET /staff/login.
func (h *staff) login(c *fiber.Ctx) error {
	if whoever(c).signedIn() {
		return c.Redirect(ownPath(c.Query(views.FieldTo)), fiber.StatusSeeOther)
	}
	return h.page(c, fiber.StatusOK, h.goingOn(map[string][]string{views.FieldTo: {c.Query(views.FieldTo)}}))
}

// logIn signs somebody in: POST /staff/login. It takes as long for a name that
// nobody has.
func (h *staff) logIn(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page := h.goingOn(fields)
	email := survey.CleanEmail(field(fields, views.FieldEmail))
	page.Fields[0].Typed = email
	a, err := h.prove(c, email, last(fields, views.FieldPassword), h.Store.LogIn)
	if err != nil {
		return h.refused(c, page, err)
	}
	return h.letIn(c, a, page)
}

// refused shows the page again with what was wrong with a password, at its
// field.
func (h *staff) refused(c *fiber.Ctx, page *views.Login, err error) error {
	var mistake *survey.Error
	if !errors.As(err, &mistake) {
		return err
	}
	page.Fields.Fault(views.FieldPassword, mistake)
	status := fiber.StatusUnprocessableEntity
	if errors.Is(err, survey.ErrTooOften) {
		status = fiber.StatusTooManyRequests
	}
	return h.page(c, status, page)
}

// goOn leads to where somebody wanted to go before they signed in, or sends the
// form that was interrupted.
func (h *staff) goOn(c *fiber.Ctx, a survey.Account, page *views.Login) error {
	if page.Carried == "" {
		return c.Redirect(page.To, fiber.StatusSeeOther)
	}
	values, err := url.ParseQuery(page.Carried)
	if err != nil {
		return fiber.ErrBadRequest
	}
	who := whoever(c)
	who.Account = a
	if who.Tree, err = h.Store.Units(c.UserContext()); err != nil {
		return err
	}
	resume := &views.Resume{To: page.To}
	for name, typed := range values {
		for _, v := range typed {
			resume.Carried = append(resume.Carried, views.Pair{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(resume.Carried, func(a, b views.Pair) int { return strings.Compare(a.Name, b.Name) })
	return h.page(c, fiber.StatusOK, resume)
}

// logOut ends the session: POST /staff/logout.
func (h *staff) logOut(c *fiber.Ctx) error {
	if err := h.Store.EndSession(c.UserContext(), whoever(c).token); err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{
		Name: h.cookieName(sessionCookie), Path: staffPath, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
		Secure: h.Secure, Expires: h.Now().AddDate(-1, 0, 0),
	})
	c.Set(clearSiteData, forgetsStaff)
	return done(c, staffPath+"/login", "logged-out")
}

// last returns a field of a form as it was typed, spaces and all: for
// passwords.
func last(fields map[string][]string, name string) string {
	values := fields[name]
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}
