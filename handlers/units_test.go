package handlers

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

// Moving a unit gives who leads the unit above it all that is in it, as a role
// does: it asks who is there as well, and the audit log says where it went.
func TestMovingAUnit(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "n", Name: "Gemeente N"}); err != nil {
		t.Fatal(err)
	}
	admin := h.as(survey.Administrator)
	move := url.Values{views.FieldDo: {views.DoSave}, views.FieldID: {"a"}, views.FieldName: {"Team A"}, views.FieldParent: {"n"}}
	h.now = h.now.Add(20 * time.Minute)
	if r := admin.Post("/staff/units", move); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("moved without asking: %d", r.StatusCode)
	}
	if r := admin.Post("/staff/confirm", url.Values{views.FieldPassword: {goodPassword}}); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if r := admin.Post("/staff/units", move); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil || len(deeds) != 1 || deeds[0].Object != "Team A (a) < n" {
		t.Errorf("%+v, %v", deeds, err)
	}
	// Below itself it cannot go, and then it is not renamed either.
	move.Set(views.FieldName, "Team Anders")
	move.Set(views.FieldParent, "a")
	if r := admin.Post("/staff/units", move); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	tree, err := h.store.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if u, err := tree.Find("a"); err != nil || u.Name != "Team A" || u.Parent != "n" {
		t.Errorf("%+v, %v", u, err)
	}
}

// The audit log has the name that a deleted unit had, whatever was posted.
func TestDeletingAUnit(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "n", Name: "Gemeente N"}); err != nil {
		t.Fatal(err)
	}
	admin := h.as(survey.Administrator)
	if r := admin.Post("/staff/units", url.Values{views.FieldDo: {views.DoDelete}, views.FieldID: {"n"}, views.FieldName: {"Iets anders"}}); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil || len(deeds) != 1 || deeds[0].Object != "Gemeente N (n)" {
		t.Errorf("%+v, %v", deeds, err)
	}
}
