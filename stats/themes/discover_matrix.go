package themes

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// sparse is a matrix of which most is nought, by rows (compressed sparse row).
type sparse struct {
	columns int
	start   []int // row i is [start[i], start[i+1]) of at and value
	at      []int32
	value   []float64
}

// dense is a matrix by rows.
type dense struct {
	rows, columns int
	value         []float64
}

func newDense(rows, columns int) dense {
	return dense{rows, columns, make([]float64, rows*columns)}
}

func (m dense) row(i int) []float64 { return m.value[i*m.columns : (i+1)*m.columns] }

func (m *sparse) rows() int { return len(m.start) - 1 }

func (m *sparse) row(i int) ([]int32, []float64) {
	from, to := m.start[i], m.start[i+1]
	return m.at[from:to], m.value[from:to]
}

// cell is one number of a row.
type cell struct {
	at    int32
	value float64
}

// add appends a row; it sorts the cells, of which no two may be in the same
// place.
func (m *sparse) add(cells []cell) {
	if len(m.start) == 0 {
		m.start = []int{0}
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.at, b.at) })
	for _, c := range cells {
		m.at, m.value = append(m.at, c.at), append(m.value, c.value)
	}
	m.start = append(m.start, len(m.at))
}

// transposed returns m with rows for columns.
func (m *sparse) transposed() *sparse {
	t := &sparse{columns: m.rows(), start: make([]int, m.columns+1), at: make([]int32, len(m.at)), value: make([]float64, len(m.at))}
	for _, j := range m.at {
		t.start[j+1]++
	}
	for j := range m.columns {
		t.start[j+1] += t.start[j]
	}
	next := slices.Clone(t.start)
	for i := range m.rows() {
		at, value := m.row(i)
		for k, j := range at {
			t.at[next[j]], t.value[next[j]] = int32(i), value[k]
			next[j]++
		}
	}
	return t
}

// times returns m·b.
func (m *sparse) times(b dense) dense {
	out := newDense(m.rows(), b.columns)
	inParallel(out.rows, func(i int) {
		at, value := m.row(i)
		row := out.row(i)
		for k, j := range at {
			addScaled(row, value[k], b.row(int(j)))
		}
	})
	return out
}

// times returns m·b for a small b.
func (m dense) times(b dense) dense {
	out := newDense(m.rows, b.columns)
	inParallel(m.rows, func(i int) {
		row := out.row(i)
		for k, v := range m.row(i) {
			addScaled(row, v, b.row(k))
		}
	})
	return out
}

// blockRows is of how many rows a sum is made by itself; it must not depend on
// the machine, for sums of sums round differently.
const blockRows = 2048

// gram returns mᵀ·m.
func (m dense) gram() dense { return m.cross(m) }

// cross returns mᵀ·b for matrices with as many rows.
func (m dense) cross(b dense) dense {
	blocks := make([]dense, (m.rows+blockRows-1)/blockRows)
	inParallel(len(blocks), func(n int) {
		blocks[n] = newDense(m.columns, b.columns)
		for i := n * blockRows; i < min(m.rows, (n+1)*blockRows); i++ {
			for k, v := range m.row(i) {
				if v != 0 {
					addScaled(blocks[n].row(k), v, b.row(i))
				}
			}
		}
	})
	sum := newDense(m.columns, b.columns)
	for _, block := range blocks {
		addScaled(sum.value, 1, block.value)
	}
	return sum
}

func addScaled(to []float64, by float64, from []float64) {
	from = from[:len(to)]
	for i := range to {
		to[i] += by * from[i]
	}
}

func inner(a, b []float64) float64 {
	sum := 0.0
	b = b[:len(a)]
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// inParallel calls do for 0 to n on all cores. Each call must write to places of
// its own: then nothing depends on how many cores there are.
func inParallel(n int, do func(i int)) {
	cores := min(runtime.GOMAXPROCS(0), n)
	step := int64(max(1, min(64, n/(4*max(1, cores))))) // enough work to be worth a turn
	var next atomic.Int64
	var all sync.WaitGroup
	for range cores {
		all.Go(func() {
			for {
				to := int(next.Add(step))
				for i := to - int(step); i < min(to, n); i++ {
					do(i)
				}
				if to >= n {
					return
				}
			}
		})
	}
	all.Wait()
}
