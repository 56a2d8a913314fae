package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"ouderstem/survey"
)

// How long a session holds, as OWASP ASVS 5 (7.3) asks to decide: a lunch break
// for who does nothing, a working day in all. A confirmation of who is there
// holds long enough for the task that asked for it.
const (
	sessionIdle      = time.Hour
	sessionLasts     = 12 * time.Hour
	confirmedLasts   = 15 * time.Minute
	usedEvery        = time.Minute // the use of a session is noted no more often: it is a write
	sessionIDVisible = 6           // bytes of its hash by which a list names it
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID        string // to end it by; tells nothing
	Began     time.Time
	Used      time.Time
	confirmed time.Time
	// Confirmed says that it was shown not long ago who is there.
	Confirmed bool
}

// BeginSession signs an account in and returns the token for its browser.
func (st *Store) BeginSession(ctx context.Context, account string) (string, error) {
	return st.beginSession(ctx, account, st.now())
}

// ContinueSession is [Store.BeginSession] for who was signed in until now, in a
// session that has ended: when it was last shown who is there stays as it was.
func (st *Store) ContinueSession(ctx context.Context, account string, ended Session) (string, error) {
	return st.beginSession(ctx, account, ended.confirmed)
}

func (st *Store) beginSession(ctx context.Context, account string, confirmed time.Time) (string, error) {
	token, hash := newToken()
	now := st.now().Unix()
	err := st.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE began < $1 OR used < $2`,
			now-int64(sessionLasts.Seconds()), now-int64(sessionIdle.Seconds())); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO session (hash, account, began, used, confirmed) VALUES ($1, $2, $3, $3, $4)`,
			hash, account, now, confirmed.Unix())
		return err
	})
	return token, err
}

// Session returns who is signed in with a token; [survey.ErrNoSession] when it
// has ended or its account is blocked.
func (st *Store) Session(ctx context.Context, token string) (survey.Account, Session, error) {
	var s Session
	hash, now := hashOf(token), st.now()
	var account string
	var began, used, confirmed int64
	err := st.read.QueryRowContext(ctx, `
		SELECT account, began, used, confirmed FROM session WHERE hash = $1 AND began > $2 AND used > $3`,
		hash, now.Add(-sessionLasts).Unix(), now.Add(-sessionIdle).Unix()).Scan(&account, &began, &used, &confirmed)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Account{}, s, survey.ErrNoSession
	}
	if err != nil {
		return survey.Account{}, s, err
	}
	a, err := st.Account(ctx, account)
	if err != nil {
		return a, s, err
	}
	if a.Blocked {
		return a, s, survey.ErrNoSession
	}
	s = newSession(hash, began, used, confirmed, now)
	if now.Sub(s.Used) > usedEvery {
		_, err = st.exec(ctx, `UPDATE session SET used = $2 WHERE hash = $1`, hash, now.Unix())
	}
	return a, s, err
}

func newSession(hash []byte, began, used, confirmed int64, now time.Time) Session {
	s := Session{
		ID:    hex.EncodeToString(hash[:sessionIDVisible]),
		Began: time.Unix(began, 0), Used: time.Unix(used, 0), confirmed: time.Unix(confirmed, 0),
	}
	s.Confirmed = now.Sub(s.confirmed) < confirmedLasts
	return s
}

// ConfirmSession notes that who has the token has just shown again who they
// are. The token changes: one that was stolen before is worth nothing after.
func (st *Store) ConfirmSession(ctx context.Context, token string) (string, error) {
	next, hash := newToken()
	r, err := st.exec(ctx, `UPDATE session SET hash = $2, confirmed = $3, used = $3 WHERE hash = $1`,
		hashOf(token), hash, st.now().Unix())
	if err != nil {
		return "", err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return "", errors.Join(err, survey.ErrNoSession)
	}
	return next, nil
}

// EndSession signs out the browser that has the token.
func (st *Store) EndSession(ctx context.Context, token string) error {
	_, err := st.exec(ctx, `DELETE FROM session WHERE hash = $1`, hashOf(token))
	return err
}

// Sessions returns where an account is signed in, the last one used first.
func (st *Store) Sessions(ctx context.Context, account string) ([]Session, error) {
	now := st.now()
	rows, err := st.read.QueryContext(ctx, `
		SELECT hash, began, used, confirmed FROM session WHERE account = $1 AND began > $2 AND used > $3
		 ORDER BY used DESC, hash`, account, now.Add(-sessionLasts).Unix(), now.Add(-sessionIdle).Unix())
	return collect(rows, err, func(rows *sql.Rows, s *Session) error {
		var hash []byte
		var began, used, confirmed int64
		if err := rows.Scan(&hash, &began, &used, &confirmed); err != nil {
			return err
		}
		*s = newSession(hash, began, used, confirmed, now)
		return nil
	})
}

// EndSessionOf signs out one browser of an account, by the id in its list, or
// with "" all of them.
func (st *Store) EndSessionOf(ctx context.Context, account, id string) error {
	_, err := st.exec(ctx, `
		DELETE FROM session WHERE account = $1 AND ($2 = '' OR lower(hex(substr(hash, 1, $3))) = $2)`, account, id, sessionIDVisible)
	return err
}

// FormToken is what a form of an account has to bring: who does not know the
// installation's pepper cannot make it. It stays the same, so that a form that
// was open while its session was renewed can still be sent.
func (st *Store) FormToken(account string) string {
	mac := hmac.New(sha256.New, st.pepper)
	mac.Write([]byte("form\x00" + account))
	return hex.EncodeToString(mac.Sum(nil))
}
