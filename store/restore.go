package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"ouderstem/survey"
)

// RestoreOptions say what is put back.
type RestoreOptions struct {
	// File is a copy of a database, and Keyring, where it is not "", the file with
	// the keys, both as [Store.Backup] made them.
	File, Keyring string
	// Identity is a file with private keys of age, for files that are encrypted.
	Identity string
}

// Restore puts a copy of a database into a data directory that has none and
// that nobody serves, and tells what is in it. It is checked before it gets its
// name; what is there is never overwritten. Without o.Keyring the keyring has to
// be there already, or be put back by hand.
//
// Errors that a person can mend: [survey.ErrBadBackup], [survey.ErrNewerDatabase],
// [survey.ErrFileExists], [survey.ErrInUse], [survey.ErrBadDirectory],
// [survey.ErrEncrypted], [survey.ErrBadIdentity], [survey.ErrOtherIdentity].
func Restore(ctx context.Context, dir string, o RestoreOptions) (c survey.Contents, err error) {
	var keys keySet
	if o.Keyring != "" {
		if keys, err = readKeys(o.Keyring, o.Identity); err != nil {
			return c, err
		}
	}
	// Read whole once before anything is made: a copy that is no good leaves
	// nothing.
	if err := readThrough(o.File, o.Identity); err != nil {
		return c, err
	}
	release, err := Lock(dir)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, release()) }()
	target, ring := filepath.Join(dir, databaseFile), &keyring{filepath.Join(dir, "keyring")}
	if _, err := os.Stat(target); err == nil {
		return c, survey.ErrFileExists.With("File", target)
	}
	there, err := ring.all()
	if err != nil && !errors.Is(err, survey.ErrNoKeyring) {
		return c, err
	}
	put := keys != nil && there == nil
	if keys == nil {
		keys = there
	} else if there != nil && !maps.EqualFunc(keys, there, bytes.Equal) { // it was not this one that was cut short
		return c, survey.ErrFileExists.With("File", ring.dir)
	}
	partial := target + ".partial"
	defer func() {
		if err != nil {
			_ = os.Remove(partial)
		}
	}()
	c.Encrypted, err = copyFile(partial, o.File, o.Identity)
	if err != nil {
		return c, err
	}
	if err := verifyAs(ctx, partial, o.File); err != nil {
		return c, err
	}
	if err := unstamp(partial); err != nil {
		return c, err
	}
	if put {
		if err := keys.writeTo(ring.dir); err != nil {
			return c, err
		}
	}
	if err := contentsOfFile(ctx, partial, keys, &c); err != nil {
		return c, err
	}
	// What another database left behind would be played into this one.
	for _, ending := range []string{"-wal", "-shm"} {
		if err := os.Remove(target + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return c, err
		}
	}
	if err := syncFile(partial); err != nil { // and what was removed
		return c, err
	}
	if err := os.Rename(partial, target); err != nil {
		return c, err
	}
	return c, syncDir(dir)
}

// readThrough reads a copy to its end, and looks whether it is one and has the
// checksum that it should have.
func readThrough(file, identity string) error {
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return survey.ErrBadBackup.With("File", file).With("Cause", file+"-wal")
	}
	content, _, err := decrypted(file, identity)
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // only read from
	err = rightStamp(content)
	if told := (*survey.Error)(nil); err != nil && !errors.As(err, &told) {
		return survey.ErrBadBackup.With("File", file).With("Cause", cause(err))
	}
	return err
}

// verifyAs is verify of a file that stands for another one.
func verifyAs(ctx context.Context, file, name string) error {
	err := verify(ctx, file)
	if told := (*survey.Error)(nil); errors.As(err, &told) && errors.Is(err, survey.ErrBadBackup) {
		return told.With("File", name)
	}
	return err
}

// CheckBackup checks a copy as [Restore] does, and that this program can bring it
// to its newest schema. It works in memory, of which it needs about twice what
// the database has: nothing is written to a disk, so nothing stays there.
func CheckBackup(ctx context.Context, o RestoreOptions) (c survey.Contents, err error) {
	var keys keySet
	if o.Keyring != "" {
		if keys, err = readKeys(o.Keyring, o.Identity); err != nil {
			return c, err
		}
	}
	if err := readThrough(o.File, o.Identity); err != nil {
		return c, err
	}
	content, wasEncrypted, err := decrypted(o.File, o.Identity)
	if err != nil {
		return c, err
	}
	image, err := io.ReadAll(content)
	if err := errors.Join(err, content.Close()); err != nil {
		return c, err
	}
	bad := func(cause string) error { return survey.ErrBadBackup.With("File", o.File).With("Cause", cause) }
	if _, err := pageSize(image); err != nil {
		return c, bad(cause(err))
	}
	image[atWrites], image[atWrites+1] = 1, 1 // it needs no log
	db, err := openImage(ctx, image)
	if err != nil {
		return c, bad(cause(err))
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := verifyOpened(ctx, db, bad); err != nil {
		return c, err
	}
	c.Encrypted = wasEncrypted
	if err := contents(ctx, db, keys, &c); err != nil {
		return c, err
	}
	if err := migrate(ctx, db); err != nil {
		return c, bad(cause(err))
	}
	return c, nil
}
