package stats

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/survey"
)

// part is a unit in which n parents answered, all with an opinion of the kind
// that counts hold.
func part(name string, n int, counts []survey.Count) survey.Part {
	return survey.Part{
		Unit:       survey.Unit{ID: survey.Slug(name), Parent: "town", Name: name},
		YearCounts: survey.YearCounts{Year: 2026, Responses: n, Counts: counts},
		HandedOut:  -1,
	}
}

// halves are n marks, half of them a and half of them b.
func halves(n, a, b int) []survey.Count {
	return answer(2, "mark", fmt.Sprint(a), n/2, fmt.Sprint(b), n-n/2)
}

// above is the report's material of a unit with parts and own answers.
func above(own []survey.Count, n int, parts ...survey.Part) survey.Results {
	counts := own
	for _, p := range parts {
		n += p.Responses
		counts = append(counts, p.Counts...)
	}
	r := results(n, sum(counts))
	r.Parts = parts
	return r
}

// sum adds up counts of the same value, as the store does.
func sum(counts []survey.Count) []survey.Count {
	var all []survey.Count
	at := map[survey.Count]int{}
	for _, c := range counts {
		of := c
		of.N = 0
		if i, ok := at[of]; ok {
			all[i].N += c.N
			continue
		}
		at[of] = len(all)
		all = append(all, c)
	}
	return all
}

// say is a team in a line.
func say(x Team) string {
	line := fmt.Sprintf("%s %s %d", x.Unit.ID, x.Precision, x.N)
	if x.Mean != nil {
		line += fmt.Sprintf(" %g (%g-%g)", x.Mean.Value, x.Mean.Low, x.Mean.High)
	}
	if x.Positive != nil {
		line += " " + fmt.Sprint(x.Positive.Percent)
	}
	if x.Shrunk != nil {
		line += fmt.Sprintf(" shrunk %g", x.Shrunk.Value)
	}
	if x.Suppressed {
		line += " suppressed"
	}
	return line
}

func lines(teams *Teams) (list []string) {
	for _, x := range teams.List {
		list = append(list, say(x))
	}
	return list
}

func TestTeams(t *testing.T) {
	r := above(nil, 0,
		part("Akker", 40, halves(40, 6, 8)),
		part("Beek", 12, halves(12, 5, 10)),
		part("Duin", 7, halves(7, 1, 2)),
		part("Eik", 0, nil),
		part("Heide", 60, halves(60, 7, 9)),
		part("Kamp", 30, halves(30, 5, 7)),
		part("Laan", 20, halves(20, 8, 8)),
	)
	rep := Yearly(r, Options{})
	want := []string{
		"akker full 40 7 (6.7-7.3) shrunk 7",
		"beek hidden 0 suppressed",
		"duin hidden 0",
		"eik hidden 0",
		"heide full 60 8 (7.7-8.3) shrunk 8",
		"kamp full 30 6 (5.6-6.4) shrunk 6",
		"laan indicative 20", // all gave the same mark
	}
	if d := cmp.Diff(want, lines(rep.Teams)); d != "" {
		t.Error(d)
	}
	if rep.Teams.Question != "mark" || rep.Teams.Funnel != nil {
		t.Errorf("compared by %q, with a funnel: %v", rep.Teams.Question, rep.Teams.Funnel)
	}
	for _, x := range rep.Teams.List {
		if x.Precision == Hidden && (x.N != 0 || x.Mean != nil || x.ResponseRate != nil || x.Shrunk != nil) {
			t.Errorf("hidden, but %s", say(x))
		}
	}
}

// What nobody may see of a unit changes nothing, but for the sum of all.
func TestHiddenTeamsChangeNothing(t *testing.T) {
	a := above(nil, 0, part("Akker", 40, halves(40, 6, 8)), part("Beek", 9, halves(9, 1, 1)))
	b := above(nil, 0, part("Akker", 40, halves(40, 6, 8)), part("Beek", 9, halves(9, 10, 9)))
	if d := cmp.Diff(Yearly(a, Options{}).Teams, Yearly(b, Options{}).Teams); d != "" {
		t.Error(d)
	}
}

func TestTeamsPublished(t *testing.T) {
	r := above(nil, 0, part("Akker", 41, halves(41, 6, 8)), part("Beek", 32, halves(32, 5, 9)), part("Duin", 33, halves(33, 7, 8)))
	published := Yearly(r, Options{Publish: true, Funnel: true}).Teams
	for i, want := range []int{40, 30, 35} {
		if got := published.List[i].N; got != want {
			t.Errorf("%s has %d, want %d", published.List[i].Unit.Name, got, want)
		}
	}
	if published.Funnel != nil {
		t.Error("a funnel plot is published")
	}
	if Yearly(r, Options{Funnel: true}).Teams.Funnel == nil {
		t.Error("no funnel plot though it was asked for")
	}
}

// A survey without a mark is compared by its first question with a good side.
func TestTeamsByShare(t *testing.T) {
	s := short()
	s.Questions = s.Questions[1:]
	heard := func(good, bad int) []survey.Count {
		return answer(2, "heard", "always", good, "never", bad, "unknown", 3)
	}
	r := above(nil, 0, part("Akker", 43, heard(36, 4)), part("Beek", 53, heard(25, 25)), part("Duin", 33, heard(0, 30)), part("Eik", 13, heard(5, 5)))
	r.Survey, r.Versions = s, map[int]*survey.Survey{2: s}
	teams := Yearly(r, Options{Funnel: true}).Teams
	want := []string{
		"akker full 40 90 shrunk 88", "beek full 50 50 shrunk 50", "duin full 30 0 shrunk 2", "eik indicative 10 50",
	}
	if d := cmp.Diff(want, lines(teams)); d != "" {
		t.Error(d)
	}
	if f := teams.Funnel; len(f.Points) != 3 || f.Mean != 51 || f.Points[1].Unit.Name != "Beek" {
		t.Errorf("funnel %+v", f)
	}
}

func TestFewTeamsAreNotCompared(t *testing.T) {
	two := above(nil, 0, part("Akker", 40, halves(40, 6, 8)), part("Beek", 29, halves(29, 5, 9)), part("Duin", 30, halves(30, 7, 8)))
	same := above(nil, 0, part("Akker", 40, halves(40, 8, 8)), part("Beek", 30, halves(30, 8, 8)), part("Duin", 30, halves(30, 8, 8)))
	for name, r := range map[string]survey.Results{"two of thirty": two, "all the same": same} {
		teams := Yearly(r, Options{Funnel: true}).Teams
		if teams.Funnel != nil {
			t.Errorf("%s: %+v", name, teams.Funnel)
		}
		for _, x := range teams.List {
			if x.Shrunk != nil {
				t.Errorf("%s: %s", name, say(x))
			}
		}
	}
}

func TestNoTeams(t *testing.T) {
	if teams := Yearly(results(50, halves(50, 6, 8)), Options{}).Teams; teams != nil {
		t.Errorf("a unit without any below has %v side by side", lines(teams))
	}
	none := results(0)
	none.Survey, none.Parts = nil, []survey.Part{part("Akker", 0, nil)}
	if got := lines(Yearly(none, Options{}).Teams); len(got) != 1 || got[0] != "akker hidden 0" {
		t.Errorf("nobody answered: %v", got)
	}
}

// Answers on another scale than the report's are of no part either.
func TestTeamsOnAnotherScale(t *testing.T) {
	older := short()
	older.Version = 1
	older.Questions[0].Options = append(older.Questions[0].Options, survey.Option{ID: "none", Side: survey.Unknown})
	older.Questions[0].Low = survey.Text{"en": "another end"}
	r := above(nil, 0, part("Akker", 40, halves(40, 6, 8)), part("Beek", 40, answer(1, "mark", "3", 40)))
	r.Versions[1] = older
	q, _ := older.Question("mark")
	now, _ := r.Survey.Question("mark")
	got := lines(Yearly(r, Options{}).Teams)[1]
	want := "beek hidden 0"
	if now.SameScale(q) {
		want = "beek full 40 3 (3-3)"
	}
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestLongNamesOfTeams(t *testing.T) {
	name := strings.Repeat("Wijkteam ", 33) + "Oo" // 299 characters
	r := above(nil, 0, part("Akker", 40, halves(40, 6, 8)))
	r.Parts[0].Unit.Name = name
	if got := Yearly(r, Options{}).Teams.List[0].Unit.Name; got != name {
		t.Errorf("%q", got)
	}
}

// Whatever was answered where, what is shown of units side by side and of all
// leaves nothing of fewer than k, and every figure is one that may be shown.
func TestTeamsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) []survey.Count {
			var pairs []any
			for mark := range 4 {
				if n := rapid.IntRange(0, 15).Draw(t, label); n > 0 {
					pairs = append(pairs, fmt.Sprint(6+mark), n)
				}
			}
			return answer(2, "mark", pairs...)
		}
		size := func(counts []survey.Count) int { return counts[len(counts)-1].N }
		own := draw("own")
		var parts []survey.Part
		for i := range rapid.IntRange(1, 6).Draw(t, "parts") {
			c := draw("part")
			parts = append(parts, part(fmt.Sprint("part ", i), size(c), c))
		}
		r := above(own, size(own), parts...)
		r.K = rapid.IntRange(5, 15).Draw(t, "k")
		rep := Yearly(r, Options{Funnel: true})
		if rep.Overall.Precision == Hidden {
			for _, x := range rep.Teams.List {
				if x.Precision != Hidden {
					t.Fatalf("nothing is shown of all, but %s", say(x))
				}
			}
			return
		}
		left := rep.Overall.N
		for i, x := range rep.Teams.List {
			left -= x.N
			if x.Precision != Hidden && x.N != r.Parts[i].Responses {
				t.Fatalf("%d answered, but %s", r.Parts[i].Responses, say(x))
			}
			if x.Mean != nil {
				checkInterval(t, *x.Mean, 1, 10)
			}
			if x.Shrunk != nil {
				checkInterval(t, *x.Shrunk, 1, 10)
			}
		}
		if 0 < left && left < rep.K {
			t.Fatalf("the answers of %d are left of %v", left, lines(rep.Teams))
		}
		if f := rep.Teams.Funnel; f != nil {
			for i, l := range f.Limits {
				if l.OuterLow > l.InnerLow || l.InnerLow > l.InnerHigh || l.InnerHigh > l.OuterHigh || i > 0 && l.N <= f.Limits[i-1].N {
					t.Fatalf("limits %+v", l)
				}
			}
		}
		once, err := json.Marshal(rep)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := json.Marshal(Yearly(r, Options{Funnel: true})); string(again) != string(once) {
			t.Fatal("the same data made another report")
		}
	})
}
