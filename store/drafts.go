package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"ouderstem/survey"
)

// undoSteps is how many definitions of a draft are kept to go back to: an afternoon
// of changes, and no more than a few hundred kilobytes.
const undoSteps = 50

// NewDraft keeps s as a draft of a unit.
func (st *Store) NewDraft(ctx context.Context, who, unit string, s *survey.Survey) (survey.Draft, error) {
	d := survey.Draft{Unit: unit, Revision: 1, Step: 1, Survey: s, Editor: who}
	var err error
	if d.ID, err = st.name(); err != nil {
		return d, err
	}
	err = st.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO draft (id, unit, revision, step, expected, editor) VALUES ($1, $2, 1, 1, 0, $3)`, d.ID, unit, who); err != nil {
			return err
		}
		return insertStep(ctx, tx, d, "")
	})
	return d, wrap(err, "draft", d.ID)
}

func insertStep(ctx context.Context, tx *sql.Tx, d survey.Draft, field string) error {
	definition, err := json.Marshal(d.Survey)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO draft_step (draft, step, field, definition) VALUES ($1, $2, $3, $4)`, d.ID, d.Step, field, string(definition))
	return err
}

const selectDraft = `
	SELECT draft.id, unit, revision, draft.step, expected, editor, definition,
	       EXISTS (SELECT 1 FROM draft_step WHERE draft = draft.id AND step < draft.step),
	       EXISTS (SELECT 1 FROM draft_step WHERE draft = draft.id AND step > draft.step)
	  FROM draft JOIN draft_step ON draft_step.draft = draft.id AND draft_step.step = draft.step `

func scanDraft(row interface{ Scan(into ...any) error }, d *survey.Draft) error {
	var definition []byte
	if err := row.Scan(&d.ID, &d.Unit, &d.Revision, &d.Step, &d.Expected, &d.Editor, &definition, &d.CanUndo, &d.CanRedo); err != nil {
		return err
	}
	return json.Unmarshal(definition, &d.Survey)
}

// Drafts lists the drafts of a unit, by id.
func (st *Store) Drafts(ctx context.Context, unit string) ([]survey.Draft, error) {
	rows, err := st.read.QueryContext(ctx, selectDraft+`WHERE unit = $1 ORDER BY draft.id`, unit)
	return collect(rows, err, func(rows *sql.Rows, d *survey.Draft) error { return scanDraft(rows, d) })
}

// Draft returns a draft of a unit; [survey.ErrNoRecord] where that unit has none
// such.
func (st *Store) Draft(ctx context.Context, unit, id string) (survey.Draft, error) {
	return draft(ctx, st.read, unit, id)
}

func draft(ctx context.Context, db queryer, unit, id string) (d survey.Draft, err error) {
	err = scanDraft(db.QueryRowContext(ctx, selectDraft+`WHERE draft.id = $1 AND unit = $2`, id, unit), &d)
	if errors.Is(err, sql.ErrNoRows) {
		return d, survey.ErrNoRecord
	}
	return d, wrap(err, "draft", id)
}

// DraftStep returns what a draft's survey was in a step; [survey.ErrNoRecord]
// where that is no longer kept.
func (st *Store) DraftStep(ctx context.Context, d survey.Draft, step int) (*survey.Survey, error) {
	definition, err := scalar[string](ctx, st.read, `
		SELECT definition FROM draft_step WHERE draft = $1 AND step = $2`, d.ID, step)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, survey.ErrNoRecord
	}
	if err != nil {
		return nil, wrap(err, "draft", d.ID)
	}
	var s survey.Survey
	return &s, wrap(json.Unmarshal([]byte(definition), &s), "draft", d.ID)
}

// SaveDraft keeps what d.Survey and d.Expected became, as a new step where the
// survey changed. [survey.ErrChanged] when somebody else changed the draft
// after d was read.
func (st *Store) SaveDraft(ctx context.Context, who string, d survey.Draft) (survey.Draft, error) {
	return st.changeDraft(ctx, d, func(tx *sql.Tx, was survey.Draft) error {
		field, same := onlyField(was.Survey, d.Survey)
		if same {
			return touch(ctx, tx, who, was, was.Step, d.Expected)
		}
		if err := makeRoom(ctx, tx, who, was, field); err != nil {
			return err
		}
		d.Step = was.Revision + 1
		if err := insertStep(ctx, tx, d, field); err != nil {
			return err
		}
		if err := touch(ctx, tx, who, was, d.Step, d.Expected); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			DELETE FROM draft_step
			 WHERE draft = $1 AND step NOT IN (SELECT step FROM draft_step WHERE draft = $1 ORDER BY step DESC LIMIT $2)`, d.ID, undoSteps)
		return err
	})
}

// onlyField names the one field in which two definitions differ, or "" where
// they differ in more.
func onlyField(a, b *survey.Survey) (field string, same bool) {
	names, ok := a.Changed(b)
	if ok && len(names) == 1 {
		field = names[0]
	}
	return field, ok && len(names) == 0 && a.ID == b.ID
}

// makeRoom takes out what a new step replaces: those that were undone, and the
// one before when the same person goes on typing in the same field. Otherwise
// saving by itself would leave a step for every pause in a word.
func makeRoom(ctx context.Context, tx *sql.Tx, who string, was survey.Draft, field string) error {
	last, err := scalar[string](ctx, tx, `SELECT field FROM draft_step WHERE draft = $1 AND step = $2`, was.ID, was.Step)
	if err != nil {
		return err
	}
	from := was.Step + 1
	if field != "" && field == last && was.Editor == who && was.CanUndo && !was.CanRedo {
		from = was.Step
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM draft_step WHERE draft = $1 AND step >= $2`, was.ID, from)
	return err
}

// touch makes step the one that holds, in a new revision.
func touch(ctx context.Context, tx *sql.Tx, who string, d survey.Draft, step, expected int) error {
	if step == d.Step && expected == d.Expected {
		return nil
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE draft SET revision = revision + 1, step = $2, expected = $3, editor = $4 WHERE id = $1`, d.ID, step, expected, who)
	return err
}

// changeDraft runs f with the draft as it is, if that is still the revision of
// d, and returns what it became.
func (st *Store) changeDraft(ctx context.Context, d survey.Draft, f func(tx *sql.Tx, was survey.Draft) error) (now survey.Draft, err error) {
	err = st.change(ctx, func(tx *sql.Tx) error {
		was, err := draft(ctx, tx, d.Unit, d.ID)
		if err != nil {
			return err
		}
		if was.Revision != d.Revision {
			return survey.ErrChanged
		}
		if err := f(tx, was); err != nil {
			return err
		}
		now, err = draft(ctx, tx, d.Unit, d.ID)
		return err
	})
	return now, err
}

// UndoDraft goes one step back, RedoDraft one forward; where there is none the
// draft stays as it is. [survey.ErrChanged] as for [Store.SaveDraft].
func (st *Store) UndoDraft(ctx context.Context, who string, d survey.Draft) (survey.Draft, error) {
	return st.stepDraft(ctx, who, d, `SELECT coalesce(max(step), $2) FROM draft_step WHERE draft = $1 AND step < $2`)
}

// RedoDraft is described with [Store.UndoDraft].
func (st *Store) RedoDraft(ctx context.Context, who string, d survey.Draft) (survey.Draft, error) {
	return st.stepDraft(ctx, who, d, `SELECT coalesce(min(step), $2) FROM draft_step WHERE draft = $1 AND step > $2`)
}

func (st *Store) stepDraft(ctx context.Context, who string, d survey.Draft, query string) (survey.Draft, error) {
	return st.changeDraft(ctx, d, func(tx *sql.Tx, was survey.Draft) error {
		step, err := scalar[int](ctx, tx, query, was.ID, was.Step)
		if err != nil {
			return err
		}
		return touch(ctx, tx, who, was, step, was.Expected)
	})
}

// DeleteDraft removes a draft of a unit with all its steps.
func (st *Store) DeleteDraft(ctx context.Context, who, unit, id string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		d, err := draft(ctx, tx, unit, id)
		if err != nil {
			return err
		}
		if err := dropDraft(ctx, tx, id); err != nil {
			return err
		}
		title := d.Survey.Title.In("", d.Survey.Languages...)
		return st.note(ctx, tx, survey.Deed{By: who, Action: "deed.draft.deleted", Object: title + " (" + unit + ")"})
	})
}

func dropDraft(ctx context.Context, tx *sql.Tx, id string) error {
	for _, query := range []string{`DELETE FROM draft_step WHERE draft = $1`, `DELETE FROM draft WHERE id = $1`} {
		if _, err := tx.ExecContext(ctx, query, id); err != nil {
			return err
		}
	}
	return nil
}
