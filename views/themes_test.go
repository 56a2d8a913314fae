package views

import (
	"math"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// What was caught is marked, and a mask stays one whole.
func TestHighlight(t *testing.T) {
	labels := map[string]bool{"naam": true}
	for _, test := range []struct {
		text string
		hits []survey.Span
		want string
	}{
		{"wachten op [naam] en wachten", []survey.Span{{Start: 0, End: 7}, {Start: 21, End: 28}}, "*wachten| op |#[naam]| en |*wachten"},
		{"bij [naam]", []survey.Span{{Start: 5, End: 9}}, "bij |#[naam]"},
		{"ons [naam] team", []survey.Span{{Start: 0, End: 15}}, "*ons |#[naam]|* team"},
		{"<b>wacht</b>", []survey.Span{{Start: 3, End: 8}}, "<b>|*wacht|</b>"},
		{"geen", nil, "geen"},
		{"kort", []survey.Span{{Start: 2, End: 99}}, "ko|*rt"},
	} {
		var parts []string
		for _, p := range highlight(masked(test.text, labels), test.hits) {
			sign := ""
			if p.Hit {
				sign = "*"
			}
			if p.Tag != "" {
				sign += "#"
			}
			parts = append(parts, sign+p.Text)
		}
		if got := strings.Join(parts, "|"); got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}

func exampleTheme(id string, n, share, favour int, place stats.Place) stats.Theme {
	t := stats.Theme{
		ID: id, Name: survey.Text{"nl": "<x> " + id}, Precision: stats.Full, N: n, Place: place, NoMarks: stats.MarksFew,
		Share: stats.Share{Percent: share, Interval: &stats.Interval{Low: float64(share) - 2, High: float64(share) + 4}},
		Sentiment: []stats.Bar{
			{Value: "positive", Share: stats.Share{Percent: 60}},
			{Value: "mixed", Share: stats.Share{Percent: 10}},
			{Value: "neutral", Share: stats.Share{Percent: 10}},
			{Value: "negative", Share: stats.Share{Percent: 20}},
		},
		Quotes: []stats.Quote{{Lang: "nl", Text: "<x> [naam]"}},
	}
	if favour >= 0 {
		t.Favour = &stats.Favour{Precision: stats.Full, N: n, Share: stats.Share{Percent: favour, Interval: &stats.Interval{Low: 0, High: 100}}}
	}
	return t
}

func exampleThemes() *Themes {
	marks := &stats.ThemeMarks{
		With:       stats.MarkedMean{Precision: stats.Full, N: 40, Mean: stats.Interval{Value: 6.1}},
		Others:     stats.MarkedMean{Precision: stats.Full, N: 90, Mean: stats.Interval{Value: 7.5}},
		Difference: stats.Difference{Interval: stats.Interval{Value: -1.4, Low: -2, High: -0.8}}, Older: true,
	}
	wait := exampleTheme("wait", 60, 30, 20, stats.Improve)
	wait.Marks, wait.NoMarks = marks, ""
	wait.Change = &stats.Change{Before: stats.Share{Percent: 25}, Difference: stats.Difference{Interval: stats.Interval{Value: 5, Low: -2, High: 12}, Chance: true}}
	coach := exampleTheme("coach", 40, 20, 80, stats.Celebrate)
	coach.Confirmed = true
	share := stats.Share{Percent: 70, Interval: &stats.Interval{Low: 55, High: 82}}
	p := &Themes{ThemePlace: ThemePlace{Unit: survey.Unit{ID: "noord", Name: "Team <Noord>"}, Year: 2026, Survey: "kort", K: 10}, Sample: 50, Coded: 12, Codebook: true}
	p.Report.Themes = &stats.Themes{
		Precision: stats.Full, N: 210, Said: 200, Learned: 3, Without: &stats.Share{Percent: 14}, Fewer: 2,
		Silent:    []stats.Silence{{Asks: survey.AsksBad, Void: themes.Nothing, N: 10}, {Void: themes.DontKnow, N: 12}},
		Agreement: stats.Agreement{Coded: 12, Same: &share, Found: &share},
		List: []stats.Theme{
			wait, coach, exampleTheme("same", 40, 20, 80, stats.Watch), exampleTheme("few", 12, 6, -1, stats.Watch),
		},
	}
	return p
}

// Every point of the quadrant stands inside it, themes at one point share it, and
// what cannot be placed is told.
func TestQuadrant(t *testing.T) {
	q := exampleThemes().Quadrant()
	if len(q.Spots) != 2 || len(q.Absent) != 1 || q.Absent[0].ID != "few" {
		t.Fatalf("%d spots, %d absent", len(q.Spots), len(q.Absent))
	}
	if q.Spots[0].Label != "2·3" || q.Spots[1].Label != "1" {
		t.Errorf("labels %q and %q", q.Spots[0].Label, q.Spots[1].Label)
	}
	for _, s := range q.Spots {
		if s.Left < quadrantLeft || s.Right > quadrantRight || s.Top < quadrantTop || s.Bottom > quadrantBottom || s.X < s.Left || s.X > s.Right || s.Y < s.Top || s.Y > s.Bottom {
			t.Errorf("%+v is outside, or its interval is beside it", s)
		}
	}
	if !(q.Spots[0].X < q.Spots[1].X && q.Spots[0].Y < q.Spots[1].Y) {
		t.Error("more often is not to the right, or better is not above")
	}
	for i, tick := range q.Ticks {
		if i > 0 && tick.Percent <= q.Ticks[i-1].Percent {
			t.Errorf("ticks %v", q.Ticks)
		}
	}
	empty := (&Themes{Report: stats.Report{Themes: &stats.Themes{}}}).Quadrant()
	if len(empty.Spots) != 0 || math.IsNaN(empty.Middle) {
		t.Errorf("%+v", empty)
	}
}

// The bar of a theme is as long as its share of that of the most mentioned one.
func TestThemeBars(t *testing.T) {
	for i, r := range exampleThemes().Rows() {
		end := 0.0
		for _, s := range r.Slices {
			if math.Abs(s.X-end) > 1e-9 {
				t.Errorf("%s: a slice begins at %v, not at %v", r.ID, s.X, end)
			}
			end = s.X + s.Width
		}
		if want := []float64{100, 66.67, 66.67, 20}[i]; math.Abs(end-want) > 0.01 {
			t.Errorf("%s: %v, want %v", r.ID, end, want)
		}
	}
}

func TestSigned(t *testing.T) {
	for x, want := range map[float64]string{0: "0,0", 0.04: "0,0", -0.04: "0,0", 1.25: "+1,2", -0.5: "−0,5"} {
		if got := signed("nl", x, 1); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

func TestCompareCodebooks(t *testing.T) {
	theme := func(id string, words ...string) themes.Theme {
		return themes.Theme{ID: id, Name: survey.Text{"nl": id}, Patterns: map[string][]string{"nl": words}}
	}
	before := &themes.Codebook{Themes: []themes.Theme{theme("a", "een", "twee"), theme("b", "drie")}}
	after := &themes.Codebook{Themes: []themes.Theme{theme("a", "twee", "vier", "vijf"), theme("c", "zes")}}
	row := CompareCodebooks(3, before, after)
	if row.Added != 3 || row.Gone != 2 || row.Words != 4 || len(row.ThemesAdded) != 1 || len(row.ThemesGone) != 1 || row.Same() {
		t.Errorf("%+v", row)
	}
	if !CompareCodebooks(4, after, after).Same() {
		t.Error("the same differs")
	}
}

func exampleThemePages(v *Views) []Page {
	place := exampleThemes().ThemePlace
	comment := survey.Comment{ID: "0a", Lang: "nl", Text: "<x> wacht op [naam]", Labels: []survey.Label{{Theme: "wait", Yes: true}}}
	item := ThemedItem{
		CommentItem: CommentItem{Comment: comment, Chips: []Chip{{ID: "wait", Name: survey.Text{"nl": "<x>"}, Person: true}}, Hits: []survey.Span{{Start: 4, End: 9}}},
		How:         ByWords, Verdict: SaidYes, Sentiment: 2,
	}
	coded := item
	coded.Coded, coded.How, coded.Sentiment = true, ByMachine, -1
	theme := themes.Theme{ID: "wait", Name: survey.Text{"nl": "<x>"}, About: survey.Text{"nl": "<x>"}, Patterns: map[string][]string{"nl": {"wacht*"}, "de": {"wart*"}}}
	edit := &ThemeEdit{ID: "wait", Called: theme.Name, Fields: v.ThemeFields(theme), Words: v.WordsFields(theme), Into: []Choice{{Value: "x", Words: "<x>"}}}
	bad := *edit
	bad.Words = v.WordsFields(theme)
	bad.Words[0].Faults = []survey.Fault{{Line: 2, Err: themes.ErrPatternAll.With("Pattern", "<x>").With("Least", 3)}}
	bad.Theirs = []Kept{{Label: "codebook.words", Words: "<x>"}, {Label: "codebook.name.nl"}}
	tried := *edit
	tried.Trial = &WordTrial{N: 20, Now: 2, Then: 5, More: 1, Words: []TriedWord{
		{Pattern: "<x>", N: 3, New: 2, Examples: []TriedExample{{Text: "<x> wacht", Lang: "nl", Hits: []survey.Span{{Start: 4, End: 9}}}}}, {Pattern: "niets"}, {Pattern: "oud", N: 1},
	}}
	gone := &ThemeEdit{Fields: v.ThemeFields(theme), Words: v.WordsFields(theme), Gone: true}
	topic := NewTopicForm(1, []string{"park", "<x>"})
	topic.N, topic.Sentences = 12, []TopicSentence{{Text: "<x> park", Lang: "nl", Hits: []survey.Span{{Start: 4, End: 8}}}}
	lists := []TopicList{{CommentList: CommentList{Unit: "noord", Year: 2026, Survey: "kort", Title: survey.Text{"nl": "<x>"}}, Name: "<x>"}}
	share := stats.Share{Percent: 70}
	return []Page{
		exampleThemes(), &Themes{ThemePlace: ThemePlace{Unit: place.Unit}}, &Themes{ThemePlace: place, Report: stats.Report{Themes: &stats.Themes{Precision: stats.Hidden}}},
		&Themes{ThemePlace: place, Report: stats.Report{Themes: &stats.Themes{Precision: stats.Full}}},
		&ThemeComments{ThemePlace: place, Theme: "wait", Name: theme.Name, Items: []ThemedItem{item, coded}, Total: 2, Page: 2, Pages: 3, Hidden: 1, Removed: 1, Done: "0a", Changed: "wait", ChangedName: theme.Name, Frame: Frame{Said: "label-no"}},
		&ThemeComments{ThemePlace: place, Theme: "wait", Name: theme.Name, Show: ThemeRemoved, Items: []ThemedItem{item}, Total: 1, Page: 1, Pages: 1, Unchosen: "0a"},
		&ThemeComments{ThemePlace: place, Theme: themes.NoTheme, Page: 1, Pages: 1, Done: "0a", Frame: Frame{Said: "label-add"}},
		&SampleCoding{ThemePlace: place}, &SampleCoding{ThemePlace: place, Of: 50, Coded: 50, Agreement: stats.Agreement{Coded: 50, Same: &share}}, &SampleCoding{ThemePlace: place, Of: 50},
		&SampleCoding{ThemePlace: place, Of: 50, At: 3, IsCoded: true, Item: item.CommentItem, Themes: []SampleTheme{{ID: "wait", Name: theme.Name, About: theme.About, Key: "1", Ticked: true}, {ID: "x", Name: theme.Name}}, None: true, Problem: survey.ErrNoThemes},
		&Codebook{Themes: []ThemeRow{{ID: "wait", Name: theme.Name, About: theme.About, Words: 1}}, Revision: 2}, &Codebook{},
		edit, &bad, &tried, gone, &ThemeEdit{Fields: v.ThemeFields(themes.Theme{}), Words: v.WordsFields(themes.Theme{}), Trial: &WordTrial{}},
		&CodebookHistory{Revisions: []RevisionRow{{N: 2, Here: true, Added: 1, Gone: 2, ThemesAdded: []survey.Text{{"nl": "<x>"}}, ThemesGone: []survey.Text{{"nl": "<x>"}}}, {N: 1}, {}}},
		&Topics{}, &Topics{Lists: lists, Chosen: &lists[0], Few: true}, &Topics{Lists: lists, Chosen: &lists[0], N: 40},
		&Topics{Lists: lists, Chosen: &lists[0], N: 40, Topics: []TopicForm{topic}, Into: []Choice{{Value: "x", Words: "<x>"}}},
	}
}
