//go:build linux

package handlers

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

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

// TestCampaignNothingStays: after ten thousand requests of all kinds, a third of
// them broken off somewhere, no goroutine and no file is left of them.
func TestCampaignNothingStays(t *testing.T) {
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		many := 10_000
		if campaign.Raced {
			many = 2000 // it is the same code ten times over
		}
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
		eventually(t, func() bool { return app.Server().GetOpenConnectionsCount() == 0 }, func() string {
			return fmt.Sprintf("%d connections are open", app.Server().GetOpenConnectionsCount())
		})
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
