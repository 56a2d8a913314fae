package office

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"ouderstem/views/document"
)

// The names of WordprocessingML (ECMA-376, transitional: what all programs
// read). Elements stand in the order that its schemas want; Word refuses a file
// over one that does not.
const (
	nsWord    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsRel     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsDrawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsPlace   = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	nsPicture = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	nsPackage = "http://schemas.openxmlformats.org/package/2006/"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// DOCX writes d for Word: headings, captions, tables and lists are Word's own,
// pictures have their description, links lead to bookmarks. The same document
// gives the same bytes.
func DOCX(w io.Writer, d document.Document) error {
	pieces, err := arrange(d)
	if err != nil {
		return err
	}
	return writeDOCX(w, d, pieces)
}

// writeDOCX writes what d was laid out as.
func writeDOCX(w io.Writer, d document.Document, pieces []piece) error {
	x := docx{markup: begin(), doc: d}
	x.document(pieces)
	parts := []part{
		{name: "[Content_Types].xml", data: docxTypes()},
		{name: "_rels/.rels", data: relations([]relation{
			{"rId1", nsRel + "/officeDocument", "word/document.xml", false},
			{"rId2", nsPackage + "relationships/metadata/core-properties", "docProps/core.xml", false},
		})},
		{name: "docProps/core.xml", data: docxCore(d)},
		{name: "word/document.xml", data: x.Bytes()},
		{name: "word/styles.xml", data: docxStyles(d)},
		{name: "word/numbering.xml", data: docxNumbering()},
		{name: "word/settings.xml", data: docxSettings()},
		{name: "word/header1.xml", data: docxHeader(d)},
		{name: "word/footer1.xml", data: docxFooter(d)},
	}
	for i, p := range x.pictures {
		parts = append(parts, part{name: fmt.Sprintf("word/media/figure%d.png", i+1), data: p.png})
	}
	parts = append(parts, part{name: "word/_rels/document.xml.rels", data: relations(x.relations())})
	return pack(w, parts)
}

// relation says which part or address an id of a part stands for.
type relation struct {
	id, kind, target string
	outside          bool
}

func relations(list []relation) []byte {
	m := begin()
	m.el("Relationships", attrs{"xmlns", nsPackage + "relationships"}, func() {
		for _, r := range list {
			mode := ""
			if r.outside {
				mode = "External"
			}
			m.leaf("Relationship", "Id", r.id, "Type", r.kind, "Target", r.target, "TargetMode", mode)
		}
	})
	return m.Bytes()
}

// relations returns those of the text itself.
func (x *docx) relations() []relation {
	list := []relation{
		{"rIdStyles", nsRel + "/styles", "styles.xml", false},
		{"rIdNumbering", nsRel + "/numbering", "numbering.xml", false},
		{"rIdSettings", nsRel + "/settings", "settings.xml", false},
		{"rIdHeader", nsRel + "/header", "header1.xml", false},
		{"rIdFooter", nsRel + "/footer", "footer1.xml", false},
	}
	for i := range x.pictures {
		list = append(list, relation{"rIdFigure" + strconv.Itoa(i+1), nsRel + "/image", fmt.Sprintf("media/figure%d.png", i+1), false})
	}
	for i, address := range x.links {
		list = append(list, relation{"rIdLink" + strconv.Itoa(i+1), nsRel + "/hyperlink", address, true})
	}
	return list
}

func docxTypes() []byte {
	m := begin()
	m.el("Types", attrs{"xmlns", nsPackage + "content-types"}, func() {
		m.leaf("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml")
		m.leaf("Default", "Extension", "xml", "ContentType", "application/xml")
		m.leaf("Default", "Extension", "png", "ContentType", "image/png")
		m.leaf("Override", "PartName", "/docProps/core.xml", "ContentType", "application/vnd.openxmlformats-package.core-properties+xml")
		for _, p := range []struct{ name, kind string }{
			{"document", "document.main"},
			{"styles", "styles"},
			{"numbering", "numbering"},
			{"settings", "settings"},
			{"header1", "header"},
			{"footer1", "footer"},
		} {
			m.leaf("Override", "PartName", "/word/"+p.name+".xml", "ContentType", wordType+p.kind+"+xml")
		}
	})
	return m.Bytes()
}

// docxCore returns what the file says of itself: nothing of who made it or when.
func docxCore(d document.Document) []byte {
	m := begin()
	m.el("cp:coreProperties", attrs{
		"xmlns:cp", nsPackage + "metadata/core-properties",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/",
	}, func() {
		m.words("dc:title", fullTitle(d))
		m.words("dc:subject", d.Subtitle)
		m.words("dc:language", d.Lang)
	})
	return m.Bytes()
}

// fullTitle names the document where it stands alone.
func fullTitle(d document.Document) string {
	if d.Unit == "" || d.Title == "" {
		return d.Title + d.Unit
	}
	return d.Title + " – " + d.Unit
}

func docxSettings() []byte {
	m := begin()
	m.el("w:settings", attrs{"xmlns:w", nsWord}, func() {
		m.leaf("w:defaultTabStop", "w:val", "567")
		m.leaf("w:characterSpacingControl", "w:val", "doNotCompress")
		// Without this Word lays it out as its version of 2007 would.
		m.el("w:compat", nil, func() {
			m.leaf("w:compatSetting", "w:name", "compatibilityMode", "w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15")
		})
	})
	return m.Bytes()
}

func docxHeader(d document.Document) []byte {
	m := begin()
	m.el("w:hdr", attrs{"xmlns:w", nsWord}, func() {
		x := docx{markup: m, doc: d}
		x.para(&para{style: running, spans: []span{{text: runningTitle(d)}}, rtl: d.RTL})
	})
	return m.Bytes()
}

// runningTitle is the line on top of every page but the first.
func runningTitle(d document.Document) string {
	s := []rune(fullTitle(d))
	if millimetres(string(s), runningSize) <= textWidth {
		return string(s)
	}
	for len(s) > 0 && millimetres(string(s)+"…", runningSize) > textWidth {
		s = s[:len(s)-1]
	}
	return strings.TrimRight(string(s), " ") + "…"
}

func docxFooter(d document.Document) []byte {
	m := begin()
	m.el("w:ftr", attrs{"xmlns:w", nsWord}, func() {
		m.el("w:p", nil, func() {
			x := docx{markup: m, doc: d}
			x.properties(&para{style: paging, rtl: d.RTL})
			x.field(" PAGE ", span{text: "1"})
			x.run(span{text: " / "})
			x.field(" NUMPAGES ", span{text: "1"})
		})
	})
	return m.Bytes()
}

// wordLanguage returns lang as Word knows it, which is with a country.
func wordLanguage(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if base, _ := tag.Base(); base.String() == "en" && lang == "en" {
		return "en-GB" // English as in Europe
	}
	base, _ := tag.Base()
	region, _ := tag.Region()
	return base.String() + "-" + region.String()
}

// twips are twentieths of a point, Word's measure.
func twips(mm float64) string { return strconv.Itoa(int(math.Round(mm * 1440 / 25.4))) }

func points(pt float64) string { return strconv.Itoa(int(math.Round(pt * 20))) }

func halves(pt float64) string { return strconv.Itoa(int(math.Round(pt * 2))) }

// emu are English metric units, the measure of drawings.
func emu(mm float64) string { return strconv.Itoa(int(math.Round(mm * 36000))) }
