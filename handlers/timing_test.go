//go:build unix

package handlers

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
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
// medians of a known and of an unknown name, taken in turn, are within 5 %. On a
// busy machine it takes more pairs to see that; with a real difference, as the
// control shows, no number is enough.
func TestTimeTellsNoNames(t *testing.T) {
	const least, most, within = 15, 150, 0.05
	h := newHouse(t)
	known := h.account(survey.Grant{Role: survey.Manager})
	// Collecting garbage has a rhythm of its own: it is done between tries.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	logIn := func(email string) time.Duration {
		h.now = h.now.Add(2 * forgetAfter) // nobody has to wait
		runtime.GC()
		began := worked(t)
		r := (&client{house: h}).PostBare("/staff/login", credentials(email, "een verkeerd wachtwoord"))
		took := worked(t) - began
		if r.StatusCode != http.StatusUnprocessableEntity {
			t.Fatalf("%s: %d", email, r.StatusCode)
		}
		return took
	}
	var knowns, unknowns []time.Duration
	difference := 1.0
	for n := 1; n <= most; n++ {
		stranger := fmt.Sprintf("niemand%d@example.org", n)
		if n%2 == 0 { // in either order
			knowns, unknowns = append(knowns, logIn(known.Email)), append(unknowns, logIn(stranger))
		} else {
			unknowns, knowns = append(unknowns, logIn(stranger)), append(knowns, logIn(known.Email))
		}
		if difference = float64(median(knowns))/float64(median(unknowns)) - 1; n >= least && difference < within && difference > -within {
			t.Logf("difference of medians after %d pairs: %+.1f %%", n, 100*difference)
			break
		}
	}
	if difference >= within || difference <= -within {
		t.Errorf("difference of medians after %d pairs: %+.1f %%", most, 100*difference)
	}
	// The control: without the work for unknown names the difference is plain.
	if d := float64(median(knowns))/float64(time.Millisecond) - 1; d < within {
		t.Errorf("a name that takes no time is not noticed: %.3f", d)
	}
}
