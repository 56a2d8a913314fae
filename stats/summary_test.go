package stats

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

var dontKnow = survey.Option{ID: "unknown", Side: survey.Unknown, Text: survey.Text{"en": "I don't know"}}

func option(id string, side survey.Side) survey.Option {
	return survey.Option{ID: id, Side: side, Text: survey.Text{"en": id}}
}

// short is a survey with a question of every kind.
func short() *survey.Survey {
	return &survey.Survey{
		ID: "short", Version: 2, Audience: survey.Parents, Languages: []string{"en"}, Title: survey.Text{"en": "Short"},
		Questions: []survey.Question{
			{ID: "mark", Kind: survey.Mark, Text: survey.Text{"en": "Which mark?"}, Options: []survey.Option{dontKnow}},
			{ID: "heard", Kind: survey.One, Text: survey.Text{"en": "Heard?"}, Options: []survey.Option{
				option("always", survey.Positive), option("often", survey.Positive),
				option("sometimes", survey.Between), option("never", survey.Negative), dontKnow,
			}},
			{ID: "what", Kind: survey.Many, Text: survey.Text{"en": "What helped?"}, Options: []survey.Option{
				option("talks", ""), option("plan", ""), dontKnow,
			}},
			{ID: "good", Kind: survey.Open, Text: survey.Text{"en": "What went well?"}},
		},
	}
}

// answer returns counts for one question: value, number, value, number, …
func answer(version int, question string, pairs ...any) []survey.Count {
	var counts []survey.Count
	all, some := 0, 0
	for i := 0; i < len(pairs); i += 2 {
		n := pairs[i+1].(int)
		all += n
		if pairs[i] != "unknown" {
			some += n
		}
		counts = append(counts, survey.Count{Version: version, Question: question, Value: pairs[i].(string), N: n})
	}
	if question == "what" { // the one that takes several answers
		counts = append(counts, survey.Count{Version: version, Question: question, Value: survey.WithOpinion, N: some})
	}
	return append(counts, survey.Count{Version: version, Question: question, Value: survey.Answered, N: all})
}

func comment(question string, n int) []survey.Comment {
	var c []survey.Comment
	for i := range n {
		c = append(c, survey.Comment{Question: question, Text: "words " + strconv.Itoa(i)})
	}
	return c
}

// results has n responses with these counts, all cards handed out counted.
func results(n int, counts ...[]survey.Count) survey.Results {
	s := short()
	return survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{2: s}, Unit: survey.Unit{ID: "town", Name: "Town"},
		Year: 2026, K: 10, Responses: n, Boxes: 1, HandedOut: 100, Counts: slices.Concat(counts...),
	}
}

func keys(r Report) []string {
	var all []string
	for _, w := range r.Warnings {
		all = append(all, strings.TrimPrefix(w.Key, "warning."))
	}
	return all
}

// The edges of every rule: k − 1, k, 29 and 30 answers.
func TestEdges(t *testing.T) {
	for n, want := range map[int]Precision{0: Hidden, 9: Hidden, 10: Indicative, 29: Indicative, 30: Full} {
		half := n / 2
		r := Yearly(results(50,
			answer(2, "mark", "7", half, "8", n-half, "unknown", 12),
			answer(2, "heard", "always", half, "never", n-half, "unknown", 12),
			answer(2, "what", "talks", n),
		), Options{})
		for _, q := range r.Questions {
			if q.Precision != want {
				t.Errorf("%s with %d answers is %s, want %s", q.ID, n, q.Precision, want)
			}
			bare := Question{ID: q.ID, Kind: q.Kind, Text: q.Text, Precision: Hidden}
			if want != Hidden {
				if q.N != n || q.Unknown == nil || len(q.Bars) == 0 {
					t.Errorf("%s with %d answers shows %+v", q.ID, n, q)
				}
			} else if d := cmp.Diff(bare, q); d != "" {
				t.Errorf("%s with %d answers shows:\n%s", q.ID, n, d)
			}
		}
		if d := cmp.Diff(&r.Questions[0], r.Overall); d != "" {
			t.Error(d)
		}
	}
}

func TestFewAnswers(t *testing.T) {
	for n, shown := range map[int]bool{0: false, 9: false, 10: true} {
		in := results(n, answer(2, "mark", "7", 12, "8", 12))
		in.Comments = comment("good", 20)
		in.ByPoster = 3
		r := Yearly(in, Options{})
		if got := r.N > 0 && r.Boxes > 0 && r.Questions[0].N > 0 && r.Comments[0].N > 0 && r.ResponseRate != nil; got != shown {
			t.Errorf("%d responses: %+v", n, r)
		}
		if !shown {
			if d := cmp.Diff([]Warning{{"warning.few-answers", map[string]any{"K": 10}}}, r.Warnings); d != "" {
				t.Error(d)
			}
			if r.N != 0 || r.Boxes != 0 || len(r.Versions) != 0 || r.ResponseRate != nil || len(r.Comments[0].Comments) != 0 {
				t.Errorf("%d responses: %+v", n, r)
			}
		}
	}
}

func TestNothingAnswered(t *testing.T) {
	r := Yearly(survey.Results{Year: 2026, HandedOut: -1}, Options{})
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"unit":{"id":"","name":""},"year":2026,"survey":"","audience":"","title":null,"languages":[],"versions":[],"k":10,` +
		`"rounded":false,"n":0,"boxes":0,"waiting":0,"questions":[],"comments":[],"keyFigures":[],"measures":[],` +
		`"promised":[],"warnings":[{"key":"warning.few-answers","args":{"K":10}}]}`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

func TestVersions(t *testing.T) {
	in := results(40,
		answer(2, "mark", "8", 10), answer(1, "mark", "6", 10),
		answer(2, "heard", "always", 5, "never", 5), answer(1, "heard", "always", 30),
		answer(3, "mark", "1", 30), // a version nobody knows
	)
	older := short()
	older.Version = 1
	older.Questions[1].Options = older.Questions[1].Options[:2]
	older.Questions[2].ID = "dropped"
	in.Versions[1] = older
	r := Yearly(in, Options{})
	if got, want := figures(r.Questions[0]), "indicative n=20 mean=7(6.5-7.5) ?nobody negative:nobody between:50 positive:50"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := figures(r.Questions[1]), "indicative n=10 +50 ?nobody negative:50 between:nobody positive:50"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if d := cmp.Diff([]int{1, 2}, r.Versions); d != "" {
		t.Error(d)
	}
	// Neither a question that is gone nor one that is new has changed its scale.
	want := []Warning{
		{"warning.indicative", map[string]any{"Exact": 30}},
		{"warning.version-changed", map[string]any{"Question": "heard"}},
		{"warning.non-response", nil},
		{"warning.reached-less", nil},
		{"warning.finite-population", map[string]any{"Percent": 20}},
	}
	if d := cmp.Diff(want, r.Warnings); d != "" {
		t.Error(d)
	}
}

func TestResponseRate(t *testing.T) {
	tests := []struct {
		name                           string
		responses, byPoster, handedOut int
		want                           string // the share; "" for nil
		warning                        string
	}{
		{"counted", 81, 0, 263, "31(26-37)", ""}, // Newcombe's 81 of 263
		{"posters are apart", 91, 10, 263, "31(26-37)", ""},
		{"all", 30, 0, 30, "100(89-100)", ""},
		{"few cards", 12, 0, 29, "40", ""},
		{"nearly all of few", 18, 0, 20, "everyone", ""},
		{"not counted", 12, 0, -1, "", "not-counted"},
		{"none handed out", 12, 12, 0, "", "not-counted"},
		{"more than handed out", 31, 0, 30, "", "more-than-handed-out"},
		{"by poster only", 12, 12, 40, "", ""},
	}
	onPaper := results(96)
	onPaper.ByPoster, onPaper.ByPaper, onPaper.HandedOut = 5, 10, 263
	if r := Yearly(onPaper, Options{}); line(*r.ResponseRate) != "31(26-37)" {
		t.Errorf("paper forms are cards: %q", line(*r.ResponseRate))
	}
	for _, tt := range tests {
		in := results(tt.responses)
		in.ByPoster, in.HandedOut = tt.byPoster, tt.handedOut
		r := Yearly(in, Options{})
		got := ""
		if r.ResponseRate != nil {
			got = line(*r.ResponseRate)
		}
		if got != tt.want || strings.Join(keys(r), " ") != tt.warning {
			t.Errorf("%s: %q %v, want %q %q", tt.name, got, keys(r), tt.want, tt.warning)
		}
		if (r.HandedOut == nil) != (tt.handedOut <= 0) {
			t.Errorf("%s: handed out %v", tt.name, r.HandedOut)
		}
	}
}

func TestPublish(t *testing.T) {
	in := results(38, answer(2, "mark", "7", 16, "8", 17), answer(2, "heard", "always", 12, "never", 11))
	in.HandedOut, in.Waiting, in.Comments = 88, 8, comment("good", 12)
	in.Figures = []survey.KeyFigure{{Label: "Safe again", Numerator: 69, Denominator: 101, Source: "files"}}
	exact, r := Yearly(in, Options{}), Yearly(in, Options{Publish: true})
	got := []int{r.N, *r.HandedOut, r.Waiting, r.Questions[0].N, r.Questions[1].N, r.Questions[2].N, r.Comments[0].N}
	if d := cmp.Diff([]int{40, 90, 10, 35, 25, 0, 10}, got); d != "" {
		t.Error(d)
	}
	for i := range r.Questions {
		r.Questions[i].N = exact.Questions[i].N
	}
	if d := cmp.Diff(exact.Questions, r.Questions); d != "" {
		t.Errorf("rounding changed more than the counts: %s", d)
	}
	if d := cmp.Diff(exact.ResponseRate, r.ResponseRate); d != "" {
		t.Errorf("the response rate was taken of rounded counts: %s", d)
	}
	if d := cmp.Diff(exact.Figures, r.Figures); d != "" {
		t.Error(d)
	}
	if !r.Rounded || exact.Rounded {
		t.Error("rounded is not told")
	}
}

func TestKeyFigures(t *testing.T) {
	in := results(0)
	in.Figures = []survey.KeyFigure{
		{ID: "a", Unit: "town", Label: "Safe again", Numerator: 81, Denominator: 263, Source: "files"},
		{ID: "b", Unit: "town", Label: "Order within", Value: "13 weeks", Source: "court"},
		{ID: "c", Unit: "town", Label: "Wrong", Numerator: 3, Denominator: 2, Source: "nobody"},
	}
	want := []KeyFigure{
		{Label: "Safe again", Source: "files", Numerator: 81, Denominator: 263, Percent: &Interval{31, 26, 37}},
		{Label: "Order within", Source: "court", Value: "13 weeks"},
		{Label: "Wrong", Source: "nobody", Numerator: 3, Denominator: 2},
	}
	if d := cmp.Diff(want, Yearly(in, Options{}).Figures); d != "" {
		t.Error(d)
	}
}

func TestWarnings(t *testing.T) {
	few := results(40, answer(2, "mark", "8", 10), answer(2, "heard", "always", 10, "never", 25))
	few.ByPoster, few.ByPaper = 10, 10
	few.HandedOut = -1
	staff := results(40, answer(2, "mark", "8", 20, "7", 20))
	staff.Survey.Audience = survey.Staff
	youth := results(40, answer(2, "mark", "8", 20, "7", 20))
	youth.Survey.Audience = survey.Youth
	tests := []struct {
		name string
		in   survey.Results
		opt  Options
		want string
	}{
		{"nothing to say", results(12), Options{}, ""},
		{"all", few, Options{Publish: true}, "indicative one-mark non-response reached-less on-the-spot on-paper not-counted rounded"},
		{"full", results(40, answer(2, "mark", "8", 40)), Options{}, "non-response reached-less finite-population"},
		{"staff are no parents", staff, Options{}, "non-response finite-population"},
		{"nor are young people", youth, Options{}, "non-response finite-population"},
	}
	for _, tt := range tests {
		if got := strings.Join(keys(Yearly(tt.in, tt.opt)), " "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
