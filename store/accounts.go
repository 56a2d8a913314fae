package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Accounts returns everybody who can sign in or was invited to, by name.
func (st *Store) Accounts(ctx context.Context) ([]survey.Account, error) {
	return accounts(ctx, st.read, `true`)
}

// Account returns one account; [survey.ErrNoAccount] when there is none.
func (st *Store) Account(ctx context.Context, id string) (survey.Account, error) {
	return account(ctx, st.read, id)
}

func account(ctx context.Context, db queryer, id string) (survey.Account, error) {
	return oneAccount(accounts(ctx, db, `id = $1`, id))
}

func oneAccount(found []survey.Account, err error) (survey.Account, error) {
	if err == nil && len(found) == 0 {
		err = survey.ErrNoAccount
	}
	if err != nil {
		return survey.Account{}, err
	}
	return found[0], nil
}

// accounts returns those for whom a condition of ours holds, with their grants.
func accounts(ctx context.Context, db queryer, where string, args ...any) ([]survey.Account, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT id, email, name, lang, password <> '', password = ''
		       AND NOT EXISTS (SELECT 1 FROM identity WHERE identity.account = account.id)
		       AND NOT EXISTS (SELECT 1 FROM passkey WHERE passkey.account = account.id), blocked
		  FROM account WHERE `+where+`
		 ORDER BY lower(name), id`, args...)
	list, err := collect(rows, err, func(rows *sql.Rows, a *survey.Account) error {
		return rows.Scan(&a.ID, &a.Email, &a.Name, &a.Lang, &a.HasPassword, &a.Invited, &a.Blocked)
	})
	for i := range list {
		if err != nil {
			break
		}
		rows, e := db.QueryContext(ctx, `SELECT role, unit FROM account_role WHERE account = $1 ORDER BY role, unit`, list[i].ID)
		list[i].Given, err = collect(rows, e, func(rows *sql.Rows, g *survey.Grant) error { return rows.Scan(&g.Role, &g.Unit) })
		if err != nil {
			break
		}
		list[i].Ruled, err = ruledRoles(ctx, db, list[i].ID)
		list[i].Grants = list[i].Given.With(list[i].Ruled)
	}
	return list, err
}

// Invite adds an account and returns it with the token of a link by which its
// owner chooses a password.
func (st *Store) Invite(ctx context.Context, by string, a survey.Account) (survey.Account, string, error) {
	token := ""
	err := st.change(ctx, func(tx *sql.Tx) (err error) {
		if a, err = st.addAccount(ctx, tx, a, ""); err != nil {
			return err
		}
		if token, err = st.invitation(ctx, tx, a.ID); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.account.invited", Object: granted(a.Email, a.Grants)})
	})
	return a, token, err
}

// SetUp makes the first account, an administrator and manager of the whole
// installation, and keeps the first settings; [survey.ErrSetUp] where there is
// an account already.
func (st *Store) SetUp(ctx context.Context, s survey.Settings, a survey.Account, password string) (survey.Account, error) {
	hash, err := st.passwords.hash(ctx, password)
	if err != nil {
		return a, err
	}
	a.Grants = survey.Grants{{Role: survey.Administrator}, {Role: survey.Manager}}
	err = st.change(ctx, func(tx *sql.Tx) (err error) {
		if has, err := hasAccounts(ctx, tx); err != nil || has {
			return errors.Join(err, survey.ErrSetUp)
		}
		if a, err = st.addAccount(ctx, tx, a, hash); err != nil {
			return err
		}
		if err := saveSettings(ctx, tx, s); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: a.ID, Action: "deed.setup", Object: s.Organisation})
	})
	return a, err
}

// HasAccounts reports whether anybody of the staff has an account.
func (st *Store) HasAccounts(ctx context.Context) (bool, error) { return hasAccounts(ctx, st.read) }

func hasAccounts(ctx context.Context, db queryer) (bool, error) {
	n, err := scalar[int](ctx, db, `SELECT count(*) FROM account`)
	return n > 0, err
}

func (st *Store) addAccount(ctx context.Context, tx *sql.Tx, a survey.Account, hash string) (survey.Account, error) {
	taken, err := scalar[int](ctx, tx, `SELECT count(*) FROM account WHERE email = $1`, a.Email)
	if err != nil {
		return a, err
	}
	if taken > 0 {
		return a, survey.ErrEmailTaken
	}
	if a.ID, err = st.name(); err != nil {
		return a, err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO account (id, email, name, lang, password) VALUES ($1, $2, $3, $4, $5)`,
		a.ID, a.Email, a.Name, a.Lang, hash); err != nil {
		return a, err
	}
	return a, setGrants(ctx, tx, a)
}

func setGrants(ctx context.Context, tx *sql.Tx, a survey.Account) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM account_role WHERE account = $1`, a.ID); err != nil {
		return err
	}
	for _, g := range a.Grants {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO account_role (account, role, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			a.ID, g.Role, g.Unit); err != nil {
			return err
		}
	}
	return nil
}

// SaveAccount keeps the name, address, grants and blocking of an account. Who
// is blocked or loses a role is signed out.
func (st *Store) SaveAccount(ctx context.Context, by string, a survey.Account) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		before, err := account(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		taken, err := scalar[int](ctx, tx, `SELECT count(*) FROM account WHERE email = $1 AND id <> $2`, a.Email, a.ID)
		if err != nil {
			return err
		}
		if taken > 0 {
			return survey.ErrEmailTaken
		}
		if _, err := tx.ExecContext(ctx, `UPDATE account SET email = $2, name = $3, blocked = $4 WHERE id = $1`,
			a.ID, a.Email, a.Name, a.Blocked); err != nil {
			return err
		}
		if a.Email != before.Email { // a link that went to another address must let nobody in
			if _, err := tx.ExecContext(ctx, `DELETE FROM invitation WHERE account = $1`, a.ID); err != nil {
				return err
			}
		}
		if err := setGrants(ctx, tx, a); err != nil {
			return err
		}
		lost := slices.ContainsFunc(before.Given, func(g survey.Grant) bool { return !slices.Contains(a.Grants, g) })
		if a.Blocked || lost {
			if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = $1`, a.ID); err != nil {
				return err
			}
		}
		if err := keepAdministrator(ctx, tx); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.account.changed", Object: changed(before, a)})
	})
}

// changed names in the audit log an account that was saved, with what it was
// before where that opens anything: its address or its roles.
func changed(before, now survey.Account) string {
	was, is := granted(before.Email, before.Given), granted(now.Email, now.Grants)
	if was == is {
		return now.Email
	}
	return was + " → " + is
}

// granted names an account in the audit log with the roles that people gave it.
func granted(email string, grants survey.Grants) string {
	var roles []string
	for _, g := range grants {
		roles = append(roles, strings.TrimSpace(string(g.Role)+" "+g.Unit))
	}
	slices.Sort(roles)
	return email + ": " + strings.Join(roles, ", ")
}

// DeleteAccount removes an account. What its owner did stays in the audit log.
func (st *Store) DeleteAccount(ctx context.Context, by, id string) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		a, err := account(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM account WHERE id = $1`, id); err != nil {
			return err
		}
		if err := keepAdministrator(ctx, tx); err != nil {
			return err
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.account.deleted", Object: a.Email})
	})
}

// keepAdministrator refuses what would leave nobody to look after accounts.
func keepAdministrator(ctx context.Context, tx *sql.Tx) error {
	n, err := scalar[int](ctx, tx, `
		SELECT count(*) FROM account JOIN account_role ON account_role.account = account.id
		 WHERE role = 'administrator' AND unit = '' AND blocked = 0 AND password <> ''`)
	if err == nil && n == 0 {
		err = survey.ErrLastAdministrator
	}
	return err
}

// SaveProfile keeps what the owner of an account may change alone.
func (st *Store) SaveProfile(ctx context.Context, id, name, lang string) error {
	r, err := st.exec(ctx, `UPDATE account SET name = $2, lang = $3 WHERE id = $1`, id, name, lang)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, survey.ErrNoAccount)
	}
	return nil
}
