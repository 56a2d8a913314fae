package stats

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// full is a year with something in every section.
func full(t *testing.T) survey.Results {
	t.Helper()
	r := results(50,
		answer(2, "mark", "7", 20, "8", 20),
		answer(2, "heard", "always", 20, "never", 20),
		answer(2, "what", "talks", 40),
	)
	r.Comments = comment("good", 40)
	for i := range r.Comments {
		r.Comments[i].ID = "c" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		r.Comments[i].Text = "Het wachten duurde lang, wel " + r.Comments[i].ID + " weken."
		r.Comments[i].Mark = "7"
		r.Comments[i].Lang = "nl"
		r.Comments[i].Decision.Quote = i < 3
	}
	r.Figures = []survey.KeyFigure{{Label: "Safe", Numerator: 69, Denominator: 100, Source: "files"}}
	r.Measures = []survey.Measure{{ID: "m1", Action: "Call sooner"}, {ID: "m2", Action: "Explain more"}}
	r.Promised = []survey.Measure{{ID: "p1", Action: "A leaflet"}}
	for _, theme := range reader(t).Codebook().Themes {
		r.Confirmed = append(r.Confirmed, theme.ID)
	}
	return r
}

func published(t *testing.T, c survey.Choice) Report {
	t.Helper()
	return Yearly(full(t), Options{Publish: true, Themes: reader(t), Choice: c})
}

// Of a section that is left out nothing is in the value, so that no format can
// show it; all others stay as they are.
func TestLeft(t *testing.T) {
	all := published(t, survey.Choice{})
	if all.Themes == nil || len(all.Themes.List) == 0 || all.Left != nil {
		t.Fatalf("without a choice: %+v", all)
	}
	for _, s := range survey.Sections {
		got := published(t, survey.Choice{Left: []survey.Section{s}})
		if !slices.Equal(got.Left, []survey.Section{s}) {
			t.Errorf("left: %v", got.Left)
		}
		want := all
		want.Left, want.Warnings, got.Warnings = got.Left, nil, nil
		want.Shows, got.Shows = nil, nil
		switch s {
		case survey.SectionMark:
			want.Overall, want.Questions = nil, all.Questions[1:]
			themes := *all.Themes
			themes.List = slices.Clone(themes.List)
			for i := range themes.List {
				themes.List[i].Marks, themes.List[i].NoMarks = nil, ""
			}
			want.Themes = &themes
		case survey.SectionQuestions:
			want.Questions = all.Questions[:1]
		case survey.SectionThemes:
			want.Themes, want.Sets = nil, nil
		case survey.SectionComments:
			want.Comments = []Comments{}
		case survey.SectionFigures:
			want.Figures = []KeyFigure{}
		case survey.SectionPromised:
			want.Promised = []survey.Measure{}
		case survey.SectionMeasures:
			want.Measures = []survey.Measure{}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("without %s (-want +got):\n%s", s, d)
		}
	}
}

// How many comments have no theme is one figure among the themes, and goes alone.
// With one theme it is what that leaves of all, so that the ledger keeps it.
func TestLeftWithout(t *testing.T) {
	one, faults := themes.ParsePatterns([]byte(`{"wait": ["wacht*"]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, tt := range map[string]struct {
		book *themes.Codebook
		kept bool
	}{"two themes": {twoThemes(t), false}, "one theme": {one, true}} {
		r := full(t)
		for i := range r.Comments[:12] {
			r.Comments[i].Text = "Dank."
		}
		for _, theme := range tt.book.Themes {
			r.Confirmed = append(r.Confirmed, theme.ID)
		}
		opt := Options{Publish: true, Themes: themes.NewCoder(tt.book)}
		all := Yearly(r, opt)
		opt.Choice.Left = []survey.Section{survey.SectionWithout}
		got := Yearly(r, opt)
		isBare := func(s survey.ShownSet) bool { return s.Of == ofTheme+themes.NoTheme }
		if all.Themes.Without == nil || !slices.ContainsFunc(all.Sets, isBare) {
			t.Fatalf("%s: there is no such figure: %+v", name, all.Themes)
		}
		want := all
		about := *all.Themes
		about.Without = nil
		want.Themes, want.Left, want.Sets = &about, got.Left, slices.Clone(all.Sets)
		if !tt.kept {
			want.Sets = slices.DeleteFunc(want.Sets, isBare)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// A warning is about something that is shown.
func TestLeftWarnings(t *testing.T) {
	r := full(t)
	older := short()
	older.Version = 1
	older.Questions[1].Options = older.Questions[1].Options[1:]
	r.Versions[1] = older
	has := func(c survey.Choice) bool {
		return slices.Contains(keys(Yearly(r, Options{Publish: true, Choice: c})), "version-changed")
	}
	if !has(survey.Choice{}) || has(survey.Choice{Left: []survey.Section{survey.SectionQuestions}}) {
		t.Error("what is said of a changed question does not go with that question")
	}
	none := Yearly(r, Options{Choice: survey.Choice{Left: []survey.Section{survey.SectionMark, survey.SectionQuestions}}})
	if d := cmp.Diff([]string(nil), keys(none)); d != "" {
		t.Errorf("a report without a figure of answers: %s", d)
	}
}

func TestChosenQuotesAndMeasures(t *testing.T) {
	r := full(t)
	before, err := json.Marshal(r.Comments)
	if err != nil {
		t.Fatal(err)
	}
	texts := func(c survey.Choice) string {
		rep := Yearly(r, Options{Publish: true, Themes: reader(t), Choice: c})
		all := slices.Clone(rep.Comments[0].Comments)
		if rep.Themes != nil {
			for _, theme := range rep.Themes.List {
				for _, q := range theme.Quotes {
					all = append(all, q.Text)
				}
			}
		}
		slices.Sort(all)
		return strings.Join(slices.Compact(all), "\n")
	}
	text := func(i int) string { return r.Comments[i].Text }
	for name, tt := range map[string]struct {
		quotes []string
		want   []string
	}{
		"all that were released":          {nil, []string{text(0), text(1), text(2)}},
		"none":                            {[]string{}, nil},
		"one":                             {[]string{r.Comments[1].ID}, []string{text(1)}},
		"one that was not released":       {[]string{r.Comments[9].ID}, nil},
		"one that is not among them":      {[]string{"nowhere"}, nil},
		"one that is no longer among two": {[]string{"nowhere", r.Comments[2].ID}, []string{text(2)}},
	} {
		if d := cmp.Diff(strings.Join(tt.want, "\n"), texts(survey.Choice{Quotes: tt.quotes})); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if after, _ := json.Marshal(r.Comments); string(after) != string(before) {
		t.Error("the comments themselves were changed")
	}
	rep := Yearly(r, Options{Publish: true, Choice: survey.Choice{Measures: []string{"m2", "gone"}, Foreword: "First this."}})
	if len(rep.Measures) != 1 || rep.Measures[0].ID != "m2" || len(rep.Promised) != 1 || rep.Foreword != "First this." {
		t.Errorf("%+v", rep)
	}
	if rep.N != 50 || rep.Comments[0].N != 40 {
		t.Error("what is chosen changes a figure")
	}
}
