package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"

	"ouderstem/survey"
)

// attitude is R's data set of that name: seven scores of each of 30 departments,
// the overall rating first.
var attitude = [7][30]int{
	{43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77, 81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82},
	{51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85, 60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82},
	{30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54, 50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39},
	{39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59},
	{61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55, 75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64},
	{92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80, 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78},
	{45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46, 36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39},
}

func departments() (rows [][]int) {
	for i := range 30 {
		var row []int
		for _, column := range attitude {
			row = append(row, column[i])
		}
		rows = append(rows, row)
	}
	return rows
}

// As R prints cor(attitude, method = "spearman")[-1, 1], and Johnson's weights of
// these correlations by eigen(); both to nine digits or more.
func TestSpearmanAndWeights(t *testing.T) {
	correlations := []float64{0.83220056227, 0.48428794295, 0.61727019882, 0.59814962658, 0.04820356921, 0.20294559521}
	weights := []float64{51.42038739, 10.06287634, 19.42607832, 16.77626555, 0.40702217, 1.90737022}
	p := tallyRows(departments())
	got := p.weigh(p.times)
	for i, want := range append(correlations, weights...) {
		if !near(got[i], want, 1e-8) {
			t.Errorf("%d: %.10f, want %.10f", i, got[i], want)
		}
	}
}

// Published: the example of R's package rwa, mpg ~ cyl + disp + hp + gear of
// mtcars: 29.32274, 28.50999, 29.79691 and 12.37037 per cent. The correlations are
// R's cor(mtcars).
func TestRelativeWeights(t *testing.T) {
	among := mat.NewSymDense(4, []float64{
		1, 0.9020328721, 0.8324474527, -0.4926865994,
		0, 1, 0.7909485864, -0.5555691986,
		0, 0, 1, -0.1257042582,
		0, 0, 0, 1,
	})
	got := relativeWeights(among, []float64{-0.8521619594, -0.8475513793, -0.7761683718, 0.4802847573})
	for i, want := range []float64{29.32274, 28.50999, 29.79691, 12.37037} {
		if !near(got[i], want, 5e-5) {
			t.Errorf("%d: %.5f, want %.5f", i, got[i], want)
		}
	}
	// Predictors that have nothing to do with each other weigh as their squares.
	got = relativeWeights(mat.NewSymDense(2, []float64{1, 0, 0, 1}), []float64{0.6, 0.2})
	if !near(got[0], 90, 1e-9) || !near(got[1], 10, 1e-9) {
		t.Errorf("%v", got)
	}
	// Two that say the same share their weight.
	got = relativeWeights(mat.NewSymDense(3, []float64{1, 1, 0, 0, 1, 0, 0, 0, 1}), []float64{0.6, 0.6, 0.3})
	if !near(got[0], 40, 1e-6) || !near(got[1], 40, 1e-6) || !near(got[2], 20, 1e-6) {
		t.Errorf("%v", got)
	}
	for _, x := range relativeWeights(mat.NewSymDense(2, []float64{1, 0, 0, 1}), []float64{0, 0}) {
		if !math.IsNaN(x) {
			t.Errorf("nothing is explained, but %g", x)
		}
	}
}

// two draws n pairs whose levels go together as normal values of correlation r
// do, cut at their quintiles.
func two(dice *rand.Rand, n int, r float64) (rows [][]int) {
	level := func(x float64) int {
		l := 0
		for _, cut := range []float64{-0.8416, -0.2533, 0.2533, 0.8416} {
			if x > cut {
				l++
			}
		}
		return l
	}
	for range n {
		x := dice.NormFloat64()
		y := r*x + math.Sqrt(1-r*r)*dice.NormFloat64()
		rows = append(rows, []int{level(x), level(y), dice.IntN(5)})
	}
	return rows
}

// The interval of the bootstrap holds what is so in all in about 95 of 100 draws.
func TestBootstrapCovers(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 9))
	all := tallyRows(two(dice, 400_000, 0.5))
	truth := all.weigh(all.times)[0]
	const draws = 150 // of each a thousand more are drawn
	held := 0
	for range draws {
		c := goWith(two(dice, 150, 0.5))[0].correlation
		if c.Low <= truth && truth <= c.High {
			held++
		}
		// Bonett and Wright, Psychometrika 65 (2000) 23–28: on the scale of the
		// inverse hyperbolic tangent the standard error is √((1 + r²/2)/(n − 3)).
		e := 1.959964 * math.Sqrt((1+c.Value*c.Value/2)/147)
		if !near(c.Low, math.Tanh(math.Atanh(c.Value)-e), 0.08) || !near(c.High, math.Tanh(math.Atanh(c.Value)+e), 0.08) {
			t.Errorf("%+v, but %.3f to %.3f in the other way", c, math.Tanh(math.Atanh(c.Value)-e), math.Tanh(math.Atanh(c.Value)+e))
		}
	}
	if held < draws*91/100 || held > draws*98/100 {
		t.Errorf("%d of %d intervals hold %.3f", held, draws, truth)
	}
}

func TestGoWithIsTheSame(t *testing.T) {
	rows := two(rand.New(rand.NewPCG(1, 1)), 200, 0.6)
	want := goWith(rows)
	if d := cmp.Diff(want, goWith(rows), cmp.AllowUnexported(goingWith{})); d != "" {
		t.Error(d)
	}
	if want[0].weight.Low <= 50 || want[1].weight.High >= 50 {
		t.Errorf("%+v", want)
	}
	for _, r := range rows {
		r[1] = 3
	}
	if list := goWith(rows); len(list) != 1 || list[0].column != 2 {
		t.Errorf("what says the same in all rows goes with nothing: %+v", list)
	}
	for _, r := range rows {
		r[0] = 3
	}
	if list := goWith(rows); list != nil {
		t.Errorf("the mark says the same in all rows: %+v", list)
	}
	if goWith(nil) != nil {
		t.Error("something of nothing")
	}
}

func TestLevels(t *testing.T) {
	q := func(sides ...survey.Side) survey.Question {
		q := survey.Question{ID: "q", Kind: survey.One}
		for i, s := range sides {
			q.Options = append(q.Options, survey.Option{ID: string(rune('a' + i)), Side: s})
		}
		return q
	}
	const plus, mid, minus, none = survey.Positive, survey.Between, survey.Negative, survey.Unknown
	for i, tt := range []struct {
		q    survey.Question
		want map[string]int
	}{
		{q(plus, plus, mid, minus, none), map[string]int{"a": 3, "b": 2, "c": 1, "d": 0}},
		{q(minus, mid, plus), map[string]int{"a": 0, "b": 1, "c": 2}},
		{q(plus, minus, mid, plus), map[string]int{"a": 2, "b": 0, "c": 1, "d": 2}},
		{q(plus, plus, none), nil},
		{survey.Question{ID: "q", Kind: survey.Many, Options: q(plus, minus).Options}, nil},
		{survey.Question{ID: "q", Kind: survey.Open}, nil},
	} {
		if d := cmp.Diff(tt.want, levels(tt.q)); d != "" {
			t.Errorf("%d: %s", i, d)
		}
	}
	if l := levels(short().Questions[0]); len(l) != 10 || l["1"] != 0 || l["10"] != 9 {
		t.Errorf("marks: %v", l)
	}
}

// wide is a survey with a mark, questions with an order, one without, and an open
// one.
func wide() *survey.Survey {
	s := short()
	for i := range 2 {
		q := s.Questions[1]
		q.ID = fmt.Sprint("more", i)
		s.Questions = append(s.Questions, q)
	}
	return s
}

// answeredBy returns n complete answers, the mark and "heard" alike.
func answeredBy(dice *rand.Rand, n int) (rows []survey.Answers) {
	options := []string{"never", "sometimes", "often", "always"}
	for range n {
		at := dice.IntN(4)
		rows = append(rows, survey.Answers{
			"mark": {fmt.Sprint(4 + at + dice.IntN(3))}, "heard": {options[at]},
			"more0": {options[dice.IntN(4)]}, "more1": {options[dice.IntN(4)]},
		})
	}
	return rows
}

func driversOf(cuts ...survey.Cut) *Drivers {
	s := wide()
	r := survey.Results{Survey: s, Versions: map[int]*survey.Survey{2: s}, K: 10, Responses: 200, Sample: cuts}
	return Yearly(r, Options{}).Drivers
}

func TestDrivers(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	d := driversOf(survey.Cut{Version: 2, Responses: 130, Rows: answeredBy(dice, 130)})
	if d == nil || d.N != 120 || d.Drawn || len(d.List) != 3 || d.List[0].Question != "heard" || d.List[0].Weight.Low < 70 || d.List[0].Correlation.Low < 0.6 {
		t.Fatalf("%+v", d)
	}
	for _, x := range d.List {
		if !times(x.Correlation.Value, 100) || !times(x.Weight.High, 1) || x.Weight.Low > x.Weight.Value || x.Weight.Value > x.Weight.High {
			t.Errorf("%+v", x)
		}
	}
	// What people skipped or had no opinion about is not complete.
	rows := answeredBy(dice, 130)
	delete(rows[3], "more0")
	rows[5]["heard"] = []string{"unknown"}
	if d := driversOf(survey.Cut{Version: 2, Responses: 130, Rows: rows}); d == nil || d.N != 118 {
		t.Errorf("%+v", d)
	}
	// Part of the responses only: k are left out of each part.
	if d := driversOf(survey.Cut{Version: 2, Responses: 1000, Rows: answeredBy(dice, 200)}); d == nil || d.N != 180 || !d.Drawn {
		t.Errorf("%+v", d)
	}
	small := func(lacking string, path ...string) survey.Cut {
		return survey.Cut{Version: 2, Responses: 40, Path: path, Lacking: lacking, Rows: answeredBy(dice, 40)}
	}
	for i, tt := range []struct {
		cuts []survey.Cut
		want int
	}{
		{[]survey.Cut{small("", "a"), small("", "b"), small("", "c")}, 0}, // ninety
		{[]survey.Cut{small("", "a"), small("", "b"), small("", "c"), small("", "d")}, 120},
		{[]survey.Cut{small("", "a"), small("", "b"), small("", "c"), small("", "d"), small("e", "e")}, 140},
		{[]survey.Cut{small("a", "a"), small("a", "a"), small("a", "a"), small("a", "a"), small("a", "a")}, 0},
		{[]survey.Cut{small("m", "a", "m"), small("m", "b", "m"), small("", "c", "m"), small("", "c", "m"), small("", "c", "m"), small("", "c", "m")}, 120},
		{[]survey.Cut{small("m", "a", "m"), small("m", "b", "m"), small("", "c"), small("", "c", "m"), small("", "c", "m"), small("", "c", "m")}, 160},
	} {
		n := 0
		if d := driversOf(tt.cuts...); d != nil {
			n = d.N
		}
		if n != tt.want {
			t.Errorf("%d: %d responses, want %d", i, n, tt.want)
		}
	}
}

// A version that asks something else, or asks it on another scale, is left out.
func TestDriversOfOtherVersions(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 5))
	s, older := wide(), wide()
	older.Version = 1
	older.Questions[1].Options = older.Questions[1].Options[1:]
	r := survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{1: older, 2: s}, K: 10, Responses: 200,
		Sample: []survey.Cut{{Version: 2, Responses: 122, Rows: answeredBy(dice, 122)}, {Version: 1, Responses: 40, Rows: answeredBy(dice, 40)}},
	}
	if d := Yearly(r, Options{Publish: true}).Drivers; d == nil || d.N != 110 {
		t.Errorf("%+v", d)
	}
	s.Questions = s.Questions[:2] // one question beside the mark tells nothing
	if d := Yearly(r, Options{}).Drivers; d != nil {
		t.Errorf("%+v", d)
	}
}

func TestLowest(t *testing.T) {
	q := func(id string, percent int, word Word) Question {
		return Question{ID: id, Positive: &Share{Percent: percent, Word: word}}
	}
	for i, tt := range []struct {
		questions []Question
		want      []string
	}{
		{nil, nil},
		{[]Question{q("a", 40, "")}, nil},
		{[]Question{q("a", 40, ""), q("b", 40, "")}, nil},
		{[]Question{q("a", 60, ""), {ID: "hidden"}, q("b", 40, "")}, []string{"b"}},
		{[]Question{q("a", 60, ""), q("b", 40, ""), q("c", 0, AlmostNobody), q("d", 40, ""), q("e", 50, "")}, []string{"c", "b", "d"}},
	} {
		if got := lowest(tt.questions); !slices.Equal(got, tt.want) {
			t.Errorf("%d: %v, want %v", i, got, tt.want)
		}
	}
}

// BenchmarkDrivers makes the drivers of the largest sample of a survey with ten
// questions.
func BenchmarkDrivers(b *testing.B) {
	dice := rand.New(rand.NewPCG(3, 6))
	var rows [][]int
	for range survey.MostSample {
		row := []int{dice.IntN(10)}
		for range 9 {
			row = append(row, (row[0]/3+dice.IntN(3))%4)
		}
		rows = append(rows, row)
	}
	for b.Loop() {
		goWith(rows)
	}
}
