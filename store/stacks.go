package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"ouderstem/survey"
)

// Reach is which stacks and posters somebody may see and change: those of a unit
// and all below it; with Hand set only those that this account hands out.
type Reach struct {
	Unit string
	Hand string
}

// Stack is a batch with how many of its cards were handed out, year by year.
type Stack struct {
	survey.Batch
	Years []HandedOut // the newest first; a year in which none were is not in it
}

// HandedOut is how many cards were given to parents in a year.
type HandedOut struct{ Year, N int }

// In is the number of a year.
func (s Stack) In(year int) int {
	for _, h := range s.Years {
		if h.Year == year {
			return h.N
		}
	}
	return 0
}

// reached are the batches within reach: $1 is its unit, $2 the mark of its hand.
const reached = below + `
	SELECT id, survey, unit, way, size, promised, retired FROM batch
	 WHERE unit IN (SELECT id FROM below) AND (hand = $2 OR $2 = '')`

func (st *Store) reachArgs(of Reach) []any { return []any{of.Unit, st.hand(of.Hand)} }

// Stacks returns the stacks and posters within reach, by unit, survey and id.
func (st *Store) Stacks(ctx context.Context, of Reach) ([]Stack, error) {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	rows, err := tx.QueryContext(ctx, reached+` ORDER BY unit, survey, id`, st.reachArgs(of)...)
	stacks, err := collect(rows, err, func(rows *sql.Rows, s *Stack) error { return scanBatch(rows.Scan, &s.Batch) })
	if err != nil {
		return nil, err
	}
	type count struct {
		batch string
		HandedOut
	}
	rows, err = tx.QueryContext(ctx, below+`
		SELECT batch, year, n FROM handed_out
		 WHERE n > 0 AND batch IN (SELECT id FROM batch WHERE unit IN (SELECT id FROM below))
		 ORDER BY batch, year DESC`, of.Unit)
	counts, err := collect(rows, err, func(rows *sql.Rows, c *count) error { return rows.Scan(&c.batch, &c.Year, &c.N) })
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		if i := slices.IndexFunc(stacks, func(s Stack) bool { return s.ID == c.batch }); i >= 0 {
			stacks[i].Years = append(stacks[i].Years, c.HandedOut)
			stacks[i].HandedOut = max(0, stacks[i].HandedOut) + c.N
		}
	}
	return stacks, nil
}

// scanBatch reads a row of reached; how many cards were handed out is not in it.
func scanBatch(scan func(...any) error, b *survey.Batch) error {
	b.HandedOut = -1
	return scan(&b.ID, &b.Survey, &b.Unit, &b.Way, &b.Size, &b.Promised, &b.Retired)
}

// batch returns one within reach; [survey.ErrNoBatch] when it is not, or is not
// there at all: the two look alike.
func (st *Store) batch(ctx context.Context, db queryer, of Reach, id string) (survey.Batch, error) {
	var b survey.Batch
	row := db.QueryRowContext(ctx, reached+` AND id = $3`, append(st.reachArgs(of), id)...)
	err := scanBatch(row.Scan, &b)
	if errors.Is(err, sql.ErrNoRows) {
		err = survey.ErrNoBatch.With("Batch", id)
	}
	return b, err
}

// Tap adds to how many cards of a stack were given to parents in a year, or takes
// off what was tapped too often. It stays between none and all of the stack.
// Nothing tells when it was tapped.
func (st *Store) Tap(ctx context.Context, of Reach, id string, year, add int) error {
	if !survey.ValidYear(year) {
		return survey.ErrWrongYear.With("Year", year)
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		b, err := st.batch(ctx, tx, of, id)
		if err != nil {
			return err
		}
		if b.Way != survey.ByCard || b.Retired {
			return survey.ErrNoBatch.With("Batch", id)
		}
		var now, others int
		if err := tx.QueryRowContext(ctx, `
			SELECT coalesce(sum(CASE WHEN year = $2 THEN n ELSE 0 END), 0),
			       coalesce(sum(CASE WHEN year = $2 THEN 0 ELSE n END), 0)
			  FROM handed_out WHERE batch = $1`, b.ID, year).Scan(&now, &others); err != nil {
			return err
		}
		// add is bounded too, so that a forged one cannot overflow.
		n := min(max(now+min(max(add, -b.Size), b.Size), 0), b.Size-others)
		_, err = tx.ExecContext(ctx, `
			INSERT INTO handed_out (batch, year, n) VALUES ($1, $2, $3)
			ON CONFLICT (batch, year) DO UPDATE SET n = excluded.n`, b.ID, year, n)
		return err
	})
}

// Void takes a stack or poster within reach out, as [Store.Retire] does, and
// notes who did. What is void already stays so.
func (st *Store) Void(ctx context.Context, by string, of Reach, id string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		b, err := st.batch(ctx, tx, of, id)
		if err != nil || b.Retired {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE batch SET retired = 1 WHERE id = $1`, b.ID); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.cards.void", Object: object(b)})
	})
}

// Poster returns a poster that hangs within reach, with its code.
func (st *Store) Poster(ctx context.Context, of Reach, id string) (survey.Batch, survey.Code, error) {
	b, err := st.batch(ctx, st.read, of, id)
	if err != nil {
		return b, "", err
	}
	code, err := survey.PosterCode(st.pepper, b.ID)
	if err != nil {
		return b, "", err
	}
	// That also refuses a stack, whose codes are random, and what was taken out.
	if err = st.Known(ctx, code, b.Survey); errors.Is(err, survey.ErrUnknownCode) {
		err = survey.ErrNoBatch.With("Batch", id)
	}
	return b, code, err
}
