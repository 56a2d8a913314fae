package office

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// In this order the schemas of ECMA-376 want what is in these elements (part 1,
// annex A; of the names there, those that are written here). Word refuses files
// that do not keep to it.
var schemaOrder = map[string]string{
	"w:pPr":      "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs bidi spacing ind jc outlineLvl",
	"w:pBdr":     "top left bottom right",
	"w:rPr":      "rStyle rFonts b bCs color sz szCs u bdr shd rtl lang",
	"w:tblPr":    "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
	"w:tcPr":     "tcW tcBorders vAlign",
	"w:trPr":     "cantSplit tblHeader",
	"w:sectPr":   "headerReference footerReference pgSz pgMar titlePg bidi",
	"w:style":    "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
	"w:lvl":      "start numFmt pStyle lvlText lvlJc pPr rPr",
	"w:settings": "defaultTabStop characterSpacingControl compat",
	"w:tbl":      "tblPr tblGrid tr",
	"wp:inline":  "extent docPr cNvGraphicFramePr graphic",
	"pic:pic":    "nvPicPr blipFill spPr",
}

func TestDOCXOrder(t *testing.T) {
	met := map[string]bool{}
	for _, f := range written(t, docxFormat) {
		_, parts := f.open(t, f.data)
		for file, data := range parts {
			if !strings.HasSuffix(file, ".xml") {
				continue
			}
			root := parse(t, data)
			for element, order := range schemaOrder {
				names := strings.Fields(order)
				for _, n := range append(root.all(element), root) {
					if n.name != element {
						continue
					}
					met[element] = true
					at := 0
					for _, k := range n.kids {
						_, local, _ := strings.Cut(k.name, ":")
						i := slices.Index(names, local)
						if i < at {
							t.Errorf("%s: in %s, %s stands where it may not in %s", f.name, file, k.name, element)
						}
						at = max(at, i)
					}
				}
			}
		}
	}
	if len(met) != len(schemaOrder) {
		t.Errorf("of %d elements only %v were met", len(schemaOrder), met)
	}
}

// Every part has a type, everything that is referred to is there, and every
// style that is used is defined.
func TestDOCXIsWhole(t *testing.T) {
	for _, f := range written(t, docxFormat) {
		root, parts := f.open(t, f.data)
		types := parse(t, parts["[Content_Types].xml"])
		for file := range parts {
			known := file == "[Content_Types].xml"
			for _, k := range types.kids {
				known = known || k.attr["PartName"] == "/"+file || k.attr["Extension"] == strings.TrimPrefix(path.Ext(file), ".")
			}
			if !known {
				t.Errorf("%s: %s has no type", f.name, file)
			}
		}
		for _, from := range []string{"", "word/"} {
			rels := from + "_rels/document.xml.rels"
			if from == "" {
				rels = "_rels/.rels"
			}
			for _, r := range parse(t, parts[rels]).all("Relationship") {
				if _, there := parts[from+r.attr["Target"]]; !there && r.attr["TargetMode"] != "External" {
					t.Errorf("%s: %s is not there", f.name, r.attr["Target"])
				}
			}
		}
		for _, n := range root.all("a:blip", "w:headerReference", "w:footerReference") {
			relationTarget(t, parts, n.attr["r:embed"]+n.attr["r:id"])
		}
		defined := map[string]bool{}
		styles := parse(t, parts["word/styles.xml"])
		for _, s := range styles.all("w:style") {
			if defined[s.attr["w:styleId"]] {
				t.Errorf("two styles are called %s", s.attr["w:styleId"])
			}
			defined[s.attr["w:styleId"]] = true
		}
		used := append(root.all("w:pStyle", "w:rStyle", "w:tblStyle"), styles.all("w:basedOn", "w:next")...)
		for _, file := range []string{"word/numbering.xml", "word/header1.xml", "word/footer1.xml"} {
			used = append(used, parse(t, parts[file]).all("w:pStyle", "w:rStyle")...)
		}
		for _, u := range used {
			if !defined[u.attr["w:val"]] {
				t.Errorf("%s: no style %q", f.name, u.attr["w:val"])
			}
		}
		ids := map[string]bool{}
		for _, p := range root.all("wp:docPr") {
			if ids[p.attr["id"]] || p.attr["title"] == "" {
				t.Errorf("%s: picture %v", f.name, p.attr)
			}
			ids[p.attr["id"]] = true
		}
	}
}

func TestDOCXSaysWhatItIs(t *testing.T) {
	root, parts := docxFormat.open(t, docxFormat.written(t, sample()))
	core := parse(t, parts["docProps/core.xml"])
	if got := core.one("dc:title").words(); got != "Wat vonden ouders? – Gemeente Proefdorp" {
		t.Errorf("title %q", got)
	}
	if got := core.one("dc:language").words(); got != "nl" {
		t.Errorf("language %q", got)
	}
	if got := parse(t, parts["word/styles.xml"]).one("w:rPrDefault").one("w:lang").attr["w:val"]; got != "nl-NL" {
		t.Errorf("language of the text %q", got)
	}
	for _, table := range root.all("w:tbl") {
		if heads := table.all("w:tblHeader"); len(heads) != 1 || len(table.all("w:tr")[0].all("w:tblHeader")) != 1 {
			t.Errorf("a table has %d rows for its head", len(heads))
		}
		if table.one("w:tblCaption").attr["w:val"] == "" {
			t.Error("a table has no name")
		}
	}
	var numbered []string
	for _, p := range root.all("w:p") {
		if strings.HasSuffix(p.one("w:pStyle").attr["w:val"], "Caption") {
			numbered = append(numbered, reduce(p.words())[:8])
		}
	}
	if want := []string{"Figuur 1", "Tabel 1.", "Figuur 2", "Tabel 2.", "Tabel 3.", "Tabel 4."}; !slices.Equal(numbered, want) {
		t.Errorf("captions %q, not %q", numbered, want)
	}
	if got := parse(t, parts["word/footer1.xml"]).words(); reduce(got) != "1 / 1" {
		t.Errorf("the page's number is %q", got)
	}
}

// A quote is in its own language and direction.
func TestDOCXQuotes(t *testing.T) {
	root, _ := docxFormat.open(t, docxFormat.written(t, sample()))
	var got []string
	for _, p := range root.all("w:p") {
		if p.one("w:pStyle").attr["w:val"] == "Quote" {
			said := p.one("w:lang").attr["w:val"] + p.one("w:lang").attr["w:bidi"]
			if len(p.all("w:bidi")) == 1 && len(p.all("w:rtl")) > 0 {
				said += " from the right"
			}
			got = append(got, said)
		}
	}
	if want := []string{"nl-NL", "ar-EG from the right", "", "en-GB"}; !slices.Equal(got, want) {
		t.Errorf("quotes are in %q, not %q", got, want)
	}
}
