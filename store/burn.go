package store

import (
	"context"
	"database/sql"
)

// burn empties the write-ahead log, which still holds what was sealed, and
// destroys the keys of boxes that were opened.
func (st *Store) burn(ctx context.Context) error {
	rows, err := st.read.QueryContext(ctx, `SELECT box FROM burn ORDER BY box`)
	boxes, err := collect(rows, err, func(rows *sql.Rows, box *string) error { return rows.Scan(box) })
	if err != nil || len(boxes) == 0 {
		return err
	}
	if err := st.truncate(ctx); err != nil {
		return err
	}
	st.step("burn: log emptied")
	for _, box := range boxes {
		if err := st.checked(st.keys.destroy(box)); err != nil {
			return err
		}
		st.step("burn: key destroyed")
		if _, err := st.exec(ctx, `DELETE FROM burn WHERE box = $1`, box); err != nil {
			return err
		}
	}
	st.step("burn: done")
	return nil
}

// truncate moves the write-ahead log into the database and cuts it to nothing.
// A reader in another process can keep it from doing so; every look tries
// again, and what is left in it by then is noise: the keys are gone.
func (st *Store) truncate(ctx context.Context) error {
	var busy, frames, moved int
	err := st.ask(ctx, []any{&busy, &frames, &moved}, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err == nil && busy != 0 {
		st.log.Warn("write-ahead log not emptied: a reader held it")
	}
	return err
}

// markLost sets aside every box whose own key is not in the keyring, so that no
// answer is sealed for it and no other box waits for it; and takes it back when
// the key is there again.
func (st *Store) markLost(ctx context.Context) error {
	type box struct {
		id, state string
		public    []byte
	}
	rows, err := st.read.QueryContext(ctx, `SELECT id, state, public_key FROM box ORDER BY id`)
	boxes, err := collect(rows, err, func(rows *sql.Rows, b *box) error { return rows.Scan(&b.id, &b.state, &b.public) })
	if err != nil {
		return err
	}
	for _, b := range boxes {
		state := "lost"
		fits, err := st.keys.fits(b.id, b.public)
		if err != nil {
			return err
		}
		if fits {
			state = "closed"
		}
		if (b.state == "lost") == (state == "lost") {
			continue
		}
		if _, err := st.exec(ctx, `UPDATE box SET state = $1 WHERE id = $2`, state, b.id); err != nil {
			return err
		}
		if state == "lost" {
			st.log.Warn("a box has no key any more: what is sealed in it can never be read")
		}
	}
	return nil
}

// Unreadable returns how many answers lie in boxes that lost their key: after
// putting back a copy from before an opening.
func (st *Store) Unreadable(ctx context.Context) (int, error) {
	if err := st.markLost(ctx); err != nil {
		return 0, err
	}
	return scalar[int](ctx, st.read, `SELECT count(*) FROM sealed JOIN box ON box.id = sealed.box WHERE box.state = 'lost'`)
}
