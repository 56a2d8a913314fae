package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"ouderstem/survey"
)

// ShowMarks keeps sets of comments to one survey in one year as sets whose mean
// mark is shown, before it is. known is how many sets of them there were when it
// was found that these may be shown beside those. Where there are others by now,
// or a comment is gone, nothing is kept and it is false: compute again.
//
// The store numbers the rounds: each set is the next showing of its unit and
// theme. Of a year that was swept no set can be shown any more, also when
// comments to it were opened since; that is a failure.
func (st *Store) ShowMarks(ctx context.Context, known int, sets []survey.MarkSet) (bool, error) {
	if len(sets) == 0 {
		return true, nil
	}
	id, year := sets[0].Survey, sets[0].Year
	shown := false
	err := st.change(ctx, func(tx *sql.Tx) error {
		have, err := scalar[int](ctx, tx, `SELECT count(*) FROM shown_mark WHERE survey = $1 AND year = $2`, id, year)
		if err != nil || have != known {
			return err
		}
		there, err := readableIDs(ctx, tx, id, year)
		if err != nil {
			return err
		}
		for _, s := range sets {
			if s.Survey != id || s.Year != year || !ascends(s.Members) {
				return errSets
			}
			if slices.ContainsFunc(s.Members, func(m string) bool { return !there[m] }) {
				return nil
			}
		}
		last, done, err := swept(ctx, tx)
		if err != nil {
			return err
		}
		if done && year <= last.Through { // who was in the sets before is not known any more
			return errMarksSwept
		}
		if err := st.showMarks(ctx, tx, id, year, sets); err != nil {
			return err
		}
		shown = true
		return nil
	})
	return shown && err == nil, wrap(err, "marks of", id)
}

// ascends reports whether every id comes after the one before: none is there
// twice.
func ascends(ids []string) bool {
	for i := 1; i < len(ids); i++ {
		if ids[i-1] >= ids[i] {
			return false
		}
	}
	return true
}

var errSets = errors.New("sets of marks of more than one survey and year, or with members in no order")

var errMarksSwept = errors.New("the comments of this year were deleted: no other set of marks can be shown")

func (st *Store) showMarks(ctx context.Context, tx *sql.Tx, id string, year int, sets []survey.MarkSet) error {
	list, err := st.shownComments(ctx, tx, id, year)
	if err != nil {
		return err
	}
	before := len(list)
	places := map[string]int{}
	for i, c := range list {
		places[c] = i
	}
	for _, s := range sets {
		for _, c := range s.Members {
			if _, known := places[c]; !known {
				places[c] = len(list)
				list = append(list, c)
			}
		}
	}
	if len(list) > before {
		if err := st.saveShownComments(ctx, tx, id, year, list); err != nil {
			return err
		}
	}
	for _, s := range sets {
		last, err := scalar[int](ctx, tx, `
			SELECT coalesce(max(round), 0) FROM shown_mark
			 WHERE survey = $1 AND year = $2 AND unit = $3 AND theme = $4 AND rest = $5`, id, year, s.Unit, s.Theme, s.Rest)
		if err != nil {
			return err
		}
		s.Round = last + 1
		body, err := st.encrypt(forShownMarks, setName(s), packSet(s, places))
		if err != nil {
			return err
		}
		if err := insertMark(ctx, tx, s, body); err != nil {
			return err
		}
	}
	return nil
}

func insertMark(ctx context.Context, tx *sql.Tx, s survey.MarkSet, body []byte) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO shown_mark (survey, year, unit, theme, rest, round, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.Survey, s.Year, s.Unit, s.Theme, s.Rest, s.Round, body)
	return err
}

// markRow is a set as the database has it.
type markRow struct {
	survey.MarkSet
	body []byte
}

// markSets returns the sets for which a condition holds, in the order of the
// primary key.
func markSets(ctx context.Context, db queryer, condition string, args ...any) ([]markRow, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT survey, year, unit, theme, rest, round, body FROM shown_mark
		 WHERE `+condition+` ORDER BY survey, year, unit, theme, rest, round`, args...)
	return collect(rows, err, func(rows *sql.Rows, m *markRow) error {
		return rows.Scan(&m.Survey, &m.Year, &m.Unit, &m.Theme, &m.Rest, &m.Round, &m.body)
	})
}

// fillMarkSets adds the sets of every unit.
func (st *Store) fillMarkSets(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	list, err := st.shownComments(ctx, tx, id, r.Year)
	if err != nil {
		return err
	}
	rows, err := markSets(ctx, tx, `survey = $1 AND year = $2`, id, r.Year)
	if err != nil {
		return err
	}
	ascending := order(list)
	for _, m := range rows {
		packed, err := st.decrypt(forShownMarks, setName(m.MarkSet), m.body)
		if err != nil {
			return err
		}
		if err := unpackSet(packed, &m.MarkSet, list, ascending); err != nil {
			return err
		}
		r.MarkSets = append(r.MarkSets, m.MarkSet)
	}
	return nil
}

// settleMarks writes the sets anew in the order of their key, so that their
// place does not tell in which order units were looked at.
func settleMarks(ctx context.Context, tx *sql.Tx) error {
	rows, err := markSets(ctx, tx, `1 = 1`)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM shown_mark`); err != nil {
		return err
	}
	for _, m := range rows {
		if err := insertMark(ctx, tx, m.MarkSet, m.body); err != nil {
			return err
		}
	}
	return nil
}

// sweepMarks deletes what was shown of years whose comments are deleted. Without
// them nothing is said of themes any more, and [Store.ShowMarks] keeps it so.
func sweepMarks(ctx context.Context, tx *sql.Tx, through int) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM shown_mark WHERE year <= $1`, through); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM shown_comment WHERE year <= $1`, through); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM edition_set WHERE of_what = 'comments' AND of_year <= $1`, through)
	return err
}
