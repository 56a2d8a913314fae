package handlers

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/survey"
	"ouderstem/views"
)

// pilot is what parents of a pilot about safety wrote on paper: our own words.
var pilot = struct{ helped, expected []string }{
	helped: []string{
		"De coach luisterde goed, ook toen het gesprek moeilijk was.",
		"Ik werd gehoord.",
		"Van dat gesprek werd ik rustig.",
		"Zij legde uit waarom het voor mijn kinderen goed is dat ze hun vader zien.",
	},
	expected: []string{
		"Ik dacht dat de hulp vrijwillig was.",
		"Ik had verwacht dat het minder vrijwillig was.",
		"Dat de coach mijn ex zou aanspreken.",
		"Dat iemand ook met mijn ex-partner zou praten.",
	},
}

const pilotForms = 40

// paperOf is the form of one parent: 7 on average, nine of ten heard, three of
// four with real steps.
func paperOf(i int) url.Values {
	form := url.Values{"version": {"1"}, views.FieldSheetLang: {"nl"}, "step": {views.StepSend}}
	form.Set("q-mark", []string{"6", "7", "8", "7"}[i%4])
	form.Set("q-heard", []string{"1", "1", "2", "1", "2", "1", "1", "2", "1", "4"}[i%10])
	form.Set("q-steps", []string{"1", "1", "1", "3"}[i%4])
	form.Set("q-safer", []string{"1", "2"}[i%2])
	form.Set("q-helped-most", pilot.helped[i%4])
	form.Set("q-expected", pilot.expected[i%4])
	return form
}

// types types in what parents wrote on paper.
func (c *client) types(path string, n int) {
	c.t.Helper()
	for i := range n {
		form := paperOf(i)
		empty := onceField.FindStringSubmatch(c.Get(path).body)
		if empty == nil {
			c.t.Fatal("no empty form")
		}
		form.Set(views.FieldOnce, empty[1])
		if r := c.Post(path, form); r.StatusCode != http.StatusSeeOther {
			c.t.Fatalf("form %d: %d\n%s", i, r.StatusCode, readable(r.body))
		}
	}
}

var markup = regexp.MustCompile(`(?s)<(?:style|script).*?</(?:style|script)>|<[^>]*>`)

// readable is a page as it is read.
func readable(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(page, " "))), " ")
}

// From figures that people type in by hand comes the page that a pilot once made
// of itself, with what that page left out: of how many, and how sure it is.
func TestPilot(t *testing.T) {
	h := newHouse(t)
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Publish(t.Context(), templates["veiligheid"]); err != nil {
		t.Fatal(err)
	}
	h.as(survey.Entry, "a").types("/staff/entry/a/veiligheid", pilotForms)
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager, "a")

	records := func(fields ...string) {
		t.Helper()
		form := url.Values{views.FieldDo: {views.DoSave}}
		for i := 0; i < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		if r := manager.Post("/staff/records/a/2026", form); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v: %d\n%s", fields, r.StatusCode, readable(r.body))
		}
	}
	figure := func(label string, more ...string) {
		t.Helper()
		records(append([]string{views.FieldRecord, views.RecordFigure, views.FieldLabel, label, views.FieldSource, "Registratie van het team"}, more...)...)
	}
	figure("Gezinnen waarin de veiligheid genoeg hersteld is", views.FieldNumerator, "40", views.FieldDenominator, "58")
	figure("Gezinnen die naar de Raad voor de Kinderbescherming gingen", views.FieldNumerator, "18", views.FieldDenominator, "58")
	figure("Tijd waarin er weer orde is", views.FieldValue, "13 weken")
	records(views.FieldRecord, views.RecordMeasure, views.FieldReason, "Ouders hadden iets anders verwacht.",
		views.FieldAction, "Wij maken aan het begin duidelijk wat ouders kunnen verwachten.", views.FieldOwner, "Het hele team", views.FieldDue, "2027-06-01", views.FieldStatus, "planned")

	in := store.Scope{Unit: "a", Year: 2026, Survey: "veiligheid"}
	results, err := h.store.Results(t.Context(), in.Survey, in.Unit, in.Year)
	if err != nil || results.Responses != pilotForms || results.ByPaper != pilotForms {
		t.Fatalf("%d of %d forms were counted, %v", results.Responses, pilotForms, err)
	}
	for _, words := range []string{pilot.helped[2], pilot.helped[3]} {
		i := slices.IndexFunc(results.Comments, func(c survey.Comment) bool { return c.Text == words })
		r := manager.Post("/staff/comments/a/2026/veiligheid", url.Values{views.FieldDo: {"quote"}, views.FieldComment: {results.Comments[i].ID}})
		if r.StatusCode != http.StatusSeeOther {
			t.Fatalf("quote: %d", r.StatusCode)
		}
	}
	for _, theme := range []string{"heard", "voluntary", "other-parent"} {
		if r := manager.Post("/staff/themes/a/2026/veiligheid", url.Values{views.FieldDo: {views.DoConfirm + "/" + theme}}); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d", theme, r.StatusCode)
		}
	}

	path := "/staff/publish/a/2026/veiligheid"
	form := manager.step(path)
	form.Set(views.FieldForeword, "Dit was ons eerste jaar.")
	manager.keeps(path, form)
	if r := manager.Post(path+"/check", manager.step(path+"/check")); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("publishing: %d\n%s", r.StatusCode, readable(r.body))
	}

	whole, page := readable(h.get("/w/a/2026/veiligheid/1").body), readable(h.get("/w/a").body)
	contains(t, whole, "the report", "Dit was ons eerste jaar.",
		// the mark with n, its interval, and that nobody knows the response rate
		"7,0 is het gemiddelde cijfer", "Antwoorden 40", "Ruimte voor toeval 6,8 tot 7,2", "Respons onbekend",
		// heard, also in hard talks; real steps
		"90 % koos ‘Ja, altijd’ of ‘Vaak’", "75 % koos ‘Ja’",
		// what went well, and what parents had expected otherwise
		"Gehoord worden", "Vrijwillig of verplicht", "De andere ouder", "Wat had u anders verwacht?",
		pilot.helped[2], pilot.helped[3],
		// the plans
		"Wij maken aan het begin duidelijk wat ouders kunnen verwachten.", "Het hele team", "1 juni 2027",
		// registration, apart
		"69 % 40 van de 58", "31 % 18 van de 58", "13 weken", "Bron: Registratie van het team", "Deze cijfers komen niet uit de vragenlijst")
	contains(t, page, "the page for parents", "Wat ouders zeiden, wat wij deden", "7,0 is het gemiddelde op een schaal van 1 tot 10", "Wij kregen 40 antwoorden van ouders",
		pilot.helped[2], pilot.helped[3], "Wij maken aan het begin duidelijk wat ouders kunnen verwachten. Wie: Het hele team. Uiterlijk: 1 juni 2027.")
	for _, words := range append(pilot.expected, pilot.helped[:2]...) {
		if strings.Contains(whole, words) || strings.Contains(page, words) {
			t.Errorf("nobody released %q", words)
		}
	}
	council, err := h.views.OnePage("nl", views.ForCouncil, views.Report{Report: h.frozen("a", "veiligheid"), Published: true})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, readable(fmt.Sprint(council)), "the page for the council", "69 %", "31 %", "13 weken", "7,0")
}
