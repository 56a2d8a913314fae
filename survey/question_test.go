package survey

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValues(t *testing.T) {
	want := map[string][]string{
		"mark":   {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "unknown"},
		"heard":  {"yes", "bit", "no", "unknown"},
		"who":    {"coach", "school", "family"},
		"good":   nil,
		"better": nil,
	}
	for _, q := range asked.Questions {
		if diff := cmp.Diff(want[q.ID], q.Values()); diff != "" {
			t.Errorf("%s: %s", q.ID, diff)
		}
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		question string
		values   []string
		want     error
	}{
		{"mark", nil, nil},
		{"mark", []string{"1"}, nil},
		{"mark", []string{"10"}, nil},
		{"mark", []string{"unknown"}, nil},
		{"mark", []string{"0"}, ErrNotOffered},
		{"mark", []string{"11"}, ErrNotOffered},
		{"mark", []string{"-1"}, ErrNotOffered},
		{"mark", []string{"7.5"}, ErrNotOffered},
		{"mark", []string{"+7"}, ErrNotOffered},
		{"mark", []string{""}, ErrNotOffered},
		{"mark", []string{"7", "7"}, ErrTooMany},
		{"heard", []string{"yes"}, nil},
		{"heard", []string{"maybe"}, ErrNotOffered},
		{"heard", []string{"yes", "no"}, ErrTooMany},
		{"who", nil, nil},
		{"who", []string{"family", "coach", "school"}, nil},
		{"who", []string{"family", "family"}, ErrNotOffered},
		{"who", []string{"family", "yes"}, ErrNotOffered},
		{"good", []string{"anything"}, nil},
		{"good", []string{"a", "b"}, ErrTooMany},
	}
	for _, test := range tests {
		q, ok := asked.Question(test.question)
		if !ok {
			t.Fatalf("no question %s", test.question)
		}
		if err := q.Check(test.values); !errors.Is(err, test.want) {
			t.Errorf("%s.Check(%q) = %v, want %v", q.ID, test.values, err, test.want)
		}
	}
}

func TestSide(t *testing.T) {
	want := map[string]map[string]Side{
		"mark": {
			"1": Negative, "2": Negative, "3": Negative, "4": Negative, "5": Negative,
			"6": Between, "7": Between, "8": Positive, "9": Positive, "10": Positive,
			"unknown": Unknown, "": "", "seven": "",
		},
		"heard": {"yes": Positive, "bit": Between, "no": Negative, "unknown": Unknown, "7": "", "": ""},
		"who":   {"coach": "", "7": ""},
		"good":  {"8": "", "yes": ""},
	}
	for id, sides := range want {
		q, _ := asked.Question(id)
		for value, side := range sides {
			if got := q.Side(value); got != side {
				t.Errorf("%s.Side(%q) = %q, want %q", id, value, got, side)
			}
		}
	}
}

func TestSameScale(t *testing.T) {
	q := func(change func(*Question)) Question {
		q := Question{
			ID: "heard", Kind: One, Text: Text{"nl": "Gehoord?"},
			Options: []Option{{ID: "yes", Side: Positive, Text: Text{"nl": "Ja"}}, {ID: "no", Side: Negative}},
		}
		change(&q)
		return q
	}
	tests := []struct {
		name   string
		change func(*Question)
		want   bool
	}{
		{"nothing", func(*Question) {}, true},
		{"other words", func(q *Question) {
			q.Text, q.Help = Text{"nl": "Voelde u zich gehoord?"}, Text{"nl": "Ook toen."}
			q.Options[0].Text = Text{"nl": "Jazeker"}
		}, true},
		{"another id", func(q *Question) { q.ID = "listened" }, false},
		{"another kind", func(q *Question) { q.Kind = Many }, false},
		{"another denominator", func(q *Question) { q.CountUnknown = true }, false},
		{"one option more", func(q *Question) { q.Options = append(q.Options, Option{ID: "bit"}) }, false},
		{"another option", func(q *Question) { q.Options[1].ID = "never" }, false},
		{"another side", func(q *Question) { q.Options[1].Side = Between }, false},
		{"another order", func(q *Question) { q.Options[0], q.Options[1] = q.Options[1], q.Options[0] }, false},
	}
	for _, test := range tests {
		a, b := q(func(*Question) {}), q(test.change)
		if a.SameScale(b) != test.want || b.SameScale(a) != test.want {
			t.Errorf("%s: SameScale is not %v", test.name, test.want)
		}
	}
}
