package store

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Content is on the disk once its file was fsynced, and a name once its directory
// was: what is here does both, and its errors say when it failed ([syncError]).

// synced makes the content of a file durable.
func synced(f *os.File) error {
	if err := f.Sync(); err != nil {
		return syncError{err}
	}
	return nil
}

// syncDir makes a change of names in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // our own directory
	if err != nil {
		return err
	}
	return errors.Join(synced(d), d.Close())
}

// syncFile makes a file durable, with its name.
func syncFile(file string) error {
	f, err := os.Open(file) //nolint:gosec // the operator's own file
	if err != nil {
		return err
	}
	return errors.Join(synced(f), f.Close(), syncDir(filepath.Dir(file)))
}

// makeDir makes a directory that only we can read, and those above it where they
// are missing, durably.
func makeDir(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	above := filepath.Dir(dir)
	if above != dir {
		if err := makeDir(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrExist) { // by another process, or it is a file
		return os.MkdirAll(dir, 0o700)
	} else if err != nil {
		return err
	}
	return syncDir(above)
}

// copyFile copies a file, which may be encrypted, as it is when it is not; the
// copy and its name are not durable yet.
func copyFile(to, from, identity string) (wasEncrypted bool, err error) {
	in, wasEncrypted, err := decrypted(from, identity)
	if err != nil {
		return false, err
	}
	defer in.Close()                                                       //nolint:errcheck // read only
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // in the data directory
	if err != nil {
		return false, err
	}
	_, err = io.Copy(out, in)
	return wasEncrypted, errors.Join(err, out.Close())
}

// shred overwrites and removes a file, durably. One that is gone already is no
// error.
func shred(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = io.CopyN(f, rand.Reader, info.Size())
	}
	if err := errors.Join(err, synced(f), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(file))
}
