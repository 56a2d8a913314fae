package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// dropRated answers with every code: a mark, and the first so many of these
// questions too.
func dropRated(t *testing.T, st *Store, s *survey.Survey, codes []survey.Code, rated map[string]int) {
	t.Helper()
	for i, c := range codes {
		r := answer(s, 1+i%10, "words of "+string(c))
		for q, n := range rated {
			if i < n {
				r.Answers[q] = []string{"always"}
			}
		}
		if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
			t.Fatal(err)
		}
	}
}

// samples writes which cuts the sample of a unit's report has.
func samples(r survey.Results) string {
	var b strings.Builder
	for _, c := range r.Sample {
		fmt.Fprintf(&b, "%d of %d", len(c.Rows), c.Responses)
		if len(c.Path) > 0 {
			fmt.Fprintf(&b, " in %s", strings.Join(c.Path, "<"))
		}
		if c.Lacking != "" {
			fmt.Fprintf(&b, " lacking in %s", c.Lacking)
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

// A sample is of a year that is over, and has only responses whose answers are
// all in figures of the report.
func TestSample(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	dropRated(t, st, s, print(t, st, "a", "", 12), map[string]int{"listened": 12})
	dropRated(t, st, s, print(t, st, "b", "", 14), map[string]int{"listened": 9})
	dropRated(t, st, s, print(t, st, "c", "", 13), map[string]int{"listened": 9, "decided": 4})
	if _, err := st.OpenBoxes(t.Context(), 2025); err != nil {
		t.Fatal(err)
	}
	if got := samples(opened(t, st, "a", 2025)); got != "" {
		t.Errorf("a sample of a year that is not over: %s", got)
	}
	if _, err := st.CloseYear(t.Context(), 2025); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, print(t, st, "a", "", 11))
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	// What b and c have too little of is counted in m; what only c has is nowhere.
	for unit, want := range map[string]string{
		"r": "12 of 12 in a<m; 14 of 14 in b<m lacking in b",
		"m": "12 of 12 in a; 14 of 14 in b lacking in b",
		"a": "12 of 12",
		"b": "",
		"c": "",
	} {
		r := opened(t, st, unit, 2025)
		if got := samples(r); got != want {
			t.Errorf("%s has %q, not %q", unit, got, want)
		}
		for _, c := range r.Sample {
			for _, row := range c.Rows {
				if _, there := row[openQuestion(s)]; there || row.First("mark") == "" {
					t.Errorf("%s has a row %v", unit, row)
				}
			}
		}
	}
	if got := samples(opened(t, st, "a", 2026)); got != "" {
		t.Errorf("a sample of a year that is not over: %s", got)
	}

	// The migration finds the same moves in a database from before.
	moved := func() []string {
		rows, err := st.read.Query(`SELECT unit || ' ' || question || ' ' || up FROM moved_up WHERE question IN ('mark', 'listened', 'decided') ORDER BY 1`)
		lines, err := collect(rows, err, func(rows *sql.Rows, line *string) error { return rows.Scan(line) })
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	noted := moved()
	if want := []string{"b listened m", "c decided m", "c listened m", "m decided r"}; !slices.Equal(noted, want) {
		t.Errorf("moved %v, not %v", noted, want)
	}
	script, err := migrations.ReadFile("sqlite/011_moved_up.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.write.Exec(`DELETE FROM moved_up;` + string(script)[strings.Index(string(script), "INSERT INTO"):]); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(noted[:3], moved()); d != "" { // what m only passed on was never opened there
		t.Error(d)
	}
}

// A moved unit takes its answers along; what was counted above it stays there.
func TestSampleOfMovedUnit(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	dropRated(t, st, s, print(t, st, "a", "", 14), map[string]int{"listened": 9})
	dropRated(t, st, s, print(t, st, "b", "", 14), map[string]int{"listened": 9})
	if _, err := st.CloseYear(t.Context(), 2025); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, print(t, st, "a", "", 11))
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if err := st.MoveUnit(t.Context(), "a", "c"); err != nil { // c is below m
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"m": "14 of 14 in a<c lacking in c; 14 of 14 in b lacking in b", "c": "", "a": ""} {
		if got := samples(opened(t, st, unit, 2025)); got != want {
			t.Errorf("%s has %q, not %q", unit, got, want)
		}
	}
	if err := st.MoveUnit(t.Context(), "a", "r"); err != nil { // no more below m
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"r": "14 of 14 in a lacking in a; 14 of 14 in b<m lacking in b", "m": "14 of 14 in b lacking in b", "a": ""} {
		if got := samples(opened(t, st, unit, 2025)); got != want {
			t.Errorf("%s has %q, not %q", unit, got, want)
		}
	}
}

func TestSampleSizes(t *testing.T) {
	for _, tt := range []struct {
		cuts []int
		want []int
	}{
		{[]int{12, 40}, []int{12, 40}},
		{[]int{1000}, []int{1000}},
		{[]int{1_000_000}, nil},
		{[]int{600, 600, 600}, nil},
		{slices.Repeat([]int{150}, 20), slices.Repeat([]int{150}, 20)}, // too small to take less of
	} {
		var cuts []sampled
		most := 0
		for _, n := range tt.cuts {
			cuts = append(cuts, sampled{n: n})
			most = max(most, n)
		}
		sizes, sum := sampleSizes(cuts), 0
		for i, n := range sizes {
			sum += n
			if !slices.Contains(survey.Rungs(tt.cuts[i]), n) {
				t.Errorf("%d is no rung of %d", n, tt.cuts[i])
			}
		}
		if tt.want != nil && !slices.Equal(sizes, tt.want) || most >= 200 && (sum > survey.MostSample || sum < survey.MostSample*3/4) {
			t.Errorf("%v: %v, %d in all", tt.cuts, sizes, sum)
		}
	}
}

// No query for the sample reads what grows with answers but the rows it takes.
func TestPlanOfSample(t *testing.T) {
	st := open(t, t.TempDir())
	for query, by := range map[string]string{
		cutsQuery:  "opening USING INDEX opening_cut (survey=? AND unit=? AND year=?)",
		movesQuery: "(survey=? AND version=? AND unit=? AND year=?)",
		rowsQuery:  "response USING PRIMARY KEY (survey=? AND version=? AND unit=? AND year=?)",
	} {
		args := []any{"m", "kort", 2026}
		if query == rowsQuery {
			args = []any{"kort", 1, "m", 2026, 100}
		}
		found := 0
		for _, line := range plan(t, st, query, args...) {
			if strings.HasPrefix(line, "SCAN") && line != "SCAN below" && line != "SCAN CONSTANT ROW" || strings.Contains(line, "TEMP B-TREE FOR ORDER BY") && query == rowsQuery {
				t.Errorf("%s\nreads with %s", query, line)
			}
			for _, table := range []string{"response", "tally", "moved_up", "opening"} {
				if strings.Contains(line, table+" ") {
					found++
					if !strings.Contains(line, by) {
						t.Errorf("%s\nreads with %s", query, line)
					}
				}
			}
		}
		if found == 0 {
			t.Errorf("%s reads nothing", query)
		}
	}
}
