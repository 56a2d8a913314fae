package totp

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pquerna/otp/totp"
)

// FuzzMatch: what is taken is six digits that an app shows at this time or just
// beside it, and never a step that was used.
func FuzzMatch(f *testing.F) {
	f.Add([]byte("12345678901234567890"), "287 082", int64(59), int64(0))
	f.Add([]byte("12345678901234567890"), "٢٨٧٠٨٢", int64(59), int64(0))
	f.Add([]byte("12345678901234567890"), "0287082", int64(59), int64(0))
	f.Add([]byte("12345678901234567890"), "287082", int64(59), int64(1))
	f.Add([]byte{}, "", int64(-1), int64(-9))
	f.Add([]byte{0xff}, "-1\xff\x00 e5", int64(1)<<62, int64(0))
	f.Fuzz(func(t *testing.T, secret []byte, typed string, at, used int64) {
		at &= 1<<40 - 1 // no clock of ours says less than 0 or more than the year 36812
		now := time.Unix(at, 0)
		step, ok := Match(secret, typed, now, used)
		if ok {
			if !utf8.ValidString(typed) || step <= used || step < at/period-drift || step > at/period+drift {
				t.Errorf("%q at step %d, used %d: taken as %d", typed, at/period, used, step)
			}
		}
		right, err := totp.GenerateCode(Letters(secret), now)
		if err != nil {
			return // an app cannot do it either
		}
		if step, ok := Match(secret, right[:3]+" "+right[3:], now, at/period-1); !ok || step != at/period {
			t.Errorf("what the app shows is refused: %d, %v", step, ok)
		}
		if _, ok := Match(secret, right, now, at/period+drift); ok {
			t.Error("what was used is taken")
		}
	})
}
