//go:build linux

package handlers

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey/campaign"
)

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

// slowCrowd is a thousand people who are slow in one way, or in all, at a program.
type slowCrowd struct {
	all     []*slow
	stop    chan struct{}
	stopped sync.WaitGroup
}

// comes has them all connect, each being slow in one of kinds, and send or read on
// a byte each half second.
func comes(t *testing.T, address, form string, n int, kinds []int) *slowCrowd {
	t.Helper()
	crowd := &slowCrowd{stop: make(chan struct{})}
	for i := range n {
		crowd.all = append(crowd.all, slowly(t, address, kinds[i%len(kinds)], form))
	}
	crowd.stopped.Go(func() {
		pace := time.NewTicker(500 * time.Millisecond)
		defer pace.Stop()
		for {
			for _, s := range crowd.all {
				s.step()
			}
			select {
			case <-crowd.stop:
				return
			case <-pace.C:
			}
		}
	})
	return crowd
}

func (crowd *slowCrowd) goes() {
	close(crowd.stop)
	crowd.stopped.Wait()
	for _, s := range crowd.all {
		_ = s.Close()
	}
}

// TestCampaignSlowPeople: while a thousand send their headers or answers byte by
// byte, or read so, who is honest is served as always: p99 of what they ask, from
// when the first slow one came, is below half a second. It is measured again
// where it is not, for as long as they are there: a machine that does something else
// for a moment is no fault of the program. Those who are left to it are gone
// after the timeouts, and nothing is left of them.
func TestCampaignSlowPeople(t *testing.T) {
	if campaign.Raced {
		t.Skip("time is measured without the race detector")
	}
	const (
		many, window = 1000, 100
		bound        = 500 * time.Millisecond
		memory       = "/dev/shm" // a disk that others use has moods
	)
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		t.Setenv("TMPDIR", memory)
	}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		var app *fiber.App
		h := newHouse(t, func(_ *house, c *Config) { app = Whole(*c) })
		address := served(t, app)
		form := formPath + h.survey.Address()
		client := &http.Client{
			Transport:     &http.Transport{DisableKeepAlives: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		p99 := func() time.Duration {
			var took []time.Duration
			codes := h.cards(window / 2)
			for i := range window {
				began := time.Now()
				if i%2 == 0 {
					honest(t, client, http.MethodGet, "http://"+address+form, "", http.StatusOK)
				} else {
					honest(t, client, http.MethodPost, "http://"+address+form, filled(codes[i/2], "send").Encode(), http.StatusSeeOther)
				}
				took = append(took, time.Since(began))
			}
			campaign.Count("honest requests", window)
			return slices.Sorted(slices.Values(took))[window*99/100-1]
		}
		before := p99()
		campaign.Most("p99 before in ms", int(before.Milliseconds()))
		goroutines, files := open(t)

		mixed := rand.New(rand.NewPCG(seed, 0)).Perm(3)
		for _, way := range []struct {
			name  string
			kinds []int
		}{{"headers", []int{0}}, {"bodies", []int{1}}, {"readers", []int{2}}, {"people of all kinds", mixed}} {
			came := time.Now()
			crowd := comes(t, address, form, many, way.kinds)
			goes := sync.OnceFunc(crowd.goes)
			t.Cleanup(goes)
			first := p99()
			for best := first; best >= bound; best = min(best, p99()) {
				if n := app.Server().GetOpenConnectionsCount(); n < many*9/10 {
					t.Fatalf("%s: p99 %v, at first %v, without them %v; %v after they came %d are gone", way.name, best, first, before, time.Since(came), many-int(n))
				}
			}
			if n := app.Server().GetOpenConnectionsCount(); n < many*9/10 {
				t.Fatalf("%s: only %d are there", way.name, n)
			}
			campaign.Count("slow connections", many)
			campaign.Most("p99 in ms with slow "+way.name, int(first.Milliseconds()))
			if len(way.kinds) == 1 {
				goes()
			}
			eventually(t, func() bool { return app.Server().GetOpenConnectionsCount() == 0 }, func() string {
				return fmt.Sprintf("%s: %d are still there", way.name, app.Server().GetOpenConnectionsCount())
			})
			if len(way.kinds) > 1 {
				campaign.Most("seconds until they were shut out", int(time.Since(came).Seconds()))
			}
			goes()
		}
		flat(t, goroutines, files)
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
