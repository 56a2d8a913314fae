package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ouderstem/survey"
)

// A link that somebody asked for themselves holds for an hour, and no new one is
// made for five minutes: nobody's letterbox is filled by a stranger.
const (
	forgottenLasts = time.Hour
	forgottenEvery = 5 * time.Minute
)

// Forgotten makes a link to choose a new password, for who has forgotten theirs.
// [survey.ErrNoAccount] where there is nothing to do: no such account, one that
// is blocked, one without a password (it signs in elsewhere, and who is let out
// there must not have another way in), or one that just got a link. Nobody is
// told which.
func (st *Store) Forgotten(ctx context.Context, email string) (a survey.Account, token string, err error) {
	err = st.change(ctx, func(tx *sql.Tx) error {
		if a, err = oneAccount(accounts(ctx, tx, `email = $1 AND blocked = 0 AND password <> ''`, email)); err != nil {
			return err
		}
		now := st.now()
		fresh, err := scalar[int](ctx, tx, `SELECT count(*) FROM invitation WHERE account = $1 AND expires BETWEEN $2 AND $3`,
			a.ID, now.Add(forgottenLasts-forgottenEvery).Unix(), now.Add(forgottenLasts).Unix())
		if err != nil {
			return err
		}
		if fresh > 0 {
			return survey.ErrNoAccount
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM invitation WHERE expires <= $1`, now.Unix()); err != nil {
			return err
		}
		var hash []byte
		token, hash = newToken()
		if _, err := tx.ExecContext(ctx, `INSERT INTO invitation (hash, account, expires) VALUES ($1, $2, $3)`,
			hash, a.ID, now.Add(forgottenLasts).Unix()); err != nil {
			return err
		}
		// By nobody: a stranger may have asked for it.
		return st.note(ctx, tx, survey.Deed{Action: "deed.password.forgotten", Object: a.Email})
	})
	if err != nil && !errors.Is(err, survey.ErrNoAccount) {
		return a, "", wrap(err, "account", a.ID)
	}
	return a, token, err
}
