package passkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"testing"

	"ouderstem/handlers/passkey/passkeytest"
	"ouderstem/survey"
)

const address = "http://localhost:8080"

func newDevice() *passkeytest.Device { return passkeytest.New(address, "localhost") }

var account = survey.Account{ID: "0123456789ab", Email: "m@voorbeeld.test", Name: "M. Voorbeeld"}

// registered returns a site and a key that was made for it.
func registered(t testing.TB, d *passkeytest.Device) (*Site, survey.Passkey) {
	t.Helper()
	s, err := New(address)
	if err != nil {
		t.Fatal(err)
	}
	options, challenge, err := s.BeginNew("Voorbeeldstad", account, nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := s.FinishNew(account, challenge, d.Make(t, options))
	if err != nil {
		t.Fatal(err)
	}
	return s, key
}

func finder(keys ...survey.Passkey) Finder {
	return func(id string) (survey.Account, []survey.Passkey, error) {
		if id != account.ID {
			return survey.Account{}, nil, survey.ErrNoRecord
		}
		return account, keys, nil
	}
}

func TestLogIn(t *testing.T) {
	d := newDevice()
	s, key := registered(t, d)
	for range 2 {
		options, challenge, err := s.Begin()
		if err != nil {
			t.Fatal(err)
		}
		who, used, err := s.Finish(challenge, d.Show(t, options), finder(key))
		if err != nil || who.ID != account.ID || string(used.ID) != string(key.ID) || used.Account != account.ID {
			t.Fatalf("%+v, %+v, %v", who, used, err)
		}
		key = used
	}
}

// TestRecord: nothing is kept of which device it is.
func TestRecord(t *testing.T) {
	_, key := registered(t, newDevice())
	var kept map[string]any
	if err := json.Unmarshal(key.Record, &kept); err != nil {
		t.Fatal(err)
	}
	if a := kept["attestation"]; len(a.(map[string]any)) > 0 {
		t.Errorf("kept %v", a)
	}
	if a := kept["authenticator"].(map[string]any)["AAGUID"]; a != nil {
		t.Errorf("kept %v", a)
	}
}

func TestRefused(t *testing.T) {
	for name, spoil := range map[string]func(*passkeytest.Device){
		"not verified":        func(d *passkeytest.Device) { d.Verified = false },
		"another site":        func(d *passkeytest.Device) { d.Origin = "https://evil.example" },
		"another port":        func(d *passkeytest.Device) { d.Origin = "http://localhost:8081" },
		"key of another":      func(d *passkeytest.Device) { d.Site = "evil.example" },
		"counter went back":   func(d *passkeytest.Device) { d.Counter = 0 },
		"counter stood":       func(d *passkeytest.Device) { d.Counter -= 1 },
		"key that nobody has": func(d *passkeytest.Device) { d.ID = []byte("another key with") },
		"unknown account":     func(d *passkeytest.Device) { d.Handle = []byte("nobody") },
		"no account":          func(d *passkeytest.Device) { d.Handle = nil },
		"not an answer":       func(d *passkeytest.Device) { d.Kind = "webauthn.create" },
		"other key":           func(d *passkeytest.Device) { d.Key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	} {
		d := newDevice()
		s, key := registered(t, d)
		options, challenge, err := s.Begin()
		if err != nil {
			t.Fatal(err)
		}
		d.Counter = 1
		spoil(d)
		if who, _, err := s.Finish(challenge, d.Show(t, options), finder(key)); !errors.Is(err, survey.ErrNoPasskey) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

func TestOtherChallenge(t *testing.T) {
	d := newDevice()
	s, key := registered(t, d)
	options, _, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	_, challenge, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Finish(challenge, d.Show(t, options), finder(key)); !errors.Is(err, survey.ErrNoPasskey) {
		t.Error(err)
	}
	// A challenge to make a key is none to log in with, nor the other way round.
	options, challenge, err = s.BeginNew("Voorbeeldstad", account, nil)
	if err != nil {
		t.Fatal(err)
	}
	var asked map[string]any
	if err := json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	asked["userVerification"] = "required"
	if options, err = json.Marshal(asked); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Finish(challenge, d.Show(t, options), finder(key)); !errors.Is(err, survey.ErrNoPasskey) {
		t.Error(err)
	}
	for _, junk := range []string{"", "{}", "null", `{"id":1}`, "[]"} {
		if _, _, err := s.Finish(challenge, []byte(junk), finder(key)); !errors.Is(err, survey.ErrNoPasskey) {
			t.Errorf("%q: %v", junk, err)
		}
		if _, err := s.FinishNew(account, challenge, []byte(junk)); !errors.Is(err, survey.ErrNoPasskey) {
			t.Errorf("%q: %v", junk, err)
		}
	}
}

func TestNewRefused(t *testing.T) {
	for name, spoil := range map[string]func(*passkeytest.Device){
		"not verified":   func(d *passkeytest.Device) { d.Verified = false },
		"another site":   func(d *passkeytest.Device) { d.Origin = "https://evil.example" },
		"key of another": func(d *passkeytest.Device) { d.Site = "evil.example" },
	} {
		d := newDevice()
		spoil(d)
		s, err := New(address)
		if err != nil {
			t.Fatal(err)
		}
		options, challenge, err := s.BeginNew("Voorbeeldstad", account, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.FinishNew(account, challenge, d.Make(t, options)); !errors.Is(err, survey.ErrNoPasskey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A challenge is for the account it was made for.
	d := newDevice()
	s, _ := registered(t, d)
	options, challenge, err := s.BeginNew("Voorbeeldstad", account, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := account
	other.ID = "ba9876543210"
	if _, err := s.FinishNew(other, challenge, d.Make(t, options)); !errors.Is(err, survey.ErrNoPasskey) {
		t.Error(err)
	}
}

func TestNew(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://ouderstem.voorbeeld.test": true, "http://localhost:8080": true,
		"http://127.0.0.1:8080": false, "http://[::1]:8080": false, "": false,
	} {
		if _, err := New(address); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}
