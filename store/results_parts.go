package store

import (
	"context"
	"database/sql"

	"ouderstem/survey"
)

// parts is every unit right below $1 as top, with each unit of its subtree.
const parts = `WITH RECURSIVE part (id, top) AS (
	SELECT id, id FROM unit WHERE parent = CAST($1 AS TEXT)
	UNION
	SELECT unit.id, part.top FROM unit JOIN part ON unit.parent = part.id) `

// fillParts adds what was answered in each of children, the units right below
// that of r. The survey's versions must be there already.
func fillParts(ctx context.Context, tx *sql.Tx, r *survey.Results, id string, children survey.Units) error {
	if len(children) == 0 {
		return nil
	}
	at := map[string]*survey.Part{}
	r.Parts = make([]survey.Part, len(children))
	for i, u := range children {
		r.Parts[i] = survey.Part{Unit: u, HandedOut: -1}
		r.Parts[i].Year, r.Parts[i].Versions = r.Year, map[int]*survey.Survey{}
		at[u.ID] = &r.Parts[i]
	}
	of := []any{r.Unit.ID, id, r.Year}
	err := each(ctx, tx, parts+`
		SELECT part.top, version, sum(n),
		       sum(CASE WHEN way = 'poster' THEN n ELSE 0 END),
		       sum(CASE WHEN way = 'paper' THEN n ELSE 0 END)
		  FROM opening JOIN part ON part.id = opening.unit WHERE survey = $2 AND year = $3
		 GROUP BY part.top, version`, of, func(rows *sql.Rows) error {
		var top string
		var version, n, poster, paper int
		if err := rows.Scan(&top, &version, &n, &poster, &paper); err != nil {
			return err
		}
		p := at[top]
		p.Responses, p.ByPoster, p.ByPaper = p.Responses+n, p.ByPoster+poster, p.ByPaper+paper
		p.Versions[version] = r.Versions[version]
		return nil
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, parts+`
		SELECT part.top, version, question, value, sum(n)
		  FROM tally JOIN part ON part.id = tally.unit WHERE survey = $2 AND year = $3 AND held = 0
		 GROUP BY part.top, version, question, value ORDER BY part.top, version, question, value`, of, func(rows *sql.Rows) error {
		var top string
		var c survey.Count
		if err := rows.Scan(&top, &c.Version, &c.Question, &c.Value, &c.N); err != nil {
			return err
		}
		at[top].Counts = append(at[top].Counts, c)
		return nil
	})
	if err != nil {
		return err
	}
	return each(ctx, tx, parts+`
		SELECT part.top, sum(handed_out.n)
		  FROM handed_out JOIN batch ON batch.id = handed_out.batch JOIN part ON part.id = batch.unit
		 WHERE batch.survey = $2 AND batch.way = 'card' AND handed_out.year = $3
		 GROUP BY part.top`, of, func(rows *sql.Rows) error {
		var top string
		var n int
		if err := rows.Scan(&top, &n); err != nil {
			return err
		}
		at[top].HandedOut = n
		return nil
	})
}

// each runs a query and calls f for every row.
func each(ctx context.Context, db queryer, query string, args []any, f func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	_, err = collect(rows, err, func(rows *sql.Rows, _ *struct{}) error { return f(rows) })
	return err
}
