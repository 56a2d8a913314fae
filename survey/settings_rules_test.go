package survey

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func settings(change func(*Settings)) Settings {
	s := DefaultSettings()
	s.Organisation = "Gemeente Voorbeeldstad"
	change(&s)
	return s
}

func TestSettingsCheck(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Settings)
		want   []string // fields
	}{
		{"those of a new installation", func(*Settings) {}, nil},
		{"no name", func(s *Settings) { s.Organisation = "" }, []string{"organisation"}},
		{"five with a reason", func(s *Settings) { s.K, s.KReason = 5, "een klein team" }, nil},
		{"five without", func(s *Settings) { s.K = 5 }, []string{"kReason"}},
		{"nine without", func(s *Settings) { s.K = 9 }, []string{"kReason"}},
		{"four with a reason", func(s *Settings) { s.K, s.KReason = 4, "toch" }, []string{"k"}},
		{"none", func(s *Settings) { s.K = 0 }, []string{"k"}},
		{"fifty", func(s *Settings) { s.K = 50 }, nil},
		{"fifty-one", func(s *Settings) { s.K = 51 }, []string{"k"}},
		{"every two months", func(s *Settings) { s.Every = 2 }, []string{"every"}},
		{"never", func(s *Settings) { s.Every = 0 }, []string{"every"}},
		{"kept for less than nothing", func(s *Settings) { s.Retention = -1 }, []string{"retention"}},
		{"a language twice", func(s *Settings) { s.Languages = []string{"nl", "nl"} }, []string{"languages"}},
		{"a help line", func(s *Settings) { s.Help = help("112") }, nil},
		{"a long number", func(s *Settings) { s.Help = help("+31 (0)88 - 555 10.00") }, nil},
		{"no number", func(s *Settings) { s.Help = help("") }, []string{"help[nl][0].number"}},
		{"words for a number", func(s *Settings) { s.Help = help("javascript:alert(1)") }, []string{"help[nl][0].number"}},
		{"no lines", func(s *Settings) { s.Help = map[string][]HelpLine{"nl": {}} }, []string{"help[nl]"}},
		{"a long line", func(s *Settings) {
			s.Help = map[string][]HelpLine{"nl": {{For: strings.Repeat("x", 121), Number: "112"}}}
		}, []string{"help[nl][0].for"}},
	}
	for _, test := range tests {
		var got []string
		for _, f := range settings(test.change).Check() {
			got = append(got, f.Field)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: faults in %v, want %v", test.name, got, test.want)
		}
	}
}

func help(number string) map[string][]HelpLine {
	return map[string][]HelpLine{"nl": {{For: "Nu gevaar? Bel", Number: number}}}
}

func TestOffered(t *testing.T) {
	for _, test := range []struct{ set, of, want []string }{
		{nil, []string{"nl", "en"}, []string{"nl", "en"}},
		{[]string{"en", "nl"}, []string{"nl", "en"}, []string{"en", "nl"}},
		{[]string{"nl"}, []string{"nl", "en"}, []string{"nl"}},
		{[]string{"nl"}, []string{"en"}, []string{"en"}}, // better in another language than not at all
	} {
		if got := (Settings{Languages: test.set}).Offered(test.of); !slices.Equal(got, test.want) {
			t.Errorf("%v of %v: %v, want %v", test.set, test.of, got, test.want)
		}
	}
}

func TestSweptThrough(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 3, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		months int
		now    time.Time
		want   int
	}{
		{0, day(2026, 11, 1), 0},
		{1, day(2026, 1, 1), 2024},  // the comments of 2025 have a month to go
		{1, day(2026, 2, 1), 2025},  //
		{12, day(2026, 1, 1), 2024}, // a year after the end of 2024
		{12, day(2025, 12, 31), 2023},
		{24, day(2026, 12, 31), 2023},
		{18, day(2026, 6, 30), 2023},
		{18, day(2026, 7, 1), 2024},
		{13, day(2026, 3, 31), 2024},
	} {
		if got := (Settings{Retention: test.months}).SweptThrough(test.now); got != test.want {
			t.Errorf("%d months at %v: %d, want %d", test.months, test.now, got, test.want)
		}
	}
}

func TestOpenable(t *testing.T) {
	box := func(promised int, hand string, n int) Sealed {
		return Sealed{Promised: promised, Waiting: Waiting{hand: n}}
	}
	tests := []struct {
		name  string
		boxes []Sealed
		k     int
		hands int
		n     int // opened
		with  int
	}{
		{"nothing", nil, 10, 0, 0, 0},
		{"just enough", []Sealed{box(10, "", 10)}, 10, 0, 10, 10},
		{"one too few", []Sealed{box(10, "", 9)}, 10, 0, 0, 0},
		{"lowered, but ten were promised", []Sealed{box(10, "", 9)}, 5, 0, 0, 0},
		{"lowered, and five were promised", []Sealed{box(5, "", 5)}, 5, 0, 5, 5},
		{"raised again", []Sealed{box(5, "", 9)}, 10, 0, 0, 0},
		{"both together", []Sealed{box(10, "", 6), box(5, "", 4)}, 5, 0, 10, 10},
		{"too few together, enough of the later", []Sealed{box(10, "", 3), box(5, "", 6)}, 5, 0, 6, 5},
		{"too few of each", []Sealed{box(10, "", 3), box(5, "", 4)}, 5, 0, 0, 0},
		{"three promises", []Sealed{box(50, "", 9), box(10, "", 6), box(7, "", 4)}, 5, 0, 10, 10},
		{"one coach has them all", []Sealed{box(5, "a", 9)}, 5, 2, 0, 0},
		{"the other coach's were promised more", []Sealed{box(5, "a", 6), box(10, "b", 3)}, 5, 2, 0, 0},
		{"and are enough", []Sealed{box(5, "a", 7), box(10, "b", 3)}, 5, 2, 10, 10},
		{"a k that was never set", []Sealed{box(0, "", 4)}, 0, 0, 0, 0},
	}
	for _, test := range tests {
		open, rest, with := Openable(test.boxes, test.k, test.hands)
		if n := Together(open).N(); n != test.n || with != test.with || len(open)+len(rest) != len(test.boxes) {
			t.Errorf("%s: %d opened with %d and %d boxes left, want %d with %d", test.name, n, with, len(rest), test.n, test.with)
		}
	}
}
