package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ouderstem/handlers/chromium"
	"ouderstem/survey"
	"ouderstem/survey/brand"
	"ouderstem/views"
)

// always are headers that stand on every answer as they stand here; what differs
// for some is in missed.
var always = map[string]string{
	"X-Content-Type-Options":       "nosniff",
	"X-Robots-Tag":                 "noindex, nofollow",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
	"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
	"Server":                       "",
	"X-Powered-By":                 "",
	"Access-Control-Allow-Origin":  "",
}

var (
	sources = regexp.MustCompile(`^('none'|'self'|'self' data:)$`)
	off     = regexp.MustCompile(`^[a-z-]+=\(\)$`)
	policed = regexp.MustCompile(`<style|<script>| style=| on[a-z]+="|javascript:`) // what the policy of pages forbids
)

// missed are the headers that an answer at path misses, or has wrongly.
func missed(r reply, path string, staff bool) (list []string) {
	say := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	for name, want := range always {
		if got := strings.Join(r.Header.Values(name), ", "); got != want {
			say("%s: %q", name, got)
		}
	}
	referrer, mayUse := "no-referrer", []string(nil)
	if staff {
		referrer = "same-origin"
		mayUse = []string{"clipboard-write=(self)", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"}
	}
	if got := r.Header.Get("Referrer-Policy"); got != referrer {
		say("Referrer-Policy: %q", got)
	}
	powers := strings.Split(r.Header.Get("Permissions-Policy"), ", ")
	for _, power := range powers {
		if !off.MatchString(power) && !slices.Contains(mayUse, power) {
			say("Permissions-Policy: %q", power)
		}
	}
	for _, power := range append(slices.Clone(mayUse), "camera=()", "microphone=()", "geolocation=()", "browsing-topics=()", "payment=()", "usb=()") {
		if !slices.Contains(powers, power) {
			say("Permissions-Policy lacks %q", power)
		}
	}
	policy := map[string]string{}
	for _, directive := range strings.Split(r.Header.Get("Content-Security-Policy"), "; ") {
		name, value, _ := strings.Cut(directive, " ")
		policy[name] = value
		if _, picture := policy["sandbox"]; !sources.MatchString(value) && !(name == "sandbox" && picture && value == "") {
			say("policy: %q", directive)
		}
		if strings.Contains(value, "data:") && name != "img-src" {
			say("policy: %q", directive)
		}
	}
	framed := "'none'"
	if strings.HasPrefix(path, staffPath+"/design/") && strings.Contains(path, "/preview") && (r.StatusCode == http.StatusOK || r.StatusCode == http.StatusUnprocessableEntity) {
		framed = "'self'" // by our own editor
	}
	need := map[string]string{"default-src": "'none'", "frame-ancestors": framed}
	if r.Header.Get("Content-Type") != "image/svg+xml" || policy["sandbox"] != "" {
		need["base-uri"], need["form-action"], need["object-src"] = "'none'", "'self'", "'none'"
	}
	for name, value := range need {
		if policy[name] != value {
			say("policy: %s is %q", name, policy[name])
		}
	}
	kept := "no-store"
	switch {
	case r.StatusCode == http.StatusOK && strings.HasPrefix(path, views.AssetPath):
		kept = "public, max-age=31536000, immutable"
	case (path == "/w" || strings.HasPrefix(path, "/w/")) && slices.Contains([]int{http.StatusOK, http.StatusGone}, r.StatusCode) && r.Header.Get("ETag") != "":
		kept = "no-cache"
	}
	if got := r.Header.Get("Cache-Control"); got != kept {
		say("Cache-Control: %q", got)
	}
	if len(r.Cookies()) > 0 && !staff {
		say("a cookie: %v", r.Cookies())
	}
	kind := r.Header.Get("Content-Type")
	if r.body != "" && (kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(strings.ToLower(kind), "charset=utf-8")) {
		say("Content-Type: %q", kind)
	}
	if strings.HasPrefix(kind, "text/html") && r.Header.Get("Content-Disposition") == "" {
		if found := policed.FindString(r.body); found != "" {
			say("%q on a page", found)
		}
	}
	return list
}

// everyMethod is what is tried on every address.
var everyMethod = append(slices.Clone(fiber.DefaultMethods), "PROPFIND")

// each calls f with every address that app serves, filled in so that most exist.
// draft is that of a draft: its unit and itself.
func (h *house) each(app *fiber.App, draft string, f func(path string)) {
	fill := strings.NewReplacer(":unit/:draft", draft, ":unit", "a", ":year", "2026", ":survey", "kort", ":address", h.survey.Address(), ":number", "1",
		":chart", "mark", ":version", "parents", ":theme", "x", ":comment", "x", ":batch", "x", ":account", "x", ":token", setupToken)
	var done []string
	for _, r := range app.GetRoutes() {
		path := fill.Replace(r.Path)
		if strings.HasPrefix(path, views.AssetPath) {
			path = h.assetPath("css")
		}
		if !slices.Contains(done, path) {
			done = append(done, path)
			f(path)
		}
	}
}

// assetPath is the address of a file with this ending, as the front page names it.
func (h *house) assetPath(ending string) string {
	h.t.Helper()
	found := regexp.MustCompile(`"(` + views.AssetPath + `[^"]+\.` + ending + `)"`).FindStringSubmatch(h.get("/").body)
	if found == nil {
		h.t.Fatalf("the front page has no .%s", ending)
	}
	return found[1]
}

// secured is a house that is reached by https, with something published, a logo, a
// draft, and no browser that would print for minutes. whole serves all of it, and
// draft is where the draft is.
func secured(t testing.TB) (h *house, whole *fiber.App, draft string) {
	t.Helper()
	h = newHouse(t, func(_ *house, c *Config) {
		c.Secure, c.Browser, c.SecurityContacts = true, chromium.New("/nowhere"), []string{"mailto:beveiliging@example.org"}
		whole = Whole(*c)
	})
	h.publishesA()
	logo, err := brand.ReadLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	h.set(func(s *survey.Settings) { s.Brand.Logo = logo })
	return h, whole, strings.TrimPrefix(h.as(survey.Manager).begin("copy kort"), staffPath+"/design/")
}

// TestHeaders reads the headers off every answer: of every route of every
// application by every method, from a stranger and from somebody who may do all, and
// of what never gets to a route. It knows the routes from the applications, so one
// that is added is read too.
func TestHeaders(t *testing.T) {
	h, whole, draft := secured(t)
	all := h.account(survey.Grant{Role: survey.Administrator}, survey.Grant{Role: survey.Manager}, survey.Grant{Role: survey.Coach}, survey.Grant{Role: survey.Entry})
	token := h.store.FormToken(all.ID)
	statuses := map[int]int{}
	read := func(t *testing.T, what, path string, staff bool, r reply) {
		t.Helper()
		statuses[r.StatusCode]++
		if list := missed(r, path, staff); len(list) > 0 {
			t.Errorf("%s: %d\n%s", what, r.StatusCode, strings.Join(list, "\n"))
		}
	}
	for name, app := range map[string]*fiber.App{"parents": h.public, "staff": h.staff, "whole": whole} {
		t.Run(name, func(t *testing.T) {
			staffs := func(path string) bool {
				return name == "staff" || name == "whole" && strings.HasPrefix(path, staffPath)
			}
			n := 0
			h.each(app, draft, func(path string) {
				for _, method := range everyMethod {
					n++
					read(t, method+" "+path, path, staffs(path), h.do(app, httptest.NewRequest(method, path, nil)))
				}
				if name != "staff" {
					return // somebody's pages are the same in both
				}
				form := url.Values{views.FieldToken: {token}}
				for _, method := range []string{http.MethodGet, http.MethodPost} {
					for _, who := range []*client{h.with(all), {house: h}} { // anew: who logs out is out
						r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
						r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
						if who.cookie != nil {
							r.AddCookie(who.cookie)
						}
						n++
						read(t, fmt.Sprint(method, " ", path, " with a form, signed in: ", who.cookie != nil), path, true, h.do(app, r))
					}
				}
			})
			for what, raw := range broken(h.survey.Address()) {
				n++
				r := h.raw(app, raw)
				if r.StatusCode < http.StatusBadRequest || r.StatusCode >= http.StatusInternalServerError {
					t.Errorf("%s: %d", what, r.StatusCode)
				}
				read(t, what, "", name == "staff", r)
			}
			t.Logf("%d answers", n)
		})
	}
	for _, status := range []int{200, 303, 400, 401, 403, 404, 413, 415, 422, 431} {
		if statuses[status] == 0 {
			t.Errorf("no answer was a %d: %v", status, statuses)
		}
	}
	if h.log.Len() > 0 {
		t.Errorf("a route stumbles: %s", h.log)
	}

	picture := h.get(h.assetPath("svg"))
	if got := picture.Header.Get("Content-Type"); got != svgType {
		t.Errorf("the logo is %s", got)
	}
	read(t, "the logo", views.AssetPath, false, picture)
	page := h.get("/w/a")
	again := httptest.NewRequest(http.MethodGet, "/w/a", nil)
	again.Header.Set("If-None-Match", page.Header.Get("ETag"))
	if r := h.do(h.public, again); r.StatusCode != http.StatusNotModified {
		t.Errorf("had already: %d", r.StatusCode)
	} else if list := missed(r, "/", false); !slices.Equal(list, []string{`Cache-Control: "no-cache"`}) {
		t.Errorf("had already: %v", list)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	for path, app := range map[string]*fiber.App{"/w/a": h.public, "/staff/": h.staff, "/thanks": whole} {
		asks := httptest.NewRequest(http.MethodGet, path, nil)
		asks.AddCookie(&http.Cookie{Name: h.session, Value: "of nobody"})
		r := h.do(app, asks)
		if r.StatusCode != http.StatusInternalServerError {
			t.Errorf("%s without a database: %d", path, r.StatusCode)
		}
		read(t, path+" without a database", path, app == h.staff, r)
	}
}
