package store

import (
	"math/rand/v2"
	"testing"
	"time"

	"ouderstem/survey/campaign"
)

// TestHourly lets a server look every hour for a year and a half, over both
// changes of the clock twice, two New Years and a leap day. Each round begins at
// the first look from three o'clock on the first of the month, by the
// municipality's clock, once.
func TestHourly(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	if _, err := st.write.Exec(`PRAGMA synchronous = OFF`); err != nil {
		t.Fatal(err)
	}
	begin := time.Date(2026, 10, 20, 12, 17, 0, 0, zone)
	want := time.Date(2026, 11, 1, 3, 17, 0, 0, zone)
	before := -1
	for now := begin; now.Before(time.Date(2028, 4, 3, 0, 0, 0, 0, zone)); now = now.Add(time.Hour) {
		if _, err := st.Look(t.Context(), now.UTC().In(zone)); err != nil {
			t.Fatal(err)
		}
		done, err := scalar[int](t.Context(), st.read, `SELECT round FROM schedule`)
		if err != nil {
			t.Fatal(err)
		}
		if before >= 0 && done != before {
			if !now.Equal(want) || done != round(now) {
				t.Errorf("a round began at %v, want %v", now, want)
			}
			want = time.Date(want.Year(), want.Month()+1, 1, 3, 17, 0, 0, zone)
		}
		before = done
	}
	if want.Month() != time.May || want.Year() != 2028 {
		t.Errorf("the next round is %v", want)
	}
}

// TestNewYearIsLocal: a year ends by the municipality's clock, whatever day it is
// in Greenwich.
func TestNewYearIsLocal(t *testing.T) {
	zone := amsterdam(t)
	st := open(t, t.TempDir())
	s := town(t, st)
	for _, at := range []struct {
		now          time.Time
		drop, opened int
	}{
		{time.Date(2026, 12, 5, 9, 0, 0, 0, zone), 6, 0},
		{time.Date(2026, 12, 31, 23, 59, 59, 0, zone), 3, 0},
		{time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC).In(zone), 3, 0}, // half past midnight at home: still December's box
		{time.Date(2027, 1, 1, 1, 59, 59, 0, time.UTC).In(zone), 0, 0},
		{time.Date(2027, 1, 1, 2, 0, 0, 0, time.UTC).In(zone), 0, 12},
		{time.Date(2027, 1, 1, 2, 0, 1, 0, time.UTC).In(zone), 0, 0},
	} {
		drop(t, st, s, print(t, st, "a", "", max(1, at.drop))[:at.drop])
		got, err := st.Look(t.Context(), at.now)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, o := range got {
			n += o.N
			if o.Year != 2026 {
				t.Errorf("opened at %v for %d", at.now, o.Year)
			}
		}
		if n != at.opened {
			t.Errorf("%d opened at %v, want %d", n, at.now, at.opened)
		}
	}
}

// TestCampaignClock lets time pass by a clock that is set right, a day or a year
// off, forward and back, at random. No round is gone through twice, no answer
// counts twice, the year is that of the clock; and once the clock is right and
// has caught up, all that waited has been opened.
func TestCampaignClock(t *testing.T) {
	zone := amsterdam(t)
	campaign.Rounds(t, 4, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		st := open(t, t.TempDir())
		s := town(t, st)
		if _, err := st.write.Exec(`PRAGMA synchronous = OFF`); err != nil {
			t.Fatal(err)
		}
		right := time.Date(2026, 11, 23, 10, 0, 0, 0, zone)
		dropped, opened, last := 0, 0, 0
		look := func(clock time.Time) {
			t.Helper()
			got, err := st.Look(t.Context(), clock)
			if err != nil {
				t.Fatal(err)
			}
			due := nextRound(clock).AddDate(0, -1, 0)
			for _, o := range got {
				opened += o.N
				if year := due.Year(); o.Year != year && o.Year != year-1 || due.Month() == time.January && o.Year != year-1 {
					t.Errorf("opened for %d at %v", o.Year, clock)
				}
			}
			if len(got) > 0 {
				if round(due) <= last {
					t.Errorf("round %d came after %d", round(due), last)
				}
				last = round(due)
			}
			campaign.Count("looks", 1)
		}
		look(right)
		for range 60 {
			right = right.Add(time.Duration(r.IntN(30*24)) * time.Hour)
			if n := r.IntN(14); r.IntN(3) == 0 && n > 0 {
				drop(t, st, s, print(t, st, "a", "", n))
				dropped += n
			}
			off := [][3]int{{}, {}, {}, {0, 0, 1}, {0, 0, -1}, {0, 1, 0}, {1, 0, 0}, {-1, 0, 0}}[r.IntN(8)]
			look(right.AddDate(off[0], off[1], off[2]))
		}
		drop(t, st, s, print(t, st, "a", "", 10)) // so that no box stays shut for being too small
		dropped += 10
		for range 14 { // a clock that was a year ahead is waited for
			right = right.AddDate(0, 1, 0)
			look(right)
		}
		if opened != dropped {
			t.Errorf("%d answers, %d opened", dropped, opened)
		}
		counted, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM response`)
		if err != nil || counted != dropped {
			t.Errorf("%d answers, %d counted; %v", dropped, counted, err)
		}
	})
}
