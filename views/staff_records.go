package views

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ouderstem/survey"
)

// Fields of the forms on the page of records, besides [FieldToken] and one for
// every field of the record.
const (
	FieldRecord = "record" // RecordFigure or RecordMeasure
	FieldID     = "id"     // "" for a new record
	FieldDo     = "do"     // DoSave or DoDelete
)

// What the forms on the page of records say with those fields.
const (
	RecordFigure  = "figure"
	RecordMeasure = "measure"
	DoSave        = "save"
	DoDelete      = "delete"
)

// Fields of a key figure and of a measure.
const (
	FieldLabel       = "label"
	FieldNumerator   = "numerator"
	FieldDenominator = "denominator"
	FieldValue       = "value"
	FieldSource      = "source"
	FieldReason      = "reason"
	FieldAction      = "action"
	FieldOwner       = "owner"
	FieldDue         = "due"
	FieldStatus      = "status"
	FieldResult      = "result"
)

// Records is the page on which staff enter the key figures and measures of a
// unit and a year. Every record is a form of its own.
type Records struct {
	Unit survey.Unit
	Year int
	// Figures and Measures as they are kept or, where something must be mended,
	// as they were typed.
	Figures  []FigureForm
	Measures []MeasureForm
	// NewFigure and NewMeasure hold what was typed into the empty forms.
	NewFigure  FigureForm
	NewMeasure MeasureForm
	Problems   []RecordProblem
	Token      string
	Saved      bool // something was just saved or deleted
}

func (Records) page() string { return "records" }

// FigureForm is a key figure as it is typed.
type FigureForm struct{ ID, Label, Numerator, Denominator, Value, Source string }

// FormOfFigure returns f as it would be typed.
func FormOfFigure(f survey.KeyFigure) FigureForm {
	form := FigureForm{ID: f.ID, Label: f.Label, Value: f.Value, Source: f.Source}
	if f.Denominator > 0 {
		form.Numerator, form.Denominator = strconv.Itoa(f.Numerator), strconv.Itoa(f.Denominator)
	}
	return form
}

// MeasureForm is a measure as it is typed.
type MeasureForm struct{ ID, Reason, Action, Owner, Due, Status, Result string }

// FormOfMeasure returns m as it would be typed.
func FormOfMeasure(m survey.Measure) MeasureForm {
	return MeasureForm{m.ID, m.Reason, m.Action, m.Owner, m.Due, string(m.Status), m.Result}
}

// RecordProblem is a mistake in a form on the page of records. The record is
// named by RecordFigure or RecordMeasure and its ID, "" for the new one.
type RecordProblem struct {
	Record string
	ID     string
	Field  string
	Err    error
}

// At returns the id of the field the problem is about, for a link to it.
func (p RecordProblem) At() string { return recordForm{Kind: p.Record, ID: p.ID}.At(p.Field) }

// recordProblem returns the sentence that tells what is wrong with a field of a
// record. Rules of records have sentences of their own: those of survey speak
// to the writer of a definition.
func (t *Texts) recordProblem(lang string, err error) (string, error) {
	var e *survey.Error
	if errors.As(err, &e) {
		rule := strings.TrimPrefix(e.Key, "definition.")
		if rule == "invalid" {
			rule = fmt.Sprint(e.Args["Rule"])
		}
		if key := "records.problem." + rule; t.keys[key] {
			return t.Say(lang, key, e.Args)
		}
	}
	return t.problem(lang, err)
}

// FigureForms returns the forms of all key figures, the empty one last.
func (r Records) FigureForms() []recordForm {
	var forms []recordForm
	for _, f := range append(slices.Clone(r.Figures), r.NewFigure) {
		forms = append(forms, r.form(RecordFigure, f.ID, f.Label, []recordField{
			{Name: FieldLabel, Typed: f.Label},
			{Name: FieldNumerator, Typed: f.Numerator, Numeric: true},
			{Name: FieldDenominator, Typed: f.Denominator, Numeric: true},
			{Name: FieldValue, Typed: f.Value},
			{Name: FieldSource, Typed: f.Source},
		}))
	}
	return forms
}

// MeasureForms returns the forms of all measures, the empty one last.
func (r Records) MeasureForms() []recordForm {
	var forms []recordForm
	for _, m := range append(slices.Clone(r.Measures), r.NewMeasure) {
		if m.Status == "" {
			m.Status = string(survey.Planned)
		}
		forms = append(forms, r.form(RecordMeasure, m.ID, m.Action, []recordField{
			{Name: FieldReason, Typed: m.Reason, Long: true},
			{Name: FieldAction, Typed: m.Action, Long: true},
			{Name: FieldOwner, Typed: m.Owner},
			{Name: FieldDue, Typed: m.Due, Day: true},
			{Name: FieldStatus, Typed: m.Status, Choices: statuses},
			{Name: FieldResult, Typed: m.Result, Long: true},
		}))
	}
	return forms
}

var statuses = []string{string(survey.Planned), string(survey.Doing), string(survey.Done), string(survey.Dropped)}

func (r Records) form(kind, id, name string, fields []recordField) recordForm {
	form := recordForm{Kind: kind, ID: id, Name: name, Token: r.Token}
	for _, f := range fields {
		f.ID, f.Kind = form.At(f.Name), kind
		i := slices.IndexFunc(r.Problems, func(p RecordProblem) bool { return p.At() == f.ID })
		if i >= 0 {
			f.Problem = r.Problems[i].Err
			form.Open = true
		}
		form.Fields = append(form.Fields, f)
	}
	return form
}

// recordForm is one record as its template wants it.
type recordForm struct {
	Kind   string
	ID     string
	Name   string // what the record is about
	Token  string
	Open   bool // something in it must be mended
	Fields []recordField
}

// New reports whether the form adds a record.
func (f recordForm) New() bool { return f.ID == "" }

// At returns the id of one of the form's fields. No record's own id has a dot,
// so no two fields share one.
func (f recordForm) At(field string) string { return f.Kind + "." + f.ID + "." + field }

// recordField is one field of a record.
type recordField struct {
	Kind, Name, ID string
	Typed          string
	Long           bool // several lines
	Numeric        bool
	Day            bool
	Choices        []string
	Problem        error
}

// hinted are the fields whose label needs a word of explanation.
var hinted = []string{FieldNumerator, FieldValue, FieldSource, FieldReason, FieldOwner, FieldResult}

// Hint returns the key of the field's explanation, or "".
func (f recordField) Hint() string {
	if slices.Contains(hinted, f.Name) {
		return "records." + f.Name + ".hint"
	}
	return ""
}

// Describes returns the ids of what explains the field, for aria-describedby.
func (f recordField) Describes() string {
	var ids []string
	if f.Hint() != "" {
		ids = append(ids, f.ID+".hint")
	}
	if f.Problem != nil {
		ids = append(ids, f.ID+".error")
	}
	return strings.Join(ids, " ")
}
