package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ouderstem/survey"
)

const goodPassword = "vier losse woorden hier"

// staffed is a store with a clock that the test moves and a first
// administrator.
func staffed(t *testing.T) (st *Store, admin survey.Account, move func(time.Duration)) {
	t.Helper()
	now := time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)
	st, err := Open(t.Context(), Config{Dir: t.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	s := survey.DefaultSettings()
	s.Organisation = "Gemeente M"
	admin, err = st.SetUp(t.Context(), s, survey.Account{Email: "beheer@example.org", Name: "Beheer"}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return st, admin, func(d time.Duration) { now = now.Add(d) }
}

func TestSetUpOnce(t *testing.T) {
	st, admin, _ := staffed(t)
	if !admin.Grants.Hold(nil, survey.Everywhere, survey.Administrator) || !admin.Grants.Hold(nil, survey.Everywhere, survey.Manager) {
		t.Errorf("the first account may %v", admin.Grants)
	}
	_, err := st.SetUp(t.Context(), survey.DefaultSettings(), survey.Account{Email: "x@example.org", Name: "X"}, goodPassword)
	if !errors.Is(err, survey.ErrSetUp) {
		t.Errorf("set up twice: %v", err)
	}
	if s, err := st.Settings(t.Context()); err != nil || s.Organisation != "Gemeente M" || s.Revision != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestLogIn(t *testing.T) {
	st, admin, _ := staffed(t)
	if a, err := st.LogIn(t.Context(), admin.Email, goodPassword); err != nil || a.ID != admin.ID {
		t.Errorf("%v, %v", a, err)
	}
	for _, try := range [][2]string{{admin.Email, "fout"}, {"niemand@example.org", goodPassword}, {admin.Email, ""}, {"", ""}} {
		if _, err := st.LogIn(t.Context(), try[0], try[1]); !errors.Is(err, survey.ErrWrongLogin) {
			t.Errorf("%v: %v", try, err)
		}
	}
	if err := st.ChangePassword(t.Context(), admin, "fout", "een heel ander woord"); !errors.Is(err, survey.ErrWrongPassword) {
		t.Errorf("without the present password: %v", err)
	}
	if err := st.ChangePassword(t.Context(), admin, goodPassword, "een heel ander woord"); err != nil {
		t.Fatal(err)
	}
	if _, err := st.LogIn(t.Context(), admin.Email, goodPassword); !errors.Is(err, survey.ErrWrongLogin) {
		t.Errorf("the old password: %v", err)
	}
}

func TestInvitation(t *testing.T) {
	st, admin, move := staffed(t)
	coach := survey.Account{Email: "coach@example.org", Name: "Coach", Grants: survey.Grants{{Role: survey.Coach, Unit: "a"}}}
	invited, token, err := st.Invite(t.Context(), admin.ID, coach)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := st.Invite(t.Context(), admin.ID, coach); !errors.Is(err, survey.ErrEmailTaken) {
		t.Errorf("invited twice: %v", err)
	}
	if _, err := st.LogIn(t.Context(), coach.Email, ""); !errors.Is(err, survey.ErrWrongLogin) {
		t.Errorf("in without a password: %v", err)
	}
	_, second, err := st.InviteAgain(t.Context(), admin.ID, invited.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Invited(t.Context(), token); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("the first link still holds: %v", err)
	}
	if a, err := st.Accept(t.Context(), second, goodPassword); err != nil || a.ID != invited.ID {
		t.Fatalf("%v, %v", a, err)
	}
	if _, err := st.Accept(t.Context(), second, goodPassword); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("a link works twice: %v", err)
	}
	_, astray, err := st.InviteAgain(t.Context(), admin.ID, invited.ID)
	if err != nil {
		t.Fatal(err)
	}
	invited.Name = "Coach Anders"
	if err := st.SaveAccount(t.Context(), admin.ID, invited); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Invited(t.Context(), astray); err != nil {
		t.Errorf("a link after another name: %v", err)
	}
	invited.Email = "coach.anders@example.org"
	if err := st.SaveAccount(t.Context(), admin.ID, invited); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Accept(t.Context(), astray, goodPassword); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("a link that went to another address: %v", err)
	}
	_, third, err := st.InviteAgain(t.Context(), admin.ID, invited.ID)
	if err != nil {
		t.Fatal(err)
	}
	move(invitationLasts + time.Second)
	if _, err := st.Accept(t.Context(), third, goodPassword); !errors.Is(err, survey.ErrOldLink) {
		t.Errorf("an old link: %v", err)
	}
}

func TestSessions(t *testing.T) {
	st, admin, move := staffed(t)
	begin := func() string {
		token, err := st.BeginSession(t.Context(), admin.ID)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	in := func(token string) (Session, bool) {
		a, s, err := st.Session(t.Context(), token)
		if err != nil && !errors.Is(err, survey.ErrNoSession) {
			t.Fatal(err)
		}
		return s, err == nil && a.ID == admin.ID
	}
	first := begin()
	if s, ok := in(first); !ok || !s.Confirmed {
		t.Errorf("just begun: %v %v", s, ok)
	}
	move(confirmedLasts)
	if s, ok := in(first); !ok || s.Confirmed {
		t.Errorf("a quarter later: %v %v", s, ok)
	}
	next, err := st.ConfirmSession(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := in(first); ok {
		t.Error("the token from before the confirmation still holds")
	}
	for range 11 { // used every hour, but no longer than a day
		move(sessionIdle - time.Second)
		if _, ok := in(next); !ok {
			t.Error("a session that is used has ended")
		}
	}
	move(sessionIdle - time.Second)
	if _, ok := in(next); ok {
		t.Error("a session outlives the day")
	}
	idle := begin()
	move(sessionIdle)
	if _, ok := in(idle); ok {
		t.Error("an idle session goes on")
	}
	one, two := begin(), begin()
	list, err := st.Sessions(t.Context(), admin.ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("%v, %v", list, err)
	}
	s, _ := in(one)
	if err := st.EndSessionOf(t.Context(), admin.ID, s.ID); err != nil {
		t.Fatal(err)
	}
	if _, ok := in(one); ok {
		t.Error("an ended session goes on")
	}
	if err := st.EndSessionOf(t.Context(), "somebody-else", ""); err != nil {
		t.Fatal(err)
	}
	if _, ok := in(two); !ok {
		t.Error("a session ended with somebody else's")
	}
}

// A new password, a block and a lost role end every session at once.
func TestWhatEndsSessions(t *testing.T) {
	st, admin, _ := staffed(t)
	_, link, err := st.Invite(t.Context(), admin.ID, survey.Account{Email: "b@example.org", Name: "B", Grants: survey.Grants{{Role: survey.Administrator}, {Role: survey.Manager}}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := st.Accept(t.Context(), link, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	less, blocked := b, b
	less.Grants = survey.Grants{{Role: survey.Manager}}
	blocked.Blocked = true
	for _, end := range []struct {
		name string
		do   func() error
	}{
		{"a new password", func() error { return st.ChangePassword(t.Context(), b, goodPassword, "een heel ander woord") }},
		{"a lost role", func() error { return st.SaveAccount(t.Context(), admin.ID, less) }},
		{"a block", func() error { return st.SaveAccount(t.Context(), admin.ID, blocked) }},
	} {
		var tokens []string
		for range 2 {
			token, err := st.BeginSession(t.Context(), b.ID)
			if err != nil {
				t.Fatal(err)
			}
			tokens = append(tokens, token)
		}
		if _, _, err := st.Session(t.Context(), tokens[0]); err != nil {
			t.Fatalf("before %s: %v", end.name, err)
		}
		if err := end.do(); err != nil {
			t.Fatalf("%s: %v", end.name, err)
		}
		for _, token := range tokens {
			if _, _, err := st.Session(t.Context(), token); !errors.Is(err, survey.ErrNoSession) {
				t.Errorf("after %s a session goes on: %v", end.name, err)
			}
		}
	}
}

func TestSomebodyLooksAfterAccounts(t *testing.T) {
	st, admin, _ := staffed(t)
	without := admin
	without.Grants = survey.Grants{{Role: survey.Manager}}
	blocked := admin
	blocked.Blocked = true
	for name, try := range map[string]func() error{
		"role taken": func() error { return st.SaveAccount(t.Context(), admin.ID, without) },
		"blocked":    func() error { return st.SaveAccount(t.Context(), admin.ID, blocked) },
		"deleted":    func() error { return st.DeleteAccount(t.Context(), admin.ID, admin.ID) },
	} {
		if err := try(); !errors.Is(err, survey.ErrLastAdministrator) {
			t.Errorf("%s: %v", name, err)
		}
	}
	second, token, err := st.Invite(t.Context(), admin.ID, survey.Account{Email: "b@example.org", Name: "B", Grants: admin.Grants})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.DeleteAccount(t.Context(), admin.ID, admin.ID); !errors.Is(err, survey.ErrLastAdministrator) {
		t.Errorf("left to somebody who cannot sign in yet: %v", err)
	}
	if _, err := st.Accept(t.Context(), token, goodPassword); err != nil {
		t.Fatal(err)
	}
	session, err := st.BeginSession(t.Context(), admin.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.SaveAccount(t.Context(), second.ID, without); err != nil {
		t.Fatal(err)
	}
	if _, _, err := st.Session(t.Context(), session); !errors.Is(err, survey.ErrNoSession) {
		t.Errorf("who lost a role is still in: %v", err)
	}
	if err := st.DeleteAccount(t.Context(), second.ID, admin.ID); err != nil {
		t.Error(err)
	}
}

// The audit log cannot be changed, and who goes around the program is found.
func TestDeeds(t *testing.T) {
	st, admin, _ := staffed(t)
	for range 3 {
		if err := st.Note(t.Context(), survey.Deed{By: admin.ID, Action: "deed.account.changed", Object: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	deeds, err := st.Deeds(t.Context(), 0, 2)
	if err != nil || len(deeds) != 2 || deeds[0].N != 4 || deeds[0].Name != "Beheer" || deeds[0].Day != "2026-03-04" {
		t.Fatalf("%+v, %v", deeds, err)
	}
	if older, err := st.Deeds(t.Context(), deeds[1].N, 5); err != nil || len(older) != 2 || older[1].Action != "deed.setup" {
		t.Errorf("%+v, %v", older, err)
	}
	for _, query := range []string{`UPDATE deed SET object = 'y'`, `DELETE FROM deed WHERE n = 4`} {
		if _, err := st.write.Exec(query); err == nil {
			t.Errorf("%s: allowed", query)
		}
	}
	if broken, err := st.CheckDeeds(t.Context(), nil); err != nil || broken != 0 {
		t.Errorf("broken at %d, %v", broken, err)
	}
	for _, query := range []string{`DROP TRIGGER deed_stays`, `UPDATE deed SET object = 'y' WHERE n = 3`} {
		if _, err := st.write.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	if broken, err := st.CheckDeeds(t.Context(), nil); err != nil || broken != 3 {
		t.Errorf("a changed line was not found: %d, %v", broken, err)
	}
}

func TestSettingsOfTwo(t *testing.T) {
	st, admin, _ := staffed(t)
	mine, err := st.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	yours := mine
	yours.Organisation = "Gemeente N"
	if err := st.SaveSettings(t.Context(), yours, survey.Deed{By: admin.ID, Action: "deed.setup"}); err != nil {
		t.Fatal(err)
	}
	if err := st.SaveSettings(t.Context(), mine, survey.Deed{By: admin.ID, Action: "deed.setup"}); !errors.Is(err, survey.ErrChanged) {
		t.Errorf("written over: %v", err)
	}
}

// The audit log says who was given what: a role that somebody had for an hour to
// read with, too.
func TestDeedsNameRoles(t *testing.T) {
	st, admin, _ := staffed(t)
	a, _, err := st.Invite(t.Context(), admin.ID, survey.Account{
		Email: "coach@example.org", Name: "Coach", Grants: survey.Grants{{Role: survey.Entry, Unit: "b"}, {Role: survey.Coach, Unit: "a"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(){
		func() { a.Name = "Coach C" },
		func() { a.Grants = survey.Grants{{Role: survey.Manager}} },
		func() { a.Email = "c@example.org" },
	} {
		change()
		if err := st.SaveAccount(t.Context(), admin.ID, a); err != nil {
			t.Fatal(err)
		}
	}
	deeds, err := st.Deeds(t.Context(), 0, 4)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range deeds {
		got = append(got, d.Object)
	}
	want := []string{
		"coach@example.org: manager → c@example.org: manager",
		"coach@example.org: coach a, entry b → coach@example.org: manager",
		"coach@example.org",
		"coach@example.org: coach a, entry b",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
