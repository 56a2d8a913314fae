package stats

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

func TestThreshold(t *testing.T) {
	for set, want := range map[int]int{-1: survey.UsualK, 0: survey.UsualK, 4: survey.UsualK, 5: 5, 9: 9, 10: 10, 20: 20} {
		if got := threshold(set); got != want {
			t.Errorf("threshold(%d) = %d, want %d", set, got, want)
		}
	}
}

func TestPrecision(t *testing.T) {
	tests := []struct {
		n, k int
		want Precision
	}{
		{0, 10, Hidden},
		{9, 10, Hidden},
		{10, 10, Indicative},
		{29, 10, Indicative},
		{30, 10, Full},
		{4, 5, Hidden},
		{5, 5, Indicative},
		{30, 40, Hidden},
		{39, 40, Hidden},
		{40, 40, Full},
	}
	for _, tt := range tests {
		if got := precision(tt.n, tt.k); got != tt.want {
			t.Errorf("precision(%d, %d) = %s, want %s", tt.n, tt.k, got, tt.want)
		}
	}
}

// told is a share as a short text: 40, nobody or everyone.
func told(s Share) any {
	switch s.Word {
	case AlmostNobody:
		return "nobody"
	case AlmostEveryone:
		return "everyone"
	}
	return s.Percent
}

func TestShares(t *testing.T) {
	tests := []struct {
		name  string
		p     Precision
		n     int
		parts []int
		want  []any
	}{
		{"tens", Indicative, 10, []int{2, 3, 5}, []any{20, 30, 50}},
		{"tens round to the nearest, halves up", Indicative, 20, []int{3, 4, 13}, []any{20, 20, 70}},
		{"what rounds to nothing is a word", Indicative, 29, []int{1, 10, 18}, []any{"nobody", 30, 60}},
		{"just enough for ten per cent", Indicative, 20, []int{1, 9, 10}, []any{10, 50, 50}},
		{"none", Indicative, 12, []int{0, 6, 6}, []any{"nobody", 50, 50}},
		{"all", Indicative, 12, []int{0, 0, 12}, []any{"nobody", "nobody", "everyone"}},
		{"90 % hides the rest", Indicative, 10, []int{1, 0, 9}, []any{"nobody", "nobody", "everyone"}},
		{"just under 90 %", Indicative, 28, []int{3, 0, 25}, []any{10, "nobody", 90}},
		{"80 % hides nothing", Indicative, 10, []int{1, 1, 8}, []any{10, 10, 80}},
		{"full", Full, 30, []int{1, 0, 29}, []any{3, 0, 97}},
		{"really all", Full, 30, []int{0, 0, 30}, []any{0, 0, 100}},
		{"rounded to all", Full, 300, []int{1, 0, 299}, []any{"nobody", 0, "everyone"}},
		{"half a per cent is one", Full, 200, []int{1, 0, 199}, []any{1, 0, "everyone"}},
	}
	for _, tt := range tests {
		var got []any
		for _, s := range shares(tt.p, tt.n, tt.parts...) {
			got = append(got, told(s))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
	for _, s := range shares(Hidden, 9, 4, 5) {
		if s != (Share{}) {
			t.Errorf("hidden answers have the share %v", s)
		}
	}
}

// One option against the rest: a small rest is as telling as a small part.
func TestShare(t *testing.T) {
	tests := []struct {
		c, n int
		want any
	}{
		{0, 10, "nobody"},
		{1, 10, "nobody"},
		{2, 10, 20},
		{8, 10, 80},
		{9, 10, "everyone"},
		{10, 10, "everyone"},
		{2, 29, "nobody"},
		{3, 29, 10},
		{26, 29, 90},
		{27, 29, "everyone"},
	}
	for _, tt := range tests {
		if got := told(share(Indicative, tt.c, tt.n)); got != tt.want {
			t.Errorf("%d of %d = %v, want %v", tt.c, tt.n, got, tt.want)
		}
	}
}

func TestMeanShown(t *testing.T) {
	tests := []struct {
		name  string
		p     Precision
		marks Marks
		want  *Interval
	}{
		// 8, 7.174 to 8.826: see TestMean.
		{"halves outward", Indicative, Marks{5: 1, 6: 2, 7: 4, 8: 2, 9: 1}, &Interval{8, 7, 9}},
		{"one decimal", Full, Marks{5: 1, 6: 2, 7: 4, 8: 2, 9: 1}, &Interval{8, 7.2, 8.8}},
		{"nine of ten the same", Indicative, Marks{1: 1, 7: 9}, nil},
		{"eight of ten the same", Indicative, Marks{6: 1, 7: 8, 8: 1}, &Interval{8, 7.5, 8.5}},
		{"all the same, enough of them", Full, Marks{7: 30}, &Interval{8, 8, 8}},
		// s = √(202.5/9) = 4.743, so 5.5 ± 2.262·4.743/√10 = 2.107 to 8.893.
		{"two camps", Indicative, Marks{0: 5, 9: 5}, &Interval{5.5, 2, 9}},
		// s = √(72/9) = 2.828, so 9 ± 2.023, clipped at 10.
		{"clipped above", Indicative, Marks{0: 1, 8: 1, 9: 8}, &Interval{9, 6.5, 10}},
		{"clipped below", Indicative, Marks{0: 8, 1: 1, 9: 1}, &Interval{2, 1, 4.5}},
		{"hidden", Hidden, Marks{7: 9}, nil},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, mean(tt.p, tt.marks)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

func TestPercentage(t *testing.T) {
	// 0.2553 to 0.3662: see TestWilson.
	if d := cmp.Diff(&Interval{31, 26, 37}, percentage(81, 263)); d != "" {
		t.Error(d)
	}
}

func TestFive(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 0, 2: 0, 3: 5, 7: 5, 8: 10, 10: 10, 12: 10, 13: 15, 1388: 1390} {
		if got := Nearest5(n); got != want {
			t.Errorf("Nearest5(%d) = %d, want %d", n, got, want)
		}
	}
}
