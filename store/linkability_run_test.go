package store

import (
	"slices"
	"testing"

	"ouderstem/survey/campaign"
)

const (
	gameUnits    = 10
	gameOpenings = 2 // of each unit
	gameStores   = 26
	gameTrials   = gameUnits * gameOpenings * gameStores
	// sigmas is how far from chance an adversary may be.
	sigmas = 3
	// tries is how often in a row, each time with as many new boxes, somebody has
	// to be further from chance than that to have found something: of the hundreds
	// of adversaries who know nothing, one or two are at the first try.
	tries = 3
)

// TestCampaignLinkability lets every adversary loose on the store.
func TestCampaignLinkability(t *testing.T) {
	if campaign.Raced {
		t.Skip("the game is played without the race detector")
	}
	all := scores{}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		var suspects []string
		for try := range tries {
			round := scores{}
			for i := range gameStores {
				g := play(t, seed+uint64(try*gameStores+i), theStore, gameUnits, gameOpenings, round, i == 0)
				if keys := keyFiles(t, g.dir); len(keys) > 0 {
					t.Errorf("keys are left after the opening: %v", keys)
				}
			}
			campaign.Count("trials", gameTrials)
			campaign.Count("tries", 1)
			all.sum(round)
			if len(round) < 400 || round["card-response: time, place"].trials != gameTrials {
				t.Fatalf("%d adversaries, %d boxes", len(round), round["card-response: time, place"].trials)
			}
			campaign.Count("adversaries", len(round))
			now := round.beyond(sigmas)
			if try > 0 {
				now = slices.DeleteFunc(now, func(name string) bool {
					return !slices.Contains(suspects, name) || (round[name].z() > 0) != (all[name].z() > 0)
				})
			}
			for _, name := range now {
				t.Logf("try %d: %s was right %d times of %d, %.1f by chance: %+.1f sigma", try+1, name, round[name].right, round[name].of, round[name].mean, round[name].z())
			}
			if suspects = now; len(suspects) == 0 {
				return
			}
		}
		t.Errorf("these know more than chance: %q", suspects)
	})
	t.Logf("over all rounds:\n%s", all.worst())
	// In a campaign the rounds together see what is too little for one.
	const together = 5 // sigmas that none of so many adversaries reaches by chance
	for _, name := range all.beyond(together) {
		t.Errorf("%s: %+.1f sigma over %d boxes", name, all[name].z(), all[name].trials)
	}
}
