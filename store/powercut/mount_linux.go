package powercut

import (
	"context"
	iofs "io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Device is what a disk needs; without it there is no [Mount].
const Device = "/dev/fuse"

// Disk is a mounted disk. The process that mounted it may not look into it
// while others work there, but through what it records.
type Disk struct {
	server *fuse.Server

	mu     sync.Mutex
	disk   *disk
	record Recording
	before func(n int, op Op) syscall.Errno
	n      int
}

// Mount mounts a disk at dir with a copy of what is in image, "" for nothing.
func Mount(dir, image string) (*Disk, error) {
	d := &Disk{disk: newDisk(), before: func(int, Op) syscall.Errno { return 0 }}
	if image != "" {
		if err := d.disk.load(image); err != nil {
			return nil, err
		}
	}
	d.record.image = d.disk.clone()
	var err error
	d.server, err = fs.Mount(dir, &node{on: d, id: root}, &fs.Options{
		NullPermissions: true,
		MountOptions: fuse.MountOptions{
			DirectMountStrict: true, FsName: "powercut", Name: "powercut", DisableXAttrs: true,
		},
		RootStableAttr: &fs.StableAttr{Ino: root},
	})
	return d, err
}

// Unmount ends the disk.
func (d *Disk) Unmount() error { return d.server.Unmount() }

// Recording is what was done on the disk so far.
func (d *Disk) Recording() *Recording {
	d.mu.Lock()
	defer d.mu.Unlock()
	return &Recording{d.record.image, slices.Clone(d.record.ops)}
}

// Before has f called before every operation that changes the disk or makes it
// safe, with its number, counted from 1 on from this call. Where f returns an
// errno the operation fails with it: a write after its first half; an fsync for
// good, as the system then forgets that there was something to write. Writes to
// the file that SQLite shares as memory are neither counted nor asked about:
// when they come is the system's affair. Of a note f is told, too: that is not
// counted and cannot fail.
func (d *Disk) Before(f func(n int, op Op) syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before, d.n = f, 0
}

// Now gives the state after all that was done so far to f.
func (d *Disk) Now(f func(s *State)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := &State{Done: len(d.record.ops), disk: d.disk}
	for _, op := range d.record.ops {
		if s.Last = op; op.Kind == Noted {
			s.Notes = append(s.Notes, op.Name)
		}
	}
	f(s)
}

// do does an operation. d is locked.
func (d *Disk) do(op Op) syscall.Errno {
	if op.Name == "" {
		op.Name = d.disk.path(op.file)
	}
	var failed syscall.Errno
	if op.Kind == Noted {
		_ = d.before(d.n, op) // cannot fail
	} else if op.Kind != Write || !strings.HasSuffix(op.Name, "-shm") {
		d.n++
		failed = d.before(d.n, op)
	}
	switch {
	case failed == 0:
	case op.Kind == Write:
		op.data = op.data[:len(op.data)/2/sector*sector]
		op.Bytes = len(op.data)
		if op.Bytes == 0 {
			return failed
		}
	case op.Kind == Sync, op.Kind == SyncDir:
		op.lost = true
	default:
		return failed
	}
	if op.Kind != Noted {
		d.disk.do(op)
	}
	d.record.ops = append(d.record.ops, op)
	return failed
}

// node is a file or directory as the system asks for it.
type node struct {
	fs.Inode
	on *Disk
	id int
}

// notes is the id of the file that takes notes.
const notes = -1

// The kernel asks for all of these, and for nothing else.
var (
	_ fs.NodeLookuper  = (*node)(nil)
	_ fs.NodeReaddirer = (*node)(nil)
	_ fs.NodeGetattrer = (*node)(nil)
	_ fs.NodeSetattrer = (*node)(nil)
	_ fs.NodeOpener    = (*node)(nil)
	_ fs.NodeReader    = (*node)(nil)
	_ fs.NodeWriter    = (*node)(nil)
	_ fs.NodeFsyncer   = (*node)(nil)
	_ fs.NodeFlusher   = (*node)(nil)
	_ fs.NodeCreater   = (*node)(nil)
	_ fs.NodeMkdirer   = (*node)(nil)
	_ fs.NodeLinker    = (*node)(nil)
	_ fs.NodeRenamer   = (*node)(nil)
	_ fs.NodeUnlinker  = (*node)(nil)
	_ fs.NodeRmdirer   = (*node)(nil)
	_ fs.NodeStatfser  = (*node)(nil)
)

// at locks the disk and returns the file, and what unlocks it again.
func (n *node) at() (*file, func()) {
	n.on.mu.Lock()
	return n.on.disk.files[n.id], n.on.mu.Unlock
}

func (n *node) child(ctx context.Context, id int, out *fuse.EntryOut) *fs.Inode {
	mode := uint32(fuse.S_IFREG)
	if f := n.on.disk.files[id]; f != nil && f.isDir {
		mode = fuse.S_IFDIR
	}
	n.on.attr(id, &out.Attr)
	return n.NewInode(ctx, &node{on: n.on, id: id}, fs.StableAttr{Mode: mode, Ino: uint64(id) & (1<<62 - 1)})
}

func (d *Disk) attr(id int, out *fuse.Attr) {
	out.Mode, out.Nlink = fuse.S_IFREG|0o600, 1
	f := d.disk.files[id]
	if f == nil { // notes
		return
	}
	out.Ino, out.Mode, out.Size = uint64(id), fuse.S_IFREG|uint32(f.mode), uint64(len(f.now))
	if f.isDir {
		out.Mode = fuse.S_IFDIR | uint32(f.mode)
	}
	out.Blksize, out.Blocks = 4096, (out.Size+sector-1)/sector
}

// Lookup finds a name in a directory.
func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	id, ok := f.names[name]
	if n.id == root && name == noteFile {
		id, ok = notes, true
	}
	if !ok {
		return nil, syscall.ENOENT
	}
	return n.child(ctx, id, out), 0
}

// Readdir lists a directory.
func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	var list []fuse.DirEntry
	for _, name := range slices.Sorted(maps.Keys(f.names)) {
		e := fuse.DirEntry{Name: name, Ino: uint64(f.names[name]), Mode: fuse.S_IFREG}
		if n.on.disk.files[f.names[name]].isDir {
			e.Mode = fuse.S_IFDIR
		}
		list = append(list, e)
	}
	return fs.NewListDirStream(list), 0
}

// Getattr tells length and permissions.
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	_, unlock := n.at()
	defer unlock()
	n.on.attr(n.id, &out.Attr)
	return 0
}

// Setattr truncates and changes permissions; times are not kept.
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	f, unlock := n.at()
	defer unlock()
	if mode, ok := in.GetMode(); ok && f != nil {
		f.mode = iofs.FileMode(mode).Perm()
	}
	if size, ok := in.GetSize(); ok && f != nil {
		if errno := n.on.do(Op{Kind: Truncate, Offset: int64(size), file: n.id}); errno != 0 {
			return errno
		}
	}
	n.on.attr(n.id, &out.Attr)
	return 0
}

// Open opens what is there; the system truncates it by Setattr.
func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_KEEP_CACHE, 0 // all changes come by way of the same system
}

// Read reads what was written, safe or not.
func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, offset int64) (fuse.ReadResult, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	if f == nil || offset >= int64(len(f.now)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(dest[:copy(dest, f.now[offset:])]), 0
}

// Write writes, or takes a note.
func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, offset int64) (uint32, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	op := Op{Kind: Write, Offset: offset, Bytes: len(data), file: n.id, data: append([]byte{}, data...)}
	if f == nil {
		op = Op{Kind: Noted, Name: string(data)}
	}
	if errno := n.on.do(op); errno != 0 {
		return 0, errno
	}
	return uint32(len(data)), 0
}

// Fsync makes a file's content or a directory's names safe.
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	f, unlock := n.at()
	defer unlock()
	if f == nil {
		return 0
	}
	kind := Sync
	if f.isDir {
		kind = SyncDir
	}
	return n.on.do(Op{Kind: kind, file: n.id})
}

// Flush is what closing a file does: nothing.
func (n *node) Flush(context.Context, fs.FileHandle) syscall.Errno { return 0 }

// make does an operation that makes a file, which gets the next id.
func (n *node) make(ctx context.Context, kind Kind, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	if _, there := f.names[name]; there {
		return nil, syscall.EEXIST
	}
	id := n.on.disk.next
	if errno := n.on.do(Op{Kind: kind, Name: filepath.Join(n.on.disk.path(n.id), name), file: id, dir: n.id, mode: iofs.FileMode(mode).Perm()}); errno != 0 {
		return nil, errno
	}
	return n.child(ctx, id, out), 0
}

// Create makes a file and opens it.
func (n *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	child, errno := n.make(ctx, Create, name, mode, out)
	return child, nil, fuse.FOPEN_KEEP_CACHE, errno
}

// Mkdir makes a directory.
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.make(ctx, Mkdir, name, mode, out)
}

// Link gives a file a second name.
func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	f, unlock := n.at()
	defer unlock()
	if _, there := f.names[name]; there {
		return nil, syscall.EEXIST
	}
	from, ok := target.(*node)
	if !ok {
		return nil, syscall.EXDEV
	}
	if errno := n.on.do(Op{Kind: Link, To: filepath.Join(n.on.disk.path(n.id), name), file: from.id, other: n.id}); errno != 0 {
		return nil, errno
	}
	return n.child(ctx, from.id, out), 0
}

// Rename moves a name, in place of what has the new one.
func (n *node) Rename(_ context.Context, name string, parent fs.InodeEmbedder, to string, flags uint32) syscall.Errno {
	f, unlock := n.at()
	defer unlock()
	into, ok := parent.(*node)
	if !ok || flags != 0 {
		return syscall.EINVAL
	}
	id, there := f.names[name]
	if !there {
		return syscall.ENOENT
	}
	return n.on.do(Op{
		Kind: Rename, Name: filepath.Join(n.on.disk.path(n.id), name), To: filepath.Join(n.on.disk.path(into.id), to),
		file: id, dir: n.id, other: into.id,
	})
}

// Unlink removes a name of a file.
func (n *node) Unlink(_ context.Context, name string) syscall.Errno { return n.remove(name) }

// Rmdir removes an empty directory.
func (n *node) Rmdir(_ context.Context, name string) syscall.Errno { return n.remove(name) }

func (n *node) remove(name string) syscall.Errno {
	f, unlock := n.at()
	defer unlock()
	id, there := f.names[name]
	if !there {
		return syscall.ENOENT
	}
	if len(n.on.disk.files[id].names) > 0 {
		return syscall.ENOTEMPTY
	}
	return n.on.do(Op{Kind: Remove, Name: filepath.Join(n.on.disk.path(n.id), name), file: id, dir: n.id})
}

// Statfs tells of room enough.
func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Frsize, out.NameLen = 4096, 4096, 255
	out.Blocks, out.Bfree, out.Bavail = 1<<20, 1<<20, 1<<20
	return 0
}
