package handlers

import (
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// securityPath is where who found a hole looks for somebody to tell (RFC 9116).
const securityPath = "/.well-known/security.txt"

// CheckContact reports whether contact is the address of somebody that security.txt
// can name: mailto:, https: or tel:, with something behind it.
func CheckContact(contact string) bool {
	u, err := url.Parse(contact)
	if err != nil || strings.ContainsAny(contact, " \t") {
		return false
	}
	switch u.Scheme {
	case "https":
		return u.Host != ""
	case "mailto":
		address, err := mail.ParseAddress(u.Opaque)
		return err == nil && address.Address == u.Opaque
	case "tel":
		return strings.ContainsAny(u.Opaque, "0123456789")
	}
	return false
}

// contactHolds is for how long who has read security.txt can go by it: RFC 9116
// asks for less than a year.
const contactHolds = 180 * 24 * time.Hour

// serveSecurityText adds security.txt where the operator has named somebody.
func (s *server) serveSecurityText(app *fiber.App) {
	if len(s.SecurityContacts) > 0 {
		app.Get(securityPath, s.securityText)
	}
}

// securityText says whom to tell of a hole: GET /.well-known/security.txt.
func (s *server) securityText(c *fiber.Ctx) error {
	var b strings.Builder
	for _, contact := range s.SecurityContacts {
		b.WriteString("Contact: " + contact + "\n")
	}
	b.WriteString("Expires: " + s.Now().UTC().Truncate(24*time.Hour).Add(contactHolds).Format(time.RFC3339) + "\n")
	for _, site := range []string{s.Site, s.StaffSite} {
		if canonical := "Canonical: " + site + securityPath + "\n"; strings.HasPrefix(site, "https:") && !strings.Contains(b.String(), canonical) {
			b.WriteString(canonical)
		}
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.SendString(b.String())
}
