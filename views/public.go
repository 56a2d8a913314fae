package views

import (
	"net/url"
	"slices"
	"strings"

	"ouderstem/survey"
)

// PublicPath is where what is published stands, on the site of parents.
const PublicPath = "/w"

// PublicUnitPath is where that of a unit stands.
func PublicUnitPath(unit string) string { return PublicPath + "/" + url.PathEscape(unit) }

// Public is what every page of what is published has.
type Public struct {
	ExitURL string
	Own
	Editions []survey.Edition // all there are
}

// Style returns the address of the organisation's own style, or "".
func (p Public) Style() string { return p.Look.Staff }

// Besides returns the other editions of the unit of e, the newest first.
func (p Public) Besides(e survey.Edition) []survey.Edition {
	return slices.DeleteFunc(slices.Clone(p.Editions), func(f survey.Edition) bool { return f.Unit != e.Unit || f.Is(e) })
}

// Newer returns the newest edition of the report that e is one of, or nil where
// that is e.
func (p Public) Newer(e survey.Edition) *survey.Edition {
	newest := e
	for _, f := range p.Editions {
		if f.Unit == e.Unit && f.Year == e.Year && f.Survey == e.Survey && f.Number > newest.Number {
			newest = f
		}
	}
	if newest.Is(e) {
		return nil
	}
	return &newest
}

// PublicList is the list of units of which something is published.
type PublicList struct {
	Public
	Rows []PublicRow
}

// PublicRow is one of them.
type PublicRow struct {
	Unit survey.Unit
	Year int // of the newest
}

// Path is where it stands.
func (r PublicRow) Path() string { return PublicUnitPath(r.Unit.ID) }

func (PublicList) page() string { return "public-list" }

// PublicUnit is what is published of a unit, for parents.
type PublicUnit struct {
	Public
	Edition survey.Edition
	OnePage OnePage
}

func (PublicUnit) page() string { return "public-unit" }

// Version returns the page itself, for its template.
func (p PublicUnit) Version() *OnePage { return &p.OnePage }

// Path is where the whole edition stands.
func (p PublicUnit) Path() string { return EditionPath(p.Edition) }

// PublicEdition is a whole edition.
type PublicEdition struct {
	Public
	Edition survey.Edition
	Report  Report
	Files   []PublicFile
}

// PublicFile is a file that an edition can be had as.
type PublicFile struct {
	File
	For Reader // whom a version on one page is for; "" for the whole report
}

// Kind says what a version on one page is: pdf.
func (f PublicFile) Kind() string { return strings.TrimPrefix(f.Name, string(f.For)+".") }

// publicFiles are some of the files of an edition.
type publicFiles struct {
	Path     string // of the edition
	Audience survey.Audience
	Files    []PublicFile
}

// files returns those that are to be read, or those for who does something else
// with a report. Who reads wants a PDF, or a page where none can be made.
func (p PublicEdition) files(toRead bool) publicFiles {
	kind := ".html"
	if slices.ContainsFunc(p.Files, func(f PublicFile) bool { return f.Name == "pdf" }) {
		kind = ".pdf"
	}
	return publicFiles{p.Path(), p.Report.Audience, slices.DeleteFunc(slices.Clone(p.Files), func(f PublicFile) bool {
		return strings.HasSuffix("."+f.Name, kind) != toRead
	})}
}

// ToRead returns the files that are to be read.
func (p PublicEdition) ToRead() publicFiles { return p.files(true) }

// Others returns all other files.
func (p PublicEdition) Others() publicFiles { return p.files(false) }

func (PublicEdition) page() string { return "public-edition" }

// Path is where it stands.
func (p PublicEdition) Path() string { return EditionPath(p.Edition) }

// Unit is where the newest of its unit stands.
func (p PublicEdition) Unit() string { return PublicUnitPath(p.Edition.Unit) }

// Unpublished is the page for staff about a report of which nothing is public.
type Unpublished struct {
	Frame
	Unit  survey.Unit
	Year  int
	Title survey.Text // of the survey
	// Manager says that the reader can publish it, which is done at Draft.
	Manager bool
	Draft   string
	// NextLook is the day on which boxes are looked at next; "" when the year has
	// ended.
	NextLook string
	// Withdrawn is its newest edition where that was taken back; nil where there
	// never was one.
	Withdrawn *survey.Edition
	// Others are the editions on other years and surveys that can be read.
	Others []survey.Edition
}

func (*Unpublished) page() string { return "unpublished" }

// Withdrawal is the page for staff on which an edition is taken off the public
// pages.
type Withdrawal struct {
	Frame
	Edition survey.Edition
	Unit    survey.Unit
	Fields  Fields
}

func (*Withdrawal) page() string { return "edition" }

// Path is where the page is.
func (p *Withdrawal) Path() string { return WithdrawalPath(p.Edition) }

// Public is where the edition is read.
func (p *Withdrawal) Public() string { return EditionPath(p.Edition) }

// Back is where the report is made.
func (p *Withdrawal) Back() string {
	return ReportDraftPath(p.Edition.Unit, p.Edition.Year, p.Edition.Survey) + "/check"
}

// Problems tells what is wrong with what was typed.
func (p *Withdrawal) Problems() []FieldProblem { return p.Fields.Problems() }

// WithdrawalPath is where staff take an edition back.
func WithdrawalPath(e survey.Edition) string {
	return "/staff/edition" + strings.TrimPrefix(EditionPath(e), PublicPath)
}

// Withdrawal returns where one of the editions of this report is taken back.
func (d *ReportDraft) Withdrawal(number int) string {
	return WithdrawalPath(survey.Edition{Unit: d.Unit.ID, Year: d.Year, Survey: d.Survey, Number: number})
}
