package survey

import (
	"slices"
	"strings"
)

// Role is what an account may do on a unit and on all units below it.
type Role string

// The roles there are.
const (
	// Administrator looks after accounts, units and settings, and sees no
	// results unless also a manager.
	Administrator Role = "administrator"
	// Manager reads reports and comments, enters key figures and measures, and
	// designs surveys.
	Manager Role = "manager"
	// Coach hands out cards and reads what was published.
	Coach Role = "coach"
	// Entry keys in answers that were given on paper.
	Entry Role = "entry"
)

// Roles are all roles, the one with most to look after first.
var Roles = []Role{Administrator, Manager, Coach, Entry}

// Everywhere is the unit of a grant that holds for the whole installation, also
// for units that are added later.
const Everywhere = ""

// Grant gives a role on a unit and all below it.
type Grant struct {
	Role Role   `json:"role" validate:"oneof=administrator manager coach entry"`
	Unit string `json:"unit"` // Everywhere, or the id of a unit
}

// Grants are all roles of one account.
type Grants []Grant

// Hold reports whether one of roles is granted on unit or on one above it.
// Everywhere asks for the whole installation.
func (gs Grants) Hold(tree Units, unit string, roles ...Role) bool {
	var above []string // asked for only when a grant has a unit
	for _, g := range gs {
		switch {
		case !slices.Contains(roles, g.Role):
		case g.Unit == Everywhere, g.Unit == unit:
			return true
		case unit != Everywhere:
			if above == nil {
				above = tree.Above(unit)
			}
			if slices.Contains(above, g.Unit) {
				return true
			}
		}
	}
	return false
}

// Units returns the part of tree on which one of roles is granted, in the
// order of tree.
func (gs Grants) Units(tree Units, roles ...Role) Units {
	var units Units
	for _, u := range tree {
		if gs.Hold(tree, u.ID, roles...) {
			units = append(units, u)
		}
	}
	return units
}

// With returns the grants of both, each once.
func (gs Grants) With(more Grants) Grants {
	all := slices.Clone(gs)
	for _, g := range more {
		if !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// Account is somebody of the staff who can sign in.
type Account struct {
	ID    string
	Email string `json:"email" validate:"required,email,max=254"` // as it is typed to sign in, in lower case
	Name  string `json:"name" validate:"required,max=120"`
	Lang  string // of the pages, "" for that of the browser
	// Grants are all that hold: those Given by people, and those Ruled by what
	// the organisation's own provider says. They come in no order that means
	// anything.
	Grants      Grants
	Given       Grants `json:"-"`
	Ruled       Grants `json:"-"`
	HasPassword bool
	// Invited accounts have no way to sign in yet.
	Invited bool
	Blocked bool
}

// CleanEmail makes one spelling of an address: nobody has two accounts that
// differ in capitals.
func CleanEmail(typed string) string {
	return strings.ToLower(strings.Join(strings.Fields(Clean(typed)), ""))
}

// The least and the most characters of a password, as NIST SP 800-63B asks for
// at least eight and advises fifteen where it is the only factor; more than 200
// is no password.
const (
	ShortestPassword = 12
	LongestPassword  = 200
)

// CheckPassword tells what is wrong with a new password, or nil. It asks for
// length and for nothing that makes people write it down.
func CheckPassword(password string, a Account) error {
	n := len([]rune(password))
	switch lower := strings.ToLower(password); {
	case n < ShortestPassword:
		return ErrShortPassword.With("Least", ShortestPassword)
	case n > LongestPassword:
		return ErrLongPassword.With("Most", LongestPassword)
	case strings.Contains(lower, "ouderstem"), a.Email != "" && strings.Contains(lower, a.Email),
		strings.Count(lower, lower[:1]) == len(lower), sequence(lower):
		return ErrEasyPassword
	}
	return nil
}

// sequence reports whether s goes up or down one character at a time.
func sequence(s string) bool {
	up, down := true, true
	for i := 1; i < len(s); i++ {
		step := int(s[i]) - int(s[i-1])
		wrap := s[i-1] == '9' && s[i] == '0'
		up = up && (step == 1 || wrap)
		down = down && (step == -1 || s[i-1] == '0' && s[i] == '9')
	}
	return up || down
}
