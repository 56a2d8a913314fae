package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"ouderstem/survey"
)

// stale is how long what was read for one parent is taken for true for the next.
// What this process changes itself is seen at once; another one's change, as if it
// had come so much later.
const stale = time.Second

// recent keeps what is asked for with every page that a parent opens, so that a
// crowd costs the database no more than one of them.
type recent struct {
	changes  atomic.Int64 // of this process, but for submissions: they change nothing of it
	settings atomic.Pointer[readFor[survey.Settings]]
	surveys  sync.Map // *readFor[*survey.Survey] by address and version, those that are there
}

// readFor is what was read, when, and after how many changes.
type readFor[T any] struct {
	value   T
	at      time.Time
	changes int64
}

// holds reports whether it may still be taken for true; nothing kept may not.
func (k *readFor[T]) holds(changes int64) bool {
	return k != nil && k.changes == changes && time.Since(k.at) < stale
}

// place is where a survey is: its address and a version, 0 for the newest.
type place struct {
	address string
	version int
}

// Settings returns what the administrator has decided, or the settings of a new
// installation. Callers may not change what it refers to.
func (st *Store) Settings(ctx context.Context) (survey.Settings, error) {
	changes := st.recent.changes.Load() // before it is read: what changes meanwhile is not missed
	if have := st.recent.settings.Load(); have.holds(changes) {
		return have.value, nil
	}
	at := time.Now()
	s, err := settings(ctx, st.read)
	if err == nil {
		st.recent.settings.Store(&readFor[survey.Settings]{s, at, changes})
	}
	return s, err
}

// SurveyAt returns the survey at an address, in the same way as [Store.Survey].
// What is returned is shared and must not be changed.
func (st *Store) SurveyAt(ctx context.Context, address string, version int) (*survey.Survey, error) {
	changes := st.recent.changes.Load()
	at := place{address, version}
	have, _ := st.recent.surveys.Load(at)
	if k, ok := have.(*readFor[*survey.Survey]); ok && k.holds(changes) {
		return k.value, nil
	}
	now := time.Now()
	s, err := definitionAt(ctx, st.read, address, version)
	if err == nil {
		st.recent.surveys.Store(at, &readFor[*survey.Survey]{s, now, changes})
	}
	return s, err
}
