package main

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"ouderstem/store"
	"ouderstem/views"
)

// A server that is told to stop before it has begun to listen stops, too.
func TestStopAtOnce(t *testing.T) {
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for range 20 {
		p := &program{ctx: t.Context(), out: io.Discard, err: io.Discard, views: v, lang: "en", log: slog.New(slog.DiscardHandler)}
		s, err := web{Listen: "127.0.0.1:0", ExitURL: "https://example.org/", TimeZone: "Europe/Amsterdam"}.listen(p)
		if err != nil {
			t.Fatal(err)
		}
		told, stop := context.WithCancel(t.Context())
		stop()
		p.ctx = told
		ended := make(chan error, 1)
		go func() { ended <- s.run(p, st) }()
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("it goes on")
		}
	}
}
