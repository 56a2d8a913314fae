package stats

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// country is a region of two municipalities, one of them with two teams.
func country() survey.Overview {
	s := short()
	return survey.Overview{
		Unit: survey.Unit{ID: "r", Name: "Region"}, Year: 2026, K: 10, Survey: s, Versions: map[int]*survey.Survey{2: s},
		Units: survey.Units{
			{ID: "r", Name: "Region"},
			{ID: "east", Name: "East", Parent: "r"},
			{ID: "east-a", Name: "Team A", Parent: "east"},
			{ID: "east-b", Name: "Team B", Parent: "east"},
			{ID: "west", Name: "West", Parent: "r"},
		},
		HandedOut: map[string]int{"east-a": 100, "west": 60},
		Measures:  map[string]map[survey.Status]int{"east": {survey.Done: 2}},
	}
}

// counted is what n parents answered in a unit itself, half of them a and half b.
func counted(unit string, year, n, a, b int) survey.OwnCounts {
	return survey.OwnCounts{Unit: unit, Year: year, Responses: n, ByCard: n, Counts: halves(n, a, b)}
}

// tell is a monitor in lines.
func tell(m Monitor) (list []string) {
	for _, r := range m.Rows {
		line := strings.Repeat("  ", r.Depth) + say(r.Team)
		if r.ResponseRate != nil {
			line += fmt.Sprintf(", %d %%", r.ResponseRate.Percent)
		}
		for _, y := range r.Years {
			line += fmt.Sprintf(", %d", y.Year)
			if y.Figure != nil {
				line += fmt.Sprintf(" %g", y.Figure.Value)
			}
		}
		list = append(list, line)
	}
	return list
}

func TestOverview(t *testing.T) {
	o := country()
	o.Own = []survey.OwnCounts{
		counted("east-a", 2026, 50, 7, 8), counted("east-b", 2026, 40, 6, 7), counted("east", 2026, 12, 5, 6), counted("west", 2026, 30, 8, 9),
		counted("east-a", 2025, 40, 6, 8), counted("east", 2024, 4, 1, 2), // from when k was lower
		counted("west", 2024, 40, 7, 7), counted("west", 2025, 0, 7, 7),
	}
	m := Overview(o, nil, nil)
	want := []string{
		"r full 132 7.2 (7.1-7.4), 83 %, 2024 6.5, 2025 7, 2026 7.2",
		"  east full 102 6.9 (6.7-7), 2025 7, 2026 6.9",
		"    east-a full 50 7.5 (7.4-7.6), 50 %, 2025 7, 2026 7.5",
		"    east-b full 40 6.5 (6.3-6.7)",
		"  west full 30 8.5 (8.3-8.7), 50 %",
	}
	got := tell(m)
	// West's 40 of 2024 are hidden: with them the 4 of East could be had.
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if m.Measured != 5 || m.Question != "mark" || m.Rows[1].Measures[survey.Done] != 2 {
		t.Errorf("%d measured by %s, %v", m.Measured, m.Question, m.Rows[1].Measures)
	}
}

func TestOverviewOfNothing(t *testing.T) {
	m := Overview(country(), nil, nil)
	if m.Measured != 0 || len(m.Rows) != 5 || m.Rows[0].Precision != Hidden || m.Others == nil {
		t.Errorf("%v", tell(m))
	}
	o := country()
	o.Survey = &survey.Survey{ID: "open", Questions: []survey.Question{{ID: "good", Kind: survey.Open}}}
	if m := Overview(o, nil, nil); m.Question != "" || len(m.Rows) != 5 {
		t.Errorf("compared by %q", m.Question)
	}
}

// How far a list of measures is in use: only of questions with enough answers,
// and never so that a unit with few could be worked out.
func TestAdoption(t *testing.T) {
	o := country()
	list := country()
	list.Survey = &survey.Survey{ID: "list", Version: 1, Audience: survey.Staff}
	for _, id := range []string{"expect", "choice", "plan"} {
		list.Survey.Questions = append(list.Survey.Questions, survey.Question{ID: id, Kind: survey.One, Options: []survey.Option{
			option("yes", survey.Positive), option("no", survey.Negative), dontKnow,
		}})
	}
	list.Versions = map[int]*survey.Survey{1: list.Survey}
	said := func(unit string, yes ...int) survey.OwnCounts {
		c := survey.OwnCounts{Unit: unit, Year: 2026, Responses: 20, ByCard: 20}
		for i, n := range yes {
			if n >= 0 {
				c.Counts = append(c.Counts, answer(1, list.Survey.Questions[i].ID, "yes", n, "no", 20-n)...)
			}
		}
		return c
	}
	few := said("east-b", 3)
	few.Counts = answer(1, "expect", "yes", 3, "no", 1)
	list.Own = []survey.OwnCounts{said("east-a", 10, 20, -1), few, said("west", 0, 0, 0)}
	m := Overview(o, []survey.Overview{list}, nil)
	got := map[string]string{}
	for _, r := range m.Rows {
		if r.Adoption != nil {
			got[r.Unit.ID] = fmt.Sprint(r.Adoption.Share.Percent, r.Adoption.Share.Word, " of ", r.Adoption.Questions)
		}
	}
	want := map[string]string{
		"r": "27 of 3", // 30, 50 and 0 per cent
		// East B's four to the first question are hidden, and so is East A's twenty.
		"east": "75 of 2", "east-a": "100almost-everyone of 1", "west": "0almost-nobody of 3",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestOthersInMonitor(t *testing.T) {
	mark := 7.1
	line := func(name string, year int, of, question string, kind survey.Kind) survey.BenchmarkUnit {
		return survey.BenchmarkUnit{Unit: name, Year: year, Survey: of, Question: question, Kind: kind, N: 40, Value: &mark}
	}
	others := []survey.Benchmark{{Name: "North", Units: []survey.BenchmarkUnit{
		line("North", 2026, "short", "mark", survey.Mark), line("another year", 2025, "short", "mark", survey.Mark),
		line("another survey", 2026, "long", "mark", survey.Mark), line("another question", 2026, "short", "mark", survey.One),
		line("another question", 2026, "short", "heard", survey.Mark),
	}}}
	m := Overview(country(), nil, others)
	if len(m.Others) != 1 || m.Others[0].Sender != "North" || m.Others[0].Unit != "North" || *m.Others[0].Value != 7.1 {
		t.Errorf("%+v", m.Others)
	}
}

// The monitor says of a unit what its own report says, where it says something.
func TestMonitorIsAsReports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := country()
		for _, u := range o.Units {
			if n := rapid.SampledFrom([]int{0, 0, 10, 15, 31, 60}).Draw(t, "answers"); n > 0 {
				a := rapid.IntRange(1, 10).Draw(t, "mark")
				o.Own = append(o.Own, counted(u.ID, 2026, n, a, 5))
			}
		}
		m := Overview(o, nil, nil)
		g := grow(o, o.Survey.Questions[0], 2026)
		for i, row := range m.Rows {
			r := g.results[i]
			r.K = o.K
			q := Yearly(r, Options{}).Overall
			if row.Precision != q.Precision || row.N != q.N {
				t.Fatalf("%s: %s, but its report says %d", row.Unit.ID, say(row.Team), q.N)
			}
			if d := cmp.Diff(q.Mean, row.Mean); d != "" {
				t.Fatalf("%s: %s", row.Unit.ID, d)
			}
		}
	})
}

// Whatever a published report says, another installation takes it, and it says no
// more than the report.
func TestPublishedIsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSurvey(t)
		if rapid.Bool().Draw(t, "without a mark") {
			s.Questions = s.Questions[1:]
		}
		in := opened(s, rapid.IntRange(5, 12).Draw(t, "k"), drawResponses(t, s, 0, 45))
		in.Unit = survey.Unit{ID: "town", Name: "Gemeente  Oostdorp"}
		rep := Yearly(in, Options{Publish: true})
		raw := bytesOf(t, rep)
		again, err := ReadReport([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		u, ok := Published(again, 1)
		if _, internal := Published(Yearly(in, Options{}), 1); internal {
			t.Fatal("a report that was not made to be published is exported")
		}
		if !ok {
			for _, q := range rep.Questions {
				if rep.Overall == nil && q.Positive != nil {
					t.Fatalf("%s is published, but not exported", q.ID)
				}
			}
			if rep.Overall != nil && rep.Overall.Precision != Hidden {
				t.Fatal("the mark is published, but not exported")
			}
			return
		}
		b := survey.Benchmark{Name: "Oostdorp", Serial: 1, Units: []survey.BenchmarkUnit{u}}
		file, err := b.Sign(signingKey)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := survey.ReadBenchmark(file); err != nil {
			t.Fatalf("%v: %s", err, file)
		}
		i := 0
		for rep.Questions[i].ID != u.Question {
			i++
		}
		q := rep.Questions[i]
		switch {
		case u.N != q.N:
			t.Fatalf("%d answers, but the report says %d", u.N, q.N)
		case q.Mean != nil && (*u.Value != q.Mean.Value || *u.Low != q.Mean.Low || *u.High != q.Mean.High):
			t.Fatalf("%s, but the report says %v", file, q.Mean)
		case q.Positive != nil && u.Value != nil && int(*u.Value) != q.Positive.Percent:
			t.Fatalf("%s, but the report says %v", file, q.Positive)
		case q.Positive != nil && u.Word != string(q.Positive.Word):
			t.Fatalf("%s, but the report says %v", file, q.Positive)
		}
	})
}

var signingKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
