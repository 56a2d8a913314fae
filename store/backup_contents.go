package store

import (
	"context"
	"database/sql"
	"errors"

	"ouderstem/survey"
)

// contentsOfFile adds what is in a copy to c. keys is the keyring that is there
// for it, nil for none.
func contentsOfFile(ctx context.Context, file string, keys keySet, c *survey.Contents) (err error) {
	db, err := openCopy(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return contents(ctx, db, keys, c)
}

// contents adds what is in a database of any version to c.
func contents(ctx context.Context, db *sql.DB, keys keySet, c *survey.Contents) (err error) {
	c.Keyring = keys != nil
	if c.Version, err = (versions{}).GetLatestVersion(ctx, db); err != nil {
		return err
	}
	for _, count := range []struct {
		n            *int
		table, query string
	}{
		{&c.Units, "unit", `SELECT count(*) FROM unit`},
		{&c.Cards, "card", `SELECT count(*) FROM card`},
		{&c.Opened, "opening", `SELECT coalesce(sum(n), 0) FROM opening`},
		{&c.Sealed, "sealed", `SELECT count(*) FROM sealed`},
		{&c.Editions, "edition", `SELECT count(*) FROM edition`},
		{&c.Accounts, "account", `SELECT count(*) FROM account`},
	} {
		there, err := scalar[int](ctx, db, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1`, count.table)
		if err != nil {
			return err
		}
		if there == 0 { // a table of a later version
			continue
		}
		if *count.n, err = scalar[int](ctx, db, count.query); err != nil {
			return err
		}
	}
	type box struct {
		id     string
		public []byte
		n      int
	}
	rows, err := db.QueryContext(ctx, `SELECT id, public_key, (SELECT count(*) FROM sealed WHERE sealed.box = box.id) FROM box ORDER BY id`)
	boxes, err := collect(rows, err, func(rows *sql.Rows, b *box) error { return rows.Scan(&b.id, &b.public, &b.n) })
	for _, b := range boxes {
		if !keys.fits(b.id, b.public) {
			c.Unreadable += b.n
		}
	}
	return err
}

func scanString(rows *sql.Rows, s *string) error { return rows.Scan(s) }
