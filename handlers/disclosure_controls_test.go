package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/survey/campaign"
)

// A program that is worse in one way each tells of a few, and the attacker who
// finds nothing otherwise finds it out.
func TestDisclosureFindsLeaks(t *testing.T) {
	if campaign.Raced {
		t.Skip("skipped: one goroutine at a time; make test plays it without the race detector")
	}
	type worse func(a *attacker, who *client, look func())
	report := func(a *attacker, who *client, r survey.Results) {
		a.report(who, "leak "+r.Unit.ID, stats.Yearly(r, stats.Options{}))
	}
	results := func(a *attacker, unit string) survey.Results {
		r, err := a.store.Results(a.t.Context(), "kort", unit, a.year)
		if err != nil {
			a.t.Fatal(err)
		}
		return r
	}
	// early counts what waits for its turn too: what is sealed, or what is held.
	early := func(a *attacker, who *client, sealed bool) {
		for _, unit := range a.units() {
			r := results(a, unit)
			within := a.tree().Below(unit)
			tally := survey.Tally{}
			for _, p := range a.parents {
				h := a.heaps[p.heap]
				for q, v := range p.values {
					if h.survey == "kort" && slices.Contains(within, h.unit) && p.counts[q] == (spot{}) && (p.opened == spot{}) == sealed {
						tally.Add(survey.Response{Survey: "kort", Version: 1, Answers: survey.Answers{q: {v}}}, a.survey)
					}
				}
			}
			for c, n := range tally {
				c.N = n
				r.Counts = append(r.Counts, c)
			}
			report(a, who, r)
		}
	}
	several := func(worse worse) worse {
		return func(a *attacker, who *client, look func()) {
			for range 4 {
				for _, unit := range []string{"a", "b"} {
					a.answers("kort", unit, survey.ByCard, 6+a.dice.IntN(9))
				}
				worse(a, who, look)
				a.opens(false)
				look()
				worse(a, who, look)
			}
		}
	}
	raised := func(leak bool) worse {
		return func(a *attacker, who *client, look func()) {
			a.setK(survey.LeastK)
			a.answers("kort", "a", survey.ByCard, 14)
			a.answers("kort", "b", survey.ByCard, 7)
			a.opens(false)
			a.setK(survey.UsualK)
			a.least = survey.UsualK // what is promised now
			look()
			if leak {
				for _, unit := range a.units() {
					report(a, who, results(a, unit))
				}
			}
		}
	}
	for name, test := range map[string]struct {
		worse worse
		found bool
	}{
		"nothing is":                   {several(func(*attacker, *client, func()) {}), false},
		"nothing is, and k was raised": {raised(false), false},
		"k was raised, and units are shown that should be hidden beside others": {raised(true), true},
		"what is sealed counts at once":                                         {several(func(a *attacker, who *client, _ func()) { early(a, who, true) }), true},
		"what is held counts an opening early":                                  {several(func(a *attacker, who *client, _ func()) { early(a, who, false) }), true},
		"a total has a cut that boxes have not": {several(func(a *attacker, _ *client, _ func()) {
			a.answers("kort", "c", survey.ByPoster, 9)
			a.answers("kort", "c", survey.ByCard, 11)
			for _, q := range a.survey.Questions {
				a.figure(figure{about: "kort 2024 " + q.ID, where: "by card", n: -1, units: []string{"c"}, year: a.year, survey: "kort", question: q.ID, version: 1, cards: true})
			}
		}), true},
		"an opening is one parent short": {several(func(a *attacker, _ *client, _ func()) {
			base, _ := a.behind(figure{units: []string{"m", "a", "b", "c", "d"}, year: a.year, survey: "kort", question: "mark", version: 1})
			for i := range a.parents {
				if base.has(i) {
					base[i/64] &^= 1 << (i % 64)
					break
				}
			}
			a.add("kort 2024 mark", base, "but the first")
		}), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAttacker(newDistrict(t, 5, survey.UsualK), "")
			who := a.as(survey.Manager)
			test.worse(a, who, func() {
				for _, unit := range a.units() {
					path := fmt.Sprintf("/staff/report/%s/%d/kort.json", unit, a.year)
					r := who.Get(path)
					if r.StatusCode != http.StatusOK {
						t.Fatalf("%s: %d", path, r.StatusCode)
					}
					a.reads(who, path, r.body)
				}
			})
			found := a.solved()
			if (len(found) > 0) != test.found || !test.found && len(a.wrong) > 0 {
				t.Fatalf("found %q, unexplained %q", found, a.wrong)
			}
			if test.found {
				t.Log(found[0])
			}
		})
	}
}
