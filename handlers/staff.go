package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/url"

	"github.com/gofiber/fiber/v2"
)

// staff serves the pages that staff see. Until there are accounts, it admits
// who knows the token that was printed at the start.
type staff struct {
	*server
	token string
}

const (
	sessionCookie = "ouderstem_staff"
	tokenField    = "token"
)

// admit lets pass who has the cookie, and gives it to who comes with the token
// in the address, which it then takes out of the address.
func (h *staff) admit(c *fiber.Ctx) error {
	if given := c.Query(tokenField); given != "" && c.Method() == fiber.MethodGet {
		if !same(given, h.token) {
			return fiber.ErrUnauthorized
		}
		c.Cookie(&fiber.Cookie{
			Name: sessionCookie, Value: h.derived("session"), Path: "/",
			HTTPOnly: true, SameSite: fiber.CookieSameSiteStrictMode, SessionOnly: true,
		})
		return c.Redirect(ownPath(c), fiber.StatusSeeOther)
	}
	if !same(c.Cookies(sessionCookie), h.derived("session")) {
		return fiber.ErrUnauthorized
	}
	return c.Next()
}

// ownPath is the path that was asked for, without what followed it. It begins
// with one slash: two would lead to another site.
func ownPath(c *fiber.Ctx) string {
	u := url.URL{Path: "/" + trimSlashes(c.Path())}
	return u.EscapedPath()
}

func trimSlashes(path string) string {
	for path != "" && (path[0] == '/' || path[0] == '\\') {
		path = path[1:]
	}
	return path
}

// derived is a word that only who knows the token can make, one for each
// purpose.
func (h *staff) derived(purpose string) string {
	mac := hmac.New(sha256.New, []byte(h.token))
	mac.Write([]byte(purpose))
	return hex.EncodeToString(mac.Sum(nil))
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
