package themes

import (
	"math"
	"math/rand/v2"
)

// rows are sparse vectors, one after another.
type rows struct {
	start    []int // where each begins in features; one more than there are rows
	features []feature
}

// add appends a vector.
func (r *rows) add(v []feature) {
	if len(r.start) == 0 {
		r.start = append(r.start, 0)
	}
	r.features = append(r.features, v...)
	r.start = append(r.start, len(r.features))
}

func (r *rows) row(i int) []feature { return r.features[r.start[i]:r.start[i+1]] }

// sample is a row to learn from: whether it is one of the class, and what a
// mistake about it costs (> 0). base is added to its score before anything is
// learned: what was believed before.
type sample struct {
	row  int
	yes  bool
	cost float64
	base float64
}

// bias is the value of the feature that every row has: the square root of how
// much less the intercept is held to nought than a weight.
const bias = 1

const (
	mostRounds = 60   // over all samples
	goodEnough = 5e-3 // of a sample's cost, by which no multiplier still moves
)

// fit returns the weights w and the intercept, in the place behind them, that
// minimise
//
//	½‖w‖² + Σᵢ costᵢ ln(1 + exp(−yᵢ (baseᵢ + w·xᵢ)))      with y = ±1
//
// which is logistic regression held back by the square of its weights. It goes
// over the samples' multipliers α ∈ (0, cost), with w = Σ αᵢ yᵢ xᵢ, and solves for
// one at a time: Yu, Huang and Lin 2011, "Dual coordinate descent methods for
// logistic regression and maximum entropy models", Machine Learning 85. The order
// is drawn anew each round from a fixed seed, so the same samples give the same
// weights.
func fit(r *rows, samples []sample, columns int) []float64 {
	w := make([]float64, columns+1)
	alpha, squares := make([]float64, len(samples)), make([]float64, len(samples))
	order := make([]int, len(samples))
	for i, s := range samples {
		order[i] = i
		alpha[i] = 1e-3 * s.cost
		squares[i] = bias * bias
		for _, f := range r.row(s.row) {
			squares[i] += float64(f.x) * float64(f.x)
		}
		addTo(w, r.row(s.row), s.sign()*alpha[i])
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // an order, not a secret
	for range mostRounds {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		moved := 0.0
		for _, i := range order {
			s := &samples[i]
			row := r.row(s.row)
			next := multiplier(alpha[i], squares[i], s.sign()*(s.base+dot(w, row)), s.cost)
			step := next - alpha[i]
			moved = max(moved, math.Abs(step)/s.cost)
			if math.Abs(step) > 1e-6*s.cost {
				addTo(w, row, s.sign()*step)
				alpha[i] = next
			}
		}
		if moved < goodEnough {
			break
		}
	}
	return w
}

func (s *sample) sign() float64 {
	if s.yes {
		return 1
	}
	return -1
}

// multiplier returns the best α ∈ (0, cost) for one sample while the others stay:
// with α = cost/(1+exp(−u)) it is where
//
//	u + squares·(α − now) + margin = 0.
//
// The left side rises with u, at least as fast as u itself, so that Newton's
// method between two ends that close in finds it.
func multiplier(now, squares, margin, cost float64) float64 {
	low, high := -margin-squares*(cost-now), -margin+squares*now
	u := min(max(-margin, low), high)
	for range 30 {
		share := 1 / (1 + math.Exp(-u))
		wrong := u + squares*(cost*share-now) + margin
		if wrong > 0 {
			high = u
		} else {
			low = u
		}
		step := wrong / (1 + squares*cost*share*(1-share))
		if math.Abs(step) < 1e-4 {
			u -= step
			break
		}
		if u -= step; math.Abs(step) > (high-low)/2 || u <= low || u >= high {
			u = (low + high) / 2
		}
	}
	return cost / (1 + math.Exp(-u))
}

// dot returns w·x with the intercept.
func dot(w []float64, x []feature) float64 {
	sum := bias * w[len(w)-1]
	for _, f := range x {
		sum += w[f.at] * float64(f.x)
	}
	return sum
}

// addTo adds step times x, with the feature that every row has, to w.
func addTo(w []float64, x []feature, step float64) {
	w[len(w)-1] += bias * step
	for _, f := range x {
		w[f.at] += step * float64(f.x)
	}
}
