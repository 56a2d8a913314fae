package stats

import (
	"strconv"
	"testing"

	"ouderstem/survey"
)

// BenchmarkYearly makes the report of a survey with ten closed questions in
// two versions, each with every value answered.
func BenchmarkYearly(b *testing.B) {
	s := &survey.Survey{ID: "ten", Version: 2}
	for i := range 10 {
		q := short().Questions[i%3]
		q.ID += strconv.Itoa(i)
		s.Questions = append(s.Questions, q)
	}
	older := *s
	older.Version = 1
	in := survey.Results{
		Survey: s, Versions: map[int]*survey.Survey{1: &older, 2: s}, K: 10, Responses: 2000, Boxes: 20, HandedOut: 5000,
	}
	for _, version := range []int{1, 2} {
		for _, q := range s.Questions {
			for i, v := range q.Values() {
				in.Counts = append(in.Counts, answer(version, q.ID, v, 50+10*i)...)
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Yearly(in, Options{})
	}
}
