package main

import (
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"ouderstem/handlers"
	"ouderstem/views"
)

// FuzzFlags gives any arguments to the program, as one text with a line for each.
// They are told to be wrong, or what they ask for can be served: addresses to
// which a path can be put, an exit that is a site, a time zone with a day in it.
func FuzzFlags(f *testing.F) {
	for _, args := range []string{
		"serve\n--url\nhttps://ouderstem.example", "serve\n--url=https://u:p@ouderstem.example/\n--staff-url=http://localhost:1?", "serve\n--url\nhttps://a#", "serve\n--url\nhttps://a:99999",
		"serve\n--exit-url\nhttps:x", "serve\n--exit-url=https://nl.wikipedia.org/\n--time-zone=../../etc/passwd", "serve\n--time-zone\n", "serve\n--time-zone=Local",
		"serve\n--staff-listen=:0\n--listen=[::1]:http", "serve\n--security-contact=mailto:a@example.org\n--security-contact=tel:x", "serve\n--security-contact=https://a\r\nb",
		"serve\n--smtp=smtp://u:p@[::1]:99999\n--smtp-from=a@example.org", "serve\n--smtp=smtps://mail.example.org:465\n--smtp-from=Ouderstem <a@example.org>",
		"serve\n--oidc-issuer=https://login.example.org\n--oidc-client-id=x\n--oidc-claim=a..b", "serve\n--oidc-issuer=http://localhost\n--oidc-client-id=x\n--oidc-name=\xff",
		"report\nm\n--year=99999999999999999999", "cards\n--size=-1", "--help", "--messages=xx\nversion", "serve\n--\n--data", "unit\nadd\n\x00", "restore\n--identity=\n@x", "close-year\n-1",
	} {
		f.Add(args)
	}
	v, err := views.New()
	if err != nil {
		f.Fatal(err)
	}
	for _, set := range os.Environ() {
		if name, _, _ := strings.Cut(set, "="); strings.HasPrefix(name, "OUDERSTEM_") {
			f.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	p := &program{ctx: f.Context(), out: io.Discard, err: io.Discard, views: v, lang: "nl", log: slog.New(slog.DiscardHandler)}
	var c commands
	exited := false
	parser, err := p.parser(&c, func(int) { exited = true }) // once: reading the help takes longest
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		args := strings.Split(lines, "\n")
		exited = false
		parsed, err := parser.Parse(args)
		if err != nil || exited || !strings.HasPrefix(parsed.Command(), "serve") {
			return
		}
		checkServed(t, c.Serve.web)
	})
}

// checkServed fails where flags are taken that nothing can be served by.
func checkServed(t *testing.T, w web) {
	t.Helper()
	zone, err := w.check()
	if err != nil {
		return
	}
	if day := time.Unix(1_900_000_000, 0).In(zone); day.Year() != 2030 {
		t.Errorf("%q: %v", w.TimeZone, day)
	}
	if exit, err := url.Parse(w.ExitURL); err != nil || exit.Scheme != "https" || exit.Hostname() == "" {
		t.Errorf("parents leave for %q", w.ExitURL)
	}
	var config handlers.Config
	for flag, address := range map[string]string{"--url": w.URL, "--staff-url": w.StaffURL} {
		site, err := siteOf(flag, address)
		if err != nil {
			continue
		}
		config.StaffSite = site
		u, err := url.Parse(site + "/staff/x?y=z")
		if err != nil || u.Path != "/staff/x" || u.RawQuery != "y=z" || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%q is taken for an address, and leads to %+v, %v", address, u, err)
		}
		if strings.ContainsAny(site, " \r\n\"<>") {
			t.Errorf("%q stands on every card", site)
		}
	}
	if err := w.into(&config); err == nil && w.SMTP != "" && config.Mail == nil {
		t.Errorf("%q: no mail", w.SMTP)
	}
	for _, contact := range w.SecurityContact {
		if strings.ContainsAny(contact, " \r\n\t") {
			t.Errorf("%q would be two lines of security.txt", contact)
		}
	}
}
