package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"

	"ouderstem/survey"
)

// SignIn returns the account of who the organisation's own provider says is
// there, with the roles that the rules give for its words; what people gave the
// account stays. The account is that of the identity; else the one with its
// verified address, which is then tied to it; else a new one, where the rules
// give it a role. [survey.ErrNoAccess] for who is blocked or has no role.
func (st *Store) SignIn(ctx context.Context, id survey.Identity) (a survey.Account, err error) {
	allowed := false
	// Roles that the rules no longer give are taken away from who gets no
	// further: that is kept, so it is not told by an error of the transaction.
	err = st.change(ctx, func(tx *sql.Tx) error {
		tree, err := units(ctx, tx)
		if err != nil {
			return err
		}
		rules, err := signInRules(ctx, tx)
		if err != nil {
			return err
		}
		ruled := ruledBy(rules, tree, id.Words)
		found, err := st.identified(ctx, tx, id, len(ruled) > 0)
		if err != nil {
			return err
		}
		if err := st.rule(ctx, tx, found, ruled); err != nil {
			return err
		}
		a, err = account(ctx, tx, found.ID)
		allowed = !a.Blocked && len(a.Grants) > 0
		return err
	})
	if err == nil && !allowed {
		err = survey.ErrNoAccess
	}
	return a, err
}

// ruledBy are the grants that rules give for words, on units that there are.
func ruledBy(rules []survey.SignInRule, tree survey.Units, words []string) survey.Grants {
	var grants survey.Grants
	for _, r := range rules {
		there := r.Unit == survey.Everywhere || slices.ContainsFunc(tree, func(u survey.Unit) bool { return u.ID == r.Unit })
		if there && slices.Contains(words, r.Word) && !slices.Contains(grants, r.Grant) {
			grants = append(grants, r.Grant)
		}
	}
	return grants
}

// identified finds or makes the account of an identity.
func (st *Store) identified(ctx context.Context, tx *sql.Tx, id survey.Identity, welcome bool) (survey.Account, error) {
	a, err := oneAccount(accounts(ctx, tx, `id = (SELECT account FROM identity WHERE issuer = $1 AND subject = $2)`, id.Issuer, id.Subject))
	if !errors.Is(err, survey.ErrNoAccount) {
		return a, err
	}
	if id.Email != "" {
		a, err = oneAccount(accounts(ctx, tx, `email = $1`, id.Email))
		if err == nil {
			return a, st.tie(ctx, tx, a, id)
		}
		if !errors.Is(err, survey.ErrNoAccount) {
			return a, err
		}
	}
	if !welcome {
		return a, survey.ErrNoAccess
	}
	a = survey.Account{Email: id.Email, Name: id.Name}
	if a.Email == "" {
		a.Email = standIn(id)
	}
	if a.Name == "" {
		a.Name = a.Email
	}
	if len(survey.CheckRecord(a)) > 0 { // a name or address that is none, or far too long
		return a, survey.ErrNoAccess
	}
	if a, err = st.addAccount(ctx, tx, a, ""); err != nil {
		return a, err
	}
	return a, errors.Join(st.note(ctx, tx, survey.Deed{By: a.ID, Action: "deed.account.came", Object: a.Email}), st.tie(ctx, tx, a, id))
}

// tie notes who an account is at the provider. An account that is somebody else
// there already stays theirs: addresses are given to new people.
func (st *Store) tie(ctx context.Context, tx *sql.Tx, a survey.Account, id survey.Identity) error {
	taken, err := scalar[int](ctx, tx, `SELECT count(*) FROM identity WHERE account = $1 AND issuer = $2`, a.ID, id.Issuer)
	if err != nil {
		return err
	}
	if taken > 0 || a.Blocked {
		return survey.ErrNoAccess
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO identity (issuer, subject, account) VALUES ($1, $2, $3)`, id.Issuer, id.Subject, a.ID); err != nil {
		return err
	}
	return st.note(ctx, tx, survey.Deed{By: a.ID, Action: "deed.account.tied", Object: a.Email})
}

// standIn is what an account has for an address when the provider verified
// none: something that nobody can type to sign in, and no mail goes to.
func standIn(id survey.Identity) string {
	host := "provider"
	if u, err := url.Parse(id.Issuer); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	sum := sha256.Sum256([]byte(id.Subject))
	const enough = 6 // bytes
	return "id-" + hex.EncodeToString(sum[:enough]) + "@" + host + ".invalid"
}

// rule replaces what the rules give an account. Who loses a role is signed out
// everywhere.
func (st *Store) rule(ctx context.Context, tx *sql.Tx, a survey.Account, ruled survey.Grants) error {
	before, err := ruledRoles(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	missing := func(from survey.Grants) func(survey.Grant) bool {
		return func(g survey.Grant) bool { return !slices.Contains(from, g) }
	}
	lost, won := slices.ContainsFunc(before, missing(ruled)), slices.ContainsFunc(ruled, missing(before))
	if !lost && !won {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM ruled_role WHERE account = $1`, a.ID); err != nil {
		return err
	}
	for _, g := range ruled {
		if _, err := tx.ExecContext(ctx, `INSERT INTO ruled_role (account, role, unit) VALUES ($1, $2, $3)`, a.ID, g.Role, g.Unit); err != nil {
			return err
		}
	}
	if lost {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = $1`, a.ID); err != nil {
			return err
		}
	}
	return st.note(ctx, tx, survey.Deed{Action: "deed.account.ruled", Object: a.Email})
}

func ruledRoles(ctx context.Context, db queryer, account string) (survey.Grants, error) {
	rows, err := db.QueryContext(ctx, `SELECT role, unit FROM ruled_role WHERE account = $1 ORDER BY role, unit`, account)
	return collect(rows, err, func(rows *sql.Rows, g *survey.Grant) error { return rows.Scan(&g.Role, &g.Unit) })
}

// IdentifiedAs reports whether an account is who the provider says is there.
func (st *Store) IdentifiedAs(ctx context.Context, account string, id survey.Identity) (bool, error) {
	n, err := scalar[int](ctx, st.read, `SELECT count(*) FROM identity WHERE account = $1 AND issuer = $2 AND subject = $3`,
		account, id.Issuer, id.Subject)
	return n > 0, err
}

// KnownAt reports whether an account has an identity at a provider.
func (st *Store) KnownAt(ctx context.Context, account, issuer string) (bool, error) {
	n, err := scalar[int](ctx, st.read, `SELECT count(*) FROM identity WHERE account = $1 AND issuer = $2`, account, issuer)
	return n > 0, err
}

// SignInRules returns all rules, by word.
func (st *Store) SignInRules(ctx context.Context) ([]survey.SignInRule, error) {
	return signInRules(ctx, st.read)
}

func signInRules(ctx context.Context, db queryer) ([]survey.SignInRule, error) {
	rows, err := db.QueryContext(ctx, `SELECT word, role, unit FROM sign_in_rule ORDER BY lower(word), word, role, unit`)
	return collect(rows, err, func(rows *sql.Rows, r *survey.SignInRule) error { return rows.Scan(&r.Word, &r.Role, &r.Unit) })
}

// AddSignInRule adds a rule; [survey.ErrRuleExists] when it is there. It holds
// for who signs in from now on.
func (st *Store) AddSignInRule(ctx context.Context, by string, r survey.SignInRule) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO sign_in_rule (word, role, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, r.Word, r.Role, r.Unit)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, survey.ErrRuleExists)
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.rule.added", Object: r.Word + ": " + string(r.Role) + " " + r.Unit})
	})
}

// RemoveSignInRule removes a rule. Who has a role by it keeps it until they sign
// in again.
func (st *Store) RemoveSignInRule(ctx context.Context, by string, r survey.SignInRule) error {
	return st.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM sign_in_rule WHERE word = $1 AND role = $2 AND unit = $3`, r.Word, r.Role, r.Unit)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, survey.ErrNoRecord)
		}
		return st.note(ctx, tx, survey.Deed{By: by, Action: "deed.rule.removed", Object: r.Word + ": " + string(r.Role) + " " + r.Unit})
	})
}
