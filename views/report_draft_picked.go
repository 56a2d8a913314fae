package views

import (
	"ouderstem/stats"
	"ouderstem/survey"
)

// ReportQuotes is the step in which quotes are picked out of those that a person
// released.
type ReportQuotes struct {
	ReportDraft
	Questions []QuoteQuestion
	Left      bool // the section is left out
}

func (*ReportQuotes) page() string { return "report-quotes" }

// Problems tells what is wrong: nothing can be.
func (*ReportQuotes) Problems() []FieldProblem { return nil }

// QuoteQuestion is an open question with the comments that may be quoted.
type QuoteQuestion struct {
	ID     string
	Text   survey.Text
	Quotes []QuoteTick
}

// QuoteTick is a comment that may be quoted.
type QuoteTick struct {
	survey.Comment
	In bool
}

// picked returns which ids are among ids; with nil all are.
func picked(ids []string) func(id string) bool {
	set := make(map[string]bool, len(ids))
	for _, x := range ids {
		set[x] = true
	}
	return func(id string) bool { return ids == nil || set[id] }
}

// QuotesOf fills in the step with a choice.
func (p *ReportQuotes) QuotesOf(c survey.Choice, readings []stats.Reading) {
	p.Left = !c.Has(survey.SectionComments) && !c.Has(survey.SectionThemes)
	in := picked(c.Quotes)
	for _, r := range readings {
		q := QuoteQuestion{ID: r.ID, Text: r.Text}
		for _, comment := range r.Comments {
			if comment.Decision.Quote {
				q.Quotes = append(q.Quotes, QuoteTick{comment, in(comment.ID)})
			}
		}
		if len(q.Quotes) > 0 {
			p.Questions = append(p.Questions, q)
		}
	}
}

// ReportMeasures is the step in which measures are picked.
type ReportMeasures struct {
	ReportDraft
	Measures []MeasureTick
	Promised []survey.Measure // of the year before
	Left     bool             // the section is left out
}

func (*ReportMeasures) page() string { return "report-measures-step" }

// Problems tells what is wrong: nothing can be.
func (*ReportMeasures) Problems() []FieldProblem { return nil }

// MeasureTick is a measure that can be in the report.
type MeasureTick struct {
	survey.Measure
	In bool
}

// MeasuresOf fills in the step with a choice.
func (p *ReportMeasures) MeasuresOf(c survey.Choice, measures, promised []survey.Measure) {
	p.Left = !c.Has(survey.SectionMeasures)
	if c.Has(survey.SectionPromised) {
		p.Promised = promised
	}
	in := picked(c.Measures)
	for _, m := range measures {
		p.Measures = append(p.Measures, MeasureTick{m, in(m.ID)})
	}
}
