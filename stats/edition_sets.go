package stats

import (
	"slices"
	"strconv"
	"strings"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// What figures of a set of answers are about. Figures about one thing can be
// added and subtracted; those about two things cannot.
const (
	ofResponses = "responses" // how many there were
	ofCards     = "cards"     // how many of them came by card
	ofQuestion  = "question " // with its id
	ofDrivers   = "drivers"   // whole responses
	ofRead      = "read"      // how many comments were read
	ofSaid      = "said"      // how many of those say something
	ofSilence   = "silence "  // with what was asked and how nothing was said
	ofTheme     = "theme "    // with its id, or themes.NoTheme
)

// About tells which question or theme a set of answers is about; both are "" for
// sets that are about all answers. Comments without a theme are about
// [themes.NoTheme].
func About(s survey.ShownSet) (question, theme string) {
	if id, ok := strings.CutPrefix(s.Of, ofQuestion); ok {
		return id, ""
	}
	theme, _ = strings.CutPrefix(s.Of, ofTheme)
	if theme == s.Of {
		theme = ""
	}
	return "", theme
}

// EditionSets returns the sets of answers that the figures of rep are of, where it
// is made of r. own is what each unit at and below that of r has by itself, in all
// years, and tree is all units.
func EditionSets(rep Report, r survey.Results, own []survey.OwnCounts, tree survey.Units) []survey.ShownSet {
	if rep.N == 0 {
		return nil
	}
	b := booking{r: r, own: own, versions: versions(r)}
	all := tree.Below(r.Unit.ID)
	b.add(ofResponses, r.Year, all, func(o survey.OwnCounts) []survey.OwnCount { return ownOf(o, o.Responses) })
	if rep.ResponseRate != nil {
		b.cards(all)
	}
	for _, q := range rep.Questions {
		if q.Precision != Hidden {
			b.question(q.ID, r.Year, all)
		}
		if q.Change != nil {
			b.question(q.ID, r.Year-1, all)
		}
		for _, y := range q.Years {
			if y.Precision != Hidden && !y.Other {
				b.question(q.ID, y.Year, all)
			}
		}
	}
	for _, c := range rep.Comments {
		if c.Precision != Hidden {
			b.question(c.ID, r.Year, all)
		}
	}
	if rep.Teams != nil {
		for _, t := range rep.Teams.List {
			if t.Precision != Hidden {
				b.question(rep.Teams.Question, r.Year, tree.Below(t.Unit.ID))
			}
			if t.ResponseRate != nil {
				b.cards(tree.Below(t.Unit.ID))
			}
		}
	}
	if rep.Drivers != nil {
		b.drivers(rep.K)
	}
	return append(b.sets, rep.Sets...)
}

// versions are the definitions of all versions that anything of r was answered in.
func versions(r survey.Results) map[int]*survey.Survey {
	all := map[int]*survey.Survey{}
	for _, y := range r.Years {
		for v, s := range y.Versions {
			all[v] = s
		}
	}
	for v, s := range r.Versions {
		all[v] = s
	}
	return all
}

// booking writes down which counted answers are shown.
type booking struct {
	r        survey.Results
	own      []survey.OwnCounts
	versions map[int]*survey.Survey
	sets     []survey.ShownSet
}

// add writes down a set of a year: what of says of each of these units. A set that
// stands there already is not written down again.
func (b *booking) add(about string, year int, units []string, of func(survey.OwnCounts) []survey.OwnCount) {
	set := survey.ShownSet{Of: about, Year: year}
	for _, o := range b.own {
		if o.Year == year && slices.Contains(units, o.Unit) {
			set.Own = append(set.Own, of(o)...)
		}
	}
	same := func(s survey.ShownSet) bool {
		return s.Of == set.Of && s.Year == set.Year && slices.Equal(s.Own, set.Own)
	}
	if len(set.Own) > 0 && !slices.ContainsFunc(b.sets, same) {
		b.sets = append(b.sets, set)
	}
}

func ownOf(o survey.OwnCounts, n int) []survey.OwnCount {
	if n == 0 {
		return nil
	}
	return []survey.OwnCount{{Unit: o.Unit, N: n}}
}

func (b *booking) cards(units []string) {
	b.add(ofCards, b.r.Year, units, func(o survey.OwnCounts) []survey.OwnCount { return ownOf(o, o.ByCard) })
}

// question writes down the answers to a question that were counted in units in a
// year: those that figures of it are of, in every version that asked it on the
// scale of the newest. Comments have no scale.
func (b *booking) question(id string, year int, units []string) {
	q, _ := b.r.Survey.Question(id)
	b.add(ofQuestion+id, year, units, func(o survey.OwnCounts) []survey.OwnCount {
		by := map[int][]survey.Count{}
		var order []int
		for _, c := range o.Counts {
			if c.Question != id || !b.same(c.Version, q) {
				continue
			}
			if _, seen := by[c.Version]; !seen {
				order = append(order, c.Version)
			}
			by[c.Version] = append(by[c.Version], c)
		}
		slices.Sort(order)
		var list []survey.OwnCount
		for _, v := range order {
			if n := q.Opinions(by[v]); n > 0 {
				list = append(list, survey.OwnCount{Unit: o.Unit, Version: v, N: n})
			}
		}
		return list
	})
}

// drivers writes down the whole responses that drivers are taken from: of every
// part of every cut the first so many.
func (b *booking) drivers(k int) {
	set := survey.ShownSet{Of: ofDrivers, Year: b.r.Year}
	for _, c := range completeCuts(b.r, k, ordered(b.r.Survey)) {
		unit := b.r.Unit.ID
		if len(c.Path) > 0 {
			unit = c.Path[0]
		}
		for i, n := range c.parts {
			if n > 0 {
				set.Own = append(set.Own, survey.OwnCount{Unit: unit + " " + strconv.Itoa(i), Version: c.Version, N: n})
			}
		}
	}
	b.sets = append(b.sets, set)
}

// same reports whether answers in a version count with those to q.
func (b *booking) same(version int, q survey.Question) bool {
	if version == b.r.Survey.Version || q.Kind == survey.Open {
		return true
	}
	s, known := b.versions[version]
	if !known {
		return false
	}
	older, asked := s.Question(q.ID)
	return asked && older.SameScale(q)
}

// sets returns the sets of comments that t, made of c and of the year before, has
// figures of.
func (t *Themes) sets(c, before corpus, year int) []survey.ShownSet {
	list := []survey.ShownSet{c.set(ofRead, year, func(reading) bool { return true })}
	for _, s := range t.Silent {
		list = append(list, c.set(ofSilence+string(s.Asks)+" "+string(s.Void), year, func(r reading) bool { return r.Asks == s.Asks && r.void == s.Void }))
	}
	if t.Precision == Hidden {
		return list
	}
	list = append(list, c.set(ofSaid, year, reading.says))
	if t.Without != nil {
		list = append(list, c.set(ofTheme+themes.NoTheme, year, reading.bare))
	}
	changes := false
	for _, theme := range t.List {
		about := func(r reading) bool { return r.has(theme.ID) }
		list = append(list, c.set(ofTheme+theme.ID, year, about))
		if theme.Change != nil {
			list = append(list, before.set(ofTheme+theme.ID, year-1, about))
			changes = true
		}
	}
	if changes {
		list = append(list, before.set(ofSaid, year-1, reading.says))
	}
	return list
}

// set returns those comments of c that keep says yes to.
func (c corpus) set(of string, year int, keep func(reading) bool) survey.ShownSet {
	s := survey.ShownSet{Of: of, Year: year}
	for _, r := range c.readings {
		if keep(r) {
			s.Comments = append(s.Comments, r.ID)
		}
	}
	slices.Sort(s.Comments)
	return s
}
