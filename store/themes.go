package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"ouderstem/survey"
)

// Codebook returns the installation's own codebook as it is now; revision 0
// while there is none.
func (st *Store) Codebook(ctx context.Context) (survey.Codebook, error) {
	return codebook(ctx, st.read)
}

func codebook(ctx context.Context, db queryer) (survey.Codebook, error) {
	var c survey.Codebook
	var body []byte
	err := db.QueryRowContext(ctx, `SELECT revision, body FROM codebook ORDER BY revision DESC LIMIT 1`).Scan(&c.Revision, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	c.Body = body
	return c, err
}

// CodebookAt returns the codebook as it was in a revision, to go back to;
// [survey.ErrNoRecord] when there was none.
func (st *Store) CodebookAt(ctx context.Context, revision int) (survey.Codebook, error) {
	body, err := scalar[[]byte](ctx, st.read, `SELECT body FROM codebook WHERE revision = $1`, revision)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Codebook{}, survey.ErrNoRecord
	}
	return survey.Codebook{Revision: revision, Body: body}, err
}

// SaveCodebook keeps what who made of the codebook of a revision, 0 for the one
// that ships, as the next. What is the same already makes no revision.
// [survey.ErrChanged] when somebody else changed the codebook meanwhile.
func (st *Store) SaveCodebook(ctx context.Context, who string, revision int, body []byte) (survey.Codebook, error) {
	saved := survey.Codebook{Revision: revision + 1, Body: json.RawMessage(body)}
	err := st.change(ctx, func(tx *sql.Tx) error {
		have, err := codebook(ctx, tx)
		switch {
		case err != nil:
			return err
		case have.Revision != revision:
			return survey.ErrChanged
		case bytes.Equal(have.Body, body):
			saved = have
			return nil
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO codebook (revision, body) VALUES ($1, $2)`, saved.Revision, string(body)); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: who, Action: "deed.codebook.changed", Object: strconv.Itoa(saved.Revision)})
	})
	return saved, wrap(err, "codebook", strconv.Itoa(revision))
}

// Confirm lets who confirm a theme with these words, by their fingerprint, for what
// is published of a scope, or withdraw that. [survey.ErrNoUnit] when the unit is not there.
func (st *Store) Confirm(ctx context.Context, who string, in Scope, theme, words string, yes bool) error {
	if err := checkTheme(theme); err != nil {
		return err
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		action, query, args := "deed.theme.confirmed", `
			INSERT INTO confirmed (unit, survey, year, theme, words)
			SELECT id, $2, $3, $4, $5 FROM unit WHERE id = $1
			ON CONFLICT (unit, year, survey, theme) DO UPDATE SET words = excluded.words WHERE words <> excluded.words`, in.args(theme, words)
		if !yes {
			action, query = "deed.theme.withdrawn", `DELETE FROM confirmed WHERE unit = $1 AND survey = $2 AND year = $3 AND theme = $4`
			args = in.args(theme)
		}
		there, err := scalar[int](ctx, tx, `SELECT count(*) FROM unit WHERE id = $1`, in.Unit)
		if err != nil {
			return err
		}
		if there == 0 {
			return survey.ErrNoUnit.With("Unit", in.Unit)
		}
		r, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: who, Action: action, Object: fmt.Sprintf("%s %d %s %s", in.Unit, in.Year, in.Survey, theme)})
	})
}

func fillConfirmed(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) (err error) {
	r.ConfirmedWords = map[string]string{}
	rows, err := tx.QueryContext(ctx, `
		SELECT theme, words FROM confirmed WHERE unit = $1 AND survey = $2 AND year = $3 ORDER BY theme`, r.Unit.ID, id, r.Year)
	r.Confirmed, err = collect(rows, err, func(rows *sql.Rows, theme *string) error {
		var words string
		err := rows.Scan(theme, &words)
		r.ConfirmedWords[*theme] = words
		return err
	})
	return err
}

// ThemeState tells one state of the codebook and of what is learnt from apart
// from another: where it is the same, so are [Store.Codebook] and
// [Store.Examples]. It reads no comment, so it can be asked for every page.
func (st *Store) ThemeState(ctx context.Context) (string, error) {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return "", err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	h := sha256.New()
	// Labels go with a sweep, and what they are of changes by masks alone.
	for _, query := range []string{
		`SELECT hex(comment), theme, yes FROM label ORDER BY comment, theme`,
		`SELECT hex(comment), '', 0 FROM coded ORDER BY comment`,
		`SELECT hex(comment), masks, 0 FROM decision WHERE masks <> '' ORDER BY comment`,
		`SELECT coalesce(max(revision), 0), '', 0 FROM codebook`,
	} {
		rows, err := tx.QueryContext(ctx, query)
		lines, err := collect(rows, err, func(rows *sql.Rows, line *string) error {
			var about, what string
			var n int
			err := rows.Scan(&about, &what, &n)
			*line = strconv.Quote(about) + strconv.Quote(what) + strconv.Itoa(n)
			return err
		})
		if err != nil {
			return "", err
		}
		h.Write(fmt.Appendln(nil, lines))
	}
	last, _, err := swept(ctx, tx)
	h.Write(fmt.Appendln(nil, last))
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}
