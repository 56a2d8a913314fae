package views

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"ouderstem/survey"
	"ouderstem/views/document"
)

// room is what has its place on one page: so many of each, of so many characters.
type room struct {
	questions, quotes, themes, measures, figures int

	name  int // characters of a question, a unit, a label
	words int // of an action, or of what came of it
	term  int // of an option, a theme, a source, who does it
	quote int // a longer one is not cut but left out
}

// rooms are tried until one fits. The last fits whatever was typed in.
var rooms = []room{
	{questions: 8, quotes: 4, themes: 4, measures: 5, figures: 5, name: 120, words: 240, term: 60, quote: 240},
	{questions: 8, quotes: 3, themes: 3, measures: 4, figures: 4, name: 120, words: 140, term: 60, quote: 220},
	{questions: 8, quotes: 3, themes: 3, measures: 3, figures: 3, name: 90, words: 110, term: 40, quote: 160},
	{questions: 6, quotes: 2, themes: 3, measures: 3, figures: 3, name: 80, words: 90, term: 36, quote: 140},
	{questions: 4, quotes: 2, themes: 2, measures: 2, figures: 2, name: 70, words: 80, term: 30, quote: 120},
	{questions: 4, quotes: 2, themes: 2, measures: 2, figures: 2, name: 50, words: 60, term: 20, quote: 120},
	{questions: 4, quotes: 1, themes: 1, measures: 1, figures: 1, name: 40, words: 50, term: 16, quote: 100},
}

// zooms are how much larger, in per cent, what leaves a page half empty may be
// printed, the largest first. The style sheet has a class for each.
var zooms = []int{130, 125, 120, 115, 110, 105}

// tallest is how many px a page of A4 has within its margins, with some to spare:
// how letters break is the browser's affair (go test ./handlers -run OnePageFits).
const tallest = 950

// tall estimates how many px a version takes on paper, so many times enlarged. All
// sizes are those of the style sheet; letters for parents are larger.
func tall(d document.Document, reader Reader, zoom float64) float64 {
	const paper, gap, spare = 665.0, 30.0, 12.0 // px
	letters, title := 0.84, 80.0
	if reader == ForParents {
		letters, title = 1, 130 // with the large figure, which stands beside facts elsewhere
	}
	const counted = 2 // lines of a name that title has
	whole := paper / zoom
	lines := math.Ceil(wide(d.Unit) * 7.9 * letters / whole) // in bold
	height := title + max(0, lines-counted)*21*letters
	if d.Draft != "" {
		height += 34 * letters
	}
	var columns []float64
	for _, s := range d.Sections {
		if slices.Contains([]string{"summary", "overall", "thought", beneath}, s.Class) {
			height += sectionHeight(s, letters, whole)
		} else {
			columns = append(columns, sectionHeight(s, letters, (whole-gap)/2))
		}
	}
	return (height + inTwo(columns) + spare) * zoom
}

// beneath is the class of a last section that runs beneath both columns.
const beneath = "beneath"

// withBeneath is d with its last section beneath both columns, which may take less.
func withBeneath(d document.Document) document.Document {
	d.Sections = slices.Clone(d.Sections)
	if last := len(d.Sections) - 1; last >= 0 && d.Sections[last].ID == "how" {
		d.Sections[last].Class = beneath
	}
	return d
}

// inTwo is the height of two columns of sections of these heights, none of which
// is divided, at its least.
func inTwo(sections []float64) float64 {
	left, right := 0.0, 0.0
	for _, s := range sections {
		right += s
	}
	least := right
	for _, s := range sections {
		left, right = left+s, right-s
		least = min(least, max(left, right))
	}
	return least
}

func sectionHeight(s document.Section, letters, width float64) float64 {
	const heading, gap, pad, bar = 35.0, 4.0, 11.0, 19.5
	line := 18.7 * letters
	n := heading
	add := func(words string, indent, apart float64) {
		per := (width - indent) / (6.7 * letters) // characters in a line, with what breaking at words leaves empty
		n += float64(1+int(wide(words)/per))*line + apart
	}
	for i, b := range s.Blocks {
		switch b := b.(type) {
		case document.Paragraph:
			if figureSize(s.Blocks[i:]) > 0 {
				continue // beside its facts, which are higher
			}
			add(b.Line.Text(), 0, gap)
		case document.List:
			for _, item := range b.Items {
				add(item.Text(), 15, gap)
			}
		case document.Facts:
			n += float64(len(b.Items)) * (line + pad)
		case document.Quote:
			add(b.Line.Text(), 17, gap+pad)
		case document.Chart:
			for _, row := range b.Table.Rows {
				add(row[0].Text+" "+row[1].Text, 10, bar)
			}
			for _, note := range b.Notes {
				add(note.Text(), 0, gap)
			}
		}
	}
	return n
}

// wide returns how many letters of the usual width take as much room as words:
// with names in capitals a line holds far fewer.
func wide(words string) float64 {
	const capital, widest = 1.35, 2.0
	n := 0.0
	for _, r := range words {
		switch {
		case r == 'W', r == 'M', unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			n += widest
		case unicode.IsUpper(r):
			n += capital
		default:
			n++
		}
	}
	return n
}

// brief is r with its longest words cut, so that sentences about them are short.
func brief(r Report, room room) Report {
	cut := func(t survey.Text, most int) survey.Text {
		short := survey.Text{}
		for lang, words := range t {
			short[lang] = shortened(words, most)
		}
		return short
	}
	r.Unit.Name = shortened(r.Unit.Name, room.name)
	r.Questions = slices.Clone(r.Questions)
	for i := range r.Questions {
		q := &r.Questions[i]
		q.Text, q.Bars = cut(q.Text, room.name), slices.Clone(q.Bars)
		for j := range q.Bars {
			q.Bars[j].Text = cut(q.Bars[j].Text, room.term)
		}
		if r.Overall != nil && r.Overall.ID == q.ID {
			r.Overall = q
		}
	}
	r.Comments = slices.Clone(r.Comments)
	for i := range r.Comments {
		r.Comments[i].Text = cut(r.Comments[i].Text, room.name)
	}
	if r.Themes != nil {
		themes := *r.Themes
		themes.List = slices.Clone(themes.List)
		for i := range themes.List {
			themes.List[i].Name = cut(themes.List[i].Name, room.term)
		}
		r.Themes = &themes
	}
	return r
}

// shortened returns at most most characters of s, cut after a word.
func shortened(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	end := most - 1
	for i := end; i > most/2; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	return string(runes[:end]) + "…"
}

// ended is a sentence without the full stop after words that were cut.
func ended(sentence string) string {
	return strings.ReplaceAll(sentence, "….", "…")
}
