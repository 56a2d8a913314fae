package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ouderstem/survey"
)

// snapshot is a database as it was at one moment, read without SQLite and
// without a lock: opening the file itself, even for reading only, would make or
// change the file beside it by which readers and writers agree (-shm), and may
// move the write-ahead log.
type snapshot struct {
	file  []byte // the database file as it lay there
	log   []byte // and the write-ahead log beside it
	image []byte // the database with what the log has committed
}

// steady is how often reading is tried again while somebody writes.
const steady = 20

// read takes a snapshot of the database in dir. The file, then the log, are read
// twice: where the second reading is the same, both were so at the moment between
// the two. What was added to the log since does no harm. At every moment file and
// log together are a whole database: that is what they are for when a process is
// killed.
func readSnapshot(dir string) (s snapshot, err error) {
	file := filepath.Join(dir, databaseFile)
	for range steady {
		if s.file, err = os.ReadFile(file); err != nil {
			return s, err
		}
		if s.log, err = os.ReadFile(file + "-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s, err
		}
		sameFile, err := begins(file, s.file, true)
		if err != nil {
			return s, err
		}
		sameLog, err := begins(file+"-wal", s.log, false)
		if err != nil {
			return s, err
		}
		if sameFile && sameLog {
			s.image, err = replay(s.file, s.log)
			return s, err
		}
	}
	return s, survey.ErrBusy.With("Dir", dir)
}

// begins reports whether a file begins with content and, with whole, has nothing
// else. A file that is not there begins with nothing.
func begins(file string, content []byte, whole bool) (same bool, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return len(content) == 0, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // only read from
	buffer := make([]byte, 1<<20)
	for {
		n, err := io.ReadFull(f, buffer)
		chunk := buffer[:n]
		if len(chunk) > len(content) {
			if whole {
				return false, nil
			}
			chunk = chunk[:len(content)]
		}
		if !bytes.Equal(chunk, content[:len(chunk)]) {
			return false, nil
		}
		content = content[len(chunk):]
		switch {
		case len(content) == 0 && !whole:
			return true, nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return len(content) == 0, nil
		case err != nil:
			return false, err
		}
	}
}

// The parts of a database file and its log: https://sqlite.org/fileformat2.html.
const (
	headerBytes  = 100
	logHeader    = 32
	frameHeader  = 24
	atPageSize   = 16
	atWrites     = 18 // 2 for a write-ahead log, 1 for none; and for reading after it
	atPages      = 28
	atFreeTrunk  = 32
	atFreePages  = 36
	logMagic     = 0x377f0682 // and one more where sums are of big-endian words
	logAtSalt    = 16
	logAtSums    = 24
	frameAtSums  = 16
	frameAtSalt  = 8
	frameAtPages = 4
)

var errNoDatabase = errors.New("not a database file")

// pageSize is that of a database file.
func pageSize(file []byte) (int, error) {
	if len(file) < headerBytes || string(file[:16]) != "SQLite format 3\x00" {
		return 0, errNoDatabase
	}
	size := int(binary.BigEndian.Uint16(file[atPageSize:]))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || size&(size-1) != 0 || len(file) < size {
		return 0, errNoDatabase
	}
	return size, nil
}

// replay returns the database with what its log has committed, as a file that
// needs no log.
func replay(file, log []byte) ([]byte, error) {
	size, err := pageSize(file)
	if err != nil {
		return nil, err
	}
	image := bytes.Clone(file)
	pages, pending := 0, map[int][]byte{}
	for f := range frames(log, size) {
		pending[f.page] = f.content
		if f.pages == 0 {
			continue // more of the same transaction follows
		}
		pages = f.pages
		if grow := pages*size - len(image); grow > 0 {
			image = append(image, make([]byte, grow)...)
		}
		for page, content := range pending {
			if page <= pages {
				copy(image[(page-1)*size:], content)
			}
		}
		clear(pending)
	}
	if pages > 0 {
		image = image[:pages*size]
	}
	image[atWrites], image[atWrites+1] = 1, 1
	return image, nil
}

// frame is a page in the log.
type frame struct {
	page, pages int // its number; of a commit, how many pages the database has, else 0
	content     []byte
}

// frames yields the frames of a log that are valid, up to the first that is not:
// what an earlier round of the log left behind it, or half a write.
func frames(log []byte, size int) func(yield func(frame) bool) {
	return func(yield func(frame) bool) {
		if len(log) < logHeader {
			return
		}
		magic := binary.BigEndian.Uint32(log)
		if magic&^1 != logMagic || int(binary.BigEndian.Uint32(log[8:])) != size {
			return
		}
		var order binary.ByteOrder = binary.LittleEndian
		if magic&1 == 1 {
			order = binary.BigEndian
		}
		salt := log[logAtSalt:logAtSums]
		a, b := sums(order, 0, 0, log[:logAtSums])
		if a != binary.BigEndian.Uint32(log[logAtSums:]) || b != binary.BigEndian.Uint32(log[logAtSums+4:]) {
			return
		}
		for rest := log[logHeader:]; len(rest) >= frameHeader+size; rest = rest[frameHeader+size:] {
			head, content := rest[:frameHeader], rest[frameHeader:frameHeader+size]
			a, b = sums(order, a, b, head[:frameAtSalt])
			a, b = sums(order, a, b, content)
			if !bytes.Equal(head[frameAtSalt:frameAtSums], salt) ||
				a != binary.BigEndian.Uint32(head[frameAtSums:]) || b != binary.BigEndian.Uint32(head[frameAtSums+4:]) {
				return
			}
			f := frame{int(binary.BigEndian.Uint32(head)), int(binary.BigEndian.Uint32(head[frameAtPages:])), content}
			if f.page < 1 || !yield(f) {
				return
			}
		}
	}
}

// sums goes on with the two sums of a log over data, in words of that order.
func sums(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	for i := 0; i+8 <= len(data); i += 8 {
		a += order.Uint32(data[i:]) + b
		b += order.Uint32(data[i+4:]) + a
	}
	return a, b
}

// Freeze returns the store in dir as it is now, to be read only: nothing in dir is
// changed, locked or made, also while a server runs. All of it is kept in memory.
// Its schema is as it lies there, whatever the program's own.
func Freeze(ctx context.Context, dir string) (*Store, error) {
	s, err := readSnapshot(dir)
	if err != nil {
		return nil, err
	}
	return s.open(ctx, dir)
}

// open opens the image in memory.
func (s snapshot) open(ctx context.Context, dir string) (*Store, error) {
	db, err := openImage(ctx, s.image)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, `PRAGMA query_only = 1`); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	st := &Store{
		dir: dir, read: db, keys: &keyring{filepath.Join(dir, "keyring")}, random: rand.Reader,
		log: slog.New(slog.DiscardHandler), step: func(string) {}, now: time.Now,
	}
	if pepper, err := os.ReadFile(filepath.Join(st.keys.dir, pepperFile)); err == nil && len(pepper) == pepperBytes {
		st.pepper = pepper
	}
	return st, nil
}

// openImage opens the content of a database file that needs no log, in memory.
func openImage(ctx context.Context, image []byte) (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	err = c.Raw(func(driver any) error {
		d, ok := driver.(interface{ Deserialize([]byte) error })
		if !ok {
			return fmt.Errorf("%T opens no image", driver)
		}
		return d.Deserialize(image)
	})
	if err := errors.Join(err, c.Close()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
