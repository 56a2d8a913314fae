package main

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAudit is about an installation that is served with https: it is sound, the
// audit changes nothing while the server runs, and each fault in how it is set up
// is named by its check, while all others end as before.
func TestAudit(t *testing.T) {
	dir := installation(t)
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	good := proxy(t, address, time.Now().AddDate(0, 2, 0))
	ctx, stop := context.WithCancel(context.Background())
	printed, ended := &syncBuffer{}, make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir, "--listen", address, "--url", good.URL, "--messages", "en"}, printed, printed)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("serve ended with %d\n%s", code, printed)
		}
	})
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(printed.String(), "Next opening"); printed.wait() {
		if time.Now().After(deadline) {
			t.Fatalf("serve said nothing:\n%s", printed)
		}
	}
	cards := must(t, "cards", "--survey", "kort", "--unit", "m", "--count", "8", "--format", "txt", "--data", dir)
	link, _, _ := strings.Cut(cards, "\t")
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	if status := send(t, good.Client(), good.URL+u.Path, url.Values{"code": {u.Fragment}, "lang": {"nl"}, "step": {"send"}, "q-mark": {"8"}}); status >= http.StatusBadRequest {
		t.Fatalf("an answer was sent: %d", status)
	}
	around := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		file := filepath.Join(around, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
		return file
	}
	log := write("serve.log", printed.String())
	conf := write("nginx.conf", "server {\n  # set_real_ip_from 0.0.0.0/0;\n  access_log off;\n  location / { proxy_pass http://127.0.0.1:8080; }\n}\n")
	backups := filepath.Dir(write("backups/copy.db.age", "encrypted"))
	base := []string{"--data", dir, "--site", good.URL, "--ca", good.ca, "--log", log, "--proxy", conf, "--backups", backups}

	before := hashes(t, filepath.Dir(dir))
	sound, found, code := outcome(t, base...)
	if after := hashes(t, filepath.Dir(dir)); !maps.Equal(before, after) {
		t.Errorf("the audit changed files: %v, then %v", before, after)
	}
	for key, status := range sound {
		switch {
		case status == "passed":
		case key == "mail-encrypted", key == "provider-encrypted", key == "staff-apart", key == "printing-sandbox", key == "disk-space":
			if status == "failed" || status == "not-checked" {
				t.Errorf("%s: %s %s", key, status, found[key])
			}
		default:
			t.Errorf("%s: %s %s", key, status, found[key])
		}
	}
	if code != 0 {
		t.Errorf("a sound installation ends with %d", code)
	}
	if out := must(t, append([]string{"audit"}, base...)...); !strings.HasPrefix(out, "Deze installatie is in orde.") {
		t.Errorf("in the installation's language: %.80s", out)
	}

	expired, soon, bare := proxy(t, address, time.Now().AddDate(0, 0, -1)), proxy(t, address, time.Now().AddDate(0, 0, 14)), proxy(t, address, time.Now().AddDate(0, 2, 0))
	cookie := proxy(t, address, time.Now().AddDate(0, 2, 0))
	bare.change = func(h http.Header) { h.Del("Strict-Transport-Security") }
	cookie.change = func(h http.Header) { h.Add("Set-Cookie", "lb=7") }
	with := func(f *front) []string { return []string{"--site", f.URL, "--ca", f.ca} }
	for _, fault := range []struct {
		name, key, status string
		args              []string
	}{
		{"expired certificate", "site-certificate", "failed", with(expired)},
		{"certificate that ends soon", "site-certificate", "warning", with(soon)},
		{"certificate of another name", "site-certificate", "failed", []string{"--site", strings.Replace(good.URL, "127.0.0.1", "localhost", 1)}},
		{"unknown issuer", "site-certificate", "failed", []string{"--ca", expired.ca}},
		{"no HSTS", "site-hsts", "failed", with(bare)},
		{"cookie", "site-headers", "failed", with(cookie)},
		{"staff on both addresses", "staff-apart", "failed", []string{"--staff-url", "https://staf.stadhuis.test"}},
		{"any proxy is believed", "proxy-trust", "failed", []string{"--proxy", write("trust.conf", "server {\n  access_log off;\n  set_real_ip_from 0.0.0.0/0;\n  proxy_pass http://x;\n}")}},
		{"any proxy is believed, as a list", "proxy-trust", "failed", []string{"--proxy", write("trust.yaml", "entryPoints:\n  web:\n    forwardedHeaders:\n      trustedIPs:\n        - \"::/0\"\n")}},
		{"proxy with a log", "proxy-logs", "failed", []string{"--proxy", write("log.conf", "server {\n  access_log /var/log/x.log;\n}")}},
		{"proxy with its usual log", "proxy-logs", "failed", []string{"--proxy", write("usual.conf", "server {\n  proxy_pass http://x;\n}")}},
		{"mail that cannot be", "mail-encrypted", "failed", []string{"--smtp", "ftp://mail.stadhuis.test", "--smtp-from", "x@stadhuis.test"}},
		{"provider without https", "provider-encrypted", "failed", []string{"--oidc-issuer", "http://login.stadhuis.test"}},
		{"log with an address", "logs-addresses", "failed", []string{"--log", write("address.log", "from 203.0.113.7\n")}},
		{"log with a card's code", "logs-codes", "failed", []string{"--log", write("code.log", "sent "+u.Fragment+"\n")}},
		{"log with a comment", "logs-answers", "failed", []string{"--log", write("answer.log", `x="Nummer 3 was tevreden over de hulp"`)}},
	} {
		t.Run(fault.name, func(t *testing.T) {
			// The last value of a flag holds, but for those that may be given more often.
			got, found, code := outcome(t, append(append([]string{}, base...), fault.args...)...)
			if (code == 1) != (fault.status == "failed") {
				t.Errorf("it ends with %d", code)
			}
			for key, status := range sound {
				want := status
				if key == fault.key {
					want = fault.status
				}
				if got[key] != want {
					t.Errorf("%s: %s, want %s %s", key, got[key], want, found[key])
				}
			}
		})
	}
}

// TestAuditThatCannotBe: where nothing can be checked it ends with 2 and says why;
// a directory without data stays as it is.
func TestAuditThatCannotBe(t *testing.T) {
	empty := t.TempDir()
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "ouderstem.db"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--data", empty},
		{"--data", filepath.Join(empty, "nowhere")},
		{"--data", broken},
		{"--data", empty, "--site", "stem"},
		{"--no-such-flag"},
		{"--data", empty, "--time-zone", "Mars/Noord"},
	} {
		out, errOut, code := do(t, append([]string{"audit"}, args...)...)
		if code != 2 || out != "" || !strings.HasPrefix(errOut, "ouderstem: ") || strings.Contains(errOut, "panic") {
			t.Errorf("%v: %d\n%s%s", args, code, out, errOut)
		}
	}
	if left, err := os.ReadDir(empty); err != nil || len(left) > 0 {
		t.Errorf("the empty directory has %v, %v", left, err)
	}
}

// TestAuditDrafts writes each draft as each kind of file, with the settings, from a
// directory that stays as it is.
func TestAuditDrafts(t *testing.T) {
	dir, out := installation(t), t.TempDir()
	before := hashes(t, dir)
	for _, name := range []string{"dpia", "accessibility"} {
		for _, format := range []string{"docx", "odt", "html"} {
			file := filepath.Join(out, name+"."+format)
			must(t, "audit", name, "--data", dir, "--format", format, "--out", file, "--site", "https://stem.stadhuis.test")
			content, err := os.ReadFile(file)
			if err != nil || len(content) < 2000 {
				t.Errorf("%s: %d bytes, %v", file, len(content), err)
			}
			if format == "html" && (!strings.Contains(string(content), "Gemeente Test") || !strings.Contains(string(content), "[in te vullen:")) {
				t.Errorf("%s says too little", file)
			}
			if format != "html" && !strings.HasPrefix(string(content), "PK") {
				t.Errorf("%s is no %s", file, format)
			}
		}
	}
	if after := hashes(t, dir); !maps.Equal(before, after) {
		t.Errorf("files were changed: %v, then %v", before, after)
	}
}
