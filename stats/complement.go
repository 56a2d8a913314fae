package stats

import "slices"

// branch is a unit in a tree of units. The first is the top; parents stand
// before their children.
type branch struct {
	parent int // its place in the tree
	// sizes is how many there are of each thing that is counted, in the unit and
	// all below it: those who answered a question, those who answered at all.
	sizes []int
}

// cut is why nothing is shown of a unit.
type cut int

const (
	notCut  cut = iota // it is shown
	tooFew             // it has fewer than k
	toGuard            // with it others could be worked out
)

// complement returns of which units of a tree nothing may be shown, so that all
// that is shown of the others leaves nobody alone.
//
// Units lie within each other or apart. So whatever somebody adds and subtracts
// of what is shown is made of these pieces: what each unit that is shown has
// besides the largest ones within it that are shown too. Each piece must be of
// nobody, or of k or more, of everything that is counted. Where one is not, the
// smallest of those largest ones is hidden as well and its piece joins, the
// first in the tree among equals; from below upwards, so that what joins is of
// k or more itself.
//
//   - Input: every size is at least the sum of those of the unit's children; what
//     it has more was answered at the unit itself.
//   - Result: as long as the tree.
//   - Source: complementary suppression of cells in a table with totals;
//     Willenborg and de Waal, Elements of Statistical Disclosure Control (2001),
//     chapter 5.
func complement(k int, tree []branch) []cut {
	cuts := make([]cut, len(tree))
	within := make([][]int, len(tree)) // the largest units within each that are shown
	for i := len(tree) - 1; i >= 0; i-- {
		slices.Sort(within[i])
		if slices.ContainsFunc(tree[i].sizes, func(n int) bool { return n < k }) {
			cuts[i] = tooFew
		} else {
			for len(within[i]) > 0 && alone(k, tree, i, within[i]) {
				j := smallest(tree, within[i])
				hidden := within[i][j]
				cuts[hidden] = toGuard
				within[i] = slices.Concat(slices.Delete(within[i], j, j+1), within[hidden])
				slices.Sort(within[i])
			}
		}
		if i == 0 {
			break
		}
		up := tree[i].parent
		if cuts[i] == notCut {
			within[up] = append(within[up], i)
		} else {
			within[up] = append(within[up], within[i]...)
		}
	}
	return cuts
}

// alone reports whether what unit i has besides those within it is of somebody
// and of fewer than k.
func alone(k int, tree []branch, i int, within []int) bool {
	for m, n := range tree[i].sizes {
		for _, j := range within {
			n -= tree[j].sizes[m]
		}
		if 0 < n && n < k {
			return true
		}
	}
	return false
}

// smallest returns the place in within of the unit with the smallest first size.
func smallest(tree []branch, within []int) int {
	least := 0
	for at, i := range within {
		if tree[i].sizes[0] < tree[within[least]].sizes[0] {
			least = at
		}
	}
	return least
}
