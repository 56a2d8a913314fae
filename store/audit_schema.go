package store

import (
	"context"
	"database/sql"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ouderstem/survey"
)

// schemaFaults is what in a schema may keep what must not be kept.
type schemaFaults struct {
	times   []*survey.Error // a column may hold a time finer than a year
	persons []*survey.Error // a column may hold who somebody is
	orders  []*survey.Error // a table tells which row came first
	links   []*survey.Error // something refers to a code or an answer
}

func (f schemaFaults) all() []*survey.Error {
	return slices.Concat(f.times, f.persons, f.orders, f.links)
}

var (
	timeWords   = regexp.MustCompile(`(?i)\b(\w*_at|\w*time\w*|\w*date\w*|day|month|hour|moment|stamp|created|updated|seen|began|used|confirmed|expires|on_\w+)\b`)
	plain       = regexp.MustCompile(`^([0-9]{1,2}|'[a-z]*')$`) // what a column holds unless said otherwise: no call of a clock
	personWords = regexp.MustCompile(`(?i)\b(ip|\w*address_of\w*|remote\w*|agent|user_agent|phone|email|device|session)\b`)
)

// allowed are the columns, with their tables before them, that look like what may not be kept and are of staff
// alone, with the reason they are needed for.
var allowed = map[string]string{
	"account email":      "by which staff sign in",
	"session began":      "no session outlasts a working day",
	"session used":       "no session stays open when nobody is there",
	"session confirmed":  "what touches anonymity asks again who is there",
	"invitation expires": "a link that nobody used must end",
	"errand expires":     "who is on their way in has some minutes to come back",
	"deed on_day":        "the audit log says on which day staff did something",
	"edition on_day":     "a published report says of which day it is",
	"withdrawal on_day":  "and one that was taken back since when",
}

// lint reads the schema of db as it is.
func lint(ctx context.Context, db queryer) (f schemaFaults, err error) {
	if err := f.columns(ctx, db); err != nil {
		return f, err
	}
	if err := f.tables(ctx, db); err != nil {
		return f, err
	}
	type reference struct{ from, to string }
	rows, err := db.QueryContext(ctx, `
		SELECT t.name, f."table" FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f
		 WHERE t.schema = 'main' ORDER BY t.name, f."table"`)
	references, err := collect(rows, err, func(rows *sql.Rows, r *reference) error { return rows.Scan(&r.from, &r.to) })
	for _, r := range references {
		switch r.to {
		case "spent", "card", "sealed", "response", "comment":
		default:
			if r.from != "spent" {
				continue
			}
		}
		f.links = append(f.links, survey.Finding("audit.found.reference", "From", r.from, "To", r.to))
	}
	return f, err
}

func (f *schemaFaults) columns(ctx context.Context, db queryer) error {
	type column struct{ table, name, kind, fallback string }
	rows, err := db.QueryContext(ctx, `
		SELECT t.name, c.name, c.type, coalesce(c.dflt_value, '')
		  FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
		 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid`)
	columns, err := collect(rows, err, func(rows *sql.Rows, c *column) error {
		return rows.Scan(&c.table, &c.name, &c.kind, &c.fallback)
	})
	if err != nil {
		return err
	}
	missing := maps.Clone(allowed)
	for _, c := range columns {
		if _, ok := missing[c.table+" "+c.name]; ok {
			delete(missing, c.table+" "+c.name)
			continue
		}
		if timeWords.MatchString(c.name) || timeWords.MatchString(c.kind) || c.fallback != "" && !plain.MatchString(c.fallback) {
			f.times = append(f.times, survey.Finding("audit.found.column-time", "Table", c.table, "Column", c.name,
				"Kind", strings.TrimSpace(c.kind+" "+c.fallback)))
		}
		if personWords.MatchString(c.name) {
			f.persons = append(f.persons, survey.Finding("audit.found.column-person", "Table", c.table, "Column", c.name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		f.orders = append(f.orders, survey.Finding("audit.found.column-missing", "Column", name))
	}
	return nil
}

func (f *schemaFaults) tables(ctx context.Context, db queryer) error {
	type table struct {
		name                          string
		withoutRowid, strict, counted bool
	}
	rows, err := db.QueryContext(ctx, `
		SELECT t.name, t.wr, t.strict, s.sql LIKE '%AUTOINCREMENT%'
		  FROM pragma_table_list AS t JOIN sqlite_schema AS s ON s.name = t.name
		 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name`)
	tables, err := collect(rows, err, func(rows *sql.Rows, x *table) error {
		return rows.Scan(&x.name, &x.withoutRowid, &x.strict, &x.counted)
	})
	for _, x := range tables {
		if !x.withoutRowid || !x.strict || x.counted {
			f.orders = append(f.orders, survey.Finding("audit.found.rowid", "Table", x.name))
		}
	}
	return err
}

// actors returns every trigger, view and index of a schema as it was written:
// what acts by itself, or shows together what is kept apart.
func actors(ctx context.Context, db queryer) (map[string]string, error) {
	type actor struct{ name, sql string }
	rows, err := db.QueryContext(ctx, `SELECT type || ' ' || name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY 1`)
	list, err := collect(rows, err, func(rows *sql.Rows, a *actor) error { return rows.Scan(&a.name, &a.sql) })
	found := map[string]string{}
	for _, a := range list {
		found[a.name] = a.sql
	}
	return found, err
}
