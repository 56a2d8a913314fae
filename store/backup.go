package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ouderstem/survey"
)

// Backup writes a whole copy of the database to a new file and checks it. The
// keyring is not in it: with both, a thief could read what is still sealed.
func (st *Store) Backup(ctx context.Context, file string) error {
	// Made first, so that nobody else can read it while it is being written.
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return survey.ErrFileExists.With("File", file)
	}
	if err != nil {
		return survey.ErrBadDirectory.With("Dir", filepath.Dir(file)).With("Cause", cause(err))
	}
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := st.exec(ctx, `VACUUM INTO $1`, file); err != nil {
		_ = os.Remove(file) // half a copy is none
		return survey.ErrBadDirectory.With("Dir", filepath.Dir(file)).With("Cause", cause(err))
	}
	if err := verify(ctx, file); err != nil {
		return err
	}
	return syncFile(file)
}

// Restore puts a copy of a database into a data directory that has none and
// that nobody serves. The keyring has to be there already, or be put back by
// hand.
func Restore(ctx context.Context, dir, file string) (err error) {
	if err := verify(ctx, file); err != nil {
		return err
	}
	release, err := Lock(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	target := filepath.Join(dir, databaseFile)
	if _, err := os.Stat(target); err == nil {
		return survey.ErrFileExists.With("File", target)
	}
	partial := target + ".partial"
	if err := copyFile(partial, file); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	// What another database left behind would be played into this one.
	for _, ending := range []string{"-wal", "-shm"} {
		if err := os.Remove(target + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	if err := os.Rename(partial, target); err != nil {
		return err
	}
	return syncDir(dir)
}

// verify reads every page of a database file and checks that it is one of ours,
// whole, and not newer than we know.
func verify(ctx context.Context, file string) (err error) {
	if _, err := os.Stat(file); err != nil {
		return survey.ErrBadBackup.With("File", file).With("Cause", cause(err))
	}
	db, err := sql.Open("sqlite", fileURL(file, "mode=ro&immutable=1"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return survey.ErrBadBackup.With("File", file).With("Cause", file+"-wal")
	}
	bad := func(cause string) error { return survey.ErrBadBackup.With("File", file).With("Cause", cause) }
	id, err := scalar[int](ctx, db, `PRAGMA application_id`)
	if err != nil {
		return bad(cause(err))
	}
	if id != applicationID {
		return bad(fmt.Sprintf("application_id %#x", id))
	}
	answer, err := scalar[string](ctx, db, `PRAGMA integrity_check`)
	if err != nil || answer != "ok" {
		return errors.Join(bad("integrity_check: "+answer), err)
	}
	rows, err := db.QueryContext(ctx, `SELECT "table" FROM pragma_foreign_key_check`)
	broken, err := collect(rows, err, func(rows *sql.Rows, table *string) error { return rows.Scan(table) })
	if err != nil || len(broken) > 0 {
		return errors.Join(bad(fmt.Sprintf("foreign_key_check: %v", broken)), err)
	}
	newest, err := newestMigration()
	if err != nil {
		return err
	}
	return refuseNewer(ctx, db, newest)
}
