package sheets

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ouderstem/views/chart"
	"ouderstem/views/document"
)

// ODS writes d as a spreadsheet in the OpenDocument format: the sheets of
// [XLSX]. The same document gives the same bytes.
func ODS(w io.Writer, d document.Document, sw Words) error {
	o := ods{book: layOut(d, sw), cells: map[odsStyle]string{}}
	content, err := o.content()
	if err != nil {
		return err
	}
	const kind = "application/vnd.oasis.opendocument.spreadsheet"
	z := zip.NewWriter(w)
	for _, part := range append([]odsPart{
		{"mimetype", kind},
		{"META-INF/manifest.xml", o.manifest()},
		{"meta.xml", o.meta()},
		{"settings.xml", o.settings()},
		{"styles.xml", odsStyles},
		{"content.xml", content},
	}, o.pictures...) {
		h := &zip.FileHeader{Name: part.name, Method: zip.Deflate}
		if part.text == kind {
			h.Method = zip.Store // so that it can be read without unpacking
		}
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// odsPart is a file in the file.
type odsPart struct{ name, text string }

type ods struct {
	book     workbook
	cells    map[odsStyle]string // names of styles of cells
	widths   []float64           // of columns that have a style
	styles   strings.Builder
	pictures []odsPart
}

// odsStyle is what tells one style of cells from another.
type odsStyle struct {
	look  look
	right bool
	shape shape
	is    bool // a number
}

func (o *ods) content() (string, error) {
	var body strings.Builder
	for _, s := range o.book.Sheets {
		kind := "sheet"
		if s.whole() {
			kind = "whole"
		}
		fmt.Fprintf(&body, `<table:table table:name="%s" table:style-name="%s">`, escape(s.Name), kind)
		for _, width := range s.Widths {
			fmt.Fprintf(&body, `<table:table-column table:style-name="%s"/>`, o.column(width))
		}
		if err := o.rows(&body, s); err != nil {
			return "", err
		}
		body.WriteString("</table:table>\n")
	}
	mode := "lr-tb"
	if o.book.RTL {
		mode = "rl-tb"
	}
	return xml.Header + `<office:document-content` + odsSpaces + `><office:automatic-styles>` +
		odsSheet("sheet", "Default", mode) + odsSheet("whole", "Whole", mode) +
		`<style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>` +
		o.styles.String() + "</office:automatic-styles><office:body><office:spreadsheet>\n" + body.String() +
		"</office:spreadsheet></office:body></office:document-content>\n", nil
}

// odsSheet is a style of sheets: on what paper, and in what direction.
func odsSheet(name, paper, mode string) string {
	return `<style:style style:name="` + name + `" style:family="table" style:master-page-name="` + paper +
		`"><style:table-properties table:display="true" style:writing-mode="` + mode + `"/></style:style>`
}

// rows writes the rows of a sheet, and its chart in the cell where that begins.
func (o *ods) rows(body *strings.Builder, s sheet) error {
	last, column, at := len(s.Rows), 0, 0
	if s.Chart != nil {
		column, at = s.chartAt()
		last = max(last, at)
	}
	for j := 1; j <= last; j++ {
		if j == s.Head {
			body.WriteString("<table:table-header-rows>")
		}
		body.WriteString(`<table:table-row table:style-name="row">`)
		var row []cell
		if j <= len(s.Rows) {
			row = s.Rows[j-1]
		}
		for _, c := range row {
			o.cell(body, c)
		}
		switch {
		case j == at:
			body.WriteString(strings.Repeat("<table:table-cell/>", column-1-len(row)))
			if err := o.picture(body, *s.Chart); err != nil {
				return err
			}
		case len(row) == 0:
			body.WriteString("<table:table-cell/>")
		}
		body.WriteString("</table:table-row>")
		if j == s.Head {
			body.WriteString("</table:table-header-rows>")
		}
	}
	return nil
}

// picture writes a cell with a chart in it, as a drawing with its words.
func (o *ods) picture(body *strings.Builder, c document.Chart) error {
	height, err := chart.Height(c)
	if err != nil {
		return err
	}
	var drawn strings.Builder
	if err := chart.SVG(&drawn, c); err != nil {
		return err
	}
	const unit = 2.54 / 96 // cm
	name := fmt.Sprintf("Pictures/%d.svg", len(o.pictures)+1)
	o.pictures = append(o.pictures, odsPart{name, drawn.String()})
	fmt.Fprintf(body, `<table:table-cell><draw:frame draw:name="%s" svg:width="%.2fcm" svg:height="%.2fcm" svg:x="0cm" svg:y="0cm">`+
		`<draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" draw:mime-type="image/svg+xml"/><svg:title>%s</svg:title><svg:desc>%s</svg:desc></draw:frame></table:table-cell>`,
		escape(c.ID), chart.Width*unit, height*unit, name, escape(c.Title), escape(c.Description))
	return nil
}

// manifest lists the files in the file.
func (o *ods) manifest() string {
	var pictures strings.Builder
	for _, p := range o.pictures {
		fmt.Fprintf(&pictures, `<manifest:file-entry manifest:full-path="%s" manifest:media-type="image/svg+xml"/>`+"\n", p.name)
	}
	return odsManifest + pictures.String() + "</manifest:manifest>\n"
}

// column returns the style of columns of a width in characters.
func (o *ods) column(width float64) string {
	for i, w := range o.widths {
		if w == width {
			return "co" + strconv.Itoa(i)
		}
	}
	const character = 0.21 // cm
	name := "co" + strconv.Itoa(len(o.widths))
	o.widths = append(o.widths, width)
	fmt.Fprintf(&o.styles, `<style:style style:name="%s" style:family="table-column"><style:table-column-properties style:column-width="%.2fcm"/></style:style>`, name, width*character)
	return name
}

// cell writes a cell: its words as they are read and, of a number, the number.
func (o *ods) cell(body *strings.Builder, c cell) {
	s, is := shapeOf(c.Cell)
	fmt.Fprintf(body, `<table:table-cell table:style-name="%s"`, o.style(odsStyle{c.Look, c.Right, s, is}))
	switch {
	case is && s.Percent:
		fmt.Fprintf(body, ` office:value-type="percentage" office:value="%v"`, s.value(*c.Number))
	case is:
		fmt.Fprintf(body, ` office:value-type="float" office:value="%v"`, *c.Number)
	case c.Text == "":
		body.WriteString("/>")
		return
	default:
		body.WriteString(` office:value-type="string"`)
	}
	body.WriteString(">")
	for text := range strings.SplitSeq(clean(c.Text), "\n") {
		text = spaced(text)
		if c.To != "" {
			text = fmt.Sprintf(`<text:a xlink:type="simple" xlink:href="%s">%s</text:a>`, escape("#'"+c.To+"'.A1"), text)
		}
		body.WriteString("<text:p>" + text + "</text:p>")
	}
	body.WriteString("</table:table-cell>")
}

// style returns the name of a style of cells, the same one for the same looks.
func (o *ods) style(key odsStyle) string {
	if name, ok := o.cells[key]; ok {
		return name
	}
	n := strconv.Itoa(len(o.cells))
	name, data, place := "ce"+n, "", ""
	if key.is {
		o.format("n"+n, key.shape)
		data = ` style:data-style-name="n` + n + `"`
	}
	if key.right {
		place = `<style:table-cell-properties style:text-align-source="fix"/><style:paragraph-properties fo:text-align="end"/>`
	}
	fmt.Fprintf(&o.styles, `<style:style style:name="%s" style:family="table-cell" style:parent-style-name="%s"%s>%s</style:style>`, name, odsLook(key.look), data, place)
	o.cells[key] = name
	return name
}

// odsLook is the name of a look among the styles of the file.
func odsLook(l look) string {
	if l == plain {
		return "Default"
	}
	return string(l)
}

// format writes how a number is written: in the language of the document.
func (o *ods) format(name string, s shape) {
	kind := "number"
	if s.Percent {
		kind = "percentage"
	}
	country := map[string]string{"nl": "NL", "en": "GB"}[o.book.Lang]
	fmt.Fprintf(&o.styles, `<number:%s-style style:name="%s" number:language="%s" number:country="%s">`, kind, name, escape(o.book.Lang), country)
	before := s.Before
	if s.Plus {
		before += "+"
	}
	if before != "" {
		o.styles.WriteString("<number:text>" + escape(before) + "</number:text>")
	}
	fmt.Fprintf(&o.styles, `<number:number number:decimal-places="%d" number:min-decimal-places="%d" number:min-integer-digits="1" number:grouping="%t"/>`, s.Decimals, s.Decimals, s.Grouped)
	if s.After != "" {
		o.styles.WriteString("<number:text>" + escape(s.After) + "</number:text>")
	}
	fmt.Fprintf(&o.styles, `</number:%s-style>`, kind)
}

// meta says what the file is, not when or by whom it was made.
func (o *ods) meta() string {
	return xml.Header + `<office:document-meta` + odsSpaces + `><office:meta><dc:title>` + escape(o.book.Title) +
		`</dc:title><dc:creator>` + escape(o.book.Unit) + `</dc:creator><dc:language>` + escape(o.book.Lang) + "</dc:language></office:meta></office:document-meta>\n"
}

// settings keeps the heads of columns in sight.
func (o *ods) settings() string {
	var views strings.Builder
	item := func(name, kind, value string) {
		fmt.Fprintf(&views, `<config:config-item config:name="%s" config:type="%s">%s</config:config-item>`, name, kind, escape(value))
	}
	for _, s := range o.book.Sheets {
		if s.Head == 0 {
			continue
		}
		fmt.Fprintf(&views, `<config:config-item-map-entry config:name="%s">`, escape(s.Name))
		item("VerticalSplitMode", "short", "2") // frozen
		item("VerticalSplitPosition", "int", strconv.Itoa(s.Head))
		item("PositionBottom", "int", strconv.Itoa(s.Head))
		item("ActiveSplitRange", "short", "2") // the lower one
		item("ShowGrid", "boolean", "false")
		views.WriteString("</config:config-item-map-entry>")
	}
	tables := views.String()
	views.Reset()
	item("ViewId", "string", "view1")
	views.WriteString(`<config:config-item-map-named config:name="Tables">` + tables + "</config:config-item-map-named>")
	item("ActiveTable", "string", o.book.Sheets[0].Name)
	return xml.Header + `<office:document-settings` + odsSpaces + `><office:settings><config:config-item-set config:name="ooo:view-settings">` +
		`<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>` + views.String() +
		"</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>\n"
}
