package stats

import (
	"cmp"
	"slices"
	"strconv"

	"ouderstem/survey"
)

// overall returns what the mean marks of all, as reports showed them, add to
// what can be worked out. Each state is a set with Theme "": Members are those
// who wrote a comment, and N counts them with those who did not.
//
// Which of the silent are the same ones in two states is not known: what a
// question got too little of is held, so marks and comments of one opening need
// not come out together. Therefore each of these is a sum of its own, with the
// silent that are surely in it, at least one, as a block of its own:
//
//   - a state;
//   - what it has more than the state before it of the same unit: one opening;
//   - what it has more than states of other units within it: the rest of a
//     municipality beside its teams. Units are within each other when their
//     comments are.
//
// A theme that is mentioned by just those who wrote a comment of such a sum would
// leave the silent of it.
func overall(states []survey.MarkSet) []vector {
	states = slices.Clone(states)
	slices.SortStableFunc(states, func(a, b survey.MarkSet) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(len(a.Members), len(b.Members)),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Round, b.Round))
	})
	var list []vector
	add := func(members []string, n int, name string) {
		silent := max(n-len(members), len(members)-n, 1)
		if len(members) > 0 {
			list = append(list, vector{members, []block{{name, silent}}})
		}
	}
	for i, s := range states {
		name := s.Unit + "/" + strconv.Itoa(s.Round)
		add(s.Members, s.N, name)
		if j := lastOf(states[:i], s.Unit); j >= 0 {
			add(minus(s.Members, states[j].Members), s.N-states[j].N, name+"/opened")
		}
		rest, n := s.Members, s.N
		for j := i - 1; j >= 0; j-- {
			t := states[j]
			if t.Unit != s.Unit && len(t.Members) > 0 && t.N <= n && common(t.Members, rest) == len(t.Members) {
				rest, n = minus(rest, t.Members), n-t.N
			}
		}
		if len(rest) < len(s.Members) {
			add(rest, n, name+"/rest")
		}
	}
	return list
}

// lastOf returns where the last state of a unit stands, or -1.
func lastOf(states []survey.MarkSet, unit string) int {
	for i := len(states) - 1; i >= 0; i-- {
		if states[i].Unit == unit {
			return i
		}
	}
	return -1
}
