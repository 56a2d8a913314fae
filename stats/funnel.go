package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"ouderstem/survey"
)

// Funnel places units of 30 answers and more among the limits that chance keeps
// within, in marks or in per cent.
type Funnel struct {
	Mean float64 `json:"mean"` // of all that are in it
	// Dispersion is how much more the units differ than chance makes them; 1 or
	// more. The limits are widened by its root.
	Dispersion float64       `json:"dispersion"`
	Points     []FunnelPoint `json:"points"` // as Teams.List is ordered
	Limits     []FunnelLimit `json:"limits"` // ascending N
}

// FunnelPoint is one unit.
type FunnelPoint struct {
	Unit  survey.Unit `json:"unit"`
	N     int         `json:"n"`
	Value float64     `json:"value"`
}

// FunnelLimit are the limits for groups of N.
type FunnelLimit struct {
	N         int     `json:"n"`
	InnerLow  float64 `json:"innerLow"` // 95 %
	InnerHigh float64 `json:"innerHigh"`
	OuterLow  float64 `json:"outerLow"` // 99.8 %
	OuterHigh float64 `json:"outerHigh"`
}

// The probabilities below the upper limits.
const (
	innerTail = tail
	outerTail = 0.999
)

// winsorised is the part at either end that is drawn in before dispersion is
// reckoned: a few groups that are really unlike the rest must not hide
// themselves by widening the limits.
const winsorised = 0.1

// funnelSteps is for how many sizes the limits are given.
const funnelSteps = 40

// funnel places groups among the limits around a target, the variance of which is
// above 0. The units of the points are left to fill in.
//
// Limits of shares are exact,
// those of means go by Student's distribution with the variance within groups.
// Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202.
func funnel(groups []sampled, all target, kind survey.Kind) *Funnel {
	shown := func(v float64) float64 { return decimal(100 * v) }
	least, most := 0.0, 1.0
	limit := func(p float64, n int) float64 { return binomialLimit(p, n, all.mean) }
	value := func(v float64) float64 { return math.Round(100 * v) }
	if kind == survey.Mark {
		shown = func(v float64) float64 { return math.Round(100*v) / 100 }
		value = decimal
		least, most = survey.Lowest, survey.Highest
		limit = func(p float64, n int) float64 {
			return all.mean + studentQuantile(p, float64(all.freedom))*math.Sqrt(all.variance/float64(n))
		}
	}
	phi := dispersion(groups, all)
	widened := func(p float64, n int) float64 {
		return shown(min(max(all.mean+math.Sqrt(phi)*(limit(p, n)-all.mean), least), most))
	}
	f := &Funnel{Mean: value(all.mean), Dispersion: math.Round(100*phi) / 100}
	largest := Exact
	for _, g := range groups {
		f.Points = append(f.Points, FunnelPoint{N: g.n, Value: value(g.value)})
		largest = max(largest, g.n)
	}
	for _, n := range sizes(Exact, largest) {
		f.Limits = append(f.Limits, FunnelLimit{
			N: n, InnerLow: widened(1-innerTail, n), InnerHigh: widened(innerTail, n),
			OuterLow: widened(1-outerTail, n), OuterHigh: widened(outerTail, n),
		})
	}
	return f
}

// sizes returns numbers from least to most, closer together where the limits
// bend most: at even steps of 1/√n.
func sizes(least, most int) []int {
	var list []int
	from, to := 1/math.Sqrt(float64(least)), 1/math.Sqrt(float64(most))
	for i := range funnelSteps {
		x := from + (to-from)*float64(i)/(funnelSteps-1)
		list = append(list, min(max(int(math.Round(1/(x*x))), least), most))
	}
	return slices.Compact(list)
}

// dispersion returns how much more groups differ from the target than chance
// makes them, as a factor of the variance; 1 where they do not.
//
//   - Formula: Σz²/I, where z = (y − target)/√(variance/n), and the tenth at
//     either end, rounded down, is drawn in to the next value.
//   - Source: Spiegelhalter 2005, as above, section 4.
func dispersion(groups []sampled, all target) float64 {
	scores := make([]float64, len(groups))
	for i, g := range groups {
		scores[i] = (g.value - all.mean) / math.Sqrt(all.variance/float64(g.n))
	}
	slices.Sort(scores)
	cut := int(winsorised * float64(len(scores)))
	low, high := scores[cut], scores[len(scores)-1-cut]
	sum := 0.0
	for _, s := range scores {
		s = min(max(s, low), high)
		sum += s * s
	}
	return max(1, sum/float64(len(scores)))
}

// binomialLimit returns the share of n below which one falls with probability p,
// where the true one is share: the exact quantile, drawn between the two counts
// that it lies between so that the limits make a line.
//
//   - Input: 0 < p < 1, n > 0, 0 < share < 1.
//   - Result: may be up to 1/n below 0, to be clipped.
//   - Formula: (r − (F(r) − p)/(F(r) − F(r − 1))) / n, with F the binomial
//     distribution and r the least count with F(r) >= p.
//   - Source: Spiegelhalter 2005, as above, appendix A.1.1.
func binomialLimit(p float64, n int, share float64) float64 {
	b := distuv.Binomial{N: float64(n), P: share}
	low, high := 0, n // F(high) >= p
	for low < high {
		if at := (low + high) / 2; b.CDF(float64(at)) >= p {
			high = at
		} else {
			low = at + 1
		}
	}
	below := 0.0
	if low > 0 {
		below = b.CDF(float64(low - 1))
	}
	upTo := b.CDF(float64(low))
	return (float64(low) - (upTo-p)/(upTo-below)) / float64(n)
}
