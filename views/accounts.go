package views

import (
	"time"

	"ouderstem/survey"
)

// Accounts is the page with everybody who can sign in.
type Accounts struct {
	Frame
	Accounts []AccountRow
	// Invitation is the link that was just made, for an administrator to hand
	// over; "" for none.
	Invitation string
	For        survey.Account
	// NotMailed says why it has to be handed over.
	NotMailed error
}

func (*Accounts) page() string { return "accounts" }

// AccountRow is an account with its grants in words.
type AccountRow struct {
	survey.Account
	Grants []GrantRow
}

// GrantRow is a role with the name of its unit, "" for the whole installation.
type GrantRow struct {
	Role survey.Role
	Unit string
}

// NewAccountRow names the units of an account's grants.
func NewAccountRow(a survey.Account, tree survey.Units) AccountRow {
	row := AccountRow{Account: a}
	for _, g := range a.Grants {
		name := g.Unit // of a unit that is no more: better its id than nothing
		if u, err := tree.Find(g.Unit); err == nil && g.Unit != survey.Everywhere {
			name = u.Name
		}
		row.Grants = append(row.Grants, GrantRow{g.Role, name})
	}
	return row
}

// Account is the page on which an administrator changes one account, or
// invites a new one.
type Account struct {
	Frame
	Account survey.Account // with an ID unless it is new
	Fields  Fields
	Roles   []RoleRow
	// Wrong is what is wrong with the roles.
	Wrong error
	Self  bool // one's own account
	// Ruled are the roles that the organisation's own provider gives; nobody
	// can take them away here.
	Ruled []GrantRow
}

func (*Account) page() string { return "account" }

// Problems returns what is wrong with what was typed.
func (a *Account) Problems() []FieldProblem {
	problems := a.Fields.Problems()
	if a.Wrong != nil {
		problems = append(problems, FieldProblem{At: a.Roles[0].ID(), Label: "account.roles", Err: a.Wrong})
	}
	return problems
}

// RoleRow is the choice of one role on the units of the tree.
type RoleRow struct {
	Role    survey.Role
	Choices []RoleChoice
}

// ID returns the id of the row in the page.
func (r RoleRow) ID() string { return "role." + string(r.Role) }

// RoleChoice is one unit for a role: Unit is "" for the whole installation.
type RoleChoice struct {
	Unit  survey.Unit
	Depth int
	Held  bool
}

// RoleValue is what the tick of a role on a unit posts.
func RoleValue(g survey.Grant) string { return string(g.Role) + ":" + g.Unit }

// Value returns what the tick of the choice posts.
func (r RoleRow) Value(c RoleChoice) string {
	return RoleValue(survey.Grant{Role: r.Role, Unit: c.Unit.ID})
}

// RoleRows are the choices of roles on a tree, with those of grants ticked. An
// administrator is that of the whole installation.
func RoleRows(tree survey.Units, grants survey.Grants) []RoleRow {
	held := func(role survey.Role, unit string) bool {
		for _, g := range grants {
			if g.Role == role && g.Unit == unit {
				return true
			}
		}
		return false
	}
	var rows []RoleRow
	for _, role := range survey.Roles {
		row := RoleRow{Role: role, Choices: []RoleChoice{{Held: held(role, survey.Everywhere)}}}
		if role != survey.Administrator {
			tree.Walk(func(u survey.Unit, depth int) {
				row.Choices = append(row.Choices, RoleChoice{u, depth + 1, held(role, u.ID)})
			})
		}
		rows = append(rows, row)
	}
	return rows
}

// AccountFields are those of [Account], filled in from a.
func AccountFields(a survey.Account) Fields {
	fields := Fields{
		{Name: FieldName, Label: "account.name", Hint: "account.name.hint", Typed: a.Name},
		{Name: FieldEmail, Label: "login.email", Type: "email", Typed: a.Email},
	}
	if a.ID != "" {
		blocked := ""
		if a.Blocked {
			blocked = Ticked
		}
		fields = append(fields, Field{Name: FieldBlocked, Label: "account.blocked", Hint: "account.blocked.hint", Type: TypeTick, Typed: blocked})
	}
	return fields
}

// Profile is the page on which somebody looks after their own account.
type Profile struct {
	Frame
	Account  survey.Account
	Fields   Fields // name and language
	Password Fields
	Sessions []SessionRow
	Grants   []GrantRow
	Factors  FactorRows
}

func (*Profile) page() string { return "profile" }

// Problems returns what is wrong with what was typed.
func (p *Profile) Problems() []FieldProblem {
	return append(p.Fields.Problems(), p.Password.Problems()...)
}

// SessionRow is a browser in which the account is signed in.
type SessionRow struct {
	ID    string
	Began time.Time
	Used  time.Time
	Here  bool
}

// ProfileFields are the fields of [Profile] for name and language.
func (v *Views) ProfileFields(a survey.Account) Fields {
	return Fields{
		{Name: FieldName, Label: "account.name", Typed: a.Name, Autocomplete: "name"},
		{
			Name: FieldLang, Label: "profile.lang", Typed: a.Lang, Type: TypeSelect,
			Choices: append([]Choice{{Label: "profile.lang.browser"}}, v.LanguageChoices()...),
		},
	}
}

// PasswordFields are those to change one's password.
func PasswordFields() Fields {
	return Fields{
		{Name: FieldPassword, Label: "password.present", Type: "password", Autocomplete: "current-password"},
		passwordField(FieldNext, "password.next", "password.hint"),
		passwordField(FieldAgain, "password.again", ""),
	}
}

// Units is the page on which an administrator changes the tree.
type Units struct {
	Frame
	Rows []UnitForm
	New  Fields
	Tree survey.Units
}

func (*Units) page() string { return "units" }

// UnitForm is a unit with the forms to rename, move or remove it.
type UnitForm struct {
	Unit   survey.Unit
	Depth  int
	Fields Fields
	Used   bool // cards, answers or records belong to it: it cannot be removed
}

// Open reports whether something in the form must be mended.
func (u UnitForm) Open() bool { return len(u.Fields.Problems()) > 0 }

// Problems returns what is wrong with what was typed.
func (u *Units) Problems() []FieldProblem {
	problems := u.New.Problems()
	for _, r := range u.Rows {
		problems = append(problems, r.Fields.Problems()...)
	}
	return problems
}

// UnitFields are those of a unit; id is "" for a new one.
func UnitFields(tree survey.Units, u survey.Unit) Fields {
	choices := []Choice{{Label: "units.top"}}
	tree.Walk(func(other survey.Unit, depth int) {
		for _, below := range tree.Below(u.ID) {
			if u.ID != "" && below == other.ID {
				return // not under itself
			}
		}
		words := other.Name
		for range depth {
			words = "– " + words
		}
		choices = append(choices, Choice{Value: other.ID, Words: words})
	})
	return Fields{
		{Name: FieldName, ID: "unit." + u.ID + ".name", Label: "units.name", Typed: u.Name},
		{Name: FieldParent, ID: "unit." + u.ID + ".parent", Label: "units.parent", Typed: u.Parent, Type: TypeSelect, Choices: choices},
	}
}

// FieldParent is the unit above, in a form about a unit.
const FieldParent = "parent"

// Deeds is the audit log, the newest line first.
type Deeds struct {
	Frame
	Deeds []survey.LoggedDeed
	// Older is the number to go on from, 0 at the end.
	Older int
	// Broken is the line at which the chain is broken, 0 when it is whole.
	Broken int
}

func (*Deeds) page() string { return "deeds" }
