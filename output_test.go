package main

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// syncBuffer is a buffer that one goroutine fills while another reads, and that
// can be waited for.
type syncBuffer struct {
	mu    sync.Mutex
	b     bytes.Buffer
	wrote chan struct{}
}

// Write fills the buffer and wakes who waits.
func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrote != nil {
		close(s.wrote)
		s.wrote = nil
	}
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// wait returns when something was written after the call, or a little later.
func (s *syncBuffer) wait() {
	s.mu.Lock()
	if s.wrote == nil {
		s.wrote = make(chan struct{})
	}
	wrote := s.wrote
	s.mu.Unlock()
	select {
	case <-wrote:
	case <-time.After(time.Second): // written just before the call
	}
}

// TestFormatByName: a file is of the format that its name says, where nothing else
// was asked for.
func TestFormatByName(t *testing.T) {
	dir := t.TempDir()
	must(t, "unit", "add", "Gemeente Test", "--data", dir)
	const text, packed = "<!doctype html>", "PK\x03\x04"
	const out, format = "OUDERSTEM_OUT", "OUDERSTEM_AUDIT_FORMAT"
	for _, test := range []struct{ name, format, set, begins string }{
		{"a.html", "", "", text},
		{"a.HTML", "", "", text},
		{"a.odt", "", "", packed},
		{"b.odt", "html", "", text},
		{"odt", "", "", packed}, // says nothing: the rule is docx
		{"c.odt", "", format, text},
		{"c.html", "", out, text},
	} {
		t.Run(test.name+test.format, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), test.name)
			args := []string{"audit", "accessibility", "--data", dir, "--out", file}
			switch test.set {
			case format:
				t.Setenv(format, "html")
			case out:
				t.Setenv(out, file)
				args = args[:len(args)-2]
			}
			if test.format != "" {
				args = append(args, "--format", test.format)
			}
			must(t, args...)
			got, err := os.ReadFile(file)
			if err != nil || !bytes.HasPrefix(bytes.ToLower(got), bytes.ToLower([]byte(test.begins))) {
				t.Errorf("%v: begins with %q", err, got[:min(20, len(got))])
			}
			if isODT := bytes.Contains(got[:min(100, len(got))], []byte("opendocument")); isODT != (test.name == "a.odt") {
				t.Errorf("ODT: %v", isODT)
			}
		})
	}
}
