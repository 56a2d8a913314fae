package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/survey"
)

// answeredIn lets parents of any team answer in a year, as [house.answered] does
// those of team A.
func (h *house) answeredIn(unit string, year, n int, answer func(i int) (mark, text string)) {
	h.t.Helper()
	_, codes, err := h.store.Print(h.t.Context(), survey.Batch{Survey: "kort", Unit: unit, Way: survey.ByCard, Size: n})
	if err != nil {
		h.t.Fatal(err)
	}
	for i, code := range codes {
		mark, text := answer(i)
		answers := survey.Answers{"mark": {mark}}
		if text != "" {
			answers["better"] = []string{text}
		}
		r := survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: answers}
		if err := h.store.Drop(h.t.Context(), store.Submission{Code: code, Response: r}); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.store.OpenBoxes(h.t.Context(), year); err != nil {
		h.t.Fatal(err)
	}
}

// A manager who saw the mean mark of a team in any place, be it beside other
// teams, in the monitor or as a year in a trend, cannot have that of the same
// parents but one later, as those who mention a theme.
func TestMeanSeenAnywhereCounts(t *testing.T) {
	for name, test := range map[string]struct {
		look []string         // before the next opening
		told bool             // the mean of the theme after it
		left []survey.Section // of an edition that goes out before the next opening; none where it is nil
	}{
		"nobody looked":         {told: true},
		"the report":            {look: []string{"/staff/report/a/2026/kort"}},
		"beside other teams":    {look: []string{"/staff/report/m/2026/kort"}},
		"as it may go out":      {look: []string{"/staff/publish/m/2026/kort/preview/whole"}},
		"the monitor":           {look: []string{"/staff/monitor/m/2026"}},
		"the monitor to come":   {look: []string{"/staff/monitor/m/2027"}},
		"the trend to come":     {look: []string{"/staff/report/a/2027/kort"}},
		"the trend much later":  {look: []string{"/staff/report/a/2029/kort"}},
		"an edition":            {left: []survey.Section{}},
		"teams without a mark":  {left: []survey.Section{survey.SectionMark, survey.SectionThemes}},
		"the monitor of a team": {look: []string{"/staff/monitor/a/2026?survey=kort"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
				t.Fatal(err)
			}
			cold := func(i int) (string, string) {
				return fmt.Sprint(6 + i%3), fmt.Sprintf("In kamer %d was het steeds koud.", i)
			}
			h.answeredIn("a", 2025, 10, cold)
			h.answeredIn("b", 2026, 12, cold)
			h.answeredIn("a", 2026, 25, func(i int) (string, string) {
				if i == 0 {
					return "1", "Het was steeds koud."
				}
				return fmt.Sprint(7 + i%3), fmt.Sprintf("Ik vond de wachttijd van %d weken erg lang.", i)
			})
			manager := h.as(survey.Manager, "m")
			for _, path := range test.look {
				if r := manager.Get(path); r.StatusCode != http.StatusOK {
					t.Fatalf("%s: %d", path, r.StatusCode)
				}
			}
			if test.left != nil {
				choice := survey.Choice{Left: test.left}
				if _, err := NewReports(h.store).Publish(t.Context(), "", "m", 2026, "kort", choice, ""); err != nil {
					t.Fatal(err)
				}
			}
			h.answeredIn("a", 2026, 12, cold)
			theme := waiting(t, h.yearly(NewReports(h.store), "a", stats.Options{}), waitingTheme(t))
			if theme.N != 24 || (theme.Marks != nil) != test.told {
				t.Errorf("of %d comments the marks are told: %+v %s", theme.N, theme.Marks, theme.NoMarks)
			}
		})
	}
}

// Since k was raised staff do not see the mark of the one team, since that of the
// municipality less it would be that of the seven of the other. So it does not go
// out either, and what goes out is what the preview showed.
func TestEditionShowsNoMoreThanStaffSee(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "b", Name: "Team B", Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	mark := func(i int) (string, string) { return fmt.Sprint(6 + i%3), "" }
	h.set(func(s *survey.Settings) { s.K, s.KReason = survey.LeastK, "kleine teams" })
	h.answeredIn("a", 2026, 30, mark)
	h.answeredIn("b", 2026, 7, mark)
	h.set(func(s *survey.Settings) { s.K, s.KReason = survey.UsualK, "" })
	reports := NewReports(h.store)
	if seen := h.yearly(reports, "a", stats.Options{}); seen.Overall.Precision != stats.Hidden {
		t.Fatalf("staff see the mark of the one team: %+v", seen.Overall)
	}
	preview, err := json.Marshal(h.yearly(reports, "a", stats.Options{Publish: true}))
	if err != nil {
		t.Fatal(err)
	}
	e, why := h.publishes("a", "")
	if why != "" {
		t.Fatal(why)
	}
	out, err := stats.ReadReport(e.Value)
	if err != nil {
		t.Fatal(err)
	}
	if out.Overall.Precision != stats.Hidden || !bytes.Equal(e.Value, preview) {
		t.Errorf("what went out is not what was seen before: %+v", out.Overall)
	}
}
