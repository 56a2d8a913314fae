package office

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// An OpenDocument file says what it is at a fixed place, so that programs need
// not unpack it (part 2 of the standard, 3.3): no compression, no extra field.
func TestODTSaysWhatItIs(t *testing.T) {
	file := odtFormat.written(t, sample())
	if got := string(file[30 : 38+len(odtType)]); got != "mimetype"+odtType {
		t.Errorf("it begins with %q", got)
	}
	if flags := binary.LittleEndian.Uint16(file[6:]); flags&8 != 0 {
		t.Error("the length of its kind stands behind it")
	}
	root, parts := odtFormat.open(t, file)
	meta := parse(t, parts["meta.xml"])
	if got := meta.one("dc:title").words(); got != "Wat vonden ouders? – Gemeente Proefdorp" {
		t.Errorf("title %q", got)
	}
	if got := meta.one("dc:language").words(); got != "nl-NL" {
		t.Errorf("language %q", got)
	}
	text := parse(t, parts["styles.xml"]).one("style:default-style").one("style:text-properties").attr
	if text["fo:language"] != "nl" || text["fo:country"] != "NL" {
		t.Errorf("language of the text %q, %q", text["fo:language"], text["fo:country"])
	}
	for _, table := range root.all("table:table") {
		if rows := table.one("table:table-header-rows").all("table:table-row"); len(rows) != 1 {
			t.Errorf("a table has %d rows for its head", len(rows))
		}
	}
	var numbered []string
	for _, s := range root.all("text:sequence") {
		numbered = append(numbered, s.attr["text:name"]+" "+s.words())
	}
	if want := []string{"Figure 1", "Table 1", "Figure 2", "Table 2", "Table 3", "Table 4"}; !slices.Equal(numbered, want) {
		t.Errorf("numbered %q, not %q", numbered, want)
	}
}

// All that is in the file is in its list, and every style that is used is there.
func TestODTIsWhole(t *testing.T) {
	for _, f := range written(t, odtFormat) {
		root, parts := f.open(t, f.data)
		listed := map[string]bool{"mimetype": true, "META-INF/manifest.xml": true, "/": true}
		for _, e := range parse(t, parts["META-INF/manifest.xml"]).all("manifest:file-entry") {
			file := e.attr["manifest:full-path"]
			if parts[file] == nil && file != "/" {
				t.Errorf("%s: %s is not there", f.name, file)
			}
			listed[file] = true
		}
		for file := range parts {
			if !listed[file] {
				t.Errorf("%s: %s is not in the list", f.name, file)
			}
		}
		for _, i := range root.all("draw:image") {
			if !bytes.HasPrefix(parts[i.attr["xlink:href"]], []byte("\x89PNG")) {
				t.Errorf("%s: no picture %s", f.name, i.attr["xlink:href"])
			}
		}
		defined := map[string]bool{}
		styles := parse(t, parts["styles.xml"])
		for _, s := range append(styles.all("style:style", "text:list-style", "style:page-layout", "style:master-page"), root.all("style:style")...) {
			name := s.attr["style:name"]
			if twice := s.name + s.attr["style:family"] + " " + name; defined[twice] {
				t.Errorf("two styles are called %s", twice)
			} else {
				defined[twice] = true
			}
			defined[name] = true
		}
		var used []string
		var uses func(*node)
		uses = func(n *node) {
			for a, value := range n.attr {
				if strings.HasSuffix(a, "style-name") || a == "style:page-layout-name" || a == "style:master-page-name" {
					used = append(used, value)
				}
			}
			for _, k := range n.kids {
				uses(k)
			}
		}
		uses(root)
		uses(styles)
		for _, u := range used {
			if !defined[u] {
				t.Errorf("%s: no style %q", f.name, u)
			}
		}
	}
}

// A quote is in its own language and direction.
func TestODTQuotes(t *testing.T) {
	root, _ := odtFormat.open(t, odtFormat.written(t, sample()))
	styles := map[string]*node{}
	for _, s := range root.all("style:style") {
		styles[s.attr["style:name"]] = s
	}
	var got []string
	for _, p := range root.all("text:p") {
		st := styles[p.attr["text:style-name"]]
		if p.attr["text:style-name"] != "Quotations" && (st == nil || st.attr["style:parent-style-name"] != "Quotations") {
			continue
		}
		said := ""
		if span := p.one("text:span"); span.name != "" {
			look := styles[span.attr["text:style-name"]].one("style:text-properties").attr
			said = look["fo:language"] + look["style:language-complex"]
		}
		if st != nil && st.one("style:paragraph-properties").attr["style:writing-mode"] == "rl-tb" {
			said += " from the right"
		}
		got = append(got, said)
	}
	if want := []string{"nl", "ar from the right", "", "en"}; !slices.Equal(got, want) {
		t.Errorf("quotes are in %q, not %q", got, want)
	}
}
