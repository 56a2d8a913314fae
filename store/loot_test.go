package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The part of the linkability game that knows an engine: what lies where in the
// files of a database. The rest of the game only sees traces.

// trace is a row that a thief found, with clues: sort keys, by what they are of.
type trace struct {
	unit  string // or the box, of a sealed row
	id    []byte
	text  string // all that it says
	clues map[string]string
}

// loot is what a thief carries off at one moment.
type loot interface {
	// keys returns a column of a table: what is new in it came with the last
	// submission.
	keys(table string, column int) map[string]bool
	// grown is a clue to how much the last submission has changed.
	grown() string
	// sealed returns what lies there by the id of the row.
	sealed() map[string]*trace
	// opened returns the responses and comments with the clues of where they
	// lie, and of where else in these files their ids can be seen.
	opened() (responses, comments []*trace)
	// sight adds a clue to each row that has not got it yet: the place at which
	// its id is seen first in the files, whatever lies there.
	sight(ids []*trace, clue string)
}

// haul is the loot of an SQLite store: every file of its directory but the
// keyring.
type haul struct {
	*image
	t     *testing.T
	other map[string]int // where a name stands among the other files by age, then inode
}

// steal copies the database file and all that stands beside it.
func steal(t *testing.T, dir string) *haul { return (&pocket{}).steal(t, dir) }

// stealLog copies only what stands in the log.
func stealLog(t *testing.T, dir string) *haul {
	t.Helper()
	return &haul{t: t, image: &image{log: read(t, dir, databaseFile+"-wal", nil)}}
}

// pocket is what a thief who comes often carries things off in: what is in it
// is there until the next time.
type pocket struct{ file, log []byte }

func (p *pocket) steal(t *testing.T, dir string) *haul {
	t.Helper()
	p.file, p.log = read(t, dir, databaseFile, p.file), read(t, dir, databaseFile+"-wal", p.log)
	f := &haul{t: t, other: map[string]int{}, image: readImage(t, p.file, p.log)}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		name  string
		mod   time.Time
		inode uint64
	}
	var list []file
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), databaseFile) || e.IsDir() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, file{e.Name(), info.ModTime(), inode(info)})
	}
	slices.SortFunc(list, func(a, b file) int {
		if c := a.mod.Compare(b.mod); c != 0 {
			return c
		}
		return int(int64(a.inode - b.inode))
	})
	for i, file := range list {
		f.other[file.name] = i
	}
	return f
}

// number is a sort key.
func number(n int) string { return fmt.Sprintf("%012d", n) }

// where are the clues of the place of a row. A page is filled from its end.
func (c cell) where() map[string]string {
	return map[string]string{
		"place":    number(int(c.page)) + number(1<<20-c.offset),
		"offset":   number(1<<20 - c.offset),
		"page":     number(int(c.page)),
		"overflow": number(int(c.overflow)),
	}
}

func (f *haul) grown() string { return number(f.frames) }

func (f *haul) sealed() map[string]*trace {
	rows := map[string]*trace{}
	f.walk(f.t, f.roots["sealed"], func(c cell) {
		r := c.record()
		row := &trace{unit: r.text(0), id: bytes.Clone(r.bytes(1)), text: r.text(3), clues: c.where()}
		row.clues["id"] = r.text(1)
		row.clues["length"] = number(length(r.kinds[3]))
		row.clues["body"] = row.text
		rows[r.text(1)] = row
	})
	return rows
}

// keys returns a column of a table.
func (f *haul) keys(table string, column int) map[string]bool {
	rows := map[string]bool{}
	f.walk(f.t, f.roots[table], func(c cell) { rows[c.record().text(column)] = true })
	return rows
}

func (f *haul) opened() (responses, comments []*trace) {
	type span struct{ from, to int }
	var live []span
	each := func(table string, unit, id int, list *[]*trace) {
		f.walk(f.t, f.roots[table], func(c cell) {
			r := c.record()
			row := &trace{unit: r.text(unit), id: bytes.Clone(r.bytes(id)), clues: c.where()}
			row.clues["id"] = string(row.id)
			row.clues["id backwards"] = reversed(row.id)
			row.clues["file"] = number(f.other[fmt.Sprintf("%x", row.id)])
			from := int(c.page-1) * f.size
			live = append(live, span{from + c.offset, from + c.end})
			*list = append(*list, row)
		})
	}
	each("response", 2, 4, &responses)
	each("comment", 2, 5, &comments)
	all := slices.Concat(responses, comments)
	// Where an id stands though its row does not lie there: on free pages, in
	// what is left of a page, in the log.
	slices.SortFunc(live, func(a, b span) int { return a.from - b.from })
	stale := map[*trace]int{}
	last := map[*trace]int{}
	search(f.file, all, func(row *trace, at int) {
		last[row] = at
		i, _ := slices.BinarySearchFunc(live, at+1, func(s span, at int) int { return s.to - at })
		if i == len(live) || at < live[i].from {
			stale[row]++
		}
	})
	inLog := map[*trace]int{}
	search(f.log, all, func(row *trace, at int) { inLog[row] = at })
	for _, row := range all {
		row.clues["last sight"] = number(last[row])
		row.clues["copies"] = number(stale[row])
		row.clues["log"] = number(inLog[row])
	}
	f.sight(all, "first sight")
	return responses, comments
}

func (f *haul) sight(rows []*trace, clue string) {
	first := map[*trace]int{}
	for i, content := range [][]byte{f.file, f.log} {
		search(content, rows, func(row *trace, at int) {
			if _, ok := first[row]; !ok {
				first[row] = i<<40 + at
			}
		})
	}
	for _, row := range rows {
		if at, ok := first[row]; ok && row.clues[clue] == "" {
			row.clues[clue] = number(at)
		}
	}
}

// search calls found for every place where the id of a row stands.
func search(content []byte, rows []*trace, found func(row *trace, at int)) {
	byID := map[[idBytes]byte][]*trace{}
	var begins [1 << 16]bool
	for _, row := range rows {
		id := [idBytes]byte(row.id)
		byID[id] = append(byID[id], row)
		begins[binary.BigEndian.Uint16(id[:])] = true
	}
	for at := 0; at+idBytes <= len(content); at++ {
		if begins[uint16(content[at])<<8|uint16(content[at+1])] {
			for _, row := range byID[[idBytes]byte(content[at:])] {
				found(row, at)
			}
		}
	}
}

func reversed(b []byte) string {
	b = bytes.Clone(b)
	slices.Reverse(b)
	return string(b)
}

// inMemory returns a new directory for a store that is written much: in memory
// where the machine has a place for that.
func inMemory(t *testing.T) string {
	t.Helper()
	const memory = "/dev/shm"
	dir, err := os.MkdirTemp(memory, "ouderstem-test-") //nolint:usetesting // t.TempDir is on the disk
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return filepath.Clean(dir)
}
