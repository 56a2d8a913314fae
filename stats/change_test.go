package stats

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// followed writes what is shown of the years of a question in one line.
func followed(q Question) string {
	var b strings.Builder
	for _, y := range q.Years {
		fmt.Fprintf(&b, "%d n=%d", y.Year, y.N)
		if y.Figure != nil {
			fmt.Fprintf(&b, " %g(%g-%g)", y.Figure.Value, y.Figure.Low, y.Figure.High)
		}
		if y.Other {
			b.WriteString(" other")
		}
		fmt.Fprintf(&b, " %s; ", strings.TrimPrefix(string(y.Word), "almost-"))
	}
	if c := q.Change; c != nil {
		fmt.Fprintf(&b, "%s %g was %g n=%d (%g to %g) chance=%t", c.Precision, c.Value, c.Before, c.N, c.Low, c.High, c.Chance)
	}
	return strings.TrimSuffix(strings.ReplaceAll(b.String(), " ;", ";"), "; ")
}

func year(year, n int, counts ...[]survey.Count) survey.YearCounts {
	return survey.YearCounts{Year: year, Responses: n, Versions: map[int]*survey.Survey{2: short()}, Counts: slices.Concat(counts...)}
}

func TestYears(t *testing.T) {
	tests := []struct {
		name     string
		now      survey.Results
		before   []survey.YearCounts
		question int
		want     string
	}{
		{"no year before", results(36, answer(2, "mark", "6", 18, "7", 18)), nil, 0, ""},
		{
			// By hand: the means are 6.5 and 7.5, both variances 9/35, so the
			// interval is −1 ± t(70)·√(2·9/35/36) = 1.9944·0.11952 = 0.2384.
			"both in full", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2025, 36, answer(2, "mark", "7", 18, "8", 18))},
			0,
			"2025 n=36 7.5(7.3-7.7); 2026 n=36 6.5(6.3-6.7); full -1 was 7.5 n=36 (-1.2 to -0.8) chance=false",
		},
		{
			// 12 marks of 7.5 beside 36 of 6.5: shown as 7.5, ± √(3/11/12 + 9/35/36)
			// = 0.17300 times t(19) = 2.09: 0.36, with the half of the rounding 0.86,
			// outward to 1.
			"one of them small", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2025, 12, answer(2, "mark", "7", 6, "8", 6))},
			0,
			"2025 n=12 7.5(7-8); 2026 n=36 6.5(6.3-6.7); indicative -1 was 7.5 n=12 (-2 to 0) chance=true",
		},
		{
			"fewer than k then", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2024, 40, answer(2, "mark", "7", 40)), year(2025, 12, answer(2, "mark", "7", 9, "unknown", 3))},
			0,
			"2024 n=40 7(7-7); 2025 n=0; 2026 n=36 6.5(6.3-6.7)",
		},
		{
			"only one year to see", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2025, 12, answer(2, "mark", "7", 9, "unknown", 3))},
			0, "",
		},
		{
			"nearly all the same then", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2024, 40, answer(2, "mark", "7", 40)), year(2025, 12, answer(2, "mark", "7", 12))},
			0,
			"2024 n=40 7(7-7); 2025 n=12; 2026 n=36 6.5(6.3-6.7)",
		},
		{
			"a year between without answers", results(36, answer(2, "mark", "6", 18, "7", 18)),
			[]survey.YearCounts{year(2024, 36, answer(2, "mark", "7", 18, "8", 18))},
			0,
			"2024 n=36 7.5(7.3-7.7); 2026 n=36 6.5(6.3-6.7)",
		},
		{
			"nobody answered it now", results(36, answer(2, "mark", "6", 36)),
			[]survey.YearCounts{year(2024, 36, answer(2, "heard", "always", 27, "never", 9)), year(2025, 36, answer(2, "heard", "always", 18, "never", 18))},
			1,
			"2024 n=36 75(59-86); 2025 n=36 50(34-66); 2026 n=0",
		},
		{
			// Newcombe for 30/40 − 18/36 is 0.0335 to 0.4454 (R: see the table).
			"shares in full", results(40, answer(2, "heard", "always", 30, "never", 10)),
			[]survey.YearCounts{year(2025, 36, answer(2, "heard", "always", 18, "never", 18))},
			1,
			"2025 n=36 50(34-66); 2026 n=40 75(60-86); full 25 was 50 n=36 (3 to 44) chance=false",
		},
		{
			"small shares", results(20, answer(2, "heard", "always", 13, "never", 7)),
			[]survey.YearCounts{year(2025, 20, answer(2, "heard", "always", 6, "never", 14))},
			1,
			"2025 n=20 30(10-60); 2026 n=20 70(40-90); indicative 40 was 30 n=20 (-10 to 80) chance=true",
		},
		{
			"almost everyone", results(20, answer(2, "heard", "always", 19, "never", 1)),
			[]survey.YearCounts{year(2025, 20, answer(2, "heard", "always", 6, "never", 14))},
			1,
			"2025 n=20 30(10-60); 2026 n=20 everyone",
		},
		{"several answers have no one figure", results(20, answer(2, "what", "talks", 20)), []survey.YearCounts{year(2025, 20, answer(2, "what", "plan", 20))}, 2, ""},
	}
	for _, tt := range tests {
		tt.now.Years = tt.before
		if got := followed(Yearly(tt.now, Options{}).Questions[tt.question]); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// A survey whose versions changed: only the same question on the same scale is
// compared, and the rest says that it is not.
func TestYearsOfOtherVersions(t *testing.T) {
	older := *short()
	older.Version = 1
	older.Questions = slices.Clone(older.Questions)
	older.Questions[1].Options = older.Questions[1].Options[1:] // heard, without "always"
	older.Questions = slices.Delete(older.Questions, 2, 3)
	in := results(40, answer(2, "mark", "8", 20, "9", 20), answer(2, "heard", "always", 20, "never", 20))
	in.Years = []survey.YearCounts{
		year(2023, 40, answer(2, "heard", "always", 10, "never", 30)),
		{
			Year: 2025, Responses: 80, Versions: map[int]*survey.Survey{1: &older},
			Counts: slices.Concat(answer(1, "mark", "7", 40, "8", 40), answer(1, "heard", "often", 40, "never", 40)),
		},
	}
	r := Yearly(in, Options{})
	for i, want := range []string{
		"2023 n=0; 2025 n=80 7.5(7.4-7.6); 2026 n=40 8.5(8.3-8.7); full 1 was 7.5 n=80 (0.8 to 1.2) chance=false",
		"2023 n=40 25(14-40); 2025 n=0 other; 2026 n=40 50(35-65)",
	} {
		if got := followed(r.Questions[i]); got != want {
			t.Errorf("%s:\n got %s\nwant %s", r.Questions[i].ID, got, want)
		}
	}
	if !slices.Contains(keys(r), "not-compared") {
		t.Errorf("warnings %v", keys(r))
	}
	// Both versions in one year: what is on the same scale counts.
	in.Years[1].Versions[2] = short()
	in.Years[1].Counts = append(in.Years[1].Counts, answer(2, "heard", "always", 30, "never", 10)...)
	if got, want := followed(Yearly(in, Options{}).Questions[1]), "2023 n=40 25(14-40); 2025 n=40 75(60-86); "+
		"2026 n=40 50(35-65); full -25 was 75 n=40 (-43 to -4) chance=false"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// Fewer than k answers this year change nothing of what is told of the others.
func TestYearsBelowK(t *testing.T) {
	in := results(9, answer(2, "mark", "8", 9))
	in.Years = []survey.YearCounts{
		year(2023, 9, answer(2, "mark", "2", 9)),
		year(2024, 36, answer(2, "mark", "7", 18, "8", 18)),
		year(2025, 12, answer(2, "mark", "7", 6, "8", 6)),
	}
	in.Sample = []survey.Cut{{Version: 2, Responses: 9, Rows: answeredBy(rand.New(rand.NewPCG(1, 2)), 9)}}
	r := Yearly(in, Options{Publish: true})
	if got, want := followed(r.Questions[0]), "2023 n=0; 2024 n=35 7.5(7.3-7.7); 2025 n=10 7.5(7-8); 2026 n=0"; got != want || r.Drivers != nil || r.Lowest != nil {
		t.Errorf("got %s\nwant %s", got, want)
	}
	none := in
	none.Responses, none.Counts, none.Sample = 0, nil, nil
	if d := cmp.Diff(r, Yearly(none, Options{Publish: true})); d != "" {
		t.Error(d)
	}
}

// What a trend shows of a year is what that year's own report shows.
func TestYearsAreThoseOfTheirReports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		k := rapid.IntRange(5, 10).Draw(t, "k")
		then := opened(s, k, drawResponses(t, s, 0, 60))
		then.Year = 2025
		in := opened(s, k, drawResponses(t, s, 0, 60))
		in.Years = []survey.YearCounts{{Year: 2025, Responses: then.Responses, Versions: then.Versions, Counts: then.Counts}}
		publish := Options{Publish: rapid.Bool().Draw(t, "publish")}
		was := Yearly(then, publish)
		for i, q := range Yearly(in, publish).Questions {
			if q.Years == nil {
				if q.Change != nil {
					t.Fatalf("%s has a change and no trend", q.ID)
				}
				continue
			}
			f, old := q.Years[0], was.Questions[i]
			if f.Precision != old.Precision || f.N != old.N {
				t.Fatalf("%s was %+v, its report says %+v", q.ID, f, old)
			}
			if q.Kind == survey.Mark {
				if d := cmp.Diff(old.Mean, f.Figure); d != "" {
					t.Fatal(d)
				}
			} else if f.Figure != nil && (f.Figure.Value != float64(old.Positive.Percent) || f.Word != old.Positive.Word) {
				t.Fatalf("%s was %+v, its report says %+v", q.ID, f.Figure, old.Positive)
			}
			for _, y := range q.Years {
				if y.Figure != nil {
					checkInterval(t, *y.Figure, 0, 100)
				}
			}
		}
	})
}

// Of two groups of which one is small: what is shown of the difference of their
// means follows from the means as they are shown and holds the interval of
// Welch, and it excludes 0 only where that does.
func TestHalvesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() (m Marks) {
			middle, width := rapid.IntRange(1, 9).Draw(t, "middle"), rapid.IntRange(0, 2).Draw(t, "width")
			for range rapid.IntRange(10, 60).Draw(t, "n") {
				m[min(max(rapid.IntRange(middle-width, middle+width).Draw(t, "mark"), 1), 10)-1]++
			}
			return m
		}
		a, b := draw(), draw()
		real, d := meansApart(a, b), halvesApart(a, b)
		if d.Low > max(real.Low, -9)+1e-9 || d.High < min(real.High, 9)-1e-9 {
			t.Fatalf("%+v does not hold %+v", d, real)
		}
		if !d.Chance && real.Low <= 0 && 0 <= real.High {
			t.Fatalf("%+v, but really %+v", d, real)
		}
		if !times(d.Value, 2) || !times(d.Low, 2) || !times(d.High, 2) {
			t.Fatalf("%+v", d)
		}
		checkInterval(t, d.Interval, -9, 9)
	})
}

// The same of shares, of every two groups of which one is small.
func TestTensApart(t *testing.T) {
	heard := short().Questions[1]
	opinions := func(c, n int) tally {
		return tally{question: heard, values: map[string]int{"always": c, "never": n - c}, answered: n, n: n}
	}
	others := []int{30, 31, 37, 45, 60, 100, 101, 250, 1000}
	for n := 5; n < Exact; n++ {
		others = append(others, n)
	}
	for m := 5; m < Exact; m++ {
		for _, n := range others {
			for b := 0; b <= n; b += max(1, n/50) {
				then := opinions(b, n)
				for a := 0; a <= m; a++ {
					low, high := Newcombe(a, m, b, n)
					d := tensApart(opinions(a, m), then)
					if d.Low > 100*low+1e-9 || d.High < 100*high-1e-9 || !d.Chance && low <= 0 && 0 <= high {
						t.Fatalf("%d/%d − %d/%d is shown as %+v, but is %g to %g", a, m, b, n, d, 100*low, 100*high)
					}
				}
			}
		}
	}
}
