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

// patience is how often something may be wrong.
type patience struct {
	free    int           // wrong tries without a wait
	first   time.Duration // the wait then, twice as long after each further one
	longest time.Duration
	carried bool // whether what was wrong counts on in the next hour
}

// Limits on wrong passwords, per name that was typed, whether anybody has it or
// not: some tries are free, then each has to wait twice as long as the one
// before. Nobody is locked out for long by somebody else's guesses.
var passwords = patience{free: freeTries, first: firstWait, longest: longestWait, carried: true}

const (
	freeTries   = 5
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	forgetAfter = time.Hour
	mostNames   = 10_000 // in memory; beyond it the oldest are forgotten
)

// throttle remembers wrong tries in memory alone, under hashes that nobody can
// turn back: it goes with the process. Each hour the hashes are made with a new
// key, so that those of one hour cannot be laid beside those of another; the key
// of the hour before is kept for an hour more where what was wrong then still
// counts, and destroyed. A timer sees to it where nobody comes by.
type throttle struct {
	mu        sync.Mutex
	patience  patience
	now       func() time.Time
	this, old hour
	turns     int         // hours that were begun
	timer     *time.Timer // ends this hour; nil before the first
}

// hour is what was wrong since its key was drawn.
type hour struct {
	began time.Time
	key   []byte
	tries map[[sha256.Size]byte]tries
}

type tries struct {
	wrong int
	last  time.Time
}

func newThrottle(p patience, now func() time.Time) *throttle {
	return &throttle{patience: p, now: now}
}

// turn begins a new hour where one has passed, or where the clock was set back.
func (t *throttle) turn() {
	age := t.now().Sub(t.this.began)
	if t.this.key != nil && 0 <= age && age < forgetAfter {
		return
	}
	t.begin(0 <= age && age < 2*forgetAfter)
}

// begin begins an hour with a new key and destroys the one before the last; the
// last too, unless it is recent and counts on.
func (t *throttle) begin(recent bool) {
	t.old.destroy()
	t.old = t.this
	if !t.patience.carried || !recent {
		t.old.destroy()
		t.old = hour{}
	}
	t.this = hour{began: t.now(), key: make([]byte, sha256.Size), tries: map[[sha256.Size]byte]tries{}}
	_, _ = rand.Read(t.this.key) // never fails: crypto/rand ends the program instead
	if t.timer != nil {
		t.timer.Stop()
	}
	t.turns++
	turn := t.turns
	t.timer = time.AfterFunc(forgetAfter, func() { t.quiet(turn) })
}

// quiet ends hour number turn where nobody did so by coming by.
func (t *throttle) quiet(turn int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if turn != t.turns {
		return
	}
	if t.begin(true); len(t.old.tries) == 0 {
		t.forget()
	}
}

// close forgets everything.
func (t *throttle) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget()
}

func (t *throttle) forget() {
	t.this.destroy()
	t.old.destroy()
	t.this, t.old = hour{}, hour{}
	if t.timer != nil {
		t.timer.Stop()
	}
}

// destroy overwrites all there is of an hour.
func (h hour) destroy() {
	clear(h.key)
	clear(h.tries)
}

func (h hour) hash(name string) (sum [sha256.Size]byte) {
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(name))
	mac.Sum(sum[:0])
	return sum
}

// had returns what was wrong with name, and moves what was so in the hour before
// into this one: whoever types a name tells it.
func (t *throttle) had(name string) (this [sha256.Size]byte, had tries) {
	t.turn()
	this = t.this.hash(name)
	if len(t.old.tries) > 0 {
		before := t.old.hash(name)
		if old, ok := t.old.tries[before]; ok {
			t.this.tries[this] = old
			delete(t.old.tries, before)
		}
	}
	had = t.this.tries[this]
	if t.now().Sub(had.last) > forgetAfter {
		delete(t.this.tries, this)
		had = tries{}
	}
	return this, had
}

// wait returns how long name has to wait before the next try.
func (t *throttle) wait(name string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, had := t.had(name)
	if had.wrong < t.patience.free {
		return 0
	}
	wait := t.patience.longest
	if doubled := had.wrong - t.patience.free; doubled < 5 { // 1, 2, 4, 8, 16 times the first
		wait = min(wait, t.patience.first<<doubled)
	}
	return max(0, wait-t.now().Sub(had.last))
}

// wrong notes a wrong try, and right forgets them.
func (t *throttle) wrong(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	this, had := t.had(name)
	t.sweep()
	t.this.tries[this] = tries{had.wrong + 1, t.now()}
}

func (t *throttle) right(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	this, _ := t.had(name)
	delete(t.this.tries, this)
}

// sweep forgets, where there is too much, the oldest of this hour. What is older
// than that goes with its key.
func (t *throttle) sweep() {
	if len(t.this.tries) < mostNames {
		return
	}
	var oldest [sha256.Size]byte
	first := t.now()
	for h, had := range t.this.tries {
		if !had.last.After(first) {
			oldest, first = h, had.last
		}
	}
	delete(t.this.tries, oldest)
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
