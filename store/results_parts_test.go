package store

import (
	"fmt"
	"strings"
	"testing"

	"ouderstem/survey"
)

// sideBySide tells of every unit right below: its responses, marks, and cards.
func sideBySide(r survey.Results) string {
	var list []string
	for _, p := range r.Parts {
		marks := 0
		for _, c := range p.Counts {
			if c.Question == "mark" && c.Value == survey.Answered {
				marks += c.N
			}
		}
		list = append(list, fmt.Sprintf("%s %d/%d of %d", p.Unit.ID, p.Responses, marks, p.HandedOut))
	}
	return strings.Join(list, ", ")
}

func TestParts(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 12))
	stack, codes, err := st.Print(t.Context(), survey.Batch{Survey: "kort", Unit: "c", Way: survey.ByCard, Size: 20})
	if err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[:11])
	if got := openings(t, st); got == "" {
		t.Fatal("nothing was opened")
	}
	if err := st.HandOut(t.Context(), stack.ID, 2026, 15); err != nil {
		t.Fatal(err)
	}
	check := func(unit, want string) {
		t.Helper()
		if got := sideBySide(opened(t, st, unit, 2026)); got != want {
			t.Errorf("below %s: %s, want %s", unit, got, want)
		}
	}
	check("m", "a 12/12 of -1, b 0/0 of -1, c 11/11 of 15")
	check("r", "m 23/23 of 15")
	check("a", "")
	r := opened(t, st, "m", 2026)
	if len(r.Parts[0].Versions) != 1 || r.Parts[0].Versions[1] != r.Versions[1] || len(r.Parts[1].Versions) != 0 {
		t.Errorf("versions %v and %v", r.Parts[0].Versions, r.Parts[1].Versions)
	}

	// A unit that is moved takes its answers along: whole openings.
	if _, err := st.AddUnit(t.Context(), survey.Unit{ID: "n", Name: "Neighbour", Parent: "r"}); err != nil {
		t.Fatal(err)
	}
	if err := st.MoveUnit(t.Context(), "c", "n"); err != nil {
		t.Fatal(err)
	}
	check("m", "a 12/12 of -1, b 0/0 of -1")
	check("r", "m 12/12 of -1, n 11/11 of 15")
}
