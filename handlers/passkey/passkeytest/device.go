// Package passkeytest is a device with passkeys for tests. A browser with a
// virtual one does the same in e2e; this one can also do wrong.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Device makes and uses keys as a phone does.
type Device struct {
	Key      *ecdsa.PrivateKey
	ID       []byte // of the key
	Handle   []byte // whose key it is
	Counter  uint32
	Verified bool   // it has checked who holds it
	Origin   string // of the page that asked
	Kind     string // what its client data says it did; "" for the truth
	Site     string // whose name it made the key for
}

// New returns a device that makes and uses keys for the site at address, whose
// host is the site's name.
func New(address, host string) *Device {
	return &Device{ID: []byte("a key of sixteen"), Counter: 1, Verified: true, Origin: address, Site: host}
}

var encode = base64.RawURLEncoding.EncodeToString

// data is the authenticator data: whose site, which checks, how often used.
func (d *Device) data(flags byte, extra []byte) []byte {
	site := sha256.Sum256([]byte(d.Site))
	flags |= 1 // somebody is there
	if d.Verified {
		flags |= 4
	}
	return slices.Concat(site[:], []byte{flags}, binary.BigEndian.AppendUint32(nil, d.Counter), extra)
}

func (d *Device) client(t testing.TB, kind, challenge string) []byte {
	t.Helper()
	if d.Kind != "" {
		kind = d.Kind
	}
	raw, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Make makes a key as options ask.
func (d *Device) Make(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	var asked struct {
		Challenge string
		User      struct{ ID string }
		Selection struct {
			ResidentKey, UserVerification string
		} `json:"authenticatorSelection"`
	}
	var err error
	if err = json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	if asked.Selection.ResidentKey != "required" || asked.Selection.UserVerification != "required" {
		t.Errorf("asked for %+v", asked.Selection)
	}
	if d.Key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if d.Handle, err = base64.RawURLEncoding.DecodeString(asked.User.ID); err != nil {
		t.Fatal(err)
	}
	point, err := d.Key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		t.Fatal(err)
	}
	length := binary.BigEndian.AppendUint16(nil, uint16(len(d.ID)))
	data := d.data(0x40, slices.Concat(make([]byte, 16), length, d.ID, public))
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		t.Fatal(err)
	}
	return d.reply(t, map[string]any{
		"clientDataJSON": encode(d.client(t, "webauthn.create", asked.Challenge)), "attestationObject": encode(object),
	})
}

// Show answers a challenge.
func (d *Device) Show(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	var asked struct{ Challenge, UserVerification string }
	if err := json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	if asked.UserVerification != "required" {
		t.Errorf("asked for %+v", asked)
	}
	d.Counter++
	data, client := d.data(0, nil), d.client(t, "webauthn.get", asked.Challenge)
	digest := sha256.Sum256(client)
	signed := sha256.Sum256(slices.Concat(data, digest[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.Key, signed[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.reply(t, map[string]any{
		"clientDataJSON": encode(client), "authenticatorData": encode(data),
		"signature": encode(signature), "userHandle": encode(d.Handle),
	})
}

func (d *Device) reply(t testing.TB, response map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(map[string]any{
		"id": encode(d.ID), "rawId": encode(d.ID), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
