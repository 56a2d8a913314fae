package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"unicode/utf8"

	"ouderstem/survey"
)

// themeLabels is what people said comments are about, by the bytes of their ids.
type themeLabels struct {
	labels map[string][]survey.Label
	coded  map[string]bool
}

// labelsWhere returns what was said of the comments for which a condition holds.
func labelsWhere(ctx context.Context, db queryer, condition string, args ...any) (themeLabels, error) {
	s := themeLabels{map[string][]survey.Label{}, map[string]bool{}}
	type row struct {
		id []byte
		survey.Label
	}
	rows, err := db.QueryContext(ctx, `SELECT comment, theme, yes FROM label WHERE`+condition+`ORDER BY comment, theme`, args...)
	labels, err := collect(rows, err, func(rows *sql.Rows, r *row) error { return rows.Scan(&r.id, &r.Theme, &r.Yes) })
	if err != nil {
		return s, err
	}
	for _, r := range labels {
		s.labels[string(r.id)] = append(s.labels[string(r.id)], r.Label)
	}
	rows, err = db.QueryContext(ctx, `SELECT comment FROM coded WHERE`+condition, args...)
	coded, err := collect(rows, err, func(rows *sql.Rows, id *[]byte) error { return rows.Scan(id) })
	for _, id := range coded {
		s.coded[string(id)] = true
	}
	return s, err
}

// aLabel is the condition for what was said of one comment.
const aLabel = ` comment = $1 `

// longestTheme is in characters: an id is not a story.
const longestTheme = 120

func checkTheme(theme string) error {
	if theme == "" || utf8.RuneCountInString(theme) > longestTheme || theme != survey.Clean(theme) {
		return survey.ErrBadInput
	}
	return nil
}

// Label lets who say that a comment of a scope is about a theme, or is not; nil
// takes back what was said. [survey.ErrNoRecord] when the scope has no such
// comment that may be read.
func (st *Store) Label(ctx context.Context, who string, in Scope, comment, theme string, verdict *bool) error {
	if err := checkTheme(theme); err != nil {
		return err
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		k, err := oneComment(ctx, tx, in, comment)
		if err != nil {
			return err
		}
		if verdict == nil {
			r, err := tx.ExecContext(ctx, `DELETE FROM label WHERE comment = $1 AND theme = $2`, k.id, theme)
			return st.noteLabel(ctx, tx, r, err, who, in, "unlabel", k.ID)
		}
		r, err := tx.ExecContext(ctx, `
			INSERT INTO label (comment, theme, yes) VALUES ($1, $2, $3)
			ON CONFLICT (comment, theme) DO UPDATE SET yes = excluded.yes WHERE yes <> excluded.yes`, k.id, theme, *verdict)
		return st.noteLabel(ctx, tx, r, err, who, in, "label", k.ID)
	})
}

// noteLabel adds a line to the audit log where something was changed. It does
// not name the theme: the log stays when the comment is deleted.
func (st *Store) noteLabel(ctx context.Context, tx *sql.Tx, r sql.Result, err error, who string, in Scope, act, id string) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return st.noteComment(ctx, tx, who, in, act, id)
}

// Code lets who say which themes a comment of a scope is about, and that it is
// about no others, as part of the sample. What was said of it before is
// replaced. [survey.ErrNoRecord] as for [Store.Label].
func (st *Store) Code(ctx context.Context, who string, in Scope, comment string, themes []string) error {
	var labels []survey.Label
	for _, theme := range slices.Compact(slices.Sorted(slices.Values(themes))) {
		if err := checkTheme(theme); err != nil {
			return err
		}
		labels = append(labels, survey.Label{Theme: theme, Yes: true})
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		k, err := oneComment(ctx, tx, in, comment)
		if err != nil {
			return err
		}
		before, err := labelsWhere(ctx, tx, aLabel, k.id)
		if err != nil {
			return err
		}
		if before.coded[string(k.id)] && slices.Equal(before.labels[string(k.id)], labels) {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM label WHERE`+aLabel, k.id); err != nil {
			return err
		}
		for _, l := range labels {
			if err := insertLabel(ctx, tx, k.id, l); err != nil {
				return err
			}
		}
		if err := insertCoded(ctx, tx, k.id); err != nil {
			return err
		}
		return st.noteComment(ctx, tx, who, in, "code", k.ID)
	})
}

func insertLabel(ctx context.Context, tx *sql.Tx, id []byte, l survey.Label) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO label (comment, theme, yes) VALUES ($1, $2, $3)`, id, l.Theme, l.Yes)
	return err
}

// Uncode takes a comment of a scope out of the sample. What was said of it
// stays, and is learnt from again. [survey.ErrNoRecord] as for [Store.Label].
func (st *Store) Uncode(ctx context.Context, who string, in Scope, comment string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		k, err := oneComment(ctx, tx, in, comment)
		if err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM coded WHERE`+aLabel, k.id)
		return st.noteLabel(ctx, tx, r, err, who, in, "uncode", k.ID)
	})
}

// Examples returns what themes are learnt from: every comment of the
// installation that may be read and that somebody said something of, but those
// of the sample, in the order of ids. Hidden ones are among them: hiding a
// comment changes no figure.
func (st *Store) Examples(ctx context.Context) ([]survey.Comment, error) {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // comments and labels of one moment
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	list, err := allComments(ctx, tx, `comment.held = 0
		AND comment.id IN (SELECT comment FROM label) AND comment.id NOT IN (SELECT comment FROM coded)`)
	if err != nil {
		return nil, err
	}
	return tell(ctx, tx, list)
}

// settleLabels writes what was said of comments anew, in the order of their ids.
func settleLabels(ctx context.Context, tx *sql.Tx) error {
	said, err := labelsWhere(ctx, tx, ofComment)
	if err != nil {
		return err
	}
	for _, all := range []string{`DELETE FROM label`, `DELETE FROM coded`} {
		if _, err := tx.ExecContext(ctx, all); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(said.labels)) {
		for _, l := range said.labels[id] {
			if err := insertLabel(ctx, tx, []byte(id), l); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(said.coded)) {
		if err := insertCoded(ctx, tx, []byte(id)); err != nil {
			return err
		}
	}
	return nil
}

func insertCoded(ctx context.Context, tx *sql.Tx, id []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO coded (comment) VALUES ($1) ON CONFLICT (comment) DO NOTHING`, id)
	return err
}
