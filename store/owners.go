package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Owners returns the unit of every survey that has one, by the survey's id. A
// survey without is of the whole installation.
func (st *Store) Owners(ctx context.Context) (map[string]string, error) {
	rows, err := st.read.QueryContext(ctx, `SELECT survey, unit FROM survey_owner`)
	type owner struct{ survey, unit string }
	list, err := collect(rows, err, func(rows *sql.Rows, o *owner) error { return rows.Scan(&o.survey, &o.unit) })
	owners := map[string]string{}
	for _, o := range list {
		owners[o.survey] = o.unit
	}
	return owners, err
}

// SurveysFor returns the surveys that can be used in a unit: the newest version of
// those of the whole installation, of the unit and of the units above it, by id;
// then the templates that nobody published yet, whose version is 0. Those are
// published on first use.
func (st *Store) SurveysFor(ctx context.Context, tree survey.Units, unit string) ([]*survey.Survey, error) {
	owners, err := st.Owners(ctx)
	if err != nil {
		return nil, err
	}
	published, err := st.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	usable, err := survey.Templates()
	if err != nil {
		return nil, err
	}
	branch := append(tree.Above(unit), unit)
	for _, s := range published {
		delete(usable, s.ID)
		if owner, owned := owners[s.ID]; !owned || slices.Contains(branch, owner) {
			usable[s.ID] = s
		}
	}
	return slices.SortedFunc(maps.Values(usable), func(a, b *survey.Survey) int {
		if (a.Version == 0) != (b.Version == 0) {
			return b.Version - a.Version
		}
		return strings.Compare(a.ID, b.ID)
	}), nil
}

// DraftTarget tells what publishing d makes. whole says that who asks may
// change what the whole installation uses.
func (st *Store) DraftTarget(ctx context.Context, d survey.Draft, whole bool) (survey.Target, error) {
	return target(ctx, st.read, d, whole)
}

// target is the next version of the survey whose id the draft has, where that is
// theirs to change; else a survey of its own.
func target(ctx context.Context, db queryer, d survey.Draft, whole bool) (survey.Target, error) {
	templates, err := survey.Templates()
	if err != nil {
		return survey.Target{}, err
	}
	if id := d.Survey.ID; survey.IsNamed(id) {
		last, err := definition(ctx, db, id, 0)
		if errors.Is(err, survey.ErrNoSurvey) && templates[id] == nil {
			return survey.Target{ID: id, Owner: d.Unit}, nil
		}
		if err == nil {
			owner, err := scalar[string](ctx, db, `SELECT coalesce((SELECT unit FROM survey_owner WHERE survey = $1), '')`, id)
			if err != nil || owner == d.Unit || owner == "" && whole {
				return survey.Target{ID: id, Last: last, Owner: owner}, err
			}
		}
		if err != nil && !errors.Is(err, survey.ErrNoSurvey) {
			return survey.Target{}, err
		}
	}
	rows, err := db.QueryContext(ctx, `SELECT DISTINCT id, address FROM survey`)
	taken, err := collect(rows, err, func(rows *sql.Rows, s *struct{ id, address string }) error { return rows.Scan(&s.id, &s.address) })
	id := survey.NewID(d.Survey.Title.In("", d.Survey.Languages...), "survey", func(id string) bool {
		address := (&survey.Survey{ID: id}).Address()
		return templates[id] != nil || slices.ContainsFunc(taken, func(s struct{ id, address string }) bool { return s.id == id || s.address == address })
	})
	return survey.Target{ID: id, Owner: d.Unit}, err
}

// PublishDraft publishes a draft as [Store.DraftTarget] says and takes it out of
// the drafts. [survey.ErrChanged] when it changed after d was read,
// [survey.ErrBadDefinition] while it has faults.
func (st *Store) PublishDraft(ctx context.Context, who string, d survey.Draft, whole bool) (published *survey.Survey, err error) {
	err = st.change(ctx, func(tx *sql.Tx) error {
		was, err := draft(ctx, tx, d.Unit, d.ID)
		switch {
		case err != nil:
			return err
		case was.Revision != d.Revision:
			return survey.ErrChanged
		case len(was.Survey.Faults()) > 0:
			return survey.ErrBadDefinition
		}
		to, err := target(ctx, tx, was, whole)
		if err != nil {
			return err
		}
		s := was.Survey.Named()
		s.ID = to.ID
		if published, err = publish(ctx, tx, s); err != nil {
			return err
		}
		if to.Owner != "" {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO survey_owner (survey, unit) VALUES ($1, $2) ON CONFLICT (survey) DO NOTHING`, to.ID, to.Owner); err != nil {
				return err
			}
		}
		if err := dropDraft(ctx, tx, was.ID); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: who, Action: "deed.survey.published", Object: fmt.Sprintf("%s (%d)", published.ID, published.Version)})
	})
	return published, wrap(err, "draft", d.ID)
}

// Turnout returns what came from each unit of a branch itself in a year, with a
// survey; for survey "" with the one that brought in most.
func (st *Store) Turnout(ctx context.Context, surveyID, unit string, year int) ([]survey.Turnout, error) {
	rows, err := st.read.QueryContext(ctx, below+`
		SELECT unit.id,
		       coalesce((SELECT max(n) FROM (
		           SELECT sum(n) AS n FROM opening
		            WHERE opening.unit = unit.id AND year = $2 AND ($3 = '' OR survey = $3) GROUP BY survey)), 0),
		       coalesce((SELECT max(n) FROM (
		           SELECT sum(handed_out.n) AS n FROM handed_out JOIN batch ON batch.id = handed_out.batch
		            WHERE batch.unit = unit.id AND way = 'card' AND year = $2 AND ($3 = '' OR survey = $3) GROUP BY survey)), -1)
		  FROM unit JOIN below ON below.id = unit.id ORDER BY unit.id`, unit, year, surveyID)
	return collect(rows, err, func(rows *sql.Rows, t *survey.Turnout) error { return rows.Scan(&t.Unit, &t.Answers, &t.HandedOut) })
}
