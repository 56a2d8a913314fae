package office

import "slices"

// The looks of a report as text: Arial, because every office program has it or
// a font of the same widths, in the colours of the page. Somebody with a house
// style of their own changes the styles, not the text.

const (
	font = "Arial"
	body = 10.5 // points

	// A4 with margins of 25 mm leaves lines of about 85 letters.
	pageWidth, pageHeight = 210, 297
	margin                = 25
	textWidth             = pageWidth - 2*margin // mm
)

// Colours, those of the page in light.
const (
	ink   = "17212B"
	deep  = "0B5571"
	muted = "4D5A66"
	dark  = "75828E"
	thin  = "D3DBE1"
	soft  = "FFE9A3" // behind what was masked

	nearlyThin = "D3DBE0"
)

// styleID is Word's id of a style; OpenDocument's name is in the style.
type styleID string

const (
	normal        styleID = "Normal"
	unit          styleID = "Unit"
	title         styleID = "Title"
	subtitle      styleID = "Subtitle"
	contentsHead  styleID = "TOCHeading"
	contentsEntry styleID = "TOC1"
	bullet        styleID = "ListBullet"
	figure        styleID = "Figure"
	note          styleID = "Note"
	few           styleID = "Few"
	fact          styleID = "Fact"
	term          styleID = "DefinitionTerm"
	definition    styleID = "Definition"
	quote         styleID = "Quote"
	pictured      styleID = "Picture"
	caption       styleID = "Caption"
	tableCaption  styleID = "TableCaption"
	figureCaption styleID = "FigureCaption"
	tableText     styleID = "TableText"
	tableNumber   styleID = "TableNumber"
	tableHead     styleID = "TableHead"
	tableHeadEnd  styleID = "TableHeadEnd"
	denseText     styleID = "DenseText"
	denseNumber   styleID = "DenseNumber"
	denseHead     styleID = "DenseHead"
	denseHeadEnd  styleID = "DenseHeadEnd"
	running       styleID = "Header"
	paging        styleID = "Footer"

	// Of stretches of text.
	link   styleID = "Hyperlink"
	label  styleID = "Label"
	large  styleID = "LargeFigure"
	big    styleID = "BigFigure"
	stamp  styleID = "Stamp"
	masked styleID = "Masked"
	index  styleID = "IndexLink" // in the list of contents
)

// Styles of cells: words, numbers, the head above words, the head above numbers.
var (
	cellStyles  = [4]styleID{tableText, tableNumber, tableHead, tableHeadEnd}
	denseStyles = [4]styleID{denseText, denseNumber, denseHead, denseHeadEnd}
)

// headings are their styles by level.
var headings = []styleID{"Heading1", "Heading2", "Heading3", "Heading4"}

// style is how text of one kind looks. What is 0 or "" is as in its base.
type style struct {
	id    styleID
	own   bool   // no style that Word has of itself
	word  string // what Word calls it, in English in every language
	odt   string // what LibreOffice calls it
	base  styleID
	next  styleID
	level int // of a heading

	size          float64 // points
	bold, under   bool
	colour        string
	before, after float64 // points
	line          float64 // of single spacing
	left, hanging float64 // mm
	end           bool    // stands at the end of the line
	keep          bool    // on the page of what follows
	together      bool    // on one page
	bar           bool    // a line beside it
	box           bool    // a line around it
	shade         string
}

// paragraphs are the styles of paragraphs. Space stands below, never above and
// below: two programs add it up in two ways.
var paragraphs = []style{
	{id: normal, word: "Normal", odt: "Standard", size: body, colour: ink, after: 6, line: 1.25},
	{id: unit, own: true, word: "Unit", odt: "Unit", base: normal, next: title, size: 11, bold: true, colour: muted, after: 4, keep: true},
	{id: title, word: "Title", odt: "Title", base: normal, next: subtitle, size: 26, bold: true, colour: deep, after: 6, line: 1.1, keep: true},
	{id: subtitle, word: "Subtitle", odt: "Subtitle", base: normal, next: normal, size: 12, colour: muted, after: 12},
	{id: headings[0], word: "heading 1", odt: "Heading 1", base: normal, next: normal, level: 1, size: 18, bold: true, colour: deep, before: 26, after: 8, line: 1.1, keep: true, together: true},
	{id: headings[1], word: "heading 2", odt: "Heading 2", base: normal, next: normal, level: 2, size: 13, bold: true, before: 18, after: 4, line: 1.15, keep: true, together: true},
	{id: headings[2], word: "heading 3", odt: "Heading 3", base: normal, next: normal, level: 3, size: 11, bold: true, before: 14, after: 4, line: 1.15, keep: true, together: true},
	{id: headings[3], word: "heading 4", odt: "Heading 4", base: normal, next: normal, level: 4, size: body, bold: true, colour: muted, before: 12, after: 3, line: 1.15, keep: true, together: true},
	{id: contentsHead, word: "TOC Heading", odt: "Contents Heading", base: normal, next: normal, size: 13, bold: true, colour: deep, before: 18, after: 5, keep: true},
	{id: contentsEntry, word: "toc 1", odt: "Contents 1", base: normal, after: 3, line: 1.15},
	{id: bullet, word: "List Bullet", odt: "List Bullet", base: normal, left: 5, hanging: 5, after: 4},
	{id: figure, own: true, word: "Figure", odt: "Figure in Text", base: normal, next: normal, after: 4, line: 1.1, together: true},
	{id: note, own: true, word: "Note", odt: "Note", base: normal, size: 9, colour: muted, after: 6, line: 1.2},
	{id: few, own: true, word: "Few", odt: "Few", base: normal, colour: muted},
	{id: fact, own: true, word: "Fact", odt: "Fact", base: normal, size: factSize, left: 40, hanging: 40, after: 3, line: 1.2, together: true},
	{id: term, own: true, word: "Definition Term", odt: "Definition Term", base: normal, next: definition, bold: true, before: 4, after: 1, keep: true},
	{id: definition, own: true, word: "Definition", odt: "Definition", base: normal, after: 5},
	{id: quote, word: "Quote", odt: "Quotations", base: normal, left: 6, after: 7, together: true, bar: true},
	{id: pictured, own: true, word: "Picture", odt: "Picture", base: normal, next: figureCaption, before: 6, after: 3, line: 1, keep: true},
	{id: caption, word: "caption", odt: "Caption", base: normal, size: 9, colour: muted, line: 1.15},
	{id: tableCaption, own: true, word: "Table Caption", odt: "Table", base: caption, before: 10, after: 4, keep: true, together: true},
	{id: figureCaption, own: true, word: "Image Caption", odt: "Figure", base: caption, after: 8, together: true},
	{id: tableText, own: true, word: "Table Text", odt: "Table Contents", base: normal, size: tableSize, after: -1, line: 1.15},
	{id: tableNumber, own: true, word: "Table Number", odt: "Table Number", base: tableText, end: true},
	{id: tableHead, own: true, word: "Table Head", odt: "Table Heading", base: tableText, size: 9, bold: true},
	{id: tableHeadEnd, own: true, word: "Table Head End", odt: "Table Heading End", base: tableHead, end: true},
	{id: denseText, own: true, word: "Dense Text", odt: "Dense Contents", base: tableText, size: denseSize},
	{id: denseNumber, own: true, word: "Dense Number", odt: "Dense Number", base: denseText, end: true},
	{id: denseHead, own: true, word: "Dense Head", odt: "Dense Heading", base: denseText, size: 8, bold: true},
	{id: denseHeadEnd, own: true, word: "Dense Head End", odt: "Dense Heading End", base: denseHead, end: true},
	{id: running, word: "header", odt: "Header", base: normal, size: runningSize, colour: muted, after: -1},
	{id: paging, word: "footer", odt: "Footer", base: normal, size: runningSize, colour: muted, after: -1, end: true},
}

// stretches are the styles of stretches of text.
var stretches = []style{
	{id: link, word: "Hyperlink", odt: "Internet Link", colour: deep, under: true},
	{id: label, own: true, word: "Label", odt: "Label", colour: muted},
	{id: large, own: true, word: "Large Figure", odt: "Large Figure", size: 30, bold: true, colour: deep},
	{id: big, own: true, word: "Big Figure", odt: "Big Figure", size: 16, bold: true, colour: deep},
	{id: stamp, own: true, word: "Stamp", odt: "Stamp", size: 8.5, bold: true, colour: muted, box: true},
	{id: masked, own: true, word: "Masked", odt: "Masked", shade: soft},
	{id: index, own: true, word: "Index Link", odt: "Index Link", colour: ink},
}

// styleOf returns a paragraph's style.
func styleOf(id styleID) style { return find(paragraphs, id) }

// stretchOf returns a style of a stretch of text.
func stretchOf(id styleID) style { return find(stretches, id) }

// inherited returns what a paragraph's style has of one thing, its own or from
// the style it is based on.
func inherited(s style, of func(style) float64) float64 {
	for of(s) == 0 && s.base != "" {
		s = styleOf(s.base)
	}
	return of(s)
}

func find(styles []style, id styleID) style {
	return styles[slices.IndexFunc(styles, func(s style) bool { return s.id == id })]
}
