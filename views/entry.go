package views

import (
	"net/url"
	"slices"
	"strings"

	"ouderstem/survey"
)

// Fields of the page on which paper forms are typed in, besides those of the
// questions.
const (
	FieldSheetLang = "sheet" // the language that the form is written in
	FieldOnce      = "once"  // drawn for every empty form, so that sending it twice counts once
)

// Entry is the page on which a paper form is typed in.
type Entry struct {
	Frame
	Survey *survey.Survey
	Typed  map[string]string // by question id: numbers, or words
	Once   string
	// SheetLang is the language that the form is written in, of Languages.
	SheetLang string
	Languages []string
	Wrong     []FormProblem
	// K is the one that the form says, of AnyK: several where it was changed.
	K    int
	AnyK []int
}

func (*Entry) page() string { return "entry" }

// Problems returns what is wrong with the form.
func (p *Entry) Problems() []FieldProblem {
	var list []FieldProblem
	for _, w := range p.Wrong {
		list = append(list, FieldProblem{At: w.Field, Err: w.Err})
	}
	return list
}

// Whole is what is wrong with the form as a whole, or nil.
func (p *Entry) Whole() error { return p.wrong("") }

func (p *Entry) wrong(field string) error {
	i := slices.IndexFunc(p.Wrong, func(w FormProblem) bool { return w.Field == field })
	if i < 0 {
		return nil
	}
	return p.Wrong[i].Err
}

// Back is where the page about paper forms is.
func (p *Entry) Back() string { return "/staff/paper/" + url.PathEscape(p.About.ID) }

// Address is where the page is.
func (p *Entry) Address() string { return sheetAddress("entry", p.About.ID, p.Survey.ID) }

// Questions returns the questions with what was typed and what is wrong with it.
func (p *Entry) Questions() []keyed {
	var list []keyed
	for _, a := range ask(p.Survey, nil) {
		a.Problem = p.wrong(a.Field())
		list = append(list, keyed{a, p.Typed[a.ID]})
	}
	return list
}

// keyed is a question with what was typed for it.
type keyed struct {
	asked
	Keyed string
}

// Hints returns the ids of what explains the field, for aria-describedby.
func (k keyed) Hints() string {
	ids := []string{k.Part("numbers")}
	if k.Is("open") {
		ids[0] = k.Part("hint")
	}
	if k.Problem != nil {
		ids = append(ids, k.Part("error"))
	}
	return strings.Join(ids, " ")
}

// EntryReview shows what was typed in before it is sent, as it will be kept.
type EntryReview struct {
	Frame
	Review    Review // without a code, which paper has not
	Typed     map[string]string
	Once      string
	SheetLang string
	K         int // that the form says
}

func (*EntryReview) page() string { return "entry-review" }

// Address is where the form goes.
func (p *EntryReview) Address() string { return sheetAddress("entry", p.About.ID, p.Review.Survey.ID) }

// Carried returns what was typed, to be sent along.
func (p *EntryReview) Carried() []keyed {
	return (&Entry{Survey: p.Review.Survey, Typed: p.Typed}).Questions()
}
