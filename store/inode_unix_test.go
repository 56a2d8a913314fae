//go:build unix

package store

import (
	"io/fs"
	"syscall"
)

// inode is the number of a file, which on many file systems counts up.
func inode(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ino
	}
	return 0
}
