package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/survey/campaign"
	"ouderstem/views"
)

// Who fetches every route, with all units, years and surveys, before and after
// parents send something, gets the same bytes, length and tag, be it with every
// role, as manager or coach of one team, or as anybody. Once boxes are opened,
// what is of that year moves, and what is of another does not.
func TestCampaignNothingMoves(t *testing.T) {
	if campaign.Raced {
		t.Skip("skipped: one goroutine at a time; make test plays it without the race detector")
	}
	campaign.Rounds(t, 1, func(t *testing.T, seed uint64) {
		d := newDistrict(t, seed, survey.UsualK)
		open := func() {
			t.Helper()
			if _, err := d.store.OpenBoxes(t.Context(), d.year); err != nil {
				t.Fatal(err)
			}
		}
		d.year = 2025
		d.answers("kort", "b", survey.ByCard, 12)
		d.answers("fft", "a", survey.ByCard, 12)
		open()
		d.year, d.now = 2026, time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)
		d.answers("kort", "b", survey.ByCard, 4+d.dice.IntN(30))
		d.answers("fft", "m", survey.ByPoster, 4+d.dice.IntN(30))
		d.publishesA()
		d.answered(25, waited)
		if !d.publishes("a", 2026, "kort", survey.Choice{}) {
			t.Error("no correction")
		}
		d.answers("kort", "b", survey.ByCard, 2+d.dice.IntN(5)) // so that something waits
		open()
		units := d.units()
		if !d.long {
			units = []string{"a", "m", "b"}
		}
		codes, shared := d.prints("a", survey.ByCard, 25), d.prints("b", survey.ByPoster, 1)[0]
		all := d.with(d.everyRole())
		who := []struct {
			name  string
			c     *client
			units []string
		}{
			{"with every role", all, units},
			{"as manager of a team", d.as(survey.Manager, "b"), []string{"b"}},
			{"as coach of a team", d.as(survey.Coach, "b"), []string{"b"}},
			{"as anybody", nil, units},
		}
		shelf, places := make([]map[string]string, len(who)), make([]map[string][]string, len(who))
		for i, w := range who {
			var nothing []string
			places[i] = d.places(w.units, "2026", "2025", "2027")
			shelf[i], nothing = d.everything(w.c, places[i])
			campaign.Count("fetched", len(shelf[i]))
			if i == 0 || w.c == nil {
				for _, path := range nothing {
					t.Errorf("nothing is to be had at %s: give it an address or a reason", path)
				}
			}
		}
		again := func(i int) (moved []string) {
			now, _ := d.everything(who[i].c, places[i])
			for _, path := range slices.Sorted(maps.Keys(now)) {
				if now[path] != shelf[i][path] {
					moved = append(moved, path)
				}
			}
			return moved
		}
		for i, code := range codes {
			fields := filled(code, "send")
			if i%5 == 0 {
				fields = filled(shared, "send")
				fields.Set(views.FieldToken, fmt.Sprint("tik", i))
			}
			if r := d.post(fields); r.StatusCode != http.StatusSeeOther {
				t.Fatalf("%d\n%s", r.StatusCode, r.body)
			}
		}
		for i, w := range who {
			for _, path := range again(i) {
				t.Errorf("%s, %s changed with answers", w.name, path)
			}
		}
		if len(shelf[0]) < 200 {
			t.Errorf("only %d addresses were looked at", len(shelf[0]))
		}
		open()
		moved := again(0)
		campaign.Count("moved by an opening", len(moved))
		for _, path := range moved {
			if strings.Contains(path, "/2025") {
				t.Errorf("%s is of another year and changed", path)
			}
		}
		if len(moved) < 20 {
			t.Errorf("an opening changed %d pages", len(moved))
		}
		for _, path := range again(3) {
			t.Errorf("as anybody, %s changed with an opening", path)
		}
	})
}

// prints returns the codes of cards for a unit.
func (d *district) prints(unit string, way survey.Way, n int) []survey.Code {
	d.t.Helper()
	_, codes, err := d.store.Print(d.t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: way, Size: n})
	if err != nil {
		d.t.Fatal(err)
	}
	return codes
}
