// Package document holds what a report says in one language, free of any
// format: sentences, tables and charts in their order. Page, Word, Excel and
// all other formats are made from it, so that they cannot say different things.
//
// It is values only. Everything in it may be shown, and every word in it is
// already in the reader's language: a format adds nothing of its own but its
// looks.
package document

// Document is a whole report.
type Document struct {
	Lang     string // BCP 47, of all text without a language of its own
	RTL      bool   // the language is written from right to left
	Title    string
	Unit     string // whose report it is: the line above the title
	Subtitle string
	Draft    string // a line that says that it is not published; "" of what is
	Stamp    string // a word that holds for all of it, as "indicatief"; "" for none
	Why      string // what the stamp means
	Sections []Section
	Labels   Labels
}

// Labels are the words that a file with pages puts beside what it numbers, as
// "Tabel" in "Tabel 3".
type Labels struct {
	Table, Figure string
	Contents      string // above the list of sections
	// Annex heads the tables that stand behind charts, where those are put at the
	// end, and Data is what leads to one of them.
	Annex, Data string
}

// Section is a part of the document with a heading of level 1, or within
// another section of the level below it.
type Section struct {
	ID      string // unique in the document; where links lead, without "#"
	Heading string
	Stamp   string // a word beside the heading, as "indicatief"; "" for none
	Class   string // what kind of section it is, for its looks: "summary", "overall", "question", …
	Blocks  []Block
}

// Block is one of the kinds of content below, or a [Section].
type Block interface{ block() }

// Span is a stretch of text in one style.
type Span struct {
	Text   string
	Href   string // "#" and the id of a section, or an address; "" for none
	Strong bool
	Lang   string // where it is not the document's
	Masked bool   // stands for something that was masked, "[naam]"
}

// Line is a run of spans.
type Line []Span

// Text returns the words of the line.
func (l Line) Text() string {
	text := ""
	for _, s := range l {
		text += s.Text
	}
	return text
}

// Style is what a paragraph is for.
type Style string

// The styles.
const (
	Normal Style = ""
	Figure Style = "figure" // the figure that a section is about, large
	Note   Style = "note"   // small print
	Few    Style = "few"    // says that there are too few answers
)

// Paragraph is one or more sentences.
type Paragraph struct {
	Style Style
	Line  Line
}

// List is a list of lines.
type List struct {
	Class string
	Items []Line
}

// Facts are terms with what belongs to each.
type Facts struct {
	Class string
	Items []Fact
}

// Fact is a term with one or more lines.
type Fact struct {
	Class string
	Term  string
	Lines []Line
}

// Cards are groups of facts that belong together, each with a heading or
// without: key figures, measures.
type Cards struct {
	Class string
	Items []Card
	// Table is the same as a table, for formats that are made of tables. One with
	// a page for the cards need not print it too.
	Table Table
}

// Card is one of them.
type Card struct {
	Heading string
	Lang    string  // of its heading, where it is not the document's
	Blocks  []Block // paragraphs and facts
}

// Quote is what a parent wrote, in the parent's language.
type Quote struct {
	Lang string // "" where that is not known
	Line Line
}

// Table is a table of at least one column; every row has as many cells as Head.
type Table struct {
	ID      string // unique in the document, of small letters, digits and hyphens
	Caption string
	Head    []string
	Rows    [][]Cell
	Notes   []Line
	// Aside says that what stands before it says what a reader needs of it: a page
	// folds it away, and paper has it at its end or not at all.
	Aside bool
}

// Cell is a cell of a table. Text is what is shown. Number is the same as a
// number where it is one, for spreadsheets and programs; nil where it is words,
// also the words that stand for a share that may not be told.
type Cell struct {
	Text   string
	Number *float64
	Unit   Unit
	Head   bool   // heads its row
	Lang   string // where it is not the document's
}

// Unit is what a number counts.
type Unit string

// The units.
const (
	Plain   Unit = ""
	Percent Unit = "percent" // 0 to 100
	Mark    Unit = "mark"    // 1 to 10
	Count   Unit = "count"
	Year    Unit = "year"
	Points  Unit = "points" // percentage points, signed
)

// Chart is a picture of the figures in its table.
type Chart struct {
	ID          string // unique in the document; names the picture's file
	Lang        string // of a picture that leaves the document, which [Document.Charts] fills in
	Title       string // what is drawn
	Description string // the same as the picture, in words
	Plot        Plot
	Notes       []Line
	Table       Table
	// Told says that sentences beside the picture say what a reader needs of its
	// table, so that paper need not print that too.
	Told bool
	// Pictures is the address of its picture files without an ending, on a page
	// that can link to them; "" for none.
	Pictures string
}

func (Section) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Facts) block()     {}
func (Cards) block()     {}
func (Quote) block()     {}
func (Table) block()     {}
func (Chart) block()     {}

// Walk calls f for every section and block of d in the order they are read, with
// the level of the heading above it: 1 for the sections of the document. Tables
// behind charts and cards come after them.
func (d Document) Walk(f func(level int, b Block)) {
	for _, s := range d.Sections {
		walk(1, s, f)
	}
}

func walk(level int, b Block, f func(int, Block)) {
	f(level, b)
	switch b := b.(type) {
	case Section:
		for _, x := range b.Blocks {
			if _, ok := x.(Section); ok {
				walk(level+1, x, f)
			} else {
				walk(level, x, f)
			}
		}
	case Cards:
		for _, c := range b.Items {
			for _, x := range c.Blocks {
				walk(level, x, f)
			}
		}
		f(level, b.Table)
	case Chart:
		f(level, b.Table)
	}
}

// Charts returns all charts of d in their order, each with the language it is in.
func (d Document) Charts() []Chart {
	var charts []Chart
	d.Walk(func(_ int, b Block) {
		if c, ok := b.(Chart); ok {
			c.Lang = d.Lang
			charts = append(charts, c)
		}
	})
	return charts
}

// Tables returns all tables of d in their order, those behind charts and cards
// too.
func (d Document) Tables() []Table {
	var tables []Table
	d.Walk(func(_ int, b Block) {
		if t, ok := b.(Table); ok {
			tables = append(tables, t)
		}
	})
	return tables
}
