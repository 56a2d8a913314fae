package stats

import (
	"slices"

	"ouderstem/survey"
)

// showing is a theme's two sets as they were shown together; round 0 where they
// never were. The others have no members: they are all but those.
type showing struct {
	round        int
	with, others survey.MarkSet
}

// is reports whether a showing is of these sets.
func (s showing) is(with, others survey.MarkSet) bool {
	return s.was(with) && s.with.N == with.N && s.others.N == others.N && s.others.Sum == others.Sum && s.others.Squares == others.Squares
}

// was reports whether a showing is of these comments.
func (s showing) was(with survey.MarkSet) bool {
	return s.round > 0 && slices.Equal(s.with.Members, with.Members)
}

// hidden reports whether a showing told only that the marks are nearly all the
// same: its sets are kept without their sums.
func (s showing) hidden() bool { return s.with.N == 0 }

// showings returns the last showing of a theme in r's unit, and the last one
// that had figures.
func showings(r survey.Results, theme string) (last, visible showing) {
	rounds := map[int]showing{}
	for _, s := range r.MarkSets {
		if s.Unit != r.Unit.ID || s.Theme != theme {
			continue
		}
		x := rounds[s.Round]
		x.round = s.Round
		if s.Rest {
			x.others = s
		} else {
			x.with = s
		}
		rounds[s.Round] = x
	}
	for round, x := range rounds {
		if round > last.round {
			last = x
		}
		if round > visible.round && !x.hidden() {
			visible = x
		}
	}
	return last, visible
}
