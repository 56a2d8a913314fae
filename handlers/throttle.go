package handlers

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// Limits on wrong passwords, per name that was typed, whether anybody has it or
// not: some tries are free, then each has to wait twice as long as the one
// before. Nobody is locked out for long by somebody else's guesses.
const (
	freeTries   = 5
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	forgetAfter = time.Hour
	mostNames   = 10_000 // in memory; beyond it the oldest are forgotten
)

// throttle remembers wrong tries in memory alone, under hashes that nobody can
// turn back: it goes with the process.
type throttle struct {
	mu    sync.Mutex
	key   []byte
	now   func() time.Time
	tries map[[sha256.Size]byte]tries
}

type tries struct {
	wrong int
	last  time.Time
}

func newThrottle(now func() time.Time) *throttle {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return &throttle{key: key, now: now, tries: map[[sha256.Size]byte]tries{}}
}

func (t *throttle) hash(name string) (h [sha256.Size]byte) {
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(name))
	mac.Sum(h[:0])
	return h
}

// wait returns how long name has to wait before the next try.
func (t *throttle) wait(name string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	had := t.tries[t.hash(name)]
	if had.wrong < freeTries {
		return 0
	}
	wait := longestWait
	if doubled := had.wrong - freeTries; doubled < 5 { // 30 s, 1, 2, 4, 8 minutes
		wait = firstWait << doubled
	}
	return max(0, wait-t.now().Sub(had.last))
}

// wrong notes a wrong try, and right forgets them.
func (t *throttle) wrong(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep()
	h := t.hash(name)
	t.tries[h] = tries{t.tries[h].wrong + 1, t.now()}
}

func (t *throttle) right(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, t.hash(name))
}

// sweep forgets what is long ago and, where there is still too much, the oldest.
func (t *throttle) sweep() {
	var oldest [sha256.Size]byte
	first := t.now()
	for h, had := range t.tries {
		if t.now().Sub(had.last) > forgetAfter {
			delete(t.tries, h)
		} else if had.last.Before(first) {
			oldest, first = h, had.last
		}
	}
	if len(t.tries) >= mostNames {
		delete(t.tries, oldest)
	}
}

// checker checks a secret of the account with a name.
type checker func(ctx context.Context, name, secret string) (survey.Account, error)

// prove checks a secret of an account with check, as often as the throttle
// allows. [survey.ErrTooOften] says how long to wait.
func (h *staff) prove(c *fiber.Ctx, name, secret string, check checker) (survey.Account, error) {
	if wait := h.throttle.wait(name); wait > 0 {
		return survey.Account{}, survey.ErrTooOften.With("N", int(wait/time.Minute)+1)
	}
	a, err := check(c.UserContext(), name, secret)
	switch {
	case err == nil:
		h.throttle.right(name)
	case errors.Is(err, survey.ErrWrongLogin), errors.Is(err, survey.ErrWrongPassword):
		h.throttle.wrong(name)
	}
	return a, err
}
