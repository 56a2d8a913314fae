package office

import (
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"ouderstem/views/document"
)

// docx writes the text of a Word file.
type docx struct {
	*markup
	doc      document.Document
	pictures []*picture
	links    []string // addresses outside, in the order they are first met
	marked   int      // bookmarks so far
}

func (x *docx) document(pieces []piece) {
	x.el("w:document", attrs{
		"xmlns:w", nsWord, "xmlns:r", nsRel, "xmlns:wp", nsPlace, "xmlns:a", nsDrawing, "xmlns:pic", nsPicture,
	}, func() {
		x.el("w:body", nil, func() {
			for _, p := range pieces {
				switch p := p.(type) {
				case *para:
					x.para(p)
				case *grid:
					x.grid(p)
				case *contents:
					x.contents(p)
				}
			}
			x.page()
		})
	})
}

// page sets the paper. The first page has no line on top: its title is there.
func (x *docx) page() {
	x.el("w:sectPr", nil, func() {
		x.leaf("w:headerReference", "w:type", "default", "r:id", "rIdHeader")
		x.leaf("w:footerReference", "w:type", "default", "r:id", "rIdFooter")
		x.leaf("w:footerReference", "w:type", "first", "r:id", "rIdFooter")
		x.leaf("w:pgSz", "w:w", twips(pageWidth), "w:h", twips(pageHeight))
		x.leaf("w:pgMar", "w:top", twips(margin), "w:right", twips(margin), "w:bottom", twips(margin), "w:left", twips(margin),
			"w:header", twips(12), "w:footer", twips(12), "w:gutter", "0")
		x.leaf("w:titlePg")
		if x.doc.RTL {
			x.leaf("w:bidi")
		}
	})
}

func (x *docx) para(p *para) {
	x.el("w:p", nil, func() {
		x.properties(p)
		for _, m := range p.marks {
			x.marked++
			id := strconv.Itoa(x.marked)
			x.leaf("w:bookmarkStart", "w:id", id, "w:name", m)
			defer x.leaf("w:bookmarkEnd", "w:id", id)
		}
		for _, s := range p.spans {
			x.span(s)
		}
	})
}

// properties writes what a paragraph has beyond its style.
func (x *docx) properties(p *para) {
	st := styleOf(p.style)
	x.el("w:pPr", nil, func() {
		x.leaf("w:pStyle", "w:val", string(p.style))
		if p.keep && !st.keep {
			x.leaf("w:keepNext")
		}
		if p.fresh {
			x.leaf("w:pageBreakBefore")
		}
		if p.rule || st.bar && (p.even || p.rtl) {
			x.el("w:pBdr", nil, func() { x.borders(p, st) })
		}
		if p.hang > 0 {
			x.el("w:tabs", nil, func() { x.leaf("w:tab", "w:val", "left", "w:pos", twips(p.hang)) })
		}
		if p.rtl {
			x.leaf("w:bidi")
		} else if x.doc.RTL {
			x.leaf("w:bidi", "w:val", "0")
		}
		if p.apart && st.before == 0 || p.rule && st.before < 10 {
			x.leaf("w:spacing", "w:before", points(max(6, st.before, ruled(p))))
		}
		if p.hang > 0 {
			x.leaf("w:ind", "w:left", twips(p.hang), "w:hanging", twips(p.hang))
		}
	})
}

// borders writes the line above a paragraph, or beside a quote. Of every second
// quote that is one shade off, so that Word does not take it for the same line
// and draw it on between the two.
func (x *docx) borders(p *para, st style) {
	if p.rule {
		x.line("w:top", 4, 6, thin)
	}
	if !st.bar {
		return
	}
	colour := thin
	if p.even {
		colour = nearlyThin
	}
	if !p.rtl {
		x.line("w:left", 18, 10, colour)
		return
	}
	x.leaf("w:left", "w:val", "nil")
	x.line("w:right", 18, 10, colour)
}

// ruled is the space above a line above a paragraph, in points.
func ruled(p *para) float64 {
	if p.rule {
		return 10
	}
	return 0
}

// line writes a border: its width in eighths of a point, its distance in points.
func (x *docx) line(side string, width, space int, colour string) {
	x.leaf(side, "w:val", "single", "w:sz", strconv.Itoa(width), "w:space", strconv.Itoa(space), "w:color", colour)
}

func (x *docx) span(s span) {
	switch s.what {
	case tab:
		x.el("w:r", nil, func() { x.leaf("w:tab") })
	case drawing:
		x.drawing(s.pic)
	case tableCount:
		x.field(" SEQ Table \\* ARABIC ", s)
	case figureCount:
		x.field(" SEQ Figure \\* ARABIC ", s)
	default:
		x.linked(s)
	}
}

func (x *docx) linked(s span) {
	switch {
	case s.link == "":
		x.run(s)
	case s.link[0] == '#':
		x.el("w:hyperlink", attrs{"w:anchor", s.link[1:], "w:history", "1"}, func() { x.run(s) })
	default:
		at := slices.Index(x.links, s.link)
		if at < 0 {
			at = len(x.links)
			x.links = append(x.links, s.link)
		}
		x.el("w:hyperlink", attrs{"r:id", "rIdLink" + strconv.Itoa(at+1), "w:history", "1"}, func() { x.run(s) })
	}
}

// run writes text in its style.
func (x *docx) run(s span) {
	if s.text == "" {
		return
	}
	x.el("w:r", nil, func() {
		x.runProperties(s)
		lines(s.text, func(l string) {
			x.el("w:t", attrs{"xml:space", "preserve"}, func() { x.text(l) })
		}, func() { x.leaf("w:br") })
	})
}

func (x *docx) runProperties(s span) {
	rtl := s.rtl || x.doc.RTL && (s.lang == "" || s.lang == x.doc.Lang)
	if s.style == "" && !s.strong && s.lang == "" && !rtl {
		return
	}
	x.el("w:rPr", nil, func() {
		if s.style != "" {
			x.leaf("w:rStyle", "w:val", string(s.style))
		}
		if s.strong {
			x.leaf("w:b")
			x.leaf("w:bCs")
		}
		if rtl {
			x.leaf("w:rtl")
		}
		if s.lang != "" {
			x.language(s.lang, rtl)
		}
	})
}

// language writes the language of text under the kind of writing it has.
func (x *docx) language(lang string, rtl bool) {
	kind := "w:val"
	base, _ := language.Make(lang).Base()
	switch base.String() {
	case "zh", "ja", "ko":
		kind = "w:eastAsia"
	default:
		if rtl {
			kind = "w:bidi"
		}
	}
	x.leaf("w:lang", kind, wordLanguage(lang))
}

// field writes a field with the result it has now. It has several parts, since
// not every program reads those of one part.
func (x *docx) field(code string, result span) {
	x.code(code, result)
	x.run(result)
	x.mark("end", result)
}

// code writes a field up to where its result is, in the style of that.
func (x *docx) code(code string, like span) {
	x.mark("begin", like)
	x.el("w:r", nil, func() {
		x.runProperties(like)
		x.el("w:instrText", attrs{"xml:space", "preserve"}, func() { x.text(code) })
	})
	x.mark("separate", like)
}

// contents writes the list of sections, as Word's own: pages are filled in when
// somebody updates it, since only Word knows them.
func (x *docx) contents(c *contents) {
	x.el("w:sdt", nil, func() {
		x.el("w:sdtPr", nil, func() {
			x.el("w:docPartObj", nil, func() {
				x.leaf("w:docPartGallery", "w:val", "Table of Contents")
				x.leaf("w:docPartUnique")
			})
		})
		x.el("w:sdtContent", nil, func() {
			if c.title != "" {
				x.para(&para{style: contentsHead, spans: []span{{text: c.title}}, rtl: c.rtl})
			}
			for i, e := range c.entries {
				x.el("w:p", nil, func() {
					x.properties(&para{style: contentsEntry, rtl: c.rtl, keep: i < len(c.entries)-1})
					if i == 0 {
						x.code(` TOC \o "1-1" \h \z `, span{})
					}
					x.linked(span{text: e.text, link: "#" + e.mark})
					if i == len(c.entries)-1 {
						x.mark("end", span{})
					}
				})
			}
		})
	})
}

// mark writes where a field begins, shows its result, or ends.
func (x *docx) mark(kind string, like span) {
	x.el("w:r", nil, func() {
		x.runProperties(like)
		x.leaf("w:fldChar", "w:fldCharType", kind)
	})
}
