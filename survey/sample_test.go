package survey

import (
	"slices"
	"testing"
)

func TestRungs(t *testing.T) {
	for _, tt := range []struct {
		n    int
		want []int
	}{
		{0, []int{0}},
		{12, []int{12}},
		{199, []int{199}},
		{200, []int{100, 200}},
		{350, []int{100, 200, 350}},
		{1000, []int{100, 200, 300, 400, 500, 600, 700, 800, 900, 1000}},
	} {
		if got := Rungs(tt.n); !slices.Equal(got, tt.want) {
			t.Errorf("%d: %v, want %v", tt.n, got, tt.want)
		}
	}
	for n := range 20_000 {
		rungs := Rungs(n)
		if rungs[len(rungs)-1] != n || n >= 200 && rungs[0] != 100 {
			t.Fatalf("%d: %v", n, rungs)
		}
		for i := 1; i < len(rungs); i++ {
			if step := rungs[i] - rungs[i-1]; step < 100 || step >= 200 && step > rungs[i]/8+100 {
				t.Fatalf("%d: from %d to %d", n, rungs[i-1], rungs[i])
			}
		}
	}
}
