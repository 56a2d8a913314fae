package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"ouderstem/survey"
)

// BackupOptions say what is copied where.
type BackupOptions struct {
	// File gets the database. It must not be there yet.
	File string
	// Keyring, where it is not "", gets the keys that the copy needs to be used
	// and read: in another directory than File, for with both a thief could read
	// what is still sealed, also after its box was opened here.
	Keyring string
	// Recipients are public keys of age, age1…: the files can be read only with
	// the private key of one of them. Without any, File is a plain database.
	Recipients []string
}

// copyingFile is the plain copy that is being encrypted. It lies in the data
// directory, which holds the same already.
const (
	copyingFile = databaseFile + ".copying"
	copyingLock = "copying"
)

// backupTries is how often a copy with keys is begun anew because boxes were
// opened in between.
const backupTries = 3

// Backup writes a whole copy of the database to a new file and checks it; also
// while a server runs. Errors that a person can mend: [survey.ErrFileExists],
// [survey.ErrBadDirectory], [survey.ErrBadRecipient], [survey.ErrKeysBeside],
// [survey.ErrBusy] when boxes were opened all the time.
func (st *Store) Backup(ctx context.Context, o BackupOptions) (err error) {
	to, err := recipients(o.Recipients)
	if err != nil {
		return err
	}
	if err := o.apart(st.dir); err != nil {
		return err
	}
	files := []string{o.File}
	if o.Keyring != "" {
		files = append(files, o.Keyring)
	}
	var made []string
	defer func() {
		for _, file := range made {
			if err != nil { // half a copy is none
				_ = os.Remove(file)
			}
		}
	}()
	for _, file := range files {
		if err := create(file); err != nil {
			return err
		}
		made = append(made, file)
	}
	plain := o.File
	if len(to) > 0 {
		release, err := lockFile(filepath.Join(st.dir, copyingLock), true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, release()) }()
		plain = filepath.Join(st.dir, copyingFile)
		defer func() { err = errors.Join(err, shred(plain)) }()
	}
	keys, err := st.copyTo(ctx, plain, o.Keyring != "")
	if err != nil {
		return err
	}
	if len(to) > 0 {
		if err := fill(o.File, to, contentOf(plain)); err != nil {
			return err
		}
	}
	if o.Keyring != "" {
		if err := fill(o.Keyring, to, keys.pack); err != nil {
			return err
		}
	}
	for _, file := range files {
		if err := syncFile(file); err != nil {
			return err
		}
	}
	return nil
}

// apart refuses keys beside the copy that they open.
func (o BackupOptions) apart(dir string) error {
	if o.Keyring == "" {
		return nil
	}
	keys, copied := realDir(o.Keyring), realDir(o.File)
	if keys == copied || within(keys, realDir(filepath.Join(dir, databaseFile))) {
		return survey.ErrKeysBeside.With("File", o.File).With("Keyring", o.Keyring)
	}
	return nil
}

// realDir is the directory of a file, however it is named.
func realDir(file string) string {
	dir := filepath.Dir(file)
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return dir
}

// create makes an empty file that nobody else can read, before anything is
// written into it.
func create(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return survey.ErrFileExists.With("File", file)
	}
	if err != nil {
		return survey.ErrBadDirectory.With("Dir", filepath.Dir(file)).With("Cause", cause(err))
	}
	return f.Close()
}

// copyTo copies the database into a file, and returns the keys that the copy
// needs where they are wanted.
//
// A key that was destroyed meanwhile must not come back, and one that is missing
// would lose answers: where boxes were opened between the copy and the reading of
// the keys, all is done again.
func (st *Store) copyTo(ctx context.Context, file string, withKeys bool) (keySet, error) {
	for range backupTries {
		if err := shred(file); err != nil { // of an earlier try, or a process that was killed
			return nil, err
		}
		if err := create(file); err != nil {
			return nil, err
		}
		if err := st.vacuumInto(ctx, file); err != nil {
			return nil, err
		}
		if !withKeys {
			return nil, nil
		}
		st.step("backup: copied")
		keys, err := st.keys.all()
		if err != nil {
			return nil, err
		}
		boxes, err := boxesIn(ctx, file)
		if err != nil {
			return nil, err
		}
		if there, err := st.allThere(ctx, boxes); err != nil {
			return nil, err
		} else if there {
			maps.DeleteFunc(keys, func(name string, _ []byte) bool {
				return filepath.Ext(name) == keyEnding && !slices.ContainsFunc(boxes, func(box string) bool { return keyFile(box) == name })
			})
			return keys, nil
		}
	}
	return nil, survey.ErrBusy.With("Dir", st.dir)
}

// vacuumInto writes the database as it is at one moment into an empty file,
// stamps it and checks it.
func (st *Store) vacuumInto(ctx context.Context, file string) error {
	if _, err := st.exec(ctx, `VACUUM INTO $1`, file); err != nil {
		switch told := st.told(err); {
		case errors.Is(err, survey.ErrDiskBroken):
			return err
		case errors.Is(told, survey.ErrDiskFull):
			return survey.ErrDiskFull.With("Dir", filepath.Dir(file))
		}
		return survey.ErrBadDirectory.With("Dir", filepath.Dir(file)).With("Cause", cause(err))
	}
	if err := stamp(file); err != nil {
		return err
	}
	return verify(ctx, file)
}

// boxesIn returns the ids of the boxes of a copy.
func boxesIn(ctx context.Context, file string) (boxes []string, err error) {
	db, err := openCopy(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return boxIDs(ctx, db)
}

func boxIDs(ctx context.Context, db queryer) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT id FROM box ORDER BY id`)
	return collect(rows, err, scanString)
}

// verify reads every page of a database file and checks that it is one of ours,
// whole, and not newer than we know.
func verify(ctx context.Context, file string) (err error) {
	bad := func(cause string) error { return survey.ErrBadBackup.With("File", file).With("Cause", cause) }
	if _, err := os.Stat(file); err != nil {
		return bad(cause(err))
	}
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return bad(file + "-wal")
	}
	if err := checkStamp(file); err != nil {
		return bad(cause(err))
	}
	db, err := openCopy(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return verifyOpened(ctx, db, bad)
}

// verifyOpened is verify of a database that is open; bad makes the error.
func verifyOpened(ctx context.Context, db *sql.DB, bad func(cause string) error) error {
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
	broken, err := collect(rows, err, scanString)
	if err != nil || len(broken) > 0 {
		return errors.Join(bad(fmt.Sprintf("foreign_key_check: %v", broken)), err)
	}
	newest, err := newestMigration()
	if err != nil {
		return err
	}
	return refuseNewer(ctx, db, newest)
}
