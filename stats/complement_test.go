package stats

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// forest makes a tree of pairs: the place of the parent, and what was answered at
// the unit itself.
func forest(pairs ...[2]int) []branch {
	tree := make([]branch, len(pairs))
	for i, p := range pairs {
		tree[i] = branch{parent: p[0], sizes: []int{p[1]}}
	}
	for i := len(tree) - 1; i > 0; i-- {
		tree[tree[i].parent].sizes[0] += tree[i].sizes[0]
	}
	return tree
}

func TestComplement(t *testing.T) {
	const k = 10
	tests := []struct {
		name string
		tree []branch
		want string // a letter for each unit: shown, few, guards
	}{
		{"enough everywhere", forest([2]int{0, 0}, [2]int{0, 10}, [2]int{0, 30}), "sss"},
		{"one with too few takes the smallest along", forest([2]int{0, 0}, [2]int{0, 7}, [2]int{0, 30}, [2]int{0, 12}), "sfsg"},
		{"two with too few are enough together", forest([2]int{0, 0}, [2]int{0, 7}, [2]int{0, 30}, [2]int{0, 6}), "sfsf"},
		{"two that are too few together", forest([2]int{0, 0}, [2]int{0, 4}, [2]int{0, 30}, [2]int{0, 5}), "sfgf"},
		{"nobody at all is no secret", forest([2]int{0, 0}, [2]int{0, 0}, [2]int{0, 30}), "sfs"},
		{"too few at the unit itself, the first of equals", forest([2]int{0, 3}, [2]int{0, 40}, [2]int{0, 30}, [2]int{0, 30}), "ssgs"},
		{"enough at the unit itself", forest([2]int{0, 10}, [2]int{0, 40}, [2]int{0, 7}), "ssf"},
		{"a few here, a few there", forest([2]int{0, 4}, [2]int{0, 40}, [2]int{0, 6}), "ssf"},
		{"nothing of all either", forest([2]int{0, 0}, [2]int{0, 9}), "ff"},
		// With the unit that guards, all below it would guard nothing: one goes too.
		{
			"two floors", forest([2]int{0, 0}, [2]int{0, 7}, [2]int{0, 0}, [2]int{2, 20}, [2]int{2, 30}),
			"sfggs",
		},
		{
			"two floors, and what guards leaves nothing of itself",
			forest([2]int{0, 0}, [2]int{0, 7}, [2]int{0, 0}, [2]int{2, 20}, [2]int{2, 0}, [2]int{4, 4}, [2]int{4, 26}),
			"sfggsfg",
		},
	}
	for _, test := range tests {
		got := ""
		for _, c := range complement(k, test.tree) {
			got += string("sfg"[c])
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if left := pieces(k, test.tree, complement(k, test.tree)); left != "" {
			t.Errorf("%s: %s", test.name, left)
		}
	}
}

// pieces tells of a piece of what is shown that is of somebody and of fewer than
// k: the answers that were given in one and the same set of shown units.
func pieces(k int, tree []branch, cuts []cut) string {
	for m := range tree[0].sizes {
		of := map[string]int{} // by the shown units around it
		for i := range tree {
			own := tree[i].sizes[m]
			for j := 1; j < len(tree); j++ {
				if tree[j].parent == i {
					own -= tree[j].sizes[m]
				}
			}
			around := ""
			for at := i; ; at = tree[at].parent {
				if cuts[at] == notCut {
					around += fmt.Sprint(" ", at)
				}
				if at == 0 {
					break
				}
			}
			of[around] += own
		}
		for around, n := range of {
			if around != "" && 0 < n && n < k {
				return fmt.Sprintf("measure %d leaves %d within%s", m, n, around)
			}
		}
	}
	return ""
}

// drawForest draws a tree of up to three floors, with answers and responses.
func drawForest(seed uint64) (k int, tree []branch) {
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // a test
	k = 5 + r.IntN(6)
	n := 2 + r.IntN(9)
	for i := range n {
		own := 0
		switch r.IntN(4) {
		case 0:
		case 1:
			own = r.IntN(k)
		default:
			own = r.IntN(4 * k)
		}
		b := branch{sizes: []int{own, own + r.IntN(3)}} // some answered, but not this question
		if i > 0 {
			b.parent = r.IntN(i)
		}
		tree = append(tree, b)
	}
	for i := n - 1; i > 0; i-- {
		for m, size := range tree[i].sizes {
			tree[tree[i].parent].sizes[m] += size
		}
	}
	return k, tree
}

// Nobody can add and subtract what is shown of units in a tree and have the
// answers of a few; without any part of the rule somebody can.
func TestNothingSmallIsLeft(t *testing.T) {
	const cases = 100_000
	for seed := range uint64(cases) {
		k, tree := drawForest(seed)
		cuts := complement(k, tree)
		for i, c := range cuts {
			if few := slices.Min(tree[i].sizes) < k; few != (c == tooFew) {
				t.Fatalf("case %d: unit %d of %v is cut as %d", seed, i, tree[i].sizes, c)
			}
		}
		if left := pieces(k, tree, cuts); left != "" {
			t.Fatalf("case %d, k %d: %s", seed, k, left)
		}
		if d := cmp.Diff(cuts, complement(k, tree)); d != "" {
			t.Fatalf("case %d: another time %s", seed, d)
		}
	}
	for name, mutant := range map[string]func(k int, tree []branch) []cut{
		"complementary suppression": func(k int, tree []branch) []cut {
			cuts := complement(k, tree)
			for i := range cuts {
				if cuts[i] == toGuard {
					cuts[i] = notCut
				}
			}
			return cuts
		},
		"the last of k": func(k int, tree []branch) []cut { return complement(k-1, tree) },
		"responses": func(k int, tree []branch) []cut {
			blind := slices.Clone(tree)
			for i := range blind {
				blind[i].sizes = blind[i].sizes[:1]
			}
			return complement(k, blind)
		},
		"what a unit has itself": func(k int, tree []branch) []cut {
			blind := slices.Clone(tree)
			for i := len(blind) - 1; i >= 0; i-- {
				below := []int{0, 0}
				some := false
				for j := i + 1; j < len(blind); j++ {
					if blind[j].parent == i {
						below[0], below[1], some = below[0]+blind[j].sizes[0], below[1]+blind[j].sizes[1], true
					}
				}
				if some {
					blind[i].sizes = below
				}
			}
			return complement(k, blind)
		},
		"floors above the next": func(k int, tree []branch) []cut {
			// Each unit with those right below it, as if there were no others.
			cuts := make([]cut, len(tree))
			for i := range tree {
				one, at := []branch{{sizes: tree[i].sizes}}, []int{i}
				for j := i + 1; j < len(tree); j++ {
					if tree[j].parent == i {
						one, at = append(one, branch{sizes: tree[j].sizes}), append(at, j)
					}
				}
				for j, c := range complement(k, one) {
					cuts[at[j]] = max(cuts[at[j]], c)
				}
			}
			return cuts
		},
	} {
		caught := false
		for seed := uint64(0); seed < cases && !caught; seed++ {
			k, tree := drawForest(seed)
			caught = pieces(k, tree, mutant(k, tree)) != ""
		}
		if !caught {
			t.Errorf("without %s nothing is left either", name)
		}
	}
}
