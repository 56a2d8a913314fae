package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

// atOnce does something in several browsers at the same moment and returns the
// statuses of what came back, by browser.
func (h *house) atOnce(browsers []*client, do func(i int, c *client) reply) []int {
	h.t.Helper()
	statuses := make([]int, len(browsers))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, c := range browsers {
		all.Go(func() { <-start; statuses[i] = do(i, c).StatusCode })
	}
	close(start)
	all.Wait()
	return statuses
}

// onlyOne returns who got the one status 303; all others have to have got the other.
func (h *house) onlyOne(statuses []int, other int) int {
	h.t.Helper()
	sorted := slices.Sorted(slices.Values(statuses))
	want := slices.Repeat([]int{other}, len(statuses)-1)
	if want = append(want, http.StatusSeeOther); !slices.Equal(sorted, slices.Sorted(slices.Values(want))) {
		h.t.Fatalf("got %v", statuses)
	}
	return slices.Index(statuses, http.StatusSeeOther)
}

func (h *house) strangers() []*client {
	return []*client{{house: h}, {house: h}, {house: h}}
}

// Who has the link of an empty installation at the same moment as others sets it up,
// or is told that somebody has.
func TestSetUpAtOnce(t *testing.T) {
	h := newHouse(t)
	browsers := h.strangers()
	won := h.onlyOne(h.atOnce(browsers, func(i int, c *client) reply {
		form := setupForm()
		form.Set(views.FieldEmail, fmt.Sprintf("beheer%d@example.org", i))
		return c.PostBare("/staff/setup/"+setupToken, form)
	}), http.StatusGone)
	list, err := h.store.Accounts(t.Context())
	if err != nil || len(list) != 1 || list[0].Email != fmt.Sprintf("beheer%d@example.org", won) {
		t.Errorf("%v, %v", list, err)
	}
	for i, c := range browsers {
		if (c.cookie != nil) != (i == won) {
			t.Errorf("%d has the cookie %v, and %d has won", i, c.cookie, won)
		}
	}
}

// Of those who have one invitation, one chooses the password.
func TestInvitationAtOnce(t *testing.T) {
	h := newHouse(t)
	a, token, err := h.store.Invite(t.Context(), "", survey.Account{Email: "coach@example.org", Name: "Coach", Grants: survey.Grants{{Role: survey.Coach, Unit: "a"}}})
	if err != nil {
		t.Fatal(err)
	}
	password := func(i int) string { return fmt.Sprintf("%s %d", goodPassword, i) }
	browsers := h.strangers()
	won := h.onlyOne(h.atOnce(browsers, func(i int, c *client) reply {
		return c.PostBare("/staff/invitation/"+token, url.Values{views.FieldNext: {password(i)}, views.FieldAgain: {password(i)}})
	}), http.StatusGone)
	for i, c := range browsers {
		_, err := h.store.LogIn(t.Context(), a.Email, password(i))
		if (err == nil) != (i == won) || (c.cookie != nil) != (i == won) {
			t.Errorf("%d: %v, %v; %d has won", i, err, c.cookie, won)
		}
	}
}

// A code on paper lets one browser in, however many come with it at once; so does
// a code of an app.
func TestSecondStepAtOnce(t *testing.T) {
	h := newHouse(t)
	owner := h.as(survey.Manager)
	code, paper := owner.appOf()
	h.now = h.now.Add(31 * time.Second)
	for name, typed := range map[string]string{"paper": paper[0], "app": code(h.now)} {
		browsers := h.strangers()
		asked := make([]url.Values, len(browsers))
		for i, c := range browsers {
			asked[i] = hiddenIn(c.PostBare("/staff/login", credentials(owner.account.Email, goodPassword)).body)
			asked[i].Set(views.FieldSecond, typed)
		}
		won := h.onlyOne(h.atOnce(browsers, func(i int, c *client) reply { return c.PostBare("/staff/login/code", asked[i]) }), http.StatusUnprocessableEntity)
		for i, c := range browsers {
			if (c.cookie != nil) != (i == won) {
				t.Errorf("%s: %d has the cookie %v, and %d has won", name, i, c.cookie, won)
			}
		}
	}
}
