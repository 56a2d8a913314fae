package store

import (
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"ouderstem/survey"
)

// A copy that is made while parents answer has every answer that was confirmed
// before it was begun, none twice, and the cards of all others are still good.
func TestBackupWhileAnswering(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	codes := print(t, st, "a", "", 120)
	var answers sync.WaitGroup
	var done atomic.Int64
	answers.Go(func() {
		for _, c := range codes {
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, string(c))}); err != nil {
				t.Error(err)
				return
			}
			done.Add(1)
		}
	})
	operator := open(t, dir) // another process
	public, identity := ageKey(t)
	for range 4 {
		before := done.Load()
		o := BackupOptions{File: filepath.Join(t.TempDir(), "copy"), Keyring: filepath.Join(t.TempDir(), "keys"), Recipients: []string{public}}
		if err := operator.Backup(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		after := done.Load() + 1 // one may be in the box and not confirmed yet
		elsewhere := filepath.Join(t.TempDir(), "data")
		in, err := Restore(t.Context(), elsewhere, RestoreOptions{File: o.File, Keyring: o.Keyring, Identity: identity})
		if err != nil || int64(in.Sealed) < before || int64(in.Sealed) > after || in.Unreadable > 0 {
			t.Fatalf("a copy made after %d and before %d answers: %+v, %v", before, after, in, err)
		}
		back := open(t, elsewhere)
		if _, err := back.write.Exec(`PRAGMA synchronous = OFF`); err != nil { // of no matter here
			t.Fatal(err)
		}
		drop(t, back, s, codes)
		checkOnceEach(t, back, len(codes))
	}
	answers.Wait()
}

// checkOnceEach opens all and counts.
func checkOnceEach(t *testing.T, st *Store, want int) {
	t.Helper()
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if r := opened(t, st, "a", 2026); r.Responses != want {
		t.Errorf("%d responses, want %d", r.Responses, want)
	}
}

// Boxes that are opened while a copy with keys is made: neither is a key lost that
// the copy needs, nor does one come back that was destroyed. Where that happens
// each time, there is no copy.
func TestBackupWhileOpening(t *testing.T) {
	for _, openings := range []int{1, backupTries} {
		dir := t.TempDir()
		st, s, _ := filled(t, dir)
		left := openings
		operator := openWith(t, Config{Dir: dir, Step: func(name string) {
			if name != "backup: copied" || left == 0 {
				return
			}
			left--
			if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 {
				t.Errorf("opened %v, %v", got, err)
			}
			drop(t, st, s, print(t, st, "b", "", 12))
		}})
		o := BackupOptions{File: filepath.Join(t.TempDir(), "copy"), Keyring: filepath.Join(t.TempDir(), "keys")}
		err := operator.Backup(t.Context(), o)
		if openings == backupTries {
			if !errors.Is(err, survey.ErrBusy) {
				t.Errorf("a copy was made: %v", err)
			}
			if left, err := filepath.Glob(filepath.Join(filepath.Dir(o.File), "*")); err != nil || len(left) > 0 {
				t.Errorf("%v is left, %v", left, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		keys, err := readKeys(o.Keyring, "")
		if err != nil {
			t.Fatal(err)
		}
		boxes, err := boxesIn(t.Context(), o.File)
		if err != nil || len(boxes) != 1 || keys[keyFile(boxes[0])] == nil {
			t.Errorf("boxes %v, %v", boxes, err)
		}
		for name := range keys {
			if filepath.Ext(name) == keyEnding && name != keyFile(boxes[0]) {
				t.Errorf("%s was destroyed and is in the copy", name)
			}
		}
	}
}
