package powercut

import (
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// file is a file or directory: as the program sees it, and what of it is safe.
type file struct {
	isDir bool
	mode  fs.FileMode // permissions, those it was made with where it is read again

	now, safe []byte
	pending   []change // from safe to now

	names, safeNames map[string]int // of a directory
}

// change is a write, or a truncation where data is nil.
type change struct {
	offset int64 // or length
	data   []byte
	at     int // its place among all changes of the disk
}

// move is a change of names. It survives whole or not at all, as journals of
// file systems see to.
type move struct {
	drop, add  string // names, "" for none
	from, into int    // directories
	file       int
	at         int
}

// disk is a file system in memory.
type disk struct {
	files map[int]*file
	next  int    // id of the next file
	dirs  []int  // ids of directories
	moves []move // of names, not safe yet, in order
	done  int    // changes, for their places
}

// root is the id of the top directory.
const root = 1

func newDisk() *disk {
	d := &disk{files: map[int]*file{}, next: root}
	d.add(true, 0o700)
	return d
}

// add makes a file that has no name yet.
func (d *disk) add(isDir bool, mode fs.FileMode) int {
	f := &file{isDir: isDir, mode: mode}
	if isDir {
		f.names, f.safeNames = map[string]int{}, map[string]int{}
		d.dirs = append(d.dirs, d.next)
	}
	id := d.next
	d.files[id] = f
	d.next++
	return id
}

// load fills an empty disk with what is in dir, all of it safe.
func (d *disk) load(dir string) error { return d.loadInto(root, dir) }

func (d *disk) loadInto(id int, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		child := d.add(e.IsDir(), info.Mode().Perm())
		d.files[id].names[e.Name()], d.files[id].safeNames[e.Name()] = child, child
		file := filepath.Join(dir, e.Name())
		if e.IsDir() {
			err = d.loadInto(child, file)
		} else {
			d.files[child].safe, err = os.ReadFile(file) //nolint:gosec // the test's own directory
			d.files[child].now = slices.Clone(d.files[child].safe)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// clone is a disk that has the same on it and nothing in common.
func (d *disk) clone() *disk {
	c := &disk{files: map[int]*file{}, next: d.next, dirs: slices.Clone(d.dirs), moves: slices.Clone(d.moves), done: d.done}
	for id, f := range d.files {
		g := *f
		g.now, g.safe, g.pending = slices.Clone(f.now), slices.Clone(f.safe), slices.Clone(f.pending)
		g.names, g.safeNames = maps.Clone(f.names), maps.Clone(f.safeNames)
		c.files[id] = &g
	}
	return c
}

// do is one operation.
func (d *disk) do(op Op) {
	d.done++
	switch f := d.files[op.file]; op.Kind {
	case Write:
		f.change(change{op.Offset, op.data, d.done})
	case Truncate:
		f.change(change{op.Offset, nil, d.done})
	case Create, Mkdir:
		d.next = op.file
		d.add(op.Kind == Mkdir, op.mode)
		d.move(move{add: filepath.Base(op.Name), into: op.dir, file: op.file})
	case Link:
		d.move(move{add: filepath.Base(op.To), into: op.other, file: op.file})
	case Rename:
		d.move(move{drop: filepath.Base(op.Name), from: op.dir, add: filepath.Base(op.To), into: op.other, file: op.file})
	case Remove:
		d.move(move{drop: filepath.Base(op.Name), from: op.dir})
	case Sync:
		f.sync(op.lost)
	case SyncDir:
		if !op.lost {
			d.syncDir(op.file)
		}
	}
}

func (f *file) change(c change) {
	f.now = c.on(f.now)
	f.pending = append(f.pending, c)
}

// on returns content after a change.
func (c change) on(content []byte) []byte {
	if c.data == nil {
		return resize(content, c.offset)
	}
	if end := c.offset + int64(len(c.data)); end > int64(len(content)) {
		content = resize(content, end)
	}
	copy(content[c.offset:], c.data)
	return content
}

func resize(content []byte, n int64) []byte {
	if n <= int64(len(content)) {
		return content[:n:n]
	}
	return append(content, make([]byte, n-int64(len(content)))...)
}

// sync makes what was written safe. One that fails makes the system forget that
// there was something to write: the program goes on reading it, later fsyncs
// report nothing, and it is never on the disk.
func (f *file) sync(lost bool) {
	if !lost {
		for _, c := range f.pending {
			f.safe = c.on(f.safe)
		}
	}
	f.pending = nil
}

func (d *disk) move(m move) {
	d.moves = append(d.moves, withPlace(m, d.done))
	m.in(func(id int) map[string]int { return d.files[id].names })
}

func withPlace(m move, at int) move { m.at = at; return m }

// in does the move with the names of directories.
func (m move) in(names func(dir int) map[string]int) {
	if m.drop != "" {
		delete(names(m.from), m.drop)
	}
	if m.add != "" {
		names(m.into)[m.add] = m.file
	}
}

// syncDir makes the names in a directory safe.
func (d *disk) syncDir(id int) {
	d.moves = slices.DeleteFunc(d.moves, func(m move) bool {
		concerned := m.drop != "" && m.from == id || m.add != "" && m.into == id
		if concerned {
			m.in(func(id int) map[string]int { return d.files[id].safeNames })
		}
		return concerned
	})
}

// cut returns what is left after a cut: everything in it is safe.
func (d *disk) cut(how How, r *rand.Rand) *disk {
	left := d.clone()
	last := left.done + 1 // with Prefix: the first change that is gone
	if how == Prefix {
		last = r.IntN(left.done + 2)
	}
	keep := func(at int) bool {
		switch how {
		case Subset:
			return r.IntN(2) == 0
		case Prefix:
			return at <= last
		}
		return how == Everything
	}
	for _, m := range left.moves {
		if keep(m.at) {
			m.in(func(id int) map[string]int { return left.files[id].safeNames })
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left.files)) {
		f := left.files[id]
		for _, c := range f.pending {
			for _, part := range c.sectors() {
				if keep(c.at) && (how != Prefix || c.at != last || r.IntN(2) == 0) {
					f.safe = part.on(f.safe)
				}
			}
		}
		if how == Everything { // also what a failed fsync lost: the machine goes on
			f.safe = f.now
		}
		f.now, f.names, f.pending = f.safe, f.safeNames, nil
	}
	left.moves = nil
	return left
}

// sectors parts a write into what is written whole.
func (c change) sectors() []change {
	if c.data == nil {
		return []change{c}
	}
	var parts []change
	for at, data := c.offset, c.data; len(data) > 0; {
		n := min(int64(len(data)), sector-at%sector)
		parts = append(parts, change{at, data[:n], c.at})
		at, data = at+n, data[n:]
	}
	return parts
}

// save writes all files that have a safe name into dir.
func (d *disk) save(dir string) error { return d.saveFrom(root, dir) }

func (d *disk) saveFrom(id int, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(d.files[id].safeNames)) {
		child := d.files[id].safeNames[name]
		to := filepath.Join(dir, name)
		if f := d.files[child]; f.isDir {
			errs = append(errs, d.saveFrom(child, to))
		} else {
			errs = append(errs, os.WriteFile(to, f.safe, f.mode), os.Chmod(to, f.mode))
		}
	}
	return errors.Join(errs...)
}

// path is where a file is, below the disk's own; "" where it has no name any
// more.
func (d *disk) path(id int) string {
	if id == root {
		return "."
	}
	for _, parent := range d.dirs {
		first := ""
		for name, child := range d.files[parent].names {
			if child == id && (first == "" || name < first) {
				first = name
			}
		}
		if first != "" {
			return filepath.Join(d.path(parent), first)
		}
	}
	return ""
}
