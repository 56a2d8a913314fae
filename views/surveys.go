package views

import "ouderstem/survey"

// Surveys is the page with the surveys and drafts of a unit.
type Surveys struct {
	Frame
	Drafts []DraftRow
	// Usable are the published surveys that can be used in the unit, Templates
	// those that ship and nobody published.
	Usable    []UsableRow
	Templates []UsableRow
	New       Fields // to begin with nothing
	Import    Fields // to begin with a file
	// Faults are what is wrong with a file that was brought in.
	Faults []survey.Fault
}

func (*Surveys) page() string { return "surveys" }

// Problems returns what is wrong with what was typed.
func (s *Surveys) Problems() []FieldProblem {
	problems := append(s.New.Problems(), s.Import.Problems()...)
	for _, f := range s.Faults {
		problems = append(problems, FieldProblem{At: FieldDefinition, Label: "surveys.import.file", Err: f.Err})
	}
	return problems
}

// DraftRow is a draft in a list, with who changed it last, by name.
type DraftRow struct {
	survey.Draft
	Editor string
}

// Path is the address of the draft.
func (d DraftRow) Path() string { return DraftPath(d.Draft) }

// UsableRow is a survey in a list.
type UsableRow struct {
	Survey *survey.Survey
	// Owner is the name of the unit whose survey it is; "" for one of the whole
	// installation.
	Owner string
	// Next says that the unit may make its next version.
	Next bool
}

// What a survey can begin with; the id of a survey stands behind the first two.
const (
	FromVersion = "version" // the next version of a survey
	FromCopy    = "copy"    // a survey of its own that is like another
	FromNothing = "nothing"
	FromFile    = "file"
)

// NewSurveyFields are those to begin a survey with nothing.
func NewSurveyFields() Fields {
	return Fields{{Name: FieldName, ID: "new." + FieldName, Label: "design.title", Hint: "surveys.new.hint"}}
}

// ImportFields are those to begin with a file.
func ImportFields() Fields {
	return Fields{{Name: FieldDefinition, Label: "surveys.import.file", Hint: "surveys.import.hint", Type: TypeLong}}
}

// Publish asks whether a draft should be published, and says what that means.
type Publish struct {
	Designer
	Target survey.Target
	// Elsewhere is the survey that the draft began with and that is not theirs
	// to change; nil where there is none.
	Elsewhere *survey.Survey
	Teams     int // that will be able to use it
}

func (*Publish) page() string { return "publish" }

// Unchanged reports whether the draft is, word for word, the version there is:
// publishing it would make no other.
func (p *Publish) Unchanged() bool {
	if p.Target.Last == nil {
		return false
	}
	s := p.Draft.Survey.Named()
	s.ID = p.Target.ID
	return p.Target.Last.SameAs(s)
}

// Version is the number of the version it will be.
func (p *Publish) Version() int {
	if p.Target.Last == nil {
		return 1
	}
	return p.Target.Last.Version + 1
}

// beginning is a row of [Surveys] with what its form needs of the page.
type beginning struct {
	UsableRow
	Unit, Token string
}

// trendList is a part of a trend with the key of its heading.
type trendList struct {
	Label     string
	Questions []survey.Question
}
