package stats

import (
	"slices"
	"testing"

	"ouderstem/survey"
)

func TestChecks(t *testing.T) {
	look := func(change func(*survey.Results, *survey.Choice), over bool) []Check {
		r, c := full(t), survey.Choice{}
		for i := range r.Measures {
			r.Measures[i].Owner, r.Measures[i].Due = "team", "2027-03-01"
		}
		r.Promised[0].Result = "Done in March."
		if change != nil {
			change(&r, &c)
		}
		o := Options{Themes: reader(t)}
		whole := Yearly(r, o)
		o.Publish, o.Choice = true, c
		return Checks(whole, Yearly(r, o), c, Readings(r), over)
	}
	for name, tt := range map[string]struct {
		change func(*survey.Results, *survey.Choice)
		want   string // "" for nothing
		blocks bool
		n      int
	}{
		"nothing to look at": {nil, "", false, 0},
		"too few answers":    {func(r *survey.Results, _ *survey.Choice) { r.Responses, r.Waiting = 9, 7 }, someWait, true, 5},
		"nobody waits":       {func(r *survey.Results, _ *survey.Choice) { r.Responses = 0 }, noAnswers, true, 0},
		"no theme confirmed": {func(r *survey.Results, _ *survey.Choice) { r.Confirmed = nil }, unconfirmed, true, 0},
		"no theme confirmed, and none wanted": {func(r *survey.Results, c *survey.Choice) {
			r.Confirmed, c.Left = nil, []survey.Section{survey.SectionThemes}
		}, "", false, 0},
		"a quote that was taken back": {func(r *survey.Results, c *survey.Choice) {
			c.Quotes = []string{r.Comments[0].ID, r.Comments[1].ID}
			r.Comments[1].Decision.Quote = false
		}, quotesGone, true, 1},
		"no quote": {func(_ *survey.Results, c *survey.Choice) { c.Quotes = []string{} }, noQuotes, false, 0},
		"no quote, and none wanted": {func(_ *survey.Results, c *survey.Choice) {
			c.Quotes, c.Left = []string{}, []survey.Section{survey.SectionComments}
		}, "", false, 0},
		"no measure":          {func(r *survey.Results, _ *survey.Choice) { r.Measures = nil }, noMeasures, false, 0},
		"a measure of nobody": {func(r *survey.Results, _ *survey.Choice) { r.Measures[1].Owner = "" }, bareMeasures, false, 1},
		"a measure without a day, left out": {func(r *survey.Results, c *survey.Choice) {
			r.Measures[1].Due, c.Measures = "", []string{"m1"}
		}, "", false, 0},
		"a promise without a result": {func(r *survey.Results, _ *survey.Choice) { r.Promised[0].Result = "" }, openPromises, false, 1},
	} {
		got := look(tt.change, true)
		switch {
		case tt.want == "" && len(got) == 0:
		case tt.want == "" || len(got) != 1 || got[0].Key != tt.want || got[0].Blocks != tt.blocks:
			t.Errorf("%s: %+v", name, got)
		case tt.n > 0 && got[0].Args["N"] != tt.n:
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := look(nil, false); len(got) != 1 || got[0].Key != yearGoesOn {
		t.Errorf("a year that goes on: %+v", got)
	}
}

// A theme of several that nobody confirmed is no reason to wait.
func TestSomeThemesConfirmed(t *testing.T) {
	r := full(t)
	for i := range 20 {
		r.Comments[i].Text = "Er was een plan, en wachten hoefde niet."
	}
	r.Confirmed = []string{"wait"}
	o := Options{Themes: reader(t)}
	whole := Yearly(r, o)
	o.Publish = true
	got := Checks(whole, Yearly(r, o), survey.Choice{}, Readings(r), true)
	if i := slices.IndexFunc(got, func(c Check) bool { return c.Key == themesLeft }); i < 0 || got[i].Blocks || got[i].Args["N"] != 1 {
		t.Errorf("%+v", got)
	}
}
