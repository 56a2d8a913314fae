package handlers

import (
	"net/http"
	"strings"
	"testing"

	"ouderstem/survey"
)

func TestPublishing(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	path := c.begin("version kort")
	c.pressed(path, "remove better")
	if to := c.pressed(path, "publish", "title.nl", "Kort, tweede versie"); to != path+"/publish" {
		t.Errorf("it leads to %s", to)
	}
	page := c.Get(path + "/publish")
	for _, want := range []string{"versie 2", "6 vragen blijven gelijk", "Niet meer gevraagd: 1 vraag", "Wat kan beter?", "Iedereen in deze installatie"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("it is not said: %s", want)
		}
	}
	old := formOf(page.body)
	c.pressed(path, "save", "title.nl", "Nog anders")
	if r := c.Post(path+"/publish", old); r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "Nog niet gepubliceerd") {
		t.Errorf("what was asked of an older draft: %d", r.StatusCode)
	}
	r := c.Post(path+"/publish", formOf(c.Get(path+"/publish").body))
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/staff/surveys/m?said=survey-published" {
		t.Fatalf("%d %s", r.StatusCode, r.Header.Get("Location"))
	}
	if s, err := h.store.Survey(t.Context(), "kort", 0); err != nil || s.Version != 2 || s.Title["nl"] != "Nog anders" {
		t.Errorf("%+v, %v", s, err)
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil || len(deeds) != 1 || deeds[0].Action != "deed.survey.published" || deeds[0].Object != "kort (2)" {
		t.Errorf("%+v, %v", deeds, err)
	}
	if got := c.Get(path).StatusCode; got != http.StatusNotFound {
		t.Errorf("the draft is still there: %d", got)
	}
	// With something missing it is not published.
	path = c.begin("nothing")
	page = c.Get(path + "/publish")
	if strings.Contains(page.body, `value="publish"`) || !strings.Contains(page.body, "Voeg minstens één vraag toe") {
		t.Error("a survey without questions can be published")
	}
	if r := c.Post(path+"/publish", formOf(page.body)); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a survey without questions: %d", r.StatusCode)
	}
}

// Who leads a branch makes a survey of that branch, and cannot change what all
// use.
func TestPublishingForABranch(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "other", Name: "Gemeente Anders"}); err != nil {
		t.Fatal(err)
	}
	branch, other := h.as(survey.Manager, "m"), h.as(survey.Manager, "other")
	if page := branch.Get("/staff/surveys/m").body; strings.Contains(page, "version kort") || !strings.Contains(page, "copy kort") {
		t.Error("a branch is offered to change what all use")
	}
	path := branch.begin("copy kort")
	branch.pressed(path, "save", "title.nl", "Van gemeente M")
	page := branch.Get(path + "/publish")
	if !strings.Contains(page.body, "in Gemeente M en in alles") || strings.Contains(page.body, "Iedereen in deze installatie") {
		t.Error("it is not said for whom it is")
	}
	branch.Post(path+"/publish", formOf(page.body))
	if s, err := h.store.Survey(t.Context(), "van-gemeente-m", 1); err != nil || s.Title["nl"] != "Van gemeente M" {
		t.Fatalf("%+v, %v", s, err)
	}
	if page := branch.Get("/staff/surveys/m").body; !strings.Contains(page, "version van-gemeente-m") {
		t.Error("a branch cannot make the next version of its own")
	}
	for _, path := range []string{"/staff/surveys/other/van-gemeente-m.json", "/staff/preview/other/van-gemeente-m"} {
		if r := other.Get(path); r.StatusCode != http.StatusNotFound {
			t.Errorf("another branch reaches %s: %d", path, r.StatusCode)
		}
	}
	if page := other.Get("/staff/surveys/other").body; strings.Contains(page, "van-gemeente-m") {
		t.Error("another branch sees it")
	}
}
