package views

import (
	"encoding/hex"

	"ouderstem/survey"
)

// Fields of the forms by which somebody shows who they are.
const (
	FieldSecond   = "second" // of an app, or on paper
	FieldErrand   = "errand" // what they were asked
	FieldAnswer   = "answer" // of their device
	FieldRuleWord = "word"
)

// Ways are the ways to sign in besides a password.
type Ways struct {
	Passkey bool
	// Provider is the name of the organisation's own, "" for none.
	Provider string
	// Mail says that who has forgotten a password can ask for a letter.
	Mail bool
}

// SecondField is the field for a code.
func SecondField() Field {
	return Field{Name: FieldSecond, Label: "code.code", Hint: "code.hint", Autocomplete: "one-time-code"}
}

// LoginCode is the page that asks for a code after the password.
type LoginCode struct {
	Frame
	Errand  string
	Fields  Fields
	To      string
	Carried string
}

func (*LoginCode) page() string { return "login-code" }

// Problems returns what is wrong with what was typed.
func (l *LoginCode) Problems() []FieldProblem { return l.Fields.Problems() }

// Away is the page that sends somebody to the organisation's own provider. It
// is a page, and no answer that leads on: browsers let a form lead to no other
// site.
type Away struct {
	Frame
	Provider string
	Address  string
}

func (*Away) page() string { return "away" }

// Forgotten is the page for who has forgotten their password.
type Forgotten struct {
	Frame
	Fields Fields
}

func (*Forgotten) page() string { return "forgotten" }

// Problems returns what is wrong with what was typed.
func (f *Forgotten) Problems() []FieldProblem { return f.Fields.Problems() }

// ForgottenFields are those of [Forgotten].
func ForgottenFields() Fields {
	return Fields{{Name: FieldEmail, Label: "login.email", Type: "email", Autocomplete: "username"}}
}

// FactorRows are the ways to sign in of one's own account.
type FactorRows struct {
	Ways
	// Codes says that an app shows codes, Recovery how many on paper are left.
	Codes    bool
	Recovery int
	Passkeys []PasskeyRow
	// Tied says that the account is known at the provider.
	Tied bool
}

// PasskeyRow is a passkey by its name.
type PasskeyRow struct{ ID, Name string }

// PasskeyRows names passkeys.
func PasskeyRows(keys []survey.Passkey) []PasskeyRow {
	var rows []PasskeyRow
	for _, k := range keys {
		rows = append(rows, PasskeyRow{hex.EncodeToString(k.ID), k.Name})
	}
	return rows
}

// Codes is the page on which an app is made to show codes.
type Codes struct {
	Frame
	// Path is the QR code as the path of an SVG in a square of Side modules.
	Path string
	Side int
	// Groups are the secret as it is typed where a camera is of no use.
	Groups []string
	Fields Fields
}

func (*Codes) page() string { return "codes" }

// Problems returns what is wrong with what was typed.
func (c *Codes) Problems() []FieldProblem { return c.Fields.Problems() }

// Recovery is the page that shows codes on paper, once.
type Recovery struct {
	Frame
	Codes []string
}

func (*Recovery) page() string { return "recovery" }

// NewPasskey is the page on which a device makes one.
type NewPasskey struct {
	Frame
	Fields Fields
	// Wrong is what is wrong with the answer of the device.
	Wrong error
}

func (*NewPasskey) page() string { return "passkey" }

// Problems returns what is wrong with what was typed or made.
func (p *NewPasskey) Problems() []FieldProblem { return general(p.Fields.Problems(), p.Wrong) }

// NewPasskeyFields are those of [NewPasskey].
func NewPasskeyFields() Fields {
	return Fields{{Name: FieldName, Label: "passkey.name", Hint: "passkey.name.hint"}}
}

// general adds what is wrong with a form as a whole.
func general(problems []FieldProblem, err error) []FieldProblem {
	if err != nil {
		problems = append(problems, FieldProblem{Err: err})
	}
	return problems
}

// SignInRules is the page with what words of the provider give here.
type SignInRules struct {
	SettingsFrame
	Provider string // "" for none
	// Claim is where the words stand in the provider's tokens, and Callback the
	// address it must know.
	Claim    string
	Callback string
	Rules    []RuleRow
	Fields   Fields
}

func (*SignInRules) page() string { return "sign-in" }

// Problems returns what is wrong with what was typed.
func (s *SignInRules) Problems() []FieldProblem { return s.Fields.Problems() }

// RuleRow is a rule with the name of its unit, "" for the whole installation.
type RuleRow struct {
	survey.SignInRule
	Name string
	// Gone says that there is no such unit any more.
	Gone bool
}

// RuleRows names the units of rules.
func RuleRows(rules []survey.SignInRule, tree survey.Units) []RuleRow {
	var rows []RuleRow
	for _, r := range rules {
		row := RuleRow{SignInRule: r}
		if r.Unit != survey.Everywhere {
			row.Name, row.Gone = r.Unit, true
		}
		for _, u := range tree {
			if r.Unit != survey.Everywhere && u.ID == r.Unit {
				row.Name, row.Gone = u.Name, false
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// noChoice is what a list posts from which nothing was chosen; "" is the whole
// installation.
const noChoice = "-"

// RuleFields are those of a new rule.
func RuleFields(tree survey.Units) Fields {
	// Nothing is chosen beforehand: the first role is the one that may do most.
	roles := []Choice{{Value: noChoice, Label: "rule.choose"}}
	units := []Choice{{Value: noChoice, Label: "rule.choose"}, {Value: survey.Everywhere, Label: "role.everywhere"}}
	for _, r := range survey.Roles {
		roles = append(roles, Choice{Value: string(r), Label: "role." + string(r)})
	}
	tree.Walk(func(u survey.Unit, depth int) {
		words := u.Name
		for range depth {
			words = "– " + words
		}
		units = append(units, Choice{Value: u.ID, Words: words})
	})
	return Fields{
		{Name: FieldRuleWord, Label: "rule.word", Hint: "rule.word.hint"},
		{Name: FieldRole, Label: "rule.role", Type: TypeSelect, Choices: roles, Typed: noChoice},
		{Name: FieldUnit, Label: "rule.unit", Type: TypeSelect, Choices: units, Typed: noChoice},
	}
}
