package handlers

import (
	"bytes"
	"io"
	"sync"

	"ouderstem/survey"
	"ouderstem/views"
)

// forms keeps every form that was rendered: a published version never changes,
// and its form is the same for everybody.
type forms struct {
	mu   sync.RWMutex
	made map[formKey]form
}

type formKey struct {
	survey  string
	version int
	lang    string
}

type form struct{ raw, gzip []byte }

func newForms() *forms { return &forms{made: map[formKey]form{}} }

// get returns the form of a version in a language, rendered the first time.
func (f *forms) get(s *survey.Survey, lang string, render func(io.Writer) error) (form, error) {
	key := formKey{s.ID, s.Version, lang}
	f.mu.RLock()
	have, ok := f.made[key]
	f.mu.RUnlock()
	if ok {
		return have, nil
	}
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return form{}, err
	}
	gzip, err := views.Gzip(b.Bytes())
	if err != nil {
		return form{}, err
	}
	made := form{b.Bytes(), gzip}
	f.mu.Lock()
	f.made[key] = made
	f.mu.Unlock()
	return made, nil
}
