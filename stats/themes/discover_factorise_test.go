package themes

import (
	"math"
	"runtime"
	"slices"
	"testing"
)

// made returns a matrix of rank k, the same each time, with noughts in it.
func made(rows, columns, k int) (*sparse, dense) {
	w, h := newDense(rows, k), newDense(columns, k)
	for i := range w.value {
		w.value[i] = max(0, math.Sin(float64(7*i)))
	}
	for i := range h.value {
		h.value[i] = max(0, math.Cos(float64(3*i)))
	}
	x, full := &sparse{columns: columns, start: []int{0}}, newDense(rows, columns)
	for i := range rows {
		var cells []cell
		for j := range columns {
			if v := inner(w.row(i), h.row(j)); v > 0 {
				full.row(i)[j] = v
				cells = append(cells, cell{int32(j), v})
			}
		}
		slices.Reverse(cells)
		x.add(cells)
	}
	return x, full
}

func distance(x dense, w, h dense) float64 {
	sum, all := 0.0, 0.0
	for i := range x.rows {
		for j := range x.columns {
			d := x.row(i)[j] - inner(w.row(i), h.row(j))
			sum, all = sum+d*d, all+x.row(i)[j]*x.row(i)[j]
		}
	}
	return math.Sqrt(sum / all)
}

func TestSparse(t *testing.T) {
	x, full := made(30, 20, 3)
	one := newDense(20, 20)
	for i := range 20 {
		one.row(i)[i] = 1
	}
	if got := x.times(one); !slices.Equal(got.value, full.value) {
		t.Error("x times one is not x")
	}
	if got := x.transposed().transposed(); !slices.Equal(got.value, x.value) || !slices.Equal(got.at, x.at) || !slices.Equal(got.start, x.start) {
		t.Error("transposed twice is not x")
	}
	if got := full.gram().row(2)[5]; math.Abs(got-inner(full.times(one).cross(full).row(5), one.row(2))) > 1e-9 {
		t.Errorf("gram: %v", got)
	}
}

// The vectors are orthonormal and give back a matrix of their number.
func TestSingular(t *testing.T) {
	x, full := made(60, 40, 4)
	left, values, right := x.singular(8)
	if len(values) != 4 || !slices.IsSortedFunc(values, func(a, b float64) int { return int(b - a) }) {
		t.Fatalf("values %v, want four, descending", values)
	}
	for i := range values {
		for j := range values {
			want := 0.0
			if i == j {
				want = 1
			}
			if got := left.gram().row(i)[j]; math.Abs(got-want) > 1e-6 {
				t.Errorf("left vectors %d and %d: %v", i, j, got)
			}
		}
	}
	back := left.first(4)
	for i := range back.rows {
		for j, s := range values {
			back.row(i)[j] *= s
		}
	}
	if d := distance(full, back, right.first(4)); d > 1e-6 {
		t.Errorf("the vectors give back x but for %v", d)
	}
}

// The parts are not negative, give back a matrix made of parts, and are the
// same bytes on one core and on many.
func TestFactorise(t *testing.T) {
	const rows = 2*blockRows + 4 // sums of three blocks: they could come in another order
	x, full := made(rows, 12, 4)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	w, h := factorise(x, 4)
	if d := distance(full, w, h); d > .05 {
		t.Errorf("the parts give back x but for %v", d)
	}
	if slices.Min(w.value) < 0 || slices.Min(h.value) < 0 {
		t.Error("a part is negative")
	}
	runtime.GOMAXPROCS(7)
	w7, h7 := factorise(x, 4)
	if !slices.Equal(w.value, w7.value) || !slices.Equal(h.value, h7.value) {
		t.Error("the parts depend on how many cores there are")
	}
}

func TestFactoriseNothing(t *testing.T) {
	x := &sparse{columns: 3, start: []int{0}}
	x.add(nil)
	x.add(nil)
	if w, _ := factorise(x, 2); w.columns != 0 {
		t.Errorf("%d parts of nothing", w.columns)
	}
}

func TestJoin(t *testing.T) {
	m := dense{5, 2, []float64{1, 0, 0, 1, .9, .1, .1, .9, .8, .2}}
	m.normalise()
	if got := m.join(2); !slices.Equal(got, []int{0, 1, 0, 1, 0}) {
		t.Errorf("groups %v", got)
	}
	if got := m.join(9); !slices.Equal(got, []int{0, 1, 2, 3, 4}) {
		t.Errorf("groups %v", got)
	}
}
