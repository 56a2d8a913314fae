package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/language"
)

// Fault is something wrong with a definition: where, and the key and arguments
// of the sentence in views/text that says what to do.
type Fault struct {
	Line  int    // from 1
	Field string // as in questions[2].options[0].id
	Err   *Error
}

func (f Fault) String() string { return fmt.Sprintf("%d: %s: %v", f.Line, f.Field, f.Err) }

// Parse reads a definition. Its faults come in the order of their lines; with
// any fault there is no survey.
func Parse(data []byte) (*Survey, []Fault) {
	s, faults := parse(data)
	if len(faults) > 0 {
		return nil, faults
	}
	return s, nil
}

// ParseDraft reads a definition that may be unfinished: texts and options may be
// missing.
func ParseDraft(data []byte) (*Survey, []Fault) {
	s, faults := parse(data)
	if faults = slices.DeleteFunc(faults, Fault.unfinished); len(faults) > 0 {
		return nil, faults
	}
	return s, nil
}

var unfinishedField = regexp.MustCompile(`(^|\.)(text|title|questions)$`)

// unfinished reports whether a fault is of a survey that is still being made.
func (f Fault) unfinished() bool {
	switch strings.TrimPrefix(f.Err.Key, "definition.") {
	case "translation", "few-options", "no-side":
		return true
	case "required", "min":
		return unfinishedField.MatchString(f.Field)
	}
	return false
}

// parse returns what it could read, with its faults.
func parse(data []byte) (*Survey, []Fault) {
	fields := findFields(data)
	var s Survey
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&s); err != nil {
		return nil, byLine(append(fields.unknown, fields.syntaxFault(data, err)))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, []Fault{{lineAt(data, dec.InputOffset()), "", definitionError("trailing")}}
	}
	faults := slices.Concat(ruleFaults(&s), s.repeatFaults(), s.textFaults(), s.kindFaults())
	for i := range faults {
		faults[i].Line = fields.line(faults[i].Field)
	}
	return &s, byLine(append(faults, fields.unknown...))
}

func byLine(faults []Fault) []Fault {
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return faults
}

func definitionError(kind string) *Error { return &Error{Key: "definition." + kind} }

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// rules checks what the struct tags of the ground floor say.
var rules = newRules()

func newRules() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(jsonName)
	for tag, ok := range map[string]func(string) bool{
		"slug":     slug.MatchString,
		"language": func(s string) bool { _, err := language.Parse(s); return err == nil },
		"callable": callable.MatchString,
	} {
		if err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return ok(f.Field().String()) }); err != nil {
			panic(err) // a tag of ours that the library does not take: caught by any test
		}
	}
	return v
}

// CheckRecord tells what is wrong with a [KeyFigure] or a [Measure]; a Field is
// the JSON name of what was filled in wrong.
func CheckRecord(record any) []Fault { return ruleFaults(record) }

// ErrNotNumber is the fault of a field that should hold a whole number.
var ErrNotNumber = definitionError("number")

func ruleFaults(v any) []Fault {
	var invalid validator.ValidationErrors
	if !errors.As(rules.Struct(v), &invalid) {
		return nil
	}
	var faults []Fault
	for _, f := range invalid {
		_, field, _ := strings.Cut(f.Namespace(), ".")
		faults = append(faults, Fault{Field: field, Err: ruleError(f)})
	}
	return faults
}

// ruleError names the sentence for one broken rule. Of a list it gives the
// length: the list itself would not fit into a sentence.
func ruleError(f validator.FieldError) *Error {
	value := fmt.Sprint(f.Value())
	if k := f.Kind(); k == reflect.Slice || k == reflect.Map {
		value = strconv.Itoa(reflect.ValueOf(f.Value()).Len())
	}
	switch f.Tag() {
	case "required", "slug", "language", "oneof", "min", "max":
		return definitionError(f.Tag()).With("Value", value).With("Rule", f.Param())
	}
	return definitionError("invalid").With("Value", value).With("Rule", f.Tag())
}

// repeatFaults names every language and id that stands there again, at its
// later place.
func (s *Survey) repeatFaults() (faults []Fault) {
	seen := map[string]bool{}
	once := func(list, value, field string) {
		if key := list + " " + value; value != "" && seen[key] {
			faults = append(faults, Fault{Field: field, Err: definitionError("unique").With("Value", value)})
		} else {
			seen[key] = true
		}
	}
	for i, lang := range s.Languages {
		once("languages", lang, fmt.Sprintf("languages[%d]", i))
	}
	for i, lang := range s.Drafted {
		once("drafted", lang, fmt.Sprintf("drafted[%d]", i))
	}
	for i, q := range s.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		once("questions", q.ID, at+".id")
		for j, o := range q.Options {
			once(at, o.ID, fmt.Sprintf("%s.options[%d].id", at, j))
		}
	}
	return faults
}

// textFaults names every text that lacks a language. That a text lacks
// altogether is told by its rule, or here where it goes with the kind.
func (s *Survey) textFaults() (faults []Fault) {
	whole := func(field string, t Text, needed bool) {
		if !needed {
			return
		}
		for _, lang := range s.Languages {
			if strings.TrimSpace(t[lang]) == "" {
				faults = append(faults, Fault{Field: field, Err: definitionError("translation").With("Lang", lang)})
			}
		}
	}
	whole("title", s.Title, s.Title != nil)
	whole("credit", s.Credit, len(s.Credit) > 0)
	for i, q := range s.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		whole(at+".text", q.Text, q.Text != nil)
		whole(at+".help", q.Help, len(q.Help) > 0)
		whole(at+".low", q.Low, q.Kind == Mark || len(q.Low) > 0)
		whole(at+".high", q.High, q.Kind == Mark || len(q.High) > 0)
		for j, o := range q.Options {
			whole(fmt.Sprintf("%s.options[%d].text", at, j), o.Text, o.Text != nil)
		}
	}
	return faults
}

// kindFaults names what does not go with the kind of a question.
func (s *Survey) kindFaults() (faults []Fault) {
	for i, q := range s.Questions {
		at := fmt.Sprintf("questions[%d].options", i)
		switch {
		case q.Kind == Open && len(q.Options) > 0:
			faults = append(faults, Fault{Field: at, Err: definitionError("open-options")})
		case (q.Kind == One || q.Kind == Many) && len(q.Options) < 2:
			faults = append(faults, Fault{Field: at, Err: definitionError("few-options")})
		case q.Kind != Open && q.Asks != AsksAnything:
			faults = append(faults, Fault{Field: fmt.Sprintf("questions[%d].asks", i), Err: definitionError("asks-closed")})
		}
		for j, o := range q.Options {
			switch field := fmt.Sprintf("%s[%d]", at, j); {
			case q.Kind == Mark && o.Side != Unknown:
				faults = append(faults, Fault{Field: field + ".side", Err: definitionError("mark-option")})
			case q.Kind == One && o.Side == "":
				faults = append(faults, Fault{Field: field + ".side", Err: definitionError("no-side")})
			case q.Kind == Mark && isMark(o.ID):
				faults = append(faults, Fault{Field: field + ".id", Err: definitionError("mark-id")})
			}
		}
	}
	return faults
}

func isMark(id string) bool { return Question{Kind: Mark}.Check([]string{id}) == nil }
