package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"ouderstem/survey"
)

// rawChecks look at the database as a file, and at its schema.
var rawChecks = []auditCheck{
	{"database-whole", (*auditor).databaseWhole},
	{"database-version", (*auditor).databaseVersion},
	{"database-durable", (*auditor).databaseDurable},
	{"schema-time", schemaCheck(func(f schemaFaults) []*survey.Error { return f.times })},
	{"schema-person", schemaCheck(func(f schemaFaults) []*survey.Error { return f.persons })},
	{"schema-order", schemaCheck(func(f schemaFaults) []*survey.Error { return f.orders })},
	{"schema-links", schemaCheck(func(f schemaFaults) []*survey.Error { return f.links })},
	{"schema-actors", (*auditor).schemaActors},
	{"rows-order", (*auditor).rowsOrder},
	{"log-emptied", (*auditor).logEmptied},
	{"pages-free", (*auditor).pagesFree},
}

func (a *auditor) databaseWhole(c *survey.Check) error {
	id, err := scalar[int](a.ctx, a.st.read, `PRAGMA application_id`)
	if err != nil {
		return err
	}
	if id != applicationID {
		c.Fail(survey.Finding("audit.found.not-ours"))
	}
	for _, query := range []string{
		`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 5`,
		`SELECT DISTINCT 'foreign key: ' || "table" FROM pragma_foreign_key_check LIMIT 5`,
	} {
		rows, err := a.st.read.QueryContext(a.ctx, query)
		broken, err := collect(rows, err, func(rows *sql.Rows, s *string) error { return rows.Scan(s) })
		if err != nil {
			return err
		}
		for _, b := range broken {
			c.Fail(survey.Finding("audit.found.broken", "Cause", b))
		}
	}
	return nil
}

func (a *auditor) databaseVersion(c *survey.Check) error {
	newest, err := newestMigration()
	if err != nil {
		return err
	}
	have, err := (versions{}).GetLatestVersion(a.ctx, a.st.read)
	if err != nil {
		return err
	}
	found := survey.Finding("audit.found.version", "Have", have, "Know", newest)
	switch {
	case have > newest:
		c.Fail(found)
	case have < newest:
		c.Warn(found)
	}
	return nil
}

// databaseDurable reads from the file that it has a log, and asks a database that
// is opened in the same way, elsewhere, what is not in any file.
func (a *auditor) databaseDurable(c *survey.Check) error {
	const withLog = 2
	if a.file[atWrites] != withLog || a.file[atWrites+1] != withLog {
		c.Fail(survey.Finding("audit.found.no-wal"))
	}
	fresh, err := a.newOne()
	for i, want := range durable {
		if err == nil && fresh.values[i] != want.value {
			c.Fail(survey.Finding("audit.found.pragma", "Name", want.pragma, "Value", fresh.values[i]))
		}
	}
	return err
}

// durable is what each connection must have set.
var durable = []struct{ pragma, value string }{
	{"journal_mode", "wal"}, {"synchronous", "2"}, {"secure_delete", "1"}, {"foreign_keys", "1"},
}

// newInstallation is what an empty installation has that this program makes.
type newInstallation struct {
	values []string // of durable
	actors map[string]string
}

// newOne makes an installation in a directory of its own, asks it, and throws it
// away; once in an audit.
func (a *auditor) newOne() (*newInstallation, error) {
	if a.made != nil {
		return a.made, nil
	}
	dir, err := os.MkdirTemp("", "ouderstem-audit-")
	if err != nil {
		return nil, err
	}
	n := &newInstallation{}
	st, err := Open(a.ctx, Config{Dir: dir})
	if err == nil {
		err = errors.Join(n.ask(a.ctx, st), st.Close())
	}
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return nil, err
	}
	a.made = n
	return n, nil
}

func (n *newInstallation) ask(ctx context.Context, st *Store) (err error) {
	for _, want := range durable {
		got, err := scalar[string](ctx, st.write, `PRAGMA `+want.pragma)
		if err != nil {
			return err
		}
		n.values = append(n.values, got)
	}
	n.actors, err = actors(ctx, st.read)
	return err
}

func schemaCheck(of func(schemaFaults) []*survey.Error) func(*auditor, *survey.Check) error {
	return func(a *auditor, c *survey.Check) error {
		faults, err := lint(a.ctx, a.st.read)
		for _, f := range of(faults) {
			c.Fail(f)
		}
		return err
	}
}

// schemaActors compares what acts by itself in the database with what a new one
// has: a trigger that was added could keep times elsewhere, one that was taken out
// no longer guards the audit log.
func (a *auditor) schemaActors(c *survey.Check) error {
	have, err := actors(a.ctx, a.st.read)
	if err != nil {
		return err
	}
	fresh, err := a.newOne()
	if err != nil {
		return err
	}
	want := fresh.actors
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if have[name] != want[name] {
			c.Fail(survey.Finding("audit.found.actor", "Name", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := have[name]; !ok {
			c.Fail(survey.Finding("audit.found.actor-gone", "Name", name))
		}
	}
	return nil
}

// Rows that were written in the order of their keys lie so in nearly every case
// (99 of 100 after many openings); in any other order half of them do.
const (
	leastNeighbours = 24 // with 0.75 of them, by chance in 1 of 90; with more, ever less
	leastInOrder    = 0.75
)

func (a *auditor) rowsOrder(c *survey.Check) error {
	looked := 0
	for _, table := range []string{"response", "comment"} {
		root, err := scalar[int](a.ctx, a.st.read, `SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = $1`, table)
		if err != nil {
			return err
		}
		n, in := rowOrder(a.image, a.size, root)
		if n < leastNeighbours {
			continue
		}
		looked++
		if float64(in) < leastInOrder*float64(n) {
			c.Fail(survey.Finding("audit.found.row-order", "Table", table, "N", n, "Share", fmt.Sprintf("%d%%", 100*in/n)))
		}
	}
	if looked == 0 {
		c.Pass(survey.Finding("audit.found.too-few-rows", "Least", leastNeighbours))
	}
	return nil
}

// logEmptied looks for rows that were sealed for a box that is gone: they were
// opened, so nothing of them may be left in the log or between rows.
func (a *auditor) logEmptied(c *survey.Check) error {
	there, err := a.boxes(a.st)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{databaseFile, a.file}, {databaseFile + "-wal", a.log}} {
		n := 0
		for box := range sealedIn(f.data) {
			if !there[box] {
				n++
			}
		}
		if n > 0 {
			c.Fail(survey.Finding("audit.found.sealed-left", "File", f.name, "N", n))
		}
	}
	return nil
}

// boxes returns the ids of all boxes that there are in st.
func (a *auditor) boxes(st *Store) (map[string]bool, error) {
	rows, err := st.read.QueryContext(a.ctx, `SELECT id FROM box`)
	list, err := collect(rows, err, func(rows *sql.Rows, id *string) error { return rows.Scan(id) })
	there := map[string]bool{}
	for _, id := range list {
		there[id] = true
	}
	return there, err
}

func (a *auditor) pagesFree(c *survey.Check) error {
	free, dirty := freePages(a.image, a.size)
	if dirty > 0 {
		c.Fail(survey.Finding("audit.found.free-pages", "Free", free, "N", dirty))
	}
	return nil
}
