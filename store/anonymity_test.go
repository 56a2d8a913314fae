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
)

// TestSchemaLint reads the schema as it is in a real file. What may never be
// kept must not have a column.
func TestSchemaLint(t *testing.T) {
	st := open(t, t.TempDir())
	if faults := lint(t, st.read); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
}

// TestSchemaLintCatches shows that the lint finds what it is for.
func TestSchemaLintCatches(t *testing.T) {
	for _, bad := range []string{
		`CREATE TABLE x (id INTEGER PRIMARY KEY) STRICT`,
		`CREATE TABLE x (id INTEGER PRIMARY KEY AUTOINCREMENT)`,
		`CREATE TABLE x (id TEXT PRIMARY KEY, created_at TEXT) WITHOUT ROWID`,
		`CREATE TABLE x (id TEXT PRIMARY KEY, sent INTEGER DEFAULT (unixepoch())) STRICT, WITHOUT ROWID`,
		`CREATE TABLE x (id TEXT PRIMARY KEY, ip TEXT) STRICT, WITHOUT ROWID`,
		`CREATE TABLE x (id TEXT PRIMARY KEY, user_agent TEXT) STRICT, WITHOUT ROWID`,
		`CREATE TABLE x (id TEXT PRIMARY KEY, day DATE) WITHOUT ROWID`,
		`CREATE TABLE x (id BLOB PRIMARY KEY REFERENCES spent (hash)) STRICT, WITHOUT ROWID`,
		`CREATE TABLE x (id BLOB PRIMARY KEY, card BLOB REFERENCES card (hash)) STRICT, WITHOUT ROWID`,
	} {
		st := open(t, t.TempDir())
		if _, err := st.write.Exec(bad); err != nil {
			t.Fatal(err)
		}
		if faults := lint(t, st.read); len(faults) == 0 {
			t.Errorf("not caught: %s", bad)
		}
	}
}

var (
	timeWords   = regexp.MustCompile(`(?i)\b(\w*_at|\w*time\w*|\w*date\w*|day|month|hour|moment|stamp|created|updated|seen|began|used|confirmed|expires|on_\w+)\b`)
	plain       = regexp.MustCompile(`^([0-9]{1,2}|'[a-z]*')$`) // what a column holds unless said otherwise: no call of a clock
	personWords = regexp.MustCompile(`(?i)\b(ip|\w*address_of\w*|remote\w*|agent|user_agent|phone|email|device|session)\b`)
)

// allowed are the columns that look like what may not be kept and are of staff
// alone, with the reason they are needed for.
var allowed = map[string]string{
	"account.email":      "by which staff sign in",
	"session.began":      "no session outlasts a working day",
	"session.used":       "no session stays open when nobody is there",
	"session.confirmed":  "what touches anonymity asks again who is there",
	"invitation.expires": "a link that nobody used must end",
	"errand.expires":     "who is on their way in has some minutes to come back",
	"deed.on_day":        "the audit log says on which day staff did something",
	"edition.on_day":     "a published report says of which day it is",
	"withdrawal.on_day":  "and one that was taken back since when",
}

func lint(t *testing.T, db *sql.DB) (faults []string) {
	t.Helper()
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	type column struct{ table, name, kind, fallback string }
	rows, err := db.Query(`
		SELECT t.name, c.name, c.type, coalesce(c.dflt_value, '')
		  FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
		 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`)
	columns, err := collect(rows, err, func(rows *sql.Rows, c *column) error {
		return rows.Scan(&c.table, &c.name, &c.kind, &c.fallback)
	})
	if err != nil || len(columns) < 30 {
		t.Fatalf("%d columns, %v", len(columns), err)
	}
	there := map[string]bool{}
	for _, c := range columns {
		there[c.table+"."+c.name] = true
		if allowed[c.table+"."+c.name] != "" {
			continue
		}
		if timeWords.MatchString(c.name) || timeWords.MatchString(c.kind) || c.fallback != "" && !plain.MatchString(c.fallback) {
			fault("%s.%s may hold a time: %s %s", c.table, c.name, c.kind, c.fallback)
		}
		if personWords.MatchString(c.name) {
			fault("%s.%s may hold who somebody is", c.table, c.name)
		}
	}
	for name := range allowed {
		if !there[name] {
			fault("%s is allowed and not there", name)
		}
	}
	type table struct {
		name, sql       string
		withoutRowid    bool
		strict, counted bool
	}
	rows, err = db.Query(`
		SELECT t.name, s.sql, t.wr, t.strict, s.sql LIKE '%AUTOINCREMENT%'
		  FROM pragma_table_list AS t JOIN sqlite_schema AS s ON s.name = t.name
		 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`)
	tables, err := collect(rows, err, func(rows *sql.Rows, x *table) error {
		return rows.Scan(&x.name, &x.sql, &x.withoutRowid, &x.strict, &x.counted)
	})
	if err != nil || len(tables) < 10 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, x := range tables {
		if !x.withoutRowid || !x.strict || x.counted {
			fault("%s has a rowid, a counter or loose types", x.name)
		}
	}
	type reference struct{ from, to string }
	rows, err = db.Query(`
		SELECT t.name, f."table" FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f
		 WHERE t.schema = 'main'`)
	references, err := collect(rows, err, func(rows *sql.Rows, r *reference) error { return rows.Scan(&r.from, &r.to) })
	if err != nil || len(references) < 10 {
		t.Fatalf("%d references, %v", len(references), err)
	}
	for _, r := range references {
		if r.to == "spent" || r.to == "card" || r.from == "spent" ||
			r.to == "sealed" || r.to == "response" || r.to == "comment" {
			fault("%s refers to %s", r.from, r.to)
		}
	}
	return faults
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
