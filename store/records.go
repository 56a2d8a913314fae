package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"ouderstem/survey"
)

// KeyFigures returns the figures from registration of a unit and a year.
func (st *Store) KeyFigures(ctx context.Context, unit string, year int) ([]survey.KeyFigure, error) {
	return keyFigures(ctx, st.read, unit, year)
}

func keyFigures(ctx context.Context, db queryer, unit string, year int) ([]survey.KeyFigure, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT id, unit, year, label, numerator, denominator, value, source
		  FROM key_figure WHERE unit = $1 AND year = $2 ORDER BY label, id`, unit, year)
	return collect(rows, err, func(rows *sql.Rows, f *survey.KeyFigure) error {
		return rows.Scan(&f.ID, &f.Unit, &f.Year, &f.Label, &f.Numerator, &f.Denominator, &f.Value, &f.Source)
	})
}

// SaveKeyFigure adds f when it has no id yet, else replaces the figure with
// that id in its unit and year.
func (st *Store) SaveKeyFigure(ctx context.Context, f survey.KeyFigure) (err error) {
	query := `
		UPDATE key_figure SET label = $4, numerator = $5, denominator = $6, value = $7, source = $8
		 WHERE id = $1 AND unit = $2 AND year = $3`
	if f.ID == "" {
		if f.ID, err = st.name(); err != nil {
			return err
		}
		query = `
		INSERT INTO key_figure (id, unit, year, label, numerator, denominator, value, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	}
	return st.one(ctx, query, f.ID, f.Unit, f.Year, f.Label, f.Numerator, f.Denominator, f.Value, f.Source)
}

// Measures returns what a unit said in a year's report that it would do.
func (st *Store) Measures(ctx context.Context, unit string, year int) ([]survey.Measure, error) {
	return measures(ctx, st.read, unit, year)
}

func measures(ctx context.Context, db queryer, unit string, year int) ([]survey.Measure, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT id, unit, year, reason, action, owner, due, status, result
		  FROM measure WHERE unit = $1 AND year = $2 ORDER BY due = '', due, action, id`, unit, year)
	return collect(rows, err, func(rows *sql.Rows, m *survey.Measure) error {
		return rows.Scan(&m.ID, &m.Unit, &m.Year, &m.Reason, &m.Action, &m.Owner, &m.Due, &m.Status, &m.Result)
	})
}

// SaveMeasure adds m when it has no id yet, else replaces the measure with that
// id in its unit and year.
func (st *Store) SaveMeasure(ctx context.Context, m survey.Measure) (err error) {
	query := `
		UPDATE measure SET reason = $4, action = $5, owner = $6, due = $7, status = $8, result = $9
		 WHERE id = $1 AND unit = $2 AND year = $3`
	if m.ID == "" {
		if m.ID, err = st.name(); err != nil {
			return err
		}
		query = `
		INSERT INTO measure (id, unit, year, reason, action, owner, due, status, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	}
	return st.one(ctx, query, m.ID, m.Unit, m.Year, m.Reason, m.Action, m.Owner, m.Due, m.Status, m.Result)
}

// Record is a kind of row that staff enter by hand.
type Record string

// The kinds of records.
const (
	KeyFigureRecord Record = "key_figure"
	MeasureRecord   Record = "measure"
)

// DeleteRecord removes a key figure or a measure of a unit and a year.
func (st *Store) DeleteRecord(ctx context.Context, kind Record, unit string, year int, id string) error {
	if kind != KeyFigureRecord && kind != MeasureRecord {
		return fmt.Errorf("record %q: no such kind", kind)
	}
	return st.one(ctx, `DELETE FROM `+string(kind)+` WHERE id = $1 AND unit = $2 AND year = $3`, id, unit, year) //nolint:gosec // one of two constants
}

// one runs a query that must change one row; [survey.ErrNoRecord] when there is
// no such row in that unit and year.
func (st *Store) one(ctx context.Context, query string, args ...any) error {
	r, err := st.exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrNoRecord)
	}
	return nil
}
