package views

import (
	"strconv"

	"ouderstem/survey"
)

// Home is the first page of who looks after several units, or after the
// installation: the units, and what comes next.
type Home struct {
	Frame
	Units []UnitRow
	// Admin says that the reader looks after the installation. Steps are what is
	// still to be done there.
	Admin bool
	Steps []Step
}

func (*Home) page() string { return "home" }

// UnitRow is a unit on which the reader has a role.
type UnitRow struct {
	Unit  survey.Unit
	Depth int
	Href  string
}

// Step is something to do next: the key of its words, of the sentence that says
// why ("….why"), and where it is done; Href is "" for waiting.
type Step struct {
	Label string
	Href  string
	Date  string // a day that the sentence names, or ""
}

// Why returns the key of the sentence that says why.
func (s Step) Why() string { return s.Label + ".why" }

// NewHome shows the units of tree that the reader has a role on.
func NewHome(tree, own survey.Units, year int) *Home {
	h := &Home{}
	tree.Walk(func(u survey.Unit, depth int) {
		for _, o := range own {
			if o.ID == u.ID {
				h.Units = append(h.Units, UnitRow{u, depth, DashboardPath(u.ID, year)})
			}
		}
	})
	if len(h.Units) == 0 {
		return h
	}
	top := h.Units[0].Depth
	for _, u := range h.Units {
		top = min(top, u.Depth)
	}
	for i := range h.Units {
		h.Units[i].Depth -= top
	}
	return h
}

// DashboardPath is the address of a unit's page.
func DashboardPath(unit string, year int) string {
	return "/staff/unit/" + unit + "/" + strconv.Itoa(year)
}

// Dashboard is a unit's page in a year: what there is, what waits, and one next
// step.
type Dashboard struct {
	Frame
	Unit survey.Unit
	Year int
	// Years can be looked at, the newest first.
	Years []int
	Step  Step
	// Surveys that something was opened of or waits for, in Year.
	Surveys []SurveyRow
	// NextLook is the day on which boxes are looked at next.
	NextLook string
	// Over says that the year has ended.
	Over bool
	// Manager, Coach and Entry say what the reader may do here.
	Manager, Coach, Entry bool
	Cards                 CardCount
	Measures, Figures     int
	Worries               int // about comments, that wait for a decision of a manager
	Below                 []UnitRow
}

func (*Dashboard) page() string { return "dashboard" }

// CardCount says how many cards of a unit, with all below it, there are.
type CardCount struct {
	Stacks    int
	HandedOut int // in the year; -1 when nobody counted
}

// SurveyRow is a survey that a unit uses.
type SurveyRow struct {
	ID    string
	Title survey.Text
	// Opened says that there is something to report, and Comments that a manager
	// can read what was written.
	Opened bool
	// Waiting answers are sealed, rounded to 5.
	Waiting int
	// Edition is the number of the newest one that went out; 0 for none.
	Edition int
	// Public says that an edition can be read.
	Public bool
	// Draft is where a report is made ready to go out.
	Draft string
	// Report is the address of the report as managers see it, and Published leads to
	// what is public of it.
	Report, Published string
}

// NextStep is the one thing to do next. Who has no cards orders some; who has
// handed none out does that; then a report is read, by managers answered with
// measures, and sent out when its year has ended.
func (d *Dashboard) NextStep() Step {
	report, draft := "", ""
	for _, s := range d.Surveys {
		switch {
		case report != "":
		case s.Opened && d.Manager:
			report = s.Report
		case s.Public:
			report = s.Published
		}
		if s.Opened && s.Edition == 0 && draft == "" {
			draft = s.Draft
		}
	}
	year := strconv.Itoa(d.Year)
	switch hands := d.Coach || d.Manager; {
	case d.Entry && !hands:
		return Step{Label: "step.entry", Href: "/staff/paper/" + d.Unit.ID}
	case report != "" && d.Manager && d.Measures == 0:
		return Step{Label: "step.measures", Href: "/staff/records/" + d.Unit.ID + "/" + year}
	case draft != "" && d.Manager && d.Over:
		return Step{Label: "step.publish", Href: draft}
	case report != "":
		return Step{Label: "step.read", Href: report}
	case d.Cards.Stacks == 0 && hands:
		return Step{Label: "step.cards", Href: "/staff/cards/" + d.Unit.ID}
	case d.Cards.HandedOut <= 0 && hands:
		return Step{Label: "step.hand-out", Href: "/staff/cards/" + d.Unit.ID}
	}
	return Step{Label: "step.wait", Date: d.NextLook}
}
