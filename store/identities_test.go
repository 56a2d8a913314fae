package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ouderstem/survey"
)

const issuer = "https://login.example.org/tenant"

// ruled is a store with a team and two rules.
func ruled(t *testing.T) (*Store, survey.Account) {
	t.Helper()
	st, admin, _ := staffed(t)
	if _, err := st.AddUnit(t.Context(), survey.Unit{ID: "a", Name: "Team A"}); err != nil {
		t.Fatal(err)
	}
	for _, r := range []survey.SignInRule{
		{Word: "jeugdcoach", Grant: survey.Grant{Role: survey.Coach, Unit: "a"}},
		{Word: "teamleider", Grant: survey.Grant{Role: survey.Manager, Unit: "a"}},
		{Word: "jeugdcoach", Grant: survey.Grant{Role: survey.Entry, Unit: "gone"}},
	} {
		if err := st.AddSignInRule(t.Context(), admin.ID, r); err != nil {
			t.Fatal(err)
		}
	}
	return st, admin
}

func coach() survey.Identity {
	return survey.Identity{Issuer: issuer, Subject: "s1", Email: "m@example.org", Name: "M. Voorbeeld", Words: []string{"jeugdcoach", "anders"}}
}

func TestSignInMakesAnAccount(t *testing.T) {
	st, _ := ruled(t)
	a, err := st.SignIn(t.Context(), coach())
	if err != nil {
		t.Fatal(err)
	}
	want := survey.Grants{{Role: survey.Coach, Unit: "a"}}
	if a.Email != "m@example.org" || a.Name != "M. Voorbeeld" || a.Invited || !slices.Equal(a.Grants, want) || len(a.Given) > 0 {
		t.Errorf("%+v", a)
	}
	if _, err := st.LogIn(t.Context(), a.Email, ""); !errors.Is(err, survey.ErrWrongLogin) {
		t.Errorf("in without a password: %v", err)
	}
	// The subject counts, whatever else changes.
	again := coach()
	again.Email, again.Name = "nieuw@example.org", "Nieuwe Naam"
	if b, err := st.SignIn(t.Context(), again); err != nil || b.ID != a.ID {
		t.Errorf("%+v, %v", b, err)
	}
	// Another issuer's subject is somebody else.
	other := coach()
	other.Issuer, other.Words = "https://elsewhere.example.org", nil
	other.Email = ""
	if b, err := st.SignIn(t.Context(), other); !errors.Is(err, survey.ErrNoAccess) {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestSignInWithoutAnAddress(t *testing.T) {
	st, _ := ruled(t)
	id := coach()
	id.Email = ""
	a, err := st.SignIn(t.Context(), id)
	if err != nil || a.Email == "" || a.Name != id.Name {
		t.Fatalf("%+v, %v", a, err)
	}
	id.Subject, id.Name = "s2", ""
	if b, err := st.SignIn(t.Context(), id); err != nil || b.ID == a.ID || b.Email == a.Email {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestSignInNeedsARole(t *testing.T) {
	st, _ := ruled(t)
	for _, words := range [][]string{nil, {"anders"}, {"Jeugdcoach"}, {"jeugdcoach "}} {
		id := coach()
		id.Words = words
		if a, err := st.SignIn(t.Context(), id); !errors.Is(err, survey.ErrNoAccess) {
			t.Errorf("%q: %+v, %v", words, a, err)
		}
	}
	if all, err := st.Accounts(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d accounts, %v", len(all), err)
	}
}

func TestSignInOfWhoWasInvited(t *testing.T) {
	st, admin := ruled(t)
	given := survey.Grants{{Role: survey.Entry, Unit: "a"}}
	invited, _, err := st.Invite(t.Context(), admin.ID, survey.Account{Email: "m@example.org", Name: "M.", Grants: given})
	if err != nil {
		t.Fatal(err)
	}
	// An address that nobody verified is no proof of who somebody is.
	unverified := coach()
	unverified.Subject, unverified.Email = "s9", ""
	if a, err := st.SignIn(t.Context(), unverified); err != nil || a.ID == invited.ID {
		t.Errorf("%+v, %v", a, err)
	}
	a, err := st.SignIn(t.Context(), coach())
	if err != nil || a.ID != invited.ID || a.Invited || !slices.Equal(a.Given, given) || len(a.Grants) != 2 {
		t.Fatalf("%+v, %v", a, err)
	}
	// The address is given to somebody new at the organisation: not their account.
	heir := coach()
	heir.Subject = "s3"
	if a, err := st.SignIn(t.Context(), heir); !errors.Is(err, survey.ErrNoAccess) {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestRulesAreReadAtEachSignIn(t *testing.T) {
	st, admin := ruled(t)
	a, err := st.SignIn(t.Context(), coach())
	if err != nil {
		t.Fatal(err)
	}
	a.Grants = survey.Grants{{Role: survey.Entry, Unit: "a"}}
	if err := st.SaveAccount(t.Context(), admin.ID, a); err != nil {
		t.Fatal(err)
	}
	token, err := st.BeginSession(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	id := coach()
	id.Words = []string{"teamleider"}
	a, err = st.SignIn(t.Context(), id)
	want := survey.Grants{{Role: survey.Entry, Unit: "a"}, {Role: survey.Manager, Unit: "a"}}
	if err != nil || !slices.Equal(a.Grants, want) {
		t.Errorf("%+v, %v", a.Grants, err)
	}
	if _, _, err := st.Session(t.Context(), token); !errors.Is(err, survey.ErrNoSession) {
		t.Errorf("who lost a role is still in: %v", err)
	}
	id.Words = nil
	if a, err = st.SignIn(t.Context(), id); err != nil || !slices.Equal(a.Grants, want[:1]) {
		t.Errorf("what was given by hand: %+v, %v", a.Grants, err)
	}
	a.Grants, a.Blocked = a.Given, true
	if err := st.SaveAccount(t.Context(), admin.ID, a); err != nil {
		t.Fatal(err)
	}
	if a, err = st.SignIn(t.Context(), coach()); !errors.Is(err, survey.ErrNoAccess) {
		t.Errorf("blocked: %+v, %v", a, err)
	}
}

// TestLastRoleGone: who has lost every role is not let in, and their sessions
// end.
func TestLastRoleGone(t *testing.T) {
	st, _ := ruled(t)
	a, err := st.SignIn(t.Context(), coach())
	if err != nil {
		t.Fatal(err)
	}
	token, err := st.BeginSession(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	id := coach()
	id.Words = nil
	if a, err := st.SignIn(t.Context(), id); !errors.Is(err, survey.ErrNoAccess) {
		t.Errorf("%+v, %v", a, err)
	}
	if _, _, err := st.Session(t.Context(), token); !errors.Is(err, survey.ErrNoSession) {
		t.Error(err)
	}
	if a, err = st.Account(t.Context(), a.ID); err != nil || len(a.Grants) > 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestRules(t *testing.T) {
	st, admin := ruled(t)
	rules, err := st.SignInRules(t.Context())
	if err != nil || len(rules) != 3 {
		t.Fatalf("%v, %v", rules, err)
	}
	if err := st.AddSignInRule(t.Context(), admin.ID, rules[0]); !errors.Is(err, survey.ErrRuleExists) {
		t.Error(err)
	}
	if err := st.RemoveSignInRule(t.Context(), admin.ID, rules[0]); err != nil {
		t.Error(err)
	}
	if err := st.RemoveSignInRule(t.Context(), admin.ID, rules[0]); !errors.Is(err, survey.ErrNoRecord) {
		t.Error(err)
	}
}

func TestForgotten(t *testing.T) {
	st, admin, move := staffed(t)
	if _, _, err := st.Invite(t.Context(), admin.ID, survey.Account{Email: "nieuw@example.org", Name: "N."}); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"", "niemand@example.org", "nieuw@example.org"} {
		if a, token, err := st.Forgotten(t.Context(), email); !errors.Is(err, survey.ErrNoAccount) || token != "" {
			t.Errorf("%q: %+v, %v", email, a, err)
		}
	}
	_, token, err := st.Forgotten(t.Context(), admin.Email)
	if err != nil {
		t.Fatal(err)
	}
	if _, second, err := st.Forgotten(t.Context(), admin.Email); !errors.Is(err, survey.ErrNoAccount) || second != "" {
		t.Errorf("a second at once: %v", err)
	}
	move(forgottenEvery + time.Second)
	_, later, err := st.Forgotten(t.Context(), admin.Email)
	if err != nil {
		t.Error(err)
	}
	if a, err := st.Invited(t.Context(), token); err != nil || a.ID != admin.ID {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := st.Accept(t.Context(), later, "een heel ander woord"); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Invited(t.Context(), token); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("the other link: %v", err)
	}
	move(time.Hour)
	if _, token, err = st.Forgotten(t.Context(), admin.Email); err != nil {
		t.Fatal(err)
	}
	move(forgottenLasts)
	if _, err := st.Invited(t.Context(), token); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("an hour later: %v", err)
	}
}
