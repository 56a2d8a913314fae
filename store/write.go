package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"

	"ouderstem/survey"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// All that this process writes into the database goes through this file, so that
// one place learns when the disk did not keep it; a test looks for others.

// ExitBroken is the exit status of a process that ended because its disk did not
// keep what was written: EX_IOERR of sysexits.h.
const ExitBroken = 74

// patience is how long a process whose disk is broken may take to tell who is
// waiting.
const patience = 15 * time.Second

// Broken is closed when the disk has failed to keep something. From then on
// nothing is written, and the process ends within 15 seconds whatever it does:
// who serves should tell those who wait and end before.
func (st *Store) Broken() <-chan struct{} { return st.broken }

// Dir is the data directory.
func (st *Store) Dir() string { return st.dir }

// checked is where every error of a write comes along. After an fsync that
// failed nobody can know what is on the disk: the system forgets that there was
// something to write, reads it from memory as if it were there, and reports the
// next fsync as done. So this process confirms nothing any more and ends; the
// next one writes the log into the database before anything else (connect).
func (st *Store) checked(err error) error {
	if !unsynced(err) {
		return err
	}
	st.breaking.Do(func() {
		close(st.broken)
		Untimed(st.log, "the disk did not keep what was written: nothing more is taken, and the program ends", err)
		time.AfterFunc(patience, func() { os.Exit(ExitBroken) })
	})
	return errors.Join(survey.ErrDiskBroken.With("Dir", st.dir), err)
}

// syncError is an fsync of ours that failed.
type syncError struct{ error }

// Unwrap returns what the system said.
func (e syncError) Unwrap() error { return e.error }

// unsynced reports whether an error is of an fsync, SQLite's or ours.
func unsynced(err error) bool {
	if e := new(sqlite.Error); errors.As(err, &e) && (e.Code() == lib.SQLITE_IOERR_FSYNC || e.Code() == lib.SQLITE_IOERR_DIR_FSYNC) {
		return true
	}
	return errors.As(err, new(syncError))
}

// writing runs f with the connection that writes. What f returns is looked at
// before anybody else can have that connection.
func (st *Store) writing(ctx context.Context, f func(c *sql.Conn) error) error {
	c, err := st.write.Conn(ctx)
	if err != nil {
		return st.checked(err)
	}
	defer c.Close() //nolint:errcheck // gives it back
	select {
	case <-st.broken:
		return survey.ErrDiskBroken.With("Dir", st.dir)
	default:
		return st.checked(f(c))
	}
}

// change runs f in one durable transaction.
func (st *Store) change(ctx context.Context, f func(tx *sql.Tx) error) error {
	defer st.recent.changes.Add(1)
	return st.transaction(ctx, f)
}

// transaction is change for submissions, which change nothing that is kept in
// memory.
func (st *Store) transaction(ctx context.Context, f func(tx *sql.Tx) error) error {
	return st.writing(ctx, func(c *sql.Conn) error {
		tx, err := c.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a panic, or the connection would never be given back; otherwise it has ended
		if err := f(tx); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	})
}

// exec runs one statement, durably.
func (st *Store) exec(ctx context.Context, query string, args ...any) (r sql.Result, err error) {
	defer st.recent.changes.Add(1)
	err = st.writing(ctx, func(c *sql.Conn) error {
		r, err = c.ExecContext(ctx, query, args...)
		return err
	})
	return r, err
}

// ask runs one statement that changes something and answers with a row, durably.
func (st *Store) ask(ctx context.Context, into []any, query string, args ...any) error {
	defer st.recent.changes.Add(1)
	return st.writing(ctx, func(c *sql.Conn) error {
		return c.QueryRowContext(ctx, query, args...).Scan(into...)
	})
}

// affected is how many rows a statement has changed.
func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
