package stats

import "math"

// estimated is an estimate with its 95 % interval, not rounded.
type estimated struct{ value, low, high float64 }

// between returns how much the true values of groups differ, by the method of
// moments, and their mean with its variance.
//
//   - Input: what was found in each group and the variance of that by chance,
//     above 0; two groups or more.
//   - Result: variance >= 0 in the square of the values' unit; the mean weighs
//     each group by 1/(its variance + between).
//   - Formula: with w = 1/v, m = Σwy/Σw and Q = Σw(y − m)²,
//     between = max(0, (Q − (I − 1)) / (Σw − Σw²/Σw)).
//   - Source: DerSimonian and Laird, Controlled Clinical Trials 7 (1986) 177–188.
func between(values, variances []float64) (variance, mean, meanVariance float64) {
	mean, weights := weighted(values, variances, 0)
	q, squares := 0.0, 0.0
	for i, y := range values {
		q += (y - mean) * (y - mean) / variances[i]
		squares += 1 / (variances[i] * variances[i])
	}
	variance = max(0, (q-float64(len(values)-1))/(weights-squares/weights))
	mean, weights = weighted(values, variances, variance)
	return variance, mean, 1 / weights
}

// weighted returns the mean of values, each weighed by 1/(its variance + more),
// and the sum of the weights.
func weighted(values, variances []float64, more float64) (mean, weights float64) {
	for i, y := range values {
		w := 1 / (variances[i] + more)
		mean += w * y
		weights += w
	}
	return mean / weights, weights
}

// shrink draws what was found in each group towards the mean of all, the more
// so the less it rests on: chance makes small groups look more unlike than they
// are.
//
//   - Input: as of [between].
//   - Formula: with B = between/(between + v), Bx + (1 − B)m, and its variance
//     Bv + (1 − B)²·var(m); the interval is normal.
//   - Special cases: where groups differ no more than chance makes them, all get
//     the mean of all.
//   - Source: Morris, J. Am. Stat. Assoc. 78 (1983) 47–55; the interval as of
//     Raudenbush and Bryk, J. Educational Statistics 10 (1985) 75–98.
func shrink(values, variances []float64) []estimated {
	tau, mean, meanVariance := between(values, variances)
	shrunk := make([]estimated, len(values))
	for i, y := range values {
		b := tau / (tau + variances[i])
		value := b*y + (1-b)*mean
		half := z * math.Sqrt(b*variances[i]+(1-b)*(1-b)*meanVariance)
		shrunk[i] = estimated{value, value - half, value + half}
	}
	return shrunk
}
