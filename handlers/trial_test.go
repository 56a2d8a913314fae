package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
)

// What staff try goes the way of a parent's answer, with whatever code, and
// ends nowhere.
func TestTrial(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	draft := c.begin("copy kort")
	code := h.cards(1)[0]
	const mark = "Dit is een proef"
	for _, path := range []string{"/staff/preview/m/kort", "/staff/preview/a/veiligheid", draft + "/preview"} {
		if r := c.Get(path + "?lang=nl"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
		for _, typed := range []string{"", "wat dan ook", code.String()} {
			answers := filled(code, "review")
			answers.Set("code", typed)
			r := c.Post(path+"?lang=nl", answers)
			if r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) || !strings.Contains(r.body, "Kijk uw antwoorden na") {
				t.Errorf("%s, review with the code %q: %d", path, typed, r.StatusCode)
			}
			answers.Set("step", "send")
			r = c.Post(path+"?lang=nl", answers)
			if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != path+"/thanks?lang=nl" {
				t.Errorf("%s, sent with the code %q: %d %s", path, typed, r.StatusCode, r.Header.Get("Location"))
			}
		}
		if r := c.Post(path, url.Values{"step": {"send"}}); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, mark) {
			t.Errorf("%s without answers: %d", path, r.StatusCode)
		}
		if r := c.Get(path + "/thanks?lang=nl"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
			t.Errorf("%s, thanks: %d", path, r.StatusCode)
		}
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("%+v, %v", waits, err)
	}
	if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("something was put into a box: %+v, %v", waits, err)
	}
	// The card that was typed on trial is as good as before.
	if err := h.store.Drop(t.Context(), store.Submission{Code: code, Response: survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{"mark": {"8"}}}}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 1 || waits[0].N != 1 {
		t.Errorf("%+v, %v", waits, err)
	}
	if r := c.Get(draft + "/preview"); !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("the preview of a draft cannot be framed: %v", r.Header)
	}
	for _, path := range []string{"/staff/preview/m/kort", draft + "/publish", "/staff/surveys/m"} {
		if r := c.Get(path); !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s can be framed", path)
		}
	}
	if r := h.as(survey.Coach, "a").Get("/staff/preview/a/kort"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) || !strings.Contains(r.body, `href="/staff/cards/a"`) {
		t.Errorf("a coach: %d", r.StatusCode)
	}
	empty := c.begin("nothing")
	if r := c.Post(empty+"/preview", url.Values{"step": {"send"}}); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
		t.Errorf("a draft without questions: %d", r.StatusCode)
	}
}
