//go:build unix

package store

import (
	"os"
	"path/filepath"
	"syscall"

	"ouderstem/survey"
)

// Lock makes this process the one server of a data directory until release is
// called or the process ends, however it ends. [survey.ErrInUse] when another
// one serves it. Commands that only read or open boxes need no lock.
func Lock(dir string) (release func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, survey.ErrBadDirectory.With("Dir", dir).With("Cause", cause(err))
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // in the data directory
	if err != nil {
		return nil, survey.ErrBadDirectory.With("Dir", dir).With("Cause", cause(err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { //nolint:gosec // a file descriptor fits
		_ = f.Close()
		return nil, survey.ErrInUse.With("Dir", dir)
	}
	return f.Close, nil
}
