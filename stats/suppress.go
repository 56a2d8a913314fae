package stats

import (
	"math"
	"slices"

	"ouderstem/survey"
)

// threshold returns the k that holds. A k that was never set, or was set too
// low, must not open anything: the usual one holds instead.
func threshold(k int) int {
	if k < survey.LeastK {
		return survey.UsualK
	}
	return k
}

// precision returns how exactly n answers may be shown where k is the least
// number that is shown at all.
func precision(n, k int) Precision {
	switch {
	case n < k:
		return Hidden
	case n < Exact:
		return Indicative
	}
	return Full
}

// oneAnswer reports whether c of n answers, all the same, are so many that a
// figure would tell what nearly everybody in a small group said: 90 % or more.
func oneAnswer(c, n int) bool { return 10*c >= 9*n }

// shares returns which shares of n answers the parts are, as p allows; n > 0.
// The parts are one division of the group, so they are judged together: a small
// rest beside a part that is nearly everybody is not told exactly either.
func shares(p Precision, n int, parts ...int) []Share {
	shown := make([]Share, len(parts))
	if p == Hidden || len(parts) == 0 {
		return shown
	}
	same := oneAnswer(slices.Max(parts), n)
	for i, c := range parts {
		switch {
		case p == Full:
			shown[i] = whole(c, n)
		case same && oneAnswer(c, n):
			shown[i] = Share{Percent: 100, Word: AlmostEveryone}
		case same:
			shown[i] = Share{Word: AlmostNobody}
		default:
			shown[i] = tens(c, n)
		}
	}
	return shown
}

// share returns what p allows to say of c out of n answers, beside all others.
func share(p Precision, c, n int) Share { return shares(p, n, c, n-c)[0] }

// tens is c of n to the nearest 10 %, halves upward; what would be nothing is
// told in words. Nearly everybody is the business of shares.
func tens(c, n int) Share {
	percent := (20*c + n) / (2 * n) * 10
	if percent == 0 {
		return Share{Word: AlmostNobody}
	}
	return Share{Percent: percent}
}

// whole is c of n in whole per cents, halves upward. 0 and 100 stand only for
// nobody and for everybody: somebody among many is told in words.
func whole(c, n int) Share {
	s := Share{Percent: (200*c + n) / (2 * n)}
	switch {
	case s.Percent == 0 && c > 0:
		s.Word = AlmostNobody
	case s.Percent == 100 && c < n:
		s.Word = AlmostEveryone
	}
	return s
}

// estimate is share with its Wilson interval in whole per cents where p is
// Full. Rounding to the nearest keeps the value within its interval.
func estimate(p Precision, c, n int) Share {
	s := share(p, c, n)
	if p == Full {
		s.Interval = percentage(c, n)
	}
	return s
}

// percentage is c of n with its Wilson interval, in whole per cents; n > 0.
func percentage(c, n int) *Interval {
	low, high := Wilson(c, n)
	return &Interval{
		Value: float64(whole(c, n).Percent),
		Low:   math.Round(100 * low),
		High:  math.Round(100 * high),
	}
}

// mean returns the mean of marks with its interval, as p allows: halves with
// the interval outward, or one decimal. Rounding to the nearest is monotone
// and outward goes away from the mean, so the value never falls outside.
//
// A small group that nearly all gave one mark has no mean to show: it would
// tell that mark of everybody in it. The bands still say where it lies.
func mean(p Precision, marks Marks) *Interval {
	if p == Hidden || p == Indicative && oneAnswer(slices.Max(marks[:]), marks.N()) {
		return nil
	}
	value, low, high := Mean(marks)
	shown := meanAs(p, value, low, high)
	return &shown
}

// meanAs rounds a mean and its interval as p allows, which is not Hidden.
func meanAs(p Precision, value, low, high float64) Interval {
	if p == Full {
		return Interval{decimal(value), decimal(low), decimal(high)}
	}
	return Interval{math.Round(2*value) / 2, math.Floor(2*low) / 2, math.Ceil(2*high) / 2}
}

func decimal(x float64) float64 { return math.Round(10*x) / 10 }

// Nearest5 rounds a count to the nearest 5, so that 1 and 2 become 0.
func Nearest5(n int) int { return (n + 2) / 5 * 5 }
