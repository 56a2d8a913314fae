package store

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ouderstem/survey"
)

// What a report says of an earlier year is what that year's own report is made
// of, for every unit; held answers are in neither.
func TestYearsAreThoseOfTheirResults(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for i, size := range []int{13, 22, 12} {
		year := 2024 + i
		for _, unit := range []string{"a", "b"} {
			drop(t, st, s, print(t, st, unit, "", size)) // each with a mark and a comment
		}
		few := print(t, st, "c", "", 9) // wait a year
		drop(t, st, s, few)
		if year == 2025 { // of these one question is answered by few
			for _, c := range print(t, st, "a", "", 9) {
				r := answer(s, 7, "more")
				r.Answers["heard"] = []string{"always"}
				if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := st.CloseYear(t.Context(), year); err != nil {
			t.Fatal(err)
		}
	}
	for _, unit := range []string{"r", "m", "a", "b", "c"} {
		now := opened(t, st, unit, 2026)
		for _, y := range now.Years {
			then := opened(t, st, unit, y.Year)
			want := survey.YearCounts{Year: y.Year, Responses: then.Responses, Versions: then.Versions, Counts: then.Counts}
			if d := cmp.Diff(want, y, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%s %d: %s", unit, y.Year, d)
			}
		}
		if want := map[string]int{"r": 2, "m": 2, "a": 2, "b": 2, "c": 1}[unit]; len(now.Years) != want {
			t.Errorf("%s has %d years before, not %d", unit, len(now.Years), want)
		}
	}
}

// No query for the years before reads what grows with answers, nor what was
// answered elsewhere.
func TestPlanOfYears(t *testing.T) {
	st := open(t, t.TempDir())
	for _, query := range []string{yearsQuery, answeredQuery} {
		for _, line := range plan(t, st, query, "m", "kort", 2026) {
			if strings.Contains(line, "SCAN") && !strings.Contains(line, "SCAN below") && !strings.Contains(line, "SCAN CONSTANT ROW") ||
				strings.Contains(line, "response") || strings.Contains(line, "tally") && !strings.Contains(line, "(survey=? AND version=? AND unit=? AND year<?)") {
				t.Errorf("%s\nreads with %s", query, line)
			}
		}
	}
}

// plan is how the database answers a query.
func plan(t *testing.T, st *Store, query string, args ...any) []string {
	t.Helper()
	rows, err := st.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var line string
		if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil || len(lines) == 0 {
		t.Fatal(len(lines), err)
	}
	return lines
}
