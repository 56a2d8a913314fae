package views

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"ouderstem/survey"
)

// Advice is what may be better, with that about the years before. Missing texts
// must be there, and are among the faults.
func (d *Designer) Advice() []AdviceRow {
	list := survey.Advise(d.Draft.Survey)
	if d.Last != nil {
		list = append(list, d.Trend.Advice()...)
	}
	var rows []AdviceRow
	for _, a := range list {
		if a.Key != survey.AdviceMissing {
			rows = append(rows, AdviceRow{a, numberOf(d.Draft.Survey, a.Question), d.address(a.Field, a.Lang)})
		}
	}
	return rows
}

// address leads to a field: on this page, or on the one that has its language.
func (d *Designer) address(field, lang string) string {
	switch {
	case field == "":
		return ""
	case !d.Apart && (lang == "" || slices.Contains(d.shown(), lang)):
		return "#" + field
	}
	return d.Path() + "?" + FieldWith + "=" + lang + "&" + FieldFocus + "=" + field
}

// numberOf is the number of a question, from 1; 0 for none.
func numberOf(s *survey.Survey, id string) int {
	return slices.IndexFunc(s.Questions, func(q survey.Question) bool { return q.ID == id }) + 1
}

// AdviceRow is a piece of advice with the number of its question, 0 for none,
// and where it leads, "" for nowhere.
type AdviceRow struct {
	survey.Advice
	Number int
	Href   string
}

// Told is the advice itself.
func (a AdviceRow) Told() *survey.Advice { return &a.Advice }

// Changes are the fields that somebody else changed meanwhile, with where each
// is in the page.
func (d *Designer) Changes() []ChangeRow {
	if d.Merged == nil {
		return nil
	}
	var rows []ChangeRow
	for _, f := range d.Draft.Survey.Fields() {
		_, clash := d.Merged.Clashes[f.Name]
		if clash || slices.Contains(d.Merged.Theirs, f.Name) {
			parts := strings.Split(f.Name, ".")
			row := ChangeRow{Href: "#" + f.Name, Clash: clash}
			if len(parts) > 1 {
				row.Number = numberOf(d.Draft.Survey, parts[1])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// ChangeRow is a field that somebody else changed, and whether it was also
// typed into.
type ChangeRow struct {
	Number int // of the question, 0 for the survey itself
	Href   string
	Clash  bool
}

// Lost is what was typed into what somebody else took out.
func (d *Designer) Lost() []survey.Typed {
	if d.Merged == nil {
		return nil
	}
	return d.Merged.Lost
}

// FaultRow is what keeps a draft from being published, as [AdviceRow]: a fault
// or, told together for a question and a language, texts that are missing.
type FaultRow struct {
	Missing *survey.Advice
	Err     error
	Lang    string // of the text that it is about, or ""
	Number  int
	Href    string
}

// Faults are what keeps the draft from being published.
func (d *Designer) Faults() []FaultRow {
	var rows []FaultRow
	s := d.Draft.Survey
	for _, f := range s.Faults() {
		if f.Err.Key == "definition.translation" {
			continue // told below
		}
		field, question := s.FieldOf(f)
		rows = append(rows, FaultRow{Err: f.Err, Number: numberOf(s, question), Href: d.address(field, "")})
	}
	for _, a := range survey.Advise(s) {
		if a.Key == survey.AdviceMissing {
			rows = append(rows, FaultRow{&a, nil, a.Lang, numberOf(s, a.Question), d.address(a.Field, a.Lang)})
		}
	}
	slices.SortStableFunc(rows, func(a, b FaultRow) int { return a.Number - b.Number })
	return rows
}

// advice returns the sentence of a piece of advice.
func (t *Texts) advice(lang string, a survey.Advice) (string, error) {
	args := map[string]any{}
	for name, value := range a.Args {
		if text, ok := value.(survey.Text); ok {
			value = inLanguage(text, lang, fallbackLanguages)
		}
		args[name] = value
	}
	return t.Say(lang, "design.advice."+a.Key, args)
}

// designFault returns the sentence of a fault. The rules of a file speak of what
// stands in it; here most are said of what is on the page.
func (t *Texts) designFault(lang string, err error) (string, error) {
	var e *survey.Error
	if errors.As(err, &e) {
		if key := "design.fault." + strings.TrimPrefix(e.Key, "definition."); t.keys[key] {
			return t.Say(lang, key, e.Args)
		}
	}
	return t.problem(lang, err)
}

// tongue is the name of a language in lang.
func tongue(lang, of string) string {
	tag, err := language.Parse(of)
	if err != nil {
		return of
	}
	if name := display.Languages(language.Make(lang)).Name(tag); name != "" {
		return name
	}
	return of
}
