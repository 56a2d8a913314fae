package handlers

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// TestAuditPage: an administrator sees what is wrong with the installation itself,
// by name, and drafts with what is set; a planted fault is on the page and gone
// when it is mended.
func TestAuditPage(t *testing.T) {
	// Nothing is asked for over the network.
	h := newHouse(t, func(_ *house, c *Config) { c.Site, c.StaffSite = "http://localhost:8080", "http://localhost:8080" })
	admin := h.as(survey.Administrator)
	status := regexp.MustCompile(`(?s)<section aria-labelledby="([a-z-]+)">.*?</section>`)
	page := func() (by map[string]string) {
		t.Helper()
		r := admin.Get("/staff/audit")
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
		by = map[string]string{}
		for _, m := range status.FindAllStringSubmatch(r.body, -1) {
			by[m[1]] = m[0]
		}
		return by
	}
	if err := os.Chmod(h.dir, 0o700); err != nil { //nolint:gosec // a directory
		t.Fatal(err)
	}
	const keyring, factor, logs = "<code>keyring-permissions</code>", "<code>second-factor</code>", "<code>logs-codes</code>"
	got := page()
	if !strings.Contains(got["passed"], keyring) || !strings.Contains(got["failed"], factor) || !strings.Contains(got["not-checked"], logs) {
		t.Errorf("not as it is: %v", got)
	}
	if err := os.Chmod(h.dir+"/keyring", 0o755); err != nil { //nolint:gosec // that is the fault
		t.Fatal(err)
	}
	if got := page(); !strings.Contains(got["failed"], keyring) || !strings.Contains(got["failed"], "0755") {
		t.Errorf("a readable keyring is not named: %s", got["failed"])
	}
	if err := os.Chmod(h.dir+"/keyring", 0o700); err != nil { //nolint:gosec // a directory
		t.Fatal(err)
	}
	if got := page(); !strings.Contains(got["passed"], keyring) {
		t.Error("a mended fault is named")
	}
	for _, name := range views.DraftNames {
		for _, f := range DraftFormats {
			r := admin.Get("/staff/audit/" + name + "." + f.Name)
			if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != f.Type || len(r.body) < 2000 {
				t.Errorf("%s.%s: %d, %s, %d bytes", name, f.Name, r.StatusCode, r.Header.Get("Content-Type"), len(r.body))
			}
		}
	}
	if r := h.as(survey.Manager).Get("/staff/audit"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a manager gets %d", r.StatusCode)
	}
}
