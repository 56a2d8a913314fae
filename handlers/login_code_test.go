package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ouderstem/survey"
	"ouderstem/views"
)

// appOf sets up an app for who is signed in and returns what it shows at a time,
// and the codes on paper.
func (c *client) appOf() (code func(time.Time) string, paper []string) {
	c.t.Helper()
	page := c.Get("/staff/profile/codes")
	letters := ""
	for _, m := range regexp.MustCompile(`<span>([A-Z2-7]{4})</span>`).FindAllStringSubmatch(page.body, -1) {
		letters += m[1]
	}
	code = func(at time.Time) string {
		s, err := totp.GenerateCode(letters, at)
		if err != nil {
			c.t.Fatal(err)
		}
		return s
	}
	before := c.cookie.Value
	r := c.Post("/staff/profile/codes", url.Values{views.FieldSecond: {code(c.now)}})
	for _, m := range regexp.MustCompile(`<li>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</li>`).FindAllStringSubmatch(r.body, -1) {
		paper = append(paper, m[1])
	}
	if r.StatusCode != http.StatusOK || len(paper) != 10 || c.cookie.Value == before {
		c.t.Fatalf("%d, %d codes\n%s", r.StatusCode, len(paper), r.body)
	}
	return code, paper
}

// hiddenIn are the hidden fields of a page, as a browser sends them back.
func hiddenIn(body string) url.Values {
	fields := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		fields.Set(m[1], unescape(m[2]))
	}
	return fields
}

func TestSecondStep(t *testing.T) {
	h := newHouse(t)
	owner := h.as(survey.Manager)
	code, paper := owner.appOf()
	step := func() { h.now = h.now.Add(31 * time.Second) }
	step()
	browser := &client{house: h}
	fields := credentials(owner.account.Email, goodPassword)
	fields.Set(views.FieldTo, "/staff/profile")
	fields.Set(views.FieldCarried, "name=Kanarie")
	r := browser.PostBare("/staff/login", fields)
	if r.StatusCode != http.StatusOK || browser.cookie != nil || !strings.Contains(r.body, `name="errand"`) {
		t.Fatalf("a password is enough: %d %v\n%s", r.StatusCode, browser.cookie, r.body)
	}
	asked := hiddenIn(r.body)
	try := func(typed string) reply {
		asked.Set(views.FieldSecond, typed)
		return browser.PostBare("/staff/login/code", asked)
	}
	for _, wrong := range []string{"", "000000", "abcd-efgh-ijkl"} {
		if r = try(wrong); r.StatusCode != http.StatusUnprocessableEntity || browser.cookie != nil || !strings.Contains(r.body, "name=Kanarie") {
			t.Errorf("%q: %d", wrong, r.StatusCode)
		}
	}
	right := code(h.now)
	if r = try(right); r.StatusCode != http.StatusOK || browser.cookie == nil || !strings.Contains(r.body, `id="resume"`) || !strings.Contains(r.body, "Kanarie") {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	// The page that was asked for the code is of no use again, and what was typed
	// there goes along to the one to sign in.
	step()
	browser.cookie = nil
	if r = try(code(h.now)); r.StatusCode != http.StatusUnprocessableEntity || browser.cookie != nil || !strings.Contains(r.body, "name=Kanarie") {
		t.Errorf("the errand again: %d", r.StatusCode)
	}
	// Nor is the code.
	asked = hiddenIn(browser.PostBare("/staff/login", fields).body)
	if r = try(right); browser.cookie != nil {
		t.Errorf("the code again: %d", r.StatusCode)
	}
	if r = try(paper[0]); browser.cookie == nil {
		t.Errorf("on paper: %d", r.StatusCode)
	}
}

func TestSecondStepStopsGuesses(t *testing.T) {
	h := newHouse(t)
	owner := h.as(survey.Manager)
	code, _ := owner.appOf()
	h.now = h.now.Add(31 * time.Second)
	browser := &client{house: h}
	fields := credentials(owner.account.Email, goodPassword)
	for range 5 { // a new page each time is no new chance
		asked := hiddenIn(browser.PostBare("/staff/login", fields).body)
		asked.Set(views.FieldSecond, "000000")
		browser.PostBare("/staff/login/code", asked)
	}
	asked := hiddenIn(browser.PostBare("/staff/login", fields).body)
	asked.Set(views.FieldSecond, code(h.now))
	if r := browser.PostBare("/staff/login/code", asked); r.StatusCode != http.StatusTooManyRequests || browser.cookie != nil {
		t.Errorf("%d", r.StatusCode)
	}
	h.now = h.now.Add(time.Minute)
	asked.Set(views.FieldSecond, code(h.now))
	if r := browser.PostBare("/staff/login/code", asked); r.StatusCode != http.StatusSeeOther || browser.cookie == nil {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
}

// A link to choose a password leads past no code, and who is signed in with a
// password alone is not sure yet.
func TestNoWayAroundTheCode(t *testing.T) {
	h := newHouse(t)
	owner := h.as(survey.Manager)
	code, _ := owner.appOf()
	_, token, err := h.store.InviteAgain(t.Context(), "", owner.account.ID)
	if err != nil {
		t.Fatal(err)
	}
	thief := &client{house: h}
	r := thief.PostBare("/staff/invitation/"+token, url.Values{views.FieldNext: {goodPassword}, views.FieldAgain: {goodPassword}})
	if r.StatusCode != http.StatusOK || thief.cookie != nil || !strings.Contains(r.body, `name="errand"`) {
		t.Errorf("%d %v", r.StatusCode, thief.cookie)
	}
	owner = h.with(owner.account)
	h.now = h.now.Add(20 * time.Minute)
	if r := owner.Post("/staff/profile/codes/end", nil); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("turned off without asking: %d", r.StatusCode)
	}
	confirm := url.Values{views.FieldPassword: {goodPassword}}
	if r := owner.Post("/staff/confirm", confirm); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("confirmed by a password alone: %d", r.StatusCode)
	}
	confirm.Set(views.FieldSecond, code(h.now))
	if r := owner.Post("/staff/confirm", confirm); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if r := owner.Post("/staff/profile/codes/end", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
	browser := &client{house: h}
	if r := browser.PostBare("/staff/login", credentials(owner.account.Email, goodPassword)); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
}

// Who knows the password and finds a browser signed in can change it, and comes
// no further: that shows no code.
func TestNewPasswordIsNoCode(t *testing.T) {
	h := newHouse(t)
	owner := h.as(survey.Manager)
	owner.appOf()
	h.now = h.now.Add(20 * time.Minute)
	const other = "heel andere woorden dan eerst"
	r := owner.Post("/staff/profile/password", url.Values{
		views.FieldPassword: {goodPassword}, views.FieldNext: {other}, views.FieldAgain: {other},
	})
	if r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if r := owner.Get("/staff/profile"); r.StatusCode != http.StatusOK {
		t.Errorf("signed out: %d", r.StatusCode)
	}
	if r := owner.Post("/staff/profile/codes/end", nil); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("codes ended without one: %d", r.StatusCode)
	}
}

// An administrator takes away what a colleague has lost; nobody else does.
func TestEndFactorsOfAColleague(t *testing.T) {
	h := newHouse(t)
	owner, admin := h.as(survey.Coach, "a"), h.as(survey.Administrator)
	owner.appOf()
	path := "/staff/accounts/" + owner.account.ID + "/factors"
	if r := h.as(survey.Manager).Post(path, nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("by a manager: %d", r.StatusCode)
	}
	if r := admin.Post(path, nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
	if r := owner.Get("/staff/profile"); r.StatusCode == http.StatusOK {
		t.Error("still signed in")
	}
	browser := &client{house: h}
	if r := browser.PostBare("/staff/login", credentials(owner.account.Email, goodPassword)); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
}
