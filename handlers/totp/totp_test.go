package totp

import (
	"testing"
	"time"

	"github.com/pquerna/otp"
)

// TestVectors: RFC 6238, appendix B, SHA-1. Its codes have eight digits, of
// which ours are the last six.
func TestVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for seconds, code := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471",
		1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		step, ok := Match(secret, code[2:], time.Unix(seconds, 0), 0)
		if !ok || step != seconds/period {
			t.Errorf("at %d: step %d, %v", seconds, step, ok)
		}
	}
}

func TestMatch(t *testing.T) {
	secret := []byte("12345678901234567890")
	const at, code = 1111111109, "081804" // the last second but one of its step
	step := int64(at / period)
	for name, c := range map[string]struct {
		typed string
		at    int64
		last  int64
		want  bool
	}{
		"in its step":          {code, at, 0, true},
		"in two groups":        {"081 804", at, 0, true},
		"one step late":        {code, at + 30, 0, true},
		"one step early":       {code, at - 30, 0, true},
		"two steps late":       {code, at + 60, 0, false},
		"two steps early":      {code, at - 60, 0, false},
		"used before":          {code, at, step, false},
		"used before, late":    {code, at + 30, step, false},
		"older than a used":    {code, at + 30, step + 1, false},
		"newer than a used":    {code, at, step - 1, true},
		"wrong":                {"081805", at, 0, false},
		"empty":                {"", at, 0, false},
		"too short":            {"08180", at, 0, false},
		"too long":             {"0818040", at, 0, false},
		"eight of the vectors": {"07081804", at, 0, false},
		"other digits":         {"٠٨١٨٠٤", at, 0, false},
	} {
		if got, ok := Match(secret, c.typed, time.Unix(c.at, 0), c.last); ok != c.want || ok && got != step {
			t.Errorf("%s: step %d, %v", name, got, ok)
		}
	}
}

// TestURI: a reader of such addresses, not ours, reads the same from it.
func TestURI(t *testing.T) {
	secret, err := NewSecret()
	if err != nil {
		t.Fatal(err)
	}
	key, err := otp.NewKeyFromURL(URI(secret, "Gemeente Voorbeeldstad: jeugd", "m+1@voorbeeld.test"))
	if err != nil {
		t.Fatal(err)
	}
	if key.Secret() != Letters(secret) || key.Issuer() != "Gemeente Voorbeeldstad: jeugd" || key.Period() != 30 ||
		key.Digits() != otp.DigitsSix || key.Algorithm() != otp.AlgorithmSHA1 || key.Type() != "totp" {
		t.Errorf("%s", key)
	}
}
