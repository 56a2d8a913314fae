package stats

import (
	"slices"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// released returns comments as a choice has them: of those that a person
// released, only those that were chosen are quotes.
func released(comments []survey.Comment, c survey.Choice) []survey.Comment {
	if c.Quotes == nil {
		return comments
	}
	quotes := idSet(c.Quotes)
	chosen := slices.Clone(comments)
	for i := range chosen {
		chosen[i].Decision.Quote = chosen[i].Decision.Quote && quotes[chosen[i].ID]
	}
	return chosen
}

func idSet(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// leave takes out of the report what its makers chose to leave out. Nothing of
// it stays behind: what is not shown is not in the report.
func (rep *Report) leave(opt Options) {
	c := opt.Choice
	rep.Foreword = c.Foreword
	for _, s := range survey.Sections {
		if !c.Has(s) {
			rep.Left = append(rep.Left, s)
		}
	}
	if c.Measures != nil {
		chosen := idSet(c.Measures)
		rep.Measures = slices.DeleteFunc(rep.Measures, func(m survey.Measure) bool { return !chosen[m.ID] })
	}
	out := map[survey.Section]func(){
		survey.SectionMark:      rep.leaveMark,
		survey.SectionQuestions: rep.leaveQuestions,
		survey.SectionThemes:    rep.leaveThemes,
		survey.SectionWithout:   func() { rep.leaveWithout(opt.Themes) },
		survey.SectionComments:  func() { rep.Comments = []Comments{} },
		survey.SectionFigures:   func() { rep.Figures = []KeyFigure{} },
		survey.SectionPromised:  func() { rep.Promised = []survey.Measure{} },
		survey.SectionMeasures:  func() { rep.Measures = []survey.Measure{} },
		survey.SectionTeams:     func() { rep.Teams = nil },
	}
	for _, s := range rep.Left {
		out[s]()
	}
}

// leaveMark takes out the overall mark, and what is told against it.
func (rep *Report) leaveMark() {
	if rep.Overall != nil {
		id := rep.Overall.ID
		rep.Questions = slices.DeleteFunc(slices.Clone(rep.Questions), func(q Question) bool { return q.ID == id })
	}
	rep.Overall, rep.Drivers = nil, nil
	rep.leaveThemeMarks()
	if rep.Themes == nil {
		return
	}
	for i := range rep.Themes.List {
		rep.Themes.List[i].Marks, rep.Themes.List[i].NoMarks = nil, ""
	}
}

// leaveThemeMarks forgets the sets of marks that are not shown of themes any more.
// The mean of all stays one that was seen: it follows from those of teams, and
// counts for themes that are shown elsewhere.
func (rep *Report) leaveThemeMarks() {
	rep.Shows = slices.DeleteFunc(rep.Shows, func(s survey.MarkSet) bool { return s.Theme != "" })
}

// leaveThemes takes out all themes.
func (rep *Report) leaveThemes() {
	rep.Themes, rep.Sets = nil, nil
	rep.leaveThemeMarks()
}

// leaveWithout takes out how many comments have no theme. Where the codebook has one
// theme, they are all that are not about it: the set stays one that is shown.
func (rep *Report) leaveWithout(coder Coder) {
	if rep.Themes == nil {
		return
	}
	rep.Themes.Without = nil
	if len(coder.Codebook().Themes) > 1 {
		rep.Sets = slices.DeleteFunc(rep.Sets, func(s survey.ShownSet) bool { return s.Of == ofTheme+themes.NoTheme })
	}
}

// leaveQuestions takes out all closed questions but the overall mark.
func (rep *Report) leaveQuestions() {
	rep.Questions, rep.Drivers, rep.Lowest = []Question{}, nil, nil
	if rep.Overall != nil {
		overall := *rep.Overall
		rep.Questions = append(rep.Questions, overall)
		rep.Overall = &rep.Questions[0]
	}
}

// tells reports whether anything is said of a closed question, be it that there
// are too few answers.
func (rep *Report) tells(question string) bool {
	return slices.ContainsFunc(rep.Questions, func(q Question) bool { return q.ID == question })
}
