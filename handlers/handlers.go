// Package handlers speaks HTTP: it reads and checks what comes in, asks the
// store, and shows a view. It is the only package that knows the web framework.
//
// There are two applications, [Public] for parents and [Staff], which can also be
// served as one, [Whole]. Routes for parents stand in this file, those for staff
// in routes.go with the rule of who may come.
package handlers

import (
	"log/slog"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/chromium"
	"ouderstem/handlers/mail"
	"ouderstem/handlers/oidc"
	"ouderstem/handlers/passkey"
	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// Config is what both applications stand on.
type Config struct {
	Store *store.Store
	Views *views.Views
	// Log gets what operators must know: never an answer, a code or an address.
	Log *slog.Logger
	// ExitURL is the neutral page that parents can leave for at once.
	ExitURL string
	// Secure says that parents reach us by https, so that browsers may insist.
	Secure bool
	// SecurityContacts are whom to tell of a hole, as [CheckContact] wants them; none
	// for no security.txt.
	SecurityContacts []string
	// Now is the clock, in the time zone that people live in; time.Now when nil.
	Now func() time.Time
	// Site is the base address of the pages for parents, which is on every card.
	Site string
	// StaffSite is the base address of the pages for staff, for links that are
	// handed over.
	StaffSite string
	// SetupToken is in the address at which an empty installation is set up; ""
	// for none.
	SetupToken string
	// Browser prints reports as PDF; one that is looked up where it is nil.
	Browser *chromium.Browser
	// Mail sends letters; nil where there is no mail server.
	Mail *mail.Mailer
	// Provider is the organisation's own, at which staff can sign in, and
	// ProviderName what it is called; nil for none.
	Provider     *oidc.Provider
	ProviderName string
}

// Public returns the application for parents alone.
func Public(c Config) *fiber.App {
	s := newServer(c)
	p := newParents(s)
	app := s.app(p.fail, func(string) bool { return false })
	p.serve(app)
	app.Use(noRoute)
	return app
}

// Staff returns the application for staff alone, on an address of its own.
func Staff(c Config) *fiber.App {
	s := newServer(c)
	h := newStaff(s)
	app := s.app(h.fail, func(string) bool { return true })
	h.serve(app)
	app.Get("/", func(c *fiber.Ctx) error { return c.Redirect(staffPath+"/", fiber.StatusSeeOther) })
	app.Use(noRoute)
	return app
}

// Whole returns the application for parents and staff on one address: pages for
// staff are below /staff, and their cookie goes nowhere else.
func Whole(c Config) *fiber.App {
	s := newServer(c)
	p, h := newParents(s), newStaff(s)
	app := s.app(func(c *fiber.Ctx, err error) error {
		if belowStaff(c.Path()) {
			return h.fail(c, err)
		}
		return p.fail(c, err)
	}, belowStaff)
	h.serve(app)
	p.serve(app)
	app.Use(noRoute)
	return app
}

// belowStaff reports whether a path is one of staff's. Paths go by their letters,
// large or small.
func belowStaff(path string) bool {
	path = strings.ToLower(path)
	return path == staffPath || strings.HasPrefix(path, staffPath+"/")
}

func newParents(s *server) *parents {
	return &parents{server: s, forms: newForms(), codes: newWrongCodes(s.Now)}
}

func newStaff(s *server) *staff {
	h := &staff{server: s, throttle: newThrottle(passwords, s.Now), reports: NewReports(s.Store)}
	h.later = newLater(func() { s.Log.Warn("too many letters at once: one was not sent") })
	if site, err := passkey.New(s.StaffSite); err == nil {
		h.passkeys = site
	}
	return h
}

// serve adds the pages for parents.
func (h *parents) serve(app *fiber.App) {
	app.Hooks().OnShutdown(func() error { h.codes.close(); return nil })
	app.Get("/", h.front)
	app.Get(formPath+":address", h.ask)
	app.Post(formPath+":address", h.answer)
	app.Get("/thanks", h.thanks)
	app.Get("/privacy", h.privacy)
	h.servePublic(app)
	app.Get(views.AssetPath+":name", h.asset)
	h.serveSecurityText(app)
}

// serve adds the pages for staff, each behind its rule.
func (h *staff) serve(app *fiber.App) {
	app.Hooks().OnShutdown(func() error { h.later.end(); h.throttle.close(); return nil })
	for _, r := range h.routes() {
		app.Add(r.method, staffPath+r.path, h.admit(r))
	}
	app.Get(views.AssetPath+":name", h.asset)
	h.serveSecurityText(app)
	// What is no page says so in the frame of who asks.
	app.Use(staffPath, func(c *fiber.Ctx) error {
		if _, err := h.visit(c); err != nil {
			return err
		}
		return fiber.ErrNotFound
	})
}

// server is what the handlers of both applications share.
type server struct {
	Config
}

func newServer(c Config) *server {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Browser == nil {
		c.Browser = chromium.New("")
	}
	return &server{c}
}

// Limits of a request. Fiber has none of these by default.
const (
	bodyLimit    = 128 << 10        // bytes: room to show a too long answer again instead of losing it
	answersLimit = 32 << 10         // bytes of answers once decoded: three full comments and more
	readTimeout  = 20 * time.Second // a slow phone on a bad network needs less
	writeTimeout = 20 * time.Second
	idleTimeout  = 60 * time.Second
	headerLimit  = 8 << 10 // bytes
)

// app is an application without routes. fail shows what goes wrong, and forStaff
// tells whose page a path is.
func (s *server) app(fail fiber.ErrorHandler, forStaff func(path string) bool) *fiber.App {
	app := fiber.New(fiber.Config{
		DisableStartupMessage:        true,
		DisablePreParseMultipartForm: true, // no page of ours posts one, and it would be read before we can refuse it
		Immutable:                    true, // strings outlive the request they came with
		BodyLimit:                    bodyLimit,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		EnableTrustedProxyCheck:      true, // and no proxy is: nobody's address is wanted
		ErrorHandler:                 fail,
	})
	s.guard(app, fail, forStaff)
	s.withHeaders(app, forStaff)
	app.Use(sameSite)
	return app
}

// offered are the languages a survey can be answered in.
func (s *server) offered(sv *survey.Survey) []string { return s.Views.Texts().Spoken(sv.Languages) }

func noRoute(*fiber.Ctx) error { return fiber.ErrNotFound }

// packed sends raw, or gzip, where there is one, to who takes that.
func packed(c *fiber.Ctx, raw, gzip []byte) error {
	c.Vary(fiber.HeaderAcceptEncoding)
	if len(gzip) == 0 || c.Get(fiber.HeaderAcceptEncoding) == "" || c.AcceptsEncodings("gzip") == "" {
		return c.Send(raw)
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	return c.Send(gzip)
}

// language is the one a page is shown in: what the address asks for, else what
// the browser prefers, else the first; of those that are offered.
func (s *server) language(c *fiber.Ctx, offered []string) string {
	wanted := c.Query("lang")
	if wanted == "" {
		c.Vary(fiber.HeaderAcceptLanguage)
		wanted = c.Get(fiber.HeaderAcceptLanguage)
	}
	return s.Views.Texts().Match(wanted, offered)
}
