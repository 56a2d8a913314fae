package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
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

// plantedFault is something that is wrong with an installation.
type plantedFault struct {
	name, key string
	status    survey.CheckStatus // "" for failed
	plant     func(t *testing.T, dir string, o *AuditOptions)
}

// change runs SQL as somebody with the file and without the program would.
func change(queries ...string) func(*testing.T, string, *AuditOptions) {
	return func(t *testing.T, dir string, _ *AuditOptions) {
		t.Helper()
		db, err := sql.Open("sqlite", dsn(filepath.Join(dir, databaseFile), "rw", "_pragma=ignore_check_constraints(1)"))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		defer db.Close()
		for _, q := range queries {
			if _, err := db.ExecContext(t.Context(), q); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
	}
}

func logWith(lines string) func(*testing.T, string, *AuditOptions) {
	return func(t *testing.T, dir string, o *AuditOptions) {
		t.Helper()
		plantFile(t, filepath.Join(filepath.Dir(dir), "planted.log"), lines, 0o600)
		o.Logs = append(o.Logs, filepath.Join(filepath.Dir(dir), "planted.log"))
	}
}

var plantedFaults = []plantedFault{
	{"world-readable key", "keyring-permissions", "", func(t *testing.T, dir string, _ *AuditOptions) {
		if err := os.Chmod(filepath.Join(dir, "keyring", pepperFile), 0o644); err != nil { //nolint:gosec // that is the fault
			t.Fatal(err)
		}
	}},
	{"readable keyring", "keyring-permissions", "", func(t *testing.T, dir string, _ *AuditOptions) {
		if err := os.Chmod(filepath.Join(dir, "keyring"), 0o750); err != nil { //nolint:gosec // that is the fault
			t.Fatal(err)
		}
	}},
	{"readable database", "data-permissions", "", func(t *testing.T, dir string, _ *AuditOptions) {
		if err := os.Chmod(filepath.Join(dir, databaseFile), 0o640); err != nil { //nolint:gosec // that is the fault
			t.Fatal(err)
		}
	}},
	{"backup beside the keyring", "keyring-apart", "", func(t *testing.T, dir string, _ *AuditOptions) {
		st := open(t, dir)
		if err := st.Backup(t.Context(), filepath.Join(dir, "copy-of-today")); err != nil {
			t.Fatal(err)
		}
	}},
	{"archive in the keyring", "keyring-apart", "", func(t *testing.T, dir string, _ *AuditOptions) {
		plantFile(t, filepath.Join(dir, "keyring", "all.tar.gz"), "x", 0o600)
	}},
	{"keyring among backups", "keyring-apart", "", func(t *testing.T, dir string, o *AuditOptions) {
		o.Backups = []string{filepath.Join(dir, "keyring")}
	}},
	{"copy of a key beside the data", "keyring-copies", "", func(t *testing.T, dir string, _ *AuditOptions) {
		content, err := os.ReadFile(filepath.Join(dir, "keyring", pepperFile))
		if err != nil {
			t.Fatal(err)
		}
		plantFile(t, filepath.Join(filepath.Dir(dir), "old", "something"), string(content), 0o600)
	}},
	{"old backup", "backup-age", "", func(t *testing.T, dir string, o *AuditOptions) {
		file := filepath.Join(filepath.Dir(dir), "backups", "copy.db.age")
		plantFile(t, file, "encrypted", 0o600)
		if err := os.Chtimes(file, auditDay, auditDay.AddDate(0, 0, -newestBackup-1)); err != nil {
			t.Fatal(err)
		}
		o.Backups = []string{filepath.Dir(file)}
	}},
	{"readable backup", "backup-private", "", func(t *testing.T, dir string, o *AuditOptions) {
		plantFile(t, filepath.Join(o.Backups[0], "other.age"), "encrypted", 0o604)
	}},
	{"backup in plain", "backup-encrypted", survey.Warned, func(t *testing.T, dir string, o *AuditOptions) {
		if err := open(t, dir).Backup(t.Context(), filepath.Join(o.Backups[0], "copy.db")); err != nil {
			t.Fatal(err)
		}
	}},
	{"no write-ahead log", "database-durable", "", func(t *testing.T, dir string, _ *AuditOptions) {
		db, err := sql.Open("sqlite", filepath.Join(dir, databaseFile))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(`PRAGMA journal_mode = DELETE`); err != nil {
			t.Fatal(err)
		}
	}},
	{"time column", "schema-time", "", change(`ALTER TABLE response ADD COLUMN sent_at TEXT`)},
	{"column for an address", "schema-person", "", change(`ALTER TABLE sealed ADD COLUMN remote_ip TEXT`)},
	{"table with rowids", "schema-order", "", change(`CREATE TABLE extra (id INTEGER PRIMARY KEY, what TEXT) STRICT`)},
	{"reference to a card", "schema-links", "", change(`CREATE TABLE extra (id TEXT PRIMARY KEY, card BLOB REFERENCES card (hash)) STRICT, WITHOUT ROWID`)},
	{"trigger on what is sealed", "schema-actors", "", change(
		`CREATE TRIGGER extra AFTER INSERT ON sealed BEGIN UPDATE schedule SET round = round; END`)},
	{"audit log without its guard", "schema-actors", "", change(`DROP TRIGGER deed_is_kept`)},
	{"rows in the order they came", "rows-order", "", change(
		`CREATE TEMP TABLE was AS SELECT * FROM response ORDER BY substr(id, 7)`, `DELETE FROM response`,
		`INSERT INTO response SELECT * FROM was ORDER BY rowid`)},
	{"sealed rows in the log after the opening", "log-emptied", "", func(t *testing.T, dir string, _ *AuditOptions) {
		st, err := Open(t.Context(), Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		s, err := st.Survey(t.Context(), "kort", 1)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range print(t, st, "a", "", 10) {
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 1+i, "Een gewoon antwoord")}); err != nil {
				t.Fatal(err)
			}
		}
		log, err := os.ReadFile(filepath.Join(dir, databaseFile+"-wal"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = st.OpenBoxes(t.Context(), 2026)
		if err := errors.Join(err, st.Close()); err != nil {
			t.Fatal(err)
		}
		// As a log that began again and was not cut off: what is behind its new
		// beginning counts no more, and still lies there.
		log[logAtSalt] ^= 1
		plantFile(t, filepath.Join(dir, databaseFile+"-wal"), string(log), 0o600)
	}},
	{"words on a free page", "pages-free", "", func(t *testing.T, dir string, _ *AuditOptions) {
		db, err := sql.Open("sqlite", filepath.Join(dir, databaseFile)) // as with a program that does not overwrite
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, q := range []string{
			`CREATE TABLE extra (id TEXT PRIMARY KEY, what TEXT) STRICT, WITHOUT ROWID`,
			`INSERT INTO extra SELECT name, hex(randomblob(20000)) FROM sqlite_schema LIMIT 5`, `DROP TABLE extra`,
		} {
			if _, err := db.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
	}},
	{"unpadded sealed row", "sealed-size", "", change(`
		INSERT INTO sealed (box, id, hand, body) SELECT id, randomblob(16), '', randomblob(1200) FROM box LIMIT 1`)},
	{"lost key", "sealed-keys", survey.Warned, func(t *testing.T, dir string, _ *AuditOptions) {
		for _, f := range keyFiles(t, dir) {
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
		}
	}},
	{"key of an opened box", "keyring-opened", "", func(t *testing.T, dir string, _ *AuditOptions) {
		plantFile(t, filepath.Join(dir, "keyring", keyFile("00112233aabb")), strings.Repeat("k", 32), 0o600)
	}},
	{"ids that count", "rows-ids", "", change(
		`CREATE TEMP TABLE was AS SELECT *, row_number() OVER (ORDER BY id) AS nth FROM response`, `DELETE FROM response`,
		`INSERT INTO response SELECT survey, version, unit, year, unhex(printf('0199%028x', nth)), ratings FROM was ORDER BY nth`)},
	{"hash of a card beside an answer", "codes-apart", "", change(`
		UPDATE comment SET lang = (SELECT lower(hex(hash)) FROM card LIMIT 1) WHERE id = (SELECT max(id) FROM comment)`)},
	{"k below the floor", "k-floor", "", change(`
		UPDATE setting SET value = json_set(value, '$.k', 3, '$.kReason', 'klein dorp') WHERE name = 'main'`)},
	{"opening of too few", "k-floor", "", change(
		`CREATE TEMP TABLE was AS SELECT * FROM opening`, `DROP TABLE opening`, // with it goes what kept it from being so
		`CREATE TABLE opening (id BLOB PRIMARY KEY, survey TEXT, version INTEGER, unit TEXT, year INTEGER, way TEXT, n INTEGER, k INTEGER) STRICT, WITHOUT ROWID`,
		`INSERT INTO opening SELECT id, survey, version, unit, year, way, 4, 4 FROM was`)},
	{"lowered k without a reason", "k-reason", "", change(`UPDATE setting SET value = json_set(value, '$.k', 7) WHERE name = 'main'`)},
	{"counted with too few", "held-enough", "", change(`UPDATE tally SET n = 4 WHERE value = '' AND held = 0 AND question = 'mark'`)},
	{"opening that broke off", "boxes-due", "", change(`UPDATE box SET state = 'closed'`)},
	{"round that was missed", "schedule-kept", "", change(`UPDATE schedule SET round = round - 1`)},
	{"answer from the future", "years-future", "", change(`UPDATE opening SET year = 2027`)},
	{"comments kept too long", "comments-swept", "", change(`UPDATE comment SET year = 2019`, `UPDATE tally SET year = 2019`)},
	{"changed audit log", "deeds-chain", "", change(
		`CREATE TEMP TABLE guard AS SELECT sql FROM sqlite_schema WHERE name = 'deed_stays'`, `DROP TRIGGER deed_stays`,
		`UPDATE deed SET name = 'Niemand' WHERE n = 1`, `
		CREATE TRIGGER deed_stays BEFORE UPDATE ON deed BEGIN
	SELECT RAISE(ABORT, 'the audit log is only added to');
END`)},
	{"example account", "example-data", "", change(`UPDATE account SET email = 'twee@demo.example' WHERE name = 'Twee'`)},
	{"administrator without second factor", "second-factor", "", change(`
		DELETE FROM second_factor WHERE account = (SELECT id FROM account WHERE name = 'Twee')`)},
	{"one administrator", "administrators", survey.Warned, change(`UPDATE account SET blocked = 1 WHERE name = 'Twee'`)},
	{"log with a code as printed", "logs-codes", "", logWith("level=INFO msg=sent code=" + "0123-4567-89AB-CDEF-" + check("0123456789ABCDEF") + "\n")},
	{"log with an address", "logs-addresses", "", logWith("level=INFO msg=sent from=203.0.113.7\n")},
	{"log with a long address", "logs-addresses", "", logWith("level=INFO from=[2001:db8::7]\n")},
	{"log with a browser", "logs-browsers", "", logWith("level=INFO agent=\"Mozilla/5.0 (Linux)\"\n")},
	{"log with a field", "logs-answers", "", logWith("body: q-mark=7&lang=nl\n")},
	{"log with a comment", "logs-answers", "", logWith("level=WARN text=\"Wij zijn 3 keer goed geholpen\"\n")},
	{"log of visits", "logs-visits", "", logWith("- - [24/Nov/2026] \"POST /v/8y9k HTTP/1.1\" 303\n")},
}

// check is the check character of a code.
func check(data string) string {
	for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
		if _, err := survey.ParseCode(data + string(c)); err == nil {
			return string(c)
		}
	}
	return ""
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
			before := statuses(audited(t, dir, o))
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
