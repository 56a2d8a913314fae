package office

import "strconv"

// grid writes a table with a head that is repeated on every page it goes on to.
func (x *docx) grid(g *grid) {
	x.el("w:tbl", nil, func() {
		x.el("w:tblPr", nil, func() {
			x.leaf("w:tblStyle", "w:val", "ReportTable")
			if g.rtl {
				x.leaf("w:bidiVisual")
			}
			x.leaf("w:tblW", "w:w", twips(sum(g.widths)), "w:type", "dxa")
			x.leaf("w:tblLayout", "w:type", "fixed")
			if g.dense {
				x.el("w:tblCellMar", nil, func() { x.leaf("w:right", "w:w", twips(denseGap), "w:type", "dxa") })
			}
			x.leaf("w:tblLook", "w:val", "04A0", "w:firstRow", "1", "w:lastRow", "0", "w:firstColumn", "1", "w:lastColumn", "0", "w:noHBand", "0", "w:noVBand", "1")
			if g.caption != "" {
				x.leaf("w:tblCaption", "w:val", g.caption)
			}
		})
		x.el("w:tblGrid", nil, func() {
			for _, width := range g.widths {
				x.leaf("w:gridCol", "w:w", twips(width))
			}
		})
		head := make([]cell, len(g.head))
		for i, h := range g.head {
			head[i] = cell{text: h, head: true}
		}
		x.row(g, head, true, len(g.rows) > 0)
		for i, row := range g.rows {
			last := i == len(g.rows)-1
			x.row(g, row, false, g.keep && !last || g.noted && last)
		}
	})
}

// row writes a row that is not broken. keep holds it on the page of the next.
func (x *docx) row(g *grid, cells []cell, head, keep bool) {
	x.el("w:tr", nil, func() {
		x.el("w:trPr", nil, func() {
			x.leaf("w:cantSplit")
			if head {
				x.leaf("w:tblHeader")
			}
		})
		for i, c := range cells {
			x.el("w:tc", nil, func() {
				x.el("w:tcPr", nil, func() {
					x.leaf("w:tcW", "w:w", twips(g.widths[i]), "w:type", "dxa")
					if head {
						x.el("w:tcBorders", nil, func() { x.line("w:bottom", 8, 0, dark) })
						x.leaf("w:vAlign", "w:val", "bottom")
					}
				})
				x.para(&para{style: g.cellStyle(head, i), spans: []span{{text: c.text, lang: c.lang}}, rtl: g.rtl, keep: keep})
			})
		}
	})
}

// drawing writes a picture in its line.
func (x *docx) drawing(p *picture) {
	x.pictures = append(x.pictures, p)
	id := strconv.Itoa(len(x.pictures))
	width, height := emu(p.width), emu(p.height)
	name := "figure" + strconv.Itoa(p.number)
	x.el("w:r", nil, func() {
		x.el("w:drawing", nil, func() {
			x.el("wp:inline", attrs{"distT", "0", "distB", "0", "distL", "0", "distR", "0"}, func() {
				x.leaf("wp:extent", "cx", width, "cy", height)
				x.leaf("wp:docPr", "id", id, "name", name, "descr", p.description, "title", p.title)
				x.el("wp:cNvGraphicFramePr", nil, func() { x.leaf("a:graphicFrameLocks", "noChangeAspect", "1") })
				x.el("a:graphic", nil, func() {
					x.el("a:graphicData", attrs{"uri", nsPicture}, func() {
						x.picture(id, name, width, height)
					})
				})
			})
		})
	})
}

func (x *docx) picture(id, name, width, height string) {
	x.el("pic:pic", nil, func() {
		x.el("pic:nvPicPr", nil, func() {
			x.leaf("pic:cNvPr", "id", id, "name", name+".png")
			x.leaf("pic:cNvPicPr")
		})
		x.el("pic:blipFill", nil, func() {
			x.leaf("a:blip", "r:embed", "rIdFigure"+id)
			x.el("a:stretch", nil, func() { x.leaf("a:fillRect") })
		})
		x.el("pic:spPr", nil, func() {
			x.el("a:xfrm", nil, func() {
				x.leaf("a:off", "x", "0", "y", "0")
				x.leaf("a:ext", "cx", width, "cy", height)
			})
			x.el("a:prstGeom", attrs{"prst", "rect"}, func() { x.leaf("a:avLst") })
		})
	})
}
