//go:build unix

package store

import (
	"io/fs"
	"syscall"
)

// ownerOf returns who owns a file; false where the system does not say.
func ownerOf(info fs.FileInfo) (uid int, known bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(s.Uid), true
}

// modes says that permissions of files mean something here.
const modes = true
