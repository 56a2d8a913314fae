package store

import (
	"slices"

	"ouderstem/survey"
)

// pool returns the groups to open at a year's end: those that are ready, and
// otherwise what is left below a unit together with its own.
func pool(groups []*group, tree survey.Units, k int) []*group {
	var ready []*group
	for len(groups) > 0 {
		// The deepest first, so that all below a unit is there when its turn comes.
		slices.SortStableFunc(groups, func(a, b *group) int { return len(tree.Above(b.Unit)) - len(tree.Above(a.Unit)) })
		g := groups[0]
		groups = groups[1:]
		open, g := g.split(k)
		if open != nil {
			ready = append(ready, open)
		}
		if g == nil {
			continue
		}
		above := tree.Above(g.Unit)
		if len(above) == 0 {
			continue // too little even here: it stays sealed
		}
		g.Unit = above[0]
		same := slices.IndexFunc(groups, func(o *group) bool {
			return o.Survey == g.Survey && o.Version == g.Version && o.Way == g.Way && o.Unit == g.Unit
		})
		if same < 0 {
			groups = append(groups, g)
			continue
		}
		groups[same].join(g)
	}
	return ready
}

func (g *group) join(o *group) {
	g.boxes = append(g.boxes, o.boxes...)
	for h := range o.hands {
		g.hands[h] = true
	}
}
