package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"ouderstem/survey"
)

// invitationLasts is how long a link to choose a password holds: a week with a
// holiday before it.
const invitationLasts = 10 * 24 * time.Hour

// newToken draws a secret for a link or a session; only its hash is kept, so
// that who reads the database cannot come in.
func newToken() (token string, hash []byte) {
	token = rand.Text() // 128 bits or more
	return token, hashOf(token)
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// invitation makes a link for an account, in place of earlier ones.
func (st *Store) invitation(ctx context.Context, tx *sql.Tx, account string) (string, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM invitation WHERE account = $1 OR expires < $2`, account, st.now().Unix()); err != nil {
		return "", err
	}
	token, hash := newToken()
	_, err := tx.ExecContext(ctx, `INSERT INTO invitation (hash, account, expires) VALUES ($1, $2, $3)`,
		hash, account, st.now().Add(invitationLasts).Unix())
	return token, err
}

// InviteAgain makes a new link to choose a password; earlier ones end.
func (st *Store) InviteAgain(ctx context.Context, by, id string) (a survey.Account, token string, err error) {
	err = st.change(ctx, func(tx *sql.Tx) error {
		if a, err = account(ctx, tx, id); err != nil {
			return err
		}
		if token, err = st.invitation(ctx, tx, id); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.account.invited", Object: a.Email})
	})
	return a, token, err
}

// Invited returns whose link a token is of; [survey.ErrOldLink] when it was
// used, is too old or never was.
func (st *Store) Invited(ctx context.Context, token string) (survey.Account, error) {
	return st.invited(ctx, st.read, token)
}

func (st *Store) invited(ctx context.Context, db queryer, token string) (survey.Account, error) {
	id, err := scalar[string](ctx, db, `SELECT account FROM invitation WHERE hash = $1 AND expires > $2`, hashOf(token), st.now().Unix())
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Account{}, survey.ErrOldLink
	}
	if err != nil {
		return survey.Account{}, err
	}
	a, err := account(ctx, db, id)
	if err == nil && a.Blocked {
		err = survey.ErrOldLink
	}
	return a, err
}

// Accept lets the owner of a link choose a password, once. All sessions of the
// account end: the link may have been asked for because somebody else was in.
func (st *Store) Accept(ctx context.Context, token, password string) (a survey.Account, err error) {
	hash, err := st.passwords.hash(ctx, password)
	if err != nil {
		return a, err
	}
	err = st.change(ctx, func(tx *sql.Tx) error {
		if a, err = st.invited(ctx, tx, token); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM invitation WHERE account = $1`, a.ID); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, a.ID, hash); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: a.ID, Action: "deed.password.chosen", Object: a.Email})
	})
	return a, err
}

func setPassword(ctx context.Context, tx *sql.Tx, id, hash string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE account SET password = $2 WHERE id = $1`, id, hash); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = $1`, id)
	return err
}

// ChangePassword sets a new password for who knows the present one, and ends
// all sessions of the account. [survey.ErrWrongPassword] otherwise.
func (st *Store) ChangePassword(ctx context.Context, a survey.Account, present, next string) error {
	if _, err := st.LogIn(ctx, a.Email, present); err != nil {
		if errors.Is(err, survey.ErrWrongLogin) {
			err = survey.ErrWrongPassword
		}
		return err
	}
	hash, err := st.passwords.hash(ctx, next)
	if err != nil {
		return err
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		if err := setPassword(ctx, tx, a.ID, hash); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: a.ID, Action: "deed.password.chosen", Object: a.Email})
	})
}

// LogIn returns the account with this address and password;
// [survey.ErrWrongLogin] when there is none such, after the same work whether
// the address is known or not.
func (st *Store) LogIn(ctx context.Context, email, password string) (survey.Account, error) {
	var hash string
	found, err := accounts(ctx, st.read, `email = $1 AND blocked = 0`, email)
	if err != nil {
		return survey.Account{}, err
	}
	// Asked for in any case: the time that a query takes tells nothing.
	err = st.read.QueryRowContext(ctx, `SELECT password FROM account WHERE email = $1 AND blocked = 0`, email).Scan(&hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return survey.Account{}, err
	}
	fits, err := st.passwords.fits(ctx, hash, password)
	if err != nil {
		return survey.Account{}, err
	}
	if !fits || len(found) == 0 {
		return survey.Account{}, survey.ErrWrongLogin
	}
	return found[0], nil
}
