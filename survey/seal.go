package survey

import (
	"bytes"
	"compress/flate"
	"crypto/hpke"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// padded is the size in bytes that every response has before it is encrypted:
// three full comments of Dutch fit, compressed, with room to spare. One size
// for all, because a length tells who wrote much.
const padded = 8 << 10

// The parts of HPKE (RFC 9180): X-Wing, so that neither today's nor tomorrow's
// machines open a stolen box.
var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.AES256GCM()
)

// BoxKey is the private key of a box: whoever has it can open what was sealed
// for that box, so it is destroyed at the opening.
type BoxKey struct{ key hpke.PrivateKey }

// NewBoxKey makes the key of a new box.
func NewBoxKey() (*BoxKey, error) {
	key, err := kem.GenerateKey()
	if err != nil {
		return nil, err
	}
	return &BoxKey{key}, nil
}

// ParseBoxKey reads what Bytes returned.
func ParseBoxKey(raw []byte) (*BoxKey, error) {
	key, err := kem.NewPrivateKey(raw)
	if err != nil {
		return nil, err
	}
	return &BoxKey{key}, nil
}

// Bytes returns the private key, for the keyring and nowhere else.
func (k *BoxKey) Bytes() ([]byte, error) { return k.key.Bytes() }

// Public returns the key with which answers are sealed.
func (k *BoxKey) Public() []byte { return k.key.PublicKey().Bytes() }

// Seal encrypts r for box with the box's public key. All sealed responses have
// the same size; ErrTooLong when r does not fit into it.
func Seal(public []byte, box string, r Response) ([]byte, error) {
	key, err := kem.NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("box %s: %w", box, err)
	}
	plain, err := pad(r)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(key, kdf, aead, sealInfo(box), plain)
}

// Unseal is the reverse of Seal. It fails where the key is another box's, or
// where the sealed response was changed or moved to another box.
func (k *BoxKey) Unseal(box string, sealed []byte) (Response, error) {
	plain, err := hpke.Open(k.key, kdf, aead, sealInfo(box), sealed)
	if err != nil {
		return Response{}, fmt.Errorf("box %s: %w", box, err)
	}
	return unpad(plain)
}

func sealInfo(box string) []byte { return []byte("ouderstem box 1 " + box) }

// deflaters are kept for the next response: making one, of most of a megabyte,
// takes longer than all else about sealing.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestCompression)
	if err != nil {
		panic(err) // there is such a level
	}
	return w
}}

// pad returns r as compressed JSON behind its length, filled up with zeros.
func pad(r Response) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 4, padded))
	w, _ := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(b)
	if err := json.NewEncoder(w).Encode(r); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() > padded {
		return nil, ErrTooLong
	}
	plain := make([]byte, padded)
	copy(plain, b.Bytes())
	binary.BigEndian.PutUint32(plain, uint32(b.Len()-4)) //nolint:gosec // at most padded
	return plain, nil
}

func unpad(plain []byte) (r Response, err error) {
	if len(plain) != padded {
		return r, fmt.Errorf("sealed response of %d bytes, not %d", len(plain), padded)
	}
	n := int(binary.BigEndian.Uint32(plain))
	if n > padded-4 {
		return r, fmt.Errorf("sealed response claims %d bytes", n)
	}
	const most = 1 << 20 // a response is some KB; more is not one of ours
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(plain[4:4+n])), most))
	if err != nil {
		return r, err
	}
	err = json.Unmarshal(raw, &r)
	return r, err
}

// SealedBytes is the size of every sealed response: what HPKE puts before and
// behind it (RFC 9180: an encapsulated key of X-Wing, a tag of AES-GCM), and the
// padded response.
const SealedBytes = 1120 + padded + 16
