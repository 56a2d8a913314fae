package survey

import (
	"slices"
	"testing"
)

// Of every report the newest edition is in force, in any order; where that was
// withdrawn, none is.
func TestInForce(t *testing.T) {
	of := func(unit, id string, year, number int, withdrawn string) Edition {
		return Edition{Unit: unit, Survey: id, Year: year, Number: number, Withdrawn: withdrawn}
	}
	all := []Edition{
		of("a", "kort", 2026, 1, ""), of("a", "kort", 2026, 2, ""), of("a", "kort", 2025, 1, ""),
		of("a", "lang", 2026, 2, "A name was in it."), of("a", "lang", 2026, 1, ""), of("b", "kort", 2026, 1, ""),
	}
	want := []Edition{all[1], all[2], all[5]}
	if got := InForce(all); !slices.EqualFunc(got, want, Edition.Is) {
		t.Errorf("%+v", got)
	}
	slices.Reverse(all)
	slices.Reverse(want)
	if got := InForce(all); !slices.EqualFunc(got, want, Edition.Is) {
		t.Errorf("the other way round: %+v", got)
	}
	if got := InForce(nil); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
