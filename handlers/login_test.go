package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

func setupForm() url.Values {
	return url.Values{
		views.FieldOrganisation: {"Gemeente Nieuw"}, views.FieldLang: {"nl"}, views.FieldName: {"Beheerder"},
		views.FieldEmail: {"Beheer@Example.org "}, views.FieldNext: {goodPassword}, views.FieldAgain: {goodPassword},
		"help.1.for": {"Nu gevaar? Bel"}, "help.1.number": {"112"},
		"help.2.for": {"Zorgen over een kind"}, "help.2.number": {"0800-2000"}, "help.2.when": {"altijd"},
		"help.3.for": {"Praten met iemand"}, "help.3.number": {"088-555 1000"},
	}
}

// An empty installation is set up once, by who has the link, and what was typed
// stays when something has to be mended.
func TestSetup(t *testing.T) {
	h := newHouse(t)
	browser := &client{house: h}
	if r := browser.Get("/staff/setup/wrong"); r.StatusCode != http.StatusNotFound {
		t.Errorf("another link: %d", r.StatusCode)
	}
	if r := browser.Get("/staff/setup/" + setupToken); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "0800-2000") {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	for name, change := range map[string]func(url.Values){
		"short password":  func(f url.Values) { f.Set(views.FieldNext, "kort"); f.Set(views.FieldAgain, "kort") },
		"two passwords":   func(f url.Values) { f.Set(views.FieldAgain, goodPassword+"x") },
		"no organisation": func(f url.Values) { f.Set(views.FieldOrganisation, " ") },
		"no address":      func(f url.Values) { f.Set(views.FieldEmail, "beheer") },
		"no language":     func(f url.Values) { f.Set(views.FieldLang, "xx") },
		"no number":       func(f url.Values) { f.Set("help.2.number", "") },
	} {
		bad := setupForm()
		change(bad)
		r := browser.PostBare("/staff/setup/"+setupToken, bad)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `class="problems"`) ||
			!strings.Contains(r.body, "Zorgen over een kind") || strings.Contains(r.body, goodPassword) {
			t.Errorf("%s: %d\n%s", name, r.StatusCode, r.body)
		}
	}
	r := browser.PostBare("/staff/setup/"+setupToken, setupForm())
	if r.StatusCode != http.StatusSeeOther || browser.cookie == nil || !browser.cookie.HttpOnly ||
		browser.cookie.SameSite != http.SameSiteLaxMode || browser.cookie.Path != "/staff" {
		t.Fatalf("%d %v\n%s", r.StatusCode, browser.cookie, r.body)
	}
	if r := browser.Get("/staff/units"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Gemeente Nieuw") {
		t.Errorf("signed in after setting up: %d", r.StatusCode)
	}
	s, err := h.store.Settings(t.Context())
	if err != nil || s.Help["nl"][1].When != "altijd" {
		t.Errorf("%+v, %v", s, err)
	}
	again := &client{house: h}
	if r := again.PostBare("/staff/setup/"+setupToken, setupForm()); r.StatusCode != http.StatusGone || again.cookie != nil {
		t.Errorf("set up twice: %d", r.StatusCode)
	}
}

func credentials(email, password string) url.Values {
	return url.Values{views.FieldEmail: {email}, views.FieldPassword: {password}}
}

// Signing in makes a session of its own, whatever cookie was there before.
func TestLogInMakesANewSession(t *testing.T) {
	h := newHouse(t)
	a := h.account(survey.Grant{Role: survey.Manager})
	for name, planted := range map[string]*http.Cookie{
		"none": nil, "made up": {Name: sessionCookie, Value: "planted"}, "of another": h.as(survey.Coach).cookie,
	} {
		browser := &client{house: h, cookie: planted}
		r := browser.PostBare("/staff/login", credentials(a.Email, goodPassword))
		if r.StatusCode != http.StatusSeeOther || planted != nil && browser.cookie.Value == planted.Value {
			t.Errorf("%s: %d, %v", name, r.StatusCode, browser.cookie)
		}
		if r := browser.Get("/staff/profile"); !strings.Contains(r.body, a.Email) {
			t.Errorf("%s: not signed in: %d", name, r.StatusCode)
		}
		if planted != nil {
			before := &client{house: h, cookie: planted}
			if r := before.Get("/staff/profile"); r.StatusCode == http.StatusOK {
				t.Errorf("%s: the cookie from before still holds", name)
			}
		}
	}
}

// What is wrong with a name and what with a password looks the same, and comes
// to a stop after some tries for both.
func TestWrongLogIn(t *testing.T) {
	h := newHouse(t)
	a := h.account(survey.Grant{Role: survey.Manager})
	browser := &client{house: h}
	for i := range freeTries {
		known := browser.PostBare("/staff/login", credentials(a.Email, "fout"))
		unknown := browser.PostBare("/staff/login", credentials("niemand@example.org", "fout"))
		if known.StatusCode != unknown.StatusCode || strings.ReplaceAll(known.body, a.Email, "") != strings.ReplaceAll(unknown.body, "niemand@example.org", "") {
			t.Fatalf("try %d differs: %d %d", i, known.StatusCode, unknown.StatusCode)
		}
	}
	for _, email := range []string{a.Email, "niemand@example.org"} {
		r := browser.PostBare("/staff/login", credentials(email, goodPassword))
		if r.StatusCode != http.StatusTooManyRequests || browser.cookie != nil {
			t.Errorf("%s after too many tries: %d", email, r.StatusCode)
		}
	}
	h.now = h.now.Add(firstWait)
	if r := browser.PostBare("/staff/login", credentials(a.Email, goodPassword)); r.StatusCode != http.StatusSeeOther {
		t.Errorf("after waiting: %d", r.StatusCode)
	}
	if s := h.log.String(); s != "" {
		t.Errorf("the log tells of it: %s", s)
	}
}

// Nobody is led to another site after signing in.
func TestNoOpenRedirect(t *testing.T) {
	h := newHouse(t)
	a := h.account(survey.Grant{Role: survey.Manager})
	for _, to := range []string{
		"https://evil.example/", "//evil.example/", `/\evil.example`, "/staff//evil.example", "https:/staff/", "javascript:alert(1)",
		"/staff/\r\nSet-Cookie: x=y", "staff/", "/v/abcd", "\t/staff/", "http://localhost:8080@evil.example/staff/", "/staff/../../evil",
	} {
		fields := credentials(a.Email, goodPassword)
		fields.Set(views.FieldTo, to)
		r := (&client{house: h}).PostBare("/staff/login", fields)
		l := r.Header.Get("Location")
		if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(l, "/staff/") || strings.HasPrefix(l, "/staff//") || strings.Contains(l, "evil.example") && !strings.HasPrefix(l, "/staff/") {
			t.Errorf("%q leads to %q (%d)", to, l, r.StatusCode)
		}
	}
	fields := credentials(a.Email, goodPassword)
	fields.Set(views.FieldTo, "/staff/records/m/2026?lang=en")
	if r := (&client{house: h}).PostBare("/staff/login", fields); r.Header.Get("Location") != "/staff/records/m/2026?lang=en" {
		t.Errorf("a page of ours leads to %q", r.Header.Get("Location"))
	}
}

// hidden finds the hidden fields of a page.
var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// A session that ends in the middle of a form loses nothing: after signing in
// the form is sent as it was typed.
func TestInterruptedForm(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	measure := url.Values{
		views.FieldRecord: {views.RecordMeasure}, views.FieldDo: {views.DoSave}, views.FieldStatus: {string(survey.Planned)},
		views.FieldAction: {"Eerder bellen & \"vaker\" <luisteren>\nen dan nog eens"},
	}
	h.now = h.now.Add(13 * time.Hour)
	r := manager.Post("/staff/records/m/2026", measure)
	if r.StatusCode != http.StatusUnauthorized || !strings.Contains(r.body, `name="carried"`) {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	fields := credentials(manager.account.Email, "fout")
	for range 2 { // a wrong password in between loses nothing either
		for _, m := range hidden.FindAllStringSubmatch(r.body, -1) {
			fields.Set(m[1], unescape(m[2]))
		}
		r = manager.PostBare("/staff/login", fields)
		fields.Set(views.FieldPassword, goodPassword)
	}
	if r.StatusCode != http.StatusOK || !strings.Contains(r.body, `action="/staff/records/m/2026"`) {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	resumed := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(r.body[strings.Index(r.body, `id="resume"`):], -1) {
		resumed.Add(m[1], unescape(m[2]))
	}
	if r := manager.PostBare("/staff/records/m/2026", resumed); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	kept, err := h.store.Measures(t.Context(), "m", 2026)
	if err != nil || len(kept) != 1 || kept[0].Action != measure.Get(views.FieldAction) {
		t.Errorf("%+v, %v", kept, err)
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+", "&#39;", "'", "&amp;", "&").Replace(s)
}

// Signing out ends the session on the server, not only in the browser.
func TestLogOut(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	before := *manager.cookie
	r := manager.Post("/staff/logout", nil)
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Clear-Site-Data") == "" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	again := &client{house: h, account: manager.account, cookie: &before}
	if r := again.Get("/staff/profile"); r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/staff/login?to=") {
		t.Errorf("the old cookie: %d", r.StatusCode)
	}
}

// Roles cannot be taken by who has none to give, nor made up.
func TestRolesCannotBeForged(t *testing.T) {
	h := newHouse(t)
	admin, coach := h.as(survey.Administrator), h.as(survey.Coach, "a")
	forged := url.Values{views.FieldName: {"Coach"}, views.FieldEmail: {coach.account.Email}, views.FieldRole: {"administrator:"}}
	if r := coach.Post("/staff/accounts/"+coach.account.ID, forged); r.StatusCode != http.StatusNotFound {
		t.Errorf("a coach changes accounts: %d", r.StatusCode)
	}
	if r := coach.Post("/staff/profile", url.Values{views.FieldName: {"Coach"}, views.FieldLang: {""}, views.FieldRole: {"administrator:"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("profile: %d", r.StatusCode)
	}
	if a, err := h.store.Account(t.Context(), coach.account.ID); err != nil || len(a.Grants) != 1 || a.Grants[0].Role != survey.Coach {
		t.Errorf("%+v, %v", a, err)
	}
	for _, role := range []string{"owner:", "administrator:a", "coach:nowhere", "coach", ""} {
		f := url.Values{views.FieldName: {"X"}, views.FieldEmail: {"x@example.org"}, views.FieldRole: {role}}
		if r := admin.Post("/staff/accounts/new", f); r.StatusCode == http.StatusOK || r.StatusCode == http.StatusSeeOther {
			if role != "coach" { // "coach" without a unit is the whole installation
				t.Errorf("role %q was given: %d", role, r.StatusCode)
			}
		}
	}
}

// An account is invited, chooses a password by its link, once, and may then do
// what it was invited for.
func TestInvitationByLink(t *testing.T) {
	h := newHouse(t)
	admin := h.as(survey.Administrator)
	r := admin.Post("/staff/accounts/new", url.Values{
		views.FieldName: {"Nieuwe coach"}, views.FieldEmail: {"coach@example.org"}, views.FieldRole: {"coach:a"},
	})
	m := regexp.MustCompile(`http://localhost:8080(/staff/invitation/[A-Z0-9]+)`).FindStringSubmatch(r.body)
	if r.StatusCode != http.StatusOK || m == nil {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	browser := &client{house: h}
	if r := browser.Get(m[1]); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "coach@example.org") {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if r := browser.PostBare(m[1], url.Values{views.FieldNext: {"kort"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", r.StatusCode)
	}
	if r := browser.PostBare(m[1], url.Values{views.FieldNext: {goodPassword}, views.FieldAgain: {goodPassword}}); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if r := browser.Get("/staff/"); r.Header.Get("Location") != "/staff/unit/a/2026" {
		t.Errorf("signed in by the link: %d", r.StatusCode)
	}
	if r := browser.Get(m[1]); r.StatusCode != http.StatusGone {
		t.Errorf("the link again: %d", r.StatusCode)
	}
	if r := admin.Get("/staff/accounts"); strings.Contains(r.body, "/staff/invitation/") {
		t.Error("the link is shown a second time")
	}
	if r := admin.Get("/staff/deeds"); !strings.Contains(r.body, "coach@example.org") {
		t.Error("the invitation is not in the audit log")
	}
}

// A form that was interrupted is carried along in a page: its passwords are not.
func TestNoPasswordIsCarried(t *testing.T) {
	h := newHouse(t)
	stranger := &client{house: h}
	for _, path := range []string{"/staff/profile/password", "/staff/confirm"} {
		r := stranger.PostBare(path, url.Values{
			views.FieldPassword: {"kanarie een"}, views.FieldNext: {"kanarie twee"}, views.FieldAgain: {"kanarie twee"},
			views.FieldSecond: {"kanarie drie"}, views.FieldName: {"blijft staan"},
		})
		if r.StatusCode != http.StatusUnauthorized || strings.Contains(r.body, "kanarie") || !strings.Contains(r.body, "blijft") {
			t.Errorf("%s: %d\n%s", path, r.StatusCode, r.body)
		}
	}
}
