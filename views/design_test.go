package views

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

// exampleDesigner is the editor of a draft of a template, in two languages and
// with a third, and what changes on the page.
func exampleDesigner(t *testing.T, change func(d *Designer)) *Designer {
	t.Helper()
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	s := templates["kort"].WithLanguage("tr")
	s.ID = ""
	d := &Designer{
		Frame: Frame{Token: "secret-token"}, With: "en", Editor: "Coll<ega>", Bank: Bank(templates), K: 10, Year: 2025, Last: templates["kort"],
		Draft:   survey.Draft{ID: "d1", Unit: "noord", Revision: 7, Step: 5, Survey: s, Expected: 8, CanUndo: true},
		Expect:  ExpectField("8", nil),
		Turnout: []TurnoutRow{{"Team <Noord>", survey.Turnout{Answers: 12, HandedOut: 20}}, {"Team Zuid", survey.Turnout{HandedOut: -1}}},
	}
	if change != nil {
		change(d)
	}
	d.Trend = d.Draft.Survey.Since(d.Last)
	return d
}

// clashing is a draft that somebody else changed while it was typed into.
func clashing(d *Designer) {
	base := d.Draft.Survey
	theirs := base.With(map[string]string{"title.nl": "Van <haar>", "o.listened.often.side": "between"}, survey.Prefilled{})
	theirs, _ = theirs.WithoutQuestion("better")
	m := survey.Merge(base, theirs, map[string]string{
		"title.nl": "Van mij", "o.listened.often.side": "negative", "q.better.text.nl": "Wat kan anders?", "q.good.text.nl": "Goed",
	}, survey.Prefilled{})
	d.Draft.Survey, d.Merged, d.NotDone = m.Survey, &m, true
}

func examplePages(t *testing.T) []Page {
	t.Helper()
	nothing := func(d *Designer) {
		d.Draft.Survey = &survey.Survey{Audience: survey.Parents, Languages: []string{"nl"}, Title: survey.Text{}}
		d.With = ""
	}
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	about := Frame{About: survey.Unit{ID: "noord", Name: "Team <Noord>"}}
	form := ImportFields()
	form.Fault(FieldDefinition, survey.ErrBadDefinition)
	_, faults := survey.Parse([]byte(`{"id": "<x>"}`))
	publish := &Publish{Designer: *exampleDesigner(t, nil), Target: survey.Target{ID: "kort", Last: templates["kort"]}}
	first := &Publish{Designer: *exampleDesigner(t, nothing), Target: survey.Target{ID: "x", Owner: "noord"}, Elsewhere: templates["kort"]}
	publish.Apart, first.Apart = true, true
	return []Page{
		exampleDesigner(t, nil), exampleDesigner(t, nothing), exampleDesigner(t, clashing),
		exampleDesigner(t, func(d *Designer) { clashing(d); d.Own = true }),
		exampleDesigner(t, func(d *Designer) { d.Expect = ExpectField("veel", survey.ErrNotNumber) }),
		&Surveys{Frame: about, New: NewSurveyFields(), Import: ImportFields()},
		&Surveys{
			Frame: about, New: NewSurveyFields(), Import: form, Faults: faults,
			Drafts: []DraftRow{{exampleDesigner(t, nil).Draft, "Collega"}, {exampleDesigner(t, nothing).Draft, ""}},
			Usable: []UsableRow{{Survey: templates["kort"], Owner: "Team <Noord>", Next: true}, {Survey: templates["fft"]}},
		},
		publish, first,
	}
}

// Every page on which surveys are designed can be shown in every language, keeps
// to a policy without inline styles and scripts, and has no id twice.
func TestDesignPages(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.Texts().Languages() {
		for i, page := range examplePages(t) {
			got := render(t, v, lang, page)
			if m := regexp.MustCompile(`<[^>]* (style|on\w+)=|<style|<script>|<no value>|%!|<Noord>|<x>|<haar>|<ega>`).FindString(got); m != "" {
				t.Errorf("%s %d in %s has %q", page.page(), i, lang, m)
			}
			if n := strings.Count(got, "<h1"); n != 1 {
				t.Errorf("%s %d in %s has %d headings of the first level", page.page(), i, lang, n)
			}
			seen := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(got, -1) {
				if seen[m[1]] {
					t.Errorf("%s %d has the id %s twice", page.page(), i, m[1])
				}
				seen[m[1]] = true
			}
			for _, m := range regexp.MustCompile(` href="#([^"]+)"`).FindAllStringSubmatch(got, -1) {
				if !seen[m[1]] {
					t.Errorf("%s %d leads to %s, which is not there", page.page(), i, m[1])
				}
			}
			for _, m := range regexp.MustCompile(` for="([^"]+)"`).FindAllStringSubmatch(got, -1) {
				if !seen[m[1]] {
					t.Errorf("%s %d has a label for %s, which is not there", page.page(), i, m[1])
				}
			}
		}
	}
}

// The form has every field of the survey in the languages that are shown, and
// none of the others.
func TestDesignerHasEveryField(t *testing.T) {
	d := exampleDesigner(t, nil)
	page := render(t, newViews(t), "nl", d)
	for _, f := range d.Draft.Survey.Fields() {
		in := strings.Contains(page, ` name="`+f.Name+`"`)
		if fixed := f.Name == "o.mark.unknown.side" || f.Name == "q.good.count" || f.Name == "q.better.count"; strings.HasSuffix(f.Name, ".tr") && !strings.HasPrefix(f.Name, survey.FieldDrafted) {
			if in {
				t.Errorf("%s is in the form", f.Name)
			}
		} else if !in && !fixed {
			t.Errorf("%s is not in the form", f.Name)
		}
	}
	for _, want := range []string{`name="revision" value="7"`, `name="base" value="5"`, `name="token" value="secret-token"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
}

// Enter in a field presses the first button: that must be the one that saves.
func TestDesignerSavesFirst(t *testing.T) {
	page := render(t, newViews(t), "nl", exampleDesigner(t, nil))
	form := page[strings.Index(page, `<form id="design"`):]
	first := form[strings.Index(form, "<button"):]
	if !strings.HasPrefix(first, `<button type="submit" class="main" name="do" value="save"`) {
		t.Errorf("first comes %.100s", first)
	}
}

// Buttons that look alike say what they are about.
func TestDesignerButtonsHaveNames(t *testing.T) {
	page := render(t, newViews(t), "nl", exampleDesigner(t, nil))
	names := map[string]string{}
	for _, m := range regexp.MustCompile(`<button type="submit" name="do" value="((?:up|down|remove) [^"]*|option-[^"]*)"[^>]*>(.*?)</button>`).FindAllStringSubmatch(page, -1) {
		question := strings.Fields(m[1])[1]
		name := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[2], "")
		if strings.HasPrefix(m[1], "option") {
			name += " in " + question // its group says so
		}
		if other := names[name]; other != "" {
			t.Errorf("%s and %s are both called %q", other, m[1], name)
		}
		names[name] = m[1]
	}
	if len(names) < 3*7 {
		t.Errorf("%d buttons", len(names))
	}
}

// What both changed is at its field, with what was typed in it; what has no
// place any more is above.
func TestDesignerShowsClashes(t *testing.T) {
	page := render(t, newViews(t), "nl", exampleDesigner(t, clashing))
	for _, want := range []string{
		`value="Van mij"`, "De ander maakte hiervan: ‘Van &lt;haar&gt;’", `aria-describedby="title.nl.theirs" aria-invalid="true"`,
		"De ander maakte hiervan: ‘ertussenin’", `<option value="negative" selected>`, "Wat kan anders?", `href="#title.nl"`, `href="#o.listened.often.side"`,
		"heeft nog niets gedaan", ">Goed<", `<li id="q.listened" tabindex="-1">` + "\n" + `<details open>`,
	} {
		if !strings.Contains(strings.ReplaceAll(page, "\nGoed<", ">Goed<"), want) {
			t.Errorf("it lacks %s", want)
		}
	}
}

// Advice leads to where the text can be typed: on the page that shows its
// language.
func TestAdviceLeadsToItsLanguage(t *testing.T) {
	d := exampleDesigner(t, nil)
	for _, a := range d.Advice() {
		switch {
		case a.Lang == "tr" && !strings.HasPrefix(a.Href, "/staff/design/noord/d1?with=tr&focus="):
			t.Errorf("%v leads to %s", a.Advice, a.Href)
		case a.Lang == "en" && !strings.HasPrefix(a.Href, "#"):
			t.Errorf("%v leads to %s", a.Advice, a.Href)
		}
	}
	d.Apart = true
	for _, f := range d.Faults() {
		if f.Href != "" && !strings.HasPrefix(f.Href, "/staff/design/noord/d1?") {
			t.Errorf("%v leads to %s", f.Err, f.Href)
		}
	}
}

// Every fault and every piece of advice has a sentence of its own on these
// pages.
func TestDesignIsTold(t *testing.T) {
	texts := newViews(t).Texts()
	s := exampleDesigner(t, nil).Draft.Survey
	s, id := s.WithQuestion(survey.Question{Kind: survey.One}, 0)
	s, _, _ = s.WithOption(id, survey.Option{})
	s, _ = s.WithoutQuestion("mark")
	for range 8 {
		s, _ = s.WithQuestion(survey.Question{Kind: survey.Open}, 99)
	}
	s = s.With(map[string]string{"q.listened.text.nl": "Luisterde de coach en " + strings.Repeat("heel ", 20) + "goed?"}, survey.Prefilled{})
	told := map[string]bool{}
	last := exampleDesigner(t, nil).Last.Clone()
	last.Questions[3].Options = last.Questions[3].Options[:3]
	for _, lang := range texts.Languages() {
		for _, a := range append(survey.Advise(s), s.Since(last).Advice()...) {
			said, err := texts.advice(lang, a)
			if err != nil || strings.Contains(said, "<no value>") {
				t.Errorf("%v: %q, %v", a, said, err)
			}
			told[a.Key] = true
		}
		for _, f := range s.Faults() {
			if f.Err.Key == "definition.translation" { // told as advice that cannot wait
				continue
			}
			said, err := texts.designFault(lang, f.Err)
			if general, _ := texts.problem(lang, f.Err); err != nil || said == general && f.Err.Key != "definition.few-options" { // which suits both
				t.Errorf("%v is told as for a file: %q, %v", f, said, err)
			}
		}
	}
	if len(told) != len(texts.Keys("design.advice.")) {
		t.Errorf("of %v only %v were told", texts.Keys("design.advice."), told)
	}
	if said, err := texts.designFault("nl", errors.New("x")); err != nil || said == "" {
		t.Errorf("%q, %v", said, err)
	}
}

func TestExpects(t *testing.T) {
	d := &Designer{K: 10}
	for n, want := range map[int]string{0: "", 1: "few", 9: "few", 10: "some", 29: "some", 30: "enough"} {
		if got := strings.TrimPrefix(d.Expects(n), "design.expects."); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestTongue(t *testing.T) {
	for lang, want := range map[string]string{"tr": "Turks", "so": "Somalisch", "ti": "Tigrinya", "??": "??"} {
		if got := tongue("nl", lang); got != want {
			t.Errorf("%s is called %q, want %q", lang, got, want)
		}
	}
	if !OffersTongue("uk") || OffersTongue("xx") {
		t.Error("the languages that are offered are others")
	}
}
