package handlers

import (
	"bytes"
	"io"
	"maps"
	"sync"

	"ouderstem/views"
)

// forms keeps every form that was rendered: a published version never changes,
// and its form is the same for everybody until the settings change.
type forms struct {
	mu   sync.RWMutex
	made map[formKey]form
}

// formKey is what a form is made of: settings too, by their revision.
type formKey struct {
	survey   string
	version  int
	lang     string
	settings int
}

type form struct{ raw, gzip []byte }

func newForms() *forms { return &forms{made: map[formKey]form{}} }

// get returns the form of a version in a language, rendered the first time.
func (f *forms) get(key formKey, render func(io.Writer) error) (form, error) {
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
	maps.DeleteFunc(f.made, func(k formKey, _ form) bool { return k.settings < key.settings })
	f.made[key] = made
	f.mu.Unlock()
	return made, nil
}
