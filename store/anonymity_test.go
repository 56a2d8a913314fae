package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

// TestSchemaLint reads the schema as it is in a real file. What may never be
// kept must not have a column.
func TestSchemaLint(t *testing.T) {
	st := open(t, t.TempDir())
	faults, err := lint(t.Context(), st.read)
	if err != nil || len(faults.all()) > 0 {
		t.Error(faults.all(), err)
	}
	tables, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM pragma_table_list WHERE schema = 'main'`)
	if err != nil || tables < 30 {
		t.Errorf("%d tables were looked at, %v", tables, err)
	}
}

// TestSchemaLintCatches shows that the lint finds what it is for, and as what.
func TestSchemaLintCatches(t *testing.T) {
	for bad, kind := range map[string]func(schemaFaults) []*survey.Error{
		`CREATE TABLE x (id INTEGER PRIMARY KEY) STRICT`:                                                 func(f schemaFaults) []*survey.Error { return f.orders },
		`CREATE TABLE x (id INTEGER PRIMARY KEY AUTOINCREMENT)`:                                          func(f schemaFaults) []*survey.Error { return f.orders },
		`CREATE TABLE x (id TEXT PRIMARY KEY, created_at TEXT) WITHOUT ROWID`:                            func(f schemaFaults) []*survey.Error { return f.times },
		`CREATE TABLE x (id TEXT PRIMARY KEY, sent INTEGER DEFAULT (unixepoch())) STRICT, WITHOUT ROWID`: func(f schemaFaults) []*survey.Error { return f.times },
		`CREATE TABLE x (id TEXT PRIMARY KEY, ip TEXT) STRICT, WITHOUT ROWID`:                            func(f schemaFaults) []*survey.Error { return f.persons },
		`CREATE TABLE x (id TEXT PRIMARY KEY, user_agent TEXT) STRICT, WITHOUT ROWID`:                    func(f schemaFaults) []*survey.Error { return f.persons },
		`CREATE TABLE x (id TEXT PRIMARY KEY, day DATE) WITHOUT ROWID`:                                   func(f schemaFaults) []*survey.Error { return f.times },
		`CREATE TABLE x (id BLOB PRIMARY KEY REFERENCES spent (hash)) STRICT, WITHOUT ROWID`:             func(f schemaFaults) []*survey.Error { return f.links },
		`CREATE TABLE x (id BLOB PRIMARY KEY, card BLOB REFERENCES card (hash)) STRICT, WITHOUT ROWID`:   func(f schemaFaults) []*survey.Error { return f.links },
		`DROP TABLE withdrawal`: func(f schemaFaults) []*survey.Error { return f.orders },
	} {
		st := open(t, t.TempDir())
		if _, err := st.write.Exec(bad); err != nil {
			t.Fatal(err)
		}
		faults, err := lint(t.Context(), st.read)
		if err != nil || len(kind(faults)) == 0 {
			t.Errorf("not caught: %s, %v", bad, err)
		}
	}
}

// TestCanary answers with words that occur nowhere else and looks for them, and
// for the codes, in every file: before the opening nothing can be found; after
// it no code, and no trace of what was sealed.
func TestCanary(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	codes := print(t, st, "a", "coach Kanarie", 12)
	for _, c := range codes {
		sub := Submission{Code: c, Token: "token-canary", Response: answer(s, 7, "kanarie "+string(c[:6]))}
		if err := st.Drop(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
	}
	never := [][]byte{[]byte("token-canary"), []byte("coach Kanarie"), []byte("coach kanarie")}
	for _, c := range codes {
		never = append(never, []byte(c), []byte(c.String()))
	}
	rows, err := st.read.Query(`SELECT body FROM sealed`)
	bodies, err := collect(rows, err, func(rows *sql.Rows, body *[]byte) error { return rows.Scan(body) })
	if err != nil || len(bodies) != len(codes) {
		t.Fatal(len(bodies), err)
	}
	for _, n := range never {
		find(t, dir, n, false)
	}
	find(t, dir, []byte("kanarie"), false) // sealed
	if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	for _, n := range never {
		find(t, dir, n, false)
	}
	for _, body := range bodies { // not in the database, not in the log, not on a free page
		for at := 0; at+32 <= len(body); at += 512 {
			find(t, dir, body[at:at+32], false)
		}
	}
	find(t, dir, []byte("kanarie "), true) // opened: and so the search does find
	if info, err := os.Stat(filepath.Join(dir, databaseFile+"-wal")); err == nil && info.Size() > 64<<10 {
		t.Errorf("the write-ahead log still has %d bytes", info.Size())
	}
}

// TestSealedRowsAreAlike: nobody can tell a long answer from a short one.
func TestSealedRowsAreAlike(t *testing.T) {
	st := open(t, t.TempDir())
	s := town(t, st)
	for i, c := range print(t, st, "a", "", 6) {
		words := strings.Repeat("lang verhaal ", i*50) + "x"
		if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, words)}); err != nil {
			t.Fatal(err)
		}
	}
	sizes, err := scalar[int](t.Context(), st.read, `SELECT count(DISTINCT length(body)) FROM sealed`)
	if err != nil || sizes != 1 {
		t.Errorf("%d different sizes, %v", sizes, err)
	}
}

// TestRowsAreInNoOrder reads where answers lie in the file itself: the order in
// which parents came, and the opening an answer came from, are lost.
func TestRowsAreInNoOrder(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	order := map[string]int{}
	const each, openings = 30, 3
	for o := range openings {
		for i, c := range print(t, st, "a", "", each) {
			words := fmt.Sprintf("merk%02dx%02d", o, i)
			order[words] = o*each + i
			if err := st.Drop(t.Context(), Submission{Code: c, Response: answer(s, 7, words)}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := st.OpenBoxes(t.Context(), 2026); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.truncate(t.Context()); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, databaseFile)) //nolint:gosec // the test's own directory
	if err != nil {
		t.Fatal(err)
	}
	var lie []int // the numbers of the parents, as they lie in the file
	for _, m := range regexp.MustCompile(`merk\d\dx\d\d`).FindAll(file, -1) {
		lie = append(lie, order[string(m)])
	}
	if len(lie) != each*openings {
		t.Fatalf("%d answers in the file, want %d", len(lie), each*openings)
	}
	next, same := 0, 0
	for i := 1; i < len(lie); i++ {
		if d := lie[i] - lie[i-1]; d == 1 || d == -1 {
			next++
		}
		if lie[i]/each == lie[i-1]/each {
			same++
		}
	}
	// By chance about 2 neighbours came one after the other and about 29 came
	// from the same opening; in order of arrival 89 and 87.
	if next > 15 || same > 55 {
		t.Errorf("of 89 neighbours in the file %d came one after the other, %d from one opening", next, same)
	}
}

// find looks for needle in every file of the data directory.
func find(t *testing.T, dir string, needle []byte, want bool) {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // the test's own directory
		if bytes.Contains(content, needle) {
			found = true
			if !want {
				t.Errorf("%s holds %q", filepath.Base(path), needle)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if want && !found {
		t.Errorf("no file holds %q", needle)
	}
}
