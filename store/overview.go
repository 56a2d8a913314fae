package store

import (
	"context"
	"database/sql"

	"ouderstem/survey"
)

// Overview returns what was answered to a survey in a unit and in each unit below
// it, in the years from from to to; of the question that stands for the whole
// alone, or of all questions where all is set.
func (st *Store) Overview(ctx context.Context, surveyID, unitID string, from, to int, all bool) (survey.Overview, error) {
	o := survey.Overview{Year: to, HandedOut: map[string]int{}, Measures: map[string]map[survey.Status]int{}}
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for all figures
	if err != nil {
		return o, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	tree, err := units(ctx, tx)
	if err != nil {
		return o, err
	}
	if o.Unit, err = tree.Find(unitID); err != nil {
		return o, err
	}
	o.Units = tree.Under(o.Unit)
	now, err := settings(ctx, tx)
	if err != nil {
		return o, err
	}
	o.K = now.K
	r := survey.Results{Unit: o.Unit, Year: to, Versions: map[int]*survey.Survey{}}
	if err := fillSurvey(ctx, tx, &r, surveyID); err != nil {
		return o, wrap(err, "overview of", surveyID)
	}
	o.Survey = r.Survey
	if o.Versions, err = allVersions(ctx, tx, surveyID); err != nil {
		return o, wrap(err, "overview of", surveyID)
	}
	what := counted{survey: surveyID, unit: o.Unit.ID, from: from, to: to, all: all}
	if q, ok := o.Survey.Headline(); ok {
		what.question = q.ID
	}
	for _, fill := range []func() error{
		func() (err error) {
			o.Own, err = ownCounts(ctx, tx, what)
			return err
		},
		func() error { return fillHandedOut(ctx, tx, &o, surveyID) },
		func() error { return fillMeasureCounts(ctx, tx, &o) },
	} {
		if err := fill(); err != nil {
			return o, wrap(err, "overview of", surveyID)
		}
	}
	return o, nil
}

// KRaised reports whether any box of a survey was opened with fewer answers than
// are shown now: then there may be units with too few of them.
func (st *Store) KRaised(ctx context.Context, surveyID string) (bool, error) {
	now, err := st.Settings(ctx)
	if err != nil {
		return false, err
	}
	n, err := scalar[int](ctx, st.read, `SELECT count(*) FROM opening WHERE survey = $1 AND k < $2`, surveyID, now.K)
	return n > 0, err
}

// allVersions returns every version of a survey.
func allVersions(ctx context.Context, tx *sql.Tx, id string) (map[int]*survey.Survey, error) {
	all := map[int]*survey.Survey{}
	err := each(ctx, tx, `SELECT definition FROM survey WHERE id = $1`, []any{id}, func(rows *sql.Rows) error {
		var definition string
		if err := rows.Scan(&definition); err != nil {
			return err
		}
		s, err := parsed(definition, nil, id)
		if err == nil {
			all[s.Version] = s
		}
		return err
	})
	return all, err
}

func fillHandedOut(ctx context.Context, tx *sql.Tx, o *survey.Overview, id string) error {
	return each(ctx, tx, below+`
		SELECT batch.unit, sum(handed_out.n)
		  FROM handed_out JOIN batch ON batch.id = handed_out.batch
		 WHERE batch.unit IN (SELECT id FROM below) AND batch.survey = $2
		   AND batch.way = 'card' AND handed_out.year = $3
		 GROUP BY batch.unit`, []any{o.Unit.ID, id, o.Year}, func(rows *sql.Rows) error {
		var unit string
		var n int
		err := rows.Scan(&unit, &n)
		o.HandedOut[unit] = n
		return err
	})
}

func fillMeasureCounts(ctx context.Context, tx *sql.Tx, o *survey.Overview) error {
	return each(ctx, tx, below+`
		SELECT unit, status, count(*) FROM measure
		 WHERE unit IN (SELECT id FROM below) AND year = $2
		 GROUP BY unit, status`, []any{o.Unit.ID, o.Year}, func(rows *sql.Rows) error {
		var unit string
		var status survey.Status
		var n int
		err := rows.Scan(&unit, &status, &n)
		if o.Measures[unit] == nil {
			o.Measures[unit] = map[survey.Status]int{}
		}
		o.Measures[unit][status] = n
		return err
	})
}
