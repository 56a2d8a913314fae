package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// wanted is an order as the page posts it.
func wanted(change func(url.Values)) url.Values {
	f := url.Values{
		views.FieldSurvey: {"kort"}, views.FieldNumber: {"8"}, views.FieldLang: {"nl"}, views.FieldLayout: {"a4"},
	}
	if change != nil {
		change(f)
	}
	return f
}

// stacks are all of team A.
func (h *house) stacks() []store.Stack {
	h.t.Helper()
	stacks, err := h.store.Stacks(h.t.Context(), store.Reach{Unit: "a"})
	if err != nil {
		h.t.Fatal(err)
	}
	return stacks
}

// deeds are the actions in the audit log, newest first.
func (h *house) deeds() string {
	h.t.Helper()
	deeds, err := h.store.Deeds(h.t.Context(), 0, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	var actions []string
	for _, d := range deeds {
		if strings.HasPrefix(d.Action, "deed.cards.") {
			actions = append(actions, d.Action+" "+d.By+" "+d.Object)
		}
	}
	return strings.Join(actions, "\n")
}

func TestOrderCards(t *testing.T) {
	h := newHouse(t)
	coach := h.as(survey.Coach, "a")
	if r := coach.Get("/staff/cards/a"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Maak de kaarten") ||
		!strings.Contains(r.body, `value="24" selected`) || !strings.Contains(r.body, `value="nl" selected`) {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	for layout, name := range map[string]string{"a4": "kaarten.pdf", "a5": "kaarten.pdf", "business": "kaarten.pdf", "poster": "poster.pdf"} {
		r := coach.Post("/staff/cards/a", wanted(func(f url.Values) { f.Set(views.FieldLayout, layout) }))
		if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.body, "%PDF-") ||
			r.Header.Get("Content-Type") != "application/pdf" || r.Header.Get("Cache-Control") != "no-store" ||
			r.Header.Get("Content-Disposition") != `attachment; filename="`+name+`"` {
			t.Errorf("%s: %d %v", layout, r.StatusCode, r.Header)
		}
	}
	cards, posters := 0, 0
	for _, s := range h.stacks() {
		switch {
		case s.Way == survey.ByPoster && s.Size == 1:
			posters++
		case s.Way == survey.ByCard && s.Size == 8:
			cards++
		}
	}
	if cards != 3 || posters != 1 {
		t.Errorf("%d stacks and %d posters: %+v", cards, posters, h.stacks())
	}
	own, err := h.store.Stacks(t.Context(), store.Reach{Unit: "a", Hand: coach.account.ID})
	if err != nil || len(own) != 4 {
		t.Errorf("%d are the coach's own, %v", len(own), err)
	}
	if log := h.deeds(); strings.Count(log, "deed.cards.order "+coach.account.ID) != 3 || strings.Count(log, "deed.cards.poster") != 1 {
		t.Errorf("audit log:\n%s", log)
	}
}

// A template that nobody used yet is published with its first stack.
func TestOrderFromATemplate(t *testing.T) {
	h := newHouse(t)
	r := h.as(survey.Manager, "a").Post("/staff/cards/a", wanted(func(f url.Values) { f.Set(views.FieldSurvey, "activiteit") }))
	s, err := h.store.Survey(t.Context(), "activiteit", 0)
	if r.StatusCode != http.StatusOK || err != nil || s.Version != 1 {
		t.Errorf("%d, %+v, %v", r.StatusCode, s, err)
	}
}

func TestOrderMistakes(t *testing.T) {
	h := newHouse(t)
	coach := h.as(survey.Coach, "a")
	for name, change := range map[string]func(url.Values){
		"no such survey": func(f url.Values) { f.Set(views.FieldSurvey, "none") },
		"too few":        func(f url.Values) { f.Set(views.FieldNumber, "7") },
		"too many":       func(f url.Values) { f.Set(views.FieldNumber, "1001") },
		"no number":      func(f url.Values) { f.Set(views.FieldNumber, "acht") },
		"no language":    func(f url.Values) { f.Set(views.FieldLang, "xx") },
		"no layout":      func(f url.Values) { f.Del(views.FieldLayout) },
	} {
		r := coach.Post("/staff/cards/a", wanted(change))
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `class="problems"`) || !strings.Contains(r.body, "aria-invalid") {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	if n := len(h.stacks()); n != 0 {
		t.Errorf("%d stacks were made", n)
	}
	if log := h.deeds(); log != "" {
		t.Errorf("audit log:\n%s", log)
	}
}

func TestTapCards(t *testing.T) {
	h := newHouse(t)
	coach, other, manager := h.as(survey.Coach, "a"), h.as(survey.Coach, "a"), h.as(survey.Manager, "m")
	coach.Post("/staff/cards/a", wanted(nil))
	id := h.stacks()[0].ID
	tap := func(c *client, unit, add string) int {
		return c.Post("/staff/cards/"+unit+"/"+id+"/tap", url.Values{views.FieldAdd: {add}}).StatusCode
	}
	for _, add := range []string{"5", "-1", "-1"} {
		if got := tap(coach, "a", add); got != http.StatusSeeOther {
			t.Errorf("%s: %d", add, got)
		}
	}
	if got := tap(manager, "m", "1"); got != http.StatusSeeOther { // a manager of the unit above
		t.Errorf("manager: %d", got)
	}
	if page := coach.Get("/staff/cards/a").body; !strings.Contains(page, "4 uitgedeeld in 2026") {
		t.Errorf("no count on the page\n%s", page)
	}
	for name, got := range map[string]int{
		"another coach": tap(other, "a", "1"), "from the unit above": tap(coach, "m", "1"),
		"none": coach.Post("/staff/cards/a/none/tap", url.Values{views.FieldAdd: {"1"}}).StatusCode,
	} {
		if got != http.StatusNotFound {
			t.Errorf("%s: %d", name, got)
		}
	}
	for _, add := range []string{"", "x", "6", "-6", "99999999999999999999"} {
		if got := tap(coach, "a", add); got != http.StatusBadRequest {
			t.Errorf("%q: %d", add, got)
		}
	}
	if s := h.stacks()[0]; s.In(2026) != 4 {
		t.Errorf("%+v", s)
	}
	if page := other.Get("/staff/cards/a").body; strings.Contains(page, id) {
		t.Error("a coach sees another's stack")
	}
	if log := h.deeds(); strings.Count(log, "\n") > 0 {
		t.Errorf("tapping is in the audit log:\n%s", log)
	}
}

// What is lost opens nothing any more; who may not, cannot tell that it is there.
func TestVoidCards(t *testing.T) {
	h := newHouse(t)
	coach, other, elsewhere := h.as(survey.Coach, "a"), h.as(survey.Coach, "a"), h.as(survey.Manager, "m")
	coach.Post("/staff/cards/a", wanted(func(f url.Values) { f.Set(views.FieldLayout, "poster") }))
	id := h.stacks()[0].ID
	_, code, err := h.store.Poster(t.Context(), store.Reach{Unit: "a"}, id)
	if err != nil {
		t.Fatal(err)
	}
	if r := other.Post("/staff/cards/a/"+id+"/void", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("another coach: %d", r.StatusCode)
	}
	if r := h.post(filled(code, "review")); r.StatusCode != http.StatusOK {
		t.Errorf("before: %d", r.StatusCode)
	}
	for range 2 { // a double tap
		if r := coach.Post("/staff/cards/a/"+id+"/void", nil); r.StatusCode != http.StatusSeeOther || !strings.Contains(r.Header.Get("Location"), "said=cards-voided") {
			t.Errorf("%d %s", r.StatusCode, r.Header.Get("Location"))
		}
	}
	if r := h.post(filled(code, "review")); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a void code opens: %d", r.StatusCode)
	}
	if log := h.deeds(); strings.Count(log, "deed.cards.void "+coach.account.ID+" a, kort, "+id) != 1 {
		t.Errorf("audit log:\n%s", log)
	}
	page := elsewhere.Get("/staff/cards/m").body
	if !strings.Contains(page, "Wat vervallen is") || strings.Contains(page, "/"+id+"/screen") {
		t.Errorf("not shown as void\n%s", page)
	}
}

func TestCardsScreen(t *testing.T) {
	h := newHouse(t)
	coach := h.as(survey.Coach, "a")
	coach.Post("/staff/cards/a", wanted(nil))
	stack := h.stacks()[0].ID
	r := coach.Post("/staff/cards/a", wanted(func(f url.Values) { f.Set(views.FieldLayout, "screen"); f.Del(views.FieldNumber) }))
	path := r.Header.Get("Location")
	if r.StatusCode != http.StatusSeeOther || !regexp.MustCompile(`^/staff/cards/a/[0-9a-f]+/screen$`).MatchString(path) {
		t.Fatalf("%d %s", r.StatusCode, path)
	}
	id := strings.Split(path, "/")[4]
	_, code, err := h.store.Poster(t.Context(), store.Reach{Unit: "a"}, id)
	if err != nil {
		t.Fatal(err)
	}
	page := coach.Get(path)
	for _, want := range []string{code.String(), "ouderstem.example/v/" + h.survey.Address(), "<svg", `href="/staff/cards/a"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%q is not on the screen\n%s", want, page.body)
		}
	}
	if n := strings.Count(page.body, "<a "); n != 1 || strings.Contains(page.body, "<nav") || strings.Contains(page.body, "<form") {
		t.Errorf("%d links: more than a way back\n%s", n, page.body)
	}
	if pdf := coach.Get("/staff/cards/a/" + id + "/poster.pdf"); !strings.HasPrefix(pdf.body, "%PDF-") ||
		pdf.Header.Get("Content-Disposition") != `attachment; filename="poster.pdf"` {
		t.Errorf("printed again: %d %v", pdf.StatusCode, pdf.Header)
	}
	for name, got := range map[string]int{
		"a stack":       coach.Get("/staff/cards/a/" + stack + "/screen").StatusCode,
		"another coach": h.as(survey.Coach, "a").Get(path).StatusCode,
		"as a file":     h.as(survey.Coach, "a").Get("/staff/cards/a/" + id + "/poster.pdf").StatusCode,
	} {
		if got != http.StatusNotFound {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// Nothing on the page changes when a card is used: not how many were, not which.
func TestCardsPageTellsNothingOfAnswers(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager, "a")
	codes := h.cards(12)
	before := manager.Get("/staff/cards/a").body
	for _, code := range codes {
		if r := h.post(filled(code, "send")); r.StatusCode != http.StatusSeeOther {
			t.Fatal(r.StatusCode)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if after := manager.Get("/staff/cards/a").body; after != before {
		t.Error("the page changed with the answers")
	}
	for _, code := range codes {
		if strings.Contains(before, code.String()) || bytes.Contains(h.log.Bytes(), []byte(code.String())) {
			t.Errorf("%s is shown", code)
		}
	}
}

// Who makes cards that no phone can open is told before.
func TestLocal(t *testing.T) {
	for site, want := range map[string]bool{
		"http://localhost:8080": true, "http://127.0.0.1:8080": true, "http://[::1]": true,
		"https://ouderstem.voorbeeldstad.nl": false, "http://192.168.1.20:8080": false, "https://localhost.example": false,
	} {
		if got := local(site); got != want {
			t.Errorf("%s: %t", site, got)
		}
	}
}
