package views

import (
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

func exampleHome() *Home {
	tree := survey.Units{{ID: "gemeente", Name: "Gemeente"}, {ID: "noord", Parent: "gemeente", Name: "Team <Noord>"}, {ID: "zuid", Parent: "gemeente", Name: "Team Zuid"}}
	h := NewHome(tree, tree[1:], 2027)
	h.Admin, h.Steps = true, []Step{{Label: "step.units", Href: "/staff/units"}, {Label: "step.accounts", Href: "/staff/accounts/new"}}
	return h
}

func exampleDashboard() *Dashboard {
	return &Dashboard{
		Unit: survey.Unit{ID: "noord", Name: "Team <Noord>"}, Year: 2026, Years: []int{2027, 2026}, NextLook: "2026-12-01", Step: Step{Label: "step.wait", Date: "2026-12-01"},
		Surveys: []SurveyRow{
			{ID: "kort", Title: survey.Text{"nl": "Kort", "en": "Short"}, Opened: true, Waiting: 5, Report: "/staff/report/noord/2026/kort", Published: "/staff/published/noord/2026/kort"},
			{ID: "fft", Title: survey.Text{"en": "FFT"}},
		},
		Manager: true, Coach: true, Cards: CardCount{Stacks: 2, HandedOut: 1}, Measures: 1, Figures: 2,
		Below: []UnitRow{{Unit: survey.Unit{ID: "x", Name: "X"}, Href: "/staff/unit/x/2026"}},
	}
}

func exampleUnpublished() *Unpublished {
	gone := survey.Edition{Unit: "noord", Year: 2026, Survey: "kort", Number: 1, Withdrawn: "<x>", WithdrawnDay: "2027-02-01"}
	return &Unpublished{
		Unit: survey.Unit{ID: "noord", Name: "Team <Noord>"}, Year: 2026, Title: survey.Text{"nl": "Kort", "en": "Short"}, NextLook: "2027-03-01",
		Manager: true, Draft: "/staff/publish/noord/2026/kort", Withdrawn: &gone, Others: []survey.Edition{{Unit: "noord", Year: 2025, Survey: "kort", Number: 2, Day: "2026-02-01", Reason: "<y>"}},
	}
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
		pages := []Page{
			&Home{}, exampleHome(), exampleDashboard(), &Dashboard{Cards: CardCount{HandedOut: -1}}, exampleUnpublished(), &Unpublished{}, exampleRecords(), &Records{},
			&Login{Fields: LoginFields(false), Carried: "a=b"}, &Login{Confirm: true, Fields: LoginFields(true)},
			&Resume{To: "/staff/", Carried: []Pair{{"a", "<x>"}}},
			&Setup{Fields: v.SetupFields(), Help: []HelpFields{HelpLineFields(1, survey.HelpLine{For: "x"})}},
			&Invitation{Account: survey.Account{Name: "<x>"}, Fields: InvitationFields()},
			&Accounts{
				Accounts:   []AccountRow{NewAccountRow(survey.Account{Name: "<x>", Blocked: true, Grants: survey.Grants{{Role: survey.Coach, Unit: "a"}, {Role: survey.Entry}}}, nil), {}},
				Invitation: "http://x", For: survey.Account{Name: "<x>"},
			},
			&Account{Fields: AccountFields(survey.Account{}), Roles: RoleRows(survey.Units{{ID: "a", Name: "<x>"}}, nil), Wrong: survey.ErrNoGrants},
			&Account{Account: survey.Account{ID: "x"}, Fields: AccountFields(survey.Account{ID: "x", Blocked: true})},
			&Profile{Fields: v.ProfileFields(survey.Account{}), Password: PasswordFields(), Sessions: []SessionRow{{Here: true}, {ID: "x"}}},
			&Units{New: UnitFields(nil, survey.Unit{}), Rows: []UnitForm{{Unit: survey.Unit{ID: "a", Name: "<x>"}, Used: true}, {}}},
			&Deeds{Deeds: []survey.LoggedDeed{{N: 2, Day: "2026-01-02", Deed: survey.Deed{Action: "deed.setup", Object: "<x>"}}}, Older: 2, Broken: 1}, &Deeds{},
		}
		for _, key := range []StaffNoticeKey{StaffNotAdmitted, StaffWrongSite, StaffNotFound, StaffTooLarge, StaffBadInput, StaffFailed, StaffOldLink, StaffRefused} {
			pages = append(pages, &StaffNotice{Key: key}, &StaffNotice{Key: key, Err: survey.ErrNoUnit.With("Unit", "<x>")})
		}
		pages = append(pages, exampleThemePages(v)...)
		pages = append(pages, exampleMonitor(), &Monitor{}, exampleAudit(), &Audit{}, exampleBenchmark(), &Benchmark{})
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

// The first page lists what somebody has a role on, from its own top.
func TestHome(t *testing.T) {
	h := exampleHome()
	if len(h.Units) != 2 || h.Units[0].Depth != 0 {
		t.Errorf("%+v", h.Units)
	}
	page := render(t, newViews(t), "nl", h)
	for _, want := range []string{`href="/staff/unit/noord/2027"`, `href="/staff/units"`, `href="/staff/accounts/new"`, `href="?lang=en"`} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s", want)
		}
	}
}

// There is one next step, and it is one that the reader can take.
func TestNextStep(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Dashboard)
		want   string
	}{
		{"a report without measures", func(d *Dashboard) { d.Measures = 0 }, "step.measures"},
		{"for a coach", func(d *Dashboard) { d.Measures, d.Manager = 0, false }, "step.wait"},
		{"for a coach, of what is published", func(d *Dashboard) { d.Manager, d.Surveys[0].Public = false, true }, "step.read"},
		{"a report with measures", func(*Dashboard) {}, "step.read"},
		{"no cards", func(d *Dashboard) { d.Surveys, d.Cards = nil, CardCount{HandedOut: -1} }, "step.cards"},
		{"none handed out", func(d *Dashboard) { d.Surveys, d.Cards.HandedOut = nil, -1 }, "step.hand-out"},
		{"handed out", func(d *Dashboard) { d.Surveys = nil }, "step.wait"},
		{"paper", func(d *Dashboard) { d.Manager, d.Coach, d.Entry = false, false, true }, "step.entry"},
	}
	for _, test := range tests {
		d := exampleDashboard()
		test.change(d)
		if got := d.NextStep(); got.Label != test.want {
			t.Errorf("%s: %s, want %s", test.name, got.Label, test.want)
		}
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
