package handlers

import (
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/oidc"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// CallbackPath is where the organisation's own provider sends browsers back to,
// below the base address for staff.
const CallbackPath = staffPath + "/login/oidc/callback"

// tripCookie, with the beginning of a state behind it, binds a trip to the
// browser that went. Every trip has its own: somebody may sign in in two tabs.
const tripCookie = "ouderstem_trip_"

// tripLasts is as long as the store remembers the trip.
const tripLasts = 30 * time.Minute

func tripCookieName(state string) string {
	const enough = 8
	return tripCookie + state[:min(enough, len(state))]
}

// away is somebody at the provider.
type away struct {
	oidc.Trip
	// Browser is a hash of the cookie of the browser that went.
	Browser []byte `json:"browser"`
	To      string `json:"to"`
	// Form is what was interrupted, encrypted with a key that only that browser
	// has: it may hold what a parent wrote on paper, which is kept nowhere.
	Form []byte `json:"form,omitempty"`
	// Account is who is signed in already and only has to show it again.
	Account string `json:"account,omitempty"`
}

// toProvider sends somebody to the organisation's own provider:
// POST /staff/login/provider.
func (h *staff) toProvider(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	return h.sendAway(c, h.goingOn(fields), "")
}

// confirmProvider sends who is signed in there to show it again:
// POST /staff/confirm/provider.
func (h *staff) confirmProvider(c *fiber.Ctx) error {
	fields, err := read(c)
	if err != nil {
		return err
	}
	page, err := h.confirming(c, fields)
	if err != nil {
		return err
	}
	return h.sendAway(c, page, whoever(c).Account.ID)
}

func (h *staff) sendAway(c *fiber.Ctx, page *views.Login, account string) error {
	if h.Provider == nil {
		return fiber.ErrNotFound
	}
	address, trip, err := h.Provider.Begin(c.UserContext(), account != "")
	if err != nil {
		h.Log.Error("provider does not answer", "error", err)
		return h.notIn(c, page, err)
	}
	secret := rand.Text()
	a := away{Trip: trip, Browser: browserHash(secret), To: page.To, Account: account}
	if a.Form, err = hideForm(secret, trip.State, page.Carried); err != nil {
		return err
	}
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := h.Store.BeginErrandWith(c.UserContext(), store.ErrandProvider, trip.State, body); err != nil {
		return h.notIn(c, page, err)
	}
	h.bind(c, trip.State, secret, tripLasts)
	c.Set("Refresh", "0;url="+address)
	return h.page(c, fiber.StatusOK, &views.Away{Provider: h.ProviderName, Address: address})
}

// bind gives the browser the cookie of a trip, or takes it away. Lax: the
// provider's answer comes from another site.
func (h *staff) bind(c *fiber.Ctx, state, secret string, lasts time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: h.cookieName(tripCookieName(state)), Value: secret, Path: CallbackPath, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, Secure: h.Secure, Expires: h.Now().Add(lasts),
	})
}

// fromProvider signs in who comes back: GET /staff/login/oidc/callback.
func (h *staff) fromProvider(c *fiber.Ctx) error {
	if h.Provider == nil {
		return fiber.ErrNotFound
	}
	a, page, err := h.back(c)
	if err != nil {
		return h.notIn(c, page, err)
	}
	back, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return fiber.ErrBadRequest
	}
	id, err := h.Provider.Finish(c.UserContext(), a.Trip, back)
	if err != nil {
		h.Log.Warn("not signed in at the provider", "error", err)
		return h.notIn(c, page, err)
	}
	if a.Account != "" && whoever(c).signedIn() { // whose session ended meanwhile simply signs in
		return h.confirmedThere(c, a, id, page)
	}
	account, err := h.Store.SignIn(c.UserContext(), id)
	if err != nil {
		return h.notIn(c, page, err)
	}
	if err := h.begin(c, account); err != nil {
		return err
	}
	return h.goOn(c, account, page)
}

// back finds the trip that a browser comes back from, which ends it. The trip of
// another browser is left as it is, for that one to come back from.
func (h *staff) back(c *fiber.Ctx) (away, *views.Login, error) {
	page := h.goingOn(nil)
	state := c.Query("state")
	secret := c.Cookies(h.cookieName(tripCookieName(state)))
	var a away
	body, err := h.Store.Errand(c.UserContext(), store.ErrandProvider, state)
	if err == nil {
		err = json.Unmarshal(body, &a)
	}
	if err == nil && !bytes.Equal(browserHash(secret), a.Browser) {
		err = survey.ErrNotSignedIn
	}
	if err != nil {
		return a, page, err
	}
	a.State, page.To = state, a.To
	if a.Account != "" && whoever(c).signedIn() {
		if page, err = h.confirming(c, nil); err != nil {
			return a, page, err
		}
		page.To = a.To
	}
	if page.Carried, err = shownForm(secret, state, a.Form); err != nil {
		return a, page, err
	}
	h.bind(c, state, "", -time.Hour)
	_, err = h.Store.EndErrand(c.UserContext(), store.ErrandProvider, state)
	return a, page, err
}

// confirmedThere notes that who is signed in has shown it again at the provider.
func (h *staff) confirmedThere(c *fiber.Ctx, a away, id survey.Identity, page *views.Login) error {
	who := whoever(c)
	itIs, err := h.Store.IdentifiedAs(c.UserContext(), a.Account, id)
	if err != nil {
		return err
	}
	if !itIs || who.Account.ID != a.Account {
		return h.notIn(c, page, survey.ErrOtherPerson)
	}
	return h.sure(c, page)
}

func browserHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// block is what the length of a hidden form is rounded to, so that it tells
// little of what is in it.
const block = 4 << 10

// hideForm encrypts a form for the browser with a secret; nothing for none.
func hideForm(secret, state, form string) ([]byte, error) {
	if form == "" {
		return nil, nil
	}
	key, err := formKeyOf(secret)
	if err != nil {
		return nil, err
	}
	padded := make([]byte, (len(form)/block+1)*block)
	copy(padded, form)
	return store.Encrypt(key, state, padded)
}

func shownForm(secret, state string, hidden []byte) (string, error) {
	if len(hidden) == 0 {
		return "", nil
	}
	key, err := formKeyOf(secret)
	if err != nil {
		return "", err
	}
	padded, err := store.Decrypt(key, state, hidden)
	if err != nil {
		return "", errors.Join(survey.ErrNotSignedIn, err)
	}
	return string(bytes.TrimRight(padded, "\x00")), nil
}

func formKeyOf(secret string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(secret), nil, "ouderstem: interrupted form", sha256.Size)
}
