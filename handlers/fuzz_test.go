package handlers

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ouderstem/survey"
	"ouderstem/views"
)

// canned is a connection on which everything was said already, so that a request
// is served in the goroutine of the test: a panic is that test's.
type canned struct {
	net.Conn
	in  *strings.Reader
	out bytes.Buffer
}

func (c *canned) Read(p []byte) (int, error)       { return c.in.Read(p) }
func (c *canned) Write(p []byte) (int, error)      { return c.out.Write(p) }
func (c *canned) Close() error                     { return nil }
func (c *canned) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c *canned) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *canned) SetDeadline(time.Time) error      { return nil }
func (c *canned) SetReadDeadline(time.Time) error  { return nil }
func (c *canned) SetWriteDeadline(time.Time) error { return nil }

// sent is a request as somebody types it who keeps to no rule but the ends of
// lines.
type sent struct {
	method, target string
	headers        []string // names and values in turn
	body           string
}

var oneLineOnly = strings.NewReplacer("\r", "", "\n", "")

// says sends a request to app and reads the one answer to it.
func (h *house) says(app *fiber.App, s sent) reply {
	h.t.Helper()
	var b strings.Builder
	s.method = strings.ReplaceAll(oneLineOnly.Replace(s.method), " ", "")
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n", s.method, oneLineOnly.Replace(s.target))
	for pair := range slices.Chunk(s.headers, 2) {
		if name := oneLineOnly.Replace(pair[0]); name != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, oneLineOnly.Replace(pair[1]))
		}
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(s.body), s.body)
	conn := &canned{in: strings.NewReader(b.String())}
	app.Handler() // as a listener does first
	_ = app.Server().ServeConn(conn)
	res, err := http.ReadResponse(bufio.NewReader(&conn.out), &http.Request{Method: s.method})
	if err != nil {
		h.t.Fatalf("%.200q: no answer: %v", b.String(), err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatalf("%.200q: half an answer: %v", b.String(), err)
	}
	return reply{res, string(body)}
}

// possible are the statuses that a request can be answered with whatever it holds.
var possible = []int{200, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 417, 422, 429, 431}

// holds fails where an answer is not as every answer has to be, and where the log
// says that something stumbled.
func (h *house) holds(s sent, r reply) {
	h.t.Helper()
	if !slices.Contains(possible, r.StatusCode) {
		h.t.Errorf("%.300q: %d", s, r.StatusCode)
	}
	var u fasthttp.URI
	if err := u.Parse([]byte("localhost:8080"), []byte(oneLineOnly.Replace(s.target))); err == nil && r.StatusCode != http.StatusBadRequest && r.StatusCode != http.StatusNotModified && r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		path := strings.ToLower(string(u.Path()))
		if list := missed(r, path, belowStaff(path)); len(list) > 0 {
			h.t.Errorf("%.300q: %d\n%s", s, r.StatusCode, strings.Join(list, "\n"))
		}
	}
	if r.Header.Get("Content-Security-Policy") == "" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		h.t.Errorf("%.300q: %v", s, r.Header)
	}
	if h.log.Len() > 0 {
		h.t.Errorf("%.300q: the log says %.300s", s, h.log)
		h.log.Reset()
	}
}

// kanarie is a word that only who may read it gets to see.
const kanarie = "Kanariewoord"

// open to everybody are the paths that the corpus begins with.
func (h *house) doorsOf(app *fiber.App, draft string) (paths []string) {
	h.each(app, draft, func(path string) { paths = append(paths, path) })
	return paths
}

const formType = "application/x-www-form-urlencoded"

// FuzzStranger asks for anything, in any way, without being signed in. Nothing
// stumbles, every answer has its headers, and nothing is told or done that needs
// an account.
func FuzzStranger(f *testing.F) {
	h, whole, draft := secured(f)
	manager := h.as(survey.Manager, "m")
	page := manager.step("/staff/publish/m/2026/kort")
	page.Set(views.FieldForeword, kanarie)
	manager.keeps("/staff/publish/m/2026/kort", page)
	code := h.cards(1)[0]
	h.log.Reset()

	for _, path := range h.doorsOf(whole, draft) {
		f.Add("GET", path, "Accept-Language", "en", "", "")
	}
	for _, step := range []string{"review", "send", "edit"} {
		f.Add("POST", "/v/"+h.survey.Address(), "Sec-Fetch-Site", "same-origin", formType, filled(code, step).Encode())
	}
	f.Add("POST", "/v/"+h.survey.Address()+"?lang=ar", "Origin", "null", formType, "q-good=%ff%00&q-mark=11&q-mark=1&code=%F0%9F%98%80&k=5&step=send")
	f.Add("POST", "/v/"+h.survey.Address(), "Content-Encoding", "gzip", formType, "\x1f\x8b")
	f.Add("POST", "/v/"+h.survey.Address(), "Expect", "x", formType, "")
	f.Add("POST", "/v/"+h.survey.Address(), "X", "y", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nABCD\r\n--x--\r\n")
	f.Add("POST", "/staff/login", "Cookie", "__Secure-ouderstem_staff=x; ouderstem_trip_=", formType, "email=a%40example.org&password=x&to=//evil.example&carried=%zz")
	f.Add("POST", "/staff/setup/"+setupToken, "Cookie", "a", formType, setupForm().Encode())
	f.Add("GET", "/w/a/2026/kort/1.json?lang=%ff", "If-None-Match", "*", "", "")
	f.Add("BREW", "//w/../staff/%2e%2e/%00", "Transfer-Encoding", "chunked", "text/plain;;=", "5\r\nhallo")
	f.Add("HEAD", "http://evil.example/STAFF/Unit/a/2026?said=%3Cscript%3E", "Range", "bytes=0-1", "", "")
	f.Fuzz(func(t *testing.T, method, target, name, value, kind, body string) {
		h.t = t
		s := sent{method, target, []string{name, value, "Content-Type", kind}, body}
		r := h.says(whole, s)
		h.holds(s, r)
		if strings.Contains(r.body, kanarie) && !strings.Contains(target+body, kanarie) {
			t.Errorf("%.300q: what is not published is told", s)
		}
		for _, c := range r.Cookies() {
			if c.Name == h.session && c.Value != "" {
				t.Errorf("%.300q: signed in", s)
			}
		}
	})
}
