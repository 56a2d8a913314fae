package views

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views/document"
)

// ThemePlace is what pages about the themes of comments share: which comments
// they are about.
type ThemePlace struct {
	Unit     survey.Unit
	Year     int
	Survey   string
	Title    survey.Text
	Audience survey.Audience
	K        int
}

// Overview returns where all themes are.
func (p ThemePlace) Overview() string { return ThemesPath(p.Unit.ID, p.Year, p.Survey) }

// Without returns where the comments without a theme are.
func (p ThemePlace) Without() string { return p.Overview() + "/none" }

// SamplePath returns where a sample is coded by hand.
func (p ThemePlace) SamplePath() string { return p.Overview() + "/sample" }

// ReportPath returns where the report on the same answers is.
func (p ThemePlace) ReportPath() string {
	return "/staff/report/" + url.PathEscape(p.Unit.ID) + "/" + strconv.Itoa(p.Year) + "/" + url.PathEscape(p.Survey)
}

// CommentsPath returns where the comments are.
func (p ThemePlace) CommentsPath() string { return CommentsPath(p.Unit.ID, p.Year, p.Survey) }

// ThemesPath returns where the themes of the comments to a survey in a unit and
// a year are.
func ThemesPath(unit string, year int, survey string) string {
	return "/staff/themes/" + url.PathEscape(unit) + "/" + strconv.Itoa(year) + "/" + url.PathEscape(survey)
}

// ThemePath returns where the comments about a theme are.
func ThemePath(unit string, year int, survey, theme string) string {
	return ThemesPath(unit, year, survey) + "/" + url.PathEscape(theme)
}

// What the buttons on the page of themes say with [FieldDo], before the theme.
const (
	DoConfirm  = "confirm"
	DoWithdraw = "withdraw"
)

// ThemeAnchor is the id of the place of a theme in the page.
func ThemeAnchor(theme string) string { return "t-" + theme }

// Themes is the page of what comments are about.
type Themes struct {
	Frame
	ThemePlace
	Report   stats.Report
	Lists    []CommentList // all of the unit, this one too
	Readable int           // comments that may be read
	Sample   int           // comments to code by hand, and how many are
	Coded    int
	Codebook bool   // the reader may change the codebook
	Done     string // the theme that was confirmed or withdrawn
	NextLook string
}

func (*Themes) page() string { return "themes" }

// Found returns what was found in comments; nil for nothing.
func (p *Themes) Found() *stats.Themes { return p.Report.Themes }

// OtherLists returns the other lists of the unit, by their titles.
func (p *Themes) OtherLists() []CommentList {
	return slices.DeleteFunc(slices.Clone(p.Lists), func(l CommentList) bool { return l.Year == p.Year && l.Survey == p.Survey })
}

// ThemesPath returns where the themes of the list are.
func (l CommentList) ThemesPath() string { return ThemesPath(l.Unit, l.Year, l.Survey) }

// themeRow is a theme as the page shows it.
type themeRow struct {
	stats.Theme
	Number int // in the figure
	Path   string
	Slices []slice // of its bar: how often it is mentioned, by how it is spoken of
	Open   bool    // it was confirmed or withdrawn just now
}

// Anchor is the id of its place in the page.
func (r themeRow) Anchor() string { return ThemeAnchor(r.ID) }

// Rows returns the themes with figures, the most mentioned first.
func (p *Themes) Rows() []themeRow {
	var rows []themeRow
	longest := 1
	for _, t := range p.Found().List {
		longest = max(longest, t.Share.Percent)
	}
	for i, t := range p.Found().List {
		row := themeRow{
			Theme: t, Number: i + 1, Path: ThemePath(p.Unit.ID, p.Year, p.Survey, t.ID),
			Slices: stack(sentimentBars(t.Sentiment)), Open: t.ID == p.Done,
		}
		for j := range row.Slices {
			s, scale := &row.Slices[j], float64(t.Share.Percent)/float64(longest)
			s.X, s.Width = s.X*scale, s.Width*scale
		}
		rows = append(rows, row)
	}
	return rows
}

// sentiments are the sides that ways of speaking are drawn on: what is both
// good and bad stands between, and what is neither is on no side.
var sentiments = map[string]survey.Side{
	"positive": survey.Positive, "mixed": survey.Between, "neutral": survey.Unknown, "negative": survey.Negative,
}

// sentimentBars returns bars about sentiment as they are drawn.
func sentimentBars(bars []stats.Bar) []document.Bar {
	drawn := make([]document.Bar, len(bars))
	for i, b := range bars {
		drawn[i] = document.Bar{Percent: float64(b.Share.Percent), Fill: sentimentPattern(b.Value)}
	}
	return drawn
}

// sentimentPattern names what a way of speaking is drawn in.
func sentimentPattern(value string) string {
	return fills([]stats.Bar{{Side: sentiments[value]}})[0]
}

// sentimentFill is a way of speaking with the pattern it is drawn in.
type sentimentFill struct{ Value, Fill string }

// SentimentFills returns what the bars of sentiment are drawn in.
func (*Themes) SentimentFills() []sentimentFill {
	var list []sentimentFill
	for _, value := range []string{"positive", "mixed", "neutral", "negative"} {
		list = append(list, sentimentFill{value, sentimentPattern(value)})
	}
	return list
}

// Fills returns the names of all patterns a chart can use.
func (*Themes) Fills() []string { return Report{}.Fills() }

// Named returns the names of themes in a place of the quadrant.
func (p *Themes) Named(place stats.Place) []themeRow {
	return slices.DeleteFunc(p.Rows(), func(r themeRow) bool { return r.Place != place })
}

// spot is where one or more themes stand in the quadrant. X and its ends are in
// per cent of the width; Y and its ends in px, from above.
type spot struct {
	X, Y           float64
	Left, Right    float64
	Top, Bottom    float64
	Spread, Height bool // it has an interval in this direction
	Label          string
	Place          stats.Place
}

// Reach is how far the point with its label goes to each side, in px.
func (s spot) Reach() int {
	const round, short, character = 10, 2, 4
	return round + character*max(0, utf8.RuneCountInString(s.Label)-short)
}

// quadrant is the figure of how often themes are mentioned and how they are
// spoken of.
type quadrant struct {
	Spots  []spot
	Middle float64 // of the shares of all themes, in per cent of the width
	Ticks  []quadrantTick
	Absent []themeRow // too few spoke of them well or badly to place them
}

// GoodWidth is how far it is from the middle to the right.
func (q quadrant) GoodWidth() float64 { return quadrantRight - q.Middle }

type quadrantTick struct {
	X       float64
	Percent int
}

// Sizes of the quadrant: in per cent of its width, and in px.
const (
	quadrantLeft, quadrantRight = 10, 95
	quadrantTop, quadrantBottom = 24, 324
)

// Quadrant places the themes.
func (p *Themes) Quadrant() quadrant {
	rows := p.Rows()
	furthest, sum := 10.0, 0
	for _, r := range rows {
		furthest = max(furthest, float64(r.Share.Percent))
		if r.Share.Interval != nil {
			furthest = max(furthest, r.Share.Interval.High)
		}
		sum += r.Share.Percent
	}
	const steps = 4
	furthest = steps * math.Ceil(furthest/steps) // so that every tick is a whole number
	x := func(percent float64) float64 {
		return quadrantLeft + (quadrantRight-quadrantLeft)*percent/furthest
	}
	y := func(percent float64) float64 { return quadrantBottom - (quadrantBottom-quadrantTop)*percent/100 }
	q := quadrant{Middle: x(float64(sum) / float64(max(1, len(rows))))}
	for i := range steps + 1 {
		percent := furthest * float64(i) / steps
		q.Ticks = append(q.Ticks, quadrantTick{x(percent), int(percent)})
	}
	for _, r := range rows {
		if r.Favour == nil {
			q.Absent = append(q.Absent, r)
			continue
		}
		s := spot{X: x(float64(r.Share.Percent)), Y: y(float64(r.Favour.Share.Percent)), Label: strconv.Itoa(r.Number), Place: r.Place}
		if i := r.Share.Interval; i != nil {
			s.Left, s.Right, s.Spread = x(i.Low), x(i.High), true
		}
		if i := r.Favour.Share.Interval; i != nil {
			s.Top, s.Bottom, s.Height = y(i.High), y(i.Low), true
		}
		// Themes at one point share a label, or one would hide the other.
		if i := slices.IndexFunc(q.Spots, func(o spot) bool { return o.X == s.X && o.Y == s.Y }); i >= 0 {
			q.Spots[i].Label += "·" + s.Label
			continue
		}
		q.Spots = append(q.Spots, s)
	}
	slices.SortStableFunc(q.Spots, func(a, b spot) int { return cmp.Compare(a.X, b.X) })
	return q
}
