package handlers

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// broken are requests that no route ever sees.
func broken(address string) map[string]string {
	const host = "Host: localhost:8080\r\n"
	return map[string]string{
		"a header too long":     "GET / HTTP/1.1\r\n" + host + "X-Long: " + strings.Repeat("a", 2*headerLimit) + "\r\n\r\n",
		"an address too long":   "GET /" + strings.Repeat("a", 2*headerLimit) + " HTTP/1.1\r\n" + host + "\r\n",
		"a body too long":       fmt.Sprintf("POST /v/%s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n", address, host, 2*bodyLimit),
		"no request":            "zomaar iets\r\n\r\n",
		"no method":             " / HTTP/1.1\r\n" + host + "\r\n",
		"an unknown method":     "BREW / HTTP/1.1\r\n" + host + "\r\n",
		"two lengths":           "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
		"a length that is none": "POST / HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
		"a chunk that is none":  "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
		"a header that is none": "GET / HTTP/1.1\r\n" + host + "zomaar iets\r\n\r\n",
		"another type":          "POST /v/" + address + " HTTP/1.1\r\n" + host + "Content-Type: text/xml\r\nContent-Length: 1\r\n\r\nx",
		"packed":                "POST /v/" + address + " HTTP/1.1\r\n" + host + "Content-Encoding: gzip\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n\r\nx",
		"another site":          "POST /v/" + address + " HTTP/1.1\r\n" + host + "Sec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n",
	}
}

// raw sends bytes to app over a connection and reads what comes back.
func (h *house) raw(app *fiber.App, request string) reply {
	h.t.Helper()
	app.Handler() // as a listener does first
	near, far := net.Pipe()
	defer near.Close() //nolint:errcheck // of the test alone
	served := make(chan error, 1)
	go func() { served <- app.Server().ServeConn(far); _ = far.Close() }()
	go func() { _, _ = io.WriteString(near, request) }()
	res, err := http.ReadResponse(bufio.NewReader(near), nil)
	if err != nil {
		h.t.Fatalf("%.80q: %v", request, err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatalf("%.80q: %v", request, err)
	}
	return reply{res, string(body)}
}

// Whoever takes a header off, or loosens one, is noticed.
func TestMissedHeadersAreNoticed(t *testing.T) {
	h := newHouse(t)
	for _, change := range []struct{ name, value string }{
		{"Content-Security-Policy", ""},
		{"Content-Security-Policy", headers[policy] + "; script-src 'self' 'unsafe-inline'"},
		{"Content-Security-Policy", strings.Replace(headers[policy], "img-src 'self' data:", "img-src https:", 1)},
		{"Content-Security-Policy", strings.Replace(headers[policy], "frame-ancestors 'none'", "frame-ancestors 'self'", 1)},
		{"Content-Security-Policy", svgPolicy},
		{"Strict-Transport-Security", ""},
		{"Strict-Transport-Security", "max-age=1"},
		{"Referrer-Policy", ""},
		{"Referrer-Policy", "same-origin"},
		{"Referrer-Policy", "unsafe-url"},
		{"Permissions-Policy", ""},
		{"Permissions-Policy", strings.Replace(headers["Permissions-Policy"], "camera=()", "camera=(self)", 1)},
		{"Cross-Origin-Opener-Policy", ""},
		{"Cross-Origin-Resource-Policy", "cross-origin"},
		{"Cross-Origin-Embedder-Policy", ""},
		{"X-Content-Type-Options", ""},
		{"X-Robots-Tag", ""},
		{"Cache-Control", "private"},
		{"Server", "ouderstem"},
		{"Set-Cookie", "a=b"},
		{"Access-Control-Allow-Origin", "*"},
		{"Content-Type", "text/html"},
	} {
		app := (&server{Config{Secure: true}}).app(fiber.DefaultErrorHandler, func(string) bool { return false })
		app.Get("/", func(c *fiber.Ctx) error { return c.Type("html", "utf-8").SendString("<p>Nieuw") })
		app.Get("/changed", func(c *fiber.Ctx) error {
			c.Type("html", "utf-8").Set(change.name, change.value)
			if change.value == "" {
				c.Response().Header.Del(change.name)
			}
			return c.SendString("<p>Nieuw")
		})
		if list := missed(h.do(app, httptest.NewRequest(http.MethodGet, "/", nil)), "/", false); len(list) > 0 {
			t.Errorf("a new route: %v", list)
		}
		if list := missed(h.do(app, httptest.NewRequest(http.MethodGet, "/changed", nil)), "/changed", false); len(list) == 0 {
			t.Errorf("%s: %q is not noticed", change.name, change.value)
		}
	}
}

// Without https no browser is told to insist on it.
func TestNoStrictTransportWithoutHTTPS(t *testing.T) {
	h := newHouse(t)
	for path, app := range map[string]*fiber.App{"/": h.public, "/staff/login": h.staff} {
		if got := h.do(app, httptest.NewRequest(http.MethodGet, path, nil)).Header.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("%s: %q", path, got)
		}
	}
}

// An old phone that sends no Sec-Fetch-Site and, as our pages ask, no origin can
// answer. Nobody signs in that way.
func TestOriginNull(t *testing.T) {
	h := newHouse(t)
	code := h.cards(1)[0]
	for _, test := range []struct {
		origin, site string
		want         int
	}{
		{"null", "", http.StatusSeeOther},
		{"", "", http.StatusSeeOther},
		{"http://localhost:8080", "", http.StatusSeeOther},
		{"null", "same-origin", http.StatusSeeOther},
		{"null", "cross-site", http.StatusForbidden},
		{"null", "same-site", http.StatusForbidden},
		{"https://evil.example", "", http.StatusForbidden},
	} {
		var with []string
		for name, value := range map[string]string{"Origin": test.origin, "Sec-Fetch-Site": test.site} {
			if value != "" {
				with = append(with, name, value)
			}
		}
		if r := h.post(filled(code, "send"), with...); r.StatusCode != test.want {
			t.Errorf("from %q, %q: %d", test.origin, test.site, r.StatusCode)
		}
	}
	somebody := h.as(survey.Manager)
	for _, path := range []string{"/staff/login", "/STAFF/login", "/staff/logout", "/staff/records/m/2026", "//v/../staff/login", "/v/../staff/login", "/v/%2e%2e/staff/logout"} {
		r := somebody.Post(path, nil, "Origin", "null")
		if r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if r := somebody.Get("/staff/"); r.StatusCode != http.StatusOK {
		t.Errorf("logged out: %d", r.StatusCode)
	}
}

// The thank-you page takes what was filled in from the browser's pages to go back
// to, logging out what our scripts remember too; neither touches other sites' cookies.
func TestForgotten(t *testing.T) {
	h := newHouse(t)
	if got := h.get("/thanks").Header.Get("Clear-Site-Data"); got != `"cache"` {
		t.Errorf("thanks: %s", got)
	}
	somebody := h.as(survey.Manager)
	if got := somebody.Post("/staff/logout", nil).Header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("logging out: %s", got)
	}
	for _, path := range []string{"/", "/privacy", "/w", "/v/" + h.survey.Address()} {
		if got := h.get(path).Header.Get("Clear-Site-Data"); got != "" {
			t.Errorf("%s: %s", path, got)
		}
	}
}
