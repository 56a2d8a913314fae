package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ouderstem/survey"
)

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
		if err := st.Backup(t.Context(), BackupOptions{File: filepath.Join(dir, "copy-of-today")}); err != nil {
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
	{"keys packed among backups", "keyring-copies", "", func(t *testing.T, dir string, o *AuditOptions) {
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := open(t, dir).Backup(t.Context(), BackupOptions{File: copied, Keyring: filepath.Join(o.Backups[0], "keys")}); err != nil {
			t.Fatal(err)
		}
	}},
	{"copy left half-way", "keyring-apart", survey.Warned, func(t *testing.T, dir string, _ *AuditOptions) {
		plantFile(t, filepath.Join(dir, copyingFile), "SQLite", 0o600)
	}},
	{"copy of before a migration and of before an opening", "keyring-apart", "", func(t *testing.T, dir string, _ *AuditOptions) {
		st := open(t, dir)
		s, err := st.Survey(t.Context(), "kort", 1)
		if err != nil {
			t.Fatal(err)
		}
		codes := print(t, st, "c", "", 12)
		say := func(codes []survey.Code) {
			for _, c := range codes {
				if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, "Goed geholpen.")}); err != nil {
					t.Fatal(err)
				}
			}
		}
		say(codes[:1])
		file := filepath.Join(t.TempDir(), "copy")
		if err := st.Backup(t.Context(), BackupOptions{File: file}); err != nil {
			t.Fatal(err)
		}
		say(codes[1:])
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		plantFile(t, filepath.Join(dir, fmt.Sprint(migratedFrom, newestVersion(t))), string(content), 0o600)
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
		if err := open(t, dir).Backup(t.Context(), BackupOptions{File: filepath.Join(o.Backups[0], "copy.db")}); err != nil {
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
