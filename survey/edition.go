package survey

import "slices"

// Section is a part of a report that can be left out of what is published.
type Section string

// The sections, in the order they stand in. Summary and how it was measured are
// in every report.
const (
	SectionMark      Section = "mark"
	SectionQuestions Section = "questions"
	SectionThemes    Section = "themes"
	SectionComments  Section = "comments" // what parents wrote, by question
	SectionFigures   Section = "figures"  // key figures from registration
	SectionPromised  Section = "promised" // what was said last year
	SectionMeasures  Section = "measures" // what will be done
	SectionTeams     Section = "teams"
)

// Sections are all of them.
var Sections = []Section{
	SectionMark, SectionQuestions, SectionThemes, SectionComments,
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
}
