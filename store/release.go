package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"ouderstem/survey"
)

// cut is what figures are cut by.
type cut struct {
	survey  string
	version int
	unit    string
	year    int
}

func (g *group) cut() cut { return cut{g.Survey, g.Version, g.Unit, g.Year} }

func (c cut) args(more ...any) []any {
	return append([]any{c.survey, c.version, c.unit, c.year}, more...)
}

// ofCut is the condition for the rows of a cut: $1 to $4.
const ofCut = ` survey = $1 AND version = $2 AND unit = $3 AND year = $4 `

// release counts what is held of every question of which enough is held: k, and
// no fewer than the openings it came from had. A box holds ten answers, but not
// ten to every question: without this, a figure before an opening taken from
// the one after it, or a team's from its municipality's, would leave the
// answers of a few.
func release(ctx context.Context, tx *sql.Tx, c cut, s *survey.Survey, k int) error {
	rows, err := tx.QueryContext(ctx, `SELECT question, value, n FROM tally WHERE`+ofCut+`AND held = 1`, c.args()...)
	held, err := collect(rows, err, func(rows *sql.Rows, c *survey.Count) error { return rows.Scan(&c.Question, &c.Value, &c.N) })
	if err != nil {
		return err
	}
	for _, q := range s.Questions {
		least, err := scalar[int](ctx, tx, `SELECT k FROM held_for WHERE`+ofCut+`AND question = $5`, c.args(q.ID)...)
		if errors.Is(err, sql.ErrNoRows) {
			continue // nothing is held of it
		}
		if err != nil {
			return err
		}
		if q.Opinions(held) < max(k, least) {
			continue
		}
		for _, query := range []string{
			`INSERT INTO tally (survey, version, unit, year, question, value, held, n)
			 SELECT survey, version, unit, year, question, value, 0, n FROM tally
			  WHERE` + ofCut + `AND question = $5 AND held = 1
			 ON CONFLICT (survey, version, unit, year, question, value, held) DO UPDATE SET n = tally.n + excluded.n`,
			`DELETE FROM tally WHERE` + ofCut + `AND question = $5 AND held = 1`,
			`DELETE FROM held_for WHERE` + ofCut + `AND question = $5`,
			`UPDATE comment SET held = 0 WHERE` + ofCut + `AND question = $5 AND held = 1`,
		} {
			if _, err := tx.ExecContext(ctx, query, c.args(q.ID)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// poolHeld ends a year, and any before it, for what is held: it counts for the unit above, upward
// until there is enough of it. What is too little even at the top stays held
// and is in no figure.
func (st *Store) poolHeld(ctx context.Context, year int) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		tree, err := units(ctx, tx)
		if err != nil {
			return err
		}
		now, err := settings(ctx, tx)
		if err != nil {
			return err
		}
		depth := map[string]int{}
		for _, u := range tree {
			depth[u.ID] = len(tree.Above(u.ID))
		}
		// The deepest first, so that all from below is there when a unit's turn comes.
		slices.SortFunc(tree, func(a, b survey.Unit) int { return depth[b.ID] - depth[a.ID] })
		for _, u := range tree {
			if u.Parent == "" {
				continue
			}
			rows, err := tx.QueryContext(ctx, `
				SELECT DISTINCT survey, version, unit, year FROM tally WHERE unit = $1 AND year <= $2 AND held = 1
				 ORDER BY survey, version, year`, u.ID, year)
			cuts, err := collect(rows, err, func(rows *sql.Rows, c *cut) error {
				return rows.Scan(&c.survey, &c.version, &c.unit, &c.year)
			})
			for _, c := range cuts {
				err = errors.Join(err, moveHeld(ctx, tx, c, u.Parent, now.K))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// moveHeld moves what is held of a cut to the unit above, and counts it there
// where it is enough.
func moveHeld(ctx context.Context, tx *sql.Tx, c cut, parent string, k int) error {
	s, err := definition(ctx, tx, c.survey, c.version)
	if err != nil {
		return err
	}
	for _, change := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO moved_up (survey, version, unit, year, question, up)
		  SELECT DISTINCT survey, version, unit, year, question, $5 FROM tally WHERE` + ofCut + `AND held = 1
		  ON CONFLICT DO NOTHING`, c.args(parent)},
		{`INSERT INTO tally (survey, version, unit, year, question, value, held, n)
		  SELECT survey, version, $5, year, question, value, held, n FROM tally WHERE` + ofCut + `AND held = 1
		  ON CONFLICT (survey, version, unit, year, question, value, held) DO UPDATE SET n = tally.n + excluded.n`, c.args(parent)},
		{`INSERT INTO held_for (survey, version, unit, year, question, k)
		  SELECT survey, version, $5, year, question, k FROM held_for WHERE` + ofCut + `
		  ON CONFLICT (survey, version, unit, year, question) DO UPDATE SET k = max(held_for.k, excluded.k)`, c.args(parent)},
		{`DELETE FROM tally WHERE` + ofCut + `AND held = 1`, c.args()},
		{`DELETE FROM held_for WHERE` + ofCut, c.args()},
	} {
		if _, err := tx.ExecContext(ctx, change.query, change.args...); err != nil {
			return err
		}
	}
	comments, err := takeComments(ctx, tx, c, true)
	if err != nil {
		return err
	}
	c.unit = parent
	if err := insertComments(ctx, tx, c, comments); err != nil {
		return err
	}
	return release(ctx, tx, c, s, k)
}
