package handlers

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestSecurityText(t *testing.T) {
	var whole *fiber.App
	h := newHouse(t, func(_ *house, c *Config) {
		c.SecurityContacts, c.StaffSite = []string{"mailto:lek@example.org", "https://example.org/lek"}, "https://intern.example"
		whole = Whole(*c)
	})
	const want = "Contact: mailto:lek@example.org\nContact: https://example.org/lek\nExpires: 2026-08-31T00:00:00Z\n" +
		"Canonical: https://ouderstem.example/.well-known/security.txt\nCanonical: https://intern.example/.well-known/security.txt\n"
	for name, app := range map[string]*fiber.App{"parents": h.public, "staff": h.staff, "whole": whole} {
		r := h.do(app, httptest.NewRequest(http.MethodGet, "/.well-known/security.txt", nil))
		if r.StatusCode != http.StatusOK || r.body != want || r.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: %d %s\n%s", name, r.StatusCode, r.Header.Get("Content-Type"), r.body)
		}
	}
	// It never runs out as long as it is asked for, and never holds for a year.
	h.now = time.Date(2027, time.December, 31, 23, 59, 0, 0, time.FixedZone("", 3600))
	raw := regexp.MustCompile(`Expires: (\S+)`).FindStringSubmatch(h.get("/.well-known/security.txt").body)[1]
	if expires, err := time.Parse(time.RFC3339, raw); err != nil || !expires.After(h.now) || !expires.Before(h.now.AddDate(1, 0, 0)) {
		t.Errorf("%s, %v", raw, err)
	}
	h = newHouse(t)
	if r := h.get("/.well-known/security.txt"); r.StatusCode != http.StatusNotFound {
		t.Errorf("nobody to tell: %d", r.StatusCode)
	}
}

func TestCheckContact(t *testing.T) {
	for _, good := range []string{"mailto:lek@example.org", "https://example.org/lek?a=b", "mailto:lek@example.org?subject=Lek", "tel:+31-20-555-0100"} {
		if !CheckContact(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{
		"", "lek@example.org", "http://example.org/lek", "https:", "https:///lek", "mailto:", "mailto:lek", "mailto:Lek <lek@example.org>",
		"tel:", "javascript:alert(1)", "https://example.org/\nContact: mailto:x@example.org", "mailto:a@example.org\r\nExpires: 9", "https://example.org/a b", strings.Repeat(" ", 3),
	} {
		if CheckContact(bad) {
			t.Errorf("%q is taken", bad)
		}
	}
}
