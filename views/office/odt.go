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

// OpenDocument 1.3 (ISO/IEC 26300, OASIS 2021).
const odtType = "application/vnd.oasis.opendocument.text"

var odtNames = attrs{
	"xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
	"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
	"xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
	"xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
	"xmlns:draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
	"xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
	"xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
	"xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
	"xmlns:xlink", "http://www.w3.org/1999/xlink",
	"xmlns:dc", "http://purl.org/dc/elements/1.1/",
	"xmlns:ooow", "http://openoffice.org/2004/writer",
	"office:version", "1.3",
}

// ODT writes d for LibreOffice and other programs that read OpenDocument, with
// all that [DOCX] has. The same document gives the same bytes.
func ODT(w io.Writer, d document.Document) error {
	pieces, err := arrange(d)
	if err != nil {
		return err
	}
	return writeODT(w, d, pieces)
}

// writeODT writes what d was laid out as.
func writeODT(w io.Writer, d document.Document, pieces []piece) error {
	x := odt{markup: &markup{}, doc: d, known: map[string]string{}}
	x.pieces(pieces)
	parts := []part{
		{name: "mimetype", data: []byte(odtType), plain: true},
		{name: "content.xml", data: x.content()},
		{name: "styles.xml", data: odtStyles(d)},
		{name: "meta.xml", data: odtMeta(d)},
		{name: "settings.xml", data: odtSettings()},
	}
	for _, p := range x.pictures {
		parts = append(parts, part{name: pictureName(p), data: p.png})
	}
	return pack(w, append(parts, part{name: "META-INF/manifest.xml", data: odtManifest(parts)}))
}

func pictureName(p *picture) string { return fmt.Sprintf("Pictures/figure%d.png", p.number) }

// content returns the text with the styles that it turned out to need.
func (x *odt) content() []byte {
	m := begin()
	m.el("office:document-content", odtNames, func() {
		odtFonts(m)
		m.el("office:automatic-styles", nil, func() { m.add(&x.automatic) })
		m.el("office:body", nil, func() {
			m.el("office:text", nil, func() {
				m.el("text:sequence-decls", nil, func() {
					for _, name := range []string{"Table", "Figure"} {
						m.leaf("text:sequence-decl", "text:display-outline-level", "0", "text:name", name)
					}
				})
				m.add(x.markup)
			})
		})
	})
	return m.Bytes()
}

func odtFonts(m *markup) {
	m.el("office:font-face-decls", nil, func() {
		m.leaf("style:font-face", "style:name", font, "svg:font-family", font, "style:font-family-generic", "swiss", "style:font-pitch", "variable")
	})
}

func odtMeta(d document.Document) []byte {
	m := begin()
	m.el("office:document-meta", odtNames, func() {
		m.el("office:meta", nil, func() {
			m.words("dc:title", fullTitle(d))
			m.words("dc:subject", d.Subtitle)
			m.words("dc:language", wordLanguage(d.Lang))
		})
	})
	return m.Bytes()
}

// layoutSettings ask LibreOffice for the space between two paragraphs that Word
// makes, the larger of the two, not their sum (AddParaTableSpacing). The rest is
// what it does without settings: with any, it takes those that are missing as
// they were in versions of long ago.
var layoutSettings = []struct {
	name string
	on   bool
}{
	{"AddParaTableSpacing", false},
	{"AddParaTableSpacingAtStart", true},
	{"AddParaSpacingToTableCells", true},
	{"AddParaLineSpacingToTableCells", true},
	{"PropLineSpacingShrinksFirstLine", true},
	{"UseFormerLineSpacing", false},
	{"UseFormerObjectPositioning", false},
	{"UseFormerTextWrapping", false},
	{"UseOldNumbering", false},
	{"UseOldPrinterMetrics", false},
	{"AddExternalLeading", true},
	{"TabsRelativeToIndent", true},
	{"IgnoreFirstLineIndentInNumbering", false},
	{"DoNotResetParaAttrsForNumFont", false},
}

func odtSettings() []byte {
	m := begin()
	m.el("office:document-settings", attrs{
		"xmlns:office", odtNames[1], "xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
		"xmlns:ooo", "http://openoffice.org/2004/office", "office:version", "1.3",
	}, func() {
		m.el("office:settings", nil, func() {
			m.el("config:config-item-set", attrs{"config:name", "ooo:configuration-settings"}, func() {
				for _, s := range layoutSettings {
					m.el("config:config-item", attrs{"config:name", s.name, "config:type", "boolean"}, func() { m.text(strconv.FormatBool(s.on)) })
				}
			})
		})
	})
	return m.Bytes()
}

func odtManifest(parts []part) []byte {
	m := begin()
	m.el("manifest:manifest", attrs{
		"xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest:version", "1.3",
	}, func() {
		m.leaf("manifest:file-entry", "manifest:full-path", "/", "manifest:version", "1.3", "manifest:media-type", odtType)
		for _, p := range parts {
			kind := "text/xml"
			switch {
			case p.plain:
				continue
			case strings.HasSuffix(p.name, ".png"):
				kind = "image/png"
			}
			m.leaf("manifest:file-entry", "manifest:full-path", p.name, "manifest:media-type", kind)
		}
	})
	return m.Bytes()
}

// mm writes a length.
func mm(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) + "mm"
}

// pt writes a length in points.
func pt(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) + "pt" }

// odtLanguage returns the attributes that say the language of text of one kind
// of writing.
func odtLanguage(lang string, rtl bool) attrs {
	base, region, _ := strings.Cut(wordLanguage(lang), "-")
	suffix := ""
	switch tag, _ := language.Make(lang).Base(); {
	case tag.String() == "zh" || tag.String() == "ja" || tag.String() == "ko":
		suffix = "-asian"
	case rtl:
		suffix = "-complex"
	}
	if suffix == "" {
		return attrs{"fo:language", base, "fo:country", region}
	}
	return attrs{"style:language" + suffix, base, "style:country" + suffix, region}
}
