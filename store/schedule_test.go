package store

import (
	"os"
	"testing"
	"time"

	"ouderstem/survey"
)

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestNextLook(t *testing.T) {
	zone := amsterdam(t)
	at := func(y int, m time.Month, d, h, min int) time.Time { return time.Date(y, m, d, h, min, 0, 0, zone) }
	tests := []struct {
		every     int
		now, want time.Time
	}{
		{1, at(2026, 11, 23, 12, 0), at(2026, 12, 1, 3, 0)},
		{1, at(2026, 12, 1, 2, 59), at(2026, 12, 1, 3, 0)},
		{1, at(2026, 12, 1, 3, 0), at(2027, 1, 1, 3, 0)},
		{1, at(2027, 3, 28, 2, 30), at(2027, 4, 1, 3, 0)}, // the night the clock goes forward
		{1, at(2026, 10, 25, 2, 30), at(2026, 11, 1, 3, 0)},
		{3, at(2026, 11, 23, 12, 0), at(2027, 1, 1, 3, 0)},
		{3, at(2027, 1, 1, 3, 0), at(2027, 4, 1, 3, 0)},
		{3, at(2027, 4, 1, 2, 0), at(2027, 4, 1, 3, 0)},
		{6, at(2027, 1, 2, 0, 0), at(2027, 7, 1, 3, 0)},
		{6, at(2027, 7, 1, 3, 0), at(2028, 1, 1, 3, 0)},
		{12, at(2027, 1, 1, 3, 0), at(2028, 1, 1, 3, 0)},
		{12, at(2027, 1, 1, 2, 0), at(2027, 1, 1, 3, 0)},
	}
	for _, test := range tests {
		if got := NextLook(test.now, test.every); !got.Equal(test.want) {
			t.Errorf("every %d months, after %v comes %v, want %v", test.every, test.now, got, test.want)
		}
	}
}

// TestRhythms follows a year and a half in which boxes are looked at less and
// then more often: what is changed holds from the next round on and opens
// nothing by itself, missed rounds are made up for, and January always ends the
// year.
func TestRhythms(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := town(t, st)
	steps := []struct {
		name  string
		every int // set before; 0 leaves it as it is
		drop  int // answers of team a before
		y     int
		m     time.Month
		d, h  int
		want  int // opened
	}{
		{"the start", 3, 0, 2026, 2, 10, 9, 0},
		{"no look in March", 0, 12, 2026, 3, 1, 3, 0},
		{"but in April", 0, 0, 2026, 4, 1, 3, 12},
		{"monthly again in the middle of April", 1, 12, 2026, 4, 15, 3, 0},
		{"holds in May", 0, 0, 2026, 5, 1, 3, 12},
		{"twice a year, with the machine off in July", 6, 12, 2026, 6, 30, 23, 0},
		{"is made up for in September", 0, 0, 2026, 9, 12, 8, 12},
		{"and not again in October", 0, 12, 2026, 10, 1, 3, 0},
		{"the first of January opens what waits, also less than k by itself", 0, 0, 2027, 1, 1, 3, 12},
		{"once a year", 12, 12, 2027, 7, 1, 3, 0},
		{"monthly, set in the month itself: not in its own round", 1, 0, 2027, 7, 2, 3, 0},
		{"three months, set before a month without a look", 3, 0, 2027, 8, 1, 3, 0},
		{"a look in October", 0, 0, 2027, 10, 1, 3, 12},
		{"once a year, the machine off over New Year", 12, 12, 2028, 3, 3, 3, 12},
	}
	for _, step := range steps {
		if step.every > 0 {
			set(t, st, func(s *survey.Settings) { s.Every = step.every })
		}
		if step.drop > 0 {
			drop(t, st, s, print(t, st, "a", "", step.drop))
		}
		got, err := st.Look(t.Context(), time.Date(step.y, step.m, step.d, step.h, 0, 0, 0, zone))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, o := range got {
			n += o.N
		}
		if n != step.want {
			t.Errorf("%s: %d opened, want %d", step.name, n, step.want)
		}
	}
	if r := opened(t, st, "a", 2027); r.Responses != 24 {
		t.Errorf("%d responses in 2027, want 24", r.Responses)
	}
}

func TestYearOf(t *testing.T) {
	zone := amsterdam(t)
	for now, want := range map[time.Time]int{
		time.Date(2027, 1, 1, 3, 0, 0, 0, zone):     2026, // closes December
		time.Date(2027, 1, 2, 0, 0, 0, 0, zone):     2027,
		time.Date(2026, 12, 31, 23, 59, 0, 0, zone): 2026,
	} {
		if got := YearOf(now); got != want {
			t.Errorf("%v opens for %d, want %d", now, got, want)
		}
	}
}

// TestLook follows a year: between two rounds nothing happens, a missed round is
// made up for, and January closes the year.
func TestLook(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := town(t, st)
	look := func(y int, m time.Month, d, h int) int {
		t.Helper()
		got, err := st.Look(t.Context(), time.Date(y, m, d, h, 0, 0, 0, zone))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, o := range got {
			n += o.N
		}
		return n
	}
	drop(t, st, s, print(t, st, "a", "", 12))
	if n := look(2026, 6, 10, 9); n != 0 {
		t.Errorf("a new installation opened %d at its start", n)
	}
	if n := look(2026, 6, 30, 23); n != 0 {
		t.Errorf("%d opened between two rounds", n)
	}
	if n := look(2026, 7, 1, 2); n != 0 {
		t.Errorf("%d opened before the hour", n)
	}
	if n := look(2026, 7, 1, 3); n != 12 {
		t.Errorf("%d opened at the hour, want 12", n)
	}
	drop(t, st, s, print(t, st, "a", "", 10))
	if n := look(2026, 7, 1, 4); n != 0 {
		t.Errorf("%d opened twice in one round", n)
	}
	if n := look(2026, 9, 12, 8); n != 10 { // the machine was off on the first of August and September
		t.Errorf("%d opened after two missed rounds, want 10", n)
	}
	drop(t, st, s, print(t, st, "b", "", 6))
	drop(t, st, s, print(t, st, "c", "", 5))
	if n := look(2026, 12, 1, 3); n != 0 {
		t.Errorf("%d opened of two small boxes in December", n)
	}
	if n := look(2027, 1, 1, 3); n != 11 {
		t.Errorf("%d opened at the year's end, want 11 together", n)
	}
	if r := opened(t, st, "m", 2026); r.Responses != 33 {
		t.Errorf("%d responses in the year, want 33", r.Responses)
	}
}

// TestLookAfterAWrongClock: a start with a clock far ahead does not stop the
// openings until then.
func TestLookAfterAWrongClock(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 12))
	for _, now := range []time.Time{
		time.Date(2036, 5, 5, 5, 0, 0, 0, zone), time.Date(2026, 6, 10, 9, 0, 0, 0, zone),
		time.Date(1970, 1, 1, 0, 0, 0, 0, zone), time.Date(2026, 6, 10, 9, 0, 0, 0, zone),
		time.Date(2036, 5, 5, 5, 0, 0, 0, zone), time.Date(2026, 6, 10, 9, 0, 0, 0, zone),
	} {
		if got, err := st.Look(t.Context(), now); err != nil || len(got) != 0 {
			t.Fatalf("at %v: opened %v, %v", now, got, err)
		}
	}
	if got, err := st.Look(t.Context(), time.Date(2026, 7, 1, 3, 0, 0, 0, zone)); err != nil || len(got) != 1 {
		t.Errorf("opened %v, %v", got, err)
	}
}

// TestLookWithALostBox: what cannot be opened keeps nothing else from opening,
// and the round is over.
func TestLookWithALostBox(t *testing.T) {
	zone := amsterdam(t)
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	if _, err := st.Look(t.Context(), time.Date(2026, 6, 10, 9, 0, 0, 0, zone)); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, print(t, st, "a", "", 12))
	for _, key := range keyFiles(t, dir) { // damaged, not gone
		if err := os.WriteFile(key, []byte("spoiled"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drop(t, st, s, print(t, st, "b", "", 12))
	july := time.Date(2026, 7, 1, 3, 0, 0, 0, zone)
	if got, err := st.Look(t.Context(), july); err != nil || len(got) != 1 || got[0].Unit != "b" {
		t.Errorf("opened %v, %v", got, err)
	}
	drop(t, st, s, print(t, st, "a", "", 12)) // into a new box, whose key is sound
	if got, err := st.Look(t.Context(), july.Add(time.Hour)); err != nil || len(got) != 0 {
		t.Errorf("the round went on: %v, %v", got, err)
	}
	if got, err := st.Look(t.Context(), july.AddDate(0, 1, 0)); err != nil || len(got) != 1 || got[0].N != 12 {
		t.Errorf("the next box of the unit: %v, %v", got, err)
	}
}
