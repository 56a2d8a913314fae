package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
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
