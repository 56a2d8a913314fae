package store

import (
	"context"
	"database/sql"
	"errors"

	"ouderstem/survey"
)

// Submission is what a parent sends: a code and a response.
type Submission struct {
	Code survey.Code
	// Token is drawn by the page; with a shared code it makes a retry of the
	// same page count once. May be empty.
	Token string
	// Promised is the k that the form has named, which may have been changed
	// since; 0 for that of today.
	Promised int
	Response survey.Response
}

// Drop puts a response into the box. When it returns nil the answer is on disk.
//
// The same card again changes nothing and is no error: a double tap, a retry
// after a lost reply and a second use all end alike, and take as long.
// [survey.ErrUnknownCode] when no card of this survey has the code.
func (st *Store) Drop(ctx context.Context, s Submission) error {
	slot, err := st.slot(ctx, s.Code)
	if err != nil {
		return err
	}
	if slot.survey != s.Response.Survey {
		return survey.ErrUnknownCode
	}
	slot.promised = max(slot.promised, s.Promised)
	return st.seal(ctx, slot, s.Response, st.use(slot.way, s))
}

// PaperForm is what a colleague typed in from a paper form.
type PaperForm struct {
	Unit string
	Hand string // who typed it in: kept as an opaque mark, until the box is opened
	// Token was drawn for the page it was typed on: sending that page twice counts once.
	Token string
	// Promised is the k that the form says, 0 for that of today.
	Promised int
	Response survey.Response
}

// DropPaper puts a paper form into the box. Nothing tells when that was, nor how
// many were typed in. When it returns nil the answer is on disk.
func (st *Store) DropPaper(ctx context.Context, f PaperForm) error {
	if f.Token == "" || f.Hand == "" { // without a hand nobody could be kept from isolating a parent
		return survey.ErrBadInput
	}
	use := survey.PaperTap(st.pepper, f.Token)
	return st.seal(ctx, slot{survey: f.Response.Survey, unit: f.Unit, hand: st.hand(f.Hand), way: survey.ByPaper, promised: f.Promised}, f.Response, &use)
}

// seal puts a response into the box of its slot, once for each use.
func (st *Store) seal(ctx context.Context, slot slot, r survey.Response, use *survey.CodeHash) error {
	now, err := st.Settings(ctx)
	if err != nil {
		return err
	}
	wanted := survey.Box{
		Survey: slot.survey, Version: r.Version, Unit: slot.unit, Way: slot.way,
		Promised: min(max(slot.promised, now.K), survey.MostK),
	}
	for {
		box, err := st.taking(ctx, wanted)
		if err != nil {
			return err
		}
		sealed, err := survey.Seal(box.public, box.id, r)
		if err != nil {
			return err
		}
		err = st.put(ctx, box.id, slot.hand, use, sealed)
		if !errors.Is(err, errClosed) {
			return err
		}
		// The box was closed in between, to be opened: seal for the next one.
		st.boxes.CompareAndDelete(wanted, box)
	}
}

// errClosed says that a box takes no more answers.
var errClosed = errors.New("box closed")

// use returns what marks this submission as done: the card, or one tap on a
// shared code. Without a token every tap on a shared code counts.
func (st *Store) use(way survey.Way, s Submission) *survey.CodeHash {
	hash := s.Code.Hash(st.pepper)
	if way == survey.ByPoster {
		if s.Token == "" {
			return nil
		}
		hash = s.Code.Tap(st.pepper, s.Token)
	}
	return &hash
}

// put stores a sealed response, unless its code was used: then it writes as
// much and changes nothing, so that the time taken tells nothing either.
func (st *Store) put(ctx context.Context, box, hand string, use *survey.CodeHash, sealed []byte) error {
	id, err := st.id()
	if err != nil {
		return err
	}
	st.step("submit: begin")
	err = st.together(ctx, func(ctx context.Context, tx *sql.Tx) error {
		n, err := affected(run(ctx, tx, st.hot.seal, box, id, hand, sealed))
		if err != nil {
			return err
		}
		if n == 0 {
			return errClosed
		}
		st.step("submit: sealed")
		if use == nil {
			return nil
		}
		n, err = affected(run(ctx, tx, st.hot.used, use[:]))
		if err == nil && n == 0 {
			_, err = run(ctx, tx, st.hot.unseal, box, id)
		}
		st.step("submit: code spent")
		return err
	})
	st.step("submit: committed")
	return err
}

// takingBox is a box that takes answers, or did when it was looked for.
type takingBox struct {
	id     string
	public []byte
}

// taking returns the box that takes answers for b's survey, version, unit, way and
// promise, making it when there is none. It is remembered: whether it still takes
// answers is seen when one is put into it.
func (st *Store) taking(ctx context.Context, b survey.Box) (*takingBox, error) {
	have, _ := st.boxes.Load(b)
	if box, ok := have.(*takingBox); ok {
		return box, nil
	}
	for {
		var box takingBox
		err := st.read.QueryRowContext(ctx, `
			SELECT id, public_key FROM box
			 WHERE survey = $1 AND version = $2 AND unit = $3 AND way = $4 AND promised = $5 AND state = 'taking'`,
			b.Survey, b.Version, b.Unit, b.Way, b.Promised).Scan(&box.id, &box.public)
		if errors.Is(err, sql.ErrNoRows) {
			err = st.makeBox(ctx, b)
		} else if err == nil {
			var fits bool
			if fits, err = st.keys.fits(box.id, box.public); fits {
				st.boxes.Store(b, &box)
				return &box, nil
			}
			if err == nil { // a copy from before its opening was put back: nobody can open it again
				err = st.markLost(ctx)
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// makeBox makes a box that takes answers, its key first: no answer is ever
// sealed for a key that is not on disk. Where somebody else was first, theirs
// stays.
func (st *Store) makeBox(ctx context.Context, b survey.Box) error {
	id, err := st.name()
	if err != nil {
		return err
	}
	public, err := st.keys.make(id)
	if err != nil {
		return st.checked(err)
	}
	st.step("box: key kept")
	made := false
	err = st.change(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `
			INSERT INTO box (id, survey, version, unit, way, promised, public_key) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`, id, b.Survey, b.Version, b.Unit, b.Way, b.Promised, public)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		made = n == 1
		return err
	})
	if err == nil && !made {
		return st.checked(st.keys.destroy(id)) // nothing was sealed for it
	}
	return wrap(err, "box", id)
}
