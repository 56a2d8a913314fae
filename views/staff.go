package views

import (
	"slices"

	"ouderstem/survey"
)

// Home is the first page of staff: the tree of units, what each of them can
// report and what waits.
type Home struct {
	Frame
	Units []UnitRow
}

func (*Home) page() string { return "home" }

// Empty reports whether no unit has anything to report and nothing waits.
func (h *Home) Empty() bool {
	return !slices.ContainsFunc(h.Units, UnitRow.used)
}

// UnitRow is a unit with what stands under it.
type UnitRow struct {
	Unit    survey.Unit
	Surveys []SurveyRow
	// RecordYears are the years whose figures and measures can be entered, the
	// newest first.
	RecordYears []int
	Children    []UnitRow
}

func (u UnitRow) used() bool {
	return len(u.Surveys) > 0 || slices.ContainsFunc(u.Children, UnitRow.used)
}

// Reports returns the surveys of the unit for their template.
func (u UnitRow) Reports() []unitSurvey {
	var list []unitSurvey
	for _, s := range u.Surveys {
		list = append(list, unitSurvey{s, u.Unit})
	}
	return list
}

// unitSurvey is a survey with the unit that uses it.
type unitSurvey struct {
	SurveyRow
	Unit survey.Unit
}

// SurveyRow is a survey that a unit uses.
type SurveyRow struct {
	ID    string
	Title survey.Text
	// Years in which boxes were opened, or answers waited; the newest first.
	Years []int
	// Waiting answers are sealed, rounded to 5.
	Waiting int
}

// UnitRows makes the tree of a home page of units, each with the surveys it
// uses by its id. Records can be entered for this year, for the last one, whose
// report is being written, and for every year that has a report.
func UnitRows(units survey.Units, surveys map[string][]SurveyRow, year int) []UnitRow {
	return unitRows(units, "", surveys, year)
}

func unitRows(units survey.Units, parent string, surveys map[string][]SurveyRow, year int) []UnitRow {
	var rows []UnitRow
	for _, u := range units.Children(parent) {
		row := UnitRow{Unit: u, Surveys: surveys[u.ID], RecordYears: []int{year, year - 1}}
		for _, s := range row.Surveys {
			row.RecordYears = append(row.RecordYears, s.Years...)
		}
		slices.SortFunc(row.RecordYears, func(a, b int) int { return b - a })
		row.RecordYears = slices.Compact(row.RecordYears)
		row.Children = unitRows(units, u.ID, surveys, year)
		rows = append(rows, row)
	}
	return rows
}

// StaffNotice is a page for staff that says only why there is nothing else.
type StaffNotice struct {
	Frame
	Key StaffNoticeKey
	// Err is the mistake that can be mended, if it is one.
	Err error
}

func (*StaffNotice) page() string { return "staff-notice" }

// StaffNoticeKey names the sentence of a notice; its heading has ".title"
// behind it.
type StaffNoticeKey string

// The notices there are, with the HTTP status they go with.
const (
	StaffNotAdmitted StaffNoticeKey = "staff.not-admitted" // 401, without the token
	StaffWrongSite   StaffNoticeKey = "staff.wrong-site"   // 403, posted from another site
	StaffNotFound    StaffNoticeKey = "staff.not-found"    // 404
	StaffTooLarge    StaffNoticeKey = "staff.too-large"    // 413
	StaffBadInput    StaffNoticeKey = "staff.bad-input"    // 400, 415 and 422: something that no page of ours sends
	StaffOldLink     StaffNoticeKey = "staff.old-link"     // 410, a link that was used or is too old
	StaffRefused     StaffNoticeKey = "staff.refused"      // 409, with the mistake that says why
	StaffFailed      StaffNoticeKey = "staff.failed"       // 500
)
