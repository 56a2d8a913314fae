package handlers

import (
	"crypto/subtle"
	"errors"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/passkey"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// staff serves the pages that staff see.
type staff struct {
	*server
	throttle *throttle
	passkeys *passkey.Site // nil where the address has no name
	later    *later
	reports  *Reports
	auditing sync.Mutex // held while an audit is made
}

// visitor is who asks for a page: an account with what it may do, or a
// stranger.
type visitor struct {
	Account survey.Account
	Tree    survey.Units
	Unit    survey.Unit // the :unit of the path, where a role is needed on it
	session store.Session
	token   string
}

func (v *visitor) signedIn() bool { return v.Account.ID != "" }

const (
	sessionCookie = "ouderstem_staff"
	visitorLocal  = "visitor"
)

// visit finds out who asks.
func (h *staff) visit(c *fiber.Ctx) (*visitor, error) {
	who := &visitor{token: c.Cookies(h.cookieName(sessionCookie))}
	c.Locals(visitorLocal, who)
	if who.token == "" {
		return who, nil
	}
	var err error
	who.Account, who.session, err = h.Store.Session(c.UserContext(), who.token)
	if errors.Is(err, survey.ErrNoSession) || errors.Is(err, survey.ErrNoAccount) {
		who.Account = survey.Account{}
		return who, nil
	}
	if err != nil {
		return who, err
	}
	who.Tree, err = h.Store.Units(c.UserContext())
	return who, err
}

// whoever is the visitor of a request; a stranger before anybody looked.
func whoever(c *fiber.Ctx) *visitor {
	if who, ok := c.Locals(visitorLocal).(*visitor); ok {
		return who
	}
	return &visitor{}
}

// begin signs an account in, in a session that did not exist before: who planted
// a cookie in the browser gains nothing.
func (h *staff) begin(c *fiber.Ctx, a survey.Account) error {
	if old := c.Cookies(h.cookieName(sessionCookie)); old != "" {
		if err := h.Store.EndSession(c.UserContext(), old); err != nil {
			return err
		}
	}
	token, err := h.Store.BeginSession(c.UserContext(), a.ID)
	if err == nil {
		h.keep(c, token)
	}
	return err
}

// keep gives the browser its token. Lax, not Strict: a link in a colleague's
// mail has to open its page; forms are guarded by their own token besides.
func (h *staff) keep(c *fiber.Ctx, token string) {
	c.Cookie(&fiber.Cookie{
		Name: h.cookieName(sessionCookie), Value: token, Path: staffPath, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, Secure: h.Secure, SessionOnly: true,
	})
}

// page shows a page for staff in their language, in its frame.
func (h *staff) page(c *fiber.Ctx, status int, page views.FramedPage) error {
	if err := h.frame(c, page.Framed()); err != nil {
		return err
	}
	return h.show(c, status, h.spoken(c), page)
}

// parentsSite is the base address of the pages for parents; "" where it is ours.
func (h *staff) parentsSite() string {
	if h.Site == h.StaffSite {
		return ""
	}
	return h.Site
}

// frame fills in what stands around a page.
func (h *staff) frame(c *fiber.Ctx, f *views.Frame) error {
	settings, err := h.Store.Settings(c.UserContext())
	if err != nil {
		return err
	}
	f.Organisation, f.Said = settings.Organisation, c.Query("said")
	// What is no query asks for nothing.
	f.Query, _ = url.ParseQuery(string(c.Request().URI().QueryString())) //nolint:errcheck // as said
	f.Look = h.Views.Look(settings.Brand)
	f.ParentsSite = h.parentsSite()
	who := whoever(c)
	if !who.signedIn() {
		return nil
	}
	f.Who, f.Token = who.Account.Name, h.Store.FormToken(who.Account.ID)
	for _, m := range menu {
		if len(m.roles) == 0 || who.Account.Grants.Hold(who.Tree, survey.Everywhere, m.roles...) {
			f.Menu = append(f.Menu, m.item(c))
		}
	}
	if who.Unit.ID == "" {
		return nil
	}
	f.About = who.Unit
	for _, m := range unitMenu {
		if who.Account.Grants.Hold(who.Tree, who.Unit.ID, m.roles...) {
			year := c.Params("year", strconv.Itoa(h.Now().Year()))
			m.path = strings.NewReplacer(":unit", url.PathEscape(who.Unit.ID), ":year", url.PathEscape(year)).Replace(m.path)
			f.UnitMenu = append(f.UnitMenu, m.item(c))
		}
	}
	return nil
}

func (m menuEntry) item(c *fiber.Ctx) views.MenuItem {
	href := staffPath + m.path
	return views.MenuItem{Label: m.label, Href: href, Here: c.Path() == href}
}

// spoken is the language of staff: what the address asks for, else their own,
// else what the browser prefers.
func (h *staff) spoken(c *fiber.Ctx) string {
	offered := h.Views.Texts().Languages()
	if own := whoever(c).Account.Lang; own != "" && c.Query(views.FieldLang) == "" {
		return h.Views.Texts().Match(own, offered)
	}
	return h.language(c, offered)
}

// done leads on to a page below staffPath that says what was done.
func done(c *fiber.Ctx, path, what string) error {
	return c.Redirect(path+"?said="+url.QueryEscape(what), fiber.StatusSeeOther)
}

// ownPath is a path of ours below staffPath, with its query, out of what a form
// or an address brought; the first page where it is anything else. So nobody is
// led to another site.
func ownPath(typed string) string {
	const home = staffPath + "/"
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(path.Clean(u.Path)+"/", home) || !strings.HasPrefix(u.Path, home) ||
		strings.ContainsAny(typed, "\\\r\n\t") || strings.Contains(u.Path, "//") {
		return home
	}
	own := url.URL{Path: u.Path, RawQuery: u.Query().Encode()}
	return own.String()
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
