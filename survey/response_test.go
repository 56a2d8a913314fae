package survey

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestResponseCheck(t *testing.T) {
	tests := []struct {
		name string
		r    Response
		want error
	}{
		{"empty", Response{Survey: "asked", Version: 3}, nil},
		{"right", Response{Survey: "asked", Version: 3, Answers: Answers{"mark": {"7"}, "who": {"coach", "family"}, "good": {"Fijn."}}}, nil},
		{"another survey", Response{Survey: "kort", Version: 3}, ErrBadInput},
		{"another version", Response{Survey: "asked", Version: 2}, ErrBadInput},
		{"an unknown question", Response{Survey: "asked", Version: 3, Answers: Answers{"name": {"x"}}}, ErrNotOffered},
		{"a question without a value", Response{Survey: "asked", Version: 3, Answers: Answers{"good": {}}}, ErrNotOffered},
		{"a value that is not offered", Response{Survey: "asked", Version: 3, Answers: Answers{"mark": {"11"}}}, ErrNotOffered},
		{"too many values", Response{Survey: "asked", Version: 3, Answers: Answers{"good": {"a", "b"}}}, ErrTooMany},
	}
	for _, test := range tests {
		if err := test.r.Check(asked); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name     string
		answers  Answers
		ratings  Answers
		comments []Comment
	}{
		{"nothing", nil, Answers{}, nil},
		{"ratings", Answers{"mark": {"7"}, "who": {"coach", "school"}}, Answers{"mark": {"7"}, "who": {"coach", "school"}}, nil},
		{
			"comments in the order of the questions",
			Answers{"better": {"B"}, "good": {"G"}, "mark": {"7"}, "heard": {"no"}},
			Answers{"mark": {"7"}, "heard": {"no"}},
			[]Comment{{Question: "good", Lang: "nl", Mark: "7", Text: "G"}, {Question: "better", Lang: "nl", Mark: "7", Text: "B"}},
		},
		{"no mark", Answers{"good": {"G"}, "heard": {"no"}}, Answers{"heard": {"no"}}, []Comment{{Question: "good", Lang: "nl", Text: "G"}}},
		{"a mark without an opinion", Answers{"good": {"G"}, "mark": {"unknown"}}, Answers{"mark": {"unknown"}}, []Comment{{Question: "good", Lang: "nl", Text: "G"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ratings, comments := Response{Survey: "asked", Version: 3, Lang: "nl", Answers: test.answers}.Split(asked)
			if diff := cmp.Diff(test.ratings, ratings); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.comments, comments); diff != "" {
				t.Error(diff)
			}
		})
	}
	unmarked := &Survey{ID: "asked", Version: 3, Questions: asked.Questions[1:]}
	_, comments := Response{Lang: "nl", Answers: Answers{"mark": {"7"}, "good": {"G"}}}.Split(unmarked)
	if diff := cmp.Diff([]Comment{{Question: "good", Lang: "nl", Text: "G"}}, comments); diff != "" {
		t.Errorf("a survey without a mark: %s", diff)
	}
}

func TestTallyAdd(t *testing.T) {
	tally := Tally{}
	for _, a := range []Answers{
		{},
		{"mark": {"7"}, "who": {"coach", "school"}, "good": {"G"}},
		{"mark": {"7"}, "who": {"coach"}, "good": {"Anders"}},
		{"mark": {"unknown"}, "name": {"nobody asked"}},
	} {
		tally.Add(Response{Version: 3, Answers: a}, asked)
	}
	tally.Add(Response{Version: 2, Answers: Answers{"mark": {"7"}}}, asked)
	want := Tally{
		{3, "mark", Answered, 0}: 3, {3, "mark", "7", 0}: 2, {3, "mark", "unknown", 0}: 1,
		{3, "who", Answered, 0}: 2, {3, "who", "coach", 0}: 2, {3, "who", "school", 0}: 1, {3, "who", WithOpinion, 0}: 2,
		{3, "good", Answered, 0}: 2,
		{2, "mark", Answered, 0}: 1, {2, "mark", "7", 0}: 1,
	}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Error(diff)
	}
}

// TestTallyAndSplitAgree: what is counted is what is kept.
func TestTallyAndSplitAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tally, answered := Tally{}, map[string]int{}
		for range rapid.IntRange(0, 20).Draw(t, "responses") {
			a := Answers{}
			for _, q := range asked.Questions {
				switch values := q.Values(); {
				case rapid.Bool().Draw(t, "skip "+q.ID):
				case q.Kind == Open:
					a[q.ID] = []string{"woorden"}
				case q.Kind == Many:
					a[q.ID] = rapid.Permutation(values).Draw(t, q.ID)[:rapid.IntRange(1, len(values)).Draw(t, "n")]
				default:
					a[q.ID] = []string{rapid.SampledFrom(values).Draw(t, q.ID)}
				}
			}
			r := Response{Survey: asked.ID, Version: asked.Version, Answers: a}
			if err := r.Check(asked); err != nil {
				t.Fatal(err)
			}
			tally.Add(r, asked)
			ratings, comments := r.Split(asked)
			for id := range ratings {
				answered[id]++
			}
			for _, c := range comments {
				answered[c.Question]++
			}
		}
		for _, q := range asked.Questions {
			got := tally[Count{Version: asked.Version, Question: q.ID, Value: Answered}]
			sum := 0
			for _, v := range q.Values() {
				sum += tally[Count{Version: asked.Version, Question: q.ID, Value: v}]
			}
			if got != answered[q.ID] || (q.Kind == Mark || q.Kind == One) && sum != got {
				t.Errorf("%s: %d answered, tally says %d, values add up to %d", q.ID, answered[q.ID], got, sum)
			}
		}
	})
}

func TestOpinions(t *testing.T) {
	dontKnow := Option{ID: "unknown", Side: Unknown}
	tests := []struct {
		name   string
		q      Question
		counts []Count
		want   int
	}{
		{"a mark", Question{ID: "q", Kind: Mark, Options: []Option{dontKnow}}, []Count{{1, "q", Answered, 12}, {1, "q", "8", 1}, {1, "q", "unknown", 11}}, 1},
		{"a mark never counts don't know", Question{ID: "q", Kind: Mark, CountUnknown: true, Options: []Option{dontKnow}}, []Count{{1, "q", Answered, 12}, {1, "q", "8", 1}, {1, "q", "unknown", 11}}, 1},
		{"one, don't know counts", Question{ID: "q", Kind: One, CountUnknown: true, Options: []Option{{ID: "a", Side: Positive}, dontKnow}}, []Count{{1, "q", Answered, 12}, {1, "q", "a", 1}, {1, "q", "unknown", 11}}, 12},
		{"many", Question{ID: "q", Kind: Many, Options: []Option{{ID: "a"}, {ID: "b"}, dontKnow}}, []Count{{1, "q", Answered, 12}, {1, "q", "a", 9}, {1, "q", "b", 9}, {1, "q", WithOpinion, 10}, {1, "q", "unknown", 5}}, 10},
		{"open", Question{ID: "q", Kind: Open}, []Count{{1, "q", Answered, 7}, {1, "other", Answered, 9}}, 7},
		{"what is not offered", Question{ID: "q", Kind: One, Options: []Option{{ID: "a", Side: Positive}}}, []Count{{1, "q", "a", 3}, {1, "q", "z", 4}}, 3},
	}
	for _, test := range tests {
		if got := test.q.Opinions(test.counts); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}
