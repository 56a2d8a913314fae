package stats

import (
	"slices"

	"ouderstem/survey"
)

// Check is something to look at before a report is published. Key names its
// sentence, Args fill it in.
type Check struct {
	Key  string
	Args map[string]any
	// Blocks says that the report cannot go out before it is mended.
	Blocks bool
	At     CheckPlace
}

// CheckPlace is where something is mended.
type CheckPlace string

// The places.
const (
	AtNothing  CheckPlace = "" // only waiting helps, or nothing
	AtThemes   CheckPlace = "themes"
	AtComments CheckPlace = "comments"
	AtRecords  CheckPlace = "records"
	AtQuotes   CheckPlace = "quotes"
)

// The keys of the checks, in the order they come in; those that block first.
const (
	noAnswers    = "check.no-answers"         // K
	someWait     = "check.no-answers.waiting" // K, N: that still wait
	unconfirmed  = "check.unconfirmed"
	quotesGone   = "check.quotes-gone"  // N
	themesLeft   = "check.themes-left"  // N
	noQuotes     = "check.no-quotes"    //
	noMeasures   = "check.no-measures"  //
	bareMeasures = "check.measures"     // N
	openPromises = "check.promised"     // N
	yearGoesOn   = "check.year-goes-on" // Year
)

// Checks returns what to look at before out is published, which was made with a
// choice. Whole is the same report as staff see it, readings are its comments,
// and over says that its year has ended.
func Checks(whole, out Report, c survey.Choice, readings []Reading, over bool) []Check {
	var list []Check
	add := func(yes bool, check Check) {
		if yes {
			list = append(list, check)
		}
	}
	n := func(n int) map[string]any { return map[string]any{"N": n} }
	if out.N == 0 {
		if out.Waiting > 0 {
			return []Check{{Key: someWait, Args: map[string]any{"K": out.K, "N": out.Waiting}, Blocks: true}}
		}
		return []Check{{Key: noAnswers, Args: map[string]any{"K": out.K}, Blocks: true}}
	}
	found, shown := len(themesOf(whole)), len(themesOf(out))
	wanted := c.Has(survey.SectionThemes) && found > 0
	gone := quotesNotReleased(c, readings)
	add(wanted && shown == 0, Check{Key: unconfirmed, Blocks: true, At: AtThemes})
	add(gone > 0, Check{Key: quotesGone, Args: n(gone), Blocks: true, At: AtQuotes})
	add(wanted && shown > 0 && found > shown, Check{Key: themesLeft, Args: n(found - shown), At: AtThemes})
	add(c.Has(survey.SectionComments) && written(readings) && !quoted(out), Check{Key: noQuotes, At: AtComments})
	add(c.Has(survey.SectionMeasures) && len(out.Measures) == 0, Check{Key: noMeasures, At: AtRecords})
	bare := lacking(out.Measures, func(m survey.Measure) bool { return m.Owner == "" || m.Due == "" })
	add(bare > 0, Check{Key: bareMeasures, Args: n(bare), At: AtRecords})
	open := lacking(out.Promised, func(m survey.Measure) bool { return m.Result == "" })
	add(open > 0, Check{Key: openPromises, Args: n(open), At: AtRecords})
	add(!over, Check{Key: yearGoesOn, Args: map[string]any{"Year": out.Year}})
	return list
}

func themesOf(r Report) []Theme {
	if r.Themes == nil {
		return nil
	}
	return r.Themes.List
}

// quotesNotReleased returns how many of the chosen quotes may not be published,
// or not any more.
func quotesNotReleased(c survey.Choice, readings []Reading) int {
	released := map[string]bool{}
	for _, r := range readings {
		for _, x := range r.Comments {
			released[x.ID] = x.Decision.Quote
		}
	}
	n := 0
	for _, id := range c.Quotes {
		if !released[id] {
			n++
		}
	}
	return n
}

// written reports whether there are comments that may be read.
func written(readings []Reading) bool {
	return slices.ContainsFunc(readings, func(r Reading) bool { return len(r.Comments) > 0 })
}

// quoted reports whether any comment is in the report.
func quoted(r Report) bool {
	return slices.ContainsFunc(r.Comments, func(c Comments) bool { return len(c.Comments) > 0 })
}

func lacking(measures []survey.Measure, lacks func(survey.Measure) bool) int {
	n := 0
	for _, m := range measures {
		if lacks(m) {
			n++
		}
	}
	return n
}
