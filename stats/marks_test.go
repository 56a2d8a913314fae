package stats

import (
	"fmt"
	"slices"
	"testing"

	"ouderstem/survey"
)

func ids(from, to int) []string {
	var list []string
	for i := from; i < to; i++ {
		list = append(list, fmt.Sprintf("%04d", i))
	}
	return list
}

func with(lists ...[]string) survey.MarkSet {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return survey.MarkSet{Unit: "town", Theme: "t", Round: 1, Members: slices.Compact(all)}
}

// admitAll asks for sets one by one, as far as they are admitted.
func admitAll(l *Ledger, sets []survey.MarkSet) bool {
	return !slices.ContainsFunc(sets, func(s survey.MarkSet) bool { return !l.Admit(s) })
}

func TestLedger(t *testing.T) {
	tests := map[string]struct {
		shown []survey.MarkSet
		asked []survey.MarkSet
		want  bool
	}{
		"first":                   {nil, []survey.MarkSet{with(ids(0, 10)), with(ids(10, 20))}, true},
		"too small":               {nil, []survey.MarkSet{with(ids(0, 9))}, false},
		"the same":                {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(0, 10))}, true},
		"one more":                {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(0, 11))}, false},
		"nine more":               {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(0, 19))}, false},
		"ten more":                {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(0, 20))}, true},
		"four swapped":            {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(4, 14))}, false},
		"five swapped":            {[]survey.MarkSet{with(ids(0, 10))}, []survey.MarkSet{with(ids(5, 15))}, true},
		"one more in two moves":   {[]survey.MarkSet{with(ids(0, 20)), with(ids(20, 40))}, []survey.MarkSet{with(ids(0, 20), ids(20, 40), ids(60, 61))}, false},
		"one more in three moves": {[]survey.MarkSet{with(ids(0, 20)), with(ids(20, 40)), with(ids(40, 60))}, []survey.MarkSet{with(ids(0, 61))}, false},
		"half by half":            {[]survey.MarkSet{with(ids(0, 20)), with(ids(10, 30))}, []survey.MarkSet{with(ids(0, 10), ids(20, 30))}, true},
		// Three sums of pairs of groups are a sum of each; of nine it is too few.
		"solved by thirds": {[]survey.MarkSet{with(ids(0, 18)), with(ids(9, 27))}, []survey.MarkSet{with(ids(0, 9), ids(18, 27))}, false},
		"together": {
			nil, []survey.MarkSet{with(ids(0, 10)), with(ids(0, 12))}, false,
		},
	}
	for name, tt := range tests {
		l := NewLedger(10, tt.shown)
		before := len(l.shown)
		if got := admitAll(l, tt.asked); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if !tt.want && len(l.shown) != before+len(tt.asked)-1 {
			t.Errorf("%s: what was refused is noted", name)
		}
	}
}

// What was shown with five stays known with ten and is in nobody's way.
func TestLedgerAfterRaisingK(t *testing.T) {
	l := NewLedger(10, []survey.MarkSet{with(ids(0, 5)), with(ids(0, 10)), with(ids(40, 60))})
	if !l.Admit(with(ids(20, 40))) {
		t.Error("a set that has nothing to do with the small ones is refused")
	}
	if l.Admit(with(ids(20, 40), ids(0, 5))) {
		t.Error("a set that differs from another by five is admitted")
	}
}

// all is the mean of all in a unit: of those who wrote, and how many gave a mark.
func all(unit string, round, n int, members []string) survey.MarkSet {
	return survey.MarkSet{Unit: unit, Round: round, N: n, Members: members}
}

// The silent stand in every report, in the mean of all.
func TestLedgerGuardsTheSilent(t *testing.T) {
	team := all("a", 1, 50, ids(0, 40))
	opened := all("a", 2, 62, ids(0, 50))
	town := all("town", 1, 75, ids(0, 60))
	other := all("b", 1, 13, ids(50, 60))
	tests := map[string]struct {
		states []survey.MarkSet
		asked  []survey.MarkSet
		want   bool
	}{
		"some of those who wrote":        {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 20))}, true},
		"all but nine who wrote":         {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 31))}, false},
		"all but ten":                    {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 30))}, true},
		"all who wrote":                  {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 40))}, false},
		"all who wrote, in two":          {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 20)), with(ids(20, 40))}, false},
		"all who wrote, in two that mix": {[]survey.MarkSet{team}, []survey.MarkSet{with(ids(0, 25)), with(ids(25, 40))}, false},
		"those of one opening":           {[]survey.MarkSet{team, opened}, []survey.MarkSet{with(ids(40, 50))}, false},
		"those of one opening, some two": {[]survey.MarkSet{team, opened}, []survey.MarkSet{with(ids(38, 50))}, false},
		"across openings":                {[]survey.MarkSet{team, opened}, []survey.MarkSet{with(ids(20, 45))}, true},
		"what a town has besides":        {[]survey.MarkSet{opened, town}, []survey.MarkSet{with(ids(50, 60))}, false},
		"another team":                   {[]survey.MarkSet{opened, other, town}, []survey.MarkSet{with(ids(50, 60))}, false},
		"across teams":                   {[]survey.MarkSet{opened, other, town}, []survey.MarkSet{with(ids(30, 55))}, true},
	}
	for name, tt := range tests {
		if got := admitAll(NewLedger(10, tt.states), tt.asked); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
