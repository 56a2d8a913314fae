package stats

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/survey"
)

// node is a unit of a drawn tree with what was answered in it.
type node struct {
	id    string
	above []string // itself and those above it, up to the top
	rows  []survey.Answers
	ends  map[string]map[int]string // by question and row: where that answer is counted, "" for nowhere
}

// drawTree draws units below units with responses, and of every question how many
// of a unit's answers were too few and are counted further up, or nowhere.
func drawTree(t *rapid.T, k int) []node {
	nodes := []node{{id: "0", above: []string{"0"}}}
	for i := range rapid.IntRange(1, 4).Draw(t, "units") {
		up := rapid.IntRange(0, i).Draw(t, "parent")
		id := strconv.Itoa(i + 1)
		nodes = append(nodes, node{id: id, above: append([]string{id}, nodes[up].above...)})
	}
	options := []string{"never", "sometimes", "often", "always"}
	for i := range nodes {
		n := &nodes[i]
		skips := rapid.IntRange(0, 20).Draw(t, "skips")
		for row := range rapid.IntRange(0, 260).Draw(t, "responses") {
			a := survey.Answers{"row": {n.id + "." + strconv.Itoa(row)}}
			mix := row*7919 + 31*i // cheap, and as good as drawn
			for j, q := range []string{"heard", "more0", "more1"} {
				if skips == 0 || (mix>>j)%skips != 0 {
					a[q] = []string{options[(mix>>j)%4]}
				}
			}
			a["mark"] = []string{strconv.Itoa(1 + mix%10)}
			n.rows = append(n.rows, a)
		}
		n.ends = map[string]map[int]string{}
	}
	for _, q := range []string{"mark", "heard", "more0", "more1"} {
		poolUpward(t, nodes, q, k)
	}
	return nodes
}

// poolUpward decides where answers to a question are counted: in their own unit
// but for a few of the last opening, and those together with what came from below
// in the first unit upward where there are k of them.
func poolUpward(t *rapid.T, nodes []node, q string, k int) {
	type answer struct{ node, row int }
	held := map[string][]answer{}
	for i := len(nodes) - 1; i >= 0; i-- { // what is below comes first
		n := &nodes[i]
		n.ends[q] = map[int]string{}
		few := rapid.IntRange(-k, k-1).Draw(t, "few")
		var own []answer
		for row, a := range n.rows {
			if a[q] != nil {
				own = append(own, answer{i, row})
			}
		}
		if len(own) > 0 { // which ones come last has nothing to do with their ids
			at := rapid.IntRange(0, len(own)-1).Draw(t, "from")
			own = append(own[at:], own[:at]...)
		}
		if at := max(len(own)-max(few, 0), 0); at >= k {
			for _, a := range own[:at] {
				n.ends[q][a.row] = n.id
			}
			own = own[at:]
		}
		end, up := "", ""
		if len(n.above) > 1 {
			up = n.above[1]
		}
		all := append(held[n.id], own...)
		switch {
		case len(all) >= k:
			end = n.id
		case up != "":
			held[up] = append(held[up], all...)
			continue
		}
		for _, a := range all {
			nodes[a.node].ends[q][a.row] = end
		}
	}
}

// within reports whether a unit is in the report of another, or is it.
func within(nodes []node, unit, top string) bool {
	i := slices.IndexFunc(nodes, func(n node) bool { return n.id == unit })
	return i >= 0 && slices.Contains(nodes[i].above, top)
}

// sampleOf is the sample of a unit's report, of that part of every cut's rungs.
func sampleOf(nodes []node, top string, part float64) (cuts []survey.Cut) {
	for _, n := range nodes {
		if !within(nodes, n.id, top) || len(n.rows) == 0 {
			continue
		}
		c := survey.Cut{Version: 2, Responses: len(n.rows), Path: n.above[:slices.Index(n.above, top)]}
		in := true
		for _, rows := range n.ends {
			for _, end := range rows {
				in = in && within(nodes, end, top)
			}
		}
		for _, u := range c.Path {
			for _, rows := range n.ends {
				for _, end := range rows {
					if !within(nodes, end, u) {
						c.Lacking = u
					}
				}
			}
		}
		rungs := survey.Rungs(len(n.rows))
		c.Rows = n.rows[:rungs[int(part*float64(len(rungs)-1))]]
		if in {
			cuts = append(cuts, c)
		}
	}
	return cuts
}

// Which responses drivers are made of, in any unit's report and from a sample of
// any size, differs by none or by k or more from those of any other, and from the
// answers to a question that any report counts.
func TestDriversDifferByKOrNone(t *testing.T) {
	s := wide()
	compared := ordered(s)
	const enough = 100_000
	cases := 0 // pairs of two sets that are shown
	world := func(t *rapid.T) {
		k := rapid.IntRange(5, 10).Draw(t, "k")
		nodes := drawTree(t, k)
		samples, counted := map[string]map[string]bool{}, map[string]map[string]bool{}
		for _, top := range nodes {
			for _, part := range []float64{0, 0.5, 1} {
				r := survey.Results{Survey: s, Versions: map[int]*survey.Survey{2: s}, Sample: sampleOf(nodes, top.id, part)}
				used := map[string]bool{}
				for _, c := range completeCuts(r, k, compared) {
					for _, a := range c.used {
						used[a["row"][0]] = true
					}
				}
				samples[fmt.Sprint("drivers of ", top.id, " from ", part)] = used
			}
			for _, q := range []string{"mark", "heard", "more0", "more1"} {
				of := map[string]bool{}
				for _, n := range nodes {
					for row, end := range n.ends[q] {
						if within(nodes, n.id, top.id) && within(nodes, end, top.id) {
							of[n.rows[row]["row"][0]] = true
						}
					}
				}
				if len(of) >= k { // fewer are not shown
					counted[q+" of "+top.id] = of
				}
			}
		}
		without := func(a, b map[string]bool) (n int) {
			for row := range a {
				if !b[row] {
					n++
				}
			}
			return n
		}
		check := func(one, other string, a, b map[string]bool) {
			if len(a) == 0 || len(b) == 0 {
				return // nothing is shown
			}
			cases++
			for _, n := range []int{without(a, b), without(b, a)} {
				if 0 < n && n < k {
					t.Fatalf("%s (%d) and %s (%d) differ by %d", one, len(a), other, len(b), n)
				}
			}
		}
		for one, a := range samples {
			for other, b := range samples {
				check(one, other, a, b)
			}
			for other, b := range counted {
				check(one, other, a, b)
			}
		}
	}
	for cases < enough && !t.Failed() {
		before := cases
		rapid.Check(t, world)
		if cases == before {
			t.Fatal("nothing was shown")
		}
	}
}
