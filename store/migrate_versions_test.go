package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// columnsOf returns the columns of every table of a schema, by name.
func columnsOf(t *testing.T, db *sql.DB, schema string) map[string][]string {
	t.Helper()
	rows, err := db.Query(`SELECT m.name, c.name FROM ` + schema + `.sqlite_schema AS m, pragma_table_info(m.name, '` + schema + `') AS c
		WHERE m.type = 'table' ORDER BY m.name, c.cid`)
	type column struct{ table, name string }
	all, err := collect(rows, err, func(rows *sql.Rows, c *column) error { return rows.Scan(&c.table, &c.name) })
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]string{}
	for _, c := range all {
		tables[c.table] = append(tables[c.table], c.name)
	}
	return tables
}

// ofVersion makes a database with the schema of a version, as its migrations make
// it, and with those rows and columns of the store in from that there were then.
func ofVersion(t *testing.T, dir, from string, version int64) {
	t.Helper()
	file := filepath.Join(dir, databaseFile)
	if err := private(file); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(file, "rwc", "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	p, err := migrator(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), `PRAGMA foreign_keys = 0`} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`ATTACH $1 AS later`, filepath.Join(from, databaseFile)); err != nil {
		t.Fatal(err)
	}
	later := columnsOf(t, db, "later")
	for table, columns := range columnsOf(t, db, "main") {
		if table == "migration" || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		shared := slices.DeleteFunc(columns, func(c string) bool { return !slices.Contains(later[table], c) })
		list := strings.Join(shared, ", ")
		if _, err := db.Exec(`INSERT OR REPLACE INTO main.` + table + ` (` + list + `) SELECT ` + list + ` FROM later.` + table); err != nil {
			t.Fatalf("%s of version %d: %v", table, version, err)
		}
	}
	if n, err := scalar[int](t.Context(), db, `SELECT count(*) FROM pragma_foreign_key_check`); err != nil || n != 0 {
		t.Fatalf("%d rows of version %d refer to nothing, %v", n, version, err)
	}
	keyringTo(t, dir, from)
}

// figures are what a store tells of its answers.
func figures(t *testing.T, st *Store) string {
	t.Helper()
	var b strings.Builder
	for _, unit := range []string{"r", "m", "a", "b", "c"} {
		r, err := st.Results(t.Context(), "kort", unit, 2026)
		if err != nil && !errors.Is(err, survey.ErrNothingOpened) {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s: %d, %d wait\n", unit, r.Responses, r.Waiting)
		for _, table := range []string{"response", "comment", "tally", "opening", "handed_out", "spent", "card"} {
			n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM `+table)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "  %s %d\n", table, n)
		}
	}
	rows, err := st.read.Query(`SELECT unit || question || value || held || n FROM tally
		UNION ALL SELECT unit || hex(id) || ratings FROM response
		UNION ALL SELECT unit || hex(id) || question || mark || text || held FROM comment
		UNION ALL SELECT unit || year || way || n || k FROM opening
		UNION ALL SELECT box || hex(id) || hex(body) FROM sealed
		UNION ALL SELECT hex(hash) FROM spent ORDER BY 1`)
	lines, err := collect(rows, err, scanString)
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + strings.Join(lines, "\n")
}

// TestMigrateFromEveryVersion lets a store be of each version there ever was, with
// answers that were opened and answers that wait. The newest program tells the
// same of it, opens what waits, and keeps a copy of what was until then.
func TestMigrateFromEveryVersion(t *testing.T) {
	from := t.TempDir()
	var out []survey.Code
	st, err := Open(t.Context(), Config{Dir: from})
	if err != nil {
		t.Fatal(err)
	}
	s := town(t, st)
	codes := print(t, st, "a", "", 30)
	drop(t, st, s, codes[:12])
	drop(t, st, s, print(t, st, "b", "", 3)) // too few to be opened
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	drop(t, st, s, codes[12:20])
	out = codes[20:]
	want := figures(t, st)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	newest := newestVersion(t)
	for version := int64(1); version <= newest; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			dir := t.TempDir()
			ofVersion(t, dir, from, version)
			// A backup of that time can be checked and put back too.
			file := filepath.Join(t.TempDir(), "copy.db")
			content, err := os.ReadFile(filepath.Join(dir, databaseFile))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if in, err := CheckBackup(t.Context(), RestoreOptions{File: file}); err != nil || in.Version != version || in.Opened != 12 || in.Sealed != 11 {
				t.Errorf("a copy of then: %+v, %v", in, err)
			}

			st := open(t, dir)
			if got := figures(t, st); got != want {
				t.Errorf("it tells\n%s\nwant\n%s", got, want)
			}
			copies, err := migrationCopies(dir)
			if version == newest {
				if err != nil || len(copies) > 0 {
					t.Errorf("copies %v though nothing was migrated, %v", copies, err)
				}
			} else {
				checkBeforeMigration(t, dir, version)
			}
			drop(t, st, s, out)
			if got, err := st.OpenBoxes(t.Context(), 2026); err != nil || len(got) != 1 || got[0].N != 18 {
				t.Errorf("opened %v, %v", got, err)
			}
			if r := opened(t, st, "a", 2026); r.Responses != 30 {
				t.Errorf("%d responses, want 30", r.Responses)
			}
			if copies, err := migrationCopies(dir); err != nil || len(copies) > 0 {
				t.Errorf("after an opening there still is %v, %v", copies, err)
			}
		})
	}
}

// checkBeforeMigration checks the one copy of before a migration.
func checkBeforeMigration(t *testing.T, dir string, version int64) {
	t.Helper()
	copies, err := migrationCopies(dir)
	if err != nil || len(copies) != 1 || copies[0].version != version || copies[0].pending {
		t.Fatalf("copies %+v, %v; want one of version %d", copies, err, version)
	}
	info, err := os.Stat(copies[0].path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 || !info.ModTime().Equal(noTime) {
		t.Errorf("the copy: %v %v, %v", info.Mode(), info.ModTime(), err)
	}
	elsewhere := filepath.Join(t.TempDir(), "data")
	in, err := Restore(t.Context(), elsewhere, RestoreOptions{File: copies[0].path})
	if err != nil || in.Version != version || in.Sealed != 11 {
		t.Errorf("of the copy was put back %+v, %v", in, err)
	}
}

// A migration that was cut short keeps the copy that it began with; one that comes
// after another replaces it; a sweep of comments takes it away.
func TestCopyBeforeMigration(t *testing.T) {
	from := t.TempDir()
	st, _, _ := filled(t, from)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	newest := newestVersion(t)
	part := func(dir string, to int64) { // as a process that ended in between
		t.Helper()
		db, err := sql.Open("sqlite", dsn(filepath.Join(dir, databaseFile), "rw", "_txlock=immediate"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		half := &Store{dir: dir, write: db, log: st.log, broken: make(chan struct{})}
		have, err := haveMigration(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		if err := half.copyBefore(t.Context(), have); err != nil {
			t.Fatal(err)
		}
		p, err := migrator(db)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.UpTo(t.Context(), to); err != nil {
			t.Fatal(err)
		}
	}
	cut := t.TempDir()
	ofVersion(t, cut, from, 3)
	part(cut, 3) // before anything was changed: the older program may go on
	part(cut, 5)
	part(cut, newest)
	back := open(t, cut)
	checkBeforeMigration(t, cut, 3)
	for _, c := range audited(t, cut, AuditOptions{}) {
		if c.Key == "keyring-apart" && c.Status != survey.Passed {
			t.Errorf("of the copy the audit says %s %v", c.Status, c.Found)
		}
	}
	if err := back.dropCopies(); err != nil {
		t.Fatal(err)
	}
	if copies, err := migrationCopies(cut); err != nil || len(copies) > 0 {
		t.Errorf("copies %v, %v", copies, err)
	}

	twice := t.TempDir()
	ofVersion(t, twice, from, 4)
	if err := os.WriteFile(filepath.Join(twice, migratedFrom+"2"), []byte("of the migration before"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, twice)
	checkBeforeMigration(t, twice, 4)
}
