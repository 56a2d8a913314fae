package views

import (
	"net/url"
	"strconv"

	"ouderstem/survey"
)

// Safety is the queue of comments that somebody worries about, in a unit with
// all below it.
type Safety struct {
	Frame
	Unit    survey.Unit
	Waiting []Worry // for a decision
	Decided []Worry
	// Undo is the step that can be undone, in the list of a survey and a year; "" for none.
	Undo   string
	UndoOf CommentList
}

func (*Safety) page() string { return "safety" }

// Problems tells what is wrong with the forms of the page.
func (p *Safety) Problems() []FieldProblem {
	var problems []FieldProblem
	for _, w := range p.Waiting {
		problems = append(problems, w.Fields.Problems()...)
	}
	return problems
}

// SafetyPath returns where the queue of a unit is after something was done there
// in the list of a survey and a year.
func SafetyPath(unit string, year int, survey string) string {
	return "/staff/safety/" + url.PathEscape(unit) + "?" +
		url.Values{FieldYear: {strconv.Itoa(year)}, FieldSurvey: {survey}}.Encode()
}

// Worry is a comment that somebody worries about.
type Worry struct {
	CommentItem
	List   CommentList
	Fields Fields // to decide in
}

// WorryFields are the fields in which is decided about a worry.
func WorryFields(id string) Fields {
	outcomes := []Choice{{Label: "safety.outcome.none"}}
	for _, o := range survey.Outcomes {
		outcomes = append(outcomes, Choice{Value: string(o), Label: "safety.outcome." + string(o)})
	}
	return Fields{
		{Name: FieldOutcome, ID: "outcome-" + id, Label: "safety.outcome", Type: TypeSelect, Choices: outcomes},
		{Name: FieldNote, ID: "note-" + id, Label: "safety.note", Hint: "safety.note.hint", Type: TypeLong},
	}
}
