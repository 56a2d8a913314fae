package handlers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"ouderstem/store"
	"ouderstem/survey"
)

// opens looks at the boxes, or ends the year, and finds out whose answers count.
func (d *district) opens(end bool) {
	d.t.Helper()
	look := d.store.OpenBoxes
	if end {
		look = d.store.CloseYear
	}
	openings, err := look(d.t.Context(), d.year)
	if err != nil {
		d.t.Fatal(err)
	}
	tree := d.tree()
	slices.SortStableFunc(openings, func(a, b store.Opening) int { return len(tree.Above(b.Unit)) - len(tree.Above(a.Unit)) })
	for _, o := range openings { // the deepest first: what is left there was pooled in the units above
		units := []string{o.Unit}
		if end {
			units = tree.Below(o.Unit)
		}
		var sealed []heap
		for _, h := range d.heaps {
			if h.survey == o.Survey && h.version == o.Version && h.way == o.Way && slices.Contains(units, h.unit) && d.parents[h.parents[0]].opened == (spot{}) {
				sealed = append(sealed, h)
			}
		}
		slices.SortStableFunc(sealed, func(a, b heap) int { return a.k - b.k }) // what was promised more may have to wait
		left := o.N
		for _, h := range sealed {
			if left -= len(h.parents); left < 0 {
				break
			}
			for _, i := range h.parents {
				d.parents[i].opened = spot{o.Unit, o.Year}
			}
			if left == 0 {
				break
			}
		}
		if left != 0 {
			d.t.Errorf("%d answers were opened for %s, and %v were sealed there", o.N, o.Unit, sealed)
		}
	}
	for _, id := range surveyIDs {
		d.counted(tree, id)
	}
}

// counted finds out which heaps are behind what was added to the tally of a
// survey.
func (d *district) counted(tree survey.Units, id string) {
	d.t.Helper()
	o, err := d.store.Overview(d.t.Context(), id, "m", survey.FirstYear, d.year, true)
	if err != nil {
		d.t.Fatal(err)
	}
	type line struct {
		spot
		version  int
		question string
	}
	more := map[line]map[string]int{}
	for _, own := range o.Own {
		for _, c := range own.Counts {
			l, key := line{spot{own.Unit, own.Year}, c.Version, c.Question}, fmt.Sprint(id, own.Unit, own.Year, c)
			key = key[:len(key)-len(fmt.Sprint(c.N))-1]
			if c.N > d.tally[key] {
				if more[l] == nil {
					more[l] = map[string]int{}
				}
				more[l][c.Value] = c.N - d.tally[key]
			}
			d.tally[key] = c.N
		}
	}
	lines := slices.SortedFunc(maps.Keys(more), func(a, b line) int { // the deepest units first
		return cmp.Or(len(tree.Above(b.unit))-len(tree.Above(a.unit)), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	for _, l := range lines {
		if q, _ := d.newest(id).Question(l.question); q.Kind == survey.Open {
			d.readable(id, l.spot, l.version, l.question, more[l][survey.Answered])
			continue
		}
		if d.whole(id, l.version, l.question, l.spot, []string{l.unit}, more[l]) || d.whole(id, l.version, l.question, l.spot, tree.Below(l.unit), more[l]) {
			continue
		}
		for _, h := range d.explain(tree.Below(l.unit), more[l], func(h heap) map[string]int {
			if h.survey != id || h.version != l.version {
				return nil
			}
			return d.valuesOf(h, l.question, func(p *respondent) bool { return p.opened.year == l.year && p.counts[l.question] == (spot{}) })
		}) {
			for _, i := range h.parents {
				if p := d.parents[i]; p.values[l.question] != "" && p.opened.year == l.year {
					p.counts[l.question] = l.spot
				}
			}
		}
	}
}

// whole reports whether all answers to a question that wait in some units add up
// to what was added to the tally, and notes that they count then.
func (d *district) whole(id string, version int, question string, at spot, units []string, want map[string]int) bool {
	n := map[string]int{}
	var list []*respondent
	for _, h := range d.heaps {
		for _, i := range h.parents {
			p := d.parents[i]
			if h.survey == id && h.version == version && p.values[question] != "" && p.counts[question] == (spot{}) && p.opened.year == at.year && slices.Contains(units, p.opened.unit) {
				list = append(list, p)
				n[survey.Answered]++
				n[p.values[question]]++
			}
		}
	}
	if !maps.Equal(n, want) {
		return false
	}
	for _, p := range list {
		p.counts[question] = at
	}
	return true
}

// valuesOf are how many parents of a heap gave each value, as a tally has it.
func (d *district) valuesOf(h heap, question string, which func(*respondent) bool) map[string]int {
	n := map[string]int{}
	for _, i := range h.parents {
		if p := d.parents[i]; p.values[question] != "" && which(p) {
			n[survey.Answered]++
			n[p.values[question]]++
		}
	}
	return n
}

// readable notes the authors of comments that can be read since the last look.
func (d *district) readable(id string, at spot, version int, question string, n int) {
	d.t.Helper()
	r, err := d.store.Results(d.t.Context(), id, at.unit, at.year)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range r.Comments {
		for _, token := range tokens(c.Text) {
			p := d.parents[author(token)]
			if c.Question == question && d.heaps[p.heap].version == version && p.counts[question] == (spot{}) {
				p.counts[question] = at
				n--
			}
		}
	}
	if n != 0 {
		d.t.Errorf("%s of %s in %v: the tally has %d comments more than can be read", question, id, at, n)
	}
}

// explain finds the heaps whose values add up to want, of those of some units.
func (d *district) explain(units []string, want map[string]int, values func(heap) map[string]int) []heap {
	d.t.Helper()
	var pending []heap
	var parts []map[string]int
	for _, h := range d.heaps {
		if v := values(h); v[survey.Answered] > 0 && slices.Contains(units, h.unit) {
			pending, parts = append(pending, h), append(parts, v)
		}
	}
	var try func(from int, left map[string]int) ([]heap, bool)
	try = func(from int, left map[string]int) ([]heap, bool) {
		if left[survey.Answered] == 0 {
			for _, n := range left {
				if n != 0 {
					return nil, false
				}
			}
			return nil, true
		}
		for i := from; i < len(pending); i++ {
			rest, fits := maps.Clone(left), true
			for v, n := range parts[i] {
				rest[v] -= n
				fits = fits && rest[v] >= 0
			}
			if !fits {
				continue
			}
			if list, ok := try(i+1, rest); ok {
				return append(list, pending[i]), true
			}
		}
		return nil, false
	}
	list, ok := try(0, want)
	if !ok {
		d.t.Errorf("%v is of no whole heaps: %v", want, parts)
	}
	return list
}
