package stats

import (
	"math"

	"ouderstem/survey"
)

// YearChange is how a figure differs from the year before, now minus then: a
// mark in marks, a share in percentage points. It is compared only where it was
// the same question on the same scale.
type YearChange struct {
	Precision Precision `json:"precision"` // the coarser one of the two years
	N         int       `json:"n"`         // of the year before
	Before    float64   `json:"before"`    // the figure then, as it was shown
	Difference
}

// YearFigure is the figure of one year in a trend.
type YearFigure struct {
	Year      int       `json:"year"`
	Precision Precision `json:"precision"` // Hidden: there were too few answers, or none
	N         int       `json:"n,omitempty"`
	// Figure is the mean of a mark, or the positive share in per cent; nil when
	// hidden, or when nearly everybody in a small group said the same. Of a small
	// group a share's interval is that of the share as it is shown, outward to
	// tens.
	Figure *Interval `json:"figure,omitempty"`
	// Word replaces a share that would say the same of everybody.
	Word Word `json:"word,omitempty"`
	// Other says that the question was on another scale that year, or was not
	// asked: there is nothing to compare.
	Other bool `json:"other,omitempty"`
}

// asked is one question in one year: what may be shown of it, and what of.
type asked struct {
	year  int
	shown Question
	tally tally
	other bool
}

// overYears adds to shown, which is what may be shown of t, the years before and
// the change since the last one of them.
//
// What an older year shows is made by the same rules, of the same answers as
// that year's own report: nothing can be taken from the one to get at the other.
func overYears(r survey.Results, shown Question, t tally, k int, opt Options) Question {
	if shown.Kind != survey.Mark && !t.has(survey.Positive) {
		return shown // no one figure to follow
	}
	now := asked{year: r.Year, shown: shown, tally: t}
	all := append(before(r, t.question, k, opt), now)
	seen := 0
	for _, a := range all {
		f := a.figure()
		if f.Figure != nil || f.Word != "" {
			seen++
		}
		shown.Years = append(shown.Years, f)
	}
	if seen < 2 {
		shown.Years = nil
	}
	if len(all) > 1 && all[len(all)-2].year == r.Year-1 {
		shown.Change = now.since(all[len(all)-2])
	}
	return shown
}

// before returns what may be shown of q in every year before that was answered.
func before(r survey.Results, q survey.Question, k int, opt Options) []asked {
	var all []asked
	for _, y := range r.Years {
		then := survey.Results{Survey: r.Survey, Versions: y.Versions}
		if y.Responses >= k {
			then.Counts = y.Counts
		}
		a := asked{year: y.Year, tally: count(then, q), other: true}
		for version, s := range y.Versions {
			_, there := s.Question(q.ID)
			a.other = a.other && !(there && sameScale(then, version, q))
		}
		a.shown = closed(a.tally, k, opt)
		all = append(all, a)
	}
	return all
}

// figure is what a trend shows of a.
func (a asked) figure() YearFigure {
	f := YearFigure{Year: a.year, Precision: a.shown.Precision, N: a.shown.N, Other: a.other}
	switch {
	case a.shown.Kind == survey.Mark:
		f.Figure = a.shown.Mean
	case a.shown.Positive == nil: // hidden
	case a.shown.Precision == Full:
		f.Figure, f.Word = a.shown.Positive.Interval, a.shown.Positive.Word
	case a.shown.Positive.Word != "":
		f.Word = a.shown.Positive.Word
	default:
		low, high := wilson(float64(a.shown.Positive.Percent)/100, a.tally.n)
		f.Figure = &Interval{float64(a.shown.Positive.Percent), outward(-1, 100*low, 10), outward(1, 100*high, 10)}
	}
	return f
}

// since returns how a differs from then; nil when either of them shows no
// figure.
func (a asked) since(then asked) *YearChange {
	now, was := a.figure(), then.figure()
	p := coarser(now.Precision, was.Precision)
	if now.Figure == nil || was.Figure == nil || p == Hidden {
		return nil
	}
	c := YearChange{Precision: p, N: was.N, Before: was.Figure.Value}
	switch {
	case a.shown.Kind == survey.Mark && p == Full:
		apart := meansApart(a.tally.marks(), then.tally.marks())
		c.Difference = difference(p, apart.Value, apart.Low, apart.High)
	case a.shown.Kind == survey.Mark:
		c.Difference = halvesApart(a.tally.marks(), then.tally.marks())
	case p == Full:
		x, y := a.tally.on(survey.Positive), then.tally.on(survey.Positive)
		low, high := Newcombe(x, a.tally.n, y, then.tally.n)
		c.Difference = points(p, float64(x)/float64(a.tally.n)-float64(y)/float64(then.tally.n), low, high)
	default:
		c.Difference = tensApart(a.tally, then.tally)
	}
	return &c
}

// meansApart is the difference of two means of marks with the interval of Welch,
// both of 2 marks or more.
func meansApart(a, b Marks) Interval {
	mean1, variance1 := meanAndVariance(a)
	mean2, variance2 := meanAndVariance(b)
	low, high := welch(mean1, variance1, a.N(), mean2, variance2, b.N())
	return Interval{mean1 - mean2, low, high}
}

// halvesApart is the difference of two means where at least one group is small.
//
// It is the difference of the means as they are shown, in halves: with that of
// the real ones somebody could work out more of a small group than its own
// report tells. Both roundings together are at most a half, so the interval of
// Welch is widened by that, and outward to halves. It holds the real one, and
// where it has no 0 in it neither has that.
func halvesApart(a, b Marks) Difference {
	real := meansApart(a, b)
	mean1, _ := meanAndVariance(a)
	mean2, _ := meanAndVariance(b)
	value := math.Round(2*mean1)/2 - math.Round(2*mean2)/2
	half := outward(1, (real.High-real.Low)/2+0.5, 0.5)
	const widest = survey.Highest - survey.Lowest
	return Difference{Interval: Interval{value, max(value-half, -widest), min(value+half, widest)}}.judged()
}

// tensApart is the difference of two positive shares where at least one group is
// small: of the shares as they are shown, in tens, with the interval of Newcombe
// for these, widened by what the rounding of both can hide and outward to tens.
// So it tells nothing that the two shares and the sizes of the groups do not; it
// holds the real interval, and where it has no 0 in it neither has that.
func tensApart(a, b tally) Difference {
	p, q := nearestTen(a), nearestTen(b)
	low, high := newcombe(float64(p)/100, a.n, float64(q)/100, b.n)
	return Difference{Interval: Interval{
		float64(p - q),
		max(outward(-1, 100*low-hiddenByTens, 10), -100),
		min(outward(1, 100*high+hiddenByTens, 10), 100),
	}}.judged()
}

// hiddenByTens is by how many points rounding two shares to tens can move an end
// of their interval inward: the difference by ten at most, the half widths a
// little more. TestTensApart looks at every two groups.
const hiddenByTens = 13

func nearestTen(t tally) int { return (20*t.on(survey.Positive) + t.n) / (2 * t.n) * 10 }

// outward rounds x down (to < 0) or up to a multiple of step. What floating point
// added to a multiple is not rounded to the next one.
func outward(to, x, step float64) float64 {
	const dust = 1e-9
	if to < 0 {
		return math.Floor(x/step+dust) * step
	}
	return math.Ceil(x/step-dust) * step
}
