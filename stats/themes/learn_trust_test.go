package themes

import (
	"fmt"
	"testing"

	"ouderstem/survey"
)

// The codebook goes on deciding where it is right more often, until there is
// plenty to learn from.
func TestBetter(t *testing.T) {
	for _, test := range []struct {
		name                  string
		about, learned, found int // examples of a theme: all, those that score, those that the codebook finds
		wrong                 int // examples of nothing that score
		want                  bool
	}{
		{"more found", 10, 8, 6, 0, true},
		{"as many", 10, 6, 6, 0, true},
		{"fewer found", 10, 5, 6, 0, false},
		{"as many and some wrong", 10, 6, 6, 2, false},
		{"fewer of too few", plentyYes - 1, 20, 30, 0, false},
		{"fewer of plenty", plentyYes, 20, 30, 0, true},
		{"nothing found by either", 10, 0, 0, 0, true},
	} {
		l, tried := &lesson{}, judged{}
		for i := range test.about + test.wrong {
			yes := i < test.about
			score := -1.
			if i < test.learned || !yes {
				score = 1
			}
			l.found = append(l.found, []bool{yes && i < test.found})
			tried.scores, tried.yes, tried.examples = append(tried.scores, score), append(tried.yes, yes), append(tried.examples, i)
		}
		if got := l.better(0, tried, 0); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestAlwaysNeedsMany(t *testing.T) {
	all := func(n int) []Example {
		examples := make([]Example, n)
		for i := range examples {
			examples[i] = Example{Comment: Comment{ID: fmt.Sprint(i)}, Labels: []survey.Label{{Theme: "wait", Yes: true}}, Complete: true}
		}
		return examples
	}
	if always(all(leastAlways-1)) || !always(all(leastAlways)) {
		t.Errorf("of %d or more examples, and of no fewer", leastAlways)
	}
	for name, change := range map[string]func(*Example){
		"one without a theme":   func(e *Example) { e.Labels = nil },
		"one not about a theme": func(e *Example) { e.Labels[0].Yes = false },
		"one not told whole":    func(e *Example) { e.Complete = false },
	} {
		examples := all(2 * leastAlways)
		if change(&examples[3]); always(examples) {
			t.Error(name)
		}
	}
}
