package views

import (
	"html/template"
	"slices"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
)

// Fields of the pages on which surveys are designed, besides those that
// survey.QuestionField and survey.OptionField name.
const (
	FieldRevision   = "revision"
	FieldBase       = "base"     // the step that the form was made of
	FieldWith       = "with"     // the language beside the first
	FieldFocus      = "focus"    // where the page begins
	FieldExpected   = "expected" // answers a year and team
	FieldNew        = "new"      // what question to add
	FieldPlace      = "place"    // before which question, from 0
	FieldLanguage   = "language" // to add
	FieldFrom       = "from"     // what to begin with
	FieldDefinition = "definition"
	// FieldUnticked begins the name of a field with the value of a box that is
	// not ticked: browsers do not send such a box.
	FieldUnticked = "unticked."
)

// What a button of the editor asks for; those about a part have its ids behind
// them, with spaces between.
const (
	DoRedo           = "redo"
	DoPublish        = "publish"
	DoUp             = "up"
	DoDown           = "down"
	DoRemove         = "remove"
	DoOption         = "option"
	DoOptionUp       = "option-up"
	DoOptionDown     = "option-down"
	DoOptionRemove   = "option-remove"
	DoQuestion       = "question"
	DoLanguage       = "language"
	DoLanguageRemove = "language-remove"
	DoWith           = "with"
)

// ButtonID is the id of the button that asks for something, to go back to.
func ButtonID(do ...string) string { return "do." + strings.Join(do, ".") }

// AddID is the id of the field that says what question to add, LanguageID of
// that for a language.
const (
	AddID      = "add"
	LanguageID = FieldLanguage
)

// Designer is the page on which a survey is designed.
type Designer struct {
	Frame
	Draft  survey.Draft
	With   string // the language beside the first, "" for none
	Focus  string // the id of what the page begins at, "" for its top
	Editor string // who changed the draft last, by name
	// Merged is set when somebody else changed the draft meanwhile: then the
	// form has what was typed, on top of what the other made.
	Merged *survey.Merged
	// NotDone says that a button was pressed and nothing was done.
	NotDone bool
	Own     bool  // it was the same person who changed the draft meanwhile
	Expect  Field // for the answers a year and team
	Trend   survey.Trend
	// Last is the version it will come after; nil for a survey of its own.
	Last    *survey.Survey
	Bank    []BankGroup
	Turnout []TurnoutRow
	Year    int // of the turnout
	K       int // least number of answers that figures are shown from
	// Apart says that the page is another than the one with the form.
	Apart bool
}

func (*Designer) page() string { return "design" }

// Problems returns what is wrong with what was typed. What somebody else changed
// meanwhile is said in words of its own.
func (d *Designer) Problems() []FieldProblem {
	if d.Merged != nil {
		return []FieldProblem{{Err: survey.ErrChanged}}
	}
	return Fields{d.Expect}.Problems()
}

// ExpectField is the field for how many answers a team gets in a year.
func ExpectField(typed string, problem error) Field {
	return Field{Name: FieldExpected, Label: "design.expect.field", Typed: typed, Numeric: true, Problem: problem}
}

// DesignWords are the words that the program puts into a new question, in the
// languages it speaks.
func (v *Views) DesignWords() survey.Prefilled {
	say := func(key string) survey.Text {
		text := survey.Text{}
		for _, lang := range v.texts.Languages() {
			if s, err := v.texts.Say(lang, key, nil); err == nil {
				text[lang] = s
			}
		}
		return text
	}
	return survey.Prefilled{Unknown: say("design.words.unknown"), Low: say("design.words.low"), High: say("design.words.high")}
}

// BankGroup is a group of questions to add; Label is the key of its words, or
// Title what it is taken from.
type BankGroup struct {
	Label   string
	Title   survey.Text
	Choices []BankChoice
}

// BankChoice is a question to add.
type BankChoice struct {
	Value string
	Label string
	Text  survey.Text
}

// TurnoutRow is what came from a unit last year.
type TurnoutRow struct {
	Name string
	survey.Turnout
}

// Path is the address of the editor.
func (d *Designer) Path() string { return DraftPath(d.Draft) }

// DraftPath is the address of the editor of a draft.
func DraftPath(d survey.Draft) string { return "/staff/design/" + d.Unit + "/" + d.ID }

// Preview is the address of the draft as parents will see it, at the question
// that is being worked on.
func (d *Designer) Preview() string {
	path := d.Path() + "/preview?lang=" + d.first()
	if parts := strings.Split(d.Focus, "."); len(parts) > 1 {
		for _, q := range d.Draft.Survey.Questions {
			if slices.Contains(parts[1:], q.ID) {
				return path + "#" + QuestionField(q.ID)
			}
		}
	}
	return path
}

func (d *Designer) first() string { return d.Draft.Survey.Languages[0] }

// shown are the languages whose texts are in the form.
func (d *Designer) shown() []string {
	if d.With == "" || d.With == d.first() {
		return []string{d.first()}
	}
	return []string{d.first(), d.With}
}

// Expects names the sentence about what a team sees of n answers a year; "" for
// 0, of which nothing is known.
func (d *Designer) Expects(n int) string {
	switch {
	case n <= 0:
		return ""
	case n < d.K:
		return "design.expects.few"
	case n < stats.Exact:
		return "design.expects.some"
	}
	return "design.expects.enough"
}

// designFuncs are what the pages on which surveys are designed can call besides.
func (v *Views) designFuncs(lang string) template.FuncMap {
	return template.FuncMap{
		"advice":      func(a *survey.Advice) (string, error) { return v.texts.advice(lang, *a) },
		"designFault": func(err error) (string, error) { return v.texts.designFault(lang, err) },
		"tongue":      func(of string) string { return tongue(lang, of) },
		"begin":       func(s *Surveys, row UsableRow) beginning { return beginning{row, s.About.ID, s.Token} },
		"trend":       func(label string, questions []survey.Question) trendList { return trendList{label, questions} },
	}
}
