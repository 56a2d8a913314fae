package views

import (
	"net/url"

	"ouderstem/survey"
)

// Sheets is the page about paper forms: which can be printed and typed in, and
// how they stay anonymous.
type Sheets struct {
	Frame
	Surveys []SheetRow
	K       int  // least number of answers that are opened together
	Others  int  // least number of them that others must have typed in
	Keys    bool // whether who looks may type forms in
}

func (*Sheets) page() string { return "sheets" }

// Rows returns the surveys for their template.
func (p *Sheets) Rows() []SheetRow {
	for i := range p.Surveys {
		p.Surveys[i].unit, p.Surveys[i].Keys = p.About.ID, p.Keys
	}
	return p.Surveys
}

// SheetRow is a survey that can be asked on paper.
type SheetRow struct {
	ID    string
	Title survey.Text
	// Languages the form can be printed in.
	Languages []string
	Keys      bool
	unit      string
}

// Paper is where the form is printed.
func (r SheetRow) Paper() string { return sheetAddress("paper", r.unit, r.ID) }

// Entry is where forms are typed in.
func (r SheetRow) Entry() string { return sheetAddress("entry", r.unit, r.ID) }

func sheetAddress(kind, unit, id string) string {
	return "/staff/" + kind + "/" + url.PathEscape(unit) + "/" + url.PathEscape(id)
}

// Sheet is the paper form of a survey, to be printed.
type Sheet struct {
	Frame
	Survey *survey.Survey
	// House is who asks, by a name that parents know.
	House string
	K     int // least number of answers that are opened together
	// Help are the organisation's own lines about where parents can turn; the
	// program's, where there are none.
	Help []survey.HelpLine
}

func (*Sheet) page() string { return "sheet" }

// Back is where the page about paper forms is.
func (p *Sheet) Back() string { return "/staff/paper/" + url.PathEscape(p.About.ID) }

// Questions returns the questions as they are printed.
func (p *Sheet) Questions() []asked { return ask(p.Survey, nil) }

// Lines are the lines to write an answer on.
func (a asked) Lines() []struct{} {
	const lines = 6 // about 50 words: more than most write, and two sides of A4 for the surveys that ship
	return make([]struct{}, lines)
}
