package handlers

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// shownCode is a code as a form shows it again.
var shownCode = regexp.MustCompile(`(?:[0-9A-Z]{4}-){4}[0-9A-Z]`)

// Who has to wait waits on when the hour turns; the name is then known by
// another hash, and the key of the hash before is gone an hour later.
func TestThrottleTurns(t *testing.T) {
	now := time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)
	th := newThrottle(passwords, func() time.Time { return now })
	wrong := func(name string, times int) {
		for range times {
			th.wrong(name)
		}
	}
	wrong("early", 1) // the hour begins
	now = now.Add(forgetAfter - time.Minute)
	wrong("late", freeTries+4) // 8 minutes to wait
	firstKey, firstHash := slices.Clone(th.this.key), th.this.hash("late")
	if _, ok := th.this.tries[firstHash]; !ok || len(th.this.tries) != 2 {
		t.Fatalf("%v is not what was kept", th.this.tries)
	}
	now = now.Add(2 * time.Minute)
	if wait := th.wait("late"); wait != 6*time.Minute {
		t.Errorf("when the hour turned the wait became %v", wait)
	}
	if bytes.Equal(th.this.key, firstKey) || th.this.hash("late") == firstHash {
		t.Error("the hash is that of the hour before")
	}
	if _, ok := th.old.tries[firstHash]; ok || len(th.this.tries) != 1 {
		t.Error("the name stands under both hashes")
	}
	destroyed := th.old.key
	now = now.Add(forgetAfter)
	if wait := th.wait("late"); wait != 0 {
		t.Errorf("after an hour there is still %v to wait", wait)
	}
	if bytes.Equal(destroyed, firstKey) || !bytes.Equal(destroyed, make([]byte, len(destroyed))) {
		t.Error("the key of the hour before last is still there")
	}
	now = now.Add(10 * forgetAfter)
	th.wait("anybody")
	if len(th.this.tries) != 0 || th.old.key != nil {
		t.Error("a night later something is left")
	}
	now = now.Add(-24 * time.Hour)
	if th.wait("late"); th.this.began != now {
		t.Error("a clock that was set back keeps an hour going")
	}
}

// Where nobody comes by, nothing of a network is left after an hour, and of a
// name that was typed at signing in nothing after two.
func TestThrottleForgetsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := func(th *throttle, key []byte, kept map[[sha256.Size]byte]tries) bool {
			th.mu.Lock()
			defer th.mu.Unlock()
			return len(kept) == 0 && bytes.Equal(key, make([]byte, len(key))) && th.this.key == nil && th.old.key == nil
		}
		for _, test := range []struct {
			patience patience
			after    time.Duration
		}{{codesOfOne, forgetAfter}, {codesOfMany, forgetAfter}, {passwords, 2 * forgetAfter}} {
			th := newThrottle(test.patience, time.Now)
			for range 2 { // after the quiet it begins anew
				th.wrong("198.51.100.0/24")
				th.mu.Lock()
				key, kept := th.this.key, th.this.tries
				th.mu.Unlock()
				<-time.After(test.after / 2)
				th.wait("another")
				<-time.After(test.after/2 - time.Second)
				if gone(th, key, kept) {
					t.Errorf("%v: gone too soon", test.after)
				}
				<-time.After(time.Second)
				if synctest.Wait(); !gone(th, key, kept) {
					t.Errorf("%v: still there", test.after)
				}
			}
			th.wrong("198.51.100.0/24")
			key, kept := th.this.key, th.this.tries
			if th.close(); !gone(th, key, kept) {
				t.Error("there after the end")
			}
			<-time.After(forgetAfter) // a timer that went on would begin an hour
			if synctest.Wait(); !gone(th, key, kept) {
				t.Error("the timer goes on after the end")
			}
		}
	})
}

// What ends the program ends what it remembers of networks and names.
func TestThrottlesEndWithTheProgram(t *testing.T) {
	var s *server
	newHouse(t, func(_ *house, c *Config) { s = newServer(*c) })
	app := s.app(func(_ *fiber.Ctx, err error) error { return err }, belowStaff)
	p, h := newParents(s), newStaff(s)
	p.serve(app)
	h.serve(app)
	for _, th := range []*throttle{p.codes.one, p.codes.many, h.throttle} {
		th.wrong("a")
	}
	if err := app.ShutdownWithTimeout(time.Second); err != nil {
		t.Fatal(err)
	}
	for i, th := range []*throttle{p.codes.one, p.codes.many, h.throttle} {
		if th.this.key != nil || th.timer.Stop() {
			t.Errorf("throttle %d goes on", i)
		}
	}
}

// What is kept of names does not grow without end.
func TestThrottleIsSmall(t *testing.T) {
	now := time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)
	th := newThrottle(passwords, func() time.Time { return now })
	for i := range mostNames + 10 {
		now = now.Add(time.Millisecond)
		th.wrong(fmt.Sprint(i))
	}
	if n := len(th.this.tries); n != mostNames {
		t.Errorf("%d names are kept", n)
	}
	if _, had := th.had(fmt.Sprint(mostNames + 9)); had.wrong != 1 {
		t.Error("the newest is forgotten")
	}
	if _, had := th.had("0"); had.wrong != 0 {
		t.Error("the oldest is kept")
	}
}

// Neighbours share a limit and strangers do not; who could be a proxy has a wide
// one.
func TestNetworks(t *testing.T) {
	w := newWrongCodes(time.Now)
	for _, test := range []struct {
		a, b       string
		same, many bool
	}{
		{"198.51.100.1", "198.51.100.254", true, false},
		{"198.51.100.1", "::ffff:198.51.100.9", true, false},
		{"198.51.100.1", "198.51.101.1", false, false},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true, false},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false, false},
		{"127.0.0.1", "127.0.0.2", true, true},
		{"10.1.2.3", "10.1.2.4", true, true},
		{"::1", "::1", true, true},
		{"fd00::1", "fd00::2", true, true},
		{"0.0.0.0", "0.0.0.0", true, true},
	} {
		ta, a := w.of(net.ParseIP(test.a))
		tb, b := w.of(net.ParseIP(test.b))
		if (ta == tb && a == b) != test.same || (ta == w.many) != test.many {
			t.Errorf("%s is of %s and %s of %s; of many: %v", test.a, a, test.b, b, ta == w.many)
		}
	}
	if _, name := w.of(nil); name == "" {
		t.Error("no address, no name")
	}
}

// Too many wrong codes from one network: the help stops for some seconds, what was
// filled in stays, and right codes pass at once, used ones too, as if nothing were
// the matter. Nothing of it is logged.
func TestTooManyWrongCodes(t *testing.T) {
	h := newHouse(t)
	codes := h.cards(3)
	unknown := func() survey.Code {
		code, err := survey.NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	slip := []byte(codes[0].String())
	slip[5] = map[bool]byte{true: 'A', false: 'B'}[slip[5] != 'A']
	mistyped := filled(codes[0], "send")
	mistyped.Set("code", string(slip))
	h.post(filled(codes[1], "send"))
	for i := range codesOfMany.free {
		fields := filled(unknown(), "send")
		if i%100 == 0 {
			fields = mistyped
		}
		if r := h.post(fields); r.StatusCode != http.StatusUnprocessableEntity {
			t.Fatalf("wrong code %d: %d", i, r.StatusCode)
		}
	}
	normal := func(r reply) string { // without the code, which the form shows again, and the time
		r.Header.Del("Date")
		r.Header.Del("Content-Length")
		return fmt.Sprint(r.StatusCode, headersOf(r)) + shownCode.ReplaceAllString(r.body, "CODE")
	}
	limited := h.post(filled(unknown(), "send"))
	if limited.StatusCode != http.StatusTooManyRequests || limited.Header.Get("Retry-After") != "1" || !strings.Contains(limited.body, "Er werd geluisterd") || !strings.Contains(limited.body, "1 seconde") {
		t.Errorf("%d %v\n%s", limited.StatusCode, limited.Header, limited.body)
	}
	if again := h.post(mistyped); normal(again) != normal(limited) {
		t.Errorf("a slip is told from a code that nobody has\n%s", again.body)
	}
	for _, fields := range []url.Values{filled(codes[0], "send"), filled(codes[0], "send"), filled(codes[1], "send")} {
		if r := h.post(fields); r.StatusCode != http.StatusSeeOther {
			t.Errorf("a right code: %d", r.StatusCode)
		}
	}
	if r := h.post(filled(codes[2], "review")); r.StatusCode != http.StatusOK {
		t.Errorf("a right code, reviewed: %d", r.StatusCode)
	}
	if r := h.post(filled(unknown(), "send")); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a right code ended the wait: %d", r.StatusCode)
	}
	h.now = h.now.Add(codesOfMany.first)
	if r := h.post(mistyped); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "groepje 2") {
		t.Errorf("after the wait: %d", r.StatusCode)
	}
	h.now = h.now.Add(codesOfMany.first)
	if r := h.post(mistyped); r.Header.Get("Retry-After") != "1" {
		t.Errorf("the second wait is no longer than the first: %v", r.Header)
	}
	h.now = h.now.Add(forgetAfter)
	if r := h.post(mistyped); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an hour later: %d", r.StatusCode)
	}
	if h.log.Len() > 0 {
		t.Errorf("logged: %s", h.log)
	}
}
