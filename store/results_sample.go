package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"ouderstem/survey"
)

// fillSample adds a sample of the responses of a year that is over. Of what is
// still being opened there is none: the few that the next opening adds could be
// had from two samples.
func fillSample(ctx context.Context, tx *sql.Tx, r *survey.Results, id string, tree survey.Units) error {
	over, err := isOver(ctx, tx, r.Year)
	if err != nil || !over {
		return err
	}
	rows, err := tx.QueryContext(ctx, cutsQuery, r.Unit.ID, id, r.Year)
	cuts, err := collect(rows, err, func(rows *sql.Rows, c *sampled) error {
		c.survey, c.year = id, r.Year
		return rows.Scan(&c.unit, &c.version, &c.n)
	})
	if err != nil || len(cuts) == 0 {
		return err
	}
	moved, err := movedWhere(ctx, tx, r, id, tree)
	if err != nil {
		return err
	}
	counted := cuts[:0]
	for _, c := range cuts {
		if ends, ok := moved.ends(c.cut, r.Versions[c.version]); ok {
			c.path, c.lacking = moved.lacking(c.unit, ends)
			counted = append(counted, c)
		}
	}
	for i, size := range sampleSizes(counted) {
		c := counted[i]
		rows, err := firstRows(ctx, tx, c.cut, size)
		if err != nil {
			return err
		}
		r.Sample = append(r.Sample, survey.Cut{Version: c.version, Responses: c.n, Path: c.path, Lacking: c.lacking, Rows: rows})
	}
	return nil
}

// isOver reports whether a year's boxes were opened for the last time: boxes were
// looked at in a later year, or the schedule has come to its January.
func isOver(ctx context.Context, tx *sql.Tx, year int) (bool, error) {
	return scalar[bool](ctx, tx, `
		SELECT EXISTS (SELECT 1 FROM opening WHERE year > $1)
		    OR EXISTS (SELECT 1 FROM waiting WHERE year > $1)
		    OR EXISTS (SELECT 1 FROM schedule WHERE round >= ($1 + 1) * 12)`, year)
}

// sampled is a cut that a sample is drawn from.
type sampled struct {
	cut
	n       int // responses that were opened
	path    []string
	lacking string
}

const cutsQuery = below + `
	SELECT unit, version, sum(n) FROM opening
	 WHERE unit IN (SELECT id FROM below) AND survey = $2 AND year = $3
	 GROUP BY unit, version ORDER BY unit, version`

// asked is a question in a unit and a version.
type asked struct {
	unit     string
	version  int
	question string
}

// moves tells where answers of a report are counted that are not where they were
// opened.
type moves struct {
	top    string
	parent map[string]string
	up     map[asked][]string
	held   map[asked]bool
}

func movedWhere(ctx context.Context, tx *sql.Tx, r *survey.Results, id string, tree survey.Units) (moves, error) {
	m := moves{top: r.Unit.ID, parent: map[string]string{}, up: map[asked][]string{}, held: map[asked]bool{}}
	for _, u := range tree {
		m.parent[u.ID] = u.Parent
	}
	type line struct {
		asked
		up string
	}
	rows, err := tx.QueryContext(ctx, movesQuery, r.Unit.ID, id, r.Year)
	lines, err := collect(rows, err, func(rows *sql.Rows, l *line) error {
		return rows.Scan(&l.unit, &l.version, &l.question, &l.up)
	})
	for _, l := range lines {
		if l.up == "" {
			m.held[l.asked] = true
		} else {
			m.up[l.asked] = append(m.up[l.asked], l.up)
		}
	}
	return m, err
}

const movesQuery = below + `
	SELECT unit, version, question, up FROM moved_up
	 WHERE unit IN (SELECT id FROM below) AND survey = $2 AND` + ofVersions + `AND year = $3
	UNION
	SELECT unit, version, question, '' FROM tally
	 WHERE unit IN (SELECT id FROM below) AND survey = $2 AND` + ofVersions + `AND year = $3 AND held = 1
	ORDER BY unit, version, question, up`

// path is a unit and those above it, from below the top of the report on; nil
// for the top. ok is false for a unit outside the report.
func (m moves) path(unit string) (path []string, ok bool) {
	for u := unit; u != "" && len(path) <= len(m.parent); u = m.parent[u] {
		if u == m.top {
			return path, true
		}
		path = append(path, u)
	}
	return nil, false
}

// ends are the units where the closed answers of a cut are counted; ok is false
// when some are in no figure of the report.
func (m moves) ends(c cut, s *survey.Survey) (ends []string, ok bool) {
	for _, q := range s.Questions {
		if q.Kind == survey.Open {
			continue
		}
		if ends, ok = m.follow(ends, asked{c.unit, c.version, q.ID}, len(m.parent)); !ok {
			return nil, false
		}
	}
	return ends, true
}

// follow adds the units where answers from at on are counted. It takes no more
// steps than there are units: where the tree was changed in between, a unit may
// have moved something to one that moved it back.
func (m moves) follow(ends []string, at asked, steps int) ([]string, bool) {
	if _, within := m.path(at.unit); !within || m.held[at] || steps < 0 {
		return nil, false
	}
	up := m.up[at]
	if len(up) == 0 {
		return append(ends, at.unit), true
	}
	for _, u := range up {
		var ok bool
		if ends, ok = m.follow(ends, asked{u, at.version, at.question}, steps-1); !ok {
			return nil, false
		}
	}
	return ends, true
}

// lacking returns the path of a unit with the highest unit on it that does not
// have all of ends below it.
func (m moves) lacking(unit string, ends []string) (path []string, highest string) {
	path, _ = m.path(unit)
	for _, u := range path {
		for _, end := range ends {
			if below, _ := m.path(end); !slices.Contains(below, u) {
				highest = u
			}
		}
	}
	return path, highest
}

// sampleSizes returns how many rows to read of each cut: the same part of all, so
// far as rungs allow, and together no more than [survey.MostSample] where there
// are few enough cuts for that.
func sampleSizes(cuts []sampled) []int {
	sizes := make([]int, len(cuts))
	rungs := make([][]int, len(cuts)) // of each cut, up to the one it is now at
	for i, c := range cuts {
		rungs[i] = survey.Rungs(c.n)
	}
	for part := 1.0; ; part *= 0.97 {
		sum, least := 0, true
		for i, c := range cuts {
			last := len(rungs[i]) - 1
			for last > 0 && float64(rungs[i][last]) > part*float64(c.n) {
				last--
			}
			rungs[i] = rungs[i][:last+1]
			sizes[i] = rungs[i][last]
			sum += sizes[i]
			least = least && last == 0
		}
		if sum <= survey.MostSample || least {
			return sizes
		}
	}
}

// firstRows reads what was answered in the first n responses of a cut by their
// random ids.
func firstRows(ctx context.Context, tx *sql.Tx, c cut, n int) ([]survey.Answers, error) {
	rows, err := tx.QueryContext(ctx, rowsQuery, c.args(n)...)
	return collect(rows, err, func(rows *sql.Rows, a *survey.Answers) error {
		var ratings []byte
		if err := rows.Scan(&ratings); err != nil {
			return err
		}
		return json.Unmarshal(ratings, a)
	})
}

const rowsQuery = `SELECT ratings FROM response WHERE` + ofCut + `ORDER BY id LIMIT $5`
