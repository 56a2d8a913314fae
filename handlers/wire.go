package handlers

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// replyBuffer is how many bytes of replies wait in the system for who is slow to
// read them. Left to itself Linux takes megabytes: who asks for page after page on
// one connection and reads none would have us make dozens before we notice.
const replyBuffer = 64 << 10

// slowest is how many bytes a second somebody reads at least who is waited for. A
// file that is more than the system holds has as much longer than [writeTimeout].
const slowest = 8 << 10

// guard stands between the network and the routes of app. What no browser sends,
// and what one program on the way could read differently than another, is
// refused before a route is looked for, and its connection is closed: what
// follows on it is never read as a request. A panic ends one request and not the
// program. fail makes the page, and forStaff tells whose page a path is.
func (s *server) guard(app *fiber.App, fail fiber.ErrorHandler, forStaff func(path string) bool) {
	server := app.Server()
	routes := server.Handler
	refuse := func(ctx *fasthttp.RequestCtx, err error) {
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		ctx.SetConnectionClose()
		_ = fail(c, err) // it shows a page or, failing that, a status
	}
	server.ErrorHandler = func(ctx *fasthttp.RequestCtx, err error) { refuse(ctx, unread(err)) }
	server.ConnState = func(c net.Conn, state fasthttp.ConnState) {
		if tcp, ok := c.(*net.TCPConn); ok && state == fasthttp.StateNew {
			_ = tcp.SetWriteBuffer(replyBuffer) // without it replies go out all the same
		}
	}
	server.Handler = func(ctx *fasthttp.RequestCtx) {
		defer func() {
			if p := recover(); p != nil {
				ctx.Response.Reset()
				s.setHeaders(ctx, forStaff(string(ctx.Path())))
				refuse(ctx, fmt.Errorf("a panic: %s", told(p)))
			}
		}()
		if err := odd(ctx); err != nil {
			refuse(ctx, err)
			return
		}
		routes(ctx)
		if n := len(ctx.Response.Body()); n > replyBuffer {
			_ = ctx.SetWriteDeadline(time.Now().Add(writeTimeout + time.Duration(n/slowest)*time.Second)) // without it there is less time
		}
	}
}

// unread is why a request could not be read, as a status alone: what the engine
// says of it quotes what was sent.
func unread(err error) error {
	var network net.Error
	switch {
	case errors.As(err, new(*fasthttp.ErrSmallBuffer)):
		return fiber.ErrRequestHeaderFieldsTooLarge
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		return fiber.ErrRequestEntityTooLarge
	case errors.As(err, &network) && network.Timeout():
		return fiber.ErrRequestTimeout
	}
	return fiber.ErrBadRequest
}

// told is what may be told of a panic: errors of the language name no more than a
// number, and of anything else only the type is safe to log.
func told(p any) string {
	if e := runtime.Error(nil); errors.As(asError(p), &e) {
		return e.Error()
	}
	return fmt.Sprintf("%T", p)
}

func asError(p any) error {
	err, _ := p.(error)
	return err
}

// odd says why a request is refused that the engine has read, or nil. It is
// stricter than the standard: see each part.
func odd(ctx *fasthttp.RequestCtx) error {
	h := &ctx.Request.Header
	if v := string(h.Protocol()); v != "HTTP/1.1" && v != "HTTP/1.0" {
		return fiber.ErrBadRequest
	}
	if !ctx.IsGet() && !ctx.IsPost() && !ctx.IsHead() {
		ctx.Response.Header.Set(fiber.HeaderAllow, "GET, HEAD, POST")
		return fiber.ErrMethodNotAllowed
	}
	if expects := h.Peek(fiber.HeaderExpect); len(expects) > 0 && !bytes.EqualFold(expects, []byte("100-continue")) {
		return fiber.ErrExpectationFailed
	}
	if foldedStaff(h.RequestURI()) || !plainText(h.RequestURI()) || bytes.HasPrefix(h.RequestURI(), []byte("//")) {
		return fiber.ErrNotFound // as what is not there, whatever that is called: who mistypes an address is told to look at it
	}
	if !plainTarget(h.RequestURI()) || !plainHost(h.Host()) || !plainHeaders(h.RawHeaders()) {
		return fiber.ErrBadRequest
	}
	return nil
}

// plainTarget reports whether what is asked for is a path of a browser's: in
// ASCII and from the root. A fragment holds the code of a card, which belongs in
// no request.
func plainTarget(target []byte) bool {
	if len(target) == 0 || target[0] != '/' {
		return false
	}
	for _, b := range target {
		if b <= ' ' || b >= 0x7f || b == '#' || b == '\\' {
			return false
		}
	}
	return true
}

// plainText reports whether the escapes in the path of target give text.
func plainText(target []byte) bool {
	path, _, _ := bytes.Cut(target, []byte("?"))
	decoded, err := url.PathUnescape(string(path))
	if err != nil || !utf8.ValidString(decoded) {
		return false
	}
	for _, r := range decoded {
		if unicode.IsControl(r) {
			return false
		}
	}
	return true
}

// foldedStaff reports whether target is below the pages for staff in capitals,
// which the routes would take for the same: a rule of an operator's proxy for who
// may come to those pages does not.
func foldedStaff(target []byte) bool {
	n := len(staffPath)
	return len(target) >= n && bytes.EqualFold(target[:n], []byte(staffPath)) && string(target[:n]) != staffPath
}

// plainHost reports whether host is a name or address, with a port or without.
// It may be empty, which only HTTP/1.0 leaves it.
func plainHost(host []byte) bool {
	for _, b := range host {
		letter := 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
		if !letter && bytes.IndexByte([]byte("-._:[]"), b) < 0 {
			return false
		}
	}
	return true
}

// plainHeaders reports whether every line of raw is a name, a colon and a value,
// ends as the standard has it, and all of them say in one way how long the body
// is. The engine is more lenient: it reads a name with a space in it, a line
// that goes on below, ends of lines without a return, and a length beside a
// transfer coding.
func plainHeaders(raw []byte) bool {
	lengths, codings := 0, 0
	for len(raw) > 0 {
		line, rest, found := bytes.Cut(raw, []byte("\r\n"))
		if !found {
			return false
		}
		if raw = rest; len(line) == 0 {
			return len(raw) == 0
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		if !found || !isToken(name) || bytes.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return false
		}
		switch {
		case bytes.EqualFold(name, []byte(fiber.HeaderContentLength)):
			lengths++
		case bytes.EqualFold(name, []byte(fiber.HeaderTransferEncoding)):
			if codings++; !bytes.EqualFold(bytes.Trim(value, " \t"), []byte("chunked")) {
				return false
			}
		}
	}
	return lengths+codings <= 1
}

// isToken reports whether name is what a header may be called (RFC 9110, 5.6.2).
func isToken(name []byte) bool {
	for _, b := range name {
		letter := 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
		if !letter && bytes.IndexByte([]byte("!#$%&'*+-.^_`|~"), b) < 0 {
			return false
		}
	}
	return len(name) > 0
}
