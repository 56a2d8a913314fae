package main

import (
	"fmt"
	"strings"

	"ouderstem/store"
	"ouderstem/survey"
)

// accountCmd looks after accounts from the machine itself: for an administrator
// who has lost a password, or who never had a browser.
type accountCmd struct {
	List   accountListCmd   `cmd:"" help:"${cli_account_list}"`
	Invite accountInviteCmd `cmd:"" help:"${cli_account_invite}"`
	Link   accountLinkCmd   `cmd:"" help:"${cli_account_link}"`
}

type accountListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run lists accounts with their roles.
func (c accountListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		accounts, err := st.Accounts(p.ctx)
		if err != nil {
			return err
		}
		return list(p, c.Format, accounts, func(a survey.Account) string {
			var roles []string
			for _, g := range a.Grants {
				roles = append(roles, strings.TrimSuffix(string(g.Role)+":"+g.Unit, ":"))
			}
			return strings.Join([]string{a.Email, a.Name, strings.Join(roles, ",")}, "\t")
		})
	})
}

type accountInviteCmd struct {
	data
	site
	Email string   `arg:"" help:"${cli_account_email}"`
	Name  string   `help:"${cli_account_name}" required:""`
	Role  []string `help:"${cli_account_role}" required:""`
}

// site is where staff reach the program.
type site struct {
	URL string `name:"url" help:"${cli_account_url}" default:"http://localhost:8080"`
}

// print prints the link by which an account's owner chooses a password.
func (s site) print(p *program, token string) error {
	base, err := siteOf("--url", s.URL)
	if err != nil {
		return err
	}
	return p.say("cli.account.invited", "URL", base+"/staff/invitation/"+token)
}

// Run makes an account and prints the link for it.
func (c accountInviteCmd) Run(p *program) error {
	return c.create(p, func(st *store.Store) error {
		tree, err := st.Units(p.ctx)
		if err != nil {
			return err
		}
		a := survey.Account{Email: survey.CleanEmail(c.Email), Name: survey.Clean(c.Name)}
		for _, r := range c.Role {
			g, err := grant(tree, r)
			if err != nil {
				return err
			}
			a.Grants = append(a.Grants, g)
		}
		if len(survey.CheckRecord(a)) > 0 {
			return survey.ErrBadFlag.With("Flag", "EMAIL, --name").With("Value", fmt.Sprintf("%q, %q", c.Email, c.Name))
		}
		_, token, err := st.Invite(p.ctx, "", a)
		if err != nil {
			return err
		}
		return c.print(p, token)
	})
}

// grant reads a role, with the id or name of a unit behind a colon, or without
// for the whole installation.
func grant(tree survey.Units, typed string) (survey.Grant, error) {
	role, unit, _ := strings.Cut(typed, ":")
	g := survey.Grant{Role: survey.Role(role)}
	if len(survey.CheckRecord(g)) > 0 || g.Role == survey.Administrator && unit != "" {
		return g, survey.ErrBadFlag.With("Flag", "--role").With("Value", typed)
	}
	if unit == "" {
		return g, nil
	}
	u, err := tree.Find(unit)
	g.Unit = u.ID
	return g, err
}

type accountLinkCmd struct {
	data
	site
	Email      string `arg:"" help:"${cli_account_email}"`
	EndFactors bool   `help:"${cli_account_end_factors}"`
}

// Run prints a new link for who lost the password, and takes away the other ways
// in where these are lost too.
func (c accountLinkCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		accounts, err := st.Accounts(p.ctx)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if a.Email == survey.CleanEmail(c.Email) {
				if c.EndFactors {
					if err := st.EndFactors(p.ctx, "", a.ID); err != nil {
						return err
					}
				}
				_, token, err := st.InviteAgain(p.ctx, "", a.ID)
				if err != nil {
					return err
				}
				return c.print(p, token)
			}
		}
		return survey.ErrNoAccount
	})
}
