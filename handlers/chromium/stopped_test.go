//go:build unix

package chromium

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestStopped: who goes away does not wait, and a browser that hangs is ended
// with all that it started.
func TestStopped(t *testing.T) {
	dir := t.TempDir()
	hangs, pipe := filepath.Join(dir, "browser"), filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	// What it starts holds the pipe open until it ends.
	if err := os.WriteFile(hangs, []byte("#!/bin/sh\nexec 3>"+pipe+"\necho started >&3\nsleep 300 &\nwait\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	browser := New(hangs)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error)
	go func() { ended <- browser.Print(ctx, &bytes.Buffer{}, nil) }()
	held, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	said := bufio.NewReader(held)
	if line, err := said.ReadString('\n'); err != nil { // waits until it runs
		t.Fatalf("said %q, %v", line, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := browser.Print(gone, &bytes.Buffer{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away before it was their turn: %v", err)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if more, err := io.ReadAll(said); err != nil || len(more) > 0 { // until nobody holds the pipe any more
		t.Errorf("said %q, %v", more, err)
	}
}
