package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// The intervals are those of Newcombe, Statistics in Medicine 17 (1998)
// 857–872, table I, method 3, printed to four decimals.
func TestWilson(t *testing.T) {
	tests := []struct {
		k, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 0.8389, 1}, // the mirror image of 0 out of 20
		{0, 0, 0, 1},        // no answers, no knowledge
	}
	for _, tt := range tests {
		low, high := Wilson(tt.k, tt.n)
		if !near(low, tt.low, 5e-5) || !near(high, tt.high, 5e-5) {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f, want %.4f, %.4f", tt.k, tt.n, low, high, tt.low, tt.high)
		}
	}
}

func TestWilsonEnds(t *testing.T) {
	for n := 1; n <= 300; n++ {
		if low, _ := Wilson(0, n); low != 0 {
			t.Errorf("Wilson(0, %d) begins at %g", n, low)
		}
		if _, high := Wilson(n, n); high != 1 {
			t.Errorf("Wilson(%d, %d) ends at %g", n, n, high)
		}
	}
}

func TestWilsonHoldsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100_000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		low, high := Wilson(k, n)
		if p := float64(k) / float64(n); low < 0 || low > p || p > high || high > 1 {
			t.Fatalf("Wilson(%d, %d) = %g, %g without %g", k, n, low, high, p)
		}
		if back, front := Wilson(n-k, n); !near(1-back, high, 1e-12) || !near(1-front, low, 1e-12) {
			t.Fatalf("Wilson(%d, %d) is no mirror image", k, n)
		}
	})
}

// Two published t intervals, from the mean, the standard deviation and n.
func TestStudent(t *testing.T) {
	tests := []struct {
		source          string
		mean, deviation float64
		n               int
		low, high       float64
		within          float64
	}{
		// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, ZARR13.DAT.
		{"zarr13", 9.261460, 0.022789, 195, 9.258242, 9.264679, 1.5e-6},
		// Student, Biometrika 6 (1908), hours of sleep gained, ten differences:
		// 1.2 2.4 1.3 1.3 0 1 1.8 .8 4.6 1.4. The interval is the one that R
		// prints for its data set sleep.
		{"sleep", 1.58, math.Sqrt(13.616 / 9), 10, 0.7001142, 2.4598858, 5e-7},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			low, high := student(tt.mean, tt.deviation, tt.n)
			if !near(low, tt.low, tt.within) || !near(high, tt.high, tt.within) {
				t.Errorf("%.7f, %.7f, want %.7f, %.7f", low, high, tt.low, tt.high)
			}
		})
	}
}

// The quantiles as they are printed in the t table of the NIST/SEMATECH
// e-Handbook, 1.3.6.7.2, column 0.975.
func TestStudentQuantile(t *testing.T) {
	table := map[int]float64{1: 12.706, 2: 4.303, 4: 2.776, 9: 2.262, 19: 2.093, 28: 2.048, 29: 2.045, 99: 1.984, 100: 1.984}
	for degrees, want := range table {
		if got := studentQuantile(tail, float64(degrees)); !near(got, want, 5e-4) {
			t.Errorf("t with %d degrees of freedom = %.4f, want %.3f", degrees, got, want)
		}
	}
}

// With many degrees the quantiles are those that SciPy's stats.t.ppf gives, and
// at the border where they become a series nothing jumps.
func TestStudentQuantileOfMany(t *testing.T) {
	for _, tt := range []struct{ p, freedom, want float64 }{
		{.975, 1000, 1.9623390808264074},
		{.975, 1234.5, 1.9618874833313449},
		{.975, 9999, 1.9602012636213575},
		{.975, 1e6, 1.9599663568141066},
		{.999, 1000, 3.0984021639128754},
		{.999, 1234.5, 3.0968472147043804},
		{.999, 1e6, 3.0902404563165193},
	} {
		if got := studentQuantile(tt.p, tt.freedom); !near(got, tt.want, 1e-12) {
			t.Errorf("the %g quantile with %g degrees of freedom = %.15f, want %.15f", tt.p, tt.freedom, got, tt.want)
		}
		solved := distuv.StudentsT{Sigma: 1, Nu: 1000}.Quantile(tt.p)
		if got := studentQuantile(tt.p, 1000); !near(got, solved, 1e-10) {
			t.Errorf("the %g quantile with 1000 degrees of freedom = %.15f, solved %.15f", tt.p, got, solved)
		}
	}
}

func TestMean(t *testing.T) {
	tests := []struct {
		name            string
		marks           Marks
		mean, low, high float64
		within          float64
	}{
		// By hand: squares add up to 12, s = √(12/9), t of 9 degrees is 2.262
		// in the table above, so 8 ± 2.262·1.15470/√10.
		{"6 7 7 8 8 8 8 9 9 10", Marks{5: 1, 6: 2, 7: 4, 8: 2, 9: 1}, 8, 7.17404, 8.82596, 1e-4},
		// By hand: s = √0.5, t of 1 degree is 12.706, so 7.5 ± 12.706·√0.5/√2 = 6.353.
		{"clipped above", Marks{6: 1, 7: 1}, 7.5, 1.147, 10, 1e-3},
		{"clipped below", Marks{0: 1, 3: 1}, 2.5, 1, 10, 0},
		{"all the same", Marks{7: 30}, 8, 8, 8, 0},
		{"one", Marks{8: 1}, 9, 1, 10, 0},
	}
	for _, tt := range tests {
		mean, low, high := Mean(tt.marks)
		if mean != tt.mean || !near(low, tt.low, tt.within) || !near(high, tt.high, tt.within) {
			t.Errorf("%s: %g, %g, %g, want %g, %g, %g", tt.name, mean, low, high, tt.mean, tt.low, tt.high)
		}
	}
	if mean, low, high := Mean(Marks{}); !math.IsNaN(mean) || low != 1 || high != 10 {
		t.Errorf("no marks: %g, %g, %g", mean, low, high)
	}
}

func TestMeanHoldsMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var marks Marks
		for i := range marks {
			marks[i] = rapid.IntRange(0, 20).Draw(t, "count")
		}
		marks[rapid.IntRange(0, 9).Draw(t, "mark")]++
		mean, low, high := Mean(marks)
		if !(1 <= low && low <= mean && mean <= high && high <= 10) {
			t.Fatalf("Mean(%v) = %g, %g, %g", marks, mean, low, high)
		}
	})
}

// Cochran, Sampling Techniques (1977), 2.8: signatures on 50 of 676 sheets, mean
// 1471/50, variance 229.0; with 80 % of confidence the total of all sheets is
// 19,888 ± 1,781.
func TestFinite(t *testing.T) {
	half := 676 * 1.28 * math.Sqrt(229.0/50) * finite(50, 676)
	if total := 676 * 1471.0 / 50; !near(total, 19_888, 0.5) || !near(half, 1_781, 1) {
		t.Errorf("%.1f ± %.1f", total, half)
	}
	if finite(12, 12) != 0 {
		t.Error("all of them are a sample")
	}
}

func TestNarrower(t *testing.T) {
	for _, tt := range []struct {
		responses, handedOut, poster, want int
	}{
		{40, 1000, 0, 0},
		{40, 400, 0, 10},
		{40, 100, 0, 20},
		{75, 100, 0, 50},
		{100, 100, 0, 100},
		{40, -1, 0, 0},
		{40, 0, 0, 0},
		{40, 39, 0, 0},
		{40, 100, 1, 0},
	} {
		if got := narrower(survey.Results{Responses: tt.responses, HandedOut: tt.handedOut, ByPoster: tt.poster}); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
	}
}
