package main

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
)

// Who has lost every way in is let in from the machine itself.
func TestAccountLink(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	a := survey.Account{Email: "beheer@example.org", Name: "Beheer"}
	if a, err = st.SetUp(t.Context(), survey.DefaultSettings(), a, "vier losse woorden hier"); err != nil {
		t.Fatal(err)
	}
	out := must(t, "account", "link", "Beheer@example.org", "--data", dir, "--url", "https://ouderstem.example.org/", "--end-factors")
	m := regexp.MustCompile(`https://ouderstem\.example\.org/staff/invitation/(\S+)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatal(out)
	}
	if invited, err := st.Invited(t.Context(), m[1]); err != nil || invited.ID != a.ID {
		t.Errorf("%+v, %v", invited, err)
	}
	if _, _, code := do(t, "account", "link", "niemand@example.org", "--data", dir); code != 1 {
		t.Errorf("for nobody: %d", code)
	}
}

// Flags about signing in are checked before anything is served.
func TestSignInFlags(t *testing.T) {
	for _, flags := range [][]string{
		{"--oidc-issuer", "http://login.example.org", "--oidc-client-id", "x"}, // no https
		{"--oidc-issuer", "login.example.org", "--oidc-client-id", "x"},
		{"--oidc-issuer", "https://login.example.org"},
		{"--smtp", "mail.example.org", "--smtp-from", "a@example.org"},
		{"--smtp", "smtp://u:geheim@mail.example.org"},
	} {
		args := append([]string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0"}, flags...)
		if _, errOut, code := do(t, args...); code != 1 || strings.Contains(errOut, "geheim") {
			t.Errorf("%v: %d %s", flags, code, errOut)
		}
	}
}
