package store

import (
	"fmt"
	"testing"

	"ouderstem/survey"
)

// bench fills a store for a benchmark with n cards of one unit.
func bench(b *testing.B, n int) (*Store, *survey.Survey, []survey.Code) {
	b.Helper()
	st, err := Open(b.Context(), Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	if _, err := st.AddUnit(b.Context(), survey.Unit{ID: "a", Name: "Team A"}); err != nil {
		b.Fatal(err)
	}
	templates, err := survey.Templates()
	if err != nil {
		b.Fatal(err)
	}
	s, err := st.Publish(b.Context(), templates["kort"])
	if err != nil {
		b.Fatal(err)
	}
	_, codes, err := st.Print(b.Context(), survey.Batch{Survey: s.ID, Unit: "a", Way: survey.ByCard, Size: n})
	if err != nil {
		b.Fatal(err)
	}
	return st, s, codes
}

// BenchmarkDrop measures one acknowledged answer: sealed and on disk.
func BenchmarkDrop(b *testing.B) {
	st, s, codes := bench(b, b.N)
	b.ResetTimer()
	for _, c := range codes {
		if err := st.Drop(b.Context(), Submission{Code: c, Response: answer(s, 8, "Er werd goed geluisterd")}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen measures opening a box, per answer in it.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				st, s, codes := bench(b, n)
				for _, c := range codes {
					if err := st.Drop(b.Context(), Submission{Code: c, Response: answer(s, 8, "Er werd goed geluisterd")}); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				if _, err := st.OpenBoxes(b.Context(), 2026); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/answer")
		})
	}
}
