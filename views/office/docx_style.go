package office

import (
	"math"
	"strconv"

	"ouderstem/views/document"
)

// docxStyles returns the styles of a Word file in d's language.
func docxStyles(d document.Document) []byte {
	x := docx{markup: begin(), doc: d}
	x.el("w:styles", attrs{"xmlns:w", nsWord}, func() {
		x.el("w:docDefaults", nil, func() {
			x.el("w:rPrDefault", nil, func() {
				x.el("w:rPr", nil, func() {
					x.leaf("w:rFonts", "w:ascii", font, "w:hAnsi", font, "w:eastAsia", font, "w:cs", font)
					x.leaf("w:sz", "w:val", halves(body))
					x.leaf("w:szCs", "w:val", halves(body))
					x.language(d.Lang, d.RTL)
				})
			})
			x.leaf("w:pPrDefault")
		})
		for _, s := range paragraphs {
			x.style("paragraph", s)
		}
		for _, s := range stretches {
			x.style("character", s)
		}
		x.tableStyle()
	})
	return x.Bytes()
}

func (x *docx) style(kind string, s style) {
	basic, own := "", ""
	if s.id == normal {
		basic = "1"
	}
	if s.own {
		own = "1"
	}
	x.el("w:style", attrs{"w:type", kind, "w:default", basic, "w:customStyle", own, "w:styleId", string(s.id)}, func() {
		x.leaf("w:name", "w:val", s.word)
		if s.base != "" {
			x.leaf("w:basedOn", "w:val", string(s.base))
		}
		if s.next != "" {
			x.leaf("w:next", "w:val", string(s.next))
		}
		x.leaf("w:qFormat")
		if kind == "paragraph" {
			x.el("w:pPr", nil, func() { x.styleParagraph(s) })
		}
		x.el("w:rPr", nil, func() { x.styleText(s) })
	})
}

func (x *docx) styleParagraph(s style) {
	if s.keep {
		x.leaf("w:keepNext")
	}
	if s.together {
		x.leaf("w:keepLines")
	}
	if s.id == bullet {
		x.el("w:numPr", nil, func() { x.leaf("w:numId", "w:val", "1") })
	}
	if s.bar {
		x.el("w:pBdr", nil, func() { x.line("w:left", 18, 10, thin) })
	}
	switch {
	case s.id == contentsEntry:
		x.el("w:tabs", nil, func() { x.leaf("w:tab", "w:val", "right", "w:leader", "dot", "w:pos", twips(textWidth)) })
	case s.left > 0 && s.hanging > 0:
		x.el("w:tabs", nil, func() { x.leaf("w:tab", "w:val", "left", "w:pos", twips(s.left)) })
	}
	if s.before != 0 || s.after != 0 || s.line != 0 {
		line, rule := "", ""
		if s.line > 0 {
			line, rule = strconv.Itoa(int(math.Round(s.line*240))), "auto"
		}
		x.leaf("w:spacing", "w:before", given(s.before), "w:after", given(s.after), "w:line", line, "w:lineRule", rule)
	}
	if s.left > 0 {
		hanging := ""
		if s.hanging > 0 {
			hanging = twips(s.hanging)
		}
		x.leaf("w:ind", "w:left", twips(s.left), "w:hanging", hanging)
	}
	if s.end {
		x.leaf("w:jc", "w:val", "right")
	}
	if s.level > 0 {
		x.leaf("w:outlineLvl", "w:val", strconv.Itoa(s.level-1))
	}
}

// given returns a distance in twips; below 0 stands for none at all, and 0 for
// what the base has.
func given(pt float64) string {
	if pt == 0 {
		return ""
	}
	return points(max(0, pt))
}

func (x *docx) styleText(s style) {
	if s.bold {
		x.leaf("w:b")
		x.leaf("w:bCs")
	}
	if s.colour != "" {
		x.leaf("w:color", "w:val", s.colour)
	}
	if s.size > 0 {
		x.leaf("w:sz", "w:val", halves(s.size))
		x.leaf("w:szCs", "w:val", halves(s.size))
	}
	if s.under {
		x.leaf("w:u", "w:val", "single")
	}
	if s.box {
		x.line("w:bdr", 6, 0, dark)
	}
	if s.shade != "" {
		x.leaf("w:shd", "w:val", "clear", "w:color", "auto", "w:fill", s.shade)
	}
}

func (x *docx) tableStyle() {
	x.el("w:style", attrs{"w:type", "table", "w:default", "1", "w:styleId", "TableNormal"}, func() {
		x.leaf("w:name", "w:val", "Normal Table")
		x.leaf("w:uiPriority", "w:val", "99")
		x.leaf("w:semiHidden")
		x.leaf("w:unhideWhenUsed")
		x.el("w:tblPr", nil, func() {
			x.leaf("w:tblInd", "w:w", "0", "w:type", "dxa")
		})
	})
	x.el("w:style", attrs{"w:type", "table", "w:customStyle", "1", "w:styleId", "ReportTable"}, func() {
		x.leaf("w:name", "w:val", "Report Table")
		x.leaf("w:basedOn", "w:val", "TableNormal")
		x.leaf("w:qFormat")
		x.el("w:tblPr", nil, func() {
			x.el("w:tblBorders", nil, func() {
				x.line("w:bottom", 4, 0, thin)
				x.line("w:insideH", 4, 0, thin)
			})
			x.el("w:tblCellMar", nil, func() {
				x.leaf("w:top", "w:w", "40", "w:type", "dxa")
				x.leaf("w:left", "w:w", "0", "w:type", "dxa")
				x.leaf("w:bottom", "w:w", "40", "w:type", "dxa")
				x.leaf("w:right", "w:w", twips(gap), "w:type", "dxa")
			})
		})
	})
}

// docxNumbering returns the signs of lists.
func docxNumbering() []byte {
	x := docx{markup: begin()}
	x.el("w:numbering", attrs{"xmlns:w", nsWord}, func() {
		x.el("w:abstractNum", attrs{"w:abstractNumId", "0"}, func() {
			x.leaf("w:multiLevelType", "w:val", "singleLevel")
			x.el("w:lvl", attrs{"w:ilvl", "0"}, func() {
				x.leaf("w:start", "w:val", "1")
				x.leaf("w:numFmt", "w:val", "bullet")
				x.leaf("w:pStyle", "w:val", string(bullet))
				x.leaf("w:lvlText", "w:val", "•")
				x.leaf("w:lvlJc", "w:val", "left")
				x.el("w:pPr", nil, func() {
					st := styleOf(bullet)
					x.leaf("w:ind", "w:left", twips(st.left), "w:hanging", twips(st.hanging))
				})
				x.el("w:rPr", nil, func() { x.leaf("w:color", "w:val", deep) })
			})
		})
		x.el("w:num", attrs{"w:numId", "1"}, func() { x.leaf("w:abstractNumId", "w:val", "0") })
	})
	return x.Bytes()
}
