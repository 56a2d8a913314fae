package views

import (
	"strconv"

	"ouderstem/stats"
	"ouderstem/survey"
)

// DoUncode takes a comment out of the sample.
const DoUncode = "uncode"

// SampleCoding is the page on which a person codes a sample of comments without
// seeing what the machine made of them, one at a time.
type SampleCoding struct {
	Frame
	ThemePlace
	Of    int // comments in the sample
	Coded int
	// At is the comment that is shown, from 1; 0 for none, and then the page tells
	// how far the coding is.
	At      int
	Next    int // the next that nobody coded; 0 for none behind this one
	Item    CommentItem
	IsCoded bool // somebody coded it
	Themes  []SampleTheme
	None    bool // it is about none of them
	// Agreement is between the machine and who coded.
	Agreement stats.Agreement
	Problem   error
}

func (*SampleCoding) page() string { return "themes-sample" }

// SampleTheme is a theme that a comment can be about.
type SampleTheme struct {
	ID          string
	Name, About survey.Text
	Key         string // that ticks it, where there is script
	Ticked      bool
}

// SampleKey is the key of theme i, from 0: the digits, then letters, without
// those that move on.
func SampleKey(i int) string {
	const keys = "123456789abcdefghilmoqrstuvwxyz"
	if i >= len(keys) {
		return ""
	}
	return keys[i : i+1]
}

// Path returns where the coding goes on.
func (p *SampleCoding) Path() string { return p.SamplePath() }

// Number returns where the comment with a number is.
func (p *SampleCoding) Number(n int) string {
	if n < 1 || n > p.Of {
		return ""
	}
	return p.Path() + "?" + FieldAt + "=" + strconv.Itoa(n)
}

// Here returns where this comment is.
func (p *SampleCoding) Here() string { return p.Number(p.At) }

// Earlier and Later return where the comments beside this one are, or "".
func (p *SampleCoding) Earlier() string { return p.Number(p.At - 1) }

// Later is the comment behind this one.
func (p *SampleCoding) Later() string { return p.Number(p.At + 1) }

// After returns where to go on once this comment is coded.
func (p *SampleCoding) After() string {
	if p.Next > 0 {
		return p.Number(p.Next) + "#at" // past the bar above the page, which fills a phone
	}
	return p.Path()
}

// Result returns where it is told how far the coding is.
func (p *SampleCoding) Result() string { return p.Path() + "?" + FieldAt + "=0" }

// Left is how many comments nobody coded.
func (p *SampleCoding) Left() int { return p.Of - p.Coded }

// Problems tells what is wrong with what was ticked.
func (p *SampleCoding) Problems() []FieldProblem {
	if p.Problem == nil {
		return nil
	}
	return []FieldProblem{{At: "themes", Label: "sample.themes", Err: p.Problem}}
}
