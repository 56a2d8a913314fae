package survey

// KeyFigure is a figure from registration, entered by hand with its source. It
// stands beside the survey and is never mixed with it.
type KeyFigure struct {
	ID   string `json:"id"`
	Unit string `json:"unit"`
	Year int    `json:"year" validate:"min=2000,max=2100"`
	// Label says what the figure is, in the organisation's own words.
	Label string `json:"label" validate:"required,max=300"`
	// Numerator out of Denominator; both 0 when Value holds the figure.
	Numerator   int `json:"numerator,omitempty" validate:"min=0,max=1000000000,ltefield=Denominator"`
	Denominator int `json:"denominator,omitempty" validate:"min=0,max=1000000000,required_without=Value"`
	// Value is a figure that is no share, with its unit: "13 weken".
	Value  string `json:"value,omitempty" validate:"max=60,excluded_with=Denominator"`
	Source string `json:"source" validate:"required,max=300"`
}

// Status is how far a measure is.
type Status string

// The states a measure can be in.
const (
	Planned Status = "planned"
	Doing   Status = "doing"
	Done    Status = "done"
	Dropped Status = "dropped"
)

// Measure is what is done with what parents said. It belongs to the report
// that announces it; the next year's report opens with it.
type Measure struct {
	ID     string `json:"id"`
	Unit   string `json:"unit"`
	Year   int    `json:"year" validate:"min=2000,max=2100"`
	Reason string `json:"reason" validate:"max=300"` // what parents said
	Action string `json:"action" validate:"required,max=600"`
	Owner  string `json:"owner" validate:"max=120"` // a function or a team
	Due    string `json:"due" validate:"omitempty,datetime=2006-01-02"`
	Status Status `json:"status" validate:"oneof=planned doing done dropped"`
	Result string `json:"result" validate:"max=600"` // what came of it
}

// Results is everything that opened boxes and the organisation's own records
// say about a survey in a unit and a year: what a report is made of.
type Results struct {
	// Survey is the newest version that was answered, and Versions holds every
	// version that was, by number.
	Survey   *Survey
	Versions map[int]*Survey
	Unit     Unit
	Year     int
	K        int
	// Lang is the language that the organisation writes in: measures, key figures.
	Lang string
	// Responses were opened, in Boxes openings, here and in units below.
	Responses int
	Boxes     int
	// Waiting answers were still sealed when boxes were last looked at in Year.
	Waiting int
	// HandedOut cards were given to parents, as far as they were counted; -1 when
	// none were.
	HandedOut int
	// ByPoster of the Responses came in through a shared code: for those a
	// response rate cannot be known.
	ByPoster int
	// ByPaper of the Responses were written on a paper form and typed in: forms are
	// not cards, so they are in no response rate either.
	ByPaper  int
	Counts   []Count
	Comments []Comment // by question, in random order
	// Before are the comments of the year before; none once they are deleted.
	Before []Comment
	// Confirmed are the themes that a person confirmed for what is published of
	// this unit, year and survey.
	Confirmed []string
	// ConfirmedWords are the fingerprints of the words that those themes had when
	// they were confirmed, by theme: with other words a theme is not confirmed any
	// more. Nil where words are not looked at.
	ConfirmedWords map[string]string
	// MarkSets are the sets of comments to this survey in this year whose mean
	// mark was ever shown, of every unit.
	MarkSets []MarkSet
	// Swept says that the comments were kept for as long as was decided, and
	// are gone.
	Swept    bool
	Figures  []KeyFigure
	Measures []Measure // announced this year
	Promised []Measure // announced the year before
	// Years are all years before that were answered, the oldest first.
	Years []YearCounts
	// Parts are the units right below, in the order of their names, those without
	// answers too.
	Parts []Part
	// Sample is drawn from the responses of a year that is over; nil before.
	Sample []Cut
	// Guarded says that answers were left out, since with them those of a few in
	// another unit could be worked out.
	Guarded bool
}
