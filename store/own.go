package store

import (
	"context"
	"database/sql"

	"ouderstem/survey"
)

// latestYear is after any year that answers can be of, as the tables check.
const latestYear = 9999

// counted is which counts of a unit and of each below it are read: of a survey in
// the years from from to to, of one question or of all.
type counted struct {
	survey, unit string
	from, to     int
	question     string
	all          bool
}

// ownCounts returns what was counted in each unit itself: first, by unit and year,
// where boxes were opened. What was held is counted in a unit above, which need
// not have opened anything; such units come after those.
func ownCounts(ctx context.Context, tx *sql.Tx, what counted) ([]survey.OwnCounts, error) {
	type place struct {
		unit string
		year int
	}
	var list []survey.OwnCounts
	places := map[place]int{}
	own := func(at place) *survey.OwnCounts {
		i, known := places[at]
		if !known {
			i = len(list)
			places[at], list = i, append(list, survey.OwnCounts{Unit: at.unit, Year: at.year})
		}
		return &list[i]
	}
	err := each(ctx, tx, below+`
		SELECT unit, year, sum(n), sum(CASE WHEN way = 'card' THEN n ELSE 0 END)
		  FROM opening WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year BETWEEN $3 AND $4
		 GROUP BY unit, year ORDER BY unit, year`, []any{what.unit, what.survey, what.from, what.to}, func(rows *sql.Rows) error {
		var at place
		var n, byCard int
		if err := rows.Scan(&at.unit, &at.year, &n, &byCard); err != nil {
			return err
		}
		o := own(at)
		o.Responses, o.ByCard = n, byCard
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, below+`
		SELECT unit, year, version, question, value, n
		  FROM tally WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year BETWEEN $3 AND $4 AND held = 0
		   AND (question = $5 OR $6)
		 ORDER BY unit, year, version, question, value`, []any{what.unit, what.survey, what.from, what.to, what.question, what.all}, func(rows *sql.Rows) error {
		var at place
		var c survey.Count
		if err := rows.Scan(&at.unit, &at.year, &c.Version, &c.Question, &c.Value, &c.N); err != nil {
			return err
		}
		o := own(at)
		o.Counts = append(o.Counts, c)
		return nil
	})
	return list, err
}
