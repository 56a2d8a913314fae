package stats

import (
	"fmt"
	"slices"
	"testing"

	"ouderstem/survey"
)

// Three sets that differ from each other in many comments, of which two less the
// third are two parents, whatever the ids are.
func TestLedgerThreeSetsOfTwoParents(t *testing.T) {
	const k, half = 10, 20
	id := func(i int) string { return fmt.Sprintf("%03d", i) }
	for name, order := range map[string][2]int{"first": {0, 1}, "last": {98, 99}, "between": {0, 60}} {
		a, b := id(order[0]), id(order[1])
		var all, x, y []string
		for i := range 100 {
			all = append(all, id(i))
			switch {
			case id(i) == a || id(i) == b:
			case len(x) < half:
				x = append(x, id(i))
			case len(y) < half:
				y = append(y, id(i))
			}
		}
		set := func(theme string, members ...[]string) survey.MarkSet {
			list := slices.Concat(members...)
			slices.Sort(list)
			return survey.MarkSet{Survey: "s", Year: 2026, Unit: "a", Theme: theme, Members: list, N: len(list)}
		}
		everybody := set("", all)
		everybody.N = 130
		l := NewLedger(k, []survey.MarkSet{everybody})
		one, two, three := l.Admit(set("one", []string{a}, x)), l.Admit(set("two", []string{b}, y)), l.Admit(set("three", x, y))
		if !one || !two || three {
			t.Errorf("%s: admitted %t, %t and %t", name, one, two, three)
		}
	}
}
