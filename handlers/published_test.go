package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
)

const publishedPath = "/staff/published/a/2026/kort"

// A coach reads a report as everybody does: not before it is published, and then
// as its edition says it, whatever is opened and decided later.
func TestCoachReadsEditions(t *testing.T) {
	h := newHouse(t)
	coach, manager := h.as(survey.Coach, "a"), h.as(survey.Manager, "a")
	const dashboard = "/staff/unit/a/2026"
	h.answered(30, waited)
	first := coach.Get(publishedPath)
	if first.StatusCode != http.StatusOK {
		t.Fatalf("%d", first.StatusCode)
	}
	contains(t, first.body, "nothing is published", "Dit verslag is nog niet gepubliceerd", "Wat gebeurt er nu?", "Een manager kiest wat er in het verslag komt", "Bussen gaan weer open op")
	if strings.Contains(first.body, "/staff/publish/") || !strings.Contains(manager.Get(publishedPath).body, `href="/staff/publish/a/2026/kort"`) {
		t.Error("a manager, and nobody else, is led to where it is published")
	}
	contains(t, coach.Get(dashboard).body, "the page of the team", `href="`+publishedPath+`"`, "Nu niet openbaar.")
	contains(t, coach.Get(publishedPath+"?lang=en").body, "in English", "This report is not published yet", "What happens next?")
	h.answered(80, waited)
	h.release(2)
	h.confirms("a", waitingTheme(t))
	if again := coach.Get(publishedPath); again.body != first.body {
		t.Error("the page tells of an opening, or of a decision")
	}

	publish := func(reason string, number int) {
		t.Helper()
		if _, why := h.publishes("a", reason); why != "" {
			t.Fatal(why)
		}
		edition := fmt.Sprintf("/w/a/2026/kort/%d", number)
		if r := coach.Get(publishedPath); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "https://ouderstem.example"+edition+"?lang=nl" {
			t.Errorf("%d to %q, not to %s", r.StatusCode, r.Header.Get("Location"), edition)
		}
		h.has(edition, http.StatusOK, fmt.Sprintf("Uitgave %d, gepubliceerd op", number))
	}
	publish("", 1)
	if page := coach.Get(dashboard).body; strings.Contains(page, "Nu niet openbaar.") || !strings.Contains(page, "Lees het verslag") {
		t.Error("the page of the team does not tell that the report is out")
	}
	h.answered(30, waited)
	publish("Er zijn nieuwe antwoorden.", 2)

	if err := h.store.Withdraw(t.Context(), "", survey.Edition{Unit: "a", Year: 2026, Survey: "kort", Number: 2}, "Het was een ander team."); err != nil {
		t.Fatal(err)
	}
	gone := coach.Get(publishedPath)
	contains(t, gone.body, "withdrawn", "Dit verslag is ingetrokken", "Het was een ander team.", "Een manager kan een nieuwe uitgave publiceren.")
	if strings.Contains(gone.body, "/w/a/2026/kort/1") {
		t.Error("the first edition stands for the report again: it was corrected")
	}
	contains(t, coach.Get(dashboard).body, "the page of the team", "Nu niet openbaar.")

	// Of another year something is public, and it is offered.
	h.answeredIn("a", 2025, 30, waited)
	if _, err := NewReports(h.store).Publish(t.Context(), "", "a", 2025, "kort", survey.Choice{Left: []survey.Section{survey.SectionThemes}}, ""); err != nil {
		t.Fatal(err)
	}
	contains(t, coach.Get(publishedPath).body, "another year", "Dit kunt u al lezen", `href="https://ouderstem.example/w/a/2025/kort/1?lang=nl"`)
	if past := coach.Get("/staff/published/a/2024/kort"); past.StatusCode != http.StatusOK || strings.Contains(past.body, "Bussen gaan weer open") {
		t.Errorf("of a year that is over boxes are said to open: %d", past.StatusCode)
	}
	for _, path := range []string{"/staff/published/a/2026/none", "/staff/published/a/1999/kort", "/staff/published/a/soon/kort", publishedPath + "/chart/bars-mark.png"} {
		if r := coach.Get(path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

// Whatever a coach can fetch below /staff, an opening and what managers decide
// change of it nothing but whether boxes were opened, and about how many answers
// wait in them.
func TestCoachSeesNothingLive(t *testing.T) {
	h := newHouse(t)
	_, codes, err := h.store.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "a", Way: survey.ByCard, Size: 117})
	if err != nil {
		t.Fatal(err)
	}
	answer := func(n int) {
		t.Helper()
		for i, code := range codes[:n] {
			mark, text := waited(i)
			r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{"mark": {mark}, "better": {text}}}
			if err := h.store.Drop(t.Context(), store.Submission{Code: code, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
		codes = codes[n:]
		if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
		if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	answer(30)
	coach, comment := h.as(survey.Coach), h.resultsOf("a").Comments[0].ID
	places := h.places([]string{"a", "m"}, "2026", "2025", "2027")
	all := func() map[string]string {
		seen, _ := coach.everything(coach, places)
		return seen
	}
	first := all()
	open := 0
	for _, page := range first {
		if strings.HasPrefix(page, "200") {
			open++
		}
	}
	if open < 15 {
		t.Errorf("only %d pages were open to a coach", open)
	}
	answer(80)
	h.release(2)
	h.confirms("a", waitingTheme(t))
	hide := url.Values{"do": {"hide.hurtful"}, "comment": {comment}}
	if r := h.as(survey.Manager, "a").Post(commentsPath, hide); r.StatusCode != http.StatusSeeOther {
		t.Fatal(r.StatusCode)
	}
	for path, now := range all() {
		if now != first[path] {
			t.Errorf("%s changed", path)
		}
	}
	answer(7) // too few to be opened
	told := 0
	for path, now := range all() {
		switch {
		case now == first[path]:
		case strings.HasPrefix(path, "/staff/unit/") && strings.Contains(now, "ongeveer 5 antwoorden"):
			told++
		default:
			t.Errorf("%s changed", path)
		}
	}
	if told == 0 {
		t.Error("that answers wait is told nowhere")
	}
}
