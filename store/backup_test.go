package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ouderstem/survey"
)

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	codes := print(t, st, "a", "", 30)
	drop(t, st, s, codes[:12])
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[12:22])
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := st.Backup(t.Context(), BackupOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	if err := st.Backup(t.Context(), BackupOptions{File: file}); !errors.Is(err, survey.ErrFileExists) {
		t.Errorf("a copy was overwritten: %v", err)
	}
	if _, err := Restore(t.Context(), dir, RestoreOptions{File: file}); !errors.Is(err, survey.ErrFileExists) {
		t.Errorf("a database was overwritten: %v", err)
	}

	elsewhere := t.TempDir()
	if _, err := Restore(t.Context(), elsewhere, RestoreOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Config{Dir: elsewhere}); !errors.Is(err, survey.ErrNoKeyring) {
		t.Fatalf("opened without a keyring: %v", err)
	}
	if err := os.CopyFS(filepath.Join(elsewhere, "keyring"), os.DirFS(filepath.Join(dir, "keyring"))); err != nil {
		t.Fatal(err)
	}
	back := open(t, elsewhere)
	drop(t, back, s, codes) // those that were used stay used
	if _, err := back.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if r := opened(t, back, "a", 2026); r.Responses != len(codes) {
		t.Errorf("%d responses after a restore, want %d", r.Responses, len(codes))
	}

	// What an old copy still holds is noise: its keys are gone.
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	old := t.TempDir()
	if _, err := Restore(t.Context(), old, RestoreOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(old, "keyring"), os.DirFS(filepath.Join(dir, "keyring"))); err != nil {
		t.Fatal(err)
	}
	noise := open(t, old)
	if n, err := noise.Unreadable(t.Context()); err != nil || n != 10 {
		t.Errorf("%d unreadable, %v; want 10", n, err)
	}
	if got, err := noise.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 0 {
		t.Errorf("a copy was opened with keys that were destroyed: %v, %v", got, err)
	}
	// Whoever answers after that is sealed for a key that is there.
	drop(t, noise, s, print(t, noise, "a", "", 12))
	if got, err := noise.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 12 {
		t.Errorf("answers after putting back an old copy: %v, %v", got, err)
	}
	if r := opened(t, noise, "a", 2026); r.Waiting != 0 {
		t.Errorf("%d lost answers are said to wait", r.Waiting)
	}

	spoiled := filepath.Join(t.TempDir(), "spoiled.db")
	if err := os.WriteFile(spoiled, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), t.TempDir(), RestoreOptions{File: spoiled}); !errors.Is(err, survey.ErrBadBackup) {
		t.Errorf("restored what is no copy: %v", err)
	}
}

// What a database left behind is not played into one that is put back.
func TestRestoreBesideALeftLog(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 3))
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := st.Backup(t.Context(), BackupOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	for _, ending := range []string{"-wal", "-shm"} {
		left, err := os.ReadFile(filepath.Join(dir, databaseFile+ending)) //nolint:gosec // the test's own directory
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(elsewhere, databaseFile+ending), left, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(elsewhere, "keyring"), os.DirFS(filepath.Join(dir, "keyring"))); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), elsewhere, RestoreOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	back := open(t, elsewhere)
	if n, err := scalar[int](t.Context(), back.read, `SELECT count(*) FROM sealed`); err != nil || n != 3 {
		t.Errorf("%d sealed after putting back, %v", n, err)
	}
	if _, err := Restore(t.Context(), t.TempDir(), RestoreOptions{File: filepath.Join(dir, databaseFile)}); !errors.Is(err, survey.ErrBadBackup) {
		t.Errorf("a database in use was taken for a copy: %v", err)
	}
}

// keyringTo copies a keyring.
func keyringTo(t *testing.T, to, from string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(to, "keyring"), os.DirFS(filepath.Join(from, "keyring"))); err != nil {
		t.Fatal(err)
	}
}
