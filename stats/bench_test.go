package stats

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"ouderstem/stats/themes"
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

// A year of a thousand comments about twenty themes, read and with marks; then
// another report after a few corrections, beside what was shown.
func BenchmarkThemes(b *testing.B) {
	in := survey.Results{
		Survey: short(), Year: 2026, K: 10, Unit: survey.Unit{ID: "town"}, Responses: 1200, Boxes: 1,
		Counts: answer(2, "mark", "6", 400, "7", 400, "8", 400),
	}
	in.Versions = map[int]*survey.Survey{2: in.Survey}
	book := themes.Shipped()
	for i := range 1000 {
		t := book.Themes[(i*i)%len(book.Themes)]
		word, other := t.Patterns["nl"][i%5], book.Themes[i%7].Patterns["nl"][i%3]
		in.Comments = append(in.Comments, survey.Comment{
			ID: fmt.Sprintf("%032x", i*7919), Question: "good", Lang: "nl", Mark: strconv.Itoa(6 + i%3),
			Text: fmt.Sprintf("Wij vonden %s goed, maar %s kon in week %d beter geregeld worden.", strings.Trim(word, "*"), strings.Trim(other, "*"), i),
		})
	}
	o := Options{Themes: remembering{themes.NewCoder(book), map[string]themes.Coding{}}}
	in.MarkSets = Yearly(in, o).Shows
	for i := range 40 {
		in.Comments[i*25].Labels = []survey.Label{{Theme: book.Themes[i%len(book.Themes)].ID, Yes: true}}
	}
	for b.Loop() {
		Yearly(in, o)
	}
}

// remembering reads every comment once, as a server does.
type remembering struct {
	*themes.Coder
	known map[string]themes.Coding
}

func (r remembering) Code(c themes.Comment) themes.Coding {
	coding, known := r.known[c.ID]
	if !known {
		coding = r.Coder.Code(c)
		r.known[c.ID] = coding
	}
	return coding
}
