package oidc

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"ouderstem/handlers/oidc/oidctest"
	"ouderstem/survey"
)

const callback = "http://localhost:8080/staff/login/oidc/callback"

func newProvider(t testing.TB) (*Provider, *oidctest.Provider) {
	t.Helper()
	there := oidctest.New(t)
	there.Person = map[string]any{
		"sub": "1234", "name": "M. Voorbeeld", "email": "m@voorbeeld.test", "email_verified": true,
		"roles": []string{"coach", "manager"},
	}
	return New(Config{
		Issuer: there.URL, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret, Claim: "roles", Callback: callback,
	}), there
}

// visit is what a browser does with the address it is sent to.
func visit(t *testing.T, address string) url.Values {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	back, err := r.Location()
	if err != nil {
		t.Fatalf("%s: %v", r.Status, err)
	}
	return back.Query()
}

func TestLogIn(t *testing.T) {
	p, there := newProvider(t)
	address, trip, err := p.Begin(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Finish(t.Context(), trip, visit(t, address))
	if err != nil {
		t.Fatal(err)
	}
	if got.Issuer != there.URL || got.Subject != "1234" || got.Email != "m@voorbeeld.test" || got.Name != "M. Voorbeeld" ||
		!slices.Equal(got.Words, []string{"coach", "manager"}) {
		t.Errorf("%+v", got)
	}
	if asked := there.Asked(); asked.Has("prompt") || asked.Get("redirect_uri") != callback {
		t.Errorf("asked %v", asked)
	}
}

// TestRefused spoils one thing after the other.
func TestRefused(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(name string, value any) func(*oidctest.Provider) {
		return func(p *oidctest.Provider) { p.Spoil = func(c map[string]any) { c[name] = value } }
	}
	for name, spoil := range map[string]func(*oidctest.Provider){
		"wrong nonce":    claim("nonce", "another"),
		"no nonce":       claim("nonce", ""),
		"expired":        claim("exp", time.Now().Add(-time.Hour).Unix()),
		"other audience": claim("aud", "another program"),
		"other issuer":   claim("iss", "https://evil.example"),
		"unsigned":       func(p *oidctest.Provider) { p.Sign = oidctest.Unsigned },
		"key of another": func(p *oidctest.Provider) {
			p.Sign = func(c []byte) string { return oidctest.SignWith(t, stranger, c) }
		},
		"secret as a key": func(p *oidctest.Provider) { p.Sign = symmetric },
		"no token":        func(p *oidctest.Provider) { p.Sign = func([]byte) string { return "" } },
		"not yet valid":   claim("nbf", time.Now().Add(time.Hour).Unix()),
	} {
		p, there := newProvider(t)
		spoil(there)
		address, trip, err := p.Begin(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Finish(t.Context(), trip, visit(t, address)); !errors.Is(err, survey.ErrNotSignedIn) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// symmetric signs with the client's secret, which a program that lets the token
// choose its algorithm would take.
func symmetric(claims []byte) string {
	part := base64.RawURLEncoding.EncodeToString
	signed := part([]byte(`{"alg":"HS256"}`)) + "." + part(claims)
	mac := hmac.New(sha256.New, []byte(oidctest.ClientSecret))
	mac.Write([]byte(signed))
	return signed + "." + part(mac.Sum(nil))
}

// TestTampered brings back something else than what the provider sent.
func TestTampered(t *testing.T) {
	for name, tamper := range map[string]func(*Trip, url.Values){
		"wrong state":       func(_ *Trip, back url.Values) { back.Set("state", "another") },
		"no state":          func(_ *Trip, back url.Values) { back.Del("state") },
		"no state anywhere": func(trip *Trip, back url.Values) { trip.State = ""; back.Del("state") },
		"other code":        func(_ *Trip, back url.Values) { back.Set("code", "another") },
		"other verifier":    func(trip *Trip, _ url.Values) { trip.Verifier = "another-verifier-that-is-long-enough-to-be-one" },
		"other provider":    func(_ *Trip, back url.Values) { back.Set("iss", "https://evil.example") },
	} {
		p, _ := newProvider(t)
		address, trip, err := p.Begin(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		back := visit(t, address)
		tamper(&trip, back)
		if got, err := p.Finish(t.Context(), trip, back); !errors.Is(err, survey.ErrNotSignedIn) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestCodeIsTakenOnce: the provider refuses the second time, whatever we do.
func TestCodeIsTakenOnce(t *testing.T) {
	p, _ := newProvider(t)
	address, trip, err := p.Begin(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	back := visit(t, address)
	if _, err := p.Finish(t.Context(), trip, back); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Finish(t.Context(), trip, back); !errors.Is(err, survey.ErrNotSignedIn) {
		t.Error(err)
	}
}

func TestRefusedByTheProvider(t *testing.T) {
	p, _ := newProvider(t)
	_, trip, err := p.Begin(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	back := url.Values{"state": {trip.State}, "error": {"access_denied"}}
	if _, err := p.Finish(t.Context(), trip, back); !errors.Is(err, survey.ErrProviderRefused) {
		t.Error(err)
	}
}

// TestProviderAway: nobody can log in, and as soon as it is back they can.
func TestProviderAway(t *testing.T) {
	p, there := newProvider(t)
	p.Issuer = "http://127.0.0.1:1"
	if _, _, err := p.Begin(t.Context(), false); !errors.Is(err, survey.ErrProviderAway) {
		t.Error(err)
	}
	p.Issuer = there.URL
	if _, _, err := p.Begin(t.Context(), false); err != nil {
		t.Error(err)
	}
}

func TestAgain(t *testing.T) {
	for name, c := range map[string]struct {
		authTime any
		want     error
	}{
		"asked just now":    {time.Now().Unix(), nil},
		"asked an hour ago": {time.Now().Add(-time.Hour).Unix(), survey.ErrNotSignedInAgain},
		"does not say":      {nil, survey.ErrNotSignedInAgain},
		"in the future":     {time.Now().Add(time.Hour).Unix(), survey.ErrNotSignedInAgain},
	} {
		p, there := newProvider(t)
		there.Spoil = func(claims map[string]any) { claims["auth_time"] = c.authTime }
		address, trip, err := p.Begin(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Finish(t.Context(), trip, visit(t, address)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if asked := there.Asked(); asked.Get("prompt") != "login" || asked.Get("max_age") != "0" {
			t.Errorf("%s: asked %v", name, asked)
		}
	}
}

// TestEmail: only what the provider says it has verified is an e-mail address.
func TestEmail(t *testing.T) {
	for name, c := range map[string]struct {
		person map[string]any
		want   string
	}{
		"verified":                     {map[string]any{"email": "a@b.test", "email_verified": true}, "a@b.test"},
		"verified, as a word":          {map[string]any{"email": "a@b.test", "email_verified": "true"}, "a@b.test"},
		"owner of the domain verified": {map[string]any{"email": "a@b.test", "xms_edov": 1}, "a@b.test"},
		"not verified":                 {map[string]any{"email": "a@b.test", "email_verified": false}, ""},
		"not said":                     {map[string]any{"email": "a@b.test"}, ""},
		"a name like an address":       {map[string]any{"preferred_username": "a@b.test", "email_verified": true}, ""},
	} {
		p, there := newProvider(t)
		there.Person = c.person
		there.Person["sub"] = "1"
		address, trip, err := p.Begin(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Finish(t.Context(), trip, visit(t, address))
		if err != nil || got.Email != c.want {
			t.Errorf("%s: %q, %v", name, got.Email, err)
		}
	}
}

func TestClaims(t *testing.T) {
	all := map[string]any{
		"roles": []any{"a", 1.0, "b"}, "group": "one", "realm_access": map[string]any{"roles": []any{"c"}},
		"https://voorbeeld.test/roles": []any{"d"},
	}
	for name, want := range map[string][]string{
		"roles": {"a", "b"}, "group": {"one"}, "realm_access.roles": {"c"}, "https://voorbeeld.test/roles": {"d"},
		"none": nil, "roles.x": nil, "realm_access": nil,
	} {
		if got := list(find(all, name)); !slices.Equal(got, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
