package office

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ouderstem/stats"
	"ouderstem/views"
	"ouderstem/views/document"
)

// reports are real ones: those of the tests of the page.
func reports(t *testing.T) map[string]document.Document {
	t.Helper()
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../testdata/report-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	all := map[string]document.Document{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var r stats.Report
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		languages := []string{views.FirstLanguage}
		if strings.HasSuffix(file, "-full.json") {
			languages = v.Texts().Languages() // drawing takes time: the others in one
		}
		for _, lang := range languages {
			d, err := v.Document(lang, views.Report{Report: r, Standalone: true})
			if err != nil {
				t.Fatal(err)
			}
			if d.Labels.Table == "" || d.Labels.Figure == "" || d.Labels.Contents == "" || d.Labels.Annex == "" || d.Labels.Data == "" {
				t.Errorf("%s in %s: without words for what is numbered: %+v", file, lang, d.Labels)
			}
			all[filepath.Base(file)+" in "+lang] = d
		}
	}
	return all
}

// file is a document as it was written in one format.
type file struct {
	name string
	format
	doc  document.Document
	data []byte
}

// files are all documents of the tests in both formats, written once.
var files = struct {
	sync.Once
	list []file
}{}

func written(t *testing.T, only ...format) []file {
	t.Helper()
	files.Do(func() {
		all := reports(t)
		all["sample"], all["long"], all["right to left"], all["empty"] = sample(), long(), rightToLeft(), document.Document{Lang: "nl", Title: "Leeg"}
		for _, name := range slices.Sorted(maps.Keys(all)) {
			pieces, err := arrange(all[name]) // once: painting its charts takes long
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range formats {
				var b bytes.Buffer
				if err := f.pieces(&b, all[name], pieces); err != nil {
					t.Fatal(err)
				}
				files.list = append(files.list, file{name + " as " + f.name, f, all[name], b.Bytes()})
			}
		}
	})
	if len(files.list) == 0 {
		t.Fatal("nothing was written")
	}
	return slices.DeleteFunc(slices.Clone(files.list), func(f file) bool {
		return len(only) > 0 && f.content != only[0].content
	})
}

// What is in a document is in the file: every heading, cell, description and
// word, in its place.
func TestAllIsThere(t *testing.T) {
	for _, f := range written(t) {
		if diff := cmp.Diff(expected(f.doc), f.read(t, f.data)); diff != "" {
			t.Errorf("%s (- the document, + the file):\n%s", f.name, diff)
		}
		f.listens(t, f.data, f.doc)
	}
}

// Whatever a text is made of, it is written and read again.
func TestAnyText(t *testing.T) { rapid.Check(t, anyText) }

func FuzzAnyText(f *testing.F) {
	for i := range byte(8) {
		seed := make([]byte, 4<<10) // what texts are drawn from
		_, _ = rand.NewChaCha8([32]byte{i}).Read(seed)
		f.Add(seed)
	}
	f.Fuzz(rapid.MakeFuzz(anyText))
}

func anyText(t *rapid.T) {
	text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{"  twee  spaties  ", "]]>", "<w:p/>&amp;", "\r\n\n", "a\tb", "سلام", "\u202e", "'\""}))
	s := func(name string) string { return text.Draw(t, name) }
	line := document.Line{{Text: s("text"), Strong: true}, {Text: s("text"), Href: "#" + s("id")}, {Text: s("masked"), Masked: true, Lang: "ar"}}
	d := document.Document{
		Lang: "nl", Title: s("title"), Unit: s("unit"), Stamp: "x" + s("stamp"),
		Sections: []document.Section{{ID: s("id"), Heading: "x" + s("heading"), Stamp: s("stamp"), Blocks: []document.Block{
			document.Paragraph{Line: line},
			document.Quote{Lang: s("lang"), Line: line},
			document.Facts{Items: []document.Fact{{Term: s("term"), Lines: []document.Line{line}}}},
			document.Table{ID: s("id"), Caption: s("caption"), Head: []string{s("head"), s("head")}, Rows: [][]document.Cell{{{Text: s("cell")}, {Text: s("cell")}}}},
		}}},
	}
	for _, f := range formats {
		var file bytes.Buffer
		if err := f.write(&file, d); err != nil {
			t.Fatalf("%v", err)
		}
		if diff := cmp.Diff(expected(d), f.read(t, file.Bytes())); diff != "" {
			t.Fatalf("%s: %s", f.name, diff)
		}
		f.listens(t, file.Bytes(), d)
	}
}

// The same document gives the same bytes, and no file tells when it was made.
func TestSameBytes(t *testing.T) {
	for _, f := range formats {
		first := f.written(t, sample())
		if !bytes.Equal(first, f.written(t, sample())) {
			t.Errorf("%s: two files of one document differ", f.name)
		}
		z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			if part.ModifiedDate != 0 || part.ModifiedTime != 0 || len(part.Extra) > 0 {
				t.Errorf("%s: %s has a time", f.name, part.Name)
			}
		}
		parts, _ := unpack(t, first)
		for name, data := range parts {
			if m := regexp.MustCompile(`20\d\d-\d\d-\d\d|dcterms:|dc:date|creation-date|dc:creator`).Find(data); m != nil {
				t.Errorf("%s: %s says %s of who or when", f.name, name, m)
			}
		}
	}
}

// Every bookmark is there once, and every link inside leads to one. What the
// program itself serves cannot be reached from a file and is no link.
func TestLinks(t *testing.T) {
	for _, f := range written(t) {
		root, parts := f.open(t, f.data)
		marks := map[string]bool{}
		for _, m := range root.all("w:bookmarkStart", "text:bookmark-start") {
			mark := m.attr["w:name"] + m.attr["text:name"]
			if marks[mark] || !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,39}$`).MatchString(mark) {
				t.Errorf("%s: the bookmark %q is there twice, or Word would not take it", f.name, mark)
			}
			marks[mark] = true
		}
		targets := targetsOf(t, root, parts)
		for _, target := range targets {
			if inside, ok := strings.CutPrefix(target, "#"); ok && !marks[inside] {
				t.Errorf("%s: a link to %q leads nowhere", f.name, inside)
			}
		}
		for _, ref := range root.all("text:bookmark-ref") {
			if !marks[ref.attr["text:ref-name"]] {
				t.Errorf("%s: no page for %q", f.name, ref.attr["text:ref-name"])
			}
		}
		if f.doc.Unit != sample().Unit {
			continue
		}
		for _, want := range []string{"https://ouderstem.voorbeeld.nl/?a=1&b=2", "#" + bookmarks(f.doc)["bars"], "#" + bookmarks(f.doc)["table-teams"], "#" + bookmarks(f.doc)["how"]} {
			if !slices.Contains(targets, want) {
				t.Errorf("%s has no link to %s: %q", f.name, want, targets)
			}
		}
		if want := 4 + len(f.doc.Sections); len(targets) != want {
			t.Errorf("%s has %d links, not %d: %q", f.name, len(targets), want, targets)
		}
	}
}

// targetsOf returns where links lead.
func targetsOf(t *testing.T, root *node, parts map[string][]byte) []string {
	t.Helper()
	var targets []string
	for _, a := range root.all("w:hyperlink", "text:a") {
		switch {
		case a.name == "text:a":
			targets = append(targets, a.attr["xlink:href"])
		case a.attr["r:id"] != "":
			targets = append(targets, relationTarget(t, parts, a.attr["r:id"]))
		default:
			targets = append(targets, "#"+a.attr["w:anchor"])
		}
	}
	return targets
}

func relationTarget(t *testing.T, parts map[string][]byte, id string) string {
	t.Helper()
	for _, r := range parse(t, parts["word/_rels/document.xml.rels"]).all("Relationship") {
		if r.attr["Id"] == id {
			return r.attr["Target"]
		}
	}
	t.Errorf("nothing is called %s", id)
	return ""
}

// A number stays whole while there is room, all columns are on the paper, and
// little tables are not torn apart over its whole width.
func TestColumns(t *testing.T) {
	for _, f := range written(t, docxFormat) {
		for _, table := range annexed(f.doc).Tables() {
			if len(table.Head) == 0 {
				continue
			}
			widths, dense := columns(table)
			size, between := float64(tableSize), float64(gap)
			if dense {
				size, between = denseSize, denseGap
			}
			right := numbers(table)
			if total := sum(widths); total > textWidth+.001 || total < narrow-.001 {
				t.Errorf("%s: table %s is %.1f mm wide", f.name, table.ID, total)
			}
			for c, width := range widths {
				for _, row := range table.Rows {
					if row[c].Number != nil && millimetres(row[c].Text, size) > width-between+.001 {
						t.Errorf("%s: table %s: %q does not fit in %.1f mm", f.name, table.ID, row[c].Text, width)
					}
				}
				if right[c] && !slices.ContainsFunc(table.Rows, func(row []document.Cell) bool { return row[c].Number != nil }) {
					t.Errorf("%s: table %s: column %d is set as numbers and has none", f.name, table.ID, c)
				}
			}
		}
	}
}

// A chart that cannot be drawn is no report with a hole in it.
func TestBadChart(t *testing.T) {
	d := sample()
	c := stack()
	c.Plot = nil
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, c)
	for _, f := range formats {
		var b bytes.Buffer
		if err := f.write(&b, d); err == nil || b.Len() > 0 {
			t.Errorf("%s wrote %d bytes: %v", f.name, b.Len(), err)
		}
	}
}
