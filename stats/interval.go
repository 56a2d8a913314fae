package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"ouderstem/survey"
)

// tail is the probability below the upper end of a 95 % interval.
const tail = 0.975

// z is the tail quantile of the standard normal distribution.
const z = 1.959963984540054

// Marks counts marks: Marks[0] parents gave a 1, Marks[9] gave a 10.
type Marks [survey.Highest - survey.Lowest + 1]int

// N is the number of marks.
func (m Marks) N() int {
	n := 0
	for _, c := range m {
		n += c
	}
	return n
}

// Mean returns the mean of marks and its 95 % t interval.
//
//   - Input: how often each mark was given, never below 0.
//   - Result: marks, 1 <= low <= mean <= high <= 10.
//   - Formula: mean ± t·s/√n, where s is the standard deviation with n − 1 in
//     the denominator and t the 0.975 quantile of Student's distribution with
//     n − 1 degrees of freedom; what falls outside the scale is clipped.
//   - Special cases: with one mark the interval is the whole scale, since one
//     answer says nothing of the spread; without any the mean is NaN. When all
//     gave the same mark the interval has no width.
//   - Source: Student, Biometrika 6 (1908) 1–25; NIST/SEMATECH e-Handbook of
//     Statistical Methods, 1.3.5.2.
func Mean(marks Marks) (mean, low, high float64) {
	n := marks.N()
	if n == 0 {
		return math.NaN(), survey.Lowest, survey.Highest
	}
	mean, variance := meanAndVariance(marks)
	if n == 1 {
		return mean, survey.Lowest, survey.Highest
	}
	low, high = student(mean, math.Sqrt(variance), n)
	return mean, max(low, survey.Lowest), min(high, survey.Highest)
}

// meanAndVariance returns the mean of marks and their variance with n − 1 in the
// denominator; of one mark that is 0.
func meanAndVariance(marks Marks) (mean, variance float64) {
	n, sum := marks.N(), 0
	for i, c := range marks {
		sum += c * (survey.Lowest + i)
	}
	mean = float64(sum) / float64(n)
	if n == 1 {
		return mean, 0
	}
	squares := 0.0
	for i, c := range marks {
		d := float64(survey.Lowest+i) - mean
		squares += float64(c) * d * d
	}
	return mean, squares / float64(n-1)
}

// student returns the t interval of a mean from the standard deviation of n
// values, n >= 2, in the unit of the values.
func student(mean, deviation float64, n int) (low, high float64) {
	half := studentQuantile(tail, float64(n-1)) * deviation / math.Sqrt(float64(n))
	return mean - half, mean + half
}

// studentQuantile returns the p quantile, 0 < p < 1, of Student's distribution
// with so many degrees of freedom, above 0. Solving for it takes longer the more
// there are, so from a thousand on it is the normal quantile and what is added for
// the degrees: the terms of the series up to their fourth power, which for the
// limits of a report leaves less than 1e-12.
//
//   - Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964),
//     26.7.5.
func studentQuantile(p, freedom float64) float64 {
	if freedom < 1000 {
		return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(p)
	}
	x := distuv.UnitNormal.Quantile(p)
	y := x * x
	first := x * (y + 1) / 4
	second := x * (3 + y*(16+y*5)) / 96
	third := x * (-15 + y*(17+y*(19+y*3))) / 384
	fourth := x * (-945 + y*(-1920+y*(1482+y*(776+y*79)))) / 92160
	return x + (first+(second+(third+fourth/freedom)/freedom)/freedom)/freedom
}

// Wilson returns the 95 % Wilson score interval for k out of n, without
// continuity correction.
//
//   - Input: counts, 0 <= k <= n.
//   - Result: shares in [0, 1] with low <= k/n <= high.
//   - Formula: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), where p is
//     k/n and z the 0.975 quantile of the normal distribution.
//   - Special cases: (0, 1) when n is 0, since no answers tell nothing; low is
//     exactly 0 for k = 0, and high exactly 1 for k = n.
//   - Use: it holds for small n and for k = 0 or k = n, where p ± 1.96·SE does
//     not, which is most of our groups.
//   - Source: Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212; method 3 of
//     Newcombe, Statistics in Medicine 17 (1998) 857–872.
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	return wilson(float64(k)/float64(n), n)
}

// wilson is Wilson of a share p of n, n > 0; p need not be one of whole numbers.
func wilson(p float64, n int) (low, high float64) {
	size := float64(n)
	middle := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	whole := 1 + z*z/size
	low, high = (middle-half)/whole, (middle+half)/whole
	if p == 0 {
		low = 0 // and not what is left of it by floating point
	}
	if p == 1 {
		high = 1
	}
	return low, high
}

// finite returns how wide the interval of a sample is that was drawn from so many
// without any of them twice, as part of how wide it is when it is drawn from
// endlessly many; 0 when all are in it.
//
//   - Input: 0 < n <= population.
//   - Formula: √(1 − n/population), where the standard deviation has n − 1 in the
//     denominator.
//   - Source: Cochran, Sampling Techniques (third edition, 1977), 2.6, which says
//     that it may be ignored as long as n is 5 % of the population, and mostly also
//     at 10 %.
func finite(n, population int) float64 {
	return math.Sqrt(1 - float64(n)/float64(population))
}
