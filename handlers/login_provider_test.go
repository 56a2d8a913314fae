package handlers

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ouderstem/handlers/oidc"
	"ouderstem/handlers/oidc/oidctest"
	"ouderstem/survey"
	"ouderstem/views"
)

// tied is a house whose organisation has a provider, with a rule for coaches of
// team A.
func tied(t testing.TB) (*house, *oidctest.Provider) {
	t.Helper()
	there := oidctest.New(t)
	h := newHouse(t, func(h *house, c *Config) {
		there.Now = h.clock
		c.ProviderName = "Voorbeeldstad"
		c.Provider = oidc.New(oidc.Config{
			Issuer: there.URL, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret, Claim: "roles",
			Callback: c.StaffSite + CallbackPath, Now: h.clock,
		})
	})
	rule := survey.SignInRule{Word: "jeugdcoach", Grant: survey.Grant{Role: survey.Coach, Unit: "a"}}
	if err := h.store.AddSignInRule(t.Context(), "", rule); err != nil {
		t.Fatal(err)
	}
	there.Person = map[string]any{"sub": "s1", "name": "Coach", "email": "coach@example.org", "email_verified": true, "roles": []string{"jeugdcoach"}}
	return h, there
}

// leave sends a browser to the provider and returns the address of ours that it
// is sent back to.
func (c *client) leave(path string, fields url.Values) string {
	c.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	if c.account.ID != "" {
		fields.Set(views.FieldToken, c.store.FormToken(c.account.ID))
	}
	r := c.PostBare(path, fields)
	address, ok := strings.CutPrefix(r.Header.Get("Refresh"), "0;url=")
	if r.StatusCode != http.StatusOK || !ok {
		c.t.Fatalf("%d, leads to %q\n%s", r.StatusCode, address, r.body)
	}
	// The same without that header, for who presses the link.
	if m := regexp.MustCompile(`class="button" href="([^"]+)"`).FindStringSubmatch(r.body); m == nil || unescape(m[1]) != address {
		c.t.Errorf("no link to %s", address)
	}
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	there, err := browser.Get(address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer there.Body.Close()
	back, err := there.Location()
	if err != nil {
		c.t.Fatalf("%s: %v", there.Status, err)
	}
	return strings.TrimPrefix(back.String(), "http://localhost:8080")
}

func TestProviderSignsIn(t *testing.T) {
	h, _ := tied(t)
	planted := h.as(survey.Manager).cookie
	browser := &client{house: h, cookie: planted}
	back := browser.leave("/staff/login/provider", url.Values{views.FieldTo: {"/staff/profile"}})
	for _, c := range browser.others {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != CallbackPath {
			t.Errorf("cookie %+v", c)
		}
	}
	r := browser.Get(back)
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/staff/profile" || browser.cookie.Value == planted.Value {
		t.Fatalf("%d %s\n%s", r.StatusCode, r.Header.Get("Location"), r.body)
	}
	if r := browser.Get("/staff/profile"); !strings.Contains(r.body, "coach@example.org") || !strings.Contains(r.body, "Team A") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if r := (&client{house: h, cookie: planted}).Get("/staff/profile"); r.StatusCode == http.StatusOK {
		t.Error("the cookie from before still holds")
	}
	again := &client{house: h, others: browser.others}
	if r := again.Get(back); r.StatusCode == http.StatusSeeOther || again.cookie != nil {
		t.Errorf("the same way back twice: %d", r.StatusCode)
	}
}

// TestProviderRefuses: one thing after the other is wrong, and nobody is in.
func TestProviderRefuses(t *testing.T) {
	claim := func(name string, value any) func(*house, *oidctest.Provider, *client, *string) {
		return func(_ *house, there *oidctest.Provider, _ *client, _ *string) {
			there.Spoil = func(c map[string]any) { c[name] = value }
		}
	}
	for name, spoil := range map[string]func(*house, *oidctest.Provider, *client, *string){
		"wrong nonce":      claim("nonce", "another"),
		"expired token":    claim("exp", 1),
		"another audience": claim("aud", "another program"),
		"another issuer":   claim("iss", "https://evil.example"),
		"no role":          claim("roles", []string{"anders"}),
		"unsigned":         func(_ *house, there *oidctest.Provider, _ *client, _ *string) { there.Sign = oidctest.Unsigned },
		"another state": func(_ *house, _ *oidctest.Provider, _ *client, back *string) {
			*back = regexp.MustCompile(`state=[^&]+`).ReplaceAllString(*back, "state=ANOTHER")
		},
		"no state": func(_ *house, _ *oidctest.Provider, _ *client, back *string) {
			*back = regexp.MustCompile(`state=[^&]+`).ReplaceAllString(*back, "")
		},
		"no code": func(_ *house, _ *oidctest.Provider, _ *client, back *string) {
			*back = regexp.MustCompile(`code=[^&]+`).ReplaceAllString(*back, "")
		},
		"stopped there": func(_ *house, _ *oidctest.Provider, _ *client, back *string) {
			*back = regexp.MustCompile(`code=[^&]+`).ReplaceAllString(*back, "error=access_denied")
		},
		"too late":        func(h *house, _ *oidctest.Provider, _ *client, _ *string) { h.now = h.now.Add(tripLasts) },
		"another browser": func(_ *house, _ *oidctest.Provider, c *client, _ *string) { c.others = nil },
	} {
		t.Run(name, func(t *testing.T) {
			h, there := tied(t)
			browser := &client{house: h}
			back := browser.leave("/staff/login/provider", nil)
			spoil(h, there, browser, &back)
			r := browser.Get(back)
			if r.StatusCode < 400 || r.StatusCode >= 500 || browser.cookie != nil || !strings.Contains(r.body, `class="problems"`) {
				t.Errorf("%d, %v\n%s", r.StatusCode, browser.cookie, r.body)
			}
			if strings.Contains(h.log.String(), "code=") || strings.Contains(h.log.String(), "level=ERROR") {
				t.Errorf("the log says %s", h.log)
			}
		})
	}
}

// The way back of one browser is of no use in another, and stays whole for the
// first.
func TestProviderOfAnotherBrowser(t *testing.T) {
	h, _ := tied(t)
	mine, other := &client{house: h}, &client{house: h}
	back := mine.leave("/staff/login/provider", nil)
	other.leave("/staff/login/provider", nil) // it has a cookie of its own
	if r := other.Get(back); r.StatusCode == http.StatusSeeOther || other.cookie != nil {
		t.Errorf("%d", r.StatusCode)
	}
	if r := mine.Get(back); r.StatusCode != http.StatusSeeOther || mine.cookie == nil {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
}

func TestProviderAndWhoWasInvited(t *testing.T) {
	h, there := tied(t)
	coach := h.account(survey.Grant{Role: survey.Entry, Unit: "m"})
	there.Person["email"], there.Person["email_verified"], there.Person["roles"] = coach.Email, false, nil
	browser := &client{house: h}
	if r := browser.Get(browser.leave("/staff/login/provider", nil)); browser.cookie != nil || !strings.Contains(r.body, "geen account") {
		t.Errorf("by an address that nobody verified: %d", r.StatusCode)
	}
	there.Person["preferred_username"] = coach.Email
	delete(there.Person, "email")
	if r := browser.Get(browser.leave("/staff/login/provider", nil)); browser.cookie != nil {
		t.Errorf("by a name that looks like an address: %d", r.StatusCode)
	}
	there.Person["email"], there.Person["email_verified"] = coach.Email, true
	if r := browser.Get(browser.leave("/staff/login/provider", nil)); r.StatusCode != http.StatusSeeOther {
		t.Errorf("by a verified address: %d\n%s", r.StatusCode, r.body)
	}
	if r := browser.Get("/staff/profile"); !strings.Contains(r.body, coach.Email) {
		t.Errorf("%d", r.StatusCode)
	}
	coach.Blocked, coach.Grants = true, coach.Given
	if err := h.store.SaveAccount(t.Context(), "", coach); err == nil {
		t.Fatal("the last administrator is kept: the test needs one")
	}
	h.account(survey.Grant{Role: survey.Administrator})
	if err := h.store.SaveAccount(t.Context(), "", coach); err != nil {
		t.Fatal(err)
	}
	browser = &client{house: h}
	if r := browser.Get(browser.leave("/staff/login/provider", nil)); browser.cookie != nil || r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("blocked: %d", r.StatusCode)
	}
}

// A form that was interrupted survives the way there and back, and what was
// typed is in no file meanwhile: it may be what a parent wrote on paper.
func TestProviderKeepsTheForm(t *testing.T) {
	h, _ := tied(t)
	const words = "Kanarie & wat een ouder schreef"
	carried := url.Values{"name": {words}, "lang": {""}}.Encode()
	browser := &client{house: h}
	back := browser.leave("/staff/login/provider", url.Values{views.FieldTo: {"/staff/profile"}, views.FieldCarried: {carried}})
	err := filepath.WalkDir(h.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), "Kanarie") {
			t.Errorf("%s holds what was typed", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r := browser.Get(back)
	if r.StatusCode != http.StatusOK || !strings.Contains(unescape(r.body), words) || !strings.Contains(r.body, `action="/staff/profile"`) {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	// Where the provider says no, it is still there.
	back = browser.leave("/staff/login/provider", url.Values{views.FieldTo: {"/staff/profile"}, views.FieldCarried: {carried}})
	r = browser.Get(regexp.MustCompile(`code=[^&]+`).ReplaceAllString(back, "error=access_denied"))
	if !strings.Contains(unescape(r.body), carried) {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
}

func TestProviderConfirms(t *testing.T) {
	h, there := tied(t)
	browser := &client{house: h}
	browser.Get(browser.leave("/staff/login/provider", nil))
	accounts, err := h.store.Accounts(t.Context())
	if err != nil || len(accounts) != 1 {
		t.Fatal(accounts, err)
	}
	browser.account = accounts[0]
	h.now = h.now.Add(20 * time.Minute)
	if r := browser.Get("/staff/profile/codes"); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("not asked again: %d", r.StatusCode)
	}
	before := browser.cookie.Value
	confirm := url.Values{views.FieldTo: {"/staff/profile/codes"}}
	// It knows already, and does not ask.
	there.Spoil = func(c map[string]any) { c["auth_time"] = h.now.Add(-time.Hour).Unix() }
	if r := browser.Get(browser.leave("/staff/confirm/provider", confirm)); r.StatusCode != http.StatusUnprocessableEntity || browser.cookie.Value != before {
		t.Errorf("without asking: %d", r.StatusCode)
	}
	there.Spoil = func(c map[string]any) { c["sub"] = "s2" }
	if r := browser.Get(browser.leave("/staff/confirm/provider", confirm)); r.StatusCode != http.StatusUnprocessableEntity || browser.cookie.Value != before {
		t.Errorf("somebody else: %d", r.StatusCode)
	}
	there.Spoil = nil
	r := browser.Get(browser.leave("/staff/confirm/provider", confirm))
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/staff/profile/codes" || browser.cookie.Value == before {
		t.Errorf("%d %s", r.StatusCode, r.Header.Get("Location"))
	}
	if asked := there.Asked(); asked.Get("prompt") != "login" || asked.Get("max_age") != "0" {
		t.Errorf("%v", asked)
	}
	if r := browser.Get("/staff/profile/codes"); r.StatusCode != http.StatusOK {
		t.Errorf("still not sure: %d", r.StatusCode)
	}
	if r := (&client{house: h, cookie: &http.Cookie{Name: sessionCookie, Value: before}}).Get("/staff/profile"); r.StatusCode == http.StatusOK {
		t.Error("the token from before still holds")
	}
}

// Without a provider none of its pages are there, and with one that is away
// people are told, and lose nothing.
func TestNoProvider(t *testing.T) {
	h := newHouse(t)
	browser := &client{house: h}
	if r := browser.PostBare("/staff/login/provider", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("%d", r.StatusCode)
	}
	if r := browser.Get(CallbackPath + "?state=x&code=y"); r.StatusCode != http.StatusNotFound {
		t.Errorf("%d", r.StatusCode)
	}
	h = newHouse(t, func(h *house, c *Config) {
		c.Provider, c.ProviderName = oidc.New(oidc.Config{Issuer: "http://127.0.0.1:1", ClientID: "x", Now: h.clock}), "Voorbeeldstad"
	})
	browser = &client{house: h}
	r := browser.PostBare("/staff/login/provider", url.Values{views.FieldTo: {"/staff/profile"}, views.FieldCarried: {"name=Kanarie"}})
	if r.StatusCode != http.StatusBadGateway || !strings.Contains(r.body, "name=Kanarie") || !strings.Contains(r.body, "antwoordt niet") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
}

// Where staff come by https, no cookie travels without.
func TestCookiesAreSecure(t *testing.T) {
	h := newHouse(t, func(_ *house, c *Config) { c.Secure = true })
	a := h.account(survey.Grant{Role: survey.Manager})
	r := httptest.NewRequest(http.MethodPost, "/staff/login", strings.NewReader(credentials(a.Email, goodPassword).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.TLS = &tls.ConnectionState{}
	got := h.do(h.staff, r)
	if len(got.Cookies()) != 1 || got.Cookies()[0].Name != "__Secure-ouderstem_staff" || !got.Cookies()[0].Secure || !got.Cookies()[0].HttpOnly {
		t.Errorf("%v", got.Cookies())
	}
}
