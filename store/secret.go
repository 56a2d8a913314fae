package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
)

// What keys from the keyring are for. Each has a key of its own, so that what is
// made for the one means nothing to the other.
const (
	forSecondFactors = "second factors"
	forRecovery      = "recovery codes"
	forShownMarks    = "shown marks"
	forEditions      = "editions"
)

// derived returns the key for a purpose. It is made of the pepper, which is in
// the keyring and not in the database or its backups.
func (st *Store) derived(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, st.pepper, nil, "ouderstem: "+purpose, sha256.Size)
}

// keyedHash is a hash of text that only who has the keyring can make.
func (st *Store) keyedHash(purpose string, text ...string) ([]byte, error) {
	key, err := st.derived(purpose)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	for _, t := range text {
		mac.Write([]byte(t))
		mac.Write([]byte{0})
	}
	return mac.Sum(nil), nil
}

// encrypt hides plain for a purpose and an owner; for another owner it does not
// open.
func (st *Store) encrypt(purpose, owner string, plain []byte) ([]byte, error) {
	key, err := st.derived(purpose)
	if err != nil {
		return nil, err
	}
	return Encrypt(key, owner, plain)
}

func (st *Store) decrypt(purpose, owner string, hidden []byte) ([]byte, error) {
	key, err := st.derived(purpose)
	if err != nil {
		return nil, err
	}
	return Decrypt(key, owner, hidden)
}

var errOtherKey = errors.New("encrypted with another key")

// Encrypt hides plain with a key of 32 bytes for an owner.
func Encrypt(key []byte, owner string, plain []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, nil, plain, []byte(owner)), nil //nolint:gosec // it draws the nonce itself
}

// Decrypt shows what [Encrypt] hid with the same key and owner.
func Decrypt(key []byte, owner string, hidden []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nil, hidden, []byte(owner))
	if err != nil {
		return nil, errOtherKey
	}
	return plain, nil
}

// newGCM is AES-256-GCM that draws its nonces: a key is used some thousand times
// at most, and 2^32 would be safe.
func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
