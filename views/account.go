package views

import (
	"slices"

	"ouderstem/survey"
)

// Fields of the forms about accounts.
const (
	FieldEmail        = "email"
	FieldName         = "name"
	FieldPassword     = "password"
	FieldNext         = "next" // a new password
	FieldAgain        = "again"
	FieldOrganisation = "organisation"
	FieldRole         = "role"
	FieldUnit         = "unit"
	FieldBlocked      = "blocked"
	FieldTo           = "to"      // where to go on after signing in
	FieldCarried      = "carried" // a form that was interrupted, encoded
)

// Login is the page on which staff sign in, or show again who they are.
type Login struct {
	Frame
	// Confirm is for who is signed in already.
	Confirm bool
	Fields  Fields
	// To is where to go on, and Carried a form that was posted when the session
	// had ended: it is kept in the page so that nothing typed is lost.
	To      string
	Carried string
	// Ways are the others, and Wrong is why one of them did not lead in.
	Ways  Ways
	Wrong error
}

func (*Login) page() string { return "login" }

// Problems returns what is wrong with what was typed.
func (l *Login) Problems() []FieldProblem { return general(l.Fields.Problems(), l.Wrong) }

// Needs reports whether the page asks for the field with this name.
func (l *Login) Needs(name string) bool {
	return slices.ContainsFunc(l.Fields, func(f Field) bool { return f.Name == name })
}

// LoginFields are those of [Login]; for a confirmation only the password.
func LoginFields(confirm bool) Fields {
	password := Field{Name: FieldPassword, Label: "login.password", Type: "password", Autocomplete: "current-password"}
	if confirm {
		return Fields{password}
	}
	return Fields{{Name: FieldEmail, Label: "login.email", Type: "email", Autocomplete: "username"}, password}
}

// Resume is the page that sends a form again that was interrupted by signing
// in.
type Resume struct {
	Frame
	To      string
	Carried []Pair
}

func (*Resume) page() string { return "resume" }

// Pair is a field of a form with its value.
type Pair struct{ Name, Value string }

// Setup is the first page of a new installation: who looks after it, and where
// parents can turn.
type Setup struct {
	Frame
	Fields Fields
	Help   []HelpFields
}

func (*Setup) page() string { return "setup" }

// HelpFields are the fields of one help line.
type HelpFields struct {
	N      int
	Fields Fields
}

// Problems returns what is wrong with what was typed.
func (s *Setup) Problems() []FieldProblem {
	problems := s.Fields.Problems()
	for _, h := range s.Help {
		problems = append(problems, h.Fields.Problems()...)
	}
	return problems
}

// SetupFields are those of [Setup], but for the help lines.
func (v *Views) SetupFields() Fields {
	return Fields{
		{Name: FieldOrganisation, Label: "setup.organisation", Hint: "setup.organisation.hint", Autocomplete: "organization"},
		{Name: FieldLang, Label: "setup.lang", Hint: "setup.lang.hint", Type: TypeSelect, Choices: v.LanguageChoices()},
		{Name: FieldName, Label: "setup.name", Autocomplete: "name"},
		{Name: FieldEmail, Label: "login.email", Type: "email", Autocomplete: "username"},
		passwordField(FieldNext, "password.next", "password.hint"),
		passwordField(FieldAgain, "password.again", ""),
	}
}

func passwordField(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Type: "password", Autocomplete: "new-password"}
}

// HelpField returns the name of the field of a part of help line n.
func HelpField(n int, part string) string { return "help." + string(rune('0'+n)) + "." + part }

// Parts of a help line.
const (
	HelpFor    = "for"
	HelpNumber = "number"
	HelpWhen   = "when"
)

// HelpLineFields are the fields of help line n.
func HelpLineFields(n int, line survey.HelpLine) HelpFields {
	return HelpFields{N: n, Fields: Fields{
		{Name: HelpField(n, HelpFor), Label: "help.for", Typed: line.For},
		{Name: HelpField(n, HelpNumber), Label: "help.number", Typed: line.Number, Type: "tel"},
		{Name: HelpField(n, HelpWhen), Label: "help.when", Typed: line.When},
	}}
}

// HelpLines are the program's own, in lang.
func (v *Views) HelpLines(lang string) ([]survey.HelpLine, error) {
	var lines []survey.HelpLine
	for _, name := range []string{"danger", "worry", "talk"} {
		var line survey.HelpLine
		for suffix, into := range map[string]*string{"": &line.For, ".number": &line.Number, ".when": &line.When} {
			key := "form.help." + name + suffix
			if !v.texts.keys[key] {
				continue
			}
			var err error
			if *into, err = v.texts.Say(lang, key, nil); err != nil {
				return nil, err
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// LanguageChoices are the languages the program speaks, each in its own words.
func (v *Views) LanguageChoices() []Choice {
	var choices []Choice
	for _, l := range v.texts.Languages() {
		name, err := v.texts.Say(l, "form.language.name", nil)
		if err != nil {
			name = l
		}
		choices = append(choices, Choice{Value: l, Words: name})
	}
	return choices
}

// Invitation is the page on which who was invited chooses a password.
type Invitation struct {
	Frame
	Account survey.Account
	Fields  Fields
}

func (*Invitation) page() string { return "invitation" }

// Problems returns what is wrong with what was typed.
func (i *Invitation) Problems() []FieldProblem { return i.Fields.Problems() }

// InvitationFields are those of [Invitation].
func InvitationFields() Fields {
	return Fields{passwordField(FieldNext, "password.next", "password.hint"), passwordField(FieldAgain, "password.again", "")}
}
