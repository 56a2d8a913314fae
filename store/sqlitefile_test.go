package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What a thief reads in the stolen files of an SQLite database, without asking
// SQLite: pages as they are, with what no query shows. After the description of
// the file format at sqlite.org/fileformat2.html.

// image is a database as a thief finds it: the file, overlaid with the pages
// that are still in the write-ahead log.
type image struct {
	file, log []byte
	size      int            // of a page, in bytes
	in        map[uint32]int // page → where it begins in the log
	frames    int            // of the log that are in force
	roots     map[string]uint32
}

const (
	walHeader      = 32
	logFrameHeader = 24
	fileHeader     = 100 // before the first page's own
)

func readImage(t *testing.T, file, log []byte) *image {
	t.Helper()
	m := &image{file: file, log: log, in: map[uint32]int{}, size: 4096}
	if len(file) >= fileHeader {
		if m.size = int(binary.BigEndian.Uint16(file[16:])); m.size == 1 {
			m.size = 1 << 16
		}
	}
	if len(log) > walHeader {
		salt := string(log[16:24])
		waiting := map[uint32]int{} // of a transaction whose end has not come yet
		n := 0
		for at := walHeader; at+logFrameHeader+m.size <= len(log) && string(log[at+8:at+16]) == salt; at += logFrameHeader + m.size {
			n++
			waiting[binary.BigEndian.Uint32(log[at:])] = at + logFrameHeader
			if binary.BigEndian.Uint32(log[at+4:]) != 0 { // the last of a transaction
				for page, where := range waiting {
					m.in[page] = where
				}
				clear(waiting)
				m.frames = n
			}
		}
	}
	m.roots = map[string]uint32{}
	m.walk(t, 1, func(c cell) {
		r := c.record()
		if r.text(0) == "table" {
			m.roots[r.text(1)] = uint32(r.number(3))
		}
	})
	return m
}

func (m *image) page(n uint32) []byte {
	if at, ok := m.in[n]; ok {
		return m.log[at : at+m.size]
	}
	at := int(n-1) * m.size
	if at < 0 || at+m.size > len(m.file) {
		return nil
	}
	return m.file[at : at+m.size]
}

// cell is a row where it lies.
type cell struct {
	page     uint32
	offset   int // in the page
	end      int // in the page: where what lies there ends
	overflow uint32
	local    []byte // as much of the row as lies there
}

// The kinds of pages of a b-tree.
const (
	innerIndex = 2
	innerTable = 5
	leafIndex  = 10
	leafTable  = 13
)

// walk calls f for every row of the b-tree at root, in the order of keys.
func (m *image) walk(t *testing.T, root uint32, f func(cell)) {
	t.Helper()
	p := m.page(root)
	if p == nil {
		t.Fatalf("no page %d", root)
	}
	head := 0
	if root == 1 {
		head = fileHeader
	}
	kind := p[head]
	cells := int(binary.BigEndian.Uint16(p[head+3:]))
	pointers := head + 8
	inner := kind == innerIndex || kind == innerTable
	if inner {
		pointers += 4
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(p[pointers+2*i:]))
		c := cell{page: root, offset: at}
		if inner {
			m.walk(t, binary.BigEndian.Uint32(p[at:]), f)
			at += 4
		}
		switch kind {
		case innerTable:
			continue
		case innerIndex, leafIndex, leafTable:
		default:
			t.Fatalf("page %d is of kind %d", root, kind)
		}
		length, n := varintOf(p[at:])
		at += n
		if kind == leafTable {
			_, n := varintOf(p[at:]) // the rowid
			at += n
		}
		here := m.here(int(length), kind == leafTable)
		c.local = p[at : at+here]
		c.end = at + here
		if here < int(length) {
			c.overflow = binary.BigEndian.Uint32(p[c.end:])
			c.end += 4
		}
		f(c)
	}
	if inner {
		m.walk(t, binary.BigEndian.Uint32(p[head+8:]), f)
	}
}

// here is how many of length bytes lie in the page itself.
func (m *image) here(length int, table bool) int {
	usable := m.size - int(m.page(1)[20])
	most := (usable-12)*64/255 - 23
	if table {
		most = usable - 35
	}
	if length <= most {
		return length
	}
	least := (usable-12)*32/255 - 23
	if k := least + (length-least)%(usable-4); k <= most {
		return k
	}
	return least
}

// varintOf reads a number of one to nine bytes, the highest first.
func varintOf(b []byte) (v uint64, n int) {
	for n = range 8 {
		v = v<<7 | uint64(b[n]&0x7f)
		if b[n] < 0x80 {
			return v, n + 1
		}
	}
	return v<<8 | uint64(b[8]), 9
}

// record is a row taken apart: where its columns lie in what lies in the page.
type record struct {
	kinds  []uint64
	starts []int
	local  []byte
}

func (c cell) record() (r record) {
	r.local = c.local
	head, at := varintOf(c.local)
	start := int(head)
	for at < int(head) {
		kind, n := varintOf(c.local[at:])
		at += n
		r.kinds = append(r.kinds, kind)
		r.starts = append(r.starts, start)
		start += length(kind)
	}
	return r
}

// length is that of a column, by its kind.
func length(kind uint64) int {
	switch {
	case kind >= 12:
		return int(kind-12) / 2
	case kind < 7:
		return []int{0, 1, 2, 3, 4, 6, 8}[kind]
	case kind == 7:
		return 8
	}
	return 0
}

// bytes returns a column as far as it lies in the page.
func (r record) bytes(column int) []byte {
	from := min(r.starts[column], len(r.local))
	return r.local[from:min(from+length(r.kinds[column]), len(r.local))]
}

func (r record) text(column int) string { return string(r.bytes(column)) }

func (r record) number(column int) (v int64) {
	if r.kinds[column] == 9 {
		return 1
	}
	for _, b := range r.bytes(column) {
		v = v<<8 | int64(b)
	}
	return v
}

// TestImage: what is read in the bytes is what SQLite says is there.
func TestImage(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	s := town(t, st)
	drop(t, st, s, print(t, st, "a", "", 40))
	for range 2 { // with much in the log; then with nothing in it
		m := readImage(t, read(t, dir, databaseFile, nil), read(t, dir, databaseFile+"-wal", nil))
		rows, err := st.read.Query(`SELECT box, id, hand, length(body) FROM sealed ORDER BY box, id`)
		want, err := collect(rows, err, func(rows *sql.Rows, line *string) error {
			var box, hand string
			var id []byte
			var n int
			err := rows.Scan(&box, &id, &hand, &n)
			*line = fmt.Sprintf("%s %x %s %d", box, id, hand, n)
			return err
		})
		if err != nil || len(want) != 40 {
			t.Fatal(len(want), err)
		}
		var got []string
		m.walk(t, m.roots["sealed"], func(c cell) {
			r := c.record()
			got = append(got, fmt.Sprintf("%s %x %s %d", r.bytes(0), r.bytes(1), r.bytes(2), length(r.kinds[3])))
			if c.overflow == 0 {
				t.Error("8 KiB in one page")
			}
		})
		if !slices.Equal(got, want) {
			t.Errorf("got %d rows %v, want %v", len(got), got, want)
		}
		if err := st.truncate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns a file of the directory, in the room of old where it fits;
// nothing where there is no such file.
func read(t *testing.T, dir, name string, old []byte) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return old[:0]
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	content := slices.Grow(old[:0], int(info.Size()))[:info.Size()]
	n, err := io.ReadFull(f, content)
	if err != nil {
		t.Fatal(n, err)
	}
	return content
}
