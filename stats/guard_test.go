package stats

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"ouderstem/survey"
)

// drawCountry draws a tree of units with marks, some of fewer than k as after k
// was raised. Every second parent of a unit gave a mark, so that responses and
// answers differ.
func drawCountry(seed uint64) survey.Overview {
	r := rand.New(rand.NewPCG(seed, 9)) //nolint:gosec // a test
	s := short()
	s.Questions = s.Questions[:1]
	o := survey.Overview{Year: 2026, K: 5 + r.IntN(6), Survey: s, Versions: map[int]*survey.Survey{2: s}}
	var units survey.Units
	for i := range 2 + r.IntN(7) {
		u := survey.Unit{ID: fmt.Sprint("u", i), Name: fmt.Sprint("Unit ", i)}
		if i > 0 {
			u.Parent = units[r.IntN(i)].ID
		}
		units = append(units, u)
		n := 0
		switch r.IntN(3) {
		case 1:
			n = r.IntN(o.K)
		case 2:
			n = r.IntN(4 * o.K)
		}
		if n > 0 {
			c := counted(u.ID, 2026, n, 6, 8)
			c.Responses += r.IntN(3)
			o.Own = append(o.Own, c)
		}
	}
	o.Unit, o.Units = units[0], units.Under(units[0])
	return o
}

// resultsOf makes the results of a unit, as the store does.
func resultsOf(o survey.Overview, unit string) survey.Results {
	g := grow(o, o.Survey.Questions[0], 2026)
	var r survey.Results
	for i, u := range o.Units {
		if u.ID == unit {
			r = g.results[i]
		}
	}
	r.K, r.Versions = o.K, maps.Clone(o.Versions)
	for i, u := range o.Units {
		if u.Parent == unit {
			p := g.results[i]
			r.Parts = append(r.Parts, survey.Part{Unit: u, YearCounts: survey.YearCounts{Year: 2026, Responses: p.Responses, Counts: p.Counts}, HandedOut: -1})
		}
	}
	return r
}

// readAll reads the reports of all units and their monitors, and returns what of
// them leaves the marks of a few; "" when nothing does.
func readAll(o survey.Overview, guard func(survey.Results, survey.Overview) survey.Results, monitor func(survey.Overview, string) Monitor) string {
	shown := map[string]bool{}
	for _, u := range o.Units {
		rep := Yearly(guard(resultsOf(o, u.ID), o), Options{})
		if rep.Overall != nil && rep.Overall.Precision != Hidden {
			shown[u.ID] = true
		}
		if rep.Teams != nil {
			for _, x := range rep.Teams.List {
				shown[x.Unit.ID] = shown[x.Unit.ID] || x.Precision != Hidden
			}
		}
		for _, row := range monitor(o, u.ID).Rows {
			shown[row.Unit.ID] = shown[row.Unit.ID] || row.Precision != Hidden
		}
	}
	g := grow(o, o.Survey.Questions[0], 2026)
	tree := make([]branch, len(g.tree))
	cuts := make([]cut, len(g.tree))
	for i, b := range g.tree {
		tree[i] = branch{parent: b.parent, sizes: b.sizes[:1]}
		if !shown[o.Units[i].ID] {
			cuts[i] = tooFew
		}
	}
	return pieces(o.K, tree, cuts)
}

// Beside the reports and monitors of all units, nobody's answers can be had by
// subtraction, also where k was raised; without the guard somebody's can.
func TestGuard(t *testing.T) {
	const cases = 2000 // what is without a rule is caught in the first few
	whole := func(o survey.Overview, unit string) Monitor { return Overview(o, nil, nil).Of(unit) }
	for seed := range uint64(cases) {
		if left := readAll(drawCountry(seed), Guard, whole); left != "" {
			t.Fatalf("case %d: %s", seed, left)
		}
	}
	none := func(r survey.Results, _ survey.Overview) survey.Results { return r }
	own := func(o survey.Overview, unit string) Monitor { // of a unit and those below it alone
		for _, u := range o.Units {
			if u.ID == unit {
				o.Unit, o.Units = u, o.Units.Under(u)
			}
		}
		below := map[string]bool{}
		for _, u := range o.Units {
			below[u.ID] = true
		}
		var counts []survey.OwnCounts
		for _, c := range o.Own {
			if below[c.Unit] {
				counts = append(counts, c)
			}
		}
		o.Own = counts
		return Overview(o, nil, nil)
	}
	for name, mutant := range map[string]func(survey.Overview) string{
		"a guard of reports":         func(o survey.Overview) string { return readAll(o, none, whole) },
		"monitors of the whole tree": func(o survey.Overview) string { return readAll(o, Guard, own) },
		"the parts of a report":      func(o survey.Overview) string { return readAll(o, partless, whole) },
	} {
		caught := false
		for seed := uint64(0); seed < cases && !caught; seed++ {
			caught = mutant(drawCountry(seed)) != ""
		}
		if !caught {
			t.Errorf("without %s nothing is left either", name)
		}
	}
}

// partless guards a report and not what it shows of the units below.
func partless(r survey.Results, o survey.Overview) survey.Results {
	parts := r.Parts
	r = Guard(r, o)
	r.Parts = parts
	return r
}

// Where no unit has too few, nothing is left out.
func TestGuardLeavesAlone(t *testing.T) {
	o := country()
	o.Own = []survey.OwnCounts{counted("east-a", 2026, 50, 7, 8), counted("east-b", 2026, 40, 6, 7), counted("west", 2026, 30, 8, 9)}
	for _, u := range o.Units {
		r := resultsOf(o, u.ID)
		if want, got := len(r.Counts), len(Guard(r, o).Counts); want != got {
			t.Errorf("%s: %d of %d counts are left", u.ID, got, want)
		}
	}
}
