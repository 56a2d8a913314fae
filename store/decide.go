package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"ouderstem/survey"
)

// Step is a piece of work that can be undone as one, until boxes are looked at
// again.
type Step struct {
	ID       string   // "" when nothing was changed
	Comments []string // that were changed, by id
}

// Decide lets who rule over comments of a scope, all or none of them:
// [survey.ErrNoRecord] when one is not there.
func (st *Store) Decide(ctx context.Context, who string, in Scope, r survey.Ruling, ids ...string) (Step, error) {
	if err := r.Check(); err != nil {
		return Step{}, err
	}
	return st.work(ctx, who, in, string(r.Act), ids, func(k kept) (decided, error) {
		return decided{k.Decision.After(r), k.Masks}, nil
	})
}

// Mask lets who take words out of a comment of a scope: those in spans and no
// others. [survey.ErrTextChanged] when its wording is no longer the one with
// that fingerprint. What shows words again is no quote any more.
func (st *Store) Mask(ctx context.Context, who string, in Scope, id, fingerprint string, spans []survey.Span) (Step, error) {
	return st.work(ctx, who, in, "mask", []string{id}, func(k kept) (decided, error) {
		if k.Fingerprint() != fingerprint {
			return decided{}, survey.ErrTextChanged
		}
		after := decided{k.Decision, survey.Spans(k.Words, spans)}
		if survey.Uncovers(k.Words, k.Masks, after.Masks) {
			after.Quote = false
		}
		return after, nil
	})
}

// Undo brings back what was decided before a step about the comments of a scope,
// as far as nothing was decided about them since.
func (st *Store) Undo(ctx context.Context, who string, in Scope, step string) (Step, error) {
	var undone Step
	err := st.change(ctx, func(tx *sql.Tx) error {
		list, err := comments(ctx, tx, in)
		if err != nil {
			return err
		}
		for _, k := range list {
			if step == "" || k.step != step {
				continue
			}
			var before decided
			if err := json.Unmarshal([]byte(k.before), &before); err != nil {
				return err
			}
			if err := saveDecision(ctx, tx, k.id, before, "", ""); err != nil {
				return err
			}
			undone.Comments = append(undone.Comments, k.ID)
			if err := st.noteComment(ctx, tx, who, in, "undo", k.ID); err != nil {
				return err
			}
		}
		if len(undone.Comments) == 0 {
			return survey.ErrNoRecord
		}
		return nil
	})
	return undone, err
}

// work does one thing to comments of a scope and keeps what was decided before,
// so that it can be undone. Where decide changes nothing, nothing is kept.
func (st *Store) work(ctx context.Context, who string, in Scope, act string, ids []string, decide func(kept) (decided, error)) (Step, error) {
	var step Step
	name, err := st.name()
	if err != nil {
		return step, err
	}
	err = st.change(ctx, func(tx *sql.Tx) error {
		list, err := comments(ctx, tx, in)
		if err != nil {
			return err
		}
		for _, id := range ids {
			i := slices.IndexFunc(list, func(k kept) bool { return k.ID == id })
			if i < 0 {
				return survey.ErrNoRecord
			}
			after, err := decide(list[i])
			if err != nil {
				return err
			}
			changed, err := st.redecide(ctx, tx, list[i], after, name)
			if err != nil {
				return err
			}
			if !changed {
				continue
			}
			step.Comments = append(step.Comments, id)
			if err := st.noteComment(ctx, tx, who, in, act, id); err != nil {
				return err
			}
		}
		return nil
	})
	if len(step.Comments) > 0 {
		step.ID = name
	}
	return step, err
}

// noteComment adds what was done with a comment to the audit log: never its
// words, and not its id either.
func (st *Store) noteComment(ctx context.Context, tx *sql.Tx, who string, in Scope, act, id string) error {
	return st.note(ctx, tx, survey.Deed{
		By: who, Action: "deed.comment." + act,
		Object: fmt.Sprintf("%s %d %s %s", in.Unit, in.Year, in.Survey, st.CommentName(id)),
	})
}

// redecide keeps what is now decided about a comment, and what was before, and
// reports whether that is anything else.
func (st *Store) redecide(ctx context.Context, tx *sql.Tx, k kept, after decided, step string) (bool, error) {
	before, err := json.Marshal(k.decided())
	if err != nil {
		return false, err
	}
	now, err := json.Marshal(after)
	if err != nil || string(now) == string(before) {
		return false, err
	}
	return true, saveDecision(ctx, tx, k.id, after, step, string(before))
}

func saveDecision(ctx context.Context, tx *sql.Tx, id []byte, d decided, step, before string) error {
	masks, err := packMasks(d.Masks)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO decision (comment, quote, hidden, worry, note, masks, step, before)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (comment) DO UPDATE SET quote = excluded.quote, hidden = excluded.hidden, worry = excluded.worry,
			note = excluded.note, masks = excluded.masks, step = excluded.step, before = excluded.before`,
		id, d.Quote, d.Hidden, d.Worry, d.Note, masks, step, before)
	return err
}

func packMasks(masks []survey.Span) (string, error) {
	if len(masks) == 0 {
		return "", nil
	}
	packed, err := json.Marshal(masks)
	return string(packed), err
}

// settle ends what can be undone. It is done at every round of looking at boxes:
// the words that masks hide are overwritten for good, and what people said of
// comments is written anew in the order of their random numbers. What is about
// comments that are gone goes with them.
func (st *Store) settle(ctx context.Context) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		list, err := allComments(ctx, tx, `decision.comment IS NOT NULL`)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM decision`); err != nil {
			return err
		}
		for _, k := range list {
			if err := k.settle(ctx, tx); err != nil {
				return err
			}
		}
		if err := settleLabels(ctx, tx); err != nil {
			return err
		}
		return settleMarks(ctx, tx)
	})
}

func (k kept) settle(ctx context.Context, tx *sql.Tx) error {
	if len(k.Masks) > 0 {
		if _, err := tx.ExecContext(ctx, `UPDATE comment SET text = $5 WHERE`+ofCut+`AND question = $6 AND id = $7`,
			k.args(k.Text, k.Question, k.id)...); err != nil {
			return err
		}
	}
	if k.Decision == (survey.Decision{}) {
		return nil
	}
	return saveDecision(ctx, tx, k.id, decided{Decision: k.Decision}, "", "")
}
