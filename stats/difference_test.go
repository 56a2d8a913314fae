package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The examples of Newcombe, Statistics in Medicine 17 (1998) 873–890, table II,
// method 10.
func TestNewcombe(t *testing.T) {
	for _, tt := range []struct {
		a, m, b, n int
		low, high  float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 20, 0.6791, 1.0000},
		{10, 10, 0, 10, 0.6075, 1.0000},
		{0, 0, 3, 10, -1, 1},
		{3, 10, 0, 0, -1, 1},
	} {
		if low, high := Newcombe(tt.a, tt.m, tt.b, tt.n); !near(low, tt.low, 5e-5) || !near(high, tt.high, 5e-5) {
			t.Errorf("%d/%d − %d/%d: %.4f to %.4f, want %.4f to %.4f", tt.a, tt.m, tt.b, tt.n, low, high, tt.low, tt.high)
		}
	}
}

func TestNewcombeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := rapid.IntRange(1, 300).Draw(t, "m"), rapid.IntRange(1, 300).Draw(t, "n")
		a, b := rapid.IntRange(0, m).Draw(t, "a"), rapid.IntRange(0, n).Draw(t, "b")
		low, high := Newcombe(a, m, b, n)
		d := float64(a)/float64(m) - float64(b)/float64(n)
		if !(-1-1e-12 <= low && low <= d && d <= high && high <= 1+1e-12) {
			t.Fatalf("%d/%d − %d/%d: %g to %g", a, m, b, n, low, high)
		}
		if back, forth := Newcombe(b, n, a, m); !near(back, -high, 1e-12) || !near(forth, -low, 1e-12) {
			t.Fatalf("the other way round it is %g to %g and not %g to %g", back, forth, -high, -low)
		}
	})
}

// Student's hours of sleep, as R prints t.test(extra ~ group, data = sleep):
// t = -1.8608, df = 17.776, interval -3.3654832 to 0.2054832.
func TestWelch(t *testing.T) {
	one := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
	two := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	mean := func(x []float64) (mean, variance float64) {
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			variance += (v - mean) * (v - mean) / float64(len(x)-1)
		}
		return mean, variance
	}
	m1, v1 := mean(one)
	m2, v2 := mean(two)
	if low, high := welch(m1, v1, 10, m2, v2, 10); !near(low, -3.3654832, 5e-7) || !near(high, 0.2054832, 5e-7) {
		t.Errorf("%.7f to %.7f", low, high)
	}
	// With no spread on one side it is the other's own t interval, moved.
	low, high := welch(9.261460, 0.022789*0.022789, 195, 9, 0, 50)
	if !near(low, 0.258242, 1e-6) || !near(high, 0.264679, 1e-6) {
		t.Errorf("%.6f to %.6f", low, high)
	}
	if low, high := welch(7, 0, 10, 8, 0, 12); low != -1 || high != -1 {
		t.Errorf("no spread at all: %g to %g", low, high)
	}
}

func TestDifferenceShown(t *testing.T) {
	for _, tt := range []struct {
		p                Precision
		value, low, high float64
		want             Difference
	}{
		{Full, -1.23, -2.06, -0.34, Difference{Interval{-1.2, -2.1, -0.3}, false}},
		{Full, -0.04, -0.62, 0.54, Difference{Interval{0, -0.6, 0.5}, true}},
		{Indicative, -1.2, -2.1, -0.6, Difference{Interval{-1, -2.5, -0.5}, false}},
		{Full, 0.5, 0.01, 1, Difference{Interval{0.5, 0, 1}, true}},
		{Indicative, -1.2, -2.1, -0.1, Difference{Interval{-1, -2.5, 0}, true}},
		{Indicative, 0.2, -0.6, 1.1, Difference{Interval{0, -1, 1.5}, true}},
	} {
		got := difference(tt.p, tt.value, tt.low, tt.high)
		if got != tt.want || math.Signbit(got.Value) != math.Signbit(tt.want.Value) {
			t.Errorf("%s %g: %+v, want %+v", tt.p, tt.value, got, tt.want)
		}
	}
	if got, want := points(Full, 0.114, -0.02, 0.25), (Difference{Interval{11, -2, 25}, true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := points(Indicative, -0.16, -0.31, -0.01), (Difference{Interval{-20, -40, 0}, true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
