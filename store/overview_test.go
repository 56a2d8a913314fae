package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// What an overview has of a unit and all below it is what its results have.
func TestOverviewAddsUp(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for unit, n := range map[string]int{"a": 12, "b": 15, "m": 11} {
		drop(t, st, s, print(t, st, unit, "", n))
	}
	if got := openings(t, st); got == "" {
		t.Fatal("nothing was opened")
	}
	if err := st.SaveMeasure(t.Context(), survey.Measure{Unit: "b", Year: 2026, Action: "Uitleg", Status: survey.Doing}); err != nil {
		t.Fatal(err)
	}
	tree, err := st.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range []bool{true, false} {
		o, err := st.Overview(t.Context(), "kort", "r", 2000, 2026, all)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range tree {
			responses, counts := 0, map[survey.Count]int{}
			below := map[string]bool{}
			for _, id := range tree.Below(u.ID) {
				below[id] = true
			}
			for _, own := range o.Own {
				if !below[own.Unit] || own.Year != 2026 {
					continue
				}
				responses += own.Responses
				for _, c := range own.Counts {
					n := c.N
					c.N = 0
					counts[c] += n
				}
			}
			r := opened(t, st, u.ID, 2026)
			want := map[survey.Count]int{}
			for _, c := range r.Counts {
				n := c.N
				c.N = 0
				if all || c.Question == "mark" {
					want[c] = n
				}
			}
			if d := cmp.Diff(want, counts); d != "" || responses != r.Responses {
				t.Errorf("%s, all %v: %d of %d responses, %s", u.ID, all, responses, r.Responses, d)
			}
		}
		if o.Measures["b"][survey.Doing] != 1 || o.Units[0].ID != "r" || len(o.Units) != 5 {
			t.Errorf("measures %v, units %v", o.Measures, o.Units)
		}
	}
	if raised, err := st.KRaised(t.Context(), "kort"); raised || err != nil {
		t.Errorf("k was raised: %v, %v", raised, err)
	}
	setK(t, st, 20)
	if raised, err := st.KRaised(t.Context(), "kort"); !raised || err != nil {
		t.Errorf("k was raised: %v, %v", raised, err)
	}
}
