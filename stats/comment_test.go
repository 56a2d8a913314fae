package stats

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

func TestQuotesAndHiddenComments(t *testing.T) {
	decide := func(n int, decisions ...survey.Decision) survey.Results {
		in := results(40)
		in.Comments = comment("good", n)
		for i, d := range decisions {
			in.Comments[i].Decision = d
		}
		return in
	}
	hidden, quote := survey.Decision{Hidden: survey.Hurtful}, survey.Decision{Quote: true}
	worrying := survey.Decision{Worry: survey.Worrying}
	in := decide(12, hidden, quote, worrying, survey.Decision{Hidden: survey.Hurtful, Quote: true})

	staff := Yearly(in, Options{}).Comments[0]
	if staff.N != 12 || staff.Left != 2 || len(staff.Comments) != 10 || slices.Contains(staff.Comments, "words 0") || staff.Comments[1] != "words 2" {
		t.Errorf("staff read %+v", staff)
	}
	published := Yearly(in, Options{Publish: true}).Comments[0]
	want := Comments{ID: "good", Text: in.Survey.Questions[3].Text, Precision: Full, N: 10, Comments: []string{"words 1"}}
	if d := cmp.Diff(want, published); d != "" {
		t.Errorf("published: %s", d)
	}
	// A quote does not open what is too little, and hiding does not close what was enough.
	if few := Yearly(decide(9, quote), Options{Publish: true}).Comments[0]; few.Precision != Hidden || len(few.Comments) > 0 {
		t.Errorf("too few: %+v", few)
	}
	if enough := Yearly(decide(10, hidden, hidden), Options{}).Comments[0]; enough.N != 10 || len(enough.Comments) != 8 {
		t.Errorf("ten, two of them hidden: %+v", enough)
	}
}

// Whatever was decided: no word leaves the house that no person released, none
// that was hidden is in any report, and decisions change no figure.
func TestOnlyQuotesAreThePublishedWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		in := opened(s, rapid.IntRange(5, 10).Draw(t, "k"), drawResponses(t, s, 0, 45))
		of := map[string]survey.Decision{}
		for i := range in.Comments {
			c := &in.Comments[i]
			c.Text = strconv.Itoa(i)
			c.Decision.Quote = rapid.Bool().Draw(t, "quote")
			c.Decision.Hidden = rapid.SampledFrom([]survey.Reason{"", "", survey.Hurtful}).Draw(t, "hidden")
			of[c.Text] = c.Decision
		}
		bare := in
		bare.Comments = slices.Clone(in.Comments)
		for i := range bare.Comments {
			bare.Comments[i].Decision = survey.Decision{}
		}
		for _, publish := range []bool{false, true} {
			r, without := Yearly(in, Options{Publish: publish}), Yearly(bare, Options{Publish: publish})
			for i := range r.Comments {
				for _, text := range r.Comments[i].Comments {
					if d := of[text]; d.Hidden != "" || publish && !d.Quote {
						t.Fatalf("%+v is in the report", d)
					}
				}
				r.Comments[i].Comments, r.Comments[i].Left, without.Comments[i].Comments = nil, 0, nil
			}
			if d := cmp.Diff(without, r); d != "" {
				t.Fatalf("decisions change figures: %s", d)
			}
		}
	})
}

func TestReadings(t *testing.T) {
	in := results(40)
	older := *in.Survey
	older.Version = 1
	older.Questions = append(slices.Clone(older.Questions), survey.Question{ID: "old", Kind: survey.Open}, survey.Question{ID: "rare", Kind: survey.Open})
	in.Versions[1] = &older
	in.Comments = slices.Concat(comment("good", 10), comment("old", 11), comment("rare", 9), comment("unknown", 30))
	in.Comments[0].Decision.Hidden = survey.Hurtful
	got := map[string]int{}
	var order []string
	for _, r := range Readings(in) {
		got[r.ID] = len(r.Comments)
		order = append(order, r.ID)
	}
	if d := cmp.Diff(map[string]int{"good": 10, "old": 11, "rare": 0}, got); d != "" || order[0] != "good" {
		t.Errorf("%v in the order %v", d, order)
	}
	in.Responses = 9
	for _, r := range Readings(in) {
		if len(r.Comments) > 0 {
			t.Errorf("%d comments of nine responses", len(r.Comments))
		}
	}
	if r := Readings(survey.Results{}); len(r) != 0 {
		t.Errorf("readings of nothing: %+v", r)
	}
}
