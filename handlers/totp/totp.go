// Package totp reads the six digits that an app on somebody's phone shows:
// time-based one-time passwords, RFC 6238.
package totp

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// What every app takes; other lengths, hashes and periods many of them do not.
const (
	period      = 30 // seconds
	digits      = otp.DigitsSix
	secretBytes = 20 // as long as the hash, RFC 4226 § 4
)

// drift is how many steps a phone's clock may be off, RFC 6238 § 5.2.
const drift = 1

// NewSecret draws a secret.
func NewSecret() ([]byte, error) {
	secret := make([]byte, secretBytes)
	_, err := rand.Read(secret)
	return secret, err
}

// Letters returns a secret as people type it into an app.
func Letters(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// URI returns what a QR code holds for an app: the secret, and what it is for.
// The rest is as apps have it where nothing is said, which keeps the code small.
func URI(secret []byte, issuer, account string) string {
	// Spaces as %20: some apps show a plus as it stands.
	name := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	return fmt.Sprintf("otpauth://totp/%s?secret=%s&issuer=%s", name, Letters(secret), url.PathEscape(issuer))
}

// Match returns the step of time that typed is the code of, or false. Steps up
// to last were used before and are no more: a code that somebody looked at over
// a shoulder opens nothing.
func Match(secret []byte, typed string, now time.Time, last int64) (int64, bool) {
	typed = strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed)
	step := now.Unix() / period
	for _, s := range []int64{step, step - drift, step + drift} {
		ok, err := hotp.ValidateCustom(typed, uint64(s), Letters(secret), hotp.ValidateOpts{Digits: digits, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok && s > last {
			return s, true
		}
	}
	return 0, false
}
