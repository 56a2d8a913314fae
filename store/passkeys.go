package store

import (
	"context"
	"database/sql"
	"errors"

	"ouderstem/survey"
)

// Passkeys returns those of an account, by name.
func (st *Store) Passkeys(ctx context.Context, account string) ([]survey.Passkey, error) {
	rows, err := st.read.QueryContext(ctx, `SELECT id, account, name, record FROM passkey WHERE account = $1 ORDER BY lower(name), id`, account)
	return collect(rows, err, func(rows *sql.Rows, k *survey.Passkey) error {
		return rows.Scan(&k.ID, &k.Account, &k.Name, &k.Record)
	})
}

// mostPasskeys is more than anybody has devices.
const mostPasskeys = 20

// AddPasskey keeps a new one.
func (st *Store) AddPasskey(ctx context.Context, k survey.Passkey) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		have, err := scalar[int](ctx, tx, `SELECT count(*) FROM passkey WHERE account = $1`, k.Account)
		if err != nil {
			return err
		}
		if have >= mostPasskeys {
			return survey.ErrManyPasskeys.With("Most", mostPasskeys)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO passkey (id, account, name, record) VALUES ($1, $2, $3, $4)`,
			k.ID, k.Account, k.Name, string(k.Record)); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: k.Account, Action: "deed.passkey.added", Object: k.Name})
	})
}

// UsePasskey keeps how far its counter is; [survey.ErrNoPasskey] when it was
// removed meanwhile.
func (st *Store) UsePasskey(ctx context.Context, k survey.Passkey) error {
	r, err := st.exec(ctx, `UPDATE passkey SET record = $3 WHERE id = $1 AND account = $2`, k.ID, k.Account, string(k.Record))
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrNoPasskey)
	}
	return nil
}

// EndPasskey removes one from an account; [survey.ErrNoRecord] when it has no
// such.
func (st *Store) EndPasskey(ctx context.Context, account string, id []byte) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		var name string
		err := tx.QueryRowContext(ctx, `DELETE FROM passkey WHERE id = $1 AND account = $2 RETURNING name`, id, account).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return survey.ErrNoRecord
		}
		if err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: account, Action: "deed.passkey.removed", Object: name})
	})
}
