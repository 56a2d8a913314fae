package store

import (
	"context"
	"database/sql"

	"ouderstem/survey"
)

// ofVersions is the condition for the versions of survey $2. With it a query by
// unit and year finds its rows in tally by the key; without, it would read all
// that was ever answered to the survey.
const ofVersions = ` version IN (SELECT version FROM survey WHERE id = $2) `

// fillYears adds what was counted in the years before, the oldest first.
func fillYears(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	if err := fillAnswered(ctx, tx, r, id); err != nil || len(r.Years) == 0 {
		return err
	}
	counted := map[int]*survey.YearCounts{}
	for i := range r.Years {
		counted[r.Years[i].Year] = &r.Years[i]
	}
	type line struct {
		year int
		survey.Count
	}
	rows, err := tx.QueryContext(ctx, yearsQuery, r.Unit.ID, id, r.Year)
	lines, err := collect(rows, err, func(rows *sql.Rows, l *line) error {
		return rows.Scan(&l.year, &l.Version, &l.Question, &l.Value, &l.N)
	})
	for _, l := range lines {
		if y := counted[l.year]; y != nil {
			y.Counts = append(y.Counts, l.Count)
		}
	}
	return err
}

const yearsQuery = below + `
	SELECT year, version, question, value, sum(n)
	  FROM tally
	 WHERE unit IN (SELECT id FROM below) AND survey = $2 AND` + ofVersions + `AND year < $3 AND held = 0
	 GROUP BY year, version, question, value ORDER BY year, version, question, value`

// fillAnswered adds the years before with how many answered which versions.
func fillAnswered(ctx context.Context, tx *sql.Tx, r *survey.Results, id string) error {
	type line struct{ year, version, n int }
	rows, err := tx.QueryContext(ctx, answeredQuery, r.Unit.ID, id, r.Year)
	lines, err := collect(rows, err, func(rows *sql.Rows, l *line) error { return rows.Scan(&l.year, &l.version, &l.n) })
	if err != nil {
		return err
	}
	known := map[int]*survey.Survey{}
	for version, s := range r.Versions {
		known[version] = s
	}
	for _, l := range lines {
		if known[l.version] == nil {
			if known[l.version], err = definition(ctx, tx, id, l.version); err != nil {
				return err
			}
		}
		if n := len(r.Years); n == 0 || r.Years[n-1].Year != l.year {
			r.Years = append(r.Years, survey.YearCounts{Year: l.year, Versions: map[int]*survey.Survey{}})
		}
		y := &r.Years[len(r.Years)-1]
		y.Responses += l.n
		y.Versions[l.version] = known[l.version]
	}
	return nil
}

const answeredQuery = below + `
	SELECT year, version, sum(n) FROM opening
	 WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year < $3
	 GROUP BY year, version ORDER BY year, version`
