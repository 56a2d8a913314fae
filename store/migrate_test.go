package store

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// start makes a data directory whose database has the first schema only, with
// what program wrote: a unit, a survey, boxes in every state with what is sealed
// in them, cards, counts of cards handed out, and an opening.
func start(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, databaseFile)
	if err := private(file); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(file, "rwc", "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test's own
	schema, err := migrations.ReadFile("sqlite/001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	key, err := (&keyring{filepath.Join(dir, "keyring")}).make("box0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&keyring{filepath.Join(dir, "keyring")}).pepper(false); err != nil {
		t.Fatal(err)
	}
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	run(string(schema))
	run(`CREATE TABLE migration (version INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID`)
	run(`INSERT INTO migration (version) VALUES (0), (1)`)
	run(`INSERT INTO unit (id, name) VALUES ('a', 'Team A')`)
	run(`INSERT INTO survey (id, version, address, definition) VALUES ('kort', 1, 'k3f9', '{}')`)
	run(`INSERT INTO batch (id, survey, unit, way, size, hand) VALUES ('stack', 'kort', 'a', 'card', 8, 'mark')`)
	run(`INSERT INTO handed_out (batch, year, n) VALUES ('stack', 2026, 3)`)
	for i, box := range []string{"'card', $1, 'taking'", "'card', $1, 'closed'", "'poster', $1, 'lost'"} {
		run(fmt.Sprintf(`INSERT INTO box (id, survey, version, unit, way, public_key, state) VALUES ('box%d', 'kort', 1, 'a', %s)`, i, box), key)
		for n := range 3 {
			id := make16(byte(i*3 + n))
			run(`INSERT INTO sealed (box, id, hand, body) VALUES ($1, $2, 'mark', $3)`, fmt.Sprint("box", i), id, []byte("body of "+string(id)))
		}
	}
	run(`INSERT INTO opening (id, survey, version, unit, year, way, n) VALUES ($1, 'kort', 1, 'a', 2026, 'poster', 12)`, make16(1))
}

// columns are what the first schema had in the tables that are made anew.
var columns = map[string]string{
	"box":     "id, survey, version, unit, way, hex(public_key), state",
	"sealed":  "box, hex(id), hand, hex(body)",
	"opening": "hex(id), survey, version, unit, year, way, n",
}

// dump returns the rows of a table, so that two can be compared.
func dump(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	query := "SELECT " + strings.ReplaceAll(columns[table], ", ", " || ' ' || ") + " FROM " + table + " ORDER BY 1"
	rows, err := db.Query(query)
	lines, err := collect(rows, err, func(rows *sql.Rows, line *string) error { return rows.Scan(line) })
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// A database of the first schema keeps every row when paper becomes a way in,
// and what refers to what is still checked.
func TestMigratePaper(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	file := filepath.Join(dir, databaseFile)
	before, err := sql.Open("sqlite", dsn(file, "rw", "_pragma=query_only(1)"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for table := range columns {
		want[table] = dump(t, before, table)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}

	st := open(t, dir)
	for table := range columns {
		if got := dump(t, st.read, table); got != want[table] || got == "" {
			t.Errorf("%s had\n%s\nand has\n%s", table, want[table], got)
		}
	}
	for _, query := range []string{`SELECT count(*) FROM pragma_foreign_key_check`, `SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%box_before%' OR sql LIKE '%opening_before%'`} {
		if n, err := scalar[int](t.Context(), st.read, query); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", query, n, err)
		}
	}
	for _, index := range []string{"box_taking", "opening_cut"} {
		if n, err := scalar[int](t.Context(), st.read, `SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = $1`, index); err != nil || n != 1 {
			t.Errorf("index %s is gone: %v", index, err)
		}
	}
	for query, ok := range map[string]bool{
		`INSERT INTO box (id, survey, version, unit, way, public_key) VALUES ('paper', 'kort', 1, 'a', 'paper', x'00')`:  true,
		`INSERT INTO box (id, survey, version, unit, way, public_key) VALUES ('second', 'kort', 1, 'a', 'card', x'00')`:  false, // one takes already
		`INSERT INTO box (id, survey, version, unit, way, public_key) VALUES ('other', 'kort', 1, 'a', 'pigeon', x'00')`: false,
		`INSERT INTO box (id, survey, version, unit, way, public_key) VALUES ('no-unit', 'kort', 1, 'x', 'card', x'00')`: false,
		`INSERT INTO sealed (box, id, hand, body) VALUES ('none', zeroblob(16), '', x'00')`:                              false,
		`DELETE FROM box WHERE id = 'box0'`: false, // answers are in it
	} {
		if _, err := st.write.Exec(query); (err == nil) != ok {
			t.Errorf("%s: %v", query, err)
		}
	}
	if fits, err := st.keys.fits("box0", nil); err != nil || fits {
		t.Errorf("another key fits: %v", err)
	}
	if n, err := st.Unreadable(t.Context()); err != nil || n != 6 { // closed and lost: their keys were never made
		t.Errorf("%d unreadable, %v", n, err)
	}
	if _, err := st.Survey(t.Context(), "kort", 1); err != nil {
		t.Error(err)
	}
}
