package stats

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// figures writes what is shown of a question in one line.
func figures(q Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s n=%d", q.Precision, q.N)
	if q.Mean != nil {
		fmt.Fprintf(&b, " mean=%g(%g-%g)", q.Mean.Value, q.Mean.Low, q.Mean.High)
	}
	if q.Positive != nil {
		fmt.Fprint(&b, " +", line(*q.Positive))
	}
	if q.Unknown != nil {
		fmt.Fprint(&b, " ?", line(*q.Unknown))
	}
	for _, bar := range q.Bars {
		fmt.Fprint(&b, " ", bar.Value, ":", line(bar.Share))
	}
	return b.String()
}

func line(s Share) string {
	text := fmt.Sprint(told(s))
	if s.Interval != nil {
		text += fmt.Sprintf("(%g-%g)", s.Interval.Low, s.Interval.High)
	}
	return text
}

func TestQuestions(t *testing.T) {
	tests := []struct {
		name   string
		counts []survey.Count
		want   string
	}{
		{
			"few marks", answer(2, "mark", "3", 1, "6", 4, "7", 3, "8", 3, "10", 1, "unknown", 1),
			"indicative n=12 mean=7(5.5-8) ?nobody negative:10 between:60 positive:30",
		},
		{
			"many marks", answer(2, "mark", "3", 3, "6", 12, "7", 9, "8", 9, "10", 3, "unknown", 4),
			"full n=36 mean=6.8(6.3-7.4) ?10 1:0 2:0 3:8 4:0 5:0 6:33 7:25 8:25 9:0 10:8",
		},
		{
			"few, nearly all the same", answer(2, "mark", "1", 1, "8", 9),
			"indicative n=10 ?nobody negative:nobody between:nobody positive:everyone",
		},
		{
			"few", answer(2, "heard", "always", 3, "often", 4, "sometimes", 1, "never", 2, "unknown", 5),
			"indicative n=10 +70 ?30 negative:20 between:10 positive:70",
		},
		{
			"few with an opinion among many", answer(2, "heard", "always", 5, "never", 5, "unknown", 25),
			"indicative n=10 +50 ?70 negative:50 between:nobody positive:50",
		},
		{
			// 24 of 30: 0.6269 to 0.9049 by Wilson's formula.
			"enough", answer(2, "heard", "always", 12, "often", 12, "never", 6, "unknown", 3),
			"full n=30 +80(63-90) ?9 always:40 often:40 sometimes:0 never:20",
		},
		{
			"few, several answers", append(answer(2, "what", "talks", 11), survey.Count{Version: 2, Question: "what", Value: "plan", N: 6}),
			"indicative n=11 ?nobody talks:everyone plan:50",
		},
		{
			"what is not offered", slices.Concat(answer(2, "heard", "always", 5, "never", 5), answer(2, "heard", "perhaps", 20)),
			"indicative n=10 +50 ?nobody negative:50 between:nobody positive:50",
		},
	}
	for _, tt := range tests {
		r := Yearly(results(40, tt.counts), Options{})
		i := slices.IndexFunc(r.Questions, func(q Question) bool { return q.ID == tt.counts[0].Question })
		if got := figures(r.Questions[i]); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// Who ticks "don't know" beside an option is not counted twice.
func TestManyWithUnknown(t *testing.T) {
	counts := []survey.Count{
		{Version: 2, Question: "what", Value: survey.Answered, N: 40},
		{Version: 2, Question: "what", Value: "talks", N: 38},
		{Version: 2, Question: "what", Value: "plan", N: 19},
		{Version: 2, Question: "what", Value: "unknown", N: 8},
		{Version: 2, Question: "what", Value: survey.WithOpinion, N: 38},
	}
	if got, want := figures(Yearly(results(40, counts), Options{}).Questions[2]), "full n=38 ?5 talks:100(91-100) plan:50(35-65)"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// The Friends and Family Test counts "don't know" with the others.
func TestCountUnknown(t *testing.T) {
	tests := []struct {
		positive, unknown int
		want              string
	}{
		{9, 0, "hidden n=0"},
		{6, 4, "indicative n=10 +60 ?40 negative:nobody between:nobody positive:60"},
		{1, 9, "indicative n=10 +nobody ?everyone negative:nobody between:nobody positive:nobody"},
		{24, 6, "full n=30 +80(63-90) ?20 always:80 often:0 sometimes:0 never:0 unknown:20"},
	}
	for _, tt := range tests {
		in := results(40, answer(2, "heard", "always", tt.positive, "unknown", tt.unknown))
		in.Survey.Questions[1].CountUnknown = true
		if got := figures(Yearly(in, Options{}).Questions[1]); got != tt.want {
			t.Errorf("\n got %s\nwant %s", got, tt.want)
		}
	}
}

// A mark has no value for "don't know", so there it never counts.
func TestCountUnknownMark(t *testing.T) {
	for n, want := range map[int]string{
		9:  "hidden n=0",
		30: "full n=30 mean=7(7-7) ?57 1:0 2:0 3:0 4:0 5:0 6:0 7:100 8:0 9:0 10:0",
	} {
		in := results(80, answer(2, "mark", "7", n, "unknown", 40))
		in.Survey.Questions[0].CountUnknown = true
		if got := figures(Yearly(in, Options{}).Questions[0]); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// A band that no option stands in is not shown as if nobody had chosen it.
func TestBandNotOffered(t *testing.T) {
	in := results(40, answer(2, "heard", "always", 6, "never", 4))
	in.Survey.Questions[1].Options = []survey.Option{option("always", survey.Positive), option("never", survey.Negative)}
	if got, want := figures(Yearly(in, Options{}).Questions[1]), "indicative n=10 +60 negative:40 positive:60"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	in.Survey.Questions[1].Options = []survey.Option{option("always", survey.Between), option("never", survey.Negative)}
	for _, n := range []int{10, 30} {
		in.Counts = answer(2, "heard", "always", n)
		if q := Yearly(in, Options{}).Questions[1]; q.N != n || q.Positive != nil {
			t.Errorf("positive where nothing is: %s", figures(q))
		}
	}
}

func TestComments(t *testing.T) {
	for n, shown := range map[int]bool{0: false, 9: false, 10: true, 13: true} {
		in := results(40)
		in.Comments = append(comment("good", n), comment("another", 20)...)
		want := Comments{ID: "good", Text: in.Survey.Questions[3].Text, Precision: Hidden}
		published := want
		if shown {
			want.Precision, want.N = Full, n
			for i := range n {
				want.Comments = append(want.Comments, "words "+strconv.Itoa(i))
			}
			published.Precision, published.N = Full, Nearest5(n)
		}
		if d := cmp.Diff([]Comments{want}, Yearly(in, Options{}).Comments); d != "" {
			t.Errorf("%d comments: %s", n, d)
		}
		if d := cmp.Diff([]Comments{published}, Yearly(in, Options{Publish: true}).Comments); d != "" {
			t.Errorf("%d comments, published: %s", n, d)
		}
	}
}

// Comments that are no longer kept are said to be so, and not to be too few.
func TestDeletedComments(t *testing.T) {
	r := results(40, answer(2, "best", survey.Answered, 20))
	r.Comments, r.Swept = nil, true
	for _, c := range Yearly(r, Options{}).Comments {
		if !c.Deleted || c.Precision != Hidden || c.N != 0 {
			t.Errorf("%+v", c)
		}
	}
}

// The top box of marks is the share of 8 and higher.
func TestTop(t *testing.T) {
	for _, tt := range []struct {
		counts []survey.Count
		want   string
	}{
		{answer(2, "mark", "7", 9), "none"},
		{answer(2, "mark", "3", 5, "8", 3, "10", 4), "60"},
		{answer(2, "mark", "3", 1, "8", 11), "everyone"},
		{answer(2, "mark", "7", 18, "8", 9, "10", 9, "unknown", 4), "50(34-66)"},
	} {
		got := "none"
		r := Yearly(results(50, tt.counts, answer(2, "heard", "always", 20)), Options{})
		if top := r.Overall.Top; top != nil {
			got = line(*top)
		}
		if got != tt.want || r.Questions[1].Top != nil {
			t.Errorf("%v: %s, want %s", tt.counts, got, tt.want)
		}
	}
}
