//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"ouderstem/survey"
)

// Lock makes this process the one server of a data directory until release is
// called or the process ends, however it ends. [survey.ErrInUse] when another
// one serves it. Commands that only read or open boxes need no lock.
func Lock(dir string) (release func() error, err error) {
	if err := makeDir(dir); err != nil {
		return nil, survey.ErrBadDirectory.With("Dir", dir).With("Cause", cause(err))
	}
	release, err = lockFile(filepath.Join(dir, "lock"), false)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, survey.ErrInUse.With("Dir", dir)
	case err != nil:
		return nil, survey.ErrBadDirectory.With("Dir", dir).With("Cause", cause(err))
	}
	return release, nil
}

// lockFile holds a lock that ends with the process; it waits for another's end
// where wait says so.
func lockFile(file string, wait bool) (release func() error, err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
