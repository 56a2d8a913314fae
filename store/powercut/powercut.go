// Package powercut is a disk for tests that remembers in which order everything
// was written to it, and what of that a power cut may take away. A program that
// keeps its data on one is a process of its own; the test reads what it did:
//
//	disk, err := powercut.Mount(dir, image) // dir is the disk now, with a copy of image on it
//	…                                       // a process works in dir
//	disk.Recording().Replay(func(s *powercut.State) {      // the disk after each operation
//		s.Survive(to, powercut.Subset, seed) // what is found there after a cut just then
//	})
//
// What was written is safe once its file was fsynced, and a name once its
// directory was. Closing a file makes nothing safe, nor does time. That is as
// little as POSIX promises and less than most file systems give.
//
// A process says on the disk what it has promised, with [Note]: so each state
// knows exactly what was promised before it.
//
// Only tests may import it. It needs Linux, /dev/fuse and the right to mount.
package powercut

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// Kind is what an operation does.
type Kind int

// The operations that change a disk, and the two that make changes safe.
const (
	Write    Kind = iota // bytes into a file
	Truncate             // a file's new length
	Create               // a new, empty file under a name
	Mkdir                // a new directory under a name
	Link                 // a second name
	Rename               // another name, in place of what had it
	Remove               // a name less
	Sync                 // fsync of a file
	SyncDir              // fsync of a directory
	Noted                // [Note]: no operation of a disk
)

// String names a kind.
func (k Kind) String() string {
	return [...]string{"write", "truncate", "create", "mkdir", "link", "rename", "remove", "sync", "syncdir", "note"}[k]
}

// Op is one operation.
type Op struct {
	Kind   Kind
	Name   string // the path it was done at, below the disk's own; that of a [Noted] is its text
	To     string // of a [Rename] or [Link]: the new path
	Offset int64  // of a [Write]; of a [Truncate]: the length
	Bytes  int    // of a [Write]

	file, dir, other int // the file concerned, the directory its name is in, and that of To
	data             []byte
	mode             fs.FileMode // of what is made
	lost             bool        // a [Sync] that failed, and took what was not safe with it
}

// String is for a test's messages.
func (o Op) String() string {
	switch o.Kind {
	case Write:
		return fmt.Sprintf("write %s %d+%d", o.Name, o.Offset, o.Bytes)
	case Truncate:
		return fmt.Sprintf("truncate %s %d", o.Name, o.Offset)
	case Link, Rename:
		return fmt.Sprintf("%v %s %s", o.Kind, o.Name, o.To)
	default:
		return fmt.Sprintf("%v %s", o.Kind, o.Name)
	}
}

// noteFile is a file of every disk that is not kept on it.
const noteFile = ".noted"

// Note says on the disk at dir that text is promised from now on.
func Note(dir, text string) error {
	return os.WriteFile(filepath.Join(dir, noteFile), []byte(text), 0o600)
}

// Recording is all that was done on a disk.
type Recording struct {
	image *disk
	ops   []Op
}

// Ops are the operations in order. They may not be changed.
func (r *Recording) Ops() []Op { return r.ops }

// Without is the recording as it would be if the operations that are of some kind
// had not been done. Only an fsync can be left out.
func (r *Recording) Without(some func(op Op) bool) *Recording {
	return &Recording{r.image, slices.DeleteFunc(slices.Clone(r.ops), func(op Op) bool {
		return (op.Kind == Sync || op.Kind == SyncDir) && some(op)
	})}
}

// State is a disk between two operations.
type State struct {
	// Done is how many operations were done, Last the last of them.
	Done int
	Last Op
	// Notes are those that were noted before.
	Notes []string

	disk *disk
}

// Replay shows every state of the disk, from the one before the first operation
// to the one after the last. What each is given holds until the next.
func (r *Recording) Replay(each func(s *State)) {
	s := &State{disk: r.image.clone()}
	each(s)
	for _, op := range r.ops {
		if op.Kind == Noted {
			s.Notes = append(s.Notes, op.Name)
		} else {
			s.disk.do(op)
		}
		s.Done, s.Last = s.Done+1, op
		each(s)
	}
}

// How is what a power cut takes of what was not safe.
type How int

// From what no disk does worse to what is no cut at all.
const (
	// Nothing of it survives.
	Nothing How = iota
	// Subset keeps any of it, in any order: of every write any of its sectors.
	Subset
	// Prefix keeps what was done first, up to some moment, and the last of
	// those writes in part.
	Prefix
	// Everything survives, as when only the process was killed.
	Everything
)

// String names a way of cutting.
func (h How) String() string { return [...]string{"nothing", "subset", "prefix", "everything"}[h] }

// Survive writes what a cut at this state leaves to dir, which is made. The same
// seed leaves the same.
func (s *State) Survive(dir string, how How, seed uint64) error {
	left := s.disk.cut(how, rand.New(rand.NewPCG(seed, uint64(s.Done)))) //nolint:gosec // a test that can be repeated
	return left.save(dir)
}
