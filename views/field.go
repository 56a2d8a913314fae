package views

import (
	"errors"
	"fmt"
	"strings"

	"ouderstem/survey"
)

// Field is one field of a form for staff, as it was typed, with what is wrong
// with it. Label and Hint are keys of sentences.
type Field struct {
	Name  string // in the form that is posted
	ID    string // in the page; Name where it is empty
	Label string
	Hint  string // "" for none
	Typed string
	// Type is that of the input, "textarea", "select" or "checkbox"; "" for text.
	Type         string
	Choices      []Choice // of a select
	Autocomplete string   // as HTML names it; "" for off
	Numeric      bool
	Problem      error
}

// Choice is one of the options of a select. Label is the key of its words, or
// Words are the words themselves: the name of a unit, say.
type Choice struct{ Value, Label, Words string }

// Kinds of fields that are no input.
const (
	TypeLong   = "textarea"
	TypeSelect = "select"
	TypeTick   = "checkbox"
)

// Ticked is what a ticked checkbox posts.
const Ticked = "yes"

// At returns the id of the field in the page.
func (f Field) At() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// Input returns the type of the input.
func (f Field) Input() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Completes returns what a browser may fill in.
func (f Field) Completes() string {
	if f.Autocomplete == "" {
		return "off"
	}
	return f.Autocomplete
}

// Describes returns the ids of what explains the field, for aria-describedby.
func (f Field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.At()+".hint")
	}
	if f.Problem != nil {
		ids = append(ids, f.At()+".error")
	}
	return strings.Join(ids, " ")
}

// Fields are those of one form.
type Fields []Field

// Typed fills in what was posted, by the name of the field.
func (fs Fields) Typed(typed func(name string) string) Fields {
	for i := range fs {
		fs[i].Typed = typed(fs[i].Name)
	}
	return fs
}

// Fault puts a mistake at the field with this name and reports whether there is
// such a field. The first mistake at a field stays.
func (fs Fields) Fault(name string, err error) bool {
	for i := range fs {
		if fs[i].Name == name {
			if fs[i].Problem == nil {
				fs[i].Problem = err
			}
			return true
		}
	}
	return false
}

// Faults puts each mistake at its field, and those that have no field of their
// own at the first.
func (fs Fields) Faults(faults []survey.Fault) {
	for _, f := range faults {
		if !fs.Fault(f.Field, f.Err) && len(fs) > 0 {
			fs.Fault(fs[0].Name, f.Err)
		}
	}
}

// Problems returns what is wrong with the fields, for the list above the form.
func (fs Fields) Problems() []FieldProblem {
	var problems []FieldProblem
	for _, f := range fs {
		if f.Problem != nil {
			problems = append(problems, FieldProblem{At: f.At(), Label: f.Label, Err: f.Problem})
		}
	}
	return problems
}

// FieldProblem is a mistake in a form: at which field, with the key of its
// label; both are "" for the form as a whole.
type FieldProblem struct {
	At    string
	Label string
	Err   error
	Line  int // of what was typed, from 1; 0 where the field has one line
}

// fieldProblem returns the sentence that tells what is wrong with a field.
// Rules of fields have sentences of their own: those of survey speak to the
// writer of a definition.
func (t *Texts) fieldProblem(lang string, err error) (string, error) {
	var e *survey.Error
	if errors.As(err, &e) {
		rule := strings.TrimPrefix(e.Key, "definition.")
		if rule == "invalid" {
			rule = fmt.Sprint(e.Args["Rule"])
		}
		if key := "field.problem." + rule; t.keys[key] {
			return t.Say(lang, key, e.Args)
		}
	}
	return t.problem(lang, err)
}
