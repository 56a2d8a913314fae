package passkey

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// spoil changes an answer of a device in its JSON, or, with inside, in one of
// the things that stand in it as base64.
func spoil(answer []byte, inside, at, cut uint16, insert []byte) []byte {
	change := func(b []byte) []byte {
		i := int(at) % (len(b) + 1)
		return slices.Concat(b[:i], insert, b[min(i+int(cut), len(b)):])
	}
	fields := []string{"clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"}
	name := slices.Concat([]string{""}, fields)[int(inside)%(len(fields)+1)]
	_, rest, found := bytes.Cut(answer, []byte(`"`+name+`":"`))
	if !found {
		return change(answer)
	}
	packed, _, _ := bytes.Cut(rest, []byte(`"`))
	plain, err := base64.RawURLEncoding.DecodeString(string(packed))
	if err != nil {
		return change(answer)
	}
	return bytes.Replace(answer, packed, []byte(base64.RawURLEncoding.EncodeToString(change(plain))), 1)
}

func addSpoilt(f *testing.F) {
	for inside := range uint16(6) {
		f.Add(inside, uint16(0), uint16(0), []byte{})
		f.Add(inside, uint16(33), uint16(1), []byte{0xff})
		f.Add(inside, uint16(20), uint16(40), []byte(`","type":null,"x":{"a":[`))
		f.Add(inside, uint16(0), uint16(65535), []byte{0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
		f.Add(inside, uint16(300), uint16(0), []byte{0x9f, 0x9f, 0x9f, 0x9f})
	}
}

// FuzzFinish: whatever a browser sends instead of what the device said, it signs in
// who has the key, with that key's own signature of this challenge, or nobody.
func FuzzFinish(f *testing.F) {
	addSpoilt(f)
	d := newDevice()
	s, key := registered(f, d)
	options, challenge, err := s.Begin()
	if err != nil {
		f.Fatal(err)
	}
	shown := d.Show(f, options)
	var asked struct{ Challenge string }
	if err := json.Unmarshal(options, &asked); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, inside, at, cut uint16, insert []byte) {
		answer := spoil(shown, inside, at, cut, insert)
		who, used, err := s.Finish(challenge, answer, finder(key))
		if err != nil {
			if !errors.Is(err, survey.ErrNoPasskey) {
				t.Errorf("%s: %v is told as a failure of ours", answer, err)
			}
			if bytes.Equal(answer, shown) {
				t.Errorf("what the device said is refused: %v", err)
			}
			return
		}
		var said struct {
			Response struct{ ClientDataJSON, AuthenticatorData, Signature string }
		}
		if err := json.Unmarshal(answer, &said); err != nil {
			t.Fatalf("%s: let in, and is no JSON: %v", answer, err)
		}
		var parts [3][]byte
		for i, part := range []string{said.Response.ClientDataJSON, said.Response.AuthenticatorData, said.Response.Signature} {
			if parts[i], err = base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "=")); err != nil {
				t.Fatalf("%s: %v", answer, err)
			}
		}
		client := sha256.Sum256(parts[0])
		signed := sha256.Sum256(slices.Concat(parts[1], client[:]))
		if !ecdsa.VerifyASN1(&d.Key.PublicKey, signed[:], parts[2]) || !bytes.Contains(parts[0], []byte(asked.Challenge)) ||
			who.ID != account.ID || !bytes.Equal(used.ID, key.ID) {
			t.Errorf("%s: let in as %+v", answer, who)
		}
	})
}

// FuzzFinishNew: a key is kept only where it was made for this challenge on this
// site, and can be read again.
func FuzzFinishNew(f *testing.F) {
	addSpoilt(f)
	d := newDevice()
	s, err := New(address)
	if err != nil {
		f.Fatal(err)
	}
	options, challenge, err := s.BeginNew("Voorbeeldstad", account, nil)
	if err != nil {
		f.Fatal(err)
	}
	made := d.Make(f, options)
	var asked struct{ Challenge string }
	if err := json.Unmarshal(options, &asked); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, inside, at, cut uint16, insert []byte) {
		answer := spoil(made, inside, at, cut, insert)
		key, err := s.FinishNew(account, challenge, answer)
		if err != nil {
			if !errors.Is(err, survey.ErrNoPasskey) {
				t.Errorf("%s: %v is told as a failure of ours", answer, err)
			}
			if bytes.Equal(answer, made) {
				t.Errorf("what the device made is refused: %v", err)
			}
			return
		}
		var said struct {
			Response struct{ ClientDataJSON string }
		}
		if err := json.Unmarshal(answer, &said); err != nil {
			t.Fatalf("%s: kept, and is no JSON: %v", answer, err)
		}
		client, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(said.Response.ClientDataJSON, "="))
		if err != nil || !bytes.Contains(client, []byte(asked.Challenge)) || !bytes.Contains(bytes.ToLower(client), []byte(address)) || key.Account != account.ID {
			t.Errorf("%s: kept as %+v", answer, key)
		}
		if _, err := newOwner(account, []survey.Passkey{key}); err != nil {
			t.Errorf("%s: kept and cannot be read: %v", answer, err)
		}
	})
}
