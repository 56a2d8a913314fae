//go:build linux

package handlers

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// open is how many goroutines and file descriptors this process has.
func open(t *testing.T) (goroutines, files int) {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return runtime.NumGoroutine(), len(list)
}

// eventually asks until it is so, and for no longer than the longest timeout of
// a connection and of a worker of the engine together.
func eventually(t *testing.T, so func() bool, told func() string) {
	t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for end := time.Now().Add(idleTimeout + 30*time.Second); !so(); <-again.C {
		if time.Now().After(end) {
			t.Fatal(told())
		}
	}
}

// flat waits until no more is open than before, but for a few that the library
// of tests comes and goes with, and those that the database keeps for reading.
func flat(t *testing.T, goroutines, files int) {
	t.Helper()
	const few = 20
	now := func() (g, f int) { return open(t) }
	eventually(t, func() bool { g, f := now(); return g <= goroutines+few && f <= files+few }, func() string {
		g, f := now()
		return fmt.Sprintf("%d goroutines, before it %d; %d files, before it %d", g, goroutines, f, files)
	})
}

// slow is one of those who keep a connection busy: it begins with some bytes and
// then sends one of the rest at a time, or reads one.
type slow struct {
	net.Conn
	rest  string
	reads bool
}

func slowly(t *testing.T, address string, kind int, form string) *slow {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := &slow{Conn: c}
	begin := ""
	switch kind {
	case 0: // headers
		begin, s.rest = "GET / HTTP/1.1\r\nHost: a.example\r\n", "X: "+strings.Repeat("a", 1000)
	case 1: // a body
		begin = request("POST", form, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n", "q-good=")
		s.rest = strings.Repeat("a", 993)
	case 2: // answers, of more than the buffers on the way hold
		if err := c.(*net.TCPConn).SetReadBuffer(4096); err != nil {
			t.Fatal(err)
		}
		begin, s.reads = strings.Repeat(request("GET", form, "", ""), 200)+"GET", true
	}
	// What the program does not take before it has to answer is left.
	_ = c.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
	_, _ = io.WriteString(c, begin)
	_ = c.SetWriteDeadline(time.Time{})
	return s
}

// step sends or reads a byte. That the connection is gone is no matter.
func (s *slow) step() {
	if s.reads {
		_ = s.SetReadDeadline(time.Now().Add(time.Millisecond))
		_, _ = s.Read(make([]byte, 1))
	} else if s.rest != "" {
		_, _ = s.Write([]byte(s.rest[:1]))
		s.rest = s.rest[1:]
	}
}

// TestCampaignSlowPeople: while a thousand send their headers or answers byte by
// byte, or read so, who is honest is served as always: p99 of its requests is below
// half a second, or, on a machine that is that busy, no more than five times what
// it was before. After the timeouts they are all gone, and nothing is left of
// them.
func TestCampaignSlowPeople(t *testing.T) {
	if campaign.Raced {
		t.Skip("time is measured without the race detector")
	}
	const many, window = 1000, 100
	const memory = "/dev/shm" // a disk that others use has moods
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		t.Setenv("TMPDIR", memory)
	}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		var app *fiber.App
		h := newHouse(t, func(_ *house, c *Config) { app = Whole(*c) })
		address := served(t, app)
		form := "/v/" + h.survey.Address()
		codes := h.cards(2000)
		client := &http.Client{
			Transport:     &http.Transport{DisableKeepAlives: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		p99 := func() time.Duration {
			var took []time.Duration
			for i := range window {
				began := time.Now()
				if i%2 == 0 {
					honest(t, client, http.MethodGet, "http://"+address+form, "", http.StatusOK)
				} else {
					var code survey.Code
					code, codes = codes[0], codes[1:]
					honest(t, client, http.MethodPost, "http://"+address+form, filled(code, "send").Encode(), http.StatusSeeOther)
				}
				took = append(took, time.Since(began))
			}
			return slices.Sorted(slices.Values(took))[window*99/100-1]
		}
		before := p99()
		goroutines, files := open(t)

		dice := rand.New(rand.NewPCG(seed, 0))
		var all []*slow
		came := time.Now()
		for i := range many {
			kind := dice.IntN(2)
			if i < many/10 {
				kind = 2 // these take the program longest to get stuck on
			}
			all = append(all, slowly(t, address, kind, form))
			t.Cleanup(func() { _ = all[i].Close() })
		}
		if n := app.Server().GetOpenConnectionsCount(); n < many {
			t.Fatalf("only %d are there", n)
		}
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			pace := time.NewTicker(500 * time.Millisecond)
			defer pace.Stop()
			for {
				for _, s := range all {
					s.step()
				}
				select {
				case <-stop:
					return
				case <-pace.C:
				}
			}
		}()
		t.Logf("they came within %v", time.Since(came))
		best := time.Hour
		for best >= max(500*time.Millisecond, 5*before) {
			best = min(best, p99())
			if n := app.Server().GetOpenConnectionsCount(); n < many*9/10 {
				t.Fatalf("p99 %v, before it %v; %v after they came %d of the slow ones are gone", best, before, time.Since(came), many-int(n))
			}
		}
		campaign.Count("p99 before, in ms:", int(before.Milliseconds()))
		campaign.Count("p99, in ms:", int(best.Milliseconds()))
		t.Logf("p99 %v, before it %v", best, before)
		eventually(t, func() bool { return app.Server().GetOpenConnectionsCount() == 0 }, func() string {
			return fmt.Sprintf("%d are still there", app.Server().GetOpenConnectionsCount())
		})
		t.Logf("gone %v after they came", time.Since(came).Round(time.Second))
		close(stop)
		<-stopped
		for _, s := range all {
			_ = s.Close()
		}
		flat(t, goroutines, files)
		t.Logf("nothing is left of them %v after they came", time.Since(came).Round(time.Second))
		if h.log.Len() > 0 {
			t.Errorf("logged: %s", h.log)
		}
	})
}

// honest sends a request and reads the answer.
func honest(t *testing.T, client *http.Client, method, address, body string, want int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(io.Discard, res.Body)
	if res.Body.Close(); err != nil || res.StatusCode != want {
		t.Fatalf("%s: %d, %v", method, res.StatusCode, err)
	}
}

// TestCampaignNothingStays: after ten thousand requests of all kinds, a third of
// them broken off somewhere, no goroutine and no file is left of them.
func TestCampaignNothingStays(t *testing.T) {
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		const many = 10_000
		var app *fiber.App
		h := newHouse(t, func(_ *house, c *Config) { app = Whole(*c) })
		address := served(t, app)
		code := h.cards(1)[0]
		form := "/v/" + h.survey.Address()
		list := wires()
		for _, path := range []string{"/", form, form + "?lang=en", "/thanks", "/privacy", "/w", "/staff/", "/staff/login", "/nothing"} {
			list = append(list, wire{path, request("GET", path, "", "")})
		}
		for _, step := range []string{"edit", "review", "send"} {
			body := filled(code, step).Encode()
			list = append(list, wire{step, request("POST", form, fmt.Sprintf("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(body)), body)})
		}
		list = slices.DeleteFunc(list, func(w wire) bool { return len(w.bytes) > 10_000 })
		for _, w := range list { // what is made once is made
			exchange(t, address, w.bytes)
		}
		goroutines, files := open(t)
		dice := rand.New(rand.NewPCG(seed, 0))
		for range many {
			w := list[dice.IntN(len(list))]
			if dice.IntN(3) == 0 {
				breakOff(t, address, w.bytes[:dice.IntN(len(w.bytes)+1)])
				campaign.Count("broken off", 1)
			} else {
				exchange(t, address, w.bytes)
				campaign.Count("whole", 1)
			}
		}
		flat(t, goroutines, files)
		if n := app.Server().GetOpenConnectionsCount(); n != 0 {
			t.Errorf("%d connections are open", n)
		}
		if h.log.Len() > 0 {
			t.Errorf("logged: %s", h.log)
		}
	})
}

// breakOff sends some bytes and is gone, without the end that is due.
func breakOff(t *testing.T, address, raw string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(c, raw) // it may be refused before all is sent
	_ = c.(*net.TCPConn).SetLinger(0)
	_ = c.Close()
}
