package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"ouderstem/survey"
)

// open opens a group of boxes: closes them, so that they take no more, reads
// and decrypts outside any transaction, then keeps the answers and deletes what
// was sealed in one. Whatever step it ends at, doing it again ends the same.
func (st *Store) open(ctx context.Context, g *group) error {
	st.step("open: begin")
	if err := st.closeBoxes(ctx, g.ids()); err != nil {
		return err
	}
	st.step("open: closed")
	s, err := st.Survey(ctx, g.Survey, g.Version)
	if err != nil {
		return err
	}
	responses, err := st.unseal(ctx, g.ids(), s)
	if err != nil {
		return err
	}
	if len(responses) < g.K {
		if there, err := st.allThere(ctx, g.ids()); err != nil || !there {
			return errors.Join(err, errOpened)
		}
		return fmt.Errorf("only %d answers can be read, %d are needed", len(responses), g.K)
	}
	g.N = len(responses)
	st.step("open: decrypted")
	if err := st.keep(ctx, g, s, responses); err != nil {
		return err
	}
	st.step("open: kept")
	return st.burn(ctx)
}

// allThere reports whether no other process has opened any of the boxes.
func (st *Store) allThere(ctx context.Context, boxes []string) (bool, error) {
	for _, box := range boxes {
		n, err := scalar[int](ctx, st.read, `SELECT count(*) FROM box WHERE id = $1`, box)
		if err != nil || n == 0 {
			return false, err
		}
	}
	return true, nil
}

func (st *Store) closeBoxes(ctx context.Context, boxes []string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		for _, box := range boxes {
			if _, err := tx.ExecContext(ctx, `UPDATE box SET state = 'closed' WHERE id = $1`, box); err != nil {
				return err
			}
		}
		return nil
	})
}

// unseal decrypts all that boxes hold. What does not answer the survey is left
// out and said in the log: no form of ours has sealed it.
func (st *Store) unseal(ctx context.Context, boxes []string, s *survey.Survey) ([]survey.Response, error) {
	var responses []survey.Response
	for _, box := range boxes {
		key, err := st.keys.key(box)
		if errors.Is(err, fs.ErrNotExist) {
			if there, err := st.allThere(ctx, boxes); err == nil && !there {
				return nil, errOpened
			}
		}
		if err != nil {
			return nil, err
		}
		rows, err := st.read.QueryContext(ctx, `SELECT body FROM sealed WHERE box = $1 ORDER BY id`, box)
		opened, err := collect(rows, err, func(rows *sql.Rows, r *survey.Response) error {
			var body []byte
			if err := rows.Scan(&body); err != nil {
				return err
			}
			if *r, err = key.Unseal(box, body); err != nil || r.Check(s) != nil {
				st.log.Warn("left out a sealed row that holds no answer to its survey", "survey", s.ID, "version", s.Version)
				*r = survey.Response{}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		responses = append(responses, slices.DeleteFunc(opened, func(r survey.Response) bool { return r.Survey == "" })...)
	}
	return responses, nil
}

// keep stores what was opened and deletes what was sealed, in one transaction.
func (st *Store) keep(ctx context.Context, g *group, s *survey.Survey, responses []survey.Response) error {
	ratings, comments, tally, err := st.shuffle(s, responses)
	if err != nil {
		return err
	}
	id, err := st.id()
	if err != nil {
		return err
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		// Another process may have opened them meanwhile: then nothing is left.
		if err := forget(ctx, tx, g.ids()); err != nil {
			return err
		}
		if err := insertRatings(ctx, tx, g, ratings); err != nil {
			return err
		}
		if err := insertComments(ctx, tx, g.cut(), comments); err != nil {
			return err
		}
		if err := addTally(ctx, tx, g, tally); err != nil {
			return err
		}
		if err := release(ctx, tx, g.cut(), s, g.K); err != nil {
			return err
		}
		st.step("open: written")
		_, err := tx.ExecContext(ctx, `
			INSERT INTO opening (id, survey, version, unit, year, way, n, k) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, g.Survey, g.Version, g.Unit, g.Year, g.Way, g.N, g.K)
		return err
	})
}

// drawn is something under an id that was drawn for it.
type drawn[T any] struct {
	id   []byte
	item T
	held bool // of a comment: in no figure yet
}

// shuffle takes responses apart and gives every part an id of its own, by which
// it will lie in the database: that is no order at all.
func (st *Store) shuffle(s *survey.Survey, responses []survey.Response) (ratings []drawn[string], comments []drawn[survey.Comment], tally survey.Tally, err error) {
	tally = survey.Tally{}
	for _, r := range responses {
		tally.Add(r, s)
		closed, open := r.Split(s)
		packed, err := json.Marshal(closed)
		if err != nil {
			return nil, nil, nil, err
		}
		id, err := st.id()
		if err != nil {
			return nil, nil, nil, err
		}
		ratings = append(ratings, drawn[string]{id: id, item: string(packed)})
		for _, c := range open {
			id, err := st.id()
			if err != nil {
				return nil, nil, nil, err
			}
			comments = append(comments, drawn[survey.Comment]{id: id, item: c, held: true})
		}
	}
	return ratings, comments, tally, nil
}

// forget deletes boxes with what is sealed in them and notes their keys for
// destruction.
func forget(ctx context.Context, tx *sql.Tx, boxes []string) error {
	for _, box := range boxes {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sealed WHERE box = $1`, box); err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM box WHERE id = $1 AND state = 'closed'`, box)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, errOpened)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO burn (box) VALUES ($1)`, box); err != nil {
			return err
		}
	}
	return nil
}

// errOpened says that somebody else has opened a box meanwhile.
var errOpened = errors.New("box was opened meanwhile")

// insertRatings writes the rows of a unit and year anew, those of earlier
// openings among them: rows that were added later would lie together in the
// file, and tell in which month they came.
func insertRatings(ctx context.Context, tx *sql.Tx, g *group, ratings []drawn[string]) error {
	of := []any{g.Survey, g.Version, g.Unit, g.Year}
	rows, err := tx.QueryContext(ctx, `
		SELECT id, ratings FROM response WHERE survey = $1 AND version = $2 AND unit = $3 AND year = $4`, of...)
	earlier, err := collect(rows, err, func(rows *sql.Rows, d *drawn[string]) error { return rows.Scan(&d.id, &d.item) })
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		DELETE FROM response WHERE survey = $1 AND version = $2 AND unit = $3 AND year = $4`, of...); err != nil {
		return err
	}
	return insertAll(ctx, tx, `INSERT INTO response (survey, version, unit, year, id, ratings) VALUES ($1, $2, $3, $4, $5, $6)`,
		append(ratings, earlier...), func(d drawn[string]) []any { return append(slices.Clone(of), d.id, d.item) })
}

// insertComments does the same with open answers.
func insertComments(ctx context.Context, tx *sql.Tx, c cut, comments []drawn[survey.Comment]) error {
	earlier, err := takeComments(ctx, tx, c, false)
	if err != nil {
		return err
	}
	return insertAll(ctx, tx, `
		INSERT INTO comment (survey, version, unit, year, id, held, question, lang, mark, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		append(comments, earlier...), func(d drawn[survey.Comment]) []any {
			return c.args(d.id, d.held, d.item.Question, d.item.Lang, d.item.Mark, d.item.Text)
		})
}

// takeComments takes the comments of a cut out of the database, all of them or
// those that are held.
func takeComments(ctx context.Context, tx *sql.Tx, c cut, held bool) ([]drawn[survey.Comment], error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT id, held, question, lang, mark, text FROM comment WHERE`+ofCut+`AND held >= $5`, c.args(held)...)
	comments, err := collect(rows, err, func(rows *sql.Rows, d *drawn[survey.Comment]) error {
		return rows.Scan(&d.id, &d.held, &d.item.Question, &d.item.Lang, &d.item.Mark, &d.item.Text)
	})
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM comment WHERE`+ofCut+`AND held >= $5`, c.args(held)...)
	return comments, err
}

// insertAll inserts items in the order of their ids.
func insertAll[T any](ctx context.Context, tx *sql.Tx, query string, items []drawn[T], values func(drawn[T]) []any) error {
	slices.SortFunc(items, func(a, b drawn[T]) int { return bytes.Compare(a.id, b.id) })
	insert, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // the transaction ends it too
	for _, item := range items {
		if _, err := insert.ExecContext(ctx, values(item)...); err != nil {
			return err
		}
	}
	return nil
}

func addTally(ctx context.Context, tx *sql.Tx, g *group, tally survey.Tally) error {
	counts := make([]survey.Count, 0, len(tally))
	for c := range tally {
		counts = append(counts, c)
	}
	slices.SortFunc(counts, func(a, b survey.Count) int {
		return strings.Compare(a.Question+"\x00"+a.Value, b.Question+"\x00"+b.Value)
	})
	for _, c := range counts {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO tally (survey, version, unit, year, question, value, held, n)
			VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
			ON CONFLICT (survey, version, unit, year, question, value, held) DO UPDATE SET n = tally.n + excluded.n`,
			g.Survey, g.Version, g.Unit, g.Year, c.Question, c.Value, tally[c]); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO held_for (survey, version, unit, year, question, k) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (survey, version, unit, year, question) DO UPDATE SET k = max(held_for.k, excluded.k)`,
			g.Survey, g.Version, g.Unit, g.Year, c.Question, g.K); err != nil {
			return err
		}
	}
	return nil
}
