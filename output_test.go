package main

import (
	"bytes"
	"sync"
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
