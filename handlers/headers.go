package handlers

import (
	"errors"
	"maps"
	"net"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ouderstem/views"
)

// headers tell browsers what they may do with an answer of ours: keep nothing,
// load from nowhere else, tell nobody. docs/security.md says why each is as it is.
var headers = map[string]string{
	policy: strings.Join([]string{
		"default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'", "img-src 'self' data:",
		"object-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
	}, "; "),
	fiber.HeaderCacheControl:        "no-store",
	fiber.HeaderReferrerPolicy:      "no-referrer",
	fiber.HeaderXContentTypeOptions: "nosniff",
	"X-Robots-Tag":                  "noindex, nofollow",
	"Cross-Origin-Opener-Policy":    "same-origin",
	"Cross-Origin-Resource-Policy":  "same-origin",
	"Cross-Origin-Embedder-Policy":  "require-corp",
	fiber.HeaderPermissionsPolicy:   strings.Join(powers, "=(), ") + "=()",
}

// headerNames are in an order, so that equal pages are equal to the last byte.
var headerNames = slices.Sorted(maps.Keys(headers))

const policy = fiber.HeaderContentSecurityPolicy

// powers are the features of browsers that no page of ours needs. Names that the
// browsers of today do not know are left out: they would complain.
var powers = []string{
	"accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", clipboard, "compute-pressure", "display-capture",
	"encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
	"keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
	passkeyMade, passkeyUsed, "screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
}

// What pages for staff do need: to copy the address of a stack of cards, and
// passkeys.
const (
	clipboard   = "clipboard-write"
	passkeyMade = "publickey-credentials-create"
	passkeyUsed = "publickey-credentials-get"
)

// staffHeaders are those of pages for staff. Browsers that send no Sec-Fetch-Site
// would post a form from under no-referrer with the origin null, as anybody can:
// see [sameSite].
var staffHeaders = func() map[string]string {
	h := maps.Clone(headers)
	h[fiber.HeaderReferrerPolicy] = "same-origin"
	for _, power := range []string{clipboard, passkeyMade, passkeyUsed} {
		h[fiber.HeaderPermissionsPolicy] = strings.Replace(h[fiber.HeaderPermissionsPolicy], power+"=()", power+"=(self)", 1)
	}
	return h
}()

// withHeaders puts them on whatever app answers, before anything else is done: also
// on what is no request at all, and on what a handler of later forgets. forStaff
// tells whose page a path is.
func (s *server) withHeaders(app *fiber.App, forStaff func(path string) bool) {
	engine := app.Server()
	answer, refuse := engine.Handler, engine.ErrorHandler
	engine.Handler = func(c *fasthttp.RequestCtx) {
		s.setHeaders(c, forStaff(string(c.Path())))
		answer(c)
	}
	engine.ErrorHandler = func(c *fasthttp.RequestCtx, err error) {
		s.setHeaders(c, forStaff(""))
		if gone := new(net.OpError); errors.As(err, &gone) && !gone.Timeout() {
			// Who asked is not there any more: no failure of ours, and the log is
			// not to tell when somebody was cut off.
			c.Response.SetStatusCode(fiber.StatusBadRequest)
			return
		}
		refuse(c, err)
	}
}

func (s *server) setHeaders(c *fasthttp.RequestCtx, forStaff bool) {
	set := headers
	if forStaff {
		set = staffHeaders
	}
	for _, name := range headerNames {
		c.Response.Header.Set(name, set[name])
	}
	if s.Secure {
		c.Response.Header.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
}

// forgets is what a browser throws away after the thank-you page: the pages it can
// go back to, with what was filled in. Parents' pages store nothing, and storage and
// cookies of this address are of staff, who may sit at the same computer; what is
// asked of cookies goes for every site of the organisation besides.
const (
	clearSiteData = "Clear-Site-Data"
	forgets       = `"cache"`
	// forgetsStaff is thrown away at logging out, what our scripts remember too.
	forgetsStaff = `"cache", "storage"`
)

// formPath is where parents' forms are sent, and nothing else is.
const formPath = "/v/"

// sameSite refuses a form that another site posts, by the rule of net/http's
// CrossOriginProtection; it needs no cookie. Old browsers send no Sec-Fetch-Site and,
// under no-referrer, the origin null, which any site can have sent. From parents it
// is taken: their forms carry nothing but what is typed in them, so that who makes
// another's browser send one could as well send it alone.
func sameSite(c *fiber.Ctx) error {
	if m := c.Method(); m == fiber.MethodGet || m == fiber.MethodHead {
		return c.Next()
	}
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return c.Next()
	case "":
		origin := c.Get(fiber.HeaderOrigin)
		if _, host, found := strings.Cut(origin, "://"); origin == "" || found && strings.EqualFold(host, c.Get(fiber.HeaderHost)) {
			return c.Next()
		}
		if origin == "null" && strings.HasPrefix(c.Path(), formPath) {
			return c.Next()
		}
	}
	return fiber.ErrForbidden
}

// securePrefix has browsers take a cookie only over https. Not __Host-, which would
// send it to parents' pages too.
const securePrefix = "__Secure-"

func (s *server) cookieName(name string) string {
	if s.Secure {
		return securePrefix + name
	}
	return name
}

// A picture of an organisation's own is only that, also for who opens it by
// itself.
const (
	svgType   = "image/svg+xml"
	svgPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"
)

// asset sends a style sheet or script; its name changes with its content, so a
// browser may keep it for good.
func (s *server) asset(c *fiber.Ctx) error {
	asset, err := s.found(c, c.Params("name"))
	if err != nil {
		return err
	}
	if asset.Type == svgType {
		c.Set(policy, svgPolicy)
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentType, asset.Type)
	return packed(c, asset.Raw, asset.Gzip)
}

// found returns an asset by the name it has in an address. The organisation's
// own are made when the first page asks for them: after a restart that may be
// later than a page that was sent before it.
func (s *server) found(c *fiber.Ctx, name string) (views.Asset, error) {
	asset, ok := s.Views.Asset(name)
	if ok {
		return asset, nil
	}
	now, err := s.Store.Settings(c.UserContext())
	if err != nil {
		return asset, err
	}
	s.Views.Look(now.Brand)
	if asset, ok = s.Views.Asset(name); !ok {
		return asset, fiber.ErrNotFound
	}
	return asset, nil
}
