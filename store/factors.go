package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"ouderstem/survey"
)

// Factors are what somebody shows besides a password, or in place of it.
type Factors struct {
	// Codes says that an app shows codes.
	Codes bool
	// Recovery is how many codes on paper are left.
	Recovery int
	Passkeys []survey.Passkey
}

// Factors returns those of an account.
func (st *Store) Factors(ctx context.Context, account string) (Factors, error) {
	var f Factors
	err := st.read.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM second_factor WHERE account = $1 AND proven = 1) > 0,
		       (SELECT count(*) FROM recovery WHERE account = $1)`, account).Scan(&f.Codes, &f.Recovery)
	if err != nil {
		return f, err
	}
	f.Passkeys, err = st.Passkeys(ctx, account)
	return f, err
}

// BeginCodes keeps the secret that an app is to show codes of. It counts for
// nothing until a first code was right. [survey.ErrChanged] where an app does
// already.
func (st *Store) BeginCodes(ctx context.Context, account string, secret []byte) error {
	sealed, err := st.encrypt(forSecondFactors, account, secret)
	if err != nil {
		return err
	}
	r, err := st.exec(ctx, `
		INSERT INTO second_factor (account, secret, proven, step, wrong, free) VALUES ($1, $2, 0, 0, 0, 0)
		ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, step = 0 WHERE proven = 0`, account, sealed)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrChanged)
	}
	return nil
}

// UnprovenSecret returns the secret of which no code was right yet;
// [survey.ErrNoRecord] where there is none.
func (st *Store) UnprovenSecret(ctx context.Context, account string) ([]byte, error) {
	sealed, err := scalar[[]byte](ctx, st.read, `SELECT secret FROM second_factor WHERE account = $1 AND proven = 0`, account)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, survey.ErrNoRecord
	}
	if err != nil {
		return nil, err
	}
	secret, err := st.decrypt(forSecondFactors, account, sealed)
	if errors.Is(err, errOtherKey) { // of another keyring: nobody can prove it any more
		err = survey.ErrNoRecord
	}
	return secret, err
}

// Match reads a code: it returns the number of the step that the code is of,
// which comes after last, or false.
type Match func(secret []byte, last int64) (step int64, ok bool)

// ProveCodes takes the first code of an app. From then on the account needs one
// to sign in. It returns the recovery codes, to be shown once.
func (st *Store) ProveCodes(ctx context.Context, account string, match Match) (codes []string, err error) {
	err = st.try(ctx, account, false, func(tx *sql.Tx, f factor) (bool, error) {
		step, ok := match(f.secret, f.step)
		if !ok {
			return false, nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE second_factor SET proven = 1, step = $2 WHERE account = $1`, account, step)
		if err == nil {
			codes, err = st.recovery(ctx, tx, account)
		}
		return true, errors.Join(err, st.note(ctx, tx, survey.Deed{By: account, Action: "deed.codes.on"}))
	})
	return codes, err
}

// UseCode takes a code of the account's app, once. [survey.ErrWrongCode];
// [survey.ErrTooManyTries] for a while after many of these;
// [survey.ErrLostFactor] when the keyring is not the one it was made with.
func (st *Store) UseCode(ctx context.Context, account string, match Match) error {
	return st.try(ctx, account, true, func(tx *sql.Tx, f factor) (bool, error) {
		step, ok := match(f.secret, f.step)
		if !ok {
			return false, nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE second_factor SET step = $2 WHERE account = $1`, account, step)
		return true, err
	})
}

// UseRecovery takes one of the codes on paper, once, and tells how many are
// left. Errors as of [Store.UseCode].
func (st *Store) UseRecovery(ctx context.Context, account, code string) (left int, err error) {
	hash, err := st.keyedHash(forRecovery, account, cleanRecovery(code))
	if err != nil {
		return 0, err
	}
	err = st.try(ctx, account, true, func(tx *sql.Tx, _ factor) (bool, error) {
		r, err := tx.ExecContext(ctx, `DELETE FROM recovery WHERE account = $1 AND hash = $2`, account, hash)
		if err != nil {
			return false, err
		}
		n, err := r.RowsAffected()
		if err != nil || n == 0 {
			return false, err
		}
		if left, err = scalar[int](ctx, tx, `SELECT count(*) FROM recovery WHERE account = $1`, account); err != nil {
			return false, err
		}
		return true, st.note(ctx, tx, survey.Deed{By: account, Action: "deed.recovery.used"})
	})
	return left, err
}

// factor is a row of second_factor.
type factor struct {
	secret []byte
	step   int64
}

// try lets f look at what somebody typed and counts when it is wrong. A mistake
// is kept, so it is not told by an error of the transaction.
func (st *Store) try(ctx context.Context, account string, proven bool, f func(*sql.Tx, factor) (bool, error)) error {
	right := false
	err := st.change(ctx, func(tx *sql.Tx) error {
		var have factor
		var sealed []byte
		var wrong int
		var free int64
		err := tx.QueryRowContext(ctx, `SELECT secret, step, wrong, free FROM second_factor WHERE account = $1 AND proven = $2`,
			account, proven).Scan(&sealed, &have.step, &wrong, &free)
		if errors.Is(err, sql.ErrNoRows) {
			return survey.ErrNoRecord
		}
		if err != nil {
			return err
		}
		now := st.now()
		if wait := time.Unix(free, 0).Sub(now); wait > 0 {
			return survey.ErrTooManyTries.With("N", int(wait/time.Minute)+1)
		}
		if have.secret, err = st.decrypt(forSecondFactors, account, sealed); err != nil {
			st.log.Error("second factor not read: the keyring is another", "error", err)
			return survey.ErrLostFactor
		}
		if right, err = f(tx, have); err != nil {
			return err
		}
		if wrong++; right {
			wrong = 0
		}
		_, err = tx.ExecContext(ctx, `UPDATE second_factor SET wrong = $2, free = $3 WHERE account = $1`,
			account, wrong, now.Add(penalty(wrong)).Unix())
		return err
	})
	if err == nil && !right {
		err = survey.ErrWrongCode
	}
	return err
}

// penalty is how long no code is taken after so many wrong ones in a row: none
// for the slips of one log-in, then a minute, doubling to an hour. At that pace
// guessing one of three valid codes in a million takes over ten years.
func penalty(wrong int) time.Duration {
	const slips, longest = 5, time.Hour
	if wrong < slips {
		return 0
	}
	return min(time.Minute<<min(wrong-slips, 6), longest)
}

// NewRecovery replaces the codes on paper and returns them, to be shown once.
func (st *Store) NewRecovery(ctx context.Context, account string) (codes []string, err error) {
	err = st.change(ctx, func(tx *sql.Tx) error {
		n, err := scalar[int](ctx, tx, `SELECT count(*) FROM second_factor WHERE account = $1 AND proven = 1`, account)
		if err != nil {
			return err
		}
		if n == 0 {
			return survey.ErrNoRecord
		}
		if codes, err = st.recovery(ctx, tx, account); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: account, Action: "deed.recovery.made"})
	})
	return codes, err
}

// recoveryCodes is how many there are, as most programs have it.
const recoveryCodes = 10

func (st *Store) recovery(ctx context.Context, tx *sql.Tx, account string) ([]string, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery WHERE account = $1`, account); err != nil {
		return nil, err
	}
	var codes []string
	for range recoveryCodes {
		// 60 bits in base 32: no 0, 1, 8 or 9, so nobody takes one for a letter.
		code := strings.ToLower(rand.Text()[:12])
		hash, err := st.keyedHash(forRecovery, account, code)
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO recovery (account, hash) VALUES ($1, $2)`, account, hash); err != nil {
			return nil, err
		}
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:])
	}
	slices.Sort(codes)
	return codes, nil
}

// cleanRecovery is a code as it was drawn, however it was typed.
func cleanRecovery(code string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '2' <= r && r <= '7' {
			return r
		}
		return -1
	}, strings.ToLower(code))
}

// EndCodes takes the app and the codes on paper away from an account.
func (st *Store) EndCodes(ctx context.Context, account string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		for _, end := range []string{`DELETE FROM second_factor WHERE account = $1`, `DELETE FROM recovery WHERE account = $1`} {
			if _, err := tx.ExecContext(ctx, end, account); err != nil {
				return err
			}
		}
		return st.note(ctx, tx, survey.Deed{By: account, Action: "deed.codes.off"})
	})
}

// EndFactors takes everything but the password away from an account whose owner
// has lost it, and signs it out everywhere.
func (st *Store) EndFactors(ctx context.Context, by, id string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		a, err := account(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, end := range []string{
			`DELETE FROM second_factor WHERE account = $1`, `DELETE FROM recovery WHERE account = $1`,
			`DELETE FROM passkey WHERE account = $1`, `DELETE FROM session WHERE account = $1`,
		} {
			if _, err := tx.ExecContext(ctx, end, id); err != nil {
				return err
			}
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.account.factors-ended", Object: a.Email})
	})
}
