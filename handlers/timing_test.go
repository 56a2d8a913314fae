//go:build unix

package handlers

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"

	"ouderstem/survey"
)

// worked is how long this process has kept a processor busy: unlike the time on
// the clock it does not depend on what else the machine does.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Whether somebody has an account cannot be told from how long a log-in takes:
// medians of a known and of an unknown name, taken in turn, are within 5 %. A
// busy machine may spoil a round, so it gets some; a real difference, as the
// control shows, spoils them all.
func TestTimeTellsNoNames(t *testing.T) {
	const rounds, pairs, within = 12, 15, 0.05
	h := newHouse(t)
	known := h.account(survey.Grant{Role: survey.Manager})
	n := 0
	logIn := func(email string) time.Duration {
		h.now = h.now.Add(2 * forgetAfter) // nobody has to wait
		began := worked(t)
		r := (&client{house: h}).PostBare("/staff/login", credentials(email, "een verkeerd wachtwoord"))
		took := worked(t) - began
		if r.StatusCode != http.StatusUnprocessableEntity {
			t.Fatalf("%s: %d", email, r.StatusCode)
		}
		return took
	}
	unknown := func() time.Duration { n++; return logIn(fmt.Sprintf("niemand%d@example.org", n)) }
	difference := func(a, b func() time.Duration) float64 {
		var as, bs []time.Duration
		for range pairs { // in either order: collecting garbage has a rhythm of its own
			if rand.IntN(2) == 0 {
				as, bs = append(as, a()), append(bs, b())
			} else {
				bs, as = append(bs, b()), append(as, a())
			}
		}
		slices.Sort(as)
		slices.Sort(bs)
		return float64(as[pairs/2])/float64(bs[pairs/2]) - 1
	}
	var seen []float64
	for range rounds {
		d := difference(func() time.Duration { return logIn(known.Email) }, unknown)
		if seen = append(seen, d); d < within && d > -within {
			t.Logf("difference of medians: %+.1f %%", 100*d)
			break
		}
		if len(seen) == rounds {
			t.Errorf("differences of medians in %d rounds: %.3f", rounds, seen)
		}
	}
	// The control: without the work for unknown names the difference is plain.
	nothing := func() time.Duration { return time.Millisecond }
	if d := difference(unknown, nothing); d < within {
		t.Errorf("a name that takes no time is not noticed: %.3f", d)
	}
}
