package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Units returns the whole tree.
func (st *Store) Units(ctx context.Context) (survey.Units, error) {
	return units(ctx, st.read)
}

func units(ctx context.Context, db queryer) (survey.Units, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, coalesce(parent, ''), name FROM unit ORDER BY id`)
	return collect(rows, err, func(rows *sql.Rows, u *survey.Unit) error {
		return rows.Scan(&u.ID, &u.Parent, &u.Name)
	})
}

// AddUnit adds a unit under parent, or at the top for "". The id is made of the
// name where it is empty.
func (st *Store) AddUnit(ctx context.Context, u survey.Unit) (survey.Unit, error) {
	u.Name = strings.Join(strings.Fields(survey.Clean(u.Name)), " ")
	if u.ID == "" {
		const longest = 60
		u.ID = survey.Slug(u.Name)
		u.ID = strings.Trim(u.ID[:min(len(u.ID), longest)], "-")
	}
	if len(survey.CheckRecord(u)) > 0 {
		return u, survey.ErrUnitName.With("Unit", u.ID)
	}
	err := st.change(ctx, func(tx *sql.Tx) error {
		tree, err := units(ctx, tx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(tree, func(have survey.Unit) bool { return have.ID == u.ID }) {
			return survey.ErrUnitExists.With("Unit", u.ID)
		}
		if u.Parent != "" {
			parent, err := tree.Find(u.Parent)
			if err != nil {
				return err
			}
			u.Parent = parent.ID
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO unit (id, parent, name) VALUES ($1, nullif($2, ''), $3)`, u.ID, u.Parent, u.Name)
		return err
	})
	return u, err
}

// MoveUnit puts a unit, with all below it, under another parent, or at the top
// for "".
func (st *Store) MoveUnit(ctx context.Context, id, parent string) error {
	return st.change(ctx, func(tx *sql.Tx) error { return moveUnit(ctx, tx, id, parent) })
}

func moveUnit(ctx context.Context, tx *sql.Tx, id, parent string) error {
	tree, err := units(ctx, tx)
	if err != nil {
		return err
	}
	u, err := tree.Find(id)
	if err != nil {
		return err
	}
	if parent != "" {
		p, err := tree.Find(parent)
		if err != nil {
			return err
		}
		if slices.Contains(tree.Below(u.ID), p.ID) {
			return survey.ErrUnitLoop.With("Unit", u.ID).With("Parent", p.ID)
		}
		parent = p.ID
	}
	_, err = tx.ExecContext(ctx, `UPDATE unit SET parent = nullif($1, '') WHERE id = $2`, parent, u.ID)
	return err
}

// renameUnit gives a unit another name. Its id stays: reports and answers go by
// that.
func renameUnit(ctx context.Context, tx *sql.Tx, id, name string) error {
	name = strings.Join(strings.Fields(survey.Clean(name)), " ")
	if len(survey.CheckRecord(survey.Unit{ID: id, Name: name})) > 0 {
		return survey.ErrUnitName.With("Unit", id)
	}
	r, err := tx.ExecContext(ctx, `UPDATE unit SET name = $2 WHERE id = $1`, id, name)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrNoUnit.With("Unit", id))
	}
	return nil
}

// SaveUnit renames and moves a unit, both or nothing. It is noted in the audit
// log with where the unit is: who leads the unit above leads all below it.
func (st *Store) SaveUnit(ctx context.Context, by string, u survey.Unit) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		if err := renameUnit(ctx, tx, u.ID, u.Name); err != nil {
			return err
		}
		if err := moveUnit(ctx, tx, u.ID, u.Parent); err != nil {
			return err
		}
		tree, err := units(ctx, tx)
		if err != nil {
			return err
		}
		if u, err = tree.Find(u.ID); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.unit.changed", Object: placed(u)})
	})
}

// placed names a unit with the one above it.
func placed(u survey.Unit) string {
	object := u.Name + " (" + u.ID + ")"
	if u.Parent != "" {
		object += " < " + u.Parent
	}
	return object
}

// inUse names the units that something belongs to: units below, cards,
// answers, marks that were shown, editions, key figures, measures, surveys. A deleted account's roles are no use.
const inUse = `
	SELECT parent FROM unit WHERE parent IS NOT NULL
	UNION SELECT unit FROM batch UNION SELECT unit FROM box UNION SELECT unit FROM opening
	UNION SELECT unit FROM tally UNION SELECT unit FROM waiting
	UNION SELECT unit FROM key_figure UNION SELECT unit FROM measure
	UNION SELECT unit FROM shown_mark UNION SELECT unit FROM edition UNION SELECT unit FROM draft UNION SELECT unit FROM survey_owner`

// UnitsInUse returns the units that cannot be deleted, because something
// belongs to them.
func (st *Store) UnitsInUse(ctx context.Context) (map[string]bool, error) {
	rows, err := st.read.QueryContext(ctx, inUse)
	ids, err := collect(rows, err, func(rows *sql.Rows, id *string) error { return rows.Scan(id) })
	used := map[string]bool{}
	for _, id := range ids {
		used[id] = true
	}
	return used, err
}

// DeleteUnit removes a unit that nothing belongs to, with the roles on it and
// the themes that were confirmed and the reports that were begun for it; [survey.ErrUnitInUse] otherwise.
func (st *Store) DeleteUnit(ctx context.Context, id string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		used, err := scalar[int](ctx, tx, `SELECT count(*) FROM (`+inUse+`) AS used WHERE parent = $1`, id)
		if err != nil {
			return err
		}
		if used > 0 {
			return survey.ErrUnitInUse.With("Unit", id)
		}
		for _, end := range []string{
			`DELETE FROM account_role WHERE unit = $1`, `DELETE FROM ruled_role WHERE unit = $1`, `DELETE FROM sign_in_rule WHERE unit = $1`,
			`DELETE FROM confirmed WHERE unit = $1`, `DELETE FROM report_draft WHERE unit = $1`,
		} {
			if _, err := tx.ExecContext(ctx, end, id); err != nil {
				return err
			}
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM unit WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, survey.ErrNoUnit.With("Unit", id))
		}
		return nil
	})
}
