package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"testing"
)

// submitTogether lets several submissions come while the disk is busy and returns
// what each was told, and how many transactions they took.
func submitTogether(t *testing.T, st *Store, n int, do func(ctx context.Context, tx *sql.Tx, i int) error) (told []error, transactions int) {
	t.Helper()
	busy, free := make(chan struct{}), make(chan struct{})
	first := make(chan error)
	go func() {
		first <- st.together(t.Context(), func(context.Context, *sql.Tx) error {
			close(busy)
			<-free
			return nil
		})
	}()
	<-busy
	shared := map[*sql.Tx]bool{} // by the one goroutine that keeps
	told = make([]error, n)
	ended := make(chan struct{})
	for i := range n {
		go func() {
			told[i] = st.together(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
				shared[tx] = true
				return do(ctx, tx, i)
			})
			ended <- struct{}{}
		}()
	}
	for waiting := 0; waiting < n; runtime.Gosched() {
		st.sharing.mu.Lock()
		waiting = len(st.sharing.waiting)
		st.sharing.mu.Unlock()
	}
	close(free)
	for range n {
		<-ended
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
	return told, len(shared)
}

// Who comes while the disk is busy shares the next transaction. What one finds
// closed is its own affair; what goes wrong is everybody's, and then nothing of it
// is kept.
func TestTogether(t *testing.T) {
	kept := func(st *Store) int {
		n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM spent`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	spend := func(ctx context.Context, tx *sql.Tx, i int) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO spent (hash) VALUES ($1)`, fmt.Appendf(nil, "%016d", i))
		return err
	}
	broken := errors.New("broken")
	const many = 20
	for _, test := range []struct {
		name string
		n    int
		do   func(ctx context.Context, tx *sql.Tx, i int) error
		told func(i int) error
		kept int
		in   int // transactions
	}{
		{"all", many, spend, func(int) error { return nil }, many, 1},
		{"one closed", many, func(ctx context.Context, tx *sql.Tx, i int) error {
			if i == 7 {
				return errClosed
			}
			return spend(ctx, tx, i)
		}, func(i int) error { return map[bool]error{true: errClosed}[i == 7] }, many - 1, 1},
		{"one broken", many, func(ctx context.Context, tx *sql.Tx, i int) error {
			return errors.Join(spend(ctx, tx, i), map[bool]error{true: broken}[i == 7])
		}, func(int) error { return broken }, 0, 1},
		{"one panics", many, func(ctx context.Context, tx *sql.Tx, i int) error {
			if i == 7 {
				panic(broken)
			}
			return spend(ctx, tx, i)
		}, func(int) error { return errPanic }, 0, 1},
		{"more than fit", mostTogether + 1, spend, func(int) error { return nil }, mostTogether + 1, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			st := open(t, t.TempDir())
			told, transactions := submitTogether(t, st, test.n, test.do)
			for i, err := range told {
				if !errors.Is(err, test.told(i)) {
					t.Fatalf("%d was told %v, want %v", i, err, test.told(i))
				}
			}
			if got := kept(st); got != test.kept || transactions != test.in {
				t.Errorf("%d kept in %d transactions, want %d in %d", got, transactions, test.kept, test.in)
			}
			if err := st.together(t.Context(), func(ctx context.Context, tx *sql.Tx) error { return spend(ctx, tx, 1000) }); err != nil {
				t.Errorf("and then: %v", err)
			}
		})
	}
}
