package survey

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Section is a part of a report, or a figure of one, that can be left out of what is
// published.
type Section string

// The sections, in the order they stand in. Summary and how it was measured are
// in every report.
const (
	SectionMark      Section = "mark"
	SectionQuestions Section = "questions"
	SectionThemes    Section = "themes"
	SectionWithout   Section = "without"  // among the themes: how many comments have none
	SectionComments  Section = "comments" // what parents wrote, by question
	SectionFigures   Section = "figures"  // key figures from registration
	SectionPromised  Section = "promised" // what was said last year
	SectionMeasures  Section = "measures" // what will be done
	SectionTeams     Section = "teams"
)

// Sections are all of them.
var Sections = []Section{
	SectionMark, SectionQuestions, SectionThemes, SectionWithout, SectionComments,
	SectionFigures, SectionPromised, SectionMeasures, SectionTeams,
}

// Choice is what its makers chose for a report to have; the zero Choice is
// everything.
type Choice struct {
	Foreword string    `json:"foreword,omitempty"` // their own words, before the rest
	Left     []Section `json:"left,omitempty"`     // sections that are left out
	// Quotes are ids of released comments that are quoted; nil for all.
	Quotes []string `json:"quotes"`
	// Measures are ids of measures that are in; nil for all.
	Measures []string `json:"measures"`
}

// Has reports whether section s is in.
func (c Choice) Has(s Section) bool { return !slices.Contains(c.Left, s) }

// Edition is a published report: frozen, and kept as it was.
type Edition struct {
	Unit   string
	Survey string
	Year   int
	Number int    // from 1; the highest is the newest
	Reason string // why it was corrected; "" for the first
	Day    string // when it was published, 2006-01-02
	By     string // who published it: the id of an account; "" for a command
	Hash   string // SHA-256 of Value, in hexadecimal
	Value  []byte // the report, as JSON
	// Withdrawn is why it is not public any more, since WithdrawnDay; "" while it
	// is.
	Withdrawn    string
	WithdrawnDay string
	// Shown are the sets of answers that its figures are of.
	Shown []ShownSet
}

// Is reports whether e and f are the same edition.
func (e Edition) Is(f Edition) bool {
	return e.Unit == f.Unit && e.Survey == f.Survey && e.Year == f.Year && e.Number == f.Number
}

// InForce returns those of editions that are the newest of their report and were
// not withdrawn, in their order. Where the newest was withdrawn its report is not
// public: the ones before were corrected.
func InForce(editions []Edition) []Edition {
	type report struct {
		unit, survey string
		year         int
	}
	of := func(e Edition) report { return report{e.Unit, e.Survey, e.Year} }
	newest := map[report]int{}
	for _, e := range editions {
		newest[of(e)] = max(newest[of(e)], e.Number)
	}
	var list []Edition
	for _, e := range editions {
		if e.Withdrawn == "" && e.Number == newest[of(e)] {
			list = append(list, e)
		}
	}
	return list
}

// longestReason is in characters: a reason is a sentence or two.
const longestReason = 600

// CheckReason reports whether a reason can be given to readers.
func CheckReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return ErrNoCorrection
	case utf8.RuneCountInString(reason) > longestReason:
		return ErrReasonTooLong.With("Most", longestReason)
	}
	return nil
}

// ShownSet is the set of answers that published figures are of: counted ones, by
// the unit that they were given in, or comments. Figures about the same thing in
// two sets can be taken from each other.
type ShownSet struct {
	Of   string // what the figures are about
	Year int    // of the answers
	// Own are counted answers of each unit itself. What is counted is only added
	// to: sets of one unit with the same N are the same.
	Own []OwnCount
	// Comments are ids, ascending.
	Comments []string
}

// OwnCount is how many answers to one version of a survey were counted in a unit
// itself, without those below it.
type OwnCount struct {
	Unit    string
	Version int
	N       int
}

// OwnCounts are what was answered to closed and open questions in one unit
// itself, in one year.
type OwnCounts struct {
	Unit   string
	Year   int
	Counts []Count
	// Responses and, of those, the ones that came by card; of all versions.
	Responses, ByCard int
}

// ReportDraft is what a report that is to be published will have; it is saved while its
// makers work on it.
type ReportDraft struct {
	Choice   Choice
	Revision int // 0 while there is none
}
