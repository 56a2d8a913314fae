package stats

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComplement(t *testing.T) {
	tests := []struct {
		name string
		own  int // answers of no part
		of   []int
		want []int // suppressed
	}{
		{"enough everywhere", 0, []int{10, 30, 12}, nil},
		{"one with too few takes the smallest along", 0, []int{7, 30, 12}, []int{2}},
		{"two with too few are enough together", 0, []int{7, 30, 6}, nil},
		{"two that are too few together", 0, []int{4, 30, 5}, []int{1}},
		{"nobody at all is no secret", 0, []int{0, 30, 12}, nil},
		{"too few at the unit itself", 3, []int{40, 30, 30}, []int{1}}, // the first of equals
		{"enough at the unit itself", 10, []int{40, 7}, nil},
		{"a few here, a few there", 4, []int{40, 6}, nil},
		{"nothing left to hide", 0, []int{9}, nil},
		{"all are hidden", 0, []int{9, 10}, []int{1}},
	}
	for _, test := range tests {
		const k = 10
		m := measure{all: test.own, of: test.of}
		hidden := make([]bool, len(test.of))
		for i, n := range test.of {
			m.all += n
			hidden[i] = n < k
		}
		var got []int
		for i, s := range complement(k, hidden, m) {
			if s {
				got = append(got, i)
			}
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: %s", test.name, d)
		}
	}
}

// A few that one measure leaves are hidden though the other leaves enough.
func TestComplementOfEveryMeasure(t *testing.T) {
	got := complement(10, []bool{true, false, false},
		measure{all: 62, of: []int{0, 32, 30}}, measure{all: 77, of: []int{9, 34, 34}})
	if want := []bool{false, false, true}; !slices.Equal(got, want) {
		t.Errorf("suppressed %v, want %v", got, want)
	}
}

// looks lets somebody see what is shown of all and of units below, drawn from
// seed, and returns how many answers the subtraction leaves: of somebody, but of
// fewer than k; 0 when there is no such thing.
func looks(seed uint64, suppress func(k int, hidden []bool, measures ...measure) []bool) int {
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // a test
	k := 5 + r.IntN(6)
	size := func() int {
		switch r.IntN(4) {
		case 0:
			return 0
		case 1:
			return r.IntN(k)
		}
		return r.IntN(4 * k)
	}
	answers, responses := measure{all: size()}, measure{}
	responses.all = answers.all
	hidden := make([]bool, 1+r.IntN(6))
	for i := range hidden {
		n := size()
		more := r.IntN(3) // who answered, but not this question
		answers.of, responses.of = append(answers.of, n), append(responses.of, n+more)
		answers.all, responses.all = answers.all+n, responses.all+n+more
		hidden[i] = n < k
	}
	if answers.all < k {
		return 0 // nothing is shown at all
	}
	suppressed := suppress(k, hidden, answers, responses)
	for _, m := range []measure{answers, responses} {
		left := m.all
		for i, n := range m.of {
			if !hidden[i] && !suppressed[i] {
				left -= n
			}
		}
		if 0 < left && left < k {
			return left
		}
	}
	return 0
}

// Nobody can subtract what is shown of some units from what is shown of all and
// have the answers of a few; without any part of the rule somebody can.
func TestNothingSmallIsLeft(t *testing.T) {
	const cases = 100_000
	for seed := range uint64(cases) {
		if left := looks(seed, complement); left > 0 {
			t.Fatalf("case %d: answers of %d are left", seed, left)
		}
	}
	for name, mutant := range map[string]func(k int, hidden []bool, measures ...measure) []bool{
		"complementary suppression": func(_ int, hidden []bool, _ ...measure) []bool { return make([]bool, len(hidden)) },
		"the last of k":             func(k int, hidden []bool, m ...measure) []bool { return complement(k-1, hidden, m...) },
		"the second measure":        func(k int, hidden []bool, m ...measure) []bool { return complement(k, hidden, m[0]) },
		"what the unit has itself": func(k int, hidden []bool, m ...measure) []bool {
			blind := slices.Clone(m)
			for i := range blind {
				blind[i].all = 0
				for _, n := range blind[i].of {
					blind[i].all += n
				}
			}
			return complement(k, hidden, blind...)
		},
	} {
		caught := false
		for seed := uint64(0); seed < cases && !caught; seed++ {
			caught = looks(seed, mutant) > 0
		}
		if !caught {
			t.Errorf("without %s nothing is left either", name)
		}
	}
}
