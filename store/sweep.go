package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"ouderstem/survey"
)

// lastSweep is the name under which the last sweep is kept.
const lastSweep = "sweep"

// Sweep is what became of a sweep of old comments.
type Sweep struct {
	// Through is the last year whose comments were deleted.
	Through int `json:"through"`
	// Day is the one it was done on, 2006-01-02: always that of a round.
	Day string `json:"day"`
}

// sweep deletes the comments that were kept for as long as was decided, in the
// round that began at now, and proves that none is left. Figures stay as they
// are.
//
// How many comments there were is not told: of those that were held nobody knew
// the number.
func (st *Store) sweep(ctx context.Context, now time.Time) error {
	settings, err := st.Settings(ctx)
	if err != nil {
		return err
	}
	through := settings.SweptThrough(now)
	if through == 0 {
		return nil
	}
	if err := st.dropCopies(); err != nil { // it has the comments too
		return err
	}
	old, err := scalar[int](ctx, st.read, `SELECT count(*) FROM (SELECT 1 FROM comment WHERE year <= $1 LIMIT 1)`, through)
	if err == nil && old > 0 {
		err = st.change(ctx, func(tx *sql.Tx) error { return st.sweepThrough(ctx, tx, through, now) })
	}
	if err != nil {
		return wrap(err, "sweep through", strconv.Itoa(through))
	}
	// The log still holds the pages the comments were on; also after a sweep
	// that ended in between.
	return st.truncate(ctx)
}

func (st *Store) sweepThrough(ctx context.Context, tx *sql.Tx, through int, now time.Time) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM comment WHERE year <= $1`, through); err != nil {
		return err
	}
	for _, table := range []string{"decision", "label", "coded"} { // what was said of them
		about := ` FROM ` + table + ` WHERE comment NOT IN (SELECT id FROM comment)`
		if _, err := tx.ExecContext(ctx, `DELETE`+about); err != nil {
			return err
		}
		left, err := scalar[int](ctx, tx, `SELECT (SELECT count(*) FROM comment WHERE year <= $1) + (SELECT count(*)`+about+`)`, through)
		if err != nil {
			return err
		}
		if left != 0 {
			return fmt.Errorf("%d comments, or rows of %s about them, are left", left, table)
		}
	}
	if err := sweepMarks(ctx, tx, through); err != nil {
		return err
	}
	value, err := json.Marshal(Sweep{through, now.Format(time.DateOnly)})
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO setting (name, value, revision) VALUES ($1, $2, 1)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, revision = setting.revision + 1`,
		lastSweep, string(value)); err != nil {
		return err
	}
	return st.note(ctx, tx, survey.Deed{Action: "deed.comments.swept", Object: strconv.Itoa(through)})
}

// LastSweep returns the last sweep that deleted something; false when there was
// none.
func (st *Store) LastSweep(ctx context.Context) (Sweep, bool, error) { return swept(ctx, st.read) }

func swept(ctx context.Context, db queryer) (s Sweep, ok bool, err error) {
	value, err := scalar[string](ctx, db, `SELECT value FROM setting WHERE name = $1`, lastSweep)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	return s, true, wrap(json.Unmarshal([]byte(value), &s), "setting", lastSweep)
}

func fillSwept(ctx context.Context, tx *sql.Tx, r *survey.Results, _ string) error {
	last, done, err := swept(ctx, tx)
	r.Swept = done && r.Year <= last.Through
	return err
}

// OldestComment returns the first year of which there are comments, 0 when
// there are none.
func (st *Store) OldestComment(ctx context.Context) (int, error) {
	return scalar[int](ctx, st.read, `SELECT coalesce(min(year), 0) FROM comment`)
}

// NextSweep returns when, after now, comments are deleted next by these
// settings, and through which year, where oldest is the first year of which
// there are any; false for never.
func NextSweep(now time.Time, s survey.Settings, oldest int) (at time.Time, through int, ok bool) {
	if s.Retention == 0 || oldest == 0 {
		return at, 0, false
	}
	at = time.Date(oldest+1, time.January+time.Month(s.Retention), 1, lookHour, 0, 0, 0, now.Location())
	if next := nextRound(now); at.Before(next) {
		at = next
	}
	return at, s.SweptThrough(at), true
}
