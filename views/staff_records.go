package views

import (
	"crypto/sha256"
	"encoding/hex"
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
	FieldWas    = "was"    // what the record was when its form was shown
	FieldDo     = "do"     // DoSave or DoDelete
)

// What the forms on the page of records say with those fields.
const (
	RecordFigure  = "figure"
	RecordMeasure = "measure"
	// RecordPromised is a measure of the year before.
	RecordPromised = "promised"
	DoAdd          = "add"
	DoSave         = "save"
	DoDelete       = "delete"
	DoCarry        = "carry" // announce last year's open measures again
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
	// Promised are the measures of the year before.
	Promised []MeasureForm
	// Theirs is what somebody else has just made of the record that could not be
	// saved.
	Theirs []string
	// NewFigure and NewMeasure hold what was typed into the empty forms.
	NewFigure  FigureForm
	NewMeasure MeasureForm
	Wrong      []RecordProblem
	Frame
}

func (*Records) page() string { return "records" }

// FigureForm is a key figure as it is typed.
type FigureForm struct{ ID, Label, Numerator, Denominator, Value, Source, Was string }

// FormOfFigure returns f as it would be typed.
func FormOfFigure(f survey.KeyFigure) FigureForm {
	form := FigureForm{ID: f.ID, Label: f.Label, Value: f.Value, Source: f.Source}
	if f.Denominator > 0 {
		form.Numerator, form.Denominator = strconv.Itoa(f.Numerator), strconv.Itoa(f.Denominator)
	}
	form.Was = markOf(form.Words())
	return form
}

// MeasureForm is a measure as it is typed.
type MeasureForm struct{ ID, Reason, Action, Owner, Due, Status, Result, Was string }

// FormOfMeasure returns m as it would be typed.
func FormOfMeasure(m survey.Measure) MeasureForm {
	form := MeasureForm{m.ID, m.Reason, m.Action, m.Owner, m.Due, string(m.Status), m.Result, ""}
	form.Was = markOf(append(form.Words(), form.Status))
	return form
}

// Words are what was typed, in the order of the form.
func (f FigureForm) Words() []string {
	return []string{f.Label, f.Numerator, f.Denominator, f.Value, f.Source}
}

// Words are what was typed, in the order of the form.
func (m MeasureForm) Words() []string {
	return []string{m.Reason, m.Action, m.Owner, m.Due, m.Result}
}

// Open reports whether a measure is neither done nor given up.
func (m MeasureForm) Open() bool {
	return m.Status == string(survey.Planned) || m.Status == string(survey.Doing)
}

// markOf is a short word that differs when any of words does.
func markOf(words []string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	const length = 8
	return hex.EncodeToString(sum[:length])
}

// Carriable returns last year's open measures that are not announced this year.
func (r *Records) Carriable() []MeasureForm {
	var open []MeasureForm
	for _, p := range r.Promised {
		if p.Open() && !slices.ContainsFunc(r.Measures, func(m MeasureForm) bool { return m.Action == p.Action }) {
			open = append(open, p)
		}
	}
	return open
}

// RecordProblem is a mistake in a form on the page of records. The record is
// named by RecordFigure or RecordMeasure and its ID, "" for the new one.
type RecordProblem struct {
	Record string
	ID     string
	Field  string
	Err    error
}

// Problems returns what is wrong, for the list above the forms.
func (r *Records) Problems() []FieldProblem {
	var list []FieldProblem
	for _, p := range r.Wrong {
		if p.Field == "" {
			list = append(list, FieldProblem{Err: p.Err})
			continue
		}
		list = append(list, FieldProblem{At: recordForm{Kind: p.Record, ID: p.ID}.At(p.Field), Label: "records." + p.Field, Err: p.Err})
	}
	return list
}

// FigureForms returns the forms of all key figures, the empty one last.
func (r *Records) FigureForms() []recordForm {
	var forms []recordForm
	for _, f := range append(slices.Clone(r.Figures), r.NewFigure) {
		form := r.form(RecordFigure, f.ID, f.Label, Fields{
			{Name: FieldLabel, Typed: f.Label},
			{Name: FieldNumerator, Typed: f.Numerator, Numeric: true},
			{Name: FieldDenominator, Typed: f.Denominator, Numeric: true},
			{Name: FieldValue, Typed: f.Value},
			{Name: FieldSource, Typed: f.Source},
		})
		form.Was = f.Was
		forms = append(forms, form)
	}
	return forms
}

// MeasureForms returns the forms of all measures, the empty one last.
func (r *Records) MeasureForms() []recordForm {
	return r.measureForms(RecordMeasure, append(slices.Clone(r.Measures), r.NewMeasure))
}

// PromisedForms returns the forms of last year's measures.
func (r *Records) PromisedForms() []recordForm { return r.measureForms(RecordPromised, r.Promised) }

func (r *Records) measureForms(kind string, measures []MeasureForm) []recordForm {
	var forms []recordForm
	for _, m := range measures {
		if m.Status == "" {
			m.Status = string(survey.Planned)
		}
		form := r.form(kind, m.ID, m.Action, Fields{
			{Name: FieldReason, Typed: m.Reason, Type: TypeLong},
			{Name: FieldAction, Typed: m.Action, Type: TypeLong},
			{Name: FieldOwner, Typed: m.Owner},
			{Name: FieldDue, Typed: m.Due, Type: "date"},
			{Name: FieldStatus, Typed: m.Status, Type: TypeSelect, Choices: statuses},
			{Name: FieldResult, Typed: m.Result, Type: TypeLong},
		})
		form.Was, form.Status = m.Was, "report.status."+m.Status
		forms = append(forms, form)
	}
	return forms
}

var statuses = statusChoices(survey.Planned, survey.Doing, survey.Done, survey.Dropped)

func statusChoices(statuses ...survey.Status) []Choice {
	var choices []Choice
	for _, s := range statuses {
		choices = append(choices, Choice{Value: string(s), Label: "report.status." + string(s)})
	}
	return choices
}

func (r *Records) form(kind, id, name string, fields Fields) recordForm {
	form := recordForm{Kind: kind, ID: id, Name: name, Token: r.Token}
	for i, f := range fields {
		fields[i].ID, fields[i].Label = form.At(f.Name), "records."+f.Name
		if slices.Contains(hinted, f.Name) {
			fields[i].Hint = fields[i].Label + ".hint"
		}
	}
	for _, p := range r.Wrong {
		if p.Record == kind && p.ID == id && fields.Fault(p.Field, p.Err) {
			form.Open = true
		}
	}
	form.Fields = fields
	return form
}

// recordForm is one record as its template wants it.
type recordForm struct {
	Kind   string
	ID     string
	Name   string // what the record is about
	Token  string
	Was    string
	Status string // the key of the words for how far a measure is, or ""
	Open   bool   // something in it must be mended
	Fields Fields
}

// New reports whether the form adds a record.
func (f recordForm) New() bool { return f.ID == "" }

// At returns the id of one of the form's fields. No record's own id has a dot,
// so no two fields share one.
func (f recordForm) At(field string) string { return f.Kind + "." + f.ID + "." + field }

// hinted are the fields whose label needs a word of explanation.
var hinted = []string{FieldNumerator, FieldValue, FieldSource, FieldReason, FieldOwner, FieldResult}
