package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReady(t *testing.T) {
	tests := []struct {
		name     string
		waiting  Waiting
		k, hands int
		want     bool
	}{
		{"nothing", Waiting{}, UsualK, 0, false},
		{"nil", nil, UsualK, 1, false},
		{"one too few", Waiting{"a": 9}, UsualK, 1, false},
		{"just enough", Waiting{"a": 10}, UsualK, 1, true},
		{"nobody said who gave out", Waiting{"": 10}, UsualK, 0, true},
		{"a lowered k", Waiting{"a": 5}, 5, 1, true},
		{"one under a lowered k", Waiting{"a": 4}, 5, 1, false},
		{"no k still needs an answer", Waiting{}, 0, 1, false},
		{"no k", Waiting{"a": 1}, 0, 1, true},
		{"two hands, one silent", Waiting{"a": 20}, UsualK, 2, false},
		{"two hands, two answers from the other", Waiting{"a": 8, "b": 2}, UsualK, 2, false},
		{"two hands, three answers from the other", Waiting{"a": 7, "b": 3}, UsualK, 2, true},
		{"enough others, too few in all", Waiting{"a": 6, "b": 3}, UsualK, 2, false},
		{"two hands alike", Waiting{"a": 5, "b": 5}, UsualK, 2, true},
		{"three hands, the others together", Waiting{"a": 8, "b": 1, "c": 2}, UsualK, 3, true},
		{"three hands, too few together", Waiting{"a": 8, "b": 1, "c": 1}, UsualK, 3, false},
		{"answers of no hand may be anybody's", Waiting{"": 7, "a": 3}, UsualK, 2, false},
		{"one hand and an answer of no hand", Waiting{"": 1, "a": 9}, UsualK, 1, false},
		{"one answer of a hand and many of no hand", Waiting{"": 9, "a": 1}, UsualK, 1, false},
		{"one hand and three answers of no hand", Waiting{"": 3, "a": 7}, UsualK, 1, true},
		{"one hand that is silent", Waiting{"": 10}, UsualK, 1, true},
		{"answers of no hand beside enough others", Waiting{"": 2, "a": 5, "b": 3}, UsualK, 2, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.waiting.Ready(test.k, test.hands); got != test.want {
				t.Errorf("%v.Ready(%d, %d) = %v, want %v", test.waiting, test.k, test.hands, got, test.want)
			}
		})
	}
}

func TestWaitingAdd(t *testing.T) {
	w := Waiting{"a": 4}
	w.Add(Waiting{"a": 1, "b": 2})
	w.Add(nil)
	if diff := cmp.Diff(Waiting{"a": 5, "b": 2}, w); diff != "" {
		t.Error(diff)
	}
	if got := w.N(); got != 7 {
		t.Errorf("N = %d, want 7", got)
	}
}
