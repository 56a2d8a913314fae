package survey

// YearCounts is what was answered to a survey in a unit and all below it in one
// year, as far as closed questions go.
type YearCounts struct {
	Year      int
	Responses int
	Versions  map[int]*Survey // that were answered
	Counts    []Count
}

// Part is what was answered in one of the units right below that of a report,
// with all below it.
type Part struct {
	Unit Unit
	YearCounts
	HandedOut int // -1 when no cards were counted
	ByPoster  int
	ByPaper   int
}
