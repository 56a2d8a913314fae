package stats

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/survey"
)

// attack is what somebody knows who chooses at will which comments a theme has,
// in which unit to look and when, and sees every report.
type attack struct {
	k        int
	writes   []bool // by response
	team     []int  // 1 or 2; unit 0 is their town
	sets     []survey.MarkSet
	rounds   map[string]int
	rows     [][]int // sums that were seen, as coefficients of responses
	themes   [][]int // of them those of themes, as members
	admitted int
}

func (a *attack) in(unit int) (responses, comments []int) {
	for i, team := range a.team {
		if unit == 0 || team == unit {
			responses = append(responses, i)
			if a.writes[i] {
				comments = append(comments, i)
			}
		}
	}
	return responses, comments
}

func (a *attack) saw(members []int) {
	row := make([]int, 0, len(a.team))
	for i := range a.team {
		v := 0
		if slices.Contains(members, i) {
			v = 1
		}
		row = append(row, v)
	}
	a.rows = append(a.rows, row)
}

func named(list []int) []string {
	var names []string
	for _, i := range list {
		names = append(names, fmt.Sprintf("%04d", i))
	}
	return names
}

// open opens a box of a team. That nobody or k of them wrote stands for comments
// that were held until there are k: which of those that come out together wrote
// earlier, nobody can tell.
func (a *attack) open(t *rapid.T) {
	team := rapid.IntRange(1, 2).Draw(t, "team")
	silent := rapid.SampledFrom([]int{0, 1, a.k, 2 * a.k}).Draw(t, "silent")
	writers := rapid.IntRange(a.k, 2*a.k).Draw(t, "writers")
	if silent >= a.k && rapid.IntRange(0, 3).Draw(t, "nobody wrote") == 0 {
		writers = 0
	}
	for i := range silent + writers {
		a.team, a.writes = append(a.team, team), append(a.writes, i >= silent)
	}
}

// note keeps the mean of all of a unit, where it is new.
func (a *attack) note(unit int) {
	responses, comments := a.in(unit)
	name := strconv.Itoa(unit)
	state := all(name, a.rounds[name]+1, len(responses), named(comments))
	if len(responses) >= a.k && !slices.ContainsFunc(a.sets, func(s survey.MarkSet) bool {
		return s.Theme == "" && s.Unit == name && s.N == state.N && slices.Equal(s.Members, state.Members)
	}) {
		a.rounds[name]++
		a.sets = append(a.sets, state)
	}
}

// look makes a report of a unit in which people chose what a theme is.
func (a *attack) look(t *rapid.T, admit func(*Ledger, survey.MarkSet) bool) {
	unit := rapid.IntRange(0, 2).Draw(t, "unit")
	responses, comments := a.in(unit)
	if len(responses) < a.k {
		return
	}
	name := strconv.Itoa(unit)
	a.note(unit)
	if unit == 0 { // and what could be seen of the units below
		a.note(1)
		a.note(2)
	}
	a.saw(responses)
	if len(comments) < a.k {
		return
	}
	for range rapid.IntRange(1, 3).Draw(t, "themes") {
		chosen := a.choose(t, comments)
		slices.Sort(chosen)
		theme := survey.MarkSet{Unit: name, Theme: "t", Members: named(chosen)}
		if len(chosen) < a.k || !admit(NewLedger(a.k, a.sets), theme) {
			continue
		}
		a.admitted++
		a.sets = append(a.sets, theme)
		a.saw(chosen)
		a.themes = append(a.themes, chosen)
	}
}

// choose returns comments that a theme is said to be in: any, or a set that was
// seen before with a few changed, which is how marks are worked out.
func (a *attack) choose(t *rapid.T, comments []int) []int {
	var set []int
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0:
		for _, c := range comments {
			if rapid.Bool().Draw(t, "in") {
				set = append(set, c)
			}
		}
		return set
	case 1: // the newest
		set = slices.Clone(comments[max(0, len(comments)-rapid.IntRange(a.k, 2*a.k).Draw(t, "newest")):])
	default:
		if len(a.themes) == 0 {
			return comments[:len(comments)/2]
		}
		for range rapid.IntRange(1, 2).Draw(t, "sets") {
			seen := rapid.SampledFrom(a.themes).Draw(t, "seen")
			add := rapid.Bool().Draw(t, "add")
			for _, c := range seen {
				if at := slices.Index(set, c); at < 0 && slices.Contains(comments, c) {
					set = append(set, c)
				} else if at >= 0 && !add {
					set = slices.Delete(set, at, at+1)
				}
			}
		}
	}
	for range rapid.IntRange(0, a.k).Draw(t, "changes") {
		c := rapid.SampledFrom(comments).Draw(t, "change")
		if at := slices.Index(set, c); at >= 0 {
			set = slices.Delete(set, at, at+1)
		} else {
			set = append(set, c)
		}
	}
	slices.Sort(set)
	return set
}

// found returns what the rules should have kept from being known: a response
// whose mark can be worked out, or two sums that differ by a few.
func (a *attack) found() string {
	for i, x := range a.themes {
		for _, y := range a.themes[:i] {
			n := 0
			for r := range a.team {
				if slices.Contains(x, r) != slices.Contains(y, r) {
					n++
				}
			}
			if 0 < n && n < a.k {
				return fmt.Sprintf("two sums that differ by %d marks", n)
			}
		}
	}
	if r := solved(a.rows, len(a.team)); r >= 0 {
		return fmt.Sprintf("the mark of response %d, which wrote: %v", r, a.writes[r])
	}
	return ""
}

// solved returns an unknown that a system of sums gives away, or -1; by plain
// elimination modulo another prime than the ledger's.
func solved(rows [][]int, n int) int {
	const p = 1_000_000_007
	m := make([][]int, len(rows))
	for i, r := range rows {
		m[i] = append(slices.Clone(r), make([]int, n-len(r))...)
	}
	at := 0
	for c := 0; c < n && at < len(m); c++ {
		i := at
		for i < len(m) && m[i][c] == 0 {
			i++
		}
		if i == len(m) {
			continue
		}
		m[at], m[i] = m[i], m[at]
		inv, e := 1, p-2
		for x := m[at][c]; e > 0; e >>= 1 {
			if e&1 == 1 {
				inv = inv * x % p
			}
			x = x * x % p
		}
		for j := range n {
			m[at][j] = m[at][j] * inv % p
		}
		for i := range m {
			if f := m[i][c]; i != at && f != 0 {
				for j := range n {
					m[i][j] = ((m[i][j]-f*m[at][j])%p + p) % p
				}
			}
		}
		at++
	}
	for _, r := range m[:at] {
		one, last := 0, -1
		for j, v := range r {
			if v != 0 {
				one++
				last = j
			}
		}
		if one == 1 {
			return last
		}
	}
	return -1
}

func play(t *rapid.T, admit func(*Ledger, survey.MarkSet) bool) string {
	a := &attack{k: rapid.IntRange(3, 5).Draw(t, "k"), rounds: map[string]int{}}
	a.open(t)
	for range rapid.IntRange(1, 14).Draw(t, "steps") {
		if rapid.IntRange(0, 4).Draw(t, "step") == 0 {
			a.open(t)
		} else {
			a.look(t, admit)
		}
	}
	return a.found()
}

// Whatever somebody labels, opens and looks at, nobody's mark can be worked out.
func TestNoMarkCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if found := play(t, (*Ledger).Admit); found != "" {
			t.Fatal(found)
		}
	})
}

// Without any of its rules the ledger gives marks away, and the attack finds it.
func TestLedgerNeedsItsRules(t *testing.T) {
	mutant := func(holds func(l *Ledger, v vector, s growth) bool) func(*Ledger, survey.MarkSet) bool {
		return func(l *Ledger, set survey.MarkSet) bool {
			v := l.vector(set)
			s := l.system.with(v, -1)
			if !l.knows(v) && !holds(l, v, s) {
				return false
			}
			l.note(v, s)
			return true
		}
	}
	for name, admit := range map[string]func(*Ledger, survey.MarkSet) bool{
		"sets that are apart":    mutant(func(l *Ledger, _ vector, s growth) bool { return s.least(l.k) >= l.k }),
		"a system without a few": mutant(func(l *Ledger, v vector, _ growth) bool { return l.apart(v) }),
		"any rule":               mutant(func(*Ledger, vector, growth) bool { return true }),
		"the mean of all": func(l *Ledger, set survey.MarkSet) bool {
			blind := NewLedger(l.k, nil)
			blind.places = l.places
			for _, v := range l.shown {
				if !v.all {
					blind.note(v, blind.system.with(v, -1))
				}
			}
			return blind.Admit(set)
		},
	} {
		caught := false
		for seed := 0; seed < 3000 && !caught; seed++ {
			caught = rapid.Custom(func(t *rapid.T) string { return play(t, admit) }).Example(seed) != ""
		}
		if !caught {
			t.Errorf("without %s nothing can be worked out", name)
		}
	}
}
