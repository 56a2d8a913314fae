package demo

import (
	"context"

	"ouderstem/store"
	"ouderstem/survey"
)

// Organisation is whose installation the demo is.
const Organisation = "Voorbeeldregio (verzonnen)"

// Staff are the accounts of the demo, one for each role; they are functions and
// nobody in particular.
var Staff = []survey.Account{
	{Email: "administrator@demo.example", Name: "Beheerder", Grants: survey.Grants{{Role: survey.Administrator}}},
	{Email: "manager@demo.example", Name: "Manager", Grants: survey.Grants{{Role: survey.Manager}}},
	{Email: "coach@demo.example", Name: "Coach", Grants: survey.Grants{{Role: survey.Coach, Unit: Unit}}},
	{Email: "entry@demo.example", Name: "Invoer", Grants: survey.Grants{{Role: survey.Entry, Unit: Unit}}},
}

// SignIn makes the accounts that are missing and gives all of them a password,
// new at every start: a demo that somebody left running is no open door.
func SignIn(ctx context.Context, st *store.Store, password string) error {
	has, err := st.HasAccounts(ctx)
	if err != nil {
		return err
	}
	if !has {
		s := survey.DefaultSettings()
		s.Organisation = Organisation
		if _, err := st.SetUp(ctx, s, Staff[0], password); err != nil {
			return err
		}
	}
	have, err := st.Accounts(ctx)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, a := range have {
		ids[a.Email] = a.ID
	}
	for _, a := range Staff {
		var token string
		if id := ids[a.Email]; id != "" {
			_, token, err = st.InviteAgain(ctx, "", id)
		} else {
			_, token, err = st.Invite(ctx, "", a)
		}
		if err != nil {
			return err
		}
		if a, err = st.Accept(ctx, token, password); err != nil {
			return err
		}
		ids[a.Email] = a.ID
	}
	// Setting up makes an administrator who is a manager too; here each role has
	// an account of its own.
	first := Staff[0]
	first.ID = ids[first.Email]
	return st.SaveAccount(ctx, "", first)
}
