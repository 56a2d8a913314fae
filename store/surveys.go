package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"ouderstem/survey"
)

// Publish keeps s as the next version of its survey and returns it with that
// version. From then on that version never changes. What is published already,
// word for word, stays the version it is: a new one would have boxes of its own
// that begin empty.
func (st *Store) Publish(ctx context.Context, s *survey.Survey) (*survey.Survey, error) {
	var published *survey.Survey
	err := st.change(ctx, func(tx *sql.Tx) (err error) {
		published, err = publish(ctx, tx, s)
		return err
	})
	if err != nil {
		return nil, wrap(err, "survey", s.ID)
	}
	return published, nil
}

func publish(ctx context.Context, tx *sql.Tx, s *survey.Survey) (*survey.Survey, error) {
	taken, err := scalar[int](ctx, tx, `SELECT count(*) FROM survey WHERE address = $1 AND id <> $2`, s.Address(), s.ID)
	if err != nil {
		return nil, err
	}
	if taken > 0 {
		return nil, survey.ErrAddressTaken.With("Survey", s.ID)
	}
	newest, err := definition(ctx, tx, s.ID, 0)
	if err != nil && !errors.Is(err, survey.ErrNoSurvey) {
		return nil, err
	}
	if err == nil && newest.SameAs(s) {
		return newest, nil
	}
	last, err := scalar[int](ctx, tx, `SELECT coalesce(max(version), 0) FROM survey WHERE id = $1`, s.ID)
	if err != nil {
		return nil, err
	}
	published := *s
	published.Version = last + 1
	definition, err := json.Marshal(published)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO survey (id, version, address, definition) VALUES ($1, $2, $3, $4)`,
		s.ID, published.Version, s.Address(), string(definition))
	return &published, err
}

// Survey returns a version of a survey, or its newest for version 0;
// [survey.ErrNoSurvey] where there is none.
func (st *Store) Survey(ctx context.Context, id string, version int) (*survey.Survey, error) {
	return definition(ctx, st.read, id, version)
}

func definition(ctx context.Context, db queryer, id string, version int) (*survey.Survey, error) {
	definition, err := scalar[string](ctx, db, `
		SELECT definition FROM survey
		 WHERE id = $1 AND (version = $2 OR $2 = 0)
		 ORDER BY version DESC LIMIT 1`, id, version)
	return parsed(definition, err, id)
}

// definitionAt returns what [Store.SurveyAt] does.
func definitionAt(ctx context.Context, db queryer, address string, version int) (*survey.Survey, error) {
	definition, err := scalar[string](ctx, db, `
		SELECT definition FROM survey
		 WHERE address = $1 AND (version = $2 OR $2 = 0)
		 ORDER BY version DESC LIMIT 1`, address, version)
	return parsed(definition, err, address)
}

// Surveys returns the newest version of every published survey, by id.
func (st *Store) Surveys(ctx context.Context) ([]*survey.Survey, error) {
	rows, err := st.read.QueryContext(ctx, `
		SELECT definition FROM survey AS s
		 WHERE version = (SELECT max(version) FROM survey WHERE id = s.id)
		 ORDER BY id`)
	return collect(rows, err, func(rows *sql.Rows, s **survey.Survey) error {
		var definition []byte
		if err := rows.Scan(&definition); err != nil {
			return err
		}
		return json.Unmarshal(definition, s)
	})
}

func parsed(definition string, err error, key string) (*survey.Survey, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, survey.ErrNoSurvey.With("Survey", key)
	}
	if err != nil {
		return nil, wrap(err, "survey", key)
	}
	var s survey.Survey
	return &s, wrap(json.Unmarshal([]byte(definition), &s), "survey", key)
}
