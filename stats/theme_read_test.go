package stats

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// What a person said wins over the machine, one comment at a time.
func TestLabelsWin(t *testing.T) {
	coder := reader(t)
	yes, no := survey.Label{Theme: "wait", Yes: true}, survey.Label{Theme: "heard"}
	for name, tt := range map[string]struct {
		text   string
		labels []survey.Label
		coded  bool
		want   []string
		void   themes.Void
	}{
		"nobody said anything":  {heardWell, nil, false, []string{"heard"}, ""},
		"one more":              {heardWell, []survey.Label{yes}, false, []string{"heard", "wait"}, ""},
		"one less":              {heardWell, []survey.Label{no}, false, nil, ""},
		"another":               {heardWell, []survey.Label{no, yes}, false, []string{"wait"}, ""},
		"the same":              {waitBadly, []survey.Label{yes}, false, []string{"wait"}, ""},
		"coded without any":     {heardWell, nil, true, nil, ""},
		"coded with another":    {heardWell, []survey.Label{yes}, true, []string{"wait"}, ""},
		"nothing":               {"niets", nil, false, nil, themes.Nothing},
		"nothing, and yet some": {"niets", []survey.Label{yes}, false, []string{"wait"}, ""},
		"an unknown theme":      {heardWell, []survey.Label{{Theme: "gone", Yes: true}}, false, []string{"heard"}, ""},
	} {
		mentions, void := Mentions(coder, survey.Comment{Text: tt.text, Lang: "nl", Labels: tt.labels, Coded: tt.coded})
		var got []string
		for _, m := range mentions {
			got = append(got, m.Theme)
		}
		if !slices.Equal(got, tt.want) || void != tt.void {
			t.Errorf("%s: %q %q", name, got, void)
		}
	}
	// How a comment speaks of a theme that only a person saw is how it speaks.
	mentions, _ := Mentions(coder, survey.Comment{Text: heardBadly, Lang: "nl", Labels: []survey.Label{no, yes}})
	if len(mentions) != 1 || mentions[0].Sentiment != themes.Negative {
		t.Errorf("%+v", mentions)
	}
}

func TestAgreement(t *testing.T) {
	code := func(list []survey.Comment, yes ...string) []survey.Comment {
		for i := range list {
			list[i].Coded = true
			for _, theme := range yes {
				list[i].Labels = append(list[i].Labels, survey.Label{Theme: theme, Yes: true})
			}
		}
		return list
	}
	rest := wrote(40, 500, heardWell)
	a := about(t, Options{}, rest, code(wrote(6, 0, heardWell), "heard"), code(wrote(3, 100, heardWell), "heard", "wait"), code(wrote(1, 200, waitBadly))).Agreement
	// 6 of 10 the same; of 12 themes that the person saw the machine found 9.
	want := Agreement{
		Coded: 10,
		Same:  &Share{Percent: 60, Interval: &Interval{60, 31, 83}},
		Found: &Share{Percent: 75, Interval: &Interval{75, 47, 91}},
	}
	if d := cmp.Diff(want, a); d != "" {
		t.Error(d)
	}
	if a := about(t, Options{}, rest, code(wrote(9, 0, heardWell), "heard")).Agreement; a != (Agreement{}) {
		t.Errorf("of nine: %+v", a)
	}
	if a := about(t, Options{}, rest, code(wrote(10, 0, somethingE))).Agreement; a.Found != nil || a.Same.Percent != 100 {
		t.Errorf("of comments without a theme: %+v", a)
	}
}

// "Nothing" is told by what was asked, from k on.
func TestSilences(t *testing.T) {
	good := wrote(11, 0, "niets")
	for i := range good {
		good[i].Asks = survey.AsksGood
	}
	shown := about(t, Options{}, good, wrote(14, 100, "niets"), wrote(9, 200, "weet ik niet"), wrote(30, 300, heardWell))
	want := []Silence{{survey.AsksBad, themes.Nothing, 14}, {survey.AsksGood, themes.Nothing, 11}}
	if d := cmp.Diff(want, shown.Silent); d != "" || shown.N != 64 || shown.Said != 30 || shown.Without != nil {
		t.Errorf("%s %+v", d, shown)
	}
}
