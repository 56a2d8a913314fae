package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

func shipped(t *testing.T, id string) *survey.Survey {
	t.Helper()
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	return templates[id]
}

var team = Frame{About: survey.Unit{ID: "noord", Name: "Team <Noord>"}, Token: "secret-token", Who: "Coach"}

func exampleCards(t *testing.T, v *Views) *Cards {
	t.Helper()
	kort := shipped(t, "kort")
	return &Cards{
		Frame: team, Own: true, Site: "http://localhost:8080", Local: true, Languages: []string{"nl", "en"}, Audiences: []survey.Audience{survey.Parents, survey.Youth, survey.Staff},
		Fields: OrderFields(v.Texts(), "nl", []*survey.Survey{kort}),
		Stacks: []StackRow{
			{Batch: survey.Batch{ID: "stack1", Survey: "kort", Way: survey.ByCard, Size: 24}, Title: kort.Title, Year: 2026, Years: []YearCount{{2026, 3}, {2025, 12}}},
			{Batch: survey.Batch{ID: "poster1", Survey: "kort", Way: survey.ByPoster, Size: 1}, Title: kort.Title, Elsewhere: "Team Zuid", Year: 2026},
			{Batch: survey.Batch{ID: "gone1", Survey: "kort", Way: survey.ByCard, Size: 8, Retired: true}, Title: kort.Title, Year: 2026},
		},
	}
}

// Every page of cards and paper can be shown in every language, and keeps to a
// policy without inline styles and scripts.
func TestCardsAndPaperPages(t *testing.T) {
	v := newViews(t)
	wrong := exampleCards(t, v)
	wrong.Fields.Fault(FieldNumber, survey.ErrCardCount.With("Least", 8).With("Most", 1000))
	pages := []Page{
		exampleCards(t, v), wrong, &Cards{Frame: team},
		&Screen{Back: "/staff/cards/noord", Path: "M4 4h7v1h-7z", Side: 41, Typed: "ouderstem.example/v/8y9k", Code: "7K3MP9QD2XTAH6RWC"},
		&Sheets{Frame: team}, &Sheets{Frame: team, K: 10, Others: 3, Keys: true, Surveys: []SheetRow{{ID: "kort", Title: shipped(t, "kort").Title, Languages: []string{"nl", "en"}}}},
	}
	for _, id := range []string{"kort", "veiligheid", "jeugd", "uitkomst", "fft", "esq", "activiteit", "maatregelen"} {
		s := shipped(t, id)
		answers := survey.Answers{}
		for _, q := range s.Questions {
			if q.Kind != survey.Open {
				answers[q.ID] = q.Values()[:1]
			}
		}
		pages = append(pages,
			&Sheet{Frame: team, Survey: s, House: "Gemeente <x>", K: 10},
			&Sheet{Frame: team, Survey: s, K: 10, Help: []survey.HelpLine{{For: "Huisarts", Number: "0123", When: "overdag"}}},
			&Entry{Frame: team, Survey: s, Once: "once", SheetLang: "nl", Languages: s.Languages},
			&Entry{Frame: team, Survey: s, Languages: []string{"nl"}, Wrong: []FormProblem{{QuestionField(s.Questions[0].ID), survey.ErrNotPrinted.With("Typed", "<x>")}, {"", survey.ErrTooLong}}},
			&EntryReview{Frame: team, Once: "once", Typed: map[string]string{s.Questions[0].ID: "1"}, Review: Review{Survey: s, Answers: answers}},
		)
	}
	for _, lang := range v.Texts().Languages() {
		for _, page := range pages {
			got := render(t, v, lang, page)
			if m := regexp.MustCompile(`<[^>]* (style|on\w+)=|<style|<script>|<no value>|%!|<Noord>|<x>`).FindString(got); m != "" {
				t.Errorf("%s in %s has %q", page.page(), lang, m)
			}
			if !strings.Contains(got, `<html lang="`+lang+`"`) || strings.Count(got, "<h1") != 1 {
				t.Errorf("%s in %s: language or heading", page.page(), lang)
			}
		}
	}
}

func TestCardsPage(t *testing.T) {
	v := newViews(t)
	page := render(t, v, "nl", exampleCards(t, v))
	for _, want := range []string{
		"3 uitgedeeld in 2026", "In 2025: 12.", `action="/staff/cards/noord/stack1/tap"`, `action="/staff/cards/noord/stack1/void"`,
		`href="/staff/cards/noord/poster1/screen"`, `href="/staff/cards/noord/poster1/poster.pdf"`, `href="/staff/preview/noord/kort"`,
		"op de kaarten komt http://localhost:8080", "Team Zuid", "Ik geef u een kaart", "Ik geef je een kaart", "I am giving you a card", "Vervallen",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	for _, not := range []string{"gone1/tap", "gone1/void", "poster1/tap", "stack1/screen"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is on the page", not)
		}
	}
	if forms, tokens := strings.Count(page, `<form`), strings.Count(page, `name="token" value="secret-token"`); forms != tokens {
		t.Errorf("%d forms, %d tokens", forms, tokens)
	}
	if page := render(t, v, "nl", &Cards{Frame: team}); strings.Contains(page, "Maak de kaarten") || strings.Contains(page, "Ik geef") {
		t.Error("cards of no survey")
	}
}

// A paper form has a box and a number for everything that can be answered, and
// the numbers are those that are typed in.
func TestSheet(t *testing.T) {
	v := newViews(t)
	s := shipped(t, "veiligheid")
	page := render(t, v, "nl", &Sheet{Frame: team, Survey: s, K: 10})
	boxes, lines := 0, 0
	for _, q := range s.Questions {
		boxes += len(q.Values())
		if q.Kind == survey.Open {
			lines++
		}
	}
	if got := strings.Count(page, `<i aria-hidden="true"></i>`); got != boxes {
		t.Errorf("%d boxes, want %d", got, boxes)
	}
	if got := strings.Count(page, `class="lines"`); got != lines {
		t.Errorf("%d places to write, want %d", got, lines)
	}
	typed := render(t, v, "nl", &Entry{Frame: team, Survey: s})
	for _, o := range s.Questions[1].Options {
		number := s.Questions[1].Printed(o.ID)
		if !strings.Contains(page, "<b>"+number+"</b> <span>"+o.Text["nl"]) || !strings.Contains(typed, `<b>`+number+`</b> `+o.Text["nl"]) {
			t.Errorf("%s is not numbered %s on both", o.ID, number)
		}
	}
	if !strings.Contains(page, "Schrijf uw naam niet op") || strings.Contains(page, "Wij weten niet wie u bent") {
		t.Error("the promise is not that of paper")
	}
}

// What was typed travels through the review as it was.
func TestEntryReviewCarries(t *testing.T) {
	s := shipped(t, "kort")
	page := render(t, newViews(t), "nl", &EntryReview{
		Frame: team, Once: "word", SheetLang: "en", Typed: map[string]string{"mark": "08", "good": "twee\nregels & meer"},
		Review: Review{Survey: s, Answers: survey.Answers{"mark": {"8"}}, Masked: map[string][]Piece{"good": {{"Daan", "name"}}}},
	})
	for _, want := range []string{`name="q-mark" value="08"`, "name=\"q-good\" value=\"twee\nregels &amp; meer\"", `name="once" value="word"`, `name="sheet" value="en"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(page, ">Daan<") {
		t.Error("what is masked is shown")
	}
}
