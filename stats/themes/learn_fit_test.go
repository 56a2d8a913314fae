package themes

import (
	"math"
	"math/rand/v2"
	"testing"
)

// objective is what fit minimises.
func objective(r *rows, samples []sample, w []float64) float64 {
	sum := 0.0
	for _, x := range w {
		sum += x * x / 2
	}
	for _, s := range samples {
		sum += s.cost * math.Log1p(math.Exp(-s.sign()*(s.base+dot(w, r.row(s.row)))))
	}
	return sum
}

// problem makes samples of a class that is there where a weighted sum of their
// features is large, with some exceptions.
func problem(seed uint64, n, columns int) (*rows, []sample) {
	random := rand.New(rand.NewPCG(seed, 7))
	truth := make([]float64, columns)
	for i := range truth {
		truth[i] = random.NormFloat64()
	}
	r, samples := &rows{}, []sample{}
	for i := range n {
		var v []feature
		sum := 0.3 * random.NormFloat64()
		for col := range columns {
			if random.IntN(2) == 0 {
				x := random.NormFloat64()
				v = append(v, feature{uint32(col), float32(x)})
				sum += truth[col] * x
			}
		}
		r.add(v)
		samples = append(samples, sample{i, sum > 0, .1 + 3*random.Float64(), random.NormFloat64()})
	}
	return r, samples
}

// downhill minimises the objective itself, by going down its slope with ever
// smaller steps where it does not fall.
func downhill(r *rows, samples []sample, columns int) []float64 {
	w := make([]float64, columns+1)
	step := 1.0
	for range 20000 {
		slope := append([]float64(nil), w...)
		for _, s := range samples {
			margin := s.sign() * (s.base + dot(w, r.row(s.row)))
			addTo(slope, r.row(s.row), -s.sign()*s.cost/(1+math.Exp(margin)))
		}
		next := make([]float64, len(w))
		for i := range w {
			next[i] = w[i] - step*slope[i]
		}
		if objective(r, samples, next) < objective(r, samples, w) {
			w, step = next, step*1.1
		} else if step /= 2; step < 1e-12 {
			break
		}
	}
	return w
}

func TestFitFindsTheMinimum(t *testing.T) {
	for seed := range uint64(8) {
		r, samples := problem(seed, 20+5*int(seed), 6)
		got, want := fit(r, samples, 6), downhill(r, samples, 6)
		if g, w := objective(r, samples, got), objective(r, samples, want); g > w*(1+1e-3) {
			t.Errorf("seed %d: objective %v, the least is %v", seed, g, w)
		}
		for i := range got {
			if math.Abs(got[i]-want[i]) > .02*(1+math.Abs(want[i])) {
				t.Errorf("seed %d: weight %d is %v, want %v", seed, i, got[i], want[i])
			}
		}
	}
}

// The multiplier solves its equation, whatever the numbers.
func TestMultiplier(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 10000 {
		cost := math.Exp(3 * random.NormFloat64())
		now := cost * random.Float64()
		squares := math.Exp(2 * random.NormFloat64())
		margin := 10 * random.NormFloat64()
		got := multiplier(now, squares, margin, cost)
		if !(got >= 0 && got <= cost) {
			t.Fatalf("multiplier(%v, %v, %v, %v) = %v", now, squares, margin, cost, got)
		}
		// The dual's terms that depend on it; no point near is better.
		dual := func(a float64) float64 {
			if a <= 0 || a >= cost {
				return math.Inf(1)
			}
			return a*math.Log(a) + (cost-a)*math.Log(cost-a) + squares*(a-now)*(a-now)/2 + margin*(a-now)
		}
		for _, near := range []float64{got * .99, got * 1.01, got + .01*(cost-got), got - .01*(cost-got)} {
			if dual(near) < dual(got)-1e-6*(1+math.Abs(dual(got))) {
				t.Fatalf("multiplier(%v, %v, %v, %v) = %v, but %v is better", now, squares, margin, cost, got, near)
			}
		}
	}
}
