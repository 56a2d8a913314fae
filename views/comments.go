package views

import (
	"net/url"
	"slices"
	"strconv"

	"ouderstem/survey"
)

// Comments is the list of what parents wrote in a unit, with all below it, and
// a year, for staff who work with it.
type Comments struct {
	Frame
	Unit   survey.Unit
	Year   int
	Survey string
	Title  survey.Text
	// Audience is whom the survey asked.
	Audience survey.Audience
	K        int // how many comments to a question are shown at the least
	// Lists are all lists of the unit, this one too.
	Lists     []CommentList
	Questions []CommentQuestion
	Themes    []Choice // that the list can be narrowed down to
	Filter    CommentFilter
	Items     []CommentItem
	Readable  int // how many comments may be read at all
	Total     int // how many fit the filter, on all pages
	Pages     int
	Undo      string // the step that can be undone; "" for none
	Done      string // the comment that was changed first, by id; "" for none
	Swept     bool   // comments of this year are no longer kept
	Closed    bool   // the year is: no comments will be added
	NextLook  string // the day on which boxes are looked at next
	Problem   error
}

func (*Comments) page() string { return "comments" }

// DoneAt returns which of the items to stand before for what tells what was
// done: the place where the comment is or, now that it is hidden, was. -1 where
// there is nothing to tell.
func (p *Comments) DoneAt() int {
	return doneAt(p.Frame, p.Done, p.Items, func(item CommentItem) string { return item.ID })
}

// doneAt returns the place of the comment done among items, which are in the
// order of their ids; -1 where nothing was done.
func doneAt[T any](f Frame, done string, items []T, id func(T) string) int {
	if done == "" || f.Said == "" {
		return -1
	}
	i := slices.IndexFunc(items, func(item T) bool { return id(item) > done })
	if i < 0 {
		return len(items)
	}
	return i
}

// Problems tells what was wrong with what was asked to be done.
func (p *Comments) Problems() []FieldProblem {
	if p.Problem == nil {
		return nil
	}
	return []FieldProblem{{Err: p.Problem}}
}

// Path returns where the list is.
func (p *Comments) Path() string { return CommentsPath(p.Unit.ID, p.Year, p.Survey) }

// CommentsPath returns where the comments to a survey in a unit and a year are.
func CommentsPath(unit string, year int, survey string) string {
	return "/staff/comments/" + url.PathEscape(unit) + "/" + strconv.Itoa(year) + "/" + url.PathEscape(survey)
}

// Here returns where the list is as it is filtered now.
func (p *Comments) Here() string { return p.Path() + p.Filter.Query() }

// ReportPath returns where the report on the same answers is.
func (p *Comments) ReportPath() string {
	return "/staff/report/" + url.PathEscape(p.Unit.ID) + "/" + strconv.Itoa(p.Year) + "/" + url.PathEscape(p.Survey)
}

// ThemesPath returns where the themes of these comments are.
func (p *Comments) ThemesPath() string { return ThemesPath(p.Unit.ID, p.Year, p.Survey) }

// Few returns the questions with too few comments to show any.
func (p *Comments) Few() []CommentQuestion {
	return slices.DeleteFunc(slices.Clone(p.Questions), func(q CommentQuestion) bool { return q.N > 0 })
}

// Others returns the other lists of the unit.
func (p *Comments) Others() []CommentList {
	return slices.DeleteFunc(slices.Clone(p.Lists), func(l CommentList) bool { return l.Year == p.Year && l.Survey == p.Survey })
}

// Earlier and Later return where the pages beside this one are, or "".
func (p *Comments) Earlier() string { return p.beside(-1) }

// Later is the page after this one.
func (p *Comments) Later() string { return p.beside(1) }

func (p *Comments) beside(by int) string {
	f := p.Filter
	f.Page += by
	if f.Page < 1 || f.Page > p.Pages {
		return ""
	}
	return p.Path() + f.Query()
}

// CommentList is a list of comments that there is.
type CommentList struct {
	Unit   string
	Year   int
	Survey string
	Title  survey.Text
}

// Path returns where the list is.
func (l CommentList) Path() string { return CommentsPath(l.Unit, l.Year, l.Survey) }

// key names the list in a form.
func (l CommentList) key() string { return l.Unit + "/" + strconv.Itoa(l.Year) + "/" + l.Survey }

// CommentQuestion is an open question with how many comments to it may be read.
type CommentQuestion struct {
	ID   string
	Text survey.Text
	N    int // 0 where they are too few
}

// Fields of the address of a list of comments; [FieldTheme] is another.
const (
	FieldWords    = "q"
	FieldQuestion = "question"
	FieldShow     = "show"
	FieldPage     = "page"
	FieldUndo     = "undo"
	FieldWord     = "word"
	FieldWording  = "wording"
	FieldOutcome  = "outcome"
	FieldNote     = "note"
	FieldYear     = "year"
	FieldSaid     = "said"
	FieldDone     = "done"
	FieldComment  = "comment"

	DoUndo = "undo"
)

// DoneAnchor is the id of what tells what was done.
const DoneAnchor = "done"

// Show is which comments a list has.
type Show string

// The kinds of comments that can be listed.
const (
	ShowAll    Show = ""       // but for the hidden ones
	ShowNew    Show = "new"    // nobody decided anything yet
	ShowQuotes Show = "quotes" // released
	ShowWorry  Show = "worry"  // somebody worries or did
	ShowHidden Show = "hidden" // and nothing else
)

// Shows are all kinds, in the order they are offered in.
var Shows = []Show{ShowAll, ShowNew, ShowQuotes, ShowWorry, ShowHidden}

// Has reports whether a comment is of this kind.
func (s Show) Has(d survey.Decision) bool {
	switch {
	case s == ShowHidden:
		return d.Hidden != ""
	case d.Hidden != "":
		return false
	case s == ShowNew:
		return d == survey.Decision{}
	case s == ShowQuotes:
		return d.Quote
	case s == ShowWorry:
		return d.Worry != survey.NoWorry
	}
	return true
}

// CommentFilter is what a list of comments is narrowed down to.
type CommentFilter struct {
	Words    string // that are searched for
	Question string // by id; "" for all
	Show     Show
	Theme    string // by id, or "none" for those without any; "" for all
	Page     int    // from 1
}

// Shows returns what can be listed, for the template.
func (*Comments) Shows() []Show { return Shows }

// Set reports whether the filter leaves out anything.
func (f CommentFilter) Set() bool {
	return f.Words != "" || f.Question != "" || f.Show != ShowAll || f.Theme != ""
}

// Has reports whether a comment fits the filter, its words and its theme apart.
func (f CommentFilter) Has(c survey.Comment) bool {
	return f.Show.Has(c.Decision) && (f.Question == "" || f.Question == c.Question)
}

// Query returns the filter as it stands in an address, with its question mark;
// "" where it leaves out nothing.
func (f CommentFilter) Query() string {
	v := url.Values{}
	for name, value := range map[string]string{FieldWords: f.Words, FieldQuestion: f.Question, FieldShow: string(f.Show), FieldTheme: f.Theme} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.Page > 1 {
		v.Set(FieldPage, strconv.Itoa(f.Page))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// CommentItem is a comment in a list.
type CommentItem struct {
	survey.Comment
	Question survey.Text
	Chips    []Chip        // its themes
	Hits     []survey.Span // of the words that were searched for, in Text
	Name     string        // what the audit log calls it
	MaskPath string        // where words can be taken out of it
}

// Anchor is the id of its place in the page.
func (i CommentItem) Anchor() string { return CommentAnchor(i.ID) }

// CommentAnchor is the id of the place of a comment in a page.
func CommentAnchor(id string) string { return "c-" + id }

// Masking is the page on which words are taken out of a comment.
type Masking struct {
	Frame
	survey.Wording
	Unit     survey.Unit
	Asked    survey.Text
	Back     string // where the list is
	Query    string // of the list, for the way back
	NextLook string
	Problem  error
}

func (*Masking) page() string { return "masking" }

// Problems tells what was wrong with what was posted.
func (p *Masking) Problems() []FieldProblem {
	if p.Problem == nil {
		return nil
	}
	return []FieldProblem{{Err: p.Problem}}
}

// MaskPiece is a stretch of a comment that is being masked: a word that can be
// chosen or, with Word 0, what stands between two.
type MaskPiece struct {
	Text   string
	Word   int // from 1
	Masked bool
}

// Pieces returns the comment piece by piece.
func (p *Masking) Pieces() []MaskPiece {
	var pieces []MaskPiece
	at := 0
	for i, w := range survey.Words(p.Words) {
		if at < w.Start {
			pieces = append(pieces, MaskPiece{Text: p.Words[at:w.Start]})
		}
		masked := slices.ContainsFunc(p.Masks, func(m survey.Span) bool { return m.Start <= w.Start && w.End <= m.End })
		pieces = append(pieces, MaskPiece{p.Words[w.Start:w.End], i + 1, masked})
		at = w.End
	}
	if at < len(p.Words) {
		pieces = append(pieces, MaskPiece{Text: p.Words[at:]})
	}
	return pieces
}

// foundPiece is a piece of a comment, with whether it was searched for.
type foundPiece struct {
	Piece
	Hit bool
}

// cutAt cuts pieces of a text where hits in it begin and end.
func cutAt(pieces []Piece, hits []survey.Span) []foundPiece {
	var parts []foundPiece
	at := 0
	for _, p := range pieces {
		text := p.Text
		for text != "" {
			n, hit := len(text), false
			for _, h := range hits {
				switch {
				case h.Start <= at && at < h.End:
					n, hit = min(n, h.End-at), true
				case at < h.Start:
					n = min(n, h.Start-at)
				}
			}
			parts = append(parts, foundPiece{Piece{text[:n], p.Tag}, hit})
			text, at = text[n:], at+n
		}
	}
	return parts
}
