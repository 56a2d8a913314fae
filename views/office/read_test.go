package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"ouderstem/views/document"
)

// node is an element as it stands in a file, its name with the prefix.
type node struct {
	name string
	attr map[string]string
	kids []*node // a node without a name is text
	text string
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// parse reads XML and checks that it is well-formed.
func parse(t tester, data []byte) *node {
	t.Helper()
	root := &node{}
	open := []*node{root}
	strict := xml.NewDecoder(bytes.NewReader(data)) // Token finds what RawToken lets pass
	raw := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := strict.Token(); err != nil && !errors.Is(err, io.EOF) {
			t.Fatalf("not well-formed: %v", err)
		}
		token, err := raw.RawToken()
		if errors.Is(err, io.EOF) {
			return root.kids[0]
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		last := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			n := &node{name: qualified(x.Name), attr: map[string]string{}}
			for _, a := range x.Attr {
				n.attr[qualified(a.Name)] = a.Value
			}
			last.kids = append(last.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 1 {
				last.kids = append(last.kids, &node{text: string(x)})
			}
		}
	}
}

// tester is what a test and a property have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// all returns every element of a name in n, in their order.
func (n *node) all(names ...string) []*node {
	var found []*node
	for _, k := range n.kids {
		for _, name := range names {
			if k.name == name {
				found = append(found, k)
			}
		}
		found = append(found, k.all(names...)...)
	}
	return found
}

// one returns the first element of a name in n, or an empty one.
func (n *node) one(name string) *node {
	if found := n.all(name); len(found) > 0 {
		return found[0]
	}
	return &node{}
}

// words returns the text in n.
func (n *node) words() string {
	switch n.name {
	case "":
		if n.kids == nil {
			return n.text
		}
	case "text:s":
		count, _ := strconv.Atoi(n.attr["text:c"])
		return strings.Repeat(" ", count)
	case "text:line-break", "text:tab", "w:br", "w:tab":
		return "\n"
	case "w:instrText", "svg:title", "svg:desc", "table:title", "text:table-of-content-source":
		return "" // not among the words that are read
	}
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.words())
	}
	if n.name == "w:p" || n.name == "text:p" || n.name == "text:h" {
		b.WriteByte('\n')
	}
	return b.String()
}

// unpack returns the parts of a file, and their names in the order they have.
func unpack(t tester, file []byte) (parts map[string][]byte, names []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	parts = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%v", err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		parts[f.Name] = data
		names = append(names, f.Name)
	}
	return parts, names
}

// found is what a reader finds in a file, or should.
type found struct {
	Headings []string // the level, a space, the words
	Tables   [][][]string
	Alts     []string // descriptions of pictures
}

// reduce returns s with every stretch of space as one space, and without what
// XML cannot hold.
func reduce(s string) string { return strings.Join(strings.Fields(held(s)), " ") }

// held returns s as XML can hold it.
func held(s string) string {
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1, r == 0xFFFE, r == 0xFFFF, r < ' ' && !strings.ContainsRune("\t\n\r\v", r):
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// expected returns what should be found of d.
func expected(d document.Document) found {
	d = annexed(d)
	var f found
	var blocks func(level int, blocks []document.Block)
	section := func(level int, s document.Section) {
		f.Headings = append(f.Headings, strconv.Itoa(level)+" "+reduce(s.Heading+" "+s.Stamp))
		blocks(level, s.Blocks)
	}
	table := func(t document.Table) {
		rows := [][]string{{}}
		for _, h := range t.Head {
			rows[0] = append(rows[0], reduce(h))
		}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, reduce(c.Text))
			}
			rows = append(rows, cells)
		}
		f.Tables = append(f.Tables, rows)
	}
	blocks = func(level int, blocks []document.Block) {
		for _, b := range blocks {
			switch b := b.(type) {
			case document.Section:
				section(level+1, b)
			case document.Cards:
				for _, c := range b.Items {
					if c.Heading != "" {
						f.Headings = append(f.Headings, strconv.Itoa(level+1)+" "+reduce(c.Heading))
					}
				}
			case document.Table:
				table(b)
			case document.Chart:
				f.Alts = append(f.Alts, reduce(b.Description))
				if len(b.Table.Head) > 0 {
					table(b.Table)
				}
			}
		}
	}
	for _, s := range d.Sections {
		section(1, s)
	}
	return f
}

// read returns what is in a file.
func (f format) read(t tester, file []byte) found {
	t.Helper()
	parts, _ := unpack(t, file)
	root := parse(t, parts[f.content])
	if root.name == "w:document" {
		return readDOCX(root)
	}
	return readODT(root)
}

func readDOCX(root *node) found {
	var f found
	for _, p := range root.all("w:p") {
		if level, ok := strings.CutPrefix(p.one("w:pStyle").attr["w:val"], "Heading"); ok {
			f.Headings = append(f.Headings, level+" "+reduce(p.words()))
		}
	}
	for _, tbl := range root.all("w:tbl") {
		f.Tables = append(f.Tables, cellsOf(tbl, "w:tr", "w:tc"))
	}
	for _, p := range root.all("wp:docPr") {
		f.Alts = append(f.Alts, reduce(p.attr["descr"]))
	}
	return f
}

func readODT(root *node) found {
	var f found
	for _, h := range root.all("text:h") {
		f.Headings = append(f.Headings, h.attr["text:outline-level"]+" "+reduce(h.words()))
	}
	for _, tbl := range root.all("table:table") {
		f.Tables = append(f.Tables, cellsOf(tbl, "table:table-row", "table:table-cell"))
	}
	for _, frame := range root.all("draw:frame") {
		desc := ""
		for _, k := range frame.one("svg:desc").kids {
			desc += k.text
		}
		f.Alts = append(f.Alts, reduce(desc))
	}
	return f
}

func cellsOf(table *node, row, cell string) [][]string {
	var rows [][]string
	for _, r := range table.all(row) {
		var cells []string
		for _, c := range r.all(cell) {
			cells = append(cells, reduce(c.words()))
		}
		rows = append(rows, cells)
	}
	return rows
}

// open returns the text of a file and all of its parts.
func (f format) open(t *testing.T, file []byte) (*node, map[string][]byte) {
	t.Helper()
	parts, _ := unpack(t, file)
	return parse(t, parts[f.content]), parts
}
