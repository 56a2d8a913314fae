package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"ouderstem/survey"
)

// Note adds a line to the audit log.
func (st *Store) Note(ctx context.Context, d survey.Deed) error {
	return st.change(ctx, func(tx *sql.Tx) error { return st.note(ctx, tx, d) })
}

// note adds a line to the audit log in the transaction of what was done, so
// that the one is never without the other.
func (st *Store) note(ctx context.Context, tx *sql.Tx, d survey.Deed) error {
	var n int
	var before []byte
	err := tx.QueryRowContext(ctx, `SELECT n, hash FROM deed ORDER BY n DESC LIMIT 1`).Scan(&n, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	name := ""
	if d.By != "" {
		name, err = scalar[string](ctx, tx, `SELECT name FROM account WHERE id = $1`, d.By)
		if err != nil && !errors.Is(err, sql.ErrNoRows) { // who deletes their own account is gone already
			return err
		}
	}
	line := survey.LoggedDeed{N: n + 1, Day: st.now().Format(time.DateOnly), Name: name, Deed: d}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO deed (n, on_day, account, name, action, object, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		line.N, line.Day, line.By, line.Name, line.Action, line.Object, chain(before, line))
	return err
}

// chain is the hash of a line with that of the line before it.
func chain(before []byte, d survey.LoggedDeed) []byte {
	h := sha256.New()
	h.Write(before)
	for _, part := range []string{fmt.Sprint(d.N), d.Day, d.By, d.Name, d.Action, d.Object} {
		// The length first: no two lines are the same bytes.
		_ = binary.Write(h, binary.BigEndian, uint64(len(part))) // a hash takes everything
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// Deeds returns at most most lines of the audit log, the newest first, that
// come before the line with number before; 0 for the newest of all.
func (st *Store) Deeds(ctx context.Context, before, most int) ([]survey.LoggedDeed, error) {
	rows, err := st.read.QueryContext(ctx, `
		SELECT n, on_day, name, account, action, object FROM deed WHERE n < $1 OR $1 = 0 ORDER BY n DESC LIMIT $2`, before, most)
	return collect(rows, err, scanDeed)
}

func scanDeed(rows *sql.Rows, d *survey.LoggedDeed) error {
	return rows.Scan(&d.N, &d.Day, &d.Name, &d.By, &d.Action, &d.Object)
}

// CheckDeeds reads the whole audit log, oldest line first, and tells at which
// line its chain is broken: 0 when it is whole. each, which may be nil, gets
// every line with its hash.
func (st *Store) CheckDeeds(ctx context.Context, each func(survey.LoggedDeed, []byte) error) (broken int, err error) {
	rows, err := st.read.QueryContext(ctx, `SELECT n, on_day, name, account, action, object, hash FROM deed ORDER BY n`)
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	var before []byte
	for expected := 1; rows.Next(); expected++ {
		var d survey.LoggedDeed
		var hash []byte
		if err := rows.Scan(&d.N, &d.Day, &d.Name, &d.By, &d.Action, &d.Object, &hash); err != nil {
			return 0, err
		}
		if broken == 0 && (d.N != expected || string(chain(before, d)) != string(hash)) {
			broken = d.N
		}
		if each != nil {
			if err := each(d, hash); err != nil {
				return broken, err
			}
		}
		before = hash
	}
	return broken, rows.Err()
}
