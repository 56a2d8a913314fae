package views

import (
	"net/url"
	"strconv"

	"ouderstem/survey"
)

// Verdict is what a person said of a comment and a theme.
type Verdict string

// The verdicts.
const (
	SaidNothing Verdict = ""
	SaidYes     Verdict = "yes" // the comment is about it
	SaidNo      Verdict = "no"  // it is not
)

// LabelAct is what a button beside a comment does, as it stands in [FieldDo]
// before the comment's id and, where that is not the page's, the theme's.
type LabelAct string

// The acts.
const (
	LabelYes    LabelAct = "yes"
	LabelNo     LabelAct = "no"
	LabelUnsaid LabelAct = "unsaid" // takes back what was said
	LabelAdd    LabelAct = "add"    // as yes, of the theme in the list beside it
)

// Verdict returns what the act says of a comment; nil takes back what was said.
func (a LabelAct) Verdict() (verdict *bool, ok bool) {
	said := a != LabelNo
	switch a {
	case LabelYes, LabelAdd, LabelNo:
		return &said, true
	case LabelUnsaid:
		return nil, true
	}
	return nil, false
}

// Word is the act in the name of the sentence that tells it.
func (a LabelAct) Word() string { return string(a) }

// FieldAt is the number of a comment in the sample, in an address.
const FieldAt = "n"

// AddField is the name of the list of themes beside a comment.
func AddField(comment string) string { return "add-" + comment }

// How is what made a comment one about a theme.
type How string

// The ways.
const (
	ByWords   How = "words"   // it has words of the theme
	ByMachine How = "machine" // it is like comments that people said are about it
	ByPerson  How = "person"  // somebody said so
)

// Chip is a theme of a comment.
type Chip struct {
	ID     string
	Name   survey.Text
	Path   string
	Person bool // somebody said so
}

// ThemedItem is a comment in a list, with what it is about.
type ThemedItem struct {
	CommentItem
	How       How
	Sentiment int     // as in stats/themes
	Verdict   Verdict // about the page's theme
}

// SentimentKey is the end of the key that says how the comment speaks of the
// theme.
func (i ThemedItem) SentimentKey() string {
	switch i.Sentiment {
	case 1:
		return "positive"
	case -1:
		return "negative"
	case 2:
		return "mixed"
	}
	return "neutral"
}

// ThemeShow is which comments the page of a theme has.
type ThemeShow string

// The kinds.
const (
	ThemeAll     ThemeShow = ""
	ThemeRemoved ThemeShow = "removed" // somebody said that they are not about it
)

// ThemeComments are the comments about one theme, or about none.
type ThemeComments struct {
	Frame
	ThemePlace
	Theme   string // "none" for the comments without one
	Name    survey.Text
	What    survey.Text // belongs to it
	Show    ThemeShow
	Items   []ThemedItem
	Total   int
	Page    int
	Pages   int
	Hidden  int // comments about it that a person hid; they count and are not here
	Removed int // comments that somebody said are not about it
	Choices []Choice
	// Done is the comment that was changed, Changed the theme, with its name, and
	// Was what had been said of them before.
	Done        string
	Changed     string
	ChangedName survey.Text
	Was         Verdict
	Unchosen    string // the comment to which no theme was chosen
}

func (*ThemeComments) page() string { return "themes-one" }

// None reports whether these are the comments without a theme.
func (p *ThemeComments) None() bool { return p.Theme == "none" }

// Path returns where the list is.
func (p *ThemeComments) Path() string {
	return ThemePath(p.Unit.ID, p.Year, p.Survey, p.Theme)
}

// Here returns where the list is as it is narrowed down now.
func (p *ThemeComments) Here() string { return p.at(p.Page) }

func (p *ThemeComments) at(page int) string {
	v := url.Values{}
	if p.Show != ThemeAll {
		v.Set(FieldShow, string(p.Show))
	}
	if page > 1 {
		v.Set(FieldPage, strconv.Itoa(page))
	}
	if len(v) == 0 {
		return p.Path()
	}
	return p.Path() + "?" + v.Encode()
}

// Earlier and Later return where the pages beside this one are, or "".
func (p *ThemeComments) Earlier() string {
	if p.Page < 2 {
		return ""
	}
	return p.at(p.Page - 1)
}

// Later is the page after this one.
func (p *ThemeComments) Later() string {
	if p.Page >= p.Pages {
		return ""
	}
	return p.at(p.Page + 1)
}

// DoneAt returns which of the items to stand before for what tells what was
// done, as on the page of comments; -1 where there is nothing to tell.
func (p *ThemeComments) DoneAt() int {
	return doneAt(p.Frame, p.Done, p.Items, func(item ThemedItem) string { return item.ID })
}

// Undo is what the button says that brings back what was said before.
func (p *ThemeComments) Undo() string {
	act := map[Verdict]LabelAct{SaidYes: LabelYes, SaidNo: LabelNo}[p.Was]
	if act == "" {
		act = LabelUnsaid
	}
	if p.Changed == "" {
		return ""
	}
	return string(act) + "/" + p.Done + "/" + p.Changed
}

// Problems tells what was wrong with what was asked to be done.
func (p *ThemeComments) Problems() []FieldProblem {
	if p.Unchosen == "" {
		return nil
	}
	return []FieldProblem{{At: AddField(p.Unchosen), Label: "themes.add", Err: survey.ErrChooseTheme}}
}

// highlight cuts pieces of a text where hits in it begin and end. What stands for
// something masked is no word of the parent's, and stays whole.
func highlight(pieces []Piece, hits []survey.Span) []foundPiece {
	var parts []foundPiece
	at := 0
	for _, p := range pieces {
		if p.Tag != "" {
			parts = append(parts, foundPiece{Piece: p})
		} else {
			var here []survey.Span
			for _, h := range hits {
				if from, to := max(h.Start-at, 0), min(h.End-at, len(p.Text)); from < to {
					here = append(here, survey.Span{Start: from, End: to})
				}
			}
			parts = append(parts, cutAt([]Piece{p}, here)...)
		}
		at += len(p.Text)
	}
	return parts
}
