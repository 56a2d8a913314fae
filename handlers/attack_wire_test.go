package handlers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey/campaign"
)

// taken is what a program took for requests, by the connection they came on.
type taken struct {
	mu   sync.Mutex
	from map[string][]string
}

func (s *taken) note(from, method, target, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from[from] = append(s.from[from], fmt.Sprintf("%s %s %q", method, target, body))
}

// by is what came from an address, once: the next connection may have it again.
func (s *taken) by(from string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer delete(s.from, from)
	return s.from[from]
}

// served runs app on a port of its own until the test ends.
func served(t *testing.T, app *fiber.App) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(app.ShutdownWithTimeout(10*time.Second), <-ended); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// ours is everything that stands before the routes, and behind it a handler that
// notes what arrives.
func ours(t *testing.T) (address string, got *taken) {
	t.Helper()
	got = &taken{from: map[string][]string{}}
	newHouse(t, func(_ *house, c *Config) {
		s := newServer(*c)
		app := s.app(newParents(s).fail, func(string) bool { return false })
		app.Use(func(c *fiber.Ctx) error {
			if path, _, _ := strings.Cut(c.OriginalURL(), "?"); path != c.Path() {
				t.Errorf("routes see %q of %q", c.Path(), c.OriginalURL())
			}
			got.note(c.Context().RemoteAddr().String(), c.Method(), c.OriginalURL(), string(c.Body()))
			return c.SendString("taken")
		})
		address = served(t, app)
	})
	return address, got
}

// library is the server of Go's library, with our limits and the same handler.
func library(t *testing.T) (address string, got *taken) {
	t.Helper()
	got = &taken{from: map[string][]string{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{
		ReadTimeout: readTimeout, MaxHeaderBytes: headerLimit,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
			if err != nil {
				w.Header().Set("Connection", "close")
				http.Error(w, "refused", http.StatusBadRequest)
				return
			}
			got.note(r.RemoteAddr, r.Method, r.RequestURI, string(body))
			fmt.Fprint(w, "taken")
		}),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return listener.Addr().String(), got
}

// exchange sends raw, ends the sending side, and returns everything that comes
// back until the other side ends too, with the address it was sent from.
func exchange(t *testing.T, address, raw string) (back, from string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // read to its end below
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	go func() { // an answer may come before all is sent
		_, _ = io.WriteString(c, raw)
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	b, err := io.ReadAll(c)
	if err != nil && !errors.Is(err, syscall.ECONNRESET) { // a refusal may not wait for the rest
		t.Errorf("%.60q: %v after %d bytes", raw, err, len(b))
	}
	return string(b), c.LocalAddr().String()
}

// lenient are wires that our program reads and Go's library refuses, with what
// is then read of them and the second request, and why that does no harm.
var lenient = map[string]struct {
	reads []string
	why   string
}{
	"empty lines first": {
		[]string{`GET /thanks ""`, `GET /second ""`},
		"old browsers send them behind a form, and the standard has them skipped (RFC 9112, 2.2); a request begins in the same place for all",
	},
	"chunk of " + strconv.Quote("3;"+strings.Repeat("a", 28)): {
		[]string{`POST /v/x "a=a"`, `GET /second ""`},
		"an extension longer than the library has patience for; it is skipped to the end of its line by all, kept by none, and over when the time for a request is",
	},
}

// without takes empty lines out of raw where a request could begin: the first
// entry of lenient.
func without(raw string) string {
	var kept strings.Builder
	for {
		raw = strings.TrimLeft(raw, "\r\n")
		in := strings.NewReader(raw)
		buffered := bufio.NewReader(in)
		r, err := http.ReadRequest(buffered)
		if err == nil {
			_, err = io.Copy(io.Discard, r.Body)
		}
		if err != nil {
			return kept.String() + raw
		}
		left := in.Len() + buffered.Buffered()
		kept.WriteString(raw[:len(raw)-left])
		raw = raw[len(raw)-left:]
	}
}

// closing finds what asks to close a connection, in words that the library reads and
// we do not: it then reads less, and no differently.
var closing = regexp.MustCompile(`(?i)connection:([^\r\n]*close)`)

// begins reports whether a is what b begins with.
func begins(a, b []string) bool { return len(a) <= len(b) && slices.Equal(a, b[:len(a)]) }

// TestCampaignWire sends every wire, each with a second request behind it, to
// our program and to Go's library. Whatever ours takes for a request, the library
// takes for the same one: nothing is smuggled past one who reads as it does. In
// rounds after the first the wires are damaged at random.
func TestCampaignWire(t *testing.T) {
	address, got := ours(t)
	theirs, theyGot := library(t)
	list := wires()
	compare := func(t *testing.T, name, raw string, honest bool) {
		t.Helper()
		_, from := exchange(t, address, raw)
		_, theirFrom := exchange(t, theirs, raw)
		we, they := got.by(from), theyGot.by(theirFrom)
		campaign.Count("wires", 1)
		if len(we) == 0 {
			campaign.Count("refused", 1)
			if honest {
				t.Errorf("%s: refused", name)
			}
		}
		if l, ok := lenient[name]; ok {
			if !slices.Equal(we, l.reads) || len(they) >= len(we) {
				t.Errorf("%s: we read %q and the library %q, which is not as listed", name, we, they)
			}
			return
		}
		if begins(we, they) {
			return
		}
		campaign.Count("asked again", 1)
		_, theirFrom = exchange(t, theirs, closing.ReplaceAllString(without(raw), "X-onnection:$1"))
		if again := theyGot.by(theirFrom); !begins(we, again) {
			t.Errorf("%s: %q\nwe read          %q\nthe library reads %q", name, raw, we, they)
		}
	}
	campaign.Rounds(t, 2, func(t *testing.T, seed uint64) {
		if seed == 1 {
			for i, w := range list {
				compare(t, w.name, w.bytes+second, i < fine)
			}
			return
		}
		dice := rand.New(rand.NewPCG(seed, 0))
		strict := slices.DeleteFunc(slices.Clone(list), func(w wire) bool { _, ok := lenient[w.name]; return ok })
		for range 1000 {
			raw := damaged(dice, strict)
			compare(t, "damaged", raw+second, false)
		}
	})
	_, from := exchange(t, address, request("GET", "/thanks", "", "")+second)
	if read := got.by(from); len(read) != 2 {
		t.Errorf("of two plain requests only %q were read", read)
	}
}

// damaged is a wire with a few bytes, or a piece of another wire, changed.
func damaged(dice *rand.Rand, list []wire) string {
	const telling = "\r\n\t :;,%#?/\\\x00\x7f0159aAfFxX\"'-+_.=&"
	b := []byte(list[dice.IntN(len(list))].bytes)
	if dice.IntN(3) > 0 { // most of the others are refused whatever else is wrong with them
		b = []byte(list[dice.IntN(fine)].bytes)
	}
	for range 1 + dice.IntN(3) {
		other := list[dice.IntN(len(list))].bytes
		at := dice.IntN(len(b) + 1)
		switch dice.IntN(4) {
		case 0:
			b = slices.Insert(b, at, telling[dice.IntN(len(telling))])
		case 1:
			b = slices.Delete(b, at, min(len(b), at+1+dice.IntN(2)))
		case 2:
			if at < len(b) {
				b[at] = telling[dice.IntN(len(telling))]
			}
		case 3: // a line of another
			lines := strings.SplitAfter(other, "\n")
			line := lines[dice.IntN(len(lines))]
			if i := strings.IndexByte(string(b[at:]), '\n'); i >= 0 {
				at += i + 1
			}
			b = slices.Insert(b, at, []byte(line)...)
		}
		if len(b) > 20_000 { // of the long ones a few are enough
			b = b[:20_000]
		}
	}
	return string(b)
}

// What is refused is refused with a page of ours: with the headers of every page,
// without a word of what was sent, not as a failure, and not told in the log.
func TestRefusalsOnTheWire(t *testing.T) {
	var h *house
	var app *fiber.App
	h = newHouse(t, func(_ *house, c *Config) { app = Whole(*c) })
	address := served(t, app)
	statuses := map[int]int{}
	for _, w := range wires() {
		back, _ := exchange(t, address, w.bytes+second)
		if strings.Contains(back, mark) {
			t.Errorf("%s: it comes back\n%s", w.name, back)
		}
		in := bufio.NewReader(strings.NewReader(back))
		for first := true; ; first = false {
			method := http.MethodGet
			if first && strings.HasPrefix(w.bytes, http.MethodHead) {
				method = http.MethodHead
			}
			if _, err := in.Peek(1); err != nil {
				break
			}
			res, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				t.Errorf("%s: %v\n%q", w.name, err, back)
				break
			}
			body, err := io.ReadAll(res.Body)
			if res.Body.Close(); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) { // cut off by a reset
				t.Error(err)
			}
			if res.StatusCode == http.StatusContinue {
				continue
			}
			statuses[res.StatusCode]++
			if res.StatusCode >= 500 {
				t.Errorf("%s: %d\n%s", w.name, res.StatusCode, body)
			}
			set := headers
			if strings.Contains(strings.ToLower(w.bytes), "staff") && res.Header.Get(fiber.HeaderReferrerPolicy) == staffHeaders[fiber.HeaderReferrerPolicy] {
				set = staffHeaders
			}
			for _, name := range headerNames {
				if res.Header.Get(name) != set[name] {
					t.Errorf("%s: %d with %s: %q", w.name, res.StatusCode, name, res.Header.Get(name))
				}
			}
			if res.Header.Get("Server") != "" {
				t.Errorf("%s: it says that it is %s", w.name, res.Header.Get("Server"))
			}
			refused := slices.Contains([]int{400, 405, 408, 413, 417, 431}, res.StatusCode)
			if _, err := in.Peek(1); refused && (!res.Close || err == nil) {
				t.Errorf("%s: %d and the connection goes on", w.name, res.StatusCode)
			}
		}
	}
	if statuses[200] == 0 || statuses[400] < 100 || statuses[405] == 0 || statuses[413] == 0 || statuses[431] == 0 {
		t.Errorf("%v", statuses)
	}
	for _, path := range []string{"/" + formPath + h.survey.Address(), "/Staff/", "/%ff"} { // as mistyped: not there, and not to be gone on with
		if back, _ := exchange(t, address, request("GET", path, "", "")+second); !strings.HasPrefix(back, "HTTP/1.1 404 ") || strings.Count(back, "HTTP/1.1") != 1 {
			t.Errorf("%s: %s", path, back)
		}
	}
	if h.log.Len() > 0 {
		t.Errorf("logged: %s", h.log)
	}
}

// A panic ends a request and neither the program nor the next request; it is told
// without what was sent.
func TestPanicEndsOneRequest(t *testing.T) {
	var address string
	h := newHouse(t, func(_ *house, c *Config) {
		s := newServer(*c)
		app := s.app(newParents(s).fail, func(string) bool { return false })
		app.Get("/panic", func(*fiber.Ctx) error { panic(mark) })
		app.Get("/index", func(c *fiber.Ctx) error { return c.Send([]byte{c.Body()[len(c.Path())]}) })
		app.Get("/fine", func(c *fiber.Ctx) error { return c.SendString("fine") })
		address = served(t, app)
	})
	for _, path := range []string{"/panic", "/index"} {
		back, _ := exchange(t, address, request("GET", path, "", "")+second)
		if !strings.HasPrefix(back, "HTTP/1.1 500 ") || !strings.Contains(back, "\r\n"+policy+": "+headers[policy]) || strings.Count(back, "HTTP/1.1") != 1 || !strings.Contains(back, "<main") {
			t.Errorf("%s: %s", path, back)
		}
	}
	if back, _ := exchange(t, address, request("GET", "/fine", "", "")); !strings.HasPrefix(back, "HTTP/1.1 200 ") {
		t.Errorf("%s", back)
	}
	if log := h.log.String(); !strings.Contains(log, "index out of range") || strings.Contains(log, mark) || strings.Count(log, "\n") != 2 {
		t.Errorf("%s", log)
	}
}

// timed is a connection that notes for how long replies may be written.
type timed struct {
	canned
	lasts []time.Duration
}

func (c *timed) SetWriteDeadline(until time.Time) error {
	if !until.IsZero() {
		c.lasts = append(c.lasts, time.Until(until).Round(10*time.Second))
	}
	return nil
}

// Who reads a file slowly gets all of it, though the system holds a small part
// only; a page has no longer than any, nor has what comes after the file.
func TestFilesHaveTime(t *testing.T) {
	newHouse(t, func(_ *house, c *Config) {
		s := newServer(*c)
		app := s.app(newParents(s).fail, func(string) bool { return false })
		app.Get("/page", func(c *fiber.Ctx) error { return c.Send(make([]byte, replyBuffer)) })
		app.Get("/file", func(c *fiber.Ctx) error { return c.Send(make([]byte, 100*slowest)) })
		app.Handler() // as a listener does first
		said := request("GET", "/page", "", "") + request("GET", "/file", "", "") + request("GET", "/page", "", "")
		conn := &timed{canned: canned{in: strings.NewReader(said)}}
		_ = app.Server().ServeConn(conn) // it ends with what was said
		if want := []time.Duration{writeTimeout, writeTimeout + 100*time.Second, writeTimeout}; !slices.Equal(conn.lasts, want) {
			t.Errorf("%v, want %v", conn.lasts, want)
		}
	})
}
