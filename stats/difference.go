package stats

import (
	"math"
)

// Newcombe returns the 95 % interval of the difference of two shares, a of m
// minus b of n, of groups that have nobody in common.
//
//   - Input: counts, 0 <= a <= m and 0 <= b <= n.
//   - Result: -1 <= low <= a/m − b/n <= high <= 1.
//   - Formula: with p, l and u the share and the ends of its Wilson interval,
//     low = p1 − p2 − √((p1−l1)² + (u2−p2)²) and
//     high = p1 − p2 + √((u1−p1)² + (p2−l2)²).
//   - Special cases: (−1, 1) when either group is empty.
//   - Source: method 10 of Newcombe, Statistics in Medicine 17 (1998) 873–890.
func Newcombe(a, m, b, n int) (low, high float64) {
	if m == 0 || n == 0 {
		return -1, 1
	}
	return newcombe(float64(a)/float64(m), m, float64(b)/float64(n), n)
}

// newcombe is Newcombe of shares p1 of m and p2 of n, neither of nobody.
func newcombe(p1 float64, m int, p2 float64, n int) (low, high float64) {
	l1, u1 := wilson(p1, m)
	l2, u2 := wilson(p2, n)
	d := p1 - p2
	return d - math.Hypot(p1-l1, u2-p2), d + math.Hypot(u1-p1, p2-l2)
}

// welch returns the 95 % t interval of the difference of two means, mean1 −
// mean2, in the unit of the values.
//
//   - Input: means, variances with n − 1 in the denominator, and sizes, both 2
//     or more.
//   - Formula: d ± t·√(v1/n1 + v2/n2), with t the 0.975 quantile of Student's
//     distribution with (v1/n1 + v2/n2)² / ((v1/n1)²/(n1−1) + (v2/n2)²/(n2−1))
//     degrees of freedom, so that the groups may be spread differently.
//   - Special cases: without any spread the interval has no width.
//   - Source: Welch, Biometrika 34 (1947) 28–35.
func welch(mean1, variance1 float64, n1 int, mean2, variance2 float64, n2 int) (low, high float64) {
	d := mean1 - mean2
	e1, e2 := variance1/float64(n1), variance2/float64(n2)
	if e1+e2 == 0 {
		return d, d
	}
	freedom := (e1 + e2) * (e1 + e2) / (e1*e1/float64(n1-1) + e2*e2/float64(n2-1))
	half := studentQuantile(tail, freedom) * math.Sqrt(e1+e2)
	return d - half, d + half
}

// difference rounds a difference of two means as p allows: to halves with the
// interval outward, or to one decimal.
func difference(p Precision, value, low, high float64) Difference {
	var d Difference
	if p == Full {
		d.Interval = Interval{decimal(value), decimal(low), decimal(high)}
	} else {
		d.Interval = Interval{math.Round(2*value) / 2, math.Floor(2*low) / 2, math.Ceil(2*high) / 2}
	}
	return d.judged()
}

// points rounds a difference of two shares to percentage points: tens with the
// interval outward, or whole ones.
func points(p Precision, value, low, high float64) Difference {
	var d Difference
	if p == Full {
		d.Interval = Interval{math.Round(100 * value), math.Round(100 * low), math.Round(100 * high)}
	} else {
		d.Interval = Interval{10 * math.Round(10*value), 10 * math.Floor(10*low), 10 * math.Ceil(10*high)}
	}
	return d.judged()
}

// judged says of a difference as it is shown whether it may be chance, and makes
// −0 a 0.
func (d Difference) judged() Difference {
	for _, x := range []*float64{&d.Value, &d.Low, &d.High} {
		if *x == 0 {
			*x = 0
		}
	}
	d.Chance = d.Low <= 0 && 0 <= d.High
	return d
}

// coarser returns the one of two precisions that shows less.
func coarser(a, b Precision) Precision {
	switch {
	case a == Hidden || b == Hidden:
		return Hidden
	case a == Indicative || b == Indicative:
		return Indicative
	}
	return Full
}
