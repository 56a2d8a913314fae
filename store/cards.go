package store

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Print makes a batch of new codes and returns them, to be printed and then
// forgotten: the store keeps their hashes, sorted, so that not even their order
// is known. b.Hand may name who hands the cards out; it is kept as an opaque
// mark, that of an account where it is the address or the name of one. b.Promised becomes the k of today, which the cards must say. The code of
// a poster, which is one whatever b.Size says, is kept no more than that of a
// card, but [Store.Poster] can make it again.
func (st *Store) Print(ctx context.Context, b survey.Batch) (survey.Batch, []survey.Code, error) {
	return st.print(ctx, b, func(*sql.Tx, survey.Batch) error { return nil })
}

// Order is Print for an account, who hands the cards out. It is noted in the
// audit log.
func (st *Store) Order(ctx context.Context, by string, b survey.Batch) (survey.Batch, []survey.Code, error) {
	b.Hand = by
	return st.print(ctx, b, func(tx *sql.Tx, b survey.Batch) error {
		action := "deed.cards.order"
		if b.Way == survey.ByPoster {
			action = "deed.cards.poster"
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: action, Object: object(b)})
	})
}

// object names a batch in the audit log.
func object(b survey.Batch) string { return b.Unit + ", " + b.Survey + ", " + b.ID }

// print makes a batch and does more in the same transaction.
func (st *Store) print(ctx context.Context, b survey.Batch, more func(*sql.Tx, survey.Batch) error) (survey.Batch, []survey.Code, error) {
	var err error
	if b.ID, err = st.name(); err != nil {
		return b, nil, err
	}
	codes, err := st.draw(&b)
	if err != nil {
		return b, nil, err
	}
	var hashes []survey.CodeHash
	for _, code := range codes {
		hashes = append(hashes, code.Hash(st.pepper))
	}
	slices.SortFunc(hashes, func(a, b survey.CodeHash) int { return bytes.Compare(a[:], b[:]) })
	b.HandedOut = -1
	err = st.change(ctx, func(tx *sql.Tx) error {
		now, err := settings(ctx, tx)
		if err != nil {
			return err
		}
		b.Promised = now.K
		if b.Hand, err = owner(ctx, tx, b.Hand); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO batch (id, survey, unit, way, size, hand, promised) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			b.ID, b.Survey, b.Unit, b.Way, b.Size, st.hand(b.Hand), b.Promised); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO card (hash, batch) VALUES ($1, $2)`)
		if err != nil {
			return err
		}
		defer insert.Close() //nolint:errcheck // the transaction ends it too
		for _, h := range hashes {
			if _, err := insert.ExecContext(ctx, h[:], b.ID); err != nil {
				return err
			}
		}
		return more(tx, b)
	})
	return b, codes, wrap(err, "batch", b.ID)
}

// draw makes the codes of a batch.
func (st *Store) draw(b *survey.Batch) ([]survey.Code, error) {
	if b.Way == survey.ByPoster {
		b.Size = 1
		code, err := survey.PosterCode(st.pepper, b.ID)
		return []survey.Code{code}, err
	}
	codes := make([]survey.Code, b.Size)
	for i := range codes {
		var err error
		if codes[i], err = survey.NewCode(rand.Reader); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// hand turns a coach's name into a mark that tells two coaches apart and
// nothing else; empty where no name was given.
func (st *Store) hand(name string) string {
	name = clean(name)
	if name == "" {
		return ""
	}
	mac := hmac.New(sha256.New, st.pepper)
	mac.Write([]byte("hand\x00" + name))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// owner is the account that a coach is named by, so that one coach is one hand
// whether the cards were ordered in the browser or not: the id of the account, its
// address, or its name where only one has that. Whoever has none is just a name.
func owner(ctx context.Context, tx *sql.Tx, name string) (string, error) {
	list, err := accounts(ctx, tx, `true`)
	if err != nil || clean(name) == "" {
		return "", err
	}
	is := func(has string) bool { return clean(has) == clean(name) }
	for _, same := range []func(survey.Account) bool{
		func(a survey.Account) bool { return is(a.ID) || is(a.Email) },
		func(a survey.Account) bool { return is(a.Name) },
	} {
		i := slices.IndexFunc(list, same)
		if i >= 0 && !slices.ContainsFunc(list[i+1:], same) {
			return list[i].ID, nil
		}
	}
	return name, nil
}

// clean is a coach's name: one coach, however typed.
func clean(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(survey.Clean(name)), " "))
}

// Batches returns all stacks and posters, by unit, survey and id.
func (st *Store) Batches(ctx context.Context) ([]survey.Batch, error) {
	rows, err := st.read.QueryContext(ctx, `
		SELECT id, survey, unit, way, size, promised,
		       coalesce((SELECT sum(n) FROM handed_out WHERE batch = batch.id), -1), retired
		  FROM batch ORDER BY unit, survey, id`)
	return collect(rows, err, func(rows *sql.Rows, b *survey.Batch) error {
		return rows.Scan(&b.ID, &b.Survey, &b.Unit, &b.Way, &b.Size, &b.Promised, &b.HandedOut, &b.Retired)
	})
}

// HandOut notes how many cards of a batch were given to parents in a year, in
// all: a later count replaces an earlier one.
func (st *Store) HandOut(ctx context.Context, batch string, year, n int) error {
	if !survey.ValidYear(year) {
		return survey.ErrWrongYear.With("Year", year)
	}
	return st.change(ctx, func(tx *sql.Tx) error {
		size, err := scalar[int](ctx, tx, `SELECT size FROM batch WHERE id = $1`, batch)
		if errors.Is(err, sql.ErrNoRows) {
			return survey.ErrNoBatch.With("Batch", batch)
		}
		if err != nil {
			return err
		}
		others, err := scalar[int](ctx, tx, `SELECT coalesce(sum(n), 0) FROM handed_out WHERE batch = $1 AND year <> $2`, batch, year)
		if err != nil {
			return err
		}
		if n < 0 || n+others > size {
			return survey.ErrTooManyCards.With("Size", size).With("Others", others).With("Left", size-others)
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO handed_out (batch, year, n) VALUES ($1, $2, $3)
			ON CONFLICT (batch, year) DO UPDATE SET n = excluded.n`, batch, year, n)
		return err
	})
}

// HandedOut returns how many cards were given to parents in a year, in a unit
// and all below it; -1 when nobody counted.
func (st *Store) HandedOut(ctx context.Context, unit string, year int) (int, error) {
	return scalar[int](ctx, st.read, below+`
		SELECT coalesce(sum(handed_out.n), -1)
		  FROM handed_out JOIN batch ON batch.id = handed_out.batch
		 WHERE batch.unit IN (SELECT id FROM below) AND batch.way = 'card' AND handed_out.year = $2`, unit, year)
}

// Retire takes a stack or poster out: its codes are known no more, and who
// handed it out no longer counts as having cards out.
func (st *Store) Retire(ctx context.Context, batch string) error {
	r, err := st.exec(ctx, `UPDATE batch SET retired = 1 WHERE id = $1`, batch)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrNoBatch.With("Batch", batch))
	}
	return nil
}

// slot is the place where answers with one code go.
type slot struct {
	survey, unit, hand string
	way                survey.Way
	promised           int // the k on the card
}

// slot returns where answers with this code go; [survey.ErrUnknownCode] when it
// was never printed. Whether it was used cannot be asked.
func (st *Store) slot(ctx context.Context, code survey.Code) (s slot, err error) {
	hash := code.Hash(st.pepper)
	err = st.hot.card.QueryRowContext(ctx, hash[:]).Scan(&s.survey, &s.unit, &s.way, &s.hand, &s.promised)
	if errors.Is(err, sql.ErrNoRows) {
		return s, survey.ErrUnknownCode
	}
	return s, err
}

// Typo tells in which group of a code that no card has a parent should look
// again: the group in which one wrong character, or two swapped ones, would
// make it the code of a card. 0 when that cannot be said.
func (st *Store) Typo(ctx context.Context, code survey.Code) (group int, err error) {
	for near, group := range code.Near() {
		switch _, err := st.slot(ctx, near); {
		case err == nil:
			return group, nil
		case !errors.Is(err, survey.ErrUnknownCode):
			return 0, err
		}
	}
	return 0, nil
}

// Known returns [survey.ErrUnknownCode] when no card of the survey has the code.
// Whether it was used it does not say.
func (st *Store) Known(ctx context.Context, code survey.Code, surveyID string) error {
	s, err := st.slot(ctx, code)
	if err == nil && s.survey != surveyID {
		err = survey.ErrUnknownCode
	}
	return err
}
