package store

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
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

// BenchmarkDropTogether measures an acknowledged answer where 32 parents send at
// once.
func BenchmarkDropTogether(b *testing.B) {
	const parents = 32
	st, s, codes := bench(b, b.N)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range parents {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(codes) {
					return
				}
				if err := st.Drop(b.Context(), Submission{Code: codes[i], Response: answer(s, 8, "Er werd goed geluisterd")}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
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

// BenchmarkThemes measures what a report and learning read of 10,000 comments
// without and with labels on one in five and the marks of sixty sets shown, and
// one label.
func BenchmarkThemes(b *testing.B) {
	st, in, ids := benchComments(b)
	results := func(b *testing.B) {
		for b.Loop() {
			if r, err := st.Results(b.Context(), in.Survey, in.Unit, in.Year); err != nil || len(r.Comments) != len(ids) {
				b.Fatal(len(r.Comments), err)
			}
		}
	}
	b.Run("results/plain", results)
	if err := st.change(b.Context(), func(tx *sql.Tx) error {
		for i, id := range ids[:len(ids)/5] {
			raw, err := hex.DecodeString(id)
			if err != nil {
				return err
			}
			if err := insertLabel(b.Context(), tx, raw, survey.Label{Theme: fmt.Sprint("theme", i%20), Yes: i%3 > 0}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	b.Run("results/labels", results)
	var sets []survey.MarkSet
	sorted := slices.Sorted(slices.Values(ids))
	for i := range 60 {
		sets = append(sets, survey.MarkSet{Survey: in.Survey, Year: in.Year, Unit: in.Unit, Theme: fmt.Sprint(i), Members: sorted[i*100:], N: 1})
	}
	b.Run("show", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			if _, err := st.write.Exec(`DELETE FROM shown_mark`); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if ok, err := st.ShowMarks(b.Context(), 0, sets); err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
	})
	size, err := scalar[int](b.Context(), st.read, `SELECT sum(length(body)) FROM shown_mark`)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("results/marks", func(b *testing.B) {
		results(b)
		b.ReportMetric(float64(size)/1024, "KiB-of-sets")
	})
	b.Run("examples", func(b *testing.B) {
		for b.Loop() {
			if got, err := st.Examples(b.Context()); err != nil || len(got) != len(ids)/5 {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("state", func(b *testing.B) {
		for b.Loop() {
			if _, err := st.ThemeState(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("label", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			yes := i%2 == 0
			if err := st.Label(b.Context(), "", in, ids[5000], "theme", &yes); err != nil {
				b.Fatal(err)
			}
		}
	})
}
