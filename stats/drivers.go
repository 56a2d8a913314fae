package stats

import (
	"cmp"
	"math"
	"slices"

	"ouderstem/survey"
)

// Drivers are the questions that go with the overall mark, from LeastComplete
// complete responses on; below that they are nil and Report.Lowest stands. That
// a question goes with the mark does not make it the cause of it.
type Drivers struct {
	// N responses answered every question that is compared.
	N int `json:"n"`
	// Drawn says that they were drawn by chance from more.
	Drawn bool     `json:"drawn"`
	List  []Driver `json:"list"` // most first
}

// Driver is one question.
type Driver struct {
	Question string `json:"question"` // id
	// Correlation is Spearman's rank correlation with the overall mark, -1 to 1.
	Correlation Interval `json:"correlation"`
	// Weight is its relative weight, in per cent of what all explain together.
	Weight Interval `json:"weight"`
}

// LeastComplete is the least number of complete responses that drivers are taken
// from: with fewer the intervals of two questions hardly ever part.
const LeastComplete = 100

// MostDrivers is the most questions that are compared: the weights of more are
// all small, and so alike that they tell nothing.
const MostDrivers = 15

// drivers returns what goes with the overall mark; nil where it cannot be known,
// or may not be told.
func drivers(r survey.Results, k int, opt Options) *Drivers {
	compared := ordered(r.Survey)
	if len(compared) < 3 || len(compared) > 1+MostDrivers { // the mark and two others
		return nil
	}
	rows, drawn := complete(r, k, compared)
	if len(rows) < LeastComplete {
		return nil
	}
	d := &Drivers{N: opt.count(len(rows)), Drawn: drawn}
	for _, f := range goWith(rows) {
		d.List = append(d.List, Driver{compared[f.column].ID, inParts(f.correlation, 100), inParts(f.weight, 1)})
	}
	if len(d.List) < 2 {
		return nil
	}
	slices.SortStableFunc(d.List, func(a, b Driver) int { return cmp.Compare(b.Weight.Value, a.Weight.Value) })
	return d
}

// scale is a closed question whose answers have an order.
type scale struct {
	survey.Question
	level map[string]int // of every answer that is an opinion, from 0, the best is the highest
}

// ordered returns the questions of s whose answers have an order, the overall mark
// first; none when s has no mark.
func ordered(s *survey.Survey) []scale {
	overall, ok := s.Overall()
	if !ok {
		return nil
	}
	scales := []scale{{overall, levels(overall)}}
	for _, q := range s.Questions {
		if l := levels(q); q.ID != overall.ID && l != nil {
			scales = append(scales, scale{q, l})
		}
	}
	return scales
}

// levels are the levels of the answers to q that are an opinion; nil where they
// have no order, or all stand on one side. Options are in order as they stand
// where their sides are; where the sides go to and fro, only the side of an
// option is known.
func levels(q survey.Question) map[string]int {
	if q.Kind != survey.Mark && q.Kind != survey.One {
		return nil
	}
	var values []string
	var sides []int
	for _, v := range q.Values() {
		if side := slices.Index(bands, q.Side(v)); side >= 0 {
			values = append(values, v)
			sides = append(sides, side)
		}
	}
	if len(sides) == 0 || slices.Min(sides) == slices.Max(sides) {
		return nil
	}
	down := slices.Clone(sides)
	slices.Reverse(down)
	level := map[string]int{}
	for i, v := range values {
		switch {
		case slices.IsSorted(sides):
			level[v] = i
		case slices.IsSorted(down):
			level[v] = len(values) - 1 - i
		default:
			level[v] = sides[i]
		}
	}
	return level
}

// levelsOf returns the levels of what was answered, nil when not all scales were
// answered with an opinion.
func levelsOf(a survey.Answers, scales []scale) []int {
	row := make([]int, len(scales))
	for i, s := range scales {
		level, ok := s.level[a.First(s.ID)]
		if !ok {
			return nil
		}
		row[i] = level
	}
	return row
}

// inParts rounds an interval to so many parts of one, and makes −0 a 0.
func inParts(i Interval, parts float64) Interval {
	for _, x := range []*float64{&i.Value, &i.Low, &i.High} {
		if *x = math.Round(*x*parts) / parts; *x == 0 {
			*x = 0
		}
	}
	return i
}

// fewest is the number of questions that are named as the lowest.
const fewest = 3

// lowest returns the ids of the questions of kind One with the fewest positive
// answers, the lowest first and no more than three. It goes by the shares as they
// are shown; one that is as high as the highest is not among them.
func lowest(questions []Question) []string {
	shown := slices.DeleteFunc(slices.Clone(questions), func(q Question) bool { return q.Positive == nil })
	slices.SortStableFunc(shown, func(a, b Question) int { return cmp.Compare(a.Positive.Percent, b.Positive.Percent) })
	var ids []string
	for _, q := range shown {
		if len(ids) < fewest && q.Positive.Percent < shown[len(shown)-1].Positive.Percent {
			ids = append(ids, q.ID)
		}
	}
	return ids
}
