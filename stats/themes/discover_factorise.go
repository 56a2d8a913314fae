package themes

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// singular returns the k largest singular values of m, descending, with their
// left and right vectors as columns. It may return fewer: those that are nought
// are left out.
//
// It iterates on a random subspace (Halko, Martinsson and Tropp, "Finding
// structure with randomness", SIAM Review 53, 2011, algorithm 4.4). Random is a
// fixed sequence: the same matrix has the same vectors, also in their signs.
func (m *sparse) singular(k int) (left dense, values []float64, right dense) {
	t := m.transposed()
	// Ten more than asked for, and six rounds, as in section 1.2 there: spectra
	// of words fall slowly.
	const more, rounds = 10, 6
	width := min(k+more, m.rows(), m.columns)
	right = newDense(m.columns, width)
	for i := range right.value {
		right.value[i] = coin(uint64(i))
	}
	for range rounds {
		left = orthonormal(m.times(right))
		right = orthonormal(t.times(left))
	}
	left = orthonormal(m.times(right))
	right = t.times(left)
	squares, turn := eigen(right.gram())
	left, right = left.times(turn), right.times(turn)
	for i, s := range squares[:min(k, width)] {
		if s <= squares[0]*1e-12 || s == 0 {
			break
		}
		values = append(values, math.Sqrt(s))
		for j := range right.rows {
			right.row(j)[i] /= values[i]
		}
	}
	return left, values, right
}

// coin is 1 or -1 by the n-th number of SplitMix64 (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014).
func coin(n uint64) float64 {
	z := (n + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64(int(z>>63)*2 - 1)
}

// orthonormal returns columns that span what those of m span. A direction that
// is hardly there becomes a column of noughts.
func orthonormal(m dense) dense {
	squares, turn := eigen(m.gram())
	for j, s := range squares {
		by := 0.0
		if s > squares[0]*1e-14 {
			by = 1 / math.Sqrt(s)
		}
		for i := range turn.rows {
			turn.row(i)[j] *= by
		}
	}
	return m.times(turn)
}

// eigen returns the eigenvalues of a symmetric matrix, descending, and its
// vectors as columns.
func eigen(m dense) ([]float64, dense) {
	n := m.rows
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(n, m.value), true) {
		// It fails on what is not a number alone, which sums of squares are not.
		panic("themes: no eigenvalues")
	}
	ascending, columns := e.Values(nil), mat.NewDense(n, n, nil)
	e.VectorsTo(columns)
	values, vectors := make([]float64, n), newDense(n, n)
	for j := range n {
		values[j] = ascending[n-1-j]
		for i := range n {
			vectors.row(i)[j] = columns.At(i, n-1-j)
		}
	}
	return values, vectors
}

// factorise returns w and h, both without negative numbers, so that w·hᵀ is near
// x: each row of x is made of k parts, the columns of h. It returns fewer than k
// where x has no more.
//
// It minimises the Frobenius norm, one part after the other (HALS: Cichocki and
// Phan, "Fast local algorithms for large scale nonnegative matrix and tensor
// factorizations", IEICE Transactions E92-A, 2009), until a round makes it less
// than a ten-thousandth smaller, at most 200.
func factorise(x *sparse, k int) (w, h dense) {
	const enough, most = 1e-4, 200
	w, h = nndsvd(x, k)
	t := x.transposed()
	whole := 0.0
	for _, v := range x.value {
		whole += v * v
	}
	before := math.Sqrt(whole) // of w and h without anything
	for range most {
		hh := h.gram()
		// |x − w·hᵀ|² = |x|² − 2⟨w, x·h⟩ + ⟨wᵀ·w, hᵀ·h⟩
		near := 0.0
		for _, v := range descend(w, x, h, hh) {
			near += v
		}
		ww := w.gram()
		err := math.Sqrt(max(0, whole-2*near+inner(ww.value, hh.value)))
		if before-err <= enough*before {
			break
		}
		before = err
		descend(h, t, w, ww)
	}
	return w, h
}

// mostColumns is how many parts there are at most.
const mostColumns = 256

// descend sets every number of m to the best there is, given the others of its
// row, so that m·otherᵀ comes near x; gram is other's. It returns the inner
// product of each row of m with that of x·other, which is too big to be kept.
func descend(m dense, x *sparse, other, gram dense) []float64 {
	products := make([]float64, m.rows)
	inParallel(m.rows, func(i int) {
		var buffer [mostColumns]float64
		want := buffer[:m.columns]
		at, value := x.row(i)
		for k, j := range at {
			addScaled(want, value[k], other.row(int(j)))
		}
		row := m.row(i)
		for j := range row {
			g := gram.row(j)
			if g[j] > 0 {
				row[j] = max(0, row[j]+(want[j]-inner(g, row))/g[j])
			}
		}
		products[i] = inner(row, want)
	})
	return products
}

// nndsvd returns where factorise begins: NNDSVD (Boutsidis and Gallopoulos, "SVD
// based initialization: a head start for nonnegative matrix factorization",
// Pattern Recognition 41, 2008), of each pair of singular vectors the side that
// weighs more.
func nndsvd(x *sparse, k int) (w, h dense) {
	left, values, right := x.singular(min(k, mostColumns))
	w, h = newDense(x.rows(), len(values)), newDense(x.columns, len(values))
	for j, s := range values {
		plus, minus := sideLength(left, j, 1)*sideLength(right, j, 1), sideLength(left, j, -1)*sideLength(right, j, -1)
		sign := 1.0
		if minus > plus {
			sign = -1
		}
		if weight := math.Sqrt(s * max(plus, minus)); weight > 0 {
			keepSide(w, left, j, sign, weight/sideLength(left, j, sign))
			keepSide(h, right, j, sign, weight/sideLength(right, j, sign))
		}
	}
	return w, h
}

// sideLength is the length of the part of a column of m that has a sign.
func sideLength(m dense, column int, sign float64) float64 {
	sum := 0.0
	for i := range m.rows {
		v := max(0, sign*m.row(i)[column])
		sum += v * v
	}
	return math.Sqrt(sum)
}

func keepSide(to, from dense, column int, sign, by float64) {
	for i := range to.rows {
		to.row(i)[column] = max(0, sign*from.row(i)[column]) * by
	}
}
