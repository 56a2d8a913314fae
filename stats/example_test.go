package stats_test

import (
	"fmt"

	"ouderstem/stats"
	"ouderstem/survey"
)

func ExampleWilson() {
	low, high := stats.Wilson(0, 20)
	fmt.Printf("0 of 20: %.1f to %.1f %%\n", 100*low, 100*high)
	// Output: 0 of 20: 0.0 to 16.1 %
}

func ExampleMean() {
	// One 6, two 7s, four 8s, two 9s and one 10.
	mean, low, high := stats.Mean(stats.Marks{5: 1, 6: 2, 7: 4, 8: 2, 9: 1})
	fmt.Printf("%.1f, between %.1f and %.1f\n", mean, low, high)
	// Output: 8.0, between 7.2 and 8.8
}

func ExampleYearly() {
	s := &survey.Survey{ID: "short", Version: 1, Questions: []survey.Question{
		{ID: "mark", Kind: survey.Mark},
		{ID: "other", Kind: survey.Mark},
	}}
	report := stats.Yearly(survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{1: s}, K: 10, Responses: 12, HandedOut: -1,
		Counts: []survey.Count{
			{Version: 1, Question: "mark", Value: "5", N: 2},
			{Version: 1, Question: "mark", Value: "8", N: 10},
			{Version: 1, Question: "other", Value: "8", N: 9}, // one short of k
		},
	}, stats.Options{})
	for _, q := range report.Questions {
		fmt.Println(q.ID, q.Precision, q.N)
		for _, b := range q.Bars {
			fmt.Printf("  %s %d %q\n", b.Value, b.Share.Percent, b.Share.Word)
		}
	}
	// Output:
	// mark indicative 12
	//   negative 20 ""
	//   between 0 "almost-nobody"
	//   positive 80 ""
	// other hidden 0
}
