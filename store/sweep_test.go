package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ouderstem/survey"
)

// TestSweep lets comments of three years grow old: they go in the round in which
// they have been kept long enough, whole years at a time, and no byte of them is
// left in any file. Figures stay.
func TestSweep(t *testing.T) {
	zone := amsterdam(t)
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	for _, year := range []int{2024, 2025, 2026} {
		for i, c := range print(t, st, "a", "", 12) {
			words := fmt.Sprintf("kanarie%d zingt nummer %d", year, i)
			if i >= 10 { // beside those of another question, held
				words = ""
			}
			r := answer(s, 7, words)
			if words == "" {
				delete(r.Answers, openQuestion(s))
				r.Answers["better"] = []string{fmt.Sprintf("vink%d fluit", year)}
			}
			if err := st.Drop(t.Context(), Submission{Code: c, Response: r}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := st.OpenBoxes(t.Context(), year); err != nil {
			t.Fatal(err)
		}
	}
	look := func(y int, m time.Month, d int) {
		t.Helper()
		if _, err := st.Look(t.Context(), time.Date(y, m, d, 3, 0, 0, 0, zone)); err != nil {
			t.Fatal(err)
		}
	}
	left := func(what string, years ...int) {
		t.Helper()
		for _, year := range []int{2024, 2025, 2026} {
			want := false
			for _, y := range years {
				want = want || y == year
			}
			for _, bird := range []string{"kanarie", "vink"} {
				find(t, dir, fmt.Appendf(nil, "%s%d ", bird, year), want)
			}
			r := opened(t, st, "a", year)
			if (len(r.Comments) == 10) != want || r.Swept == want || r.Responses != 12 {
				t.Errorf("%s: of %d %d comments are shown, of %d responses; swept: %v", what, year, len(r.Comments), r.Responses, r.Swept)
			}
		}
	}
	look(2026, 11, 10) // the first round
	look(2026, 12, 1)
	left("kept for good", 2024, 2025, 2026)
	set(t, st, func(s *survey.Settings) { s.Retention = 18 })
	left("until the next round", 2024, 2025, 2026)
	look(2026, 12, 20)
	left("which is not yet", 2024, 2025, 2026)
	look(2027, 1, 1)
	left("two years and a month after 2024", 2025, 2026)
	if last, ok, err := st.LastSweep(t.Context()); err != nil || !ok || last != (Sweep{2024, "2027-01-01"}) {
		t.Errorf("the last sweep is %+v, %v, %v", last, ok, err)
	}
	if oldest, err := st.OldestComment(t.Context()); err != nil || oldest != 2025 {
		t.Errorf("the oldest comment is of %d, %v", oldest, err)
	}
	look(2027, 6, 1)
	left("seventeen months after 2025", 2025, 2026)
	look(2027, 7, 1)
	left("eighteen", 2026)
	deeds, err := st.Deeds(t.Context(), 0, 10)
	if err != nil || len(deeds) != 2 || deeds[0].Action != "deed.comments.swept" || deeds[0].Object != "2025" || deeds[1].Object != "2024" {
		t.Errorf("deeds %+v, %v", deeds, err)
	}
	if info, err := os.Stat(filepath.Join(dir, databaseFile+"-wal")); err == nil && info.Size() > 64<<10 {
		t.Errorf("the write-ahead log has %d bytes", info.Size())
	}
}

// A clock that is wrong deletes nothing, whatever it says.
func TestNoSweepByAWrongClock(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := town(t, st)
	set(t, st, func(s *survey.Settings) { s.Retention = 12 })
	drop(t, st, s, print(t, st, "a", "", 12))
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{
		time.Date(2026, 6, 10, 9, 0, 0, 0, zone),
		time.Date(2036, 5, 5, 5, 0, 0, 0, zone), time.Date(2036, 5, 5, 6, 0, 0, 0, zone), time.Date(2036, 5, 31, 6, 0, 0, 0, zone),
		time.Date(2026, 6, 10, 10, 0, 0, 0, zone), time.Date(2026, 7, 1, 3, 0, 0, 0, zone),
	} {
		if _, err := st.Look(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if r := opened(t, st, "a", 2026); len(r.Comments) != 12 || r.Swept {
			t.Fatalf("at %v %d comments are left", now, len(r.Comments))
		}
	}
}

func TestNextSweep(t *testing.T) {
	zone := amsterdam(t)
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, zone)
	for _, test := range []struct {
		retention, oldest int
		want              string
		through           int
	}{
		{0, 2020, "", 0},
		{24, 0, "", 0},
		{24, 2025, "2028-01-01", 2025},
		{6, 2026, "2027-07-01", 2026},
		{12, 2021, "2026-12-01", 2024}, // long due: in the next round, with all that is due by then
	} {
		at, through, ok := NextSweep(now, survey.Settings{Retention: test.retention}, test.oldest)
		if ok != (test.want != "") || ok && at.Format(time.DateOnly) != test.want || through != test.through {
			t.Errorf("%d months, oldest of %d: %v through %d, %v", test.retention, test.oldest, at, through, ok)
		}
	}
}

// What was decided about comments goes with them, also in a round in which no
// box is looked at; what can be undone ends in every round.
func TestSweepTakesDecisions(t *testing.T) {
	zone := amsterdam(t)
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 12))
	if _, err := st.OpenBoxes(t.Context(), 2025); err != nil {
		t.Fatal(err)
	}
	set(t, st, func(s *survey.Settings) { s.Retention, s.Every = 1, 12 })
	in := Scope{Unit: "a", Year: 2025, Survey: "kort"}
	list, err := comments(t.Context(), st.read, in)
	if err != nil || len(list) != 12 {
		t.Fatal(len(list), err)
	}
	for _, r := range []survey.Ruling{{Act: survey.ActWorry}, {Act: survey.ActDecide, Outcome: survey.Advised, Note: "merel zit stil"}} {
		if _, err := st.Decide(t.Context(), "", in, r, list[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	find(t, dir, []byte("merel zit stil"), true)
	for _, day := range []time.Time{time.Date(2026, 2, 20, 9, 0, 0, 0, zone), time.Date(2026, 3, 1, 3, 0, 0, 0, zone)} {
		if got, err := st.Look(t.Context(), day); err != nil || len(got) != 0 {
			t.Fatal(got, err)
		}
	}
	left, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM decision`)
	if err != nil || left != 0 {
		t.Errorf("%d decisions are left, %v", left, err)
	}
	find(t, dir, []byte("merel zit stil"), false)
}
