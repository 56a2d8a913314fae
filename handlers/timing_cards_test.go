package handlers

import (
	"crypto/rand"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// The three kinds of cards that a reply could tell apart by its time.
const (
	freshCard = iota
	spentCard
	unknownCard
)

// within is how far apart the medians of two kinds may be: less than a network
// adds and takes away by itself.
const within = 2 * time.Millisecond

// TestCampaignTimeTellsNoCards: how long the reply takes tells nothing of a card,
// neither that it was used nor that there is none such. Medians over the network
// of this machine, the three kinds in turn and in any order; on a busy machine it
// may take more than one try.
func TestCampaignTimeTellsNoCards(t *testing.T) {
	if campaign.Raced {
		t.Skip("time is measured without the race detector")
	}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		const requests, tries = 10_000, 3
		for try := range tries {
			apart := apart(t, requests/3+1, seed+uint64(try), func(*house) fiber.Handler { return nil })
			campaign.Count("requests", 3*(requests/3+1))
			t.Logf("medians are at most %v apart", apart)
			if apart < within {
				return
			}
		}
		t.Errorf("medians are more than %v apart, %d times", within, tries)
	})
}

// TestSlowCardIsNoticed is the control: five milliseconds more for a card that
// was used are seen, and with far fewer requests.
func TestSlowCardIsNoticed(t *testing.T) {
	slow := func(h *house) fiber.Handler {
		return func(c *fiber.Ctx) error {
			if c.FormValue("code") == h.spent {
				<-time.After(5 * time.Millisecond)
			}
			h.public.Handler()(c.Context())
			return nil
		}
	}
	if apart := apart(t, 100, 1, slow); apart < within {
		t.Errorf("medians are only %v apart", apart)
	}
}

// apart sends n answers of each kind and returns how far the two medians are
// apart that are furthest. before may stand between the network and the program.
func apart(t *testing.T, n int, seed uint64, before func(*house) fiber.Handler) time.Duration {
	t.Helper()
	const memory = "/dev/shm" // a disk that others use has moods
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		t.Setenv("TMPDIR", memory)
	}
	h := newHouse(t)
	codes := h.cards(n + 1)
	h.spent = codes[n].String()
	app := h.public
	if b := before(h); b != nil {
		app = fiber.New(fiber.Config{DisableStartupMessage: true})
		app.Use(b)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() { served <- app.Listener(listener) }()
	client := &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		if err := app.Shutdown(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	address := "http://" + listener.Addr().String() + "/v/" + h.survey.Address()
	send := func(code survey.Code, want int) time.Duration {
		form := strings.NewReader(filled(code, "send").Encode())
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, form)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		began := time.Now()
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, res.Body)
		took := time.Since(began)
		if res.Body.Close(); err != nil || res.StatusCode != want {
			t.Fatalf("%d, want %d; %v", res.StatusCode, want, err)
		}
		return took
	}
	send(codes[n], http.StatusSeeOther)
	var took [3][]time.Duration
	dice := mathrand.New(mathrand.NewPCG(seed, 0))
	for i := range n {
		if i%200 == 0 {
			h.now = h.now.Add(2 * forgetAfter) // nobody has to wait
		}
		stranger, err := survey.NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range dice.Perm(len(took)) {
			switch kind {
			case freshCard:
				took[kind] = append(took[kind], send(codes[i], http.StatusSeeOther))
			case spentCard:
				took[kind] = append(took[kind], send(codes[n], http.StatusSeeOther))
			case unknownCard:
				took[kind] = append(took[kind], send(stranger, http.StatusUnprocessableEntity))
			}
		}
	}
	medians := []time.Duration{median(took[freshCard]), median(took[spentCard]), median(took[unknownCard])}
	t.Logf("medians of %d: fresh %v, spent %v, unknown %v", n, medians[0], medians[1], medians[2])
	return slices.Max(medians) - slices.Min(medians)
}

func median(d []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(d))[len(d)/2]
}
