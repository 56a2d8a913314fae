package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ouderstem/handlers/passkey/passkeytest"
	"ouderstem/survey"
	"ouderstem/views"
)

// ask gets the question for a device.
func (c *client) ask(path string) question {
	c.t.Helper()
	r := c.PostBare(path, url.Values{views.FieldToken: {c.store.FormToken(c.account.ID)}})
	var q question
	if err := json.Unmarshal([]byte(r.body), &q); err != nil || r.StatusCode != http.StatusOK {
		c.t.Fatalf("%d %v\n%s", r.StatusCode, err, r.body)
	}
	return q
}

// withPasskey is somebody with a passkey.
func withPasskey(h *house) (*client, *passkeytest.Device) {
	h.t.Helper()
	owner, device := h.as(survey.Manager), passkeytest.New("http://localhost:8080", "localhost")
	question := owner.ask("/staff/profile/passkeys/ask")
	fields := url.Values{
		views.FieldName: {"Telefoon"}, views.FieldErrand: {question.Errand}, views.FieldAnswer: {string(device.Make(h.t, question.Options))},
	}
	if r := owner.Post("/staff/profile/passkeys", fields); r.StatusCode != http.StatusSeeOther {
		h.t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	return owner, device
}

func TestPasskeySignsIn(t *testing.T) {
	h := newHouse(t)
	owner, device := withPasskey(h)
	browser := &client{house: h}
	question := browser.ask("/staff/login/passkey/ask")
	answer := url.Values{
		views.FieldErrand: {question.Errand}, views.FieldAnswer: {string(device.Show(t, question.Options))},
		views.FieldTo: {"/staff/profile"}, views.FieldCarried: {"name=Kanarie"},
	}
	if r := browser.PostBare("/staff/login/passkey", answer); r.StatusCode != http.StatusOK || browser.cookie == nil || !strings.Contains(r.body, "Kanarie") {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if r := browser.Get("/staff/profile"); !strings.Contains(r.body, owner.account.Email) {
		t.Errorf("%d", r.StatusCode)
	}
	browser.cookie = nil
	if r := browser.PostBare("/staff/login/passkey", answer); r.StatusCode != http.StatusUnprocessableEntity || browser.cookie != nil || !strings.Contains(r.body, "name=Kanarie") {
		t.Errorf("the same answer twice: %d", r.StatusCode)
	}
}

func TestPasskeyRefused(t *testing.T) {
	h := newHouse(t)
	owner, device := withPasskey(h)
	coach := h.as(survey.Coach, "a")
	browser := &client{house: h}
	signIn := func(q question) int {
		fields := url.Values{views.FieldErrand: {q.Errand}, views.FieldAnswer: {string(device.Show(t, q.Options))}}
		return browser.PostBare("/staff/login/passkey", fields).StatusCode
	}
	if r := browser.PostBare("/staff/login/passkey", nil); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without script: %d", r.StatusCode)
	}
	question := browser.ask("/staff/login/passkey/ask")
	h.now = h.now.Add(11 * time.Minute)
	if got := signIn(question); got != http.StatusUnprocessableEntity || browser.cookie != nil {
		t.Errorf("too late: %d", got)
	}
	// It shows who one is, not that one is the person who is signed in.
	question = coach.ask("/staff/login/passkey/ask")
	fields := url.Values{views.FieldErrand: {question.Errand}, views.FieldAnswer: {string(device.Show(t, question.Options))}}
	if r := coach.Post("/staff/confirm/passkey", fields); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("confirmed as somebody else: %d", r.StatusCode)
	}
	h.account(survey.Grant{Role: survey.Administrator})
	blocked := owner.account
	blocked.Blocked = true
	if err := h.store.SaveAccount(t.Context(), "", blocked); err != nil {
		t.Fatal(err)
	}
	if got := signIn(browser.ask("/staff/login/passkey/ask")); got != http.StatusUnprocessableEntity || browser.cookie != nil {
		t.Errorf("blocked: %d", got)
	}
	blocked.Blocked = false
	if err := h.store.SaveAccount(t.Context(), "", blocked); err != nil {
		t.Fatal(err)
	}
	if got := signIn(browser.ask("/staff/login/passkey/ask")); got != http.StatusSeeOther {
		t.Errorf("%d", got)
	}
}

// A passkey of one account cannot be removed by another, nor made for it.
func TestPasskeysOfOthers(t *testing.T) {
	h := newHouse(t)
	owner, _ := withPasskey(h)
	other := h.as(survey.Manager)
	keys, err := h.store.Passkeys(t.Context(), owner.account.ID)
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	id := views.PasskeyRows(keys)[0].ID
	for typed, want := range map[string]int{id: http.StatusNotFound, "x": http.StatusBadRequest, "": http.StatusNotFound} {
		if r := other.Post("/staff/profile/passkeys/end", url.Values{views.FieldID: {typed}}); r.StatusCode != want {
			t.Errorf("%q: %d", typed, r.StatusCode)
		}
	}
	question := owner.ask("/staff/profile/passkeys/ask")
	device := passkeytest.New("http://localhost:8080", "localhost")
	device.ID = []byte("one more of many")
	fields := url.Values{
		views.FieldName: {"Van een ander"}, views.FieldErrand: {question.Errand}, views.FieldAnswer: {string(device.Make(t, question.Options))},
	}
	if r := other.Post("/staff/profile/passkeys", fields); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%d", r.StatusCode)
	}
	if r := owner.Post("/staff/profile/passkeys/end", url.Values{views.FieldID: {id}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
}
