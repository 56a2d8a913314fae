package office

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey/testprogram"
)

// Another program finds what is in a document: every heading, table and
// description, cell by cell. Of an OpenDocument file pandoc reads neither the
// heads of tables nor descriptions, not those that it wrote itself either;
// TestLibreOfficeReadsODT looks for them.
func TestPandoc(t *testing.T) {
	for _, f := range written(t) {
		want := expected(f.doc)
		got := pandoc(t, f.content == odtFormat.content, f.data)
		if f.content == odtFormat.content {
			want.withoutHeads()
			got.withoutHeads()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (- the document, + pandoc):\n%s", f.name, diff)
		}
	}
}

// withoutHeads leaves out the heads of tables and the descriptions.
func (f *found) withoutHeads() {
	f.Alts = nil
	for i, t := range f.Tables {
		f.Tables[i] = t[1:]
	}
}

// pandoc returns what it finds in a file.
func pandoc(t *testing.T, odt bool, data []byte) found {
	t.Helper()
	from := "docx"
	if odt {
		from = "odt"
	}
	name := filepath.Join(t.TempDir(), "report")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), testprogram.Find(t, "pandoc"), "--from", from, "--to", "json", name).Output()
	if err != nil {
		t.Fatalf("pandoc: %v", err)
	}
	var tree struct{ Blocks []any }
	if err := json.Unmarshal(out, &tree); err != nil {
		t.Fatal(err)
	}
	var p pandocTree
	p.walk(tree.Blocks)
	return p.found
}

// pandocTree goes through what pandoc read: elements are {"t": kind, "c": what is
// in it}.
type pandocTree struct{ found }

func (p *pandocTree) walk(x any) {
	switch x := x.(type) {
	case []any:
		for _, y := range x {
			p.walk(y)
		}
	case map[string]any:
		in, _ := x["c"].([]any)
		switch x["t"] {
		case "Header":
			level, _ := in[0].(float64)
			p.Headings = append(p.Headings, strconv.Itoa(int(level))+" "+reduce(wordsIn(in[2])))
		case "Image":
			p.Alts = append(p.Alts, reduce(wordsIn(in[1])))
		case "Table": // attributes, caption, columns, head, bodies, foot
			p.Tables = append(p.Tables, rowsIn(in[3:5]))
		default:
			p.walk(x["c"])
		}
	}
}

// rowsIn returns the rows in the head or bodies of a table. A cell is a list of
// five: attributes, alignment, rows and columns it goes over, blocks; a row of
// two: attributes, cells.
func rowsIn(x any) [][]string {
	list, _ := x.([]any)
	if len(list) == 2 {
		cells, _ := list[1].([]any)
		var row []string
		for _, c := range cells {
			cell, ok := c.([]any)
			if !ok || len(cell) != 5 {
				row = nil
				break
			}
			row = append(row, reduce(wordsIn(cell[4])))
		}
		if len(row) > 0 {
			return [][]string{row}
		}
	}
	var rows [][]string
	for _, y := range list {
		rows = append(rows, rowsIn(y)...)
	}
	return rows
}

// wordsIn returns the text in an element.
func wordsIn(x any) string {
	var b strings.Builder
	switch x := x.(type) {
	case []any:
		for _, y := range x {
			b.WriteString(wordsIn(y))
		}
	case map[string]any:
		switch x["t"] {
		case "Str":
			s, _ := x["c"].(string)
			return s
		case "Space", "SoftBreak", "LineBreak":
			return " "
		case "Para", "Plain":
			return wordsIn(x["c"]) + " "
		case "Link", "Span", "Quoted":
			in, _ := x["c"].([]any)
			return wordsIn(in[1])
		default:
			return wordsIn(x["c"])
		}
	}
	return b.String()
}
