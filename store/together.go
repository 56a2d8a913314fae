package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// mostTogether is the most submissions that share a transaction: as many as the
// disk could keep one by one in a quarter of a second, so that nobody waits longer
// for the others than that.
const mostTogether = 256

// sharing lets submissions that come while the disk is busy share the next durable
// transaction: keeping a hundred takes hardly longer than keeping one. Nobody
// waits for others to come: whoever finds the disk free goes at once, alone.
type sharing struct {
	mu      sync.Mutex
	waiting []*member
	busy    bool // somebody is keeping what waits
}

// member is one submission of a transaction.
type member struct {
	do   func(ctx context.Context, tx *sql.Tx) error // may be called once
	err  error                                       // what do returned
	kept chan error                                  // gets what came of it
}

// together runs do in a durable transaction that others may share, and returns when
// that is on the disk. With [errClosed] do has changed nothing; any other error is
// of all who share the transaction, since nothing of it was kept.
func (st *Store) together(ctx context.Context, do func(ctx context.Context, tx *sql.Tx) error) error {
	m := &member{do: do, kept: make(chan error, 1)}
	if st.sharing.join(m) {
		// Whose request began it may go away; the others' answers are in it too.
		go st.keepTogether(context.WithoutCancel(ctx))
	}
	return <-m.kept
}

// join adds m to those who wait; it reports whether nobody is keeping them yet.
func (g *sharing) join(m *member) (first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, m)
	first, g.busy = !g.busy, true
	return first
}

// next takes those who wait, in the order in which they came; nobody when there are
// none, and then whoever joins next begins anew.
func (g *sharing) next() []*member {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), mostTogether)
	members := g.waiting[:n:n]
	if g.waiting = g.waiting[n:]; len(g.waiting) == 0 {
		g.waiting = nil
	}
	g.busy = n > 0
	return members
}

// keepTogether keeps what waits, one transaction after the other, until nothing does.
func (st *Store) keepTogether(ctx context.Context) {
	for members := st.sharing.next(); len(members) > 0; members = st.sharing.next() {
		err := st.keepMembers(ctx, members)
		for _, m := range members {
			if err != nil {
				m.err = err
			}
			m.kept <- m.err
		}
	}
}

var errPanic = errors.New("a panic")

// keepMembers keeps what members have in one transaction. A panic is an error of all of
// them, and of no request that comes later.
func (st *Store) keepMembers(ctx context.Context, members []*member) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %T", errPanic, p) // what else it says could be an answer
		}
	}()
	return st.transaction(ctx, func(tx *sql.Tx) error {
		for _, m := range members {
			if m.err = m.do(ctx, tx); m.err != nil && !errors.Is(m.err, errClosed) {
				return m.err
			}
		}
		return nil
	})
}
