//go:build linux || darwin || freebsd

package store

import "syscall"

// freeBytes returns how much may still be written where dir is.
func freeBytes(dir string) (bytes int64, known bool, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, true, err
	}
	return int64(s.Bavail) * int64(s.Bsize), true, nil //nolint:unconvert // their types differ by system
}
