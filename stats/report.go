// Package stats turns what opened boxes say into what may be shown: opened
// answers in, a [Report] out.
//
// It is pure: no clock, no files, no language. Every rule about what a report
// may show (domain rules 1 to 4: too few answers, bands, rounding, intervals)
// is applied here, once, so that no page and no export can forget one. What a
// Report holds may be shown; what may not be shown is not in it.
package stats

import "ouderstem/survey"

// Precision is how exactly the answers to a question may be shown.
type Precision string

// The precisions, from the number of answers with an opinion.
const (
	Hidden     Precision = "hidden"     // fewer than k: no number at all
	Indicative Precision = "indicative" // k to 29: halves, three bands, tens of per cent
	Full       Precision = "full"       // from 30: one decimal, whole percentages
)

// Exact is the number of answers from which figures are shown in full.
const Exact = 30

// Interval is a figure with its 95 % interval, already rounded as it may be
// shown.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Word replaces a share that would say the same of everybody.
type Word string

// With fewer than 30 answers a part of 90 % or more is almost everyone and what
// rounds to 0 % is almost nobody; so is any other part beside almost everyone.
// With more answers, words stand for what rounds to 0 or 100 without being it.
const (
	AlmostNobody   Word = "almost-nobody"
	AlmostEveryone Word = "almost-everyone"
)

// Share is a share of answers in per cent, 0 to 100, as it may be shown. Where
// Word is set, it is shown instead of the number, which is then 0 or 100 and
// only good for the length of a bar.
type Share struct {
	Percent  int       `json:"percent"`
	Word     Word      `json:"word,omitempty"`
	Interval *Interval `json:"interval,omitempty"` // Wilson, in per cent; only in full
}

// Bar is one line of a distribution: an option, a mark or a band.
type Bar struct {
	Value string      `json:"value"`          // option id, "1" to "10", or the side of a band (Indicative, not Many)
	Text  survey.Text `json:"text,omitempty"` // the option's words; none for marks and bands
	Side  survey.Side `json:"side,omitempty"`
	Share Share       `json:"share"`
}

// Question is what may be shown of the answers to one closed question.
type Question struct {
	ID        string      `json:"id"`
	Kind      survey.Kind `json:"kind"`
	Text      survey.Text `json:"text"`
	Low       survey.Text `json:"low,omitempty"`  // the words at the ends of a mark's scale
	High      survey.Text `json:"high,omitempty"` //
	Precision Precision   `json:"precision"`
	// N answered with an opinion, or at all where the question counts "don't
	// know"; 0 when hidden.
	N int `json:"n,omitempty"`
	// Mean of a mark with its t interval; nil also when fewer than 30 gave a
	// mark and 90 % or more of them gave the same one.
	Mean *Interval `json:"mean,omitempty"`
	// Positive is the share of positive answers to a question of kind One; nil
	// when no option is positive.
	Positive *Share `json:"positive,omitempty"`
	// Top is the share of marks of 8 and higher, the top box; nil for other kinds.
	// Where answers are few it is the band itself.
	Top *Share `json:"top,omitempty"`
	// Unknown is the share of all who answered that had no opinion; nil when
	// the question offers no such answer.
	Unknown *Share `json:"unknown,omitempty"`
	// Bars is the distribution: every value in full, nothing when hidden. When
	// indicative: bands from negative to positive, without a band that no
	// option stands in; for Many every option. Shares of Many do not add up.
	Bars []Bar `json:"bars,omitempty"`
	// Change is against the year before; nil when there is nothing to compare.
	Change *YearChange `json:"change,omitempty"`
	// Years is the trend of the mean, or of the positive share: all years that
	// were answered, up to this one. None with fewer than two.
	Years []YearFigure `json:"years,omitempty"`
}

// KeyFigure is a figure from registration with its share, where it is one.
type KeyFigure struct {
	Label       string    `json:"label"`
	Source      string    `json:"source"`
	Value       string    `json:"value,omitempty"`
	Numerator   int       `json:"numerator,omitempty"`
	Denominator int       `json:"denominator,omitempty"`
	Percent     *Interval `json:"percent,omitempty"` // Wilson, whole per cents
}

// Warning is something a reader must know to read the figures right: Key names
// its sentence, Args fill it in.
type Warning struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Report is everything a yearly report may show, and nothing else. Page, Word,
// Excel, CSV and JSON are all made from it, so they cannot differ.
type Report struct {
	Unit   survey.Unit `json:"unit"`
	Year   int         `json:"year"`
	Survey string      `json:"survey"`
	// Lang is the language that the organisation had chosen for itself: its
	// foreword, measures and key figures are in it. "" in editions of before that
	// was kept.
	Lang string `json:"lang,omitempty"`
	// Audience is whom the survey asks; it decides who a sentence is about.
	Audience survey.Audience `json:"audience"`
	Title    survey.Text     `json:"title"`
	Credit   survey.Text     `json:"credit,omitempty"`
	// Languages the survey is in; the first is the one texts fall back to.
	Languages []string `json:"languages"`
	Versions  []int    `json:"versions"` // of the survey, that were answered
	K         int      `json:"k"`        // the least number that is shown, 5 or more
	// Rounded says that counts were rounded to 5, as in what is published.
	Rounded bool `json:"rounded"`
	// N responses were opened, in Boxes openings. Both 0 when there are none.
	N     int `json:"n"`
	Boxes int `json:"boxes"`
	// Waiting answers were still sealed when boxes were last looked at in Year,
	// rounded to 5.
	Waiting int `json:"waiting"`
	// HandedOut cards were given to parents; nil when not all were counted, or
	// none was handed out.
	HandedOut *int `json:"handedOut,omitempty"`
	// ResponseRate is responses by card over cards handed out, with its Wilson
	// interval; nil when unknown.
	ResponseRate *Share `json:"responseRate,omitempty"`
	// Overall is the question whose mark stands for the whole: the first mark
	// among Questions, where it stands too. Nil when the survey has no mark.
	Overall   *Question  `json:"overall,omitempty"`
	Questions []Question `json:"questions"`
	// Themes are what the comments are about; nil when there are none to read.
	Themes   *Themes          `json:"themes,omitempty"`
	Comments []Comments       `json:"comments"`
	Figures  []KeyFigure      `json:"keyFigures"`
	Measures []survey.Measure `json:"measures"` // announced this year
	Promised []survey.Measure `json:"promised"` // announced the year before
	// Teams are the units right below, side by side; nil when there are none.
	Teams *Teams `json:"teams,omitempty"`
	// Drivers are the questions that go with the mark; nil when there are too few
	// complete responses, and then Lowest has the ids of the questions with the
	// fewest positive answers.
	Drivers *Drivers `json:"drivers,omitempty"`
	Lowest  []string `json:"lowest,omitempty"`
	// Foreword is what its makers say first, in their own words.
	Foreword string `json:"foreword,omitempty"`
	// Left are the sections that its makers left out.
	Left     []survey.Section `json:"left,omitempty"`
	Warnings []Warning        `json:"warnings"`
	// Shows are the sets of marks that the report shows and no report showed
	// before: they must be kept before anybody sees it.
	Shows []survey.MarkSet `json:"-"`
	// Sets are the sets of comments that figures of themes are of.
	Sets []survey.ShownSet `json:"-"`
}
