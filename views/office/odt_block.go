package office

import "strconv"

// grid writes a table with a head that is repeated on every page it goes on to.
func (x *odt) grid(g *grid) {
	look := attrs{"style:width", mm(sum(g.widths)), "table:align", "left", "fo:margin-top", "0mm", "fo:margin-bottom", "0mm"}
	if g.rtl {
		look[3] = "right"
		look = append(look, "style:writing-mode", "rl-tb")
	}
	if g.keep {
		look = append(look, "style:may-break-between-rows", "false")
	}
	if g.noted {
		look = append(look, "fo:keep-with-next", "always")
	}
	name := x.auto("Table", attrs{"style:family", "table"}, func(m *markup) { m.leaf("style:table-properties", look...) })
	x.el("table:table", attrs{"table:name", g.id, "table:style-name", name}, func() {
		x.words("table:title", g.caption)
		for _, width := range g.widths {
			column := x.auto("Column", attrs{"style:family", "table-column"}, func(m *markup) {
				m.leaf("style:table-column-properties", "style:column-width", mm(width))
			})
			x.leaf("table:table-column", "table:style-name", column)
		}
		x.el("table:table-header-rows", nil, func() {
			head := make([]cell, len(g.head))
			for i, h := range g.head {
				head[i] = cell{text: h}
			}
			x.row(g, head, true)
		})
		for _, row := range g.rows {
			x.row(g, row, false)
		}
	})
}

func (x *odt) row(g *grid, cells []cell, head bool) {
	row := x.auto("Row", attrs{"style:family", "table-row"}, func(m *markup) {
		m.leaf("style:table-row-properties", "fo:keep-together", "always")
	})
	colour, down := thin, "top"
	if head {
		colour, down = dark, "bottom"
	}
	look := x.auto("Cell", attrs{"style:family", "table-cell"}, func(m *markup) {
		end := "fo:padding-right"
		start := "fo:padding-left"
		if g.rtl {
			end, start = start, end
		}
		m.leaf("style:table-cell-properties", "fo:padding-top", "0.7mm", "fo:padding-bottom", "0.7mm", start, "0mm", end, mm(g.gap()),
			"fo:border", "none", "fo:border-bottom", "0.5pt solid #"+colour, "style:vertical-align", down)
	})
	x.el("table:table-row", attrs{"table:style-name", row}, func() {
		for i, c := range cells {
			x.el("table:table-cell", attrs{"table:style-name", look, "office:value-type", "string"}, func() {
				x.para(&para{style: g.cellStyle(head, i), spans: []span{{text: c.text, lang: c.lang}}, rtl: g.rtl}, false)
			})
		}
	})
}

// drawing writes a picture in its line.
func (x *odt) drawing(p *picture) {
	x.pictures = append(x.pictures, p)
	x.el("draw:frame", attrs{
		"draw:style-name", "Graphics", "draw:name", "figure" + strconv.Itoa(p.number), "text:anchor-type", "as-char",
		"svg:width", mm(p.width), "svg:height", mm(p.height),
	}, func() {
		x.leaf("draw:image", "xlink:href", pictureName(p), "xlink:type", "simple", "xlink:show", "embed", "xlink:actuate", "onLoad", "draw:mime-type", "image/png")
		x.words("svg:title", p.title)
		x.words("svg:desc", p.description)
	})
}

// contents writes the list of sections. Pages are references, which a program
// fills in when it opens the file; so does updating the list.
func (x *odt) contents(c *contents) {
	entryStyle, headStyle, plain := styleName(styleOf(contentsEntry)), styleName(styleOf(contentsHead)), styleName(stretchOf(index))
	x.el("text:table-of-content", attrs{"text:name", "Contents"}, func() {
		x.el("text:table-of-content-source", attrs{"text:outline-level", "1"}, func() {
			x.el("text:index-title-template", attrs{"text:style-name", headStyle}, func() { x.text(c.title) })
			x.el("text:table-of-content-entry-template", attrs{"text:outline-level", "1", "text:style-name", entryStyle}, func() {
				x.leaf("text:index-entry-link-start")
				x.leaf("text:index-entry-text")
				x.leaf("text:index-entry-tab-stop", "style:type", "right", "style:leader-char", ".")
				x.leaf("text:index-entry-page-number")
				x.leaf("text:index-entry-link-end")
			})
		})
		x.el("text:index-body", nil, func() {
			if c.title != "" {
				x.el("text:index-title", attrs{"text:name", "Contents_Head"}, func() {
					x.para(&para{style: contentsHead, spans: []span{{text: c.title}}, rtl: c.rtl}, false)
				})
			}
			for _, e := range c.entries {
				x.el("text:p", attrs{"text:style-name", entryStyle}, func() {
					x.el("text:a", attrs{"xlink:type", "simple", "xlink:href", "#" + e.mark, "text:style-name", plain, "text:visited-style-name", plain}, func() {
						x.written(e.text)
						x.leaf("text:tab")
						x.el("text:bookmark-ref", attrs{"text:reference-format", "page", "text:ref-name", e.mark}, func() { x.text("1") })
					})
				})
			}
		})
	})
}
