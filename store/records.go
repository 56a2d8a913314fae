package store

import (
	"context"
	"database/sql"
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

// SaveKeyFigure adds f, or replaces the figure with its id in its unit and
// year.
func (st *Store) SaveKeyFigure(ctx context.Context, f survey.KeyFigure) (err error) {
	if f.ID == "" {
		if f.ID, err = st.name(); err != nil {
			return err
		}
	}
	_, err = st.write.ExecContext(ctx, `
		INSERT INTO key_figure (id, unit, year, label, numerator, denominator, value, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET label = excluded.label, numerator = excluded.numerator,
			denominator = excluded.denominator, value = excluded.value, source = excluded.source
		WHERE unit = excluded.unit AND year = excluded.year`,
		f.ID, f.Unit, f.Year, f.Label, f.Numerator, f.Denominator, f.Value, f.Source)
	return wrap(err, "key figure", f.ID)
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

// SaveMeasure adds m, or replaces the measure with its id in its unit and year.
func (st *Store) SaveMeasure(ctx context.Context, m survey.Measure) (err error) {
	if m.ID == "" {
		if m.ID, err = st.name(); err != nil {
			return err
		}
	}
	_, err = st.write.ExecContext(ctx, `
		INSERT INTO measure (id, unit, year, reason, action, owner, due, status, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, action = excluded.action, owner = excluded.owner,
			due = excluded.due, status = excluded.status, result = excluded.result
		WHERE unit = excluded.unit AND year = excluded.year`,
		m.ID, m.Unit, m.Year, m.Reason, m.Action, m.Owner, m.Due, m.Status, m.Result)
	return wrap(err, "measure", m.ID)
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
	_, err := st.write.ExecContext(ctx, `DELETE FROM `+string(kind)+` WHERE id = $1 AND unit = $2 AND year = $3`, id, unit, year) //nolint:gosec // one of two constants
	return wrap(err, string(kind), id)
}
