package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"ouderstem/handlers/mail/mailtest"
	"ouderstem/survey"
)

var letter = Letter{
	To: "m@voorbeeld.test", Subject: "Uitnodiging voor Ouderstem – één stap",
	Body: "Dag M. Voorbeeld,\r\n\r\nhttps://ouderstem.test/staff/invited#" + strings.Repeat("x", 90) + "\r\n",
}

func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		scheme string
		serves mailtest.Encryption
		user   string
	}{
		"this machine":             {"smtp", mailtest.Never, ""},
		"encrypted when asked":     {"smtp", mailtest.WhenAsked, ""},
		"encrypted from the start": {"smtps", mailtest.FromTheStart, ""},
		"with a password":          {"smtp", mailtest.WhenAsked, "ouderstem:geheim%40@"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &mailtest.Server{}
			if c.user != "" {
				p.Users = map[string]string{"ouderstem": "geheim@"}
			}
			p.Start(t, c.serves)
			m, err := New(c.scheme+"://"+c.user+p.Address, "Ouderstem <noreply@voorbeeld.test>")
			if err != nil {
				t.Fatal(err)
			}
			m.Trust(p.Pool)
			if err := m.Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			check(t, <-p.Letters)
		})
	}
}

func check(t *testing.T, raw string) {
	t.Helper()
	got, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
	if err != nil || strings.TrimSpace(string(body)) != strings.TrimSpace(letter.Body) {
		t.Errorf("body %q, %v", body, err)
	}
	if kind := got.Header.Get("Content-Type"); kind != "text/plain; charset=UTF-8" {
		t.Errorf("type %s", kind)
	}
	for _, name := range []string{"X-Mailer", "User-Agent"} {
		if v := got.Header.Get(name); v != "" {
			t.Errorf("%s: %s", name, v)
		}
	}
	if from := got.Header.Get("From"); !strings.Contains(from, "<noreply@voorbeeld.test>") {
		t.Errorf("from %s", from)
	}
}

func TestNotSent(t *testing.T) {
	refusing := (&mailtest.Server{Refuse: true}).Start(t, mailtest.Never)
	locked := (&mailtest.Server{Users: map[string]string{"ouderstem": "geheim"}}).Start(t, mailtest.Never)
	untrusted := (&mailtest.Server{}).Start(t, mailtest.FromTheStart)
	for name, server := range map[string]string{
		"nobody there":          "smtp://127.0.0.1:1",
		"no such person":        "smtp://" + refusing.Address,
		"wrong password":        "smtp://ouderstem:fout@" + locked.Address,
		"a certificate of none": "smtps://" + untrusted.Address,
	} {
		m, err := New(server, "noreply@voorbeeld.test")
		if err != nil {
			t.Fatal(err)
		}
		err = m.Send(t.Context(), letter)
		if !errors.Is(err, survey.ErrMailNotSent) || strings.Contains(err.Error(), "fout") {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	m, err := New("smtp://"+refusing.Address, "noreply@voorbeeld.test")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(ended, letter); !errors.Is(err, survey.ErrMailNotSent) {
		t.Error(err)
	}
}

// TestHeadersCannotBeAdded: a line break in a name or subject adds no receiver.
func TestHeadersCannotBeAdded(t *testing.T) {
	p := (&mailtest.Server{}).Start(t, mailtest.Never)
	m, err := New("smtp://"+p.Address, "noreply@voorbeeld.test")
	if err != nil {
		t.Fatal(err)
	}
	bad := letter
	bad.To = "m@voorbeeld.test\r\nBcc: x@evil.example"
	if err := m.Send(t.Context(), bad); !errors.Is(err, survey.ErrMailNotSent) {
		t.Error(err)
	}
	bad = letter
	bad.Subject = "Uitnodiging\r\nBcc: x@evil.example"
	if err := m.Send(t.Context(), bad); err != nil {
		return // refusing is as good
	}
	got, err := mail.ReadMessage(strings.NewReader(<-p.Letters))
	if err != nil || got.Header.Get("Bcc") != "" {
		t.Errorf("%v, %v", got.Header, err)
	}
}

func TestFlags(t *testing.T) {
	for _, bad := range [][2]string{
		{"mail.voorbeeld.test:25", "a@b.test"},
		{"http://mail.voorbeeld.test", "a@b.test"},
		{"smtp://", "a@b.test"},
		{"smtp://mail.voorbeeld.test/x", "a@b.test"},
		{"smtp://mail.voorbeeld.test", "nobody"},
		{"smtp://mail.voorbeeld.test", ""},
		{"smtp://u:geheim@mail.voorbeeld.test/x", "a@b.test"},
		{"", "a@b.test"},
	} {
		_, err := New(bad[0], bad[1])
		if !errors.Is(err, survey.ErrBadFlag) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%v: %v", bad, err)
		}
	}
	// Elsewhere nothing is sent without encryption.
	m, err := New("smtp://mail.voorbeeld.test", "a@b.test")
	if err != nil {
		t.Fatal(err)
	}
	client, err := gomail.NewClient(m.host, m.options...)
	if err != nil || client.TLSPolicy() != gomail.TLSMandatory.String() {
		t.Errorf("%s, %v", client.TLSPolicy(), err)
	}
}
