package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"ouderstem/survey"
)

// mainSettings is the name under which [survey.Settings] are kept.
const mainSettings = "main"

func settings(ctx context.Context, db queryer) (survey.Settings, error) {
	s := survey.DefaultSettings()
	var value []byte
	err := db.QueryRowContext(ctx, `SELECT value, revision FROM setting WHERE name = $1`, mainSettings).Scan(&value, &s.Revision)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	return s, wrap(json.Unmarshal(value, &s), "setting", mainSettings)
}

// SaveSettings keeps settings that were read before; [survey.ErrChanged] when
// somebody else has changed them meanwhile. what names the deeds, one for each
// thing that was changed.
func (st *Store) SaveSettings(ctx context.Context, s survey.Settings, what ...survey.Deed) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		if err := saveSettings(ctx, tx, s); err != nil {
			return err
		}
		for _, d := range what {
			if err := st.note(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func saveSettings(ctx context.Context, tx *sql.Tx, s survey.Settings) error {
	have, err := settings(ctx, tx)
	if err != nil {
		return err
	}
	if have.Revision != s.Revision {
		return survey.ErrChanged
	}
	if have.K != s.K { // also what was lowered and raised again is remembered
		have.FormerK = append(have.AnyK(), s.K)
	}
	s.FormerK = slices.DeleteFunc(slices.Clone(have.FormerK), func(k int) bool { return k == s.K })
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO setting (name, value, revision) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, revision = excluded.revision`,
		mainSettings, string(value), s.Revision+1)
	return err
}
