package store

import (
	"context"
	"database/sql"

	"ouderstem/survey"
)

// below is the subtree of a unit, for the queries of a report: $1 is its top.
const below = `WITH RECURSIVE below (id) AS (
	SELECT CAST($1 AS TEXT)
	UNION
	SELECT unit.id FROM unit JOIN below ON unit.parent = below.id) `

// Results returns everything that a report on a survey in a unit, with all
// below it, and a year is made of. Its figures come from opened boxes only.
func (st *Store) Results(ctx context.Context, surveyID, unitID string, year int) (survey.Results, error) {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for all figures
	if err != nil {
		return survey.Results{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return st.results(ctx, tx, surveyID, unitID, year)
}

func (st *Store) results(ctx context.Context, tx *sql.Tx, surveyID, unitID string, year int) (survey.Results, error) {
	r := survey.Results{Year: year, Versions: map[int]*survey.Survey{}}
	tree, err := units(ctx, tx)
	if err != nil {
		return r, err
	}
	if r.Unit, err = tree.Find(unitID); err != nil {
		return r, err
	}
	now, err := settings(ctx, tx)
	if err != nil {
		return r, err
	}
	r.K, r.Lang = now.K, now.Lang
	for _, fill := range []func(context.Context, *sql.Tx, *survey.Results, string) error{
		fillOpenings, fillCounts, fillComments, fillConfirmed, st.fillMarkSets, fillSwept, fillCards, fillWaiting,
	} {
		if err := fill(ctx, tx, &r, surveyID); err != nil {
			return r, wrap(err, "results of", surveyID)
		}
	}
	if r.Figures, err = keyFigures(ctx, tx, r.Unit.ID, year); err != nil {
		return r, err
	}
	if r.Measures, err = measures(ctx, tx, r.Unit.ID, year); err != nil {
		return r, err
	}
	if r.Promised, err = measures(ctx, tx, r.Unit.ID, year-1); err != nil {
		return r, err
	}
	if err := fillSurvey(ctx, tx, &r, surveyID); err != nil {
		return r, err
	}
	if err := fillYears(ctx, tx, &r, surveyID); err != nil {
		return r, wrap(err, "earlier years of", surveyID)
	}
	if err := fillSample(ctx, tx, &r, surveyID, tree); err != nil {
		return r, wrap(err, "sample of", surveyID)
	}
	return r, fillParts(ctx, tx, &r, surveyID, tree.Children(r.Unit.ID))
}

func fillOpenings(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	return tx.QueryRowContext(ctx, below+`
		SELECT coalesce(sum(n), 0), count(*),
		       coalesce(sum(CASE WHEN way = 'poster' THEN n ELSE 0 END), 0),
		       coalesce(sum(CASE WHEN way = 'paper' THEN n ELSE 0 END), 0)
		  FROM opening WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year = $3`,
		r.Unit.ID, id, r.Year).Scan(&r.Responses, &r.Boxes, &r.ByPoster, &r.ByPaper)
}

func fillCounts(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) (err error) {
	rows, err := tx.QueryContext(ctx, below+`
		SELECT version, question, value, sum(n)
		  FROM tally WHERE unit IN (SELECT id FROM below) AND survey = $2 AND`+ofVersions+`AND year = $3 AND held = 0
		 GROUP BY version, question, value ORDER BY version, question, value`, r.Unit.ID, id, r.Year)
	r.Counts, err = collect(rows, err, func(rows *sql.Rows, c *survey.Count) error {
		return rows.Scan(&c.Version, &c.Question, &c.Value, &c.N)
	})
	return err
}

func fillCards(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	return tx.QueryRowContext(ctx, below+`
		SELECT coalesce(sum(handed_out.n), -1)
		  FROM handed_out JOIN batch ON batch.id = handed_out.batch
		 WHERE batch.unit IN (SELECT id FROM below) AND batch.survey = $2
		   AND batch.way = 'card' AND handed_out.year = $3`, r.Unit.ID, id, r.Year).Scan(&r.HandedOut)
}

func fillWaiting(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	return tx.QueryRowContext(ctx, below+`
		SELECT coalesce(sum(n), 0) FROM waiting WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year = $3`,
		r.Unit.ID, id, r.Year).Scan(&r.Waiting)
}

// fillSurvey adds the definitions of all versions that were answered; the
// newest of them is the one a report goes by, or the newest there is.
func fillSurvey(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) (err error) {
	newest := 0
	rows, err := tx.QueryContext(ctx, below+`
		SELECT DISTINCT version FROM opening WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year = $3`,
		r.Unit.ID, id, r.Year)
	versions, err := collect(rows, err, func(rows *sql.Rows, v *int) error { return rows.Scan(v) })
	if err != nil {
		return err
	}
	for _, v := range versions {
		if r.Versions[v], err = definition(ctx, tx, id, v); err != nil {
			return err
		}
		newest = max(newest, v)
	}
	r.Survey, err = definition(ctx, tx, id, newest)
	return err
}

// Reportable is a report that can be made: a survey, a unit and a year with
// something opened in that unit or below.
type Reportable struct {
	Survey string
	Unit   string
	Year   int
}

// Reportables lists the reports that have something to say, newest year first.
func (st *Store) Reportables(ctx context.Context) ([]Reportable, error) {
	rows, err := st.read.QueryContext(ctx, `
		WITH RECURSIVE above (unit, top) AS (
			SELECT id, id FROM unit
			UNION
			SELECT above.unit, unit.parent FROM above JOIN unit ON unit.id = above.top WHERE unit.parent IS NOT NULL)
		SELECT DISTINCT opening.survey, above.top, opening.year
		  FROM opening JOIN above ON above.unit = opening.unit
		 ORDER BY above.top, opening.year DESC, opening.survey`)
	return collect(rows, err, func(rows *sql.Rows, r *Reportable) error {
		return rows.Scan(&r.Survey, &r.Unit, &r.Year)
	})
}

// Waits is how many answers were still sealed in a unit, its own only, when
// boxes were last looked at in a year.
type Waits struct {
	Survey string
	Unit   string
	Year   int
	N      int
}

// Waiting lists the units and years in which answers were still sealed.
func (st *Store) Waiting(ctx context.Context) ([]Waits, error) {
	rows, err := st.read.QueryContext(ctx, `SELECT survey, unit, year, n FROM waiting ORDER BY survey, unit, year`)
	return collect(rows, err, func(rows *sql.Rows, w *Waits) error { return rows.Scan(&w.Survey, &w.Unit, &w.Year, &w.N) })
}
