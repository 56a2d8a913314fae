package handlers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// TestCampaignRace races for cards, at a server and at the store beneath it.
// Whatever happens at the same time, a card counts once if anybody was thanked for
// it, with an answer that was sent, and never more than once.
func TestCampaignRace(t *testing.T) {
	cards := 100 // at each
	if campaign.Raced {
		cards = 40
	}
	takers := map[string]func(*house) taker{"server": (*house).server, "store": (*house).drops}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		for _, name := range []string{"server", "store"} {
			t.Run(name, func(t *testing.T) {
				h := newHouse(t)
				e := h.race(seed, cards, takers[name](h))
				e.count(cards)
				if why := e.wrong(); why != "" || e.thanked < cards/2 || e.cut == 0 || e.retried == 0 || e.counted < e.thanked || e.counted > cards {
					t.Errorf("%s: %+v", why, e)
				}
				if strings.Contains(h.log.String(), "level=ERROR") {
					t.Errorf("the log tells of failures:\n%s", h.log)
				}
			})
		}
	})
}

func (e ending) count(cards int) {
	campaign.Count("codes", cards)
	campaign.Count("submits", e.submits)
	campaign.Count("without a reply", e.cut)
	campaign.Count("retried", e.retried)
	campaign.Count("acknowledged", e.thanked)
	campaign.Count("refused", e.refused)
	campaign.Count("counted", e.counted)
	campaign.Count("lost", e.lost)
	campaign.Count("doubled", e.doubled)
	campaign.Count("not sent", e.strange)
	campaign.Count("mixed", e.mixed)
}

// TestRaceCatches: takers that are wrong, each in one way, are found out.
func TestRaceCatches(t *testing.T) {
	const cards = 40
	for name, test := range map[string]struct {
		by    func(h *house) taker
		found func(e ending) bool
	}{
		"counts every time":                         {(*house).countsAll, func(e ending) bool { return e.doubled > 5*cards }},
		"asks whether a card was used, then writes": {(*house).asksFirst, func(e ending) bool { return e.doubled > 0 }},
		"says thanks whatever became of it":         {(*house).thanksAnyway, func(e ending) bool { return e.lost > 0 }},
		"keeps what was not sent whole":             {(*house).keepsTorn, func(e ending) bool { return e.strange > 0 }},
		"mixes up parents":                          {(*house).mixesUp, func(e ending) bool { return e.mixed > 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			if e := h.race(1, cards, test.by(h)); e.wrong() == "" || !test.found(e) {
				t.Errorf("not found out: %+v", e)
			}
		})
	}
}

// drops is the store in two processes. Who gets no reply ends at any moment.
func (h *house) drops() taker {
	stores := []*store.Store{h.store, h.another()}
	return h.taking(func(ctx context.Context, a try) error {
		return stores[a.nth%2].Drop(ctx, store.Submission{Code: a.code, Response: a.response()})
	})
}

// taking is a taker that goes by drop and does not reply once ctx has ended.
func (h *house) taking(drop func(ctx context.Context, a try) error) taker {
	return taker{end: func() {}, take: func(ctx context.Context, a try) (outcome, error) {
		if a.cut || a.torn {
			var stop context.CancelFunc
			ctx, stop = context.WithTimeout(ctx, time.Duration(rand.IntN(8000))*time.Microsecond) //nolint:gosec // any moment will do
			defer stop()
			if a.torn {
				stop()
			}
		}
		switch err := drop(ctx, a); {
		case err == nil && (a.cut || a.torn):
			return nothing, nil
		case err == nil:
			return thanked, nil
		case errors.Is(err, survey.ErrUnknownCode):
			return refused, nil
		case ctx.Err() != nil:
			return nothing, nil
		default:
			return nothing, err
		}
	}}
}

func (a try) response() survey.Response {
	return survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{
		"mark": {fmt.Sprint(a.mark())}, "good": {a.words()},
	}}
}

// endless is a store to which every answer with a card is as good as new: for each
// team there is one code that everybody uses, as on a poster.
func (h *house) endless() func(ctx context.Context, a try) error {
	_, codes, err := h.store.Print(h.t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByPoster, Size: 1})
	if err != nil {
		h.t.Fatal(err)
	}
	return func(ctx context.Context, a try) error {
		return h.store.Drop(ctx, store.Submission{Code: codes[0], Response: a.response()})
	}
}

func (h *house) countsAll() taker { return h.taking(h.endless()) }

func (h *house) asksFirst() taker {
	drop := h.endless()
	var used sync.Map
	return h.taking(func(ctx context.Context, a try) error {
		if _, is := used.Load(a.card); is {
			return nil
		}
		err := drop(ctx, a)
		if err == nil {
			used.Store(a.card, true)
		}
		return err
	})
}

func (h *house) thanksAnyway() taker {
	by := h.drops()
	take := by.take
	by.take = func(ctx context.Context, a try) (outcome, error) {
		a.torn = a.torn || a.card%raceCards == 0 // of some cards nothing is stored
		_, err := take(ctx, a)
		return thanked, err
	}
	return by
}

func (h *house) keepsTorn() taker {
	by := h.drops()
	take := by.take
	by.take = func(ctx context.Context, a try) (outcome, error) {
		if !a.torn {
			return refused, nil // so that it is the others that count
		}
		a.torn = false
		return take(ctx, a)
	}
	return by
}

func (h *house) mixesUp() taker {
	return h.taking(func(ctx context.Context, a try) error {
		r := a.response()
		if a.card%2 == 0 {
			r.Answers["mark"] = []string{"1"}
		}
		return h.store.Drop(ctx, store.Submission{Code: a.code, Response: r})
	})
}

// server serves parents on a port of this machine, with connections that are kept
// for as many parents as answer at the same time.
func (h *house) server() taker {
	l, err := (&net.ListenConfig{}).Listen(h.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.public.Listener(l) }()
	p := &parentsOut{to: l.Addr().String(), path: "/v/" + h.survey.Address(), kept: make(chan *connection, raceTries*raceCards)}
	return taker{take: p.take, end: func() {
		close(p.kept)
		for c := range p.kept {
			_ = c.Close()
		}
		if err := errors.Join(h.public.Shutdown(), <-ended); err != nil {
			h.t.Error(err)
		}
	}}
}

// parentsOut is how parents reach the server.
type parentsOut struct {
	to, path string
	kept     chan *connection
}

type connection struct {
	net.Conn
	in *bufio.Reader
}

func (p *parentsOut) connect(ctx context.Context) (*connection, error) {
	select {
	case c := <-p.kept:
		return c, nil
	default:
	}
	c, err := new(net.Dialer).DialContext(ctx, "tcp", p.to)
	return &connection{c, bufio.NewReader(c)}, err
}

func (p *parentsOut) request(a try) []byte {
	body := url.Values{
		"version": {"1"}, "lang": {"nl"}, "code": {a.code.String()}, "step": {"send"},
		"q-mark": {fmt.Sprint(a.mark())}, "q-good": {a.words()},
	}.Encode()
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		p.path, p.to, len(body), body)
}

func (p *parentsOut) take(ctx context.Context, a try) (outcome, error) {
	c, err := p.connect(ctx)
	if err != nil {
		return nothing, err
	}
	request := p.request(a)
	if a.torn {
		request = request[:len(request)-1-rand.IntN(len(request)/2)] //nolint:gosec // anywhere will do
	}
	if _, err := c.Write(request); err != nil {
		return nothing, errors.Join(err, c.Close())
	}
	if a.cut || a.torn {
		return nothing, c.leave(a.torn)
	}
	reply, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nothing, errors.Join(err, c.Close())
	}
	page, err := io.ReadAll(reply.Body)
	if err := errors.Join(err, reply.Body.Close()); err != nil {
		return nothing, errors.Join(err, c.Close())
	}
	p.kept <- c
	switch {
	case reply.StatusCode == http.StatusSeeOther && reply.Header.Get("Location") == "/thanks?lang=nl":
		return thanked, nil
	// Where many stacks were taken out these are many wrong codes of one network.
	case (reply.StatusCode == http.StatusUnprocessableEntity || reply.StatusCode == http.StatusTooManyRequests) && bytes.Contains(page, []byte(a.words())):
		return refused, nil
	}
	return nothing, errors.New(reply.Status)
}

// leave ends a connection before the reply was read: politely, at once, or when it
// has begun to come. There is none to what was torn.
func (c *connection) leave(torn bool) error {
	var err error
	switch how := rand.IntN(3); { //nolint:gosec // any will do
	case how == 0:
		if tcp, ok := c.Conn.(*net.TCPConn); ok {
			err = tcp.SetLinger(0) // what is on its way is thrown away
		}
	case how == 1 && !torn:
		_, err = c.in.ReadByte()
	}
	return errors.Join(err, c.Close())
}
