package views

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"slices"

	"ouderstem/stats"
	"ouderstem/survey"
)

// ReportStep is a step on the way to a report that goes out.
type ReportStep string

// The steps, in their order.
const (
	StepContents ReportStep = "contents" // sections and foreword
	StepQuotes   ReportStep = "quotes"
	StepMeasures ReportStep = "measures"
	StepPreview  ReportStep = "preview"
	StepCheck    ReportStep = "check"
)

// ReportSteps are all of them.
var ReportSteps = []ReportStep{StepContents, StepQuotes, StepMeasures, StepPreview, StepCheck}

// Fields and acts of the forms about a report that goes out.
const (
	FieldSection  = "section"
	FieldForeword = survey.FieldForeword
	FieldQuote    = "quote"
	FieldMeasure  = "measure"

	DoNext = "next"
)

// ReportDraft is what the pages of all steps share.
type ReportDraft struct {
	Frame
	Unit   survey.Unit
	Year   int
	Survey string
	Title  survey.Text
	// Audience is whom the survey asked.
	Audience survey.Audience
	Step     ReportStep
	// Seen is a mark of what is kept of this step now; it comes back with the
	// form.
	Seen string
	// Meanwhile is what somebody else has kept of this step since the form was
	// shown.
	Meanwhile []Kept
	// Editions are those that went out, the newest first.
	Editions []EditionRow
}

// EditionRow is an edition that went out.
type EditionRow struct {
	Number int
	Day    string
	Reason string
	// Withdrawn is why it is not public any more; "" while it is.
	Withdrawn string
	Href      string
}

// EditionRows are editions for a list.
func EditionRows(editions []survey.Edition) []EditionRow {
	var rows []EditionRow
	for _, e := range editions {
		rows = append(rows, EditionRow{e.Number, e.Day, e.Reason, e.Withdrawn, EditionPath(e)})
	}
	return rows
}

// EditionPath is where an edition is read on the public pages.
func EditionPath(e survey.Edition) string {
	return fmt.Sprintf("%s/%d/%s/%d", PublicUnitPath(e.Unit), e.Year, url.PathEscape(e.Survey), e.Number)
}

// ReportsPath is where a year and a survey of a unit are chosen.
func ReportsPath(unit string) string { return "/staff/publish/" + url.PathEscape(unit) }

// Draft returns what the pages of all steps share.
func (d *ReportDraft) Draft() *ReportDraft { return d }

// ReportDraftPath is where the steps to a report that goes out begin.
func ReportDraftPath(unit string, year int, surveyID string) string {
	return fmt.Sprintf("/staff/publish/%s/%d/%s", url.PathEscape(unit), year, url.PathEscape(surveyID))
}

// Path returns where the steps begin.
func (d *ReportDraft) Path() string { return ReportDraftPath(d.Unit.ID, d.Year, d.Survey) }

// At returns where a step is.
func (d *ReportDraft) At(s ReportStep) string {
	if s == StepContents {
		return d.Path()
	}
	return d.Path() + "/" + string(s)
}

// Here returns where this step is.
func (d *ReportDraft) Here() string { return d.At(d.Step) }

// Next returns where the step after this one is; the last has none.
func (d *ReportDraft) Next() string {
	i := slices.Index(ReportSteps, d.Step)
	return d.At(ReportSteps[min(i+1, len(ReportSteps)-1)])
}

// Number is that of this step, from 1.
func (d *ReportDraft) Number() int { return slices.Index(ReportSteps, d.Step) + 1 }

// Steps returns the way through all steps.
func (d *ReportDraft) Steps() []MenuItem {
	var items []MenuItem
	for _, s := range ReportSteps {
		items = append(items, MenuItem{Label: "wizard.step." + string(s), Href: d.At(s), Here: s == d.Step})
	}
	return items
}

// Correction reports whether an edition went out before.
func (d *ReportDraft) Correction() bool { return len(d.Editions) > 0 }

// Place returns where something is mended; "" for what nothing mends but time.
func (d *ReportDraft) Place(at stats.CheckPlace) string {
	switch at {
	case stats.AtThemes:
		return ThemesPath(d.Unit.ID, d.Year, d.Survey)
	case stats.AtComments:
		return d.CommentsPath()
	case stats.AtRecords:
		return d.RecordsPath()
	case stats.AtQuotes:
		return d.At(StepQuotes)
	}
	return ""
}

// CommentsPath is where quotes are released.
func (d *ReportDraft) CommentsPath() string { return CommentsPath(d.Unit.ID, d.Year, d.Survey) }

// RecordsPath is where key figures and measures are written down.
func (d *ReportDraft) RecordsPath() string {
	return fmt.Sprintf("/staff/records/%s/%d", url.PathEscape(d.Unit.ID), d.Year)
}

// ReportContents is the step in which sections are chosen and the foreword is
// written.
type ReportContents struct {
	ReportDraft
	Sections []SectionTick
	Fields   Fields
	// Few says that there are too few answers; nil where there are enough.
	Few *stats.Check
}

func (*ReportContents) page() string { return "report-contents" }

// Problems tells what is wrong with what was typed.
func (p *ReportContents) Problems() []FieldProblem { return p.Fields.Problems() }

// SectionTick is a section that can be left out.
type SectionTick struct {
	Section survey.Section
	In      bool
	Empty   bool // there is nothing to put in it yet
}

// Label is the key of its words.
func (s SectionTick) Label() string { return "wizard.section." + string(s.Section) }

// ContentsOf fills in the step with a choice, for a report with everything.
func (p *ReportContents) ContentsOf(c survey.Choice, whole stats.Report) {
	if whole.N == 0 {
		p.Few = &stats.Checks(whole, whole, c, nil, true)[0]
	}
	for _, s := range survey.Sections {
		p.Sections = append(p.Sections, SectionTick{s, c.Has(s), emptySection(whole, s)})
	}
	p.Fields = Fields{{Name: FieldForeword, Label: "wizard.foreword", Hint: "wizard.foreword.hint", Typed: c.Foreword, Type: TypeLong}}
}

// emptySection reports whether a section has nothing to say.
func emptySection(r stats.Report, s survey.Section) bool {
	switch s {
	case survey.SectionMark:
		return r.Overall == nil
	case survey.SectionQuestions:
		return len(r.Questions) == 0
	case survey.SectionThemes:
		return r.Themes == nil || len(r.Themes.List) == 0
	case survey.SectionWithout:
		return r.Themes == nil || r.Themes.Without == nil
	case survey.SectionComments:
		return !Report{Report: r}.Told()
	case survey.SectionFigures:
		return len(r.Figures) == 0
	case survey.SectionPromised:
		return len(r.Promised) == 0
	case survey.SectionMeasures:
		return len(r.Measures) == 0
	case survey.SectionTeams:
		return r.Teams == nil
	}
	return false
}

// ReportPreview is the step in which what goes out is looked at.
type ReportPreview struct {
	ReportDraft
	Readers []Reader
}

func (*ReportPreview) page() string { return "report-preview" }

// Problems tells what is wrong: nothing can be.
func (*ReportPreview) Problems() []FieldProblem { return nil }

// ReportCheck is the last step: what to look at, and sending it out.
type ReportCheck struct {
	ReportDraft
	Blocking []stats.Check // must be mended first
	Advice   []stats.Check
	// Refused is why it may not go out beside what went out before.
	Refused []error
	// Same says that it says what the newest edition says.
	Same     bool
	Warnings []string // that stand in the report
	// Changed says that it is not what was looked at when the form was shown.
	Changed bool
	// Value is a mark of the report that would go out.
	Value  string
	Fields Fields // the reason of a correction
}

func (*ReportCheck) page() string { return "report-check" }

// Ready reports whether it may go out.
func (p *ReportCheck) Ready() bool { return len(p.Blocking) == 0 && len(p.Refused) == 0 && !p.Same }

// Leaves reports whether leaving something out can help against why it may not go
// out.
func (p *ReportCheck) Leaves(why error) bool { return errors.Is(why, survey.ErrLedger) }

// Offered reports whether the form is on the page: when it may go out and, so that
// nothing is lost, when somebody has typed a reason.
func (p *ReportCheck) Offered() bool {
	return p.Ready() || slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Typed != "" })
}

// Problems tells what is wrong with what was typed.
func (p *ReportCheck) Problems() []FieldProblem { return p.Fields.Problems() }

// ReportChoice is the page on which a year and a survey are chosen.
type ReportChoice struct {
	Frame
	Unit  survey.Unit
	Rows  []ReportRow
	Below []UnitRow // the units below, and where the same is chosen for them
}

func (*ReportChoice) page() string { return "report-choice" }

// ReportRow is a year of a survey that a report can be made of.
type ReportRow struct {
	Year   int
	Title  survey.Text
	Href   string
	Number int // of the newest edition; 0 for none
	Day    string
}

// draftFuncs are what the templates of the steps call, bound to one language.
func (v *Views) draftFuncs(lang string) template.FuncMap {
	return template.FuncMap{
		"capital":     capital,
		"editionPath": EditionPath,
		"check":       func(c stats.Check) (string, error) { return v.texts.Say(lang, c.Key, c.Args) },
		"onePage":     func(p *OnePage) (fitted, error) { return v.fitted(lang, p.For, p.Report) },
	}
}

// Warnings returns what a reader of r is told to mind, in lang.
func (v *Views) Warnings(lang string, r Report) ([]string, error) {
	o := &voice{texts: v.texts, lang: lang}
	var list []string
	for _, w := range r.Warnings {
		list = append(list, o.warning(r, w))
	}
	return list, o.err
}
