package office

import (
	"strconv"

	"ouderstem/views/document"
)

const bar = "2.25pt solid #" + thin // beside a quote

// odtStyles returns the styles of an OpenDocument file in d's language, and its
// pages.
func odtStyles(d document.Document) []byte {
	m := begin()
	m.el("office:document-styles", odtNames, func() {
		odtFonts(m)
		m.el("office:styles", nil, func() {
			odtDefaults(m, d)
			for _, s := range paragraphs {
				odtParagraph(m, s, d.RTL)
			}
			for _, s := range stretches {
				m.el("style:style", attrs{"style:name", styleName(s), "style:display-name", s.odt, "style:family", "text"}, func() { odtText(m, s) })
			}
			m.leaf("style:style", "style:name", "Graphics", "style:family", "graphic")
			odtBullets(m)
		})
		m.el("office:automatic-styles", nil, func() {
			odtPage(m, d, "PageFirst", false)
			odtPage(m, d, "Page", true)
		})
		m.el("office:master-styles", nil, func() {
			odtMaster(m, d, "First", "PageFirst", false)
			odtMaster(m, d, "Standard", "Page", true)
		})
	})
	return m.Bytes()
}

func odtDefaults(m *markup, d document.Document) {
	m.el("style:default-style", attrs{"style:family", "paragraph"}, func() {
		m.leaf("style:paragraph-properties", "fo:orphans", "2", "fo:widows", "2", "style:writing-mode", writing(d.RTL), "style:tab-stop-distance", "10mm")
		m.leaf("style:text-properties", append(odtLanguage(d.Lang, d.RTL),
			"style:font-name", font, "style:font-name-asian", font, "style:font-name-complex", font,
			"fo:font-size", pt(body), "style:font-size-asian", pt(body), "style:font-size-complex", pt(body))...)
	})
}

func odtParagraph(m *markup, s style, rtl bool) {
	head := attrs{"style:name", styleName(s), "style:display-name", s.odt, "style:family", "paragraph"}
	if s.base != "" {
		head = append(head, "style:parent-style-name", styleName(styleOf(s.base)))
	}
	if s.next != "" {
		head = append(head, "style:next-style-name", styleName(styleOf(s.next)))
	}
	if s.level > 0 {
		head = append(head, "style:default-outline-level", strconv.Itoa(s.level))
	}
	if s.id == bullet {
		head = append(head, "style:list-style-name", "Bullets")
	}
	m.el("style:style", head, func() {
		m.el("style:paragraph-properties", odtSpace(s, rtl), func() {
			if s.id == contentsEntry {
				m.el("style:tab-stops", nil, func() {
					m.leaf("style:tab-stop", "style:position", mm(textWidth), "style:type", "right", "style:leader-style", "dotted", "style:leader-text", ".")
				})
			}
		})
		odtText(m, s)
	})
}

// odtSpace returns what a style has to do with space, lines and pages.
func odtSpace(s style, rtl bool) attrs {
	var a attrs
	if s.before != 0 {
		a = append(a, "fo:margin-top", pt(max(0, s.before)))
	}
	if s.after != 0 {
		a = append(a, "fo:margin-bottom", pt(max(0, s.after)))
	}
	if s.line != 0 {
		a = append(a, "fo:line-height", strconv.Itoa(int(s.line*100+.5))+"%")
	}
	if s.left > 0 {
		a = append(a, "fo:margin-left", mm(s.left))
	}
	if s.hanging > 0 {
		a = append(a, "fo:text-indent", mm(-s.hanging))
	}
	if s.end || s.id == normal {
		a = append(a, "fo:text-align", side(rtl, s.end))
	}
	if s.keep {
		a = append(a, "fo:keep-with-next", "always")
	}
	if s.together {
		a = append(a, "fo:keep-together", "always")
	}
	if s.bar {
		a = append(a, "fo:border-left", bar, "fo:padding-left", "3.5mm", "style:join-border", "false")
	}
	return a
}

func odtText(m *markup, s style) {
	var a attrs
	if s.bold {
		a = append(a, "fo:font-weight", "bold", "style:font-weight-complex", "bold")
	}
	if s.colour != "" {
		a = append(a, "fo:color", "#"+s.colour)
	}
	if s.size > 0 {
		a = append(a, "fo:font-size", pt(s.size), "style:font-size-asian", pt(s.size), "style:font-size-complex", pt(s.size))
	}
	if s.under {
		a = append(a, "style:text-underline-style", "solid", "style:text-underline-width", "auto", "style:text-underline-color", "font-color")
	}
	if s.box {
		a = append(a, "fo:border", "0.75pt solid #"+dark, "fo:padding", "0.2mm")
	}
	if s.shade != "" {
		a = append(a, "fo:background-color", "#"+s.shade)
	}
	if len(a) > 0 {
		m.leaf("style:text-properties", a...)
	}
}

func odtBullets(m *markup) {
	st := styleOf(bullet)
	m.el("text:list-style", attrs{"style:name", "Bullets"}, func() {
		m.el("text:list-level-style-bullet", attrs{"text:level", "1", "text:bullet-char", "•"}, func() {
			m.el("style:list-level-properties", attrs{"text:list-level-position-and-space-mode", "label-alignment"}, func() {
				m.leaf("style:list-level-label-alignment", "text:label-followed-by", "listtab", "text:list-tab-stop-position", mm(st.left),
					"fo:text-indent", mm(-st.hanging), "fo:margin-left", mm(st.left))
			})
			m.leaf("style:text-properties", "fo:color", "#"+deep, "fo:font-family", font)
		})
	})
}

// odtPage sets the paper. What stands on top and at the bottom of a page is in
// the margins.
func odtPage(m *markup, d document.Document, name string, headed bool) {
	const edge, room = 12, 8 // mm from the paper's edge, and of the line there
	top := float64(margin)
	if headed {
		top = edge
	}
	m.el("style:page-layout", attrs{"style:name", name}, func() {
		m.leaf("style:page-layout-properties", "fo:page-width", mm(pageWidth), "fo:page-height", mm(pageHeight), "style:print-orientation", "portrait",
			"fo:margin-top", mm(top), "fo:margin-bottom", mm(edge), "fo:margin-left", mm(margin), "fo:margin-right", mm(margin),
			"style:writing-mode", writing(d.RTL))
		if headed {
			m.el("style:header-style", nil, func() {
				m.leaf("style:header-footer-properties", "fo:min-height", mm(margin-edge), "fo:margin-bottom", mm(margin-edge-room))
			})
		}
		m.el("style:footer-style", nil, func() {
			m.leaf("style:header-footer-properties", "fo:min-height", mm(margin-edge), "fo:margin-top", mm(margin-edge-room))
		})
	})
}

func odtMaster(m *markup, d document.Document, name, layout string, headed bool) {
	next := ""
	if !headed {
		next = "Standard"
	}
	m.el("style:master-page", attrs{"style:name", name, "style:page-layout-name", layout, "style:next-style-name", next}, func() {
		if headed {
			m.el("style:header", nil, func() {
				m.el("text:p", attrs{"text:style-name", styleName(styleOf(running))}, func() { m.text(runningTitle(d)) })
			})
		}
		m.el("style:footer", nil, func() {
			m.el("text:p", attrs{"text:style-name", styleName(styleOf(paging))}, func() {
				m.el("text:page-number", attrs{"text:select-page", "current"}, func() { m.text("1") })
				m.text(" / ")
				m.el("text:page-count", nil, func() { m.text("1") })
			})
		})
	})
}
