package stats

import (
	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// Coder says what comments are about, as [themes.Coder] does. It must say the
// same of the same comment for as long as a report is made.
type Coder interface {
	Code(comment themes.Comment) themes.Coding
	Codebook() *themes.Codebook
}

// Themes are what comments are about: those to all open questions together, of
// the questions that enough parents wrote a comment to.
type Themes struct {
	// Codebook is the revision of the codebook that they were read with, 0 for
	// the one that ships; Learned comments with a person's labels taught the
	// machine besides.
	Codebook int `json:"codebook"`
	Learned  int `json:"learned"`
	// Precision is that of shares of Said: Indicative or Full.
	Precision Precision `json:"precision"`
	// N comments were read, hidden ones too; Said of them say something, and all
	// shares of comments are of those.
	N    int `json:"n"`
	Said int `json:"said"`
	// Silent are the comments that say nothing, by what the question asked: only
	// where there are k of a kind.
	Silent []Silence `json:"silent,omitempty"`
	// Without is the share of Said that no theme was found in; nil where those are
	// fewer than k, where it was left out, and where no theme was confirmed for what
	// is published.
	Without *Share `json:"without,omitempty"`
	// Agreement of the machine with who coded a sample by hand.
	Agreement Agreement `json:"agreement"`
	// List has the themes of k comments and more, the most mentioned first; of
	// what is published only those that a person confirmed.
	List []Theme `json:"list"`
	// Fewer themes are in fewer than k comments; they are not named. 0 in what
	// is published.
	Fewer int `json:"fewer,omitempty"`
}

// Silence is a way to say nothing.
type Silence struct {
	Asks survey.Asks `json:"asks,omitempty"` // what the question asked for
	Void themes.Void `json:"void"`           // Nothing or DontKnow
	N    int         `json:"n"`
}

// Agreement says how often the machine and a person who coded a sample of the
// comments by hand agree. It is about the machine and about no parent, so it is
// exact from k coded comments on.
type Agreement struct {
	// Coded comments are in the sample; 0 where they are fewer than k, and then
	// there is nothing more.
	Coded int `json:"coded,omitempty"`
	// Same is the share of coded comments in which both found the same themes,
	// all of them and no others.
	Same *Share `json:"same,omitempty"`
	// Found is the share of the person's themes, one for each comment that has
	// it, that the machine found too. Nil when the person found none.
	Found *Share `json:"found,omitempty"`
}

// Theme is what may be shown of a theme.
type Theme struct {
	ID   string      `json:"id"`
	Name survey.Text `json:"name"`
	// Precision is that of what is a share of N: Indicative or Full.
	Precision Precision `json:"precision"`
	N         int       `json:"n"` // comments that mention it, k or more
	// Most says that no other theme is in as many comments, also none that is not
	// shown.
	Most bool `json:"most,omitempty"`
	// Share of the comments that say something; as exact as [Themes.Precision].
	Share Share `json:"share"`
	// Sentiment is how those comments speak of it, in four bars: Value positive,
	// mixed, neutral and negative, in this order.
	Sentiment []Bar `json:"sentiment"`
	// Favour is the share of positive ones among those that are positive or
	// negative; nil where those are fewer than k.
	Favour *Favour `json:"favour,omitempty"`
	// Place is where it stands among the themes.
	Place Place `json:"place"`
	// Marks compare the marks of those who mention it with those of others; nil
	// where that may not be shown, and then NoMarks is why.
	Marks   *ThemeMarks `json:"marks,omitempty"`
	NoMarks NoMarks     `json:"noMarks,omitempty"`
	// Change is against the year before; nil where years cannot be compared.
	Change *Change `json:"change,omitempty"`
	// Quotes are comments that mention it. What is published has those that a
	// person released.
	Quotes []Quote `json:"quotes,omitempty"`
	// Confirmed says that a person confirmed it for what is published.
	Confirmed bool `json:"confirmed"`
}

// Favour is the share of positive comments among those that take a side.
type Favour struct {
	Precision Precision `json:"precision"`
	N         int       `json:"n"` // positive or negative ones
	Share     Share     `json:"share"`
	// Clear is the side that more than half of them are on, where the interval is
	// clear of the middle: Positive or Negative; else "".
	Clear survey.Side `json:"clear,omitempty"`
}

// Place is where a theme stands by how often it is mentioned and how it is
// spoken of.
type Place string

// The places. A theme stands in the first two only when both its intervals are
// clear of the middle: it is mentioned more often than the themes on average,
// and more than half, or less, of what is said of it is positive.
const (
	Celebrate Place = "celebrate" // often, and mostly positive
	Improve   Place = "improve"   // often, and mostly negative
	Watch     Place = "watch"     // anything else
)

// ThemeMarks are the mean marks of parents who mention a theme in their comment to
// one question, and of all others who gave a mark.
type ThemeMarks struct {
	Question string     `json:"question"` // the id of the question whose comments count
	With     MarkedMean `json:"with"`
	Others   MarkedMean `json:"others"`
	// Difference is With minus Others.
	Difference Difference `json:"difference"`
	// Older says that these are the figures that were shown before: with those
	// of now, the marks of fewer than k parents could be worked out.
	Older bool `json:"older,omitempty"`
}

// MarkedMean is a mean mark with its t interval and how many marks it is of.
type MarkedMean struct {
	Precision Precision `json:"precision"`
	N         int       `json:"n"`
	Mean      Interval  `json:"mean"`
}

// Difference is a difference with its 95 % interval, rounded as it may be
// shown. Chance says that the interval, as it is shown, holds 0: the difference
// may be chance.
type Difference struct {
	Interval
	Chance bool `json:"chance"`
}

// Change is how the share of a theme differs from the year before.
type Change struct {
	// Before is its share then.
	Before Share `json:"before"`
	// Difference is in percentage points, now minus then, with Newcombe's
	// interval.
	Difference Difference `json:"difference"`
}

// Quote is a comment, or the part of one, in its own language.
type Quote struct {
	Lang string `json:"lang"`
	Text string `json:"text"`
}

// NoMarks is why no mean marks of a theme are shown.
type NoMarks string

// The reasons. Asked for none of them: the survey has no mark, or no comment
// has one.
const (
	MarksFew    NoMarks = "few"    // fewer than k marks on one of the sides
	MarksSame   NoMarks = "same"   // nearly everybody on one of the sides gave the same mark
	MarksLedger NoMarks = "ledger" // with what was shown before, fewer than k could be worked out
)
