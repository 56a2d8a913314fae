package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ouderstem/survey"
)

// ErrandKind is what somebody on their way in has left to do.
type ErrandKind string

// The errands there are.
const (
	ErrandCode       ErrandKind = "code"        // the password was right, a code is to follow
	ErrandPasskey    ErrandKind = "passkey"     // a device is to answer a challenge
	ErrandNewPasskey ErrandKind = "new-passkey" // a device is to make a key
	ErrandProvider   ErrandKind = "provider"    // they are at the organisation's own provider
)

// How long somebody may take: to find a phone, or to go through all that a
// provider asks of them. A form that was interrupted waits at the provider too.
const (
	errandLasts   = 10 * time.Minute
	providerLasts = 30 * time.Minute
)

// errandsRoom is how many bytes all errands of one kind may take together.
// Strangers can begin some kinds: they must not fill the disk, nor keep out who
// has shown a password and is on another errand.
const errandsRoom = 64 << 20

// BeginErrand remembers body for who has the token, which is returned.
func (st *Store) BeginErrand(ctx context.Context, kind ErrandKind, body []byte) (string, error) {
	token, _ := newToken()
	return token, st.BeginErrandWith(ctx, kind, token, body)
}

// BeginErrandWith is [Store.BeginErrand] with a token that was drawn before.
// [survey.ErrTooOften] when there is no room.
func (st *Store) BeginErrandWith(ctx context.Context, kind ErrandKind, token string, body []byte) error {
	lasts := errandLasts
	if kind == ErrandProvider {
		lasts = providerLasts
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		now := st.now()
		if _, err := tx.ExecContext(ctx, `DELETE FROM errand WHERE expires <= $1`, now.Unix()); err != nil {
			return err
		}
		taken, err := scalar[int](ctx, tx, `SELECT coalesce(sum(length(body)), 0) FROM errand WHERE kind = $1`, kind)
		if err != nil {
			return err
		}
		if taken+len(body) > errandsRoom {
			return survey.ErrTooOften.With("N", int(errandLasts/time.Minute))
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO errand (hash, kind, body, expires) VALUES ($1, $2, $3, $4)`,
			hashOf(token), kind, body, now.Add(lasts).Unix())
		return err
	})
}

// EndErrand returns what was remembered for a token, the first time and in time;
// [survey.ErrTooLate] after.
func (st *Store) EndErrand(ctx context.Context, kind ErrandKind, token string) (body []byte, err error) {
	err = st.ask(ctx, []any{&body}, `DELETE FROM errand WHERE hash = $1 AND kind = $2 AND expires > $3 RETURNING body`,
		hashOf(token), kind, st.now().Unix())
	if errors.Is(err, sql.ErrNoRows) {
		err = survey.ErrTooLate
	}
	return body, err
}

// Errand returns what was remembered for a token and goes on remembering it.
func (st *Store) Errand(ctx context.Context, kind ErrandKind, token string) ([]byte, error) {
	body, err := scalar[[]byte](ctx, st.read, `SELECT body FROM errand WHERE hash = $1 AND kind = $2 AND expires > $3`,
		hashOf(token), kind, st.now().Unix())
	if errors.Is(err, sql.ErrNoRows) {
		err = survey.ErrTooLate
	}
	return body, err
}
