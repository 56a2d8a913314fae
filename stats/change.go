package stats

// YearChange is how a figure differs from the year before, now minus then: a
// mark in marks, a share in percentage points.
type YearChange struct {
	Precision Precision `json:"precision"` // the coarser one of the two years
	N         int       `json:"n"`         // of the year before
	Before    float64   `json:"before"`    // the figure then, as it was shown
	Difference
}

// YearFigure is the figure of one year in a trend.
type YearFigure struct {
	Year      int       `json:"year"`
	Precision Precision `json:"precision"` // Hidden: there were too few answers, or none
	N         int       `json:"n,omitempty"`
	// Figure is the mean of a mark, or the positive share in per cent; nil when
	// hidden, or when nearly everybody in a small group said the same.
	Figure *Interval `json:"figure,omitempty"`
	// Word replaces a share that would say the same of everybody.
	Word Word `json:"word,omitempty"`
	// Other says that the question was on another scale that year, or was not
	// asked: there is nothing to compare.
	Other bool `json:"other,omitempty"`
}
