package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Before a database of an older version is migrated, a checked copy of it is
// kept beside it, so that the older program can be put back. There is at most
// one. While the migration goes on the copy is called migratingFrom and the
// version, and migratedFrom after it: a migration that was cut short is gone on
// with, and its copy stays that of the older program.
//
// The copy has what the database has, in the same place and with the same
// rights: it tells a thief no more than the database does, until something in
// that is deleted. So it goes before the next look at the boxes opens any, and
// before comments are swept: the keys that are destroyed by an opening are of no
// copy here, and comments that had to go are gone.
const (
	migratingFrom = databaseFile + ".migrating-from-"
	migratedFrom  = databaseFile + ".migrated-from-"
)

// migrate brings the database to the newest schema, and keeps a copy of what it
// was.
func (st *Store) migrate(ctx context.Context) error {
	newest, err := newestMigration()
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, st.write, newest); err != nil {
		return err
	}
	if _, err := st.exec(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return err
	}
	have, err := haveMigration(ctx, st.write)
	if err != nil {
		return err
	}
	if have > 0 && have < newest {
		if err := st.copyBefore(ctx, have); err != nil {
			return err
		}
	}
	if err := migrate(ctx, st.write); err != nil {
		return err
	}
	return st.settleCopies()
}

// haveMigration returns the version of a database, 0 of a new one.
func haveMigration(ctx context.Context, db queryer) (int64, error) {
	there, err := scalar[int](ctx, db, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'`)
	if err != nil || there == 0 {
		return 0, err
	}
	return scalar[int64](ctx, db, `SELECT coalesce(max(version), 0) FROM migration`)
}

// copyBefore makes the copy, unless a migration that was cut short has made it
// and had begun to change the database.
func (st *Store) copyBefore(ctx context.Context, have int64) error {
	copies, err := migrationCopies(st.dir)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if c.pending && c.version < have {
			return nil
		}
	}
	partial := filepath.Join(st.dir, migratingFrom+"partial")
	if err := shred(partial); err != nil {
		return err
	}
	if err := create(partial); err != nil {
		return err
	}
	if err := st.vacuumInto(ctx, partial); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	if err := errors.Join(os.Chtimes(partial, noTime, noTime), syncFile(partial)); err != nil {
		return err
	}
	if err := os.Rename(partial, filepath.Join(st.dir, migratingFrom+strconv.FormatInt(have, 10))); err != nil {
		return err
	}
	if err := syncDir(st.dir); err != nil {
		return err
	}
	st.log.Info("a copy is kept of the data as they were before the migration", "version", have)
	for _, c := range copies { // of an earlier one
		if c.version != have || !c.pending {
			if err := shred(c.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleCopies gives the copy its last name once the migration is done.
func (st *Store) settleCopies() error {
	copies, err := migrationCopies(st.dir)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if !c.pending {
			continue
		}
		if err := os.Rename(c.path, filepath.Join(st.dir, migratedFrom+strconv.FormatInt(c.version, 10))); err != nil {
			return err
		}
		if err := syncDir(st.dir); err != nil {
			return err
		}
	}
	return nil
}

// dropCopies removes the copy of before the last migration, and what a backup that
// was killed has left.
func (st *Store) dropCopies() error {
	if release, err := lockFile(filepath.Join(st.dir, copyingLock), false); err == nil { // nobody copies just now
		err = errors.Join(st.checked(shred(filepath.Join(st.dir, copyingFile))), release())
		if err != nil {
			return err
		}
	}
	copies, err := migrationCopies(st.dir)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if c.pending { // another process migrates just now
			continue
		}
		if err := st.checked(shred(c.path)); err != nil {
			return err
		}
	}
	return nil
}

// migrationCopy is a copy of before a migration; pending while that goes on.
type migrationCopy struct {
	path    string
	version int64
	pending bool
}

// migrationCopies returns those in a data directory.
func migrationCopies(dir string) (copies []migrationCopy, err error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, f := range files {
		number, pending := strings.CutPrefix(f.Name(), migratingFrom)
		if !pending {
			var migrated bool
			if number, migrated = strings.CutPrefix(f.Name(), migratedFrom); !migrated {
				continue
			}
		}
		version, parsed := strconv.ParseInt(number, 10, 64)
		if parsed == nil && number == fmt.Sprint(version) && version > 0 {
			copies = append(copies, migrationCopy{filepath.Join(dir, f.Name()), version, pending})
		}
	}
	return copies, err
}
