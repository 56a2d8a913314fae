package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// published is a line of a benchmark file.
func published(unit string, n int) survey.BenchmarkUnit {
	mark, low, high := 7.4, 7.1, 7.6
	return survey.BenchmarkUnit{
		Unit: unit, Year: 2026, Survey: "kort", Edition: 1, K: 10, Question: "mark", Kind: survey.Mark,
		N: n, Value: &mark, Low: &low, High: &high,
	}
}

// from is a file of another installation, whose key is made of who.
func from(t *testing.T, who byte, name string, serial int, units ...survey.BenchmarkUnit) []byte {
	t.Helper()
	b := survey.Benchmark{Name: name, Serial: serial, Units: units}
	file, err := b.Sign(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{who}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// senders tells who is known, with the serial numbers of their files.
func senders(t *testing.T, st *Store) (list map[string]int) {
	t.Helper()
	known, err := st.Benchmarks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list = map[string]int{}
	for _, b := range known {
		list[b.Name] = b.Serial
	}
	return list
}

func TestExportBenchmark(t *testing.T) {
	dir := t.TempDir()
	day := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	st, err := Open(t.Context(), Config{Dir: dir, Now: func() time.Time { return day }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close() //nolint:errcheck // a test
	units := []survey.BenchmarkUnit{published("Gemeente Voorbeeldstad", 150)}
	if key, err := st.BenchmarkKey(); key != "" || err != nil {
		t.Errorf("a key before the first file: %q, %v", key, err)
	}
	if _, err := st.ExportBenchmark(t.Context(), "", units); !errors.Is(err, survey.ErrBenchmarkNoName) {
		t.Errorf("an organisation without a name: %v", err)
	}
	set(t, st, func(*survey.Settings) {})
	if _, err := st.ExportBenchmark(t.Context(), "", nil); !errors.Is(err, survey.ErrBenchmarkEmpty) {
		t.Errorf("nothing published: %v", err)
	}
	export := func(units []survey.BenchmarkUnit, serial int) []byte {
		t.Helper()
		file, err := st.ExportBenchmark(t.Context(), "", units)
		if err != nil {
			t.Fatal(err)
		}
		b, err := survey.ReadBenchmark(file)
		if err != nil || b.Serial != serial || b.Name != "Gemeente Voorbeeldstad" {
			t.Errorf("%s %d, %v, want number %d", b.Name, b.Serial, err, serial)
		}
		if key, err := st.BenchmarkKey(); err != nil || key != b.Key {
			t.Errorf("signed with %s, but the key is %s, %v", b.Key, key, err)
		}
		return file
	}
	first := export(units, 2026112400)
	if again := export(units, 2026112400); !bytes.Equal(first, again) {
		t.Error("nothing else is said, but in another file")
	}
	export(append(units, published("Team Noord", 80)), 2026112401)
	export(units, 2026112402)
	if _, _, err := st.ImportBenchmark(t.Context(), "", first); !errors.Is(err, survey.ErrBenchmarkOwn) {
		t.Errorf("a file of our own: %v", err)
	}

	key := filepath.Join(dir, "keyring", "benchmark")
	info, err := os.Stat(key)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key is readable for others: %v, %v", info.Mode(), err)
	}
	seed, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := st.Backup(t.Context(), BackupOptions{File: copied}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{copied, filepath.Join(dir, databaseFile), filepath.Join(dir, databaseFile+"-wal")} {
		if raw, err := os.ReadFile(file); err != nil || bytes.Contains(raw, seed) {
			t.Errorf("%s has the key in it, or cannot be read: %v", filepath.Base(file), err)
		}
	}

	// An old copy of the database is put back; numbers go on rising all the same.
	if _, err := st.write.Exec(`DELETE FROM own_benchmark`); err != nil {
		t.Fatal(err)
	}
	day = day.AddDate(0, 0, 1)
	export(units, 2026112500)
}

func TestImportBenchmark(t *testing.T) {
	st := open(t, t.TempDir())
	set(t, st, func(*survey.Settings) {})
	bring := func(what string, file []byte, want *survey.Error, first bool) {
		t.Helper()
		_, new, err := st.ImportBenchmark(t.Context(), "", file)
		if want == nil && err != nil || want != nil && !errors.Is(err, want) || new != first {
			t.Errorf("%s: first %v, %v", what, new, err)
		}
	}
	oost := func(serial, n int) []byte {
		return from(t, 1, "Gemeente Oostdorp", serial, published("Gemeente Oostdorp", n))
	}
	bring("a new sender", oost(5, 150), nil, true)
	bring("the same once more", oost(5, 150), nil, false)
	bring("something else under the same number", oost(5, 155), survey.ErrBenchmarkOlder, false)
	bring("an older one", oost(4, 150), survey.ErrBenchmarkOlder, false)
	bring("a newer one", oost(6, 160), nil, false)
	bring("another key", from(t, 2, "Gemeente Oostdorp", 7), survey.ErrBenchmarkKey, false)
	bring("another key in other letters", from(t, 2, "GEMEENTE OOSTDORP", 7), survey.ErrBenchmarkKey, false)
	bring("our own name", from(t, 2, "Gemeente Voorbeeldstad", 7), survey.ErrBenchmarkKey, false)
	bring("a second sender", from(t, 2, "Gemeente Westdorp", 1), nil, true)
	bring("who takes the other's name", from(t, 2, "Gemeente Oostdorp", 2), survey.ErrBenchmarkKey, false)
	bring("who has another name now", from(t, 2, "Gemeente Nieuw-Westdorp", 2), nil, false)
	bring("no file", []byte("{}"), survey.ErrBenchmarkFormat, false)
	if d := cmp.Diff(map[string]int{"Gemeente Oostdorp": 6, "Gemeente Nieuw-Westdorp": 2}, senders(t, st)); d != "" {
		t.Error(d)
	}
	known, err := st.Benchmarks(t.Context())
	if err != nil || known[1].Units[0].N != 160 || known[1].Fingerprint() == "" {
		t.Errorf("%+v, %v", known, err)
	}

	if err := st.ForgetBenchmark(t.Context(), "", "gemeente oostdorp"); err != nil {
		t.Error(err)
	}
	if err := st.ForgetBenchmark(t.Context(), "", "gemeente oostdorp"); !errors.Is(err, survey.ErrNoSender) {
		t.Errorf("forgotten twice: %v", err)
	}
	bring("another key for who was forgotten", from(t, 3, "Gemeente Oostdorp", 1), nil, true)
	if err := st.ForgetBenchmark(t.Context(), "", known[0].Key); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff(map[string]int{"Gemeente Oostdorp": 1}, senders(t, st)); d != "" {
		t.Error(d)
	}
	var actions []string
	deeds, err := st.Deeds(context.Background(), 0, 100)
	for _, d := range deeds {
		if strings.HasPrefix(d.Action, "deed.benchmark") {
			actions = append(actions, d.Action[len("deed.benchmark."):]+" "+d.Object)
		}
	}
	if err != nil || len(actions) != 7 {
		t.Errorf("noted %q, %v", actions, err)
	}
}
