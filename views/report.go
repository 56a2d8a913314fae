package views

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"ouderstem/stats"
	"ouderstem/survey"
)

// Report is a yearly report as a document: on a page for staff or, with
// Standalone, in a file of its own.
type Report struct {
	Frame
	stats.Report
	// Standalone leaves out what needs a server: the style sheet is in the page
	// and there are no links to other pages.
	Standalone bool
	// Published says that it is what may go out.
	Published bool
	// Draft says near the title that this is not published: paper and files are
	// handed on. Of what is published it is false, whatever Edition is.
	Draft bool
	// Edition is what a file of one tells of it: number, day and reason. Nil for
	// what is not published, and on a page, which tells it itself.
	Edition *survey.Edition
	// Pictures is the address that pictures of its charts are served below, each
	// by its id and an ending; "" where they are not served.
	Pictures string
	// Back is where who looks at it before it goes out came from; "" elsewhere.
	Back string
	// Files are the kinds of file that it can be had as, in the order they are
	// offered.
	Files []File
}

// FunnelField asks, as 1 in the address of a report for staff, for the funnel plot
// of the units below.
const FunnelField = "funnel"

// File is a kind of file that a report can be had as, by the ending of its name.
type File struct{ Name string }

// Key returns the key of the words that say what the file is for.
func (f File) Key() string { return "report.format." + strings.ReplaceAll(f.Name, ".", "-") }

func (Report) page() string { return "report" }

// Address returns where the report is served, without an ending.
func (r Report) Address() string {
	return fmt.Sprintf("/staff/report/%s/%d/%s", url.PathEscape(r.Unit.ID), r.Year, url.PathEscape(r.Survey))
}

// PublicAddress returns what leads staff to the edition of the report that is
// public.
func (r Report) PublicAddress() string {
	return strings.Replace(r.Address(), "/report/", "/published/", 1)
}

// Indicative reports whether all of the report rests on few answers.
func (r Report) Indicative() bool { return r.N > 0 && r.N < stats.Exact }

// Mark returns the question whose mark stands for the whole, or nil.
func (r Report) Mark() *part {
	if r.Overall == nil {
		return nil
	}
	return &part{*r.Overall, r}
}

// Parts returns all closed questions but the overall mark.
func (r Report) Parts() []part {
	var parts []part
	for _, q := range r.Questions {
		if r.Overall == nil || q.ID != r.Overall.ID {
			parts = append(parts, part{q, r})
		}
	}
	return parts
}

// question returns the closed question with this id.
func (r Report) question(id string) (stats.Question, bool) {
	for _, q := range r.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return stats.Question{}, false
}

// wording returns the words of the question with this id.
func (r Report) wording(id string) survey.Text {
	if q, ok := r.question(id); ok {
		return q.Text
	}
	for _, c := range r.Comments {
		if c.ID == id {
			return c.Text
		}
	}
	return nil
}

// Told reports whether any comment is in the report.
func (r Report) Told() bool {
	return slices.ContainsFunc(r.Comments, func(c stats.Comments) bool { return len(c.Comments) > 0 })
}

// measureList is measures with how to speak of them.
type measureList struct {
	Audience survey.Audience
	Promised bool // last year
	Measures []survey.Measure
}

// ThisYear returns the measures the report announces, for their template.
func (r Report) ThisYear() measureList { return measureList{r.Audience, false, r.Measures} }

// LastYear returns the measures that were promised, for their template.
func (r Report) LastYear() measureList { return measureList{r.Audience, true, r.Promised} }

// part is one closed question as the report shows it.
type part struct {
	stats.Question
	Report Report
}

// Anchor is the id of the question's place in the report.
func (p part) Anchor() string { return anchor(p.ID) }

func anchor(question string) string { return "q-" + question }

// Hidden reports whether nothing may be said of the answers.
func (p part) Hidden() bool { return p.Precision == stats.Hidden }

// Full reports whether the answers may be shown in full.
func (p part) Full() bool { return p.Precision == stats.Full }

// Whole reports whether the question's mark stands for the whole.
func (p part) Whole() bool { return p.Report.Overall != nil && p.Report.Overall.ID == p.ID }

// Told reports whether a sentence tells all that a trend would: it would show
// last year and this one, and the mark of the whole always has it.
func (p part) Told() bool { return len(p.Years) == 2 && p.Change != nil && !p.Whole() }

// IsMark reports whether the question asks for a mark.
func (p part) IsMark() bool { return p.Kind == survey.Mark }

// Divided reports whether the bars are parts of one whole.
func (p part) Divided() bool { return p.Kind != survey.Many }

// Shown returns the bars in the order they are shown in. Bands of a question
// stand as its options do, the positive side first, so that a report looks the
// same when there are more answers next year; bands of a mark go up like marks.
func (p part) Shown() []stats.Bar {
	bars := slices.Clone(p.Bars)
	if p.Kind == survey.One && p.Precision == stats.Indicative {
		slices.Reverse(bars)
	}
	return bars
}

// intervals reports whether any figure has an interval.
func (r Report) intervals() bool {
	return r.N > 0 || r.ResponseRate != nil && r.ResponseRate.Interval != nil ||
		slices.ContainsFunc(r.Figures, func(f stats.KeyFigure) bool { return f.Percent != nil })
}

// Total returns what the shares as they are shown add up to, in per cent.
func (p part) Total() int {
	total := 0
	for _, b := range p.Bars {
		total += b.Share.Percent
	}
	return total
}

// Worded reports whether words stand for any share.
func (p part) Worded() bool {
	return slices.ContainsFunc(p.Bars, func(b stats.Bar) bool { return b.Share.Word != "" })
}

// Intervals reports whether any bar has an interval of its own.
func (p part) Intervals() bool {
	return slices.ContainsFunc(p.Bars, func(b stats.Bar) bool { return b.Share.Interval != nil })
}

// Fills returns the names of all patterns a chart can use.
func (Report) Fills() []string {
	var names []string
	for _, side := range []survey.Side{survey.Positive, survey.Between, survey.Negative, survey.Unknown} {
		bars := make([]stats.Bar, shades)
		for i := range bars {
			bars[i].Side = side
		}
		names = append(names, fills(bars)...)
	}
	return names
}

// masked tells the labels in a comment that stand for something that was
// masked, "[naam]", from words that were typed.
func masked(comment string, labels map[string]bool) []Piece {
	var pieces []Piece
	typed := ""
	for {
		before, rest, found := strings.Cut(comment, "[")
		label, after, closed := strings.Cut(rest, "]")
		switch {
		case !found || !closed:
			return append(pieces, Piece{Text: typed + comment})
		case !labels[label]:
			typed += before + "["
			comment = rest
		default:
			pieces = append(pieces, Piece{Text: typed + before}, Piece{Text: "[" + label + "]", Tag: label})
			typed, comment = "", after
		}
	}
}
