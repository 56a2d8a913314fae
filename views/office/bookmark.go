package office

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/bidi"

	"ouderstem/views/document"
)

// bookmarks returns a bookmark's name for the id of every section, table and
// chart of d. Word wants a letter first, then letters, digits and underscores,
// 40 in all; a number keeps those apart that would be the same.
func bookmarks(d document.Document) map[string]string {
	marks := map[string]string{}
	name := func(id string) {
		if id == "" || marks[id] != "" {
			return
		}
		words := strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				return r
			}
			return '_'
		}, id)
		marks[id] = "r" + strconv.Itoa(len(marks)+1) + "_" + words[:min(len(words), 30)]
	}
	d.Walk(func(_ int, b document.Block) {
		switch b := b.(type) {
		case document.Section:
			name(b.ID)
		case document.Table:
			name(b.ID)
		case document.Chart:
			name(b.ID)
		}
	})
	return marks
}

// backwards reports whether s is written from right to left: whether its first
// letter is. A page does the same (dir="auto").
func backwards(s string) bool {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}
