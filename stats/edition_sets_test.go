package stats

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// What a report shows is written down by the units that have it: of all, of the
// units side by side, in the versions that count, and of drivers part by part.
func TestEditionSets(t *testing.T) {
	s, older := wide(), wide()
	older.Version = 1
	older.Questions[1].Options = older.Questions[1].Options[1:] // "heard", on another scale
	tree := survey.Units{{ID: "m"}, {ID: "a", Parent: "m"}, {ID: "a1", Parent: "a"}, {ID: "b", Parent: "m"}}
	in := func(unit string, year, responses int, counts ...[]survey.Count) survey.OwnCounts {
		o := survey.OwnCounts{Unit: unit, Year: year, Responses: responses, ByCard: responses - 1}
		for _, c := range counts {
			o.Counts = append(o.Counts, c...)
		}
		return o
	}
	own := []survey.OwnCounts{
		in("a", 2026, 40, answer(1, "mark", "7", 10), answer(2, "mark", "7", 20, "unknown", 3), answer(1, "heard", "often", 10), answer(2, "heard", "never", 20)),
		in("a1", 2026, 12, answer(2, "mark", "8", 12)),
		in("b", 2025, 15, answer(2, "mark", "8", 15)),
		in("b", 2026, 11, answer(2, "mark", "8", 11), answer(2, "good", "x", 10)),
		in("other", 2026, 50, answer(2, "mark", "8", 50)),
	}
	r := survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{1: older, 2: s}, Unit: tree[0], Year: 2026, K: 10,
		Sample: []survey.Cut{{Version: 2, Responses: 130, Rows: answeredBy(rand.New(rand.NewPCG(1, 2)), 130), Path: []string{"a1", "a"}}},
	}
	rep := Report{
		N: 60, K: 10, Questions: []Question{{ID: "mark", Precision: Full}, {ID: "heard", Precision: Indicative}, {ID: "what", Precision: Hidden}},
		Comments:     []Comments{{ID: "good", Precision: Full}},
		ResponseRate: &Share{}, Drivers: &Drivers{},
		Teams: &Teams{Question: "mark", List: []Team{{Unit: tree[1], Precision: Full}, {Unit: tree[3], Precision: Hidden}}},
		Sets:  []survey.ShownSet{{Of: "said", Year: 2026, Comments: []string{"c"}}},
	}
	rep.Questions[0].Years = []YearFigure{{Year: 2024, Precision: Full, Other: true}, {Year: 2025, Precision: Indicative}, {Year: 2026, Precision: Full}}
	rep.Questions[0].Change = &YearChange{}
	want := []survey.ShownSet{
		{Of: "responses", Year: 2026, Own: []survey.OwnCount{{Unit: "a", N: 40}, {Unit: "a1", N: 12}, {Unit: "b", N: 11}}},
		{Of: "cards", Year: 2026, Own: []survey.OwnCount{{Unit: "a", N: 39}, {Unit: "a1", N: 11}, {Unit: "b", N: 10}}},
		{Of: "question mark", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 10}, {Unit: "a", Version: 2, N: 20}, {Unit: "a1", Version: 2, N: 12}, {Unit: "b", Version: 2, N: 11}}},
		{Of: "question mark", Year: 2025, Own: []survey.OwnCount{{Unit: "b", Version: 2, N: 15}}},
		{Of: "question heard", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 2, N: 20}}},
		{Of: "question good", Year: 2026, Own: []survey.OwnCount{{Unit: "b", Version: 2, N: 10}}},
		{Of: "question mark", Year: 2026, Own: []survey.OwnCount{{Unit: "a", Version: 1, N: 10}, {Unit: "a", Version: 2, N: 20}, {Unit: "a1", Version: 2, N: 12}}},
		{Of: "drivers", Year: 2026, Own: []survey.OwnCount{{Unit: "a1 0", Version: 2, N: 120}}},
		{Of: "said", Year: 2026, Comments: []string{"c"}},
	}
	if d := cmp.Diff(want, EditionSets(rep, r, own, tree)); d != "" {
		t.Error(d)
	}
	rep.N = 0
	if sets := EditionSets(rep, r, own, tree); sets != nil {
		t.Errorf("of nothing: %v", sets)
	}
}
