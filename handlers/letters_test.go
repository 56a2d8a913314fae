package handlers

import (
	"io"
	"mime/quotedprintable"
	"net/http"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ouderstem/handlers/mail"
	"ouderstem/handlers/mail/mailtest"
	"ouderstem/survey"
	"ouderstem/views"
)

// withPost is a house with a mail server.
func withPost(t *testing.T) (*house, *mailtest.Server) {
	t.Helper()
	server := (&mailtest.Server{}).Start(t, mailtest.WhenAsked)
	return newHouse(t, mailedBy(t, server)), server
}

func mailedBy(t *testing.T, server *mailtest.Server) func(*house, *Config) {
	return func(_ *house, c *Config) {
		m, err := mail.New("smtp://"+server.Address, "Ouderstem <noreply@example.org>")
		if err != nil {
			t.Fatal(err)
		}
		m.Trust(server.Pool)
		c.Mail = m
	}
}

// letter is what a server got: to whom, and what it says.
func letter(t *testing.T, server *mailtest.Server) (to, body string) {
	t.Helper()
	select {
	case raw := <-server.Letters:
		got, err := netmail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		words, err := io.ReadAll(quotedprintable.NewReader(got.Body))
		if err != nil {
			t.Fatal(err)
		}
		return got.Header.Get("To"), string(words)
	case <-time.After(20 * time.Second):
		t.Fatal("no letter came")
	}
	return "", ""
}

var link = regexp.MustCompile(`http://localhost:8080(/staff/invitation/[A-Z0-9]+)`)

func invitation(email string) url.Values {
	return url.Values{views.FieldName: {"Nieuwe coach"}, views.FieldEmail: {email}, views.FieldRole: {"coach:a"}}
}

func TestInvitationIsMailed(t *testing.T) {
	h, server := withPost(t)
	r := h.as(survey.Administrator).Post("/staff/accounts/new", invitation("coach@example.org"))
	if r.StatusCode != http.StatusSeeOther || link.MatchString(r.body) {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	to, body := letter(t, server)
	m := link.FindStringSubmatch(body)
	if to != "<coach@example.org>" || m == nil || !strings.Contains(body, "Nieuwe coach") || strings.Contains(body, "<") {
		t.Fatalf("to %s: %s", to, body)
	}
	browser := &client{house: h}
	if r := browser.PostBare(m[1], url.Values{views.FieldNext: {goodPassword}, views.FieldAgain: {goodPassword}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
}

// What is not mailed is told, and shown to hand over.
func TestInvitationIsNotMailed(t *testing.T) {
	server := (&mailtest.Server{Refuse: true}).Start(t, mailtest.Never)
	h := newHouse(t, mailedBy(t, server))
	r := h.as(survey.Administrator).Post("/staff/accounts/new", invitation("coach@example.org"))
	if r.StatusCode != http.StatusOK || !link.MatchString(r.body) || !strings.Contains(r.body, "niet verstuurd") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if s := h.log.String(); !strings.Contains(s, "letter not sent") || link.MatchString(s) {
		t.Errorf("the log says %s", s)
	}
}

// Whoever has forgotten their password gets a letter; whoever asks learns
// nothing of who has an account.
func TestForgottenPassword(t *testing.T) {
	h, server := withPost(t)
	a := h.account(survey.Grant{Role: survey.Manager})
	browser := &client{house: h}
	if r := browser.Get("/staff/login"); !strings.Contains(r.body, "/staff/login/forgotten") {
		t.Error("no way to the page")
	}
	forgot := func(email string) reply {
		return browser.PostBare("/staff/login/forgotten", url.Values{views.FieldEmail: {email}})
	}
	if r := forgot("geen adres"); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "geenadres") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	unknown, known := forgot("niemand@example.org"), forgot(strings.ToUpper(a.Email))
	if unknown.StatusCode != http.StatusSeeOther || headersOf(unknown) != headersOf(known) || unknown.body != known.body {
		t.Errorf("%d %v\n%d %v", unknown.StatusCode, unknown.Header, known.StatusCode, known.Header)
	}
	to, body := letter(t, server)
	m := link.FindStringSubmatch(body)
	if to != "<"+a.Email+">" || m == nil {
		t.Fatalf("to %s: %s", to, body)
	}
	before := h.with(a)
	if r := browser.PostBare(m[1], url.Values{views.FieldNext: {goodPassword + "!"}, views.FieldAgain: {goodPassword + "!"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if r := before.Get("/staff/profile"); r.StatusCode == http.StatusOK {
		t.Error("who was in before still is")
	}
	select {
	case raw := <-server.Letters:
		t.Errorf("one more letter: %s", raw)
	default:
	}
}

func TestForgottenWithoutMail(t *testing.T) {
	h := newHouse(t)
	browser := &client{house: h}
	if r := browser.Get("/staff/login/forgotten"); r.StatusCode != http.StatusNotFound {
		t.Errorf("%d", r.StatusCode)
	}
	if r := browser.PostBare("/staff/login/forgotten", url.Values{views.FieldEmail: {"a@example.org"}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("%d", r.StatusCode)
	}
}
