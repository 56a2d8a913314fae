package office

import (
	"strconv"
	"strings"

	"ouderstem/views/document"
)

// odt writes the text of an OpenDocument file.
type odt struct {
	*markup
	doc       document.Document
	pictures  []*picture
	automatic markup            // styles that stand between a style and one place
	known     map[string]string // their names by what is in them
}

func (x *odt) pieces(pieces []piece) {
	for i := 0; i < len(pieces); i++ {
		switch p := pieces[i].(type) {
		case *para:
			if p.style != bullet {
				x.para(p, i == 0)
				continue
			}
			end := i + 1
			for end < len(pieces) && isBullet(pieces[end]) {
				end++
			}
			x.list(pieces[i:end])
			i = end - 1
		case *grid:
			x.grid(p)
		case *contents:
			x.contents(p)
		}
	}
}

func isBullet(p piece) bool {
	b, ok := p.(*para)
	return ok && b.style == bullet
}

func (x *odt) list(items []piece) {
	x.el("text:list", attrs{"text:style-name", "Bullets"}, func() {
		for _, item := range items {
			if p, ok := item.(*para); ok {
				x.el("text:list-item", nil, func() { x.para(p, false) })
			}
		}
	})
}

// para writes a paragraph. The first one says which page the text begins on.
func (x *odt) para(p *para, first bool) {
	st := styleOf(p.style)
	name, a := "text:p", attrs{"text:style-name", x.paraStyle(p, st, first)}
	if st.level > 0 {
		name, a = "text:h", append(a, "text:outline-level", strconv.Itoa(st.level))
	}
	x.el(name, a, func() {
		for _, m := range p.marks {
			x.leaf("text:bookmark-start", "text:name", m)
			defer x.leaf("text:bookmark-end", "text:name", m)
		}
		for _, s := range p.spans {
			x.span(s)
		}
	})
}

// paraStyle returns the name of a paragraph's style: its own, or one made of
// what it has beyond that.
func (x *odt) paraStyle(p *para, st style, first bool) string {
	var a attrs
	if p.fresh {
		a = append(a, "fo:break-before", "page")
	}
	if p.keep && !st.keep {
		a = append(a, "fo:keep-with-next", "always")
	}
	if p.apart && st.before == 0 || p.rule && st.before < 10 {
		// Both, because LibreOffice takes one alone for none of the other.
		a = append(a, "fo:margin-top", pt(max(6, st.before, ruled(p))), "fo:margin-bottom", pt(max(0, inherited(st, func(s style) float64 { return s.after }))))
	}
	if p.rule {
		a = append(a, "fo:border-top", "0.5pt solid #"+thin, "fo:padding-top", "6pt", "style:join-border", "false")
	}
	if p.hang > 0 {
		a = append(a, "fo:margin-left", mm(p.hang), "fo:text-indent", mm(-p.hang))
	}
	if p.rtl != x.doc.RTL {
		a = append(a, "style:writing-mode", writing(p.rtl), "fo:text-align", side(p.rtl, st.end))
	}
	if st.bar && p.rtl {
		a = append(a, "fo:border-left", "none", "fo:border-right", bar, "fo:padding-left", "0mm", "fo:padding-right", "3.5mm",
			"fo:margin-left", "0mm", "fo:margin-right", mm(st.left))
	}
	if len(a) == 0 && !first {
		return styleName(st)
	}
	head := attrs{"style:family", "paragraph", "style:parent-style-name", styleName(st)}
	if first {
		head = append(head, "style:master-page-name", "First")
	}
	return x.auto("P", head, func(m *markup) {
		m.leaf("style:paragraph-properties", a...)
	})
}

// side is where lines stand. It is named by the paper, because LibreOffice takes
// "start" for the left in any direction.
func side(rtl, end bool) string {
	if rtl == end {
		return "left"
	}
	return "right"
}

func writing(rtl bool) string {
	if rtl {
		return "rl-tb"
	}
	return "lr-tb"
}

// styleName is what a style is called in the file.
func styleName(s style) string { return strings.ReplaceAll(s.odt, " ", "_20_") }

// auto returns the name of a style with these attributes and this in it, made
// unless there is one already.
func (x *odt) auto(letter string, head attrs, inner func(*markup)) string {
	var m markup
	m.el("", head, func() { inner(&m) })
	name := x.known[string(m.Bytes())]
	if name == "" {
		name = letter + strconv.Itoa(len(x.known)+1)
		x.known[string(m.Bytes())] = name
		x.automatic.el("style:style", append(attrs{"style:name", name}, head...), func() { inner(&x.automatic) })
	}
	return name
}

func (x *odt) span(s span) {
	switch s.what {
	case tab:
		x.leaf("text:tab")
	case drawing:
		x.drawing(s.pic)
	case tableCount:
		x.styled(s, func() { x.count("Table", s.text) })
	case figureCount:
		x.styled(s, func() { x.count("Figure", s.text) })
	default:
		inner := func() { x.styled(s, func() { x.written(s.text) }) }
		if s.link == "" {
			inner()
			return
		}
		name := styleName(stretchOf(link))
		x.el("text:a", attrs{"xlink:type", "simple", "xlink:href", s.link, "text:style-name", name, "text:visited-style-name", name}, inner)
	}
}

// count writes a number that the program counts on with.
func (x *odt) count(of, number string) {
	x.el("text:sequence", attrs{
		"text:ref-name", "ref" + of + number, "text:name", of, "text:formula", "ooow:" + of + "+1", "style:num-format", "1",
	}, func() { x.text(number) })
}

// styled writes what inner does in the style of s.
func (x *odt) styled(s span, inner func()) {
	if s.style == "" && !s.strong && s.lang == "" {
		inner()
		return
	}
	name := ""
	if s.style != "" {
		name = styleName(stretchOf(s.style))
	}
	if s.strong || s.lang != "" {
		var a attrs
		if s.strong {
			a = attrs{"fo:font-weight", "bold", "style:font-weight-complex", "bold"}
		}
		if s.lang != "" {
			a = append(a, odtLanguage(s.lang, s.rtl)...)
		}
		name = x.auto("T", attrs{"style:family", "text", "style:parent-style-name", name}, func(m *markup) {
			m.leaf("style:text-properties", a...)
		})
	}
	x.el("text:span", attrs{"text:style-name", name}, inner)
}

// written writes text with all its spaces: programs take several for one.
func (x *odt) written(s string) {
	lines(s, func(l string) {
		words := strings.TrimLeft(l, " ")
		x.spaces(len(l) - len(words))
		for words != "" {
			n := strings.Index(words, "  ")
			if n < 0 {
				n = len(strings.TrimRight(words, " "))
			}
			x.text(words[:n])
			rest := strings.TrimLeft(words[n:], " ")
			x.spaces(len(words) - n - len(rest))
			words = rest
		}
	}, func() { x.leaf("text:line-break") })
}

func (x *odt) spaces(n int) {
	if n > 0 {
		x.leaf("text:s", "text:c", strconv.Itoa(n))
	}
}
