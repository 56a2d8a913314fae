package handlers

import (
	"net/http"
	"testing"

	"github.com/valyala/fasthttp"
)

// serveOne serves one request without a network.
func serveOne(b *testing.B, handler fasthttp.RequestHandler, method, path, body string, want int) {
	b.Helper()
	var c fasthttp.RequestCtx
	c.Request.Header.SetMethod(method)
	c.Request.SetRequestURI(path)
	c.Request.Header.SetHost("127.0.0.1")
	c.Request.Header.Set("Accept-Encoding", "gzip, deflate, br")
	c.Request.Header.Set("Accept-Language", "nl-NL,nl;q=0.9,en;q=0.8")
	if body != "" {
		c.Request.Header.SetContentType("application/x-www-form-urlencoded")
		c.Request.SetBodyString(body)
	}
	handler(&c)
	if c.Response.StatusCode() != want {
		b.Fatalf("%d: %s", c.Response.StatusCode(), c.Response.Body())
	}
}

// BenchmarkForm measures the work of serving the form.
func BenchmarkForm(b *testing.B) {
	h := newHouse(b)
	handler := h.public.Handler()
	for b.Loop() {
		serveOne(b, handler, http.MethodGet, formPath+h.survey.Address(), "", http.StatusOK)
	}
}

// BenchmarkAnswer measures taking an answer, until it is on the disk.
func BenchmarkAnswer(b *testing.B) {
	h := newHouse(b)
	handler := h.public.Handler()
	codes := h.cards(b.N)
	b.ResetTimer()
	for i := range b.N {
		serveOne(b, handler, http.MethodPost, formPath+h.survey.Address(), filled(codes[i], "send").Encode(), http.StatusSeeOther)
	}
}
