package store

import (
	"context"
	"database/sql"
	"errors"
)

// statements are those of every submission, read once: reading one takes as long as
// running it.
type statements struct {
	card               *sql.Stmt // where a card belongs
	seal, unseal, used *sql.Stmt // of the writer
}

func (h *statements) prepare(ctx context.Context, read, write *sql.DB) error {
	var errs []error
	get := func(db *sql.DB, query string) *sql.Stmt {
		s, err := db.PrepareContext(ctx, query)
		errs = append(errs, err)
		return s
	}
	h.card = get(read, `
		SELECT batch.survey, batch.unit, batch.way, batch.hand, batch.promised
		  FROM card JOIN batch ON batch.id = card.batch
		 WHERE card.hash = $1 AND batch.retired = 0`)
	h.seal = get(write, `
		INSERT INTO sealed (box, id, hand, body)
		SELECT id, $2, $3, $4 FROM box WHERE id = $1 AND state = 'taking'`)
	h.unseal = get(write, `DELETE FROM sealed WHERE box = $1 AND id = $2`)
	h.used = get(write, `INSERT INTO spent (hash) VALUES ($1) ON CONFLICT DO NOTHING`)
	return errors.Join(errs...)
}

// run runs one of them in a transaction.
func run(ctx context.Context, tx *sql.Tx, s *sql.Stmt, args ...any) (sql.Result, error) {
	return tx.StmtContext(ctx, s).ExecContext(ctx, args...) //nolint:sqlclosecheck // closed with the transaction
}
