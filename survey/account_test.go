package survey

import (
	"errors"
	"testing"
)

func TestGrantsHold(t *testing.T) {
	tree := Units{{ID: "r"}, {ID: "m", Parent: "r"}, {ID: "a", Parent: "m"}, {ID: "b", Parent: "m"}}
	tests := []struct {
		grant Grant
		unit  string
		want  bool
	}{
		{Grant{Coach, "a"}, "a", true},
		{Grant{Coach, "a"}, "b", false},
		{Grant{Coach, "a"}, "m", false}, // a team says nothing of its municipality
		{Grant{Coach, "m"}, "a", true},
		{Grant{Coach, "r"}, "a", true},
		{Grant{Coach, Everywhere}, "a", true},
		{Grant{Coach, Everywhere}, Everywhere, true},
		{Grant{Coach, "r"}, Everywhere, false},
		{Grant{Entry, "a"}, "a", false},
		{Grant{Coach, "gone"}, "a", false},
	}
	for _, test := range tests {
		if got := (Grants{test.grant}).Hold(tree, test.unit, Coach, Manager); got != test.want {
			t.Errorf("%v on %q: %t", test.grant, test.unit, got)
		}
	}
	if got := (Grants{{Coach, "m"}, {Entry, "r"}}).Units(tree, Coach); len(got) != 3 {
		t.Errorf("a coach of a municipality has %v", got)
	}
}

func TestCheckPassword(t *testing.T) {
	a := Account{Email: "coach@example.org"}
	tests := []struct {
		password string
		want     error
	}{
		{"vier losse woorden hier", nil},
		{"ëëëëëëëëëëëé", nil},
		{"kort", ErrShortPassword},
		{"", ErrShortPassword},
		{"aaaaaaaaaaaaaa", ErrEasyPassword},
		{"123456789012", ErrEasyPassword},
		{"210987654321", ErrEasyPassword},
		{"abcdefghijklmnop", ErrEasyPassword},
		{"Ouderstem2026!", ErrEasyPassword},
		{"xxCoach@Example.orgxx", ErrEasyPassword},
		{string(make([]rune, LongestPassword+1)), ErrLongPassword},
	}
	for _, test := range tests {
		if err := CheckPassword(test.password, a); !errors.Is(err, test.want) {
			t.Errorf("%q: %v, want %v", test.password, err, test.want)
		}
	}
}
