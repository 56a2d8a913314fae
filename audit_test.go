package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ouderstem/store"
	"ouderstem/survey"
)

// front is a proxy with https in front of a server, as in production.
type front struct {
	*httptest.Server
	ca     string // file with its issuer
	change func(http.Header)
}

// proxy serves what answers at address, with a certificate for 127.0.0.1 that ends
// at a moment.
func proxy(t *testing.T, address string, ends time.Time) *front {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test"}, NotBefore: ends.AddDate(0, -3, 0), NotAfter: ends,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	f := &front{ca: filepath.Join(t.TempDir(), "ca.pem")}
	if err := os.WriteFile(f.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	forward.ModifyResponse = func(r *http.Response) error {
		if f.change != nil {
			f.change(r.Header)
		}
		return nil
	}
	f.Server = httptest.NewUnstartedServer(forward)
	f.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	f.StartTLS()
	t.Cleanup(f.Close)
	return f
}

// installation fills a data directory as an organisation would, with opened and
// waiting answers and two administrators with a second factor.
func installation(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	fine := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = st.Look(ctx, time.Now())
	fine(err)
	_, err = st.AddUnit(ctx, survey.Unit{ID: "m", Name: "Gemeente Test"})
	fine(err)
	templates, err := survey.Templates()
	fine(err)
	s, err := st.Publish(ctx, templates["kort"])
	fine(err)
	settings := survey.DefaultSettings()
	settings.Organisation, settings.Retention = "Gemeente Test", 24
	one, err := st.SetUp(ctx, settings, survey.Account{Email: "een@stadhuis.test", Name: "Een"}, "een lang wachtwoord voor een")
	fine(err)
	two, token, err := st.Invite(ctx, one.ID, survey.Account{Email: "twee@stadhuis.test", Name: "Twee", Grants: survey.Grants{{Role: survey.Administrator}}})
	fine(err)
	_, err = st.Accept(ctx, token, "een lang wachtwoord voor twee")
	fine(err)
	for _, a := range []survey.Account{one, two} {
		fine(st.BeginCodes(ctx, a.ID, []byte("twintig bytes geheim")))
		_, err := st.ProveCodes(ctx, a.ID, func([]byte, int64) (int64, bool) { return 1, true })
		fine(err)
	}
	answers := func(n int) {
		_, codes, err := st.Print(ctx, survey.Batch{Survey: s.ID, Unit: "m", Way: survey.ByCard, Size: n})
		fine(err)
		for i, c := range codes {
			fine(st.Drop(ctx, store.Submission{Code: c, Response: survey.Response{Survey: s.ID, Version: s.Version, Lang: "nl", Answers: survey.Answers{
				"mark": {fmt.Sprint(1 + i%10)}, "good": {fmt.Sprintf("Nummer %d was tevreden over de hulp", i)},
			}}}))
		}
	}
	answers(70)
	_, err = st.OpenBoxes(ctx, store.YearOf(time.Now()))
	fine(err)
	answers(6)
	fine(st.Close())
	return dir
}

// hashes are those of every file below dir, with mode and time.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || d.IsDir() {
			found[path] = fmt.Sprint(info.Mode(), info.ModTime())
			return err
		}
		content, err := os.ReadFile(path)
		found[path] = fmt.Sprintf("%v %v %x", info.Mode(), info.ModTime(), sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// outcome runs an audit and returns how each check ended.
func outcome(t *testing.T, args ...string) (statuses map[string]string, found map[string]string, code int) {
	t.Helper()
	out, errOut, code := do(t, append([]string{"audit", "--json", "--lang", "nl"}, args...)...)
	var a struct {
		Sound  bool
		Checks []struct {
			Key, Status string
			Found       []struct{ Key, Text string }
		}
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil || a.Sound != (code == 0) {
		t.Fatalf("audit %v: %d, %v\n%s%s", args, code, err, out, errOut)
	}
	statuses, found = map[string]string{}, map[string]string{}
	for _, c := range a.Checks {
		statuses[c.Key] = c.Status
		found[c.Key] = fmt.Sprint(c.Found)
	}
	return statuses, found, code
}

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
		{"--data", empty}, {"--data", filepath.Join(empty, "nowhere")}, {"--data", broken}, {"--data", empty, "--site", "stem"}, {"--no-such-flag"},
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
