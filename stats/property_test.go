package stats

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// drawSurvey draws a survey with questions of every kind.
func drawSurvey(t *rapid.T) *survey.Survey {
	s := short()
	for i := range rapid.IntRange(0, 3).Draw(t, "more questions") {
		q := s.Questions[rapid.IntRange(0, len(s.Questions)-1).Draw(t, "like")]
		q.ID += strconv.Itoa(i)
		s.Questions = append(s.Questions, q)
	}
	for i := range s.Questions {
		s.Questions[i].CountUnknown = s.Questions[i].Kind != survey.Open && rapid.Bool().Draw(t, "count unknown")
	}
	return s
}

// drawResponse draws one parent's answers. Parents often skip a question or
// give the same answer as others, so that rare cases are not rare here.
func drawResponse(t *rapid.T, s *survey.Survey) survey.Response {
	r := survey.Response{Survey: s.ID, Version: s.Version, Answers: survey.Answers{}}
	for _, q := range s.Questions {
		values := q.Values()
		switch habit := rapid.IntRange(0, 9).Draw(t, "habit"); {
		case habit == 0:
		case q.Kind == survey.Open:
			r.Answers[q.ID] = []string{"words"}
		case habit > 5:
			r.Answers[q.ID] = values[len(values)/2 : len(values)/2+1]
		case q.Kind == survey.Many:
			r.Answers[q.ID] = rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, len(values), rapid.ID).Draw(t, "values")
		default:
			r.Answers[q.ID] = []string{rapid.SampledFrom(values).Draw(t, "value")}
		}
	}
	return r
}

// opened makes results of responses, as opening boxes does.
func opened(s *survey.Survey, k int, responses []survey.Response) survey.Results {
	r := survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{s.Version: s}, Year: 2026, K: k,
		Responses: len(responses), Boxes: min(1, len(responses)), HandedOut: 2 * len(responses),
	}
	tally := survey.Tally{}
	for _, response := range responses {
		tally.Add(response, s)
		_, comments := response.Split(s)
		r.Comments = append(r.Comments, comments...)
	}
	for c, n := range tally {
		c.N = n
		r.Counts = append(r.Counts, c)
	}
	return r
}

func drawResponses(t *rapid.T, s *survey.Survey, least, most int) []survey.Response {
	n := rapid.IntRange(least, most).Draw(t, "responses")
	responses := make([]survey.Response, n)
	for i := range responses {
		responses[i] = drawResponse(t, s)
	}
	return responses
}

func bytesOf(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNoFigureBelowK(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		k := rapid.IntRange(5, 10).Draw(t, "k")
		in := opened(s, k, drawResponses(t, s, 0, k-1))
		in.HandedOut = -1
		none := opened(s, k, nil)
		none.HandedOut = -1
		if d := cmp.Diff(bytesOf(t, Yearly(none, Options{})), bytesOf(t, Yearly(in, Options{}))); d != "" {
			t.Fatalf("%d answers change the report: %s", in.Responses, d)
		}
	})
}

// held returns how many answers stand behind what a question shows.
func held(r survey.Results, id string) (n int) {
	for _, c := range r.Counts {
		if c.Question == id && c.Value == survey.Answered {
			n = c.N
		}
	}
	return n
}

func TestEveryFigureHasK(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		k := rapid.IntRange(5, 10).Draw(t, "k")
		in := opened(s, k, drawResponses(t, s, k, 45))
		before := bytesOf(t, in)
		r := Yearly(in, Options{})
		if d := cmp.Diff(before, bytesOf(t, in)); d != "" {
			t.Fatalf("making a report changed what it is made of: %s", d)
		}
		for _, q := range r.Questions {
			if q.Precision == Hidden {
				bare := Question{ID: q.ID, Kind: q.Kind, Text: q.Text, Precision: Hidden}
				if d := cmp.Diff(bare, q); d != "" {
					t.Fatalf("hidden, but: %s", d)
				}
			} else if q.N < k || q.N > held(in, q.ID) {
				t.Fatalf("%s shows %d of %d answers", q.ID, q.N, held(in, q.ID))
			}
		}
		for _, c := range r.Comments {
			if n := held(in, c.ID); c.N != len(c.Comments) || n >= k && c.N != n || n < k && c.N != 0 {
				t.Fatalf("%d comments, %d shown", n, c.N)
			}
		}
	})
}

// Answers to what stays hidden change nothing anywhere in the report.
func TestHiddenAnswersChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		in := opened(s, 10, drawResponses(t, s, 10, 25))
		r := Yearly(in, Options{})
		other := in
		other.Counts, other.Comments = slices.Clone(in.Counts), slices.Clone(in.Comments)
		for _, q := range s.Questions {
			if q.Kind == survey.Open {
				if n := held(in, q.ID); n < 10 {
					other.Comments = append(other.Comments, comment(q.ID, rapid.IntRange(0, 9-n).Draw(t, "comments"))...)
				}
				continue
			}
			shown := r.Questions[slices.IndexFunc(r.Questions, func(x Question) bool { return x.ID == q.ID })]
			if shown.Precision != Hidden {
				continue
			}
			other.Counts = slices.DeleteFunc(other.Counts, func(c survey.Count) bool { return c.Question == q.ID })
			n := rapid.IntRange(0, 9).Draw(t, "answers")
			value := rapid.SampledFrom(q.Values()).Draw(t, "value")
			other.Counts = append(other.Counts, answer(s.Version, q.ID, value, n)...)
		}
		if d := cmp.Diff(bytesOf(t, r), bytesOf(t, Yearly(other, Options{}))); d != "" {
			t.Fatal(d)
		}
	})
}

func checkShare(t *rapid.T, s Share) {
	if s.Percent < 0 || s.Percent > 100 {
		t.Fatalf("share %+v", s)
	}
	if s.Interval != nil {
		checkInterval(t, *s.Interval, 0, 100)
		if s.Interval.Value != float64(s.Percent) {
			t.Fatalf("%d %% has the interval of %g", s.Percent, s.Interval.Value)
		}
	}
}

func checkInterval(t *rapid.T, i Interval, least, most float64) {
	if !(least <= i.Low && i.Low <= i.Value && i.Value <= i.High && i.High <= most) {
		t.Fatalf("interval %+v", i)
	}
}

// times tells whether x is a multiple of 1/per.
func times(x, per float64) bool { return math.Abs(x*per-math.Round(x*per)) < 1e-9 }

func TestFiguresHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		r := Yearly(opened(s, 10, drawResponses(t, s, 10, 60)), Options{})
		checkShare(t, *r.ResponseRate)
		for _, q := range r.Questions {
			per := 10.0 // of a mark's unit
			if q.Precision == Indicative {
				per = 2
			}
			if q.Mean != nil {
				checkInterval(t, *q.Mean, 1, 10)
				if !times(q.Mean.Value, per) || !times(q.Mean.Low, per) || !times(q.Mean.High, per) {
					t.Fatalf("%s mean %+v", q.Precision, q.Mean)
				}
			}
			sum := 0
			var all []Share
			for _, b := range q.Bars {
				sum += b.Share.Percent
				all = append(all, b.Share)
			}
			for _, s := range []*Share{q.Positive, q.Unknown} {
				if s != nil {
					all = append(all, *s)
				}
			}
			for _, s := range all {
				checkShare(t, s)
				ends := s.Percent == 0 || s.Percent == 100
				if q.Precision == Indicative && (s.Percent%10 != 0 || s.Interval != nil || ends != (s.Word != "")) {
					t.Fatalf("indicative share %+v", s)
				}
			}
			if q.Precision == Full && q.Kind != survey.Many && (sum < 100-len(q.Bars) || sum > 100+len(q.Bars)) {
				t.Fatalf("%s adds up to %d %%: %s", q.ID, sum, figures(q))
			}
		}
	})
}

// step is a share on the scale that can be read: words begin at 10 and 90 %.
func step(s Share) int { return min(max(s.Percent, 10), 90) }

// One parent who answers otherwise moves no band by more than one step, and no
// option of several by more than two: "don't know" ticked beside an option
// changes the group as well.
func TestOneAnswerOneStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		responses := drawResponses(t, s, 10, 29)
		a := Yearly(opened(s, 10, responses), Options{})
		responses[0] = drawResponse(t, s)
		b := Yearly(opened(s, 10, responses), Options{})
		for i, q := range a.Questions {
			if q.Precision != Indicative || b.Questions[i].Precision != Indicative {
				continue
			}
			most := 10
			if q.Kind == survey.Many {
				most = 20
			}
			for j, bar := range q.Bars {
				if from, to := step(bar.Share), step(b.Questions[i].Bars[j].Share); from-to > most || to-from > most {
					t.Fatalf("%s: %s became %s", q.ID, figures(q), figures(b.Questions[i]))
				}
			}
		}
	})
}

func TestPublishedCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		in := opened(s, rapid.IntRange(5, 10).Draw(t, "k"), drawResponses(t, s, 0, 45))
		in.Waiting = rapid.IntRange(0, 30).Draw(t, "waiting")
		r := Yearly(in, Options{Publish: true})
		counts := []int{r.N, r.Waiting}
		if r.HandedOut != nil {
			counts = append(counts, *r.HandedOut)
		}
		for _, q := range r.Questions {
			counts = append(counts, q.N)
		}
		for _, c := range r.Comments {
			counts = append(counts, c.N)
			if len(c.Comments) > 0 {
				t.Fatalf("words nobody released: %q", c.Comments)
			}
		}
		for _, n := range counts {
			if n%5 != 0 {
				t.Fatalf("published counts %v", counts)
			}
		}
	})
}
