package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"ouderstem/survey"
)

// What the sets of an edition are of.
const (
	ofCounts   = "counts"
	ofComments = "comments"
)

// setsKey is what a row of edition_set holds the sets of.
type setsKey struct {
	year int
	what string
}

// packedSets is how sets of one year lie in the database: every comment stands
// there once.
type packedSets struct {
	IDs  []string    `json:"ids,omitempty"`
	Sets []packedOne `json:"sets"`
}

type packedOne struct {
	Of  string            `json:"of"`
	Own []survey.OwnCount `json:"own,omitempty"`
	At  []int             `json:"at,omitempty"` // places in IDs
}

// insertSets keeps the sets of answers of an edition.
func (st *Store) insertSets(ctx context.Context, tx *sql.Tx, e survey.Edition) error {
	rows := map[setsKey]*packedSets{}
	places := map[string]int{}
	var keys []setsKey
	for _, s := range e.Shown {
		key := setsKey{s.Year, ofCounts}
		if len(s.Own) == 0 {
			key.what = ofComments
		}
		row := rows[key]
		if row == nil {
			row = &packedSets{}
			rows[key], keys = row, append(keys, key)
		}
		one := packedOne{Of: s.Of, Own: s.Own}
		for _, id := range s.Comments { // a comment is of one year, so its place is in one row
			at, known := places[id]
			if !known {
				at = len(row.IDs)
				places[id], row.IDs = at, append(row.IDs, id)
			}
			one.At = append(one.At, at)
		}
		row.Sets = append(row.Sets, one)
	}
	for _, key := range keys {
		packed, err := pack(rows[key])
		if err != nil {
			return err
		}
		body, err := st.encrypt(forEditions, setsName(e, key), packed)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO edition_set (unit, year, survey, number, of_year, of_what, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			append(ofEdition(e), key.year, key.what, body)...); err != nil {
			return err
		}
	}
	return nil
}

// setsName is what a body is encrypted for.
func setsName(e survey.Edition, key setsKey) string {
	return fmt.Sprintf("%q %d %q %d %d %s", e.Unit, e.Year, e.Survey, e.Number, key.year, key.what)
}

func pack(sets *packedSets) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(sets); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte, sets *packedSets) error {
	r := flate.NewReader(bytes.NewReader(packed))
	plain, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, sets)
}

// Published is what was ever published of a survey: the ledger's book.
type Published struct {
	Sets []survey.ShownSet // of all editions, withdrawn ones too
	// Known is how many editions there are, of any survey: for [Store.PublishReport].
	Known int
}

// ToPublish is what an edition is made of: the results of one moment, what each
// unit at and below that of the report has of them by itself, and what was
// published before.
type ToPublish struct {
	Results   survey.Results
	Own       []survey.OwnCounts // of all years, by unit and year
	Tree      survey.Units
	Published Published
}

// ToPublish returns what an edition on a survey in a unit and a year is made of.
func (st *Store) ToPublish(ctx context.Context, surveyID, unitID string, year int) (p ToPublish, err error) {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if p.Results, err = st.results(ctx, tx, surveyID, unitID, year); err != nil {
		return p, err
	}
	if p.Tree, err = units(ctx, tx); err != nil {
		return p, err
	}
	everything := counted{survey: surveyID, unit: p.Results.Unit.ID, to: latestYear, all: true}
	if p.Own, err = ownCounts(ctx, tx, everything); err != nil {
		return p, wrap(err, "counts of", unitID)
	}
	p.Published, err = st.published(ctx, tx, surveyID)
	return p, err
}

func (st *Store) published(ctx context.Context, tx *sql.Tx, surveyID string) (p Published, err error) {
	if p.Known, err = scalar[int](ctx, tx, `SELECT count(*) FROM edition`); err != nil {
		return p, err
	}
	type row struct {
		of   survey.Edition
		key  setsKey
		body []byte
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT unit, year, survey, number, of_year, of_what, body FROM edition_set
		 WHERE survey = $1 ORDER BY unit, year, number, of_year, of_what`, surveyID)
	list, err := collect(rows, err, func(rows *sql.Rows, r *row) error {
		return rows.Scan(&r.of.Unit, &r.of.Year, &r.of.Survey, &r.of.Number, &r.key.year, &r.key.what, &r.body)
	})
	if err != nil {
		return p, err
	}
	for _, r := range list {
		packed, err := st.decrypt(forEditions, setsName(r.of, r.key), r.body)
		if err != nil {
			return p, wrap(err, "sets of", editionName(r.of))
		}
		var sets packedSets
		if err := unpack(packed, &sets); err != nil {
			return p, wrap(err, "sets of", editionName(r.of))
		}
		for _, one := range sets.Sets {
			s := survey.ShownSet{Of: one.Of, Year: r.key.year, Own: one.Own}
			for _, at := range one.At {
				s.Comments = append(s.Comments, sets.IDs[at])
			}
			slices.Sort(s.Comments)
			p.Sets = append(p.Sets, s)
		}
	}
	return p, nil
}
