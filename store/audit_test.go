package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
)

// auditDay is in the middle of a month whose round was done.
var auditDay = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// sound fills a data directory with opened and waiting answers, two
// administrators, settings and a round, closes it, and returns the code of a card
// whose answer was opened.
func sound(t *testing.T, dir string) survey.Code {
	t.Helper()
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a directory
		t.Fatal(err)
	}
	st, err := Open(t.Context(), Config{Dir: dir, Now: func() time.Time { return auditDay }})
	if err != nil {
		t.Fatal(err)
	}
	s := town(t, st)
	if _, err := st.Look(t.Context(), auditDay); err != nil { // the first round
		t.Fatal(err)
	}
	settings := survey.DefaultSettings()
	settings.Organisation, settings.Retention = "Gemeente Test", 24
	one, err := st.SetUp(t.Context(), settings, survey.Account{Email: "een@stadhuis.test", Name: "Een"}, "een lang wachtwoord voor een")
	if err != nil {
		t.Fatal(err)
	}
	two, token, err := st.Invite(t.Context(), one.ID, survey.Account{Email: "twee@stadhuis.test", Name: "Twee", Grants: survey.Grants{{Role: survey.Administrator}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Accept(t.Context(), token, "een lang wachtwoord voor twee"); err != nil {
		t.Fatal(err)
	}
	for _, a := range []survey.Account{one, two} {
		if err := st.BeginCodes(t.Context(), a.ID, []byte("secret of an app")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.write.Exec(`UPDATE second_factor SET proven = 1`); err != nil {
		t.Fatal(err)
	}
	var used survey.Code
	for range 3 {
		codes := print(t, st, "a", "", 26)
		for i, c := range codes {
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 1+i%10, fmt.Sprintf("Wij zijn %d keer goed geholpen", i))}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
		used = codes[0]
	}
	drop(t, st, s, print(t, st, "b", "", 6))
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return used
}

// statuses are the checks by key.
func statuses(checks []survey.Check) map[string]survey.CheckStatus {
	m := map[string]survey.CheckStatus{}
	for _, c := range checks {
		m[c.Key] = c.Status
	}
	return m
}

func audited(t *testing.T, dir string, o AuditOptions) []survey.Check {
	t.Helper()
	o.Now = auditDay
	checks, err := Audit(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

// files returns a hash of every file below dir, by its path, with its mode, size
// and time.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		found[path] = fmt.Sprint(info.Mode(), info.ModTime())
		if d.IsDir() {
			return nil
		}
		content, err := os.ReadFile(path)
		found[path] += fmt.Sprintf(" %d %x", len(content), sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A sound installation passes, whatever lies beside it, and the audit changes not
// a byte, a mode or a time: also while somebody has it open, with a log.
func TestAuditOfSound(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	backups, log := filepath.Join(root, "elsewhere"), filepath.Join(root, "server.log")
	plantFile(t, filepath.Join(backups, "copy.db.age"), "encrypted", 0o600)
	plantFile(t, log, "time=2026-11-01T03:00:00Z level=INFO msg=\"box opened\" unit=a\nlistening on 127.0.0.1:8080\n", 0o600)
	if err := os.Chtimes(filepath.Join(backups, "copy.db.age"), auditDay, auditDay.AddDate(0, 0, -3)); err != nil {
		t.Fatal(err)
	}
	o := AuditOptions{Backups: []string{backups}, Logs: []string{log}}
	look := func(when string) {
		t.Helper()
		before := files(t, root)
		for _, c := range audited(t, dir, o) {
			// How much room there is depends on the machine.
			if c.Key != "disk-space" && c.Status != survey.Passed {
				t.Errorf("%s: %s: %s %v", when, c.Key, c.Status, c.Found)
			}
		}
		if after := files(t, root); !maps.Equal(before, after) {
			t.Errorf("%s: files were changed: %v, then %v", when, before, after)
		}
	}
	look("closed")
	st := open(t, dir)
	drop(t, st, &survey.Survey{ID: "kort", Version: 1, Questions: town2(t, st)}, print(t, st, "c", "", 3))
	if info, err := os.Stat(filepath.Join(dir, databaseFile+"-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("there is no log to look at: %v", err)
	}
	look("open")
}

// town2 returns the questions of the survey that town published.
func town2(t *testing.T, st *Store) []survey.Question {
	t.Helper()
	s, err := st.Survey(t.Context(), "kort", 1)
	if err != nil {
		t.Fatal(err)
	}
	return s.Questions
}

// plantFile writes a file, and the directories it is in.
func plantFile(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

// TestAuditNamesFaults plants one fault at a time in a sound installation: the
// audit names its check, and all other checks end as without it.
func TestAuditNamesFaults(t *testing.T) {
	made := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(made, 0o700); err != nil {
		t.Fatal(err)
	}
	used := sound(t, made)
	faults := append(slices.Clone(plantedFaults),
		plantedFault{"log with a card's code", "logs-codes", "", logWith("x=" + strings.ToLower(string(used)) + "\n")},
		plantedFault{"packed log with a card's code", "logs-codes", "", func(t *testing.T, dir string, o *AuditOptions) {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			_, err := fmt.Fprintf(w, "GET /x#%s\n", used)
			if err := errors.Join(err, w.Close()); err != nil {
				t.Fatal(err)
			}
			logWith(b.String())(t, dir, o)
		}},
		plantedFault{"code in the audit log", "codes-apart", "", change(`UPDATE measure SET reason = '` + string(used) + `'`)})
	var before map[string]survey.CheckStatus
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "data")
			if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
				t.Fatal(err)
			}
			private700(t, dir)
			log, backups := filepath.Join(root, "server.log"), filepath.Join(root, "elsewhere")
			plantFile(t, log, "level=INFO msg=\"box opened\" unit=a\n", 0o600)
			plantFile(t, filepath.Join(backups, "copy.db.age"), "encrypted", 0o600)
			if err := os.Chtimes(filepath.Join(backups, "copy.db.age"), auditDay, auditDay); err != nil {
				t.Fatal(err)
			}
			change(`INSERT INTO measure (id, unit, year, reason, action, owner, due, status, result)
				VALUES ('x', 'a', 2026, '', 'iets', '', '', 'doing', '')`)(t, dir, nil)
			o := AuditOptions{Logs: []string{log}, Backups: []string{backups}}
			if before == nil { // the same for every fault
				before = statuses(audited(t, dir, o))
			}
			f.plant(t, dir, &o)
			checks := audited(t, dir, o)
			after := statuses(checks)
			want := survey.Failed
			if f.status != "" {
				want = f.status
			}
			for key, status := range before {
				switch got := after[key]; {
				case key == f.key && got != want:
					t.Errorf("%s: %s, want %s", key, got, want)
				case key != f.key && got != status:
					i := slices.IndexFunc(checks, func(c survey.Check) bool { return c.Key == key })
					t.Errorf("%s was %s and is %s: %v", key, status, got, checks[i].Found)
				}
			}
		})
	}
}

// private700 gives every file and directory back the rights it has to have: a
// copy has those of whoever copies.
func private700(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o600)
		if d.IsDir() {
			mode = 0o700
		}
		return os.Chmod(path, mode)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSnapshotIsWhole takes snapshots while answers come in and the log is moved:
// each is a whole database with no fewer answers than the one before.
func TestSnapshotIsWhole(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	codes := print(t, st, "a", "", 300)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		defer stop()
		for i, c := range codes {
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, "x")}); err != nil {
				ended <- err
				return
			}
			if i%50 == 49 {
				if err := st.truncate(t.Context()); err != nil {
					ended <- err
					return
				}
			}
		}
		ended <- nil
	}()
	taken, last := 0, 0
	for done := false; !done; {
		done = ctx.Err() != nil // once more after the last answer
		now, err := Freeze(t.Context(), dir)
		if errors.Is(err, survey.ErrBusy) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		whole, err := scalar[string](t.Context(), now.read, `PRAGMA integrity_check`)
		n, err2 := scalar[int](t.Context(), now.read, `SELECT count(*) FROM sealed`)
		spent, err3 := scalar[int](t.Context(), now.read, `SELECT count(*) FROM spent`)
		if err := errors.Join(err, err2, err3, now.Close()); err != nil || whole != "ok" || n < last || n != spent {
			t.Fatalf("%s, %d answers after %d, %d cards used, %v", whole, n, last, spent, err)
		}
		last = n
		taken++
	}
	if err := <-ended; err != nil || last != len(codes) {
		t.Errorf("%d of %d answers in the last snapshot, %v", last, len(codes), err)
	}
	if taken < 3 {
		t.Errorf("%d snapshots only", taken)
	}
}
