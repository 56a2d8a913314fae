package store

import (
	"database/sql"
	"time"

	"ouderstem/survey"
)

// accountChecks look at who of the staff may come in, and how.
var accountChecks = []auditCheck{
	{"administrators", (*auditor).administrators},
	{"second-factor", (*auditor).secondFactor},
	{"accounts-unused", (*auditor).accountsUnused},
}

// How many administrators there may be before somebody should look: with one,
// nobody can help when they are ill; each further one can let in anybody.
const (
	fewAdministrators  = 2
	mostAdministrators = 5
)

// admins returns who may look after everything.
func (a *auditor) admins() ([]survey.Account, error) {
	return accounts(a.ctx, a.st.read, `blocked = 0 AND (
		EXISTS (SELECT 1 FROM account_role WHERE account = account.id AND role = 'administrator') OR
		EXISTS (SELECT 1 FROM ruled_role WHERE account = account.id AND role = 'administrator'))`)
}

func (a *auditor) administrators(c *survey.Check) error {
	admins, err := a.admins()
	switch n := len(admins); {
	case err != nil:
	case n == 0:
		c.Fail(survey.Finding("audit.found.no-administrator"))
	case n < fewAdministrators, n > mostAdministrators:
		c.Warn(survey.Finding("audit.found.administrators", "N", n))
	}
	return err
}

// secondFactor looks for administrators for whom a password is enough. Who has no
// password signs in with a passkey, or at the provider, which is asked elsewhere.
func (a *auditor) secondFactor(c *survey.Check) error {
	admins, err := a.admins()
	if err != nil {
		return err
	}
	for _, admin := range admins {
		f, err := a.st.Factors(a.ctx, admin.ID)
		if err != nil {
			return err
		}
		switch {
		case admin.HasPassword && !f.Codes:
			c.Fail(survey.Finding("audit.found.password-only", "Name", admin.Name))
		case !admin.HasPassword && !admin.Invited && len(f.Passkeys) == 0:
			c.Say(survey.Finding("audit.found.provider-decides", "Name", admin.Name))
		}
	}
	return nil
}

// accountsUnused looks for accounts that nobody came in with while they could,
// and for those of which the audit log says nothing for a year. When somebody
// signed in is kept nowhere.
func (a *auditor) accountsUnused(c *survey.Check) error {
	list, err := accounts(a.ctx, a.st.read, `blocked = 0`)
	if err != nil {
		return err
	}
	type line struct{ account, object, day string }
	rows, err := a.st.read.QueryContext(a.ctx, `
		SELECT account, object, max(on_day) FROM deed GROUP BY account, object ORDER BY account, object`)
	lines, err := collect(rows, err, func(rows *sql.Rows, l *line) error { return rows.Scan(&l.account, &l.object, &l.day) })
	if err != nil {
		return err
	}
	last := map[string]string{} // by account and by address: the last day there is a line of it
	for _, l := range lines {
		last[l.account] = max(last[l.account], l.day)
		last[l.object] = max(last[l.object], l.day)
	}
	yearAgo := a.o.Now.AddDate(-1, 0, 0).Format(time.DateOnly)
	for _, account := range list {
		signedIn, err := scalar[int](a.ctx, a.st.read, `
			SELECT (SELECT count(*) FROM session WHERE account = $1)
			     + (SELECT count(*) FROM invitation WHERE account = $1 AND expires >= $2)`, account.ID, a.o.Now.Unix())
		if err != nil {
			return err
		}
		day := max(last[account.ID], last[account.Email])
		switch {
		case signedIn > 0:
		case account.Invited:
			c.Warn(survey.Finding("audit.found.never-used", "Name", account.Name))
		case day != "" && day < yearAgo:
			c.Warn(survey.Finding("audit.found.long-unused", "Name", account.Name, "Day", day))
		}
	}
	return nil
}
