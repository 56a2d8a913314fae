package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ouderstem/survey"
)

// FuzzRestore puts back a copy that was damaged or tampered with, also one whose
// checksum was taken off, so that the database itself is read. What is told to be
// no good leaves nothing; only the copy as it was is whole.
func FuzzRestore(f *testing.F) {
	dir := f.TempDir()
	st, err := Open(f.Context(), Config{Dir: filepath.Join(dir, "data")})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := st.AddUnit(f.Context(), survey.Unit{ID: "m", Name: "Gemeente M"}); err != nil {
		f.Fatal(err)
	}
	copied, keys := filepath.Join(dir, "copy"), filepath.Join(f.TempDir(), "keys") // never beside each other
	if err := errors.Join(st.Backup(f.Context(), BackupOptions{File: copied, Keyring: keys}), st.Close()); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(copied)
	if err != nil {
		f.Fatal(err)
	}
	ring, err := os.ReadFile(keys)
	if err != nil {
		f.Fatal(err)
	}
	const all = uint32(1 << 30)
	for _, unstamped := range []bool{false, true} {
		f.Add([]byte(ageHeader+"-> X25519 AAAA\nBBBB\n--- CC\n"), uint32(0), all, unstamped, false)
		f.Add([]byte("SQLite format 3\x00"), uint32(0), all, unstamped, false)
		f.Add([]byte{}, uint32(0), uint32(0), unstamped, false)
		f.Add([]byte{}, uint32(5000), all, unstamped, false)
		f.Add([]byte{0xff, 0xff}, uint32(16), uint32(2), unstamped, false)
		f.Add([]byte{0, 0, 0, 0}, uint32(4096), uint32(4), unstamped, false)
		f.Add([]byte("CREATE TRIGGER"), uint32(4000), uint32(14), unstamped, false)
		f.Add([]byte("meer"), all, uint32(0), unstamped, false)
		f.Add([]byte("meer"), uint32(3), uint32(2), unstamped, true)
		f.Add([]byte(ageHeader), uint32(0), uint32(len(ageHeader)), unstamped, true)
		f.Add([]byte{}, uint32(0), all, unstamped, true)
	}
	f.Fuzz(func(t *testing.T, insert []byte, at, cut uint32, unstamped, ofKeys bool) {
		here := t.TempDir()
		o := RestoreOptions{File: filepath.Join(here, "copy"), Keyring: filepath.Join(here, "keys")}
		spoil := func(b []byte) []byte {
			i := min(int(at), len(b))
			return slices.Concat(b[:i], insert, b[min(i+int(cut), len(b)):])
		}
		file, key := whole, ring
		if ofKeys {
			key = spoil(ring)
		} else {
			file = spoil(whole)
		}
		if unstamped && len(file) > atStamp+stampBytes {
			file = bytes.Clone(file)
			clear(file[atStamp : atStamp+stampBytes])
		}
		if err := errors.Join(os.WriteFile(o.File, file, 0o600), os.WriteFile(o.Keyring, key, 0o600)); err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(here, "data")
		_, err := Restore(t.Context(), into, o)
		if Exists(into) != (err == nil) {
			t.Errorf("%q at %d instead of %d bytes: there: %v, %v", insert, at, cut, Exists(into), err)
		}
		if left, _ := filepath.Glob(filepath.Join(into, "*.partial")); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
		if same := bytes.Equal(file, whole) && bytes.Equal(key, ring); same && err != nil || !same && err == nil && !unstamped && !ofKeys {
			t.Errorf("%q at %d instead of %d bytes: %v", insert, at, cut, err)
		}
		if told := (*survey.Error)(nil); err != nil && !errors.As(err, &told) {
			t.Errorf("%q at %d instead of %d bytes: %v, which nobody is told how to mend", insert, at, cut, err)
		}
	})
}
