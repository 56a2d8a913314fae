package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

func exampleHome() *Home {
	units := survey.Units{{ID: "gemeente", Name: "Gemeente"}, {ID: "noord", Parent: "gemeente", Name: "Team <Noord>"}, {ID: "zuid", Parent: "gemeente", Name: "Team Zuid"}}
	return &Home{Units: UnitRows(units, map[string][]SurveyRow{
		"noord": {{ID: "kort", Title: survey.Text{"nl": "Kort", "en": "Short"}, Years: []int{2026, 2024}, Waiting: 5}, {ID: "fft", Title: survey.Text{"en": "FFT"}, Years: []int{2026}}},
	}, 2027)}
}

func exampleRecords() *Records {
	return &Records{
		Unit: survey.Unit{ID: "noord", Name: "Team <Noord>"}, Year: 2026, Frame: Frame{Token: "secret-token"},
		Figures:  []FigureForm{FormOfFigure(survey.KeyFigure{ID: "f1", Label: "Veilig", Numerator: 0, Denominator: 81, Source: "Registratie"}), {ID: "f2", Value: "13 weken"}},
		Measures: []MeasureForm{FormOfMeasure(survey.Measure{ID: "m1", Action: "Uitleg", Status: survey.Doing, Due: "2027-02-01"})},
	}
}

// Every page for staff can be shown in every language, and keeps to a policy
// without inline styles and scripts.
func TestStaffPages(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.Texts().Languages() {
		pages := []Page{&Home{}, exampleHome(), &Home{Units: UnitRows(survey.Units{{ID: "a", Name: "A"}}, nil, 2027)}, exampleRecords(), &Records{}}
		for _, key := range []StaffNoticeKey{StaffNotAdmitted, StaffWrongSite, StaffNotFound, StaffTooLarge, StaffBadInput, StaffFailed, StaffOldLink, StaffRefused} {
			pages = append(pages, &StaffNotice{Key: key}, &StaffNotice{Key: key, Err: survey.ErrNoUnit.With("Unit", "<x>")})
		}
		for _, name := range exampleReports {
			pages = append(pages, Report{Report: exampleReport(t, name)})
		}
		for _, page := range pages {
			got := render(t, v, lang, page)
			if m := regexp.MustCompile(`<[^>]* (style|on\w+)=|<style|<script>|<no value>|%!|<Noord>|<x>`).FindString(got); m != "" {
				t.Errorf("%s in %s has %q", page.page(), lang, m)
			}
			if !strings.Contains(got, `<html lang="`+lang+`"`) {
				t.Errorf("%s does not say that it is in %s", page.page(), lang)
			}
			if n := strings.Count(got, "<h1"); n != 1 {
				t.Errorf("%s in %s has %d headings of the first level", page.page(), lang, n)
			}
		}
	}
}

func TestHome(t *testing.T) {
	v := newViews(t)
	page := render(t, v, "nl", exampleHome())
	for _, want := range []string{
		`href="/staff/report/noord/2026/kort"`, `href="/staff/report/noord/2024/kort"`, `href="/staff/report/noord/2026/fft"`,
		"Nog in de bus: ongeveer 5 antwoorden", "Nog in de bus: geen antwoorden, of bijna geen",
		`href="/staff/records/noord/2027"`, `href="/staff/records/noord/2024"`, `href="/staff/records/gemeente/2026"`, `href="?lang=en"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	if strings.Contains(page, "ouderstem cards") {
		t.Error("who has reports is told how to begin")
	}
	if page := render(t, v, "nl", &Home{}); !strings.Contains(page, "ouderstem unit add") || !strings.Contains(page, "ouderstem cards") {
		t.Error("who has nothing is not told how to begin")
	}
	if page := render(t, v, "nl", &Home{Units: UnitRows(survey.Units{{ID: "a", Name: "A"}}, nil, 2027)}); !strings.Contains(page, "ouderstem cards --survey kort --unit a") {
		t.Error("who has units is not told what comes next")
	}
}

// Everything that was typed stays, and every mistake is told above the forms
// and at its field.
func TestRecordsKeepWhatWasTyped(t *testing.T) {
	r := exampleRecords()
	r.Figures[0].Numerator = "honderd\"><script>"
	r.NewMeasure = MeasureForm{Reason: "Ouders <zeiden>", Status: string(survey.Done), Result: "klaar"}
	r.Wrong = []RecordProblem{{RecordFigure, "f1", FieldNumerator, survey.ErrNotNumber}}
	for _, f := range survey.CheckRecord(survey.Measure{Year: 2026, Status: survey.Done}) {
		r.Wrong = append(r.Wrong, RecordProblem{RecordMeasure, "", f.Field, f.Err})
	}
	page := render(t, newViews(t), "nl", r)
	for _, want := range []string{
		`value="honderd&#34;&gt;&lt;script&gt;"`, "Ouders &lt;zeiden&gt;</textarea>", `<option value="done" selected>`, "klaar</textarea>",
		`<a href="#figure.f1.numerator">`, `id="figure.f1.numerator"`, `<a href="#measure..action">`, `id="measure..action"`,
		"Vul een heel getal in", "Vul dit in.", `aria-invalid="true"`, `aria-describedby="figure.f1.numerator.hint figure.f1.numerator.error"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	if strings.Contains(page, "<script>") {
		t.Error("what was typed became part of the page")
	}
	if got := strings.Count(page, `<details class="record" open>`); got != 2 {
		t.Errorf("%d forms are open", got)
	}
}

// Every form of a record says what it is about and has the token; a new one
// cannot be deleted.
func TestRecordForms(t *testing.T) {
	page := render(t, newViews(t), "nl", exampleRecords())
	forms := strings.Split(page, "<form ")[1:]
	if len(forms) != 5 {
		t.Fatalf("%d forms", len(forms))
	}
	for i, want := range []struct{ record, id string }{{"figure", "f1"}, {"figure", "f2"}, {"figure", ""}, {"measure", "m1"}, {"measure", ""}} {
		for _, field := range []string{`name="token" value="secret-token"`, `name="record" value="` + want.record + `"`, `name="id" value="` + want.id + `"`} {
			if !strings.Contains(forms[i], field) {
				t.Errorf("form %d lacks %s", i, field)
			}
		}
		if got := strings.Contains(forms[i], `value="delete"`); got != (want.id != "") {
			t.Errorf("form %d can be deleted: %t", i, got)
		}
	}
	if !strings.Contains(forms[0], `value="0"`) || !strings.Contains(forms[3], `value="2027-02-01"`) {
		t.Error("what is kept is not shown")
	}
}

// Every rule of a record has a sentence of its own.
func TestRecordProblems(t *testing.T) {
	texts := newViews(t).Texts()
	long := strings.Repeat("x", 601)
	seen := map[string]bool{}
	for _, record := range []any{
		survey.KeyFigure{Year: 2026},
		survey.KeyFigure{Year: 2026, Label: long, Source: long, Numerator: 3, Denominator: 2, Value: "x"},
		survey.KeyFigure{Year: 2026, Label: "x", Source: "x", Numerator: -1, Denominator: 2},
		survey.Measure{Year: 2026, Due: "2026-02-30", Owner: long, Status: "odd"},
	} {
		for _, f := range survey.CheckRecord(record) {
			for _, lang := range texts.Languages() {
				s, err := texts.fieldProblem(lang, f.Err)
				if general, _ := texts.problem(lang, f.Err); err != nil || s == general || strings.Contains(s, "<no value>") {
					t.Errorf("%s: %v is told as %q, %v", lang, f, s, err)
				}
				seen[s] = true
			}
		}
	}
	if len(seen) < 2*8 {
		t.Errorf("only %d sentences were seen", len(seen))
	}
}
