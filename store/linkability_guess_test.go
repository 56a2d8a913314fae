package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
)

// score is how one adversary did.
type score struct {
	trials         int
	right, of      int // guesses
	mean, variance float64
}

// z is by how many standard deviations it was right more often than by chance.
func (s *score) z() float64 { return (float64(s.right) - s.mean) / math.Sqrt(s.variance) }

// success is the share of guesses that were right.
func (s *score) success() float64 { return float64(s.right) / float64(s.of) }

// scores are by the name of the adversary: what is guessed, from which clue,
// by which clue.
type scores map[string]*score

func (all scores) add(name string, right, of int, mean, variance float64) {
	s := all[name]
	if s == nil {
		s = &score{}
		all[name] = s
	}
	s.trials++
	s.right += right
	s.of += of
	s.mean += mean
	s.variance += variance
}

// sum adds other scores to these.
func (all scores) sum(more scores) {
	for name, m := range more {
		s := all[name]
		if s == nil {
			s = &score{}
			all[name] = s
		}
		s.trials += m.trials
		s.right += m.right
		s.of += m.of
		s.mean += m.mean
		s.variance += m.variance
	}
}

// beyond are the adversaries who did better, or worse, than chance by more than
// that many standard deviations.
func (all scores) beyond(sigmas float64) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if z := all[name].z(); z > sigmas || z < -sigmas {
			names = append(names, name)
		}
	}
	return names
}

// worst is who did best in each game, as lines to read.
func (all scores) worst() string {
	best := map[string]string{}
	n := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		game, _, _ := strings.Cut(name, ":")
		n[game]++
		if b, ok := best[game]; !ok || math.Abs(all[name].z()) > math.Abs(all[b].z()) {
			best[game] = name
		}
	}
	var lines []string
	for _, game := range slices.Sorted(maps.Keys(best)) {
		s := all[best[game]]
		lines = append(lines, fmt.Sprintf("%-24s %4d adversaries, %5d boxes each; furthest from chance: %s, %d right of %d, %.1f by chance, %+.2f sigma",
			game, n[game], s.trials, best[game], s.right, s.of, s.mean, s.z()))
	}
	return strings.Join(lines, "\n")
}

// match lets an adversary lay two lists beside each other in the order of a
// clue to each. Item i of one belongs with item i of the other: the clues say
// so or they do not. Nothing is guessed where a clue is the same for all or is
// not there.
func (g *game) match(name string, x, y []string) {
	if dull(x) || dull(y) {
		return
	}
	right := 0
	b := inOrder(g.rng, y)
	for place, i := range inOrder(g.rng, x) {
		if b[place] == i {
			right++
		}
	}
	g.score.add(name, right, len(x), 1, 1)
}

// dull reports whether a list of clues tells nothing.
func dull(clues []string) bool {
	return len(slices.Compact(slices.Clone(clues))) < 2 || slices.Contains(clues, "")
}

// inOrder returns places in the order of what stands there; what is alike comes
// in any order.
func inOrder(rng *rand.Rand, clues []string) []int {
	places := rng.Perm(len(clues))
	slices.SortStableFunc(places, func(a, b int) int { return strings.Compare(clues[a], clues[b]) })
	return places
}

// guess plays every adversary on one box: which opened row is of which parent,
// and which two rows are of one parent.
func (g *game) guess(box []*player, found map[*player]map[string]*trace) {
	g.t.Helper()
	items := map[string][]*trace{}
	for _, what := range []string{"response", "good", "better"} {
		for _, p := range box {
			row := found[p][what]
			if row == nil {
				g.t.Fatalf("nothing was kept of what a parent said: %s", what)
			}
			items[what] = append(items[what], row)
		}
	}
	cards := clues(box, func(p *player) map[string]string { return p.clues })
	for _, what := range []string{"response", "good", "better"} {
		rows := clues(items[what], func(s *trace) map[string]string { return s.clues })
		for _, x := range slices.Sorted(maps.Keys(cards)) {
			for _, y := range slices.Sorted(maps.Keys(rows)) {
				g.match("card-"+what+": "+x+", "+y, cards[x], rows[y])
			}
		}
		ids := perItem(items[what], func(s *trace) []byte { return s.id })
		for name, of := range map[string]func(*player) []byte{
			"sealed id": func(p *player) []byte { return p.id },
			"code hash": func(p *player) []byte { h := p.code.Hash(g.st.pepper); return h[:] },
		} {
			known := perItem(box, of)
			if len(known[0]) > 0 {
				g.say("card-"+what+": "+name+", id, bits in common", nearest(g.rng, known, ids))
				g.say("card-"+what+": "+name+", id, derived", g.derived(known, ids))
			}
		}
	}
	for _, pair := range [][2]string{{"response", "good"}, {"response", "better"}, {"good", "better"}} {
		a := clues(items[pair[0]], func(s *trace) map[string]string { return s.clues })
		b := clues(items[pair[1]], func(s *trace) map[string]string { return s.clues })
		for _, name := range slices.Sorted(maps.Keys(a)) {
			g.match(pair[0]+"-"+pair[1]+": "+name+" of both", a[name], b[name])
		}
		x := perItem(items[pair[0]], func(s *trace) []byte { return s.id })
		y := perItem(items[pair[1]], func(s *trace) []byte { return s.id })
		g.say(pair[0]+"-"+pair[1]+": id of both, bits in common", nearest(g.rng, x, y))
		g.say(pair[0]+"-"+pair[1]+": id of both, derived", g.derived(x, y))
	}
}

// say scores a guess that is not made by order: item i is said to belong
// with item said[i].
func (g *game) say(name string, said []int) {
	right := 0
	for i, j := range said {
		if i == j {
			right++
		}
	}
	g.score.add(name, right, len(said), 1, 1)
}

func perItem[T, V any](list []T, value func(T) V) []V {
	all := make([]V, len(list))
	for i, item := range list {
		all[i] = value(item)
	}
	return all
}

// clues turns the clues of items into lists, by what they are of.
func clues[T any](items []T, of func(T) map[string]string) map[string][]string {
	all := map[string][]string{}
	for name := range of(items[0]) {
		all[name] = perItem(items, func(item T) string { return of(item)[name] })
	}
	return all
}

// nearest pairs what has the most bits in common, the best pairs first.
func nearest(rng *rand.Rand, x, y [][]byte) []int {
	type pair struct{ i, j, apart int }
	var pairs []pair
	for i := range x {
		for j := range y {
			apart := 0
			for k := range min(len(x[i]), len(y[j])) {
				apart += bits.OnesCount8(x[i][k] ^ y[j][k])
			}
			pairs = append(pairs, pair{i, j, apart})
		}
	}
	rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	slices.SortStableFunc(pairs, func(a, b pair) int { return a.apart - b.apart })
	said := slices.Repeat([]int{-1}, len(x))
	for _, p := range pairs {
		if said[p.i] < 0 && !slices.Contains(said, p.j) {
			said[p.i] = p.j
		}
	}
	return said
}

// derived pairs what can be made of one another in a way somebody may have
// thought of, with the pepper at hand, and the rest anyhow.
func (g *game) derived(x, y [][]byte) []int {
	made := func(from []byte) [][]byte {
		sum := sha256.Sum256(from)
		mac := hmac.New(sha256.New, g.st.pepper)
		mac.Write(from)
		return [][]byte{from, []byte(reversed(from)), sum[:], mac.Sum(nil)}
	}
	same := func(a, b []byte) bool {
		for _, m := range made(a) {
			if n := min(len(m), len(b)); string(m[:n]) == string(b[:n]) {
				return true
			}
		}
		return false
	}
	said, left := slices.Repeat([]int{-1}, len(x)), g.rng.Perm(len(y))
	for i := range x {
		if at := slices.IndexFunc(left, func(j int) bool { return same(x[i], y[j]) || same(y[j], x[i]) }); at >= 0 {
			said[i] = left[at]
			left = slices.Delete(left, at, at+1)
		}
	}
	for i := range said {
		if said[i] < 0 {
			said[i], left = left[0], left[1:]
		}
	}
	return said
}

// openings lets an adversary who comes once, when all is done, say which rows
// of a unit were opened first.
func (g *game) openings(units int) {
	g.t.Helper()
	responses, comments := g.rows()
	lists := map[string][]*trace{}
	for _, row := range responses {
		lists["opening-response "+row.unit] = append(lists["opening-response "+row.unit], row)
	}
	for _, row := range comments {
		lists["opening-comment "+row.unit] = append(lists["opening-comment "+row.unit], row)
	}
	for u := range units {
		for _, what := range []string{"opening-response", "opening-comment"} {
			rows := lists[fmt.Sprint(what, " team", u)]
			all := clues(rows, func(s *trace) map[string]string { return s.clues })
			for _, clue := range slices.Sorted(maps.Keys(all)) {
				if dull(all[clue]) || clue == "while opening" { // this adversary was not there
					continue
				}
				n, first, right := len(rows), 0, 0
				for _, row := range rows {
					if g.first[string(row.id)] {
						first++
					}
				}
				for _, i := range inOrder(g.rng, all[clue])[:first] {
					if g.first[string(rows[i].id)] {
						right++
					}
				}
				p := float64(first) / float64(n) // hypergeometric
				g.score.add(what+": "+clue, right, first, float64(first)*p,
					float64(first)*p*(1-p)*float64(n-first)/float64(n-1))
			}
		}
	}
}
