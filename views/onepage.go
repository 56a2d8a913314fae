package views

import (
	"math"
	"strconv"

	"ouderstem/stats"
	"ouderstem/views/document"
)

// Reader is whom a version of a report on one page is made for.
type Reader string

// The readers there are: each is told what they come for, from the same report.
const (
	ForCouncil Reader = "council"
	ForTeam    Reader = "team"
	ForParents Reader = "parents" // who answered: young people too
)

// WholeReport stands for the report itself, beside the versions on one page.
const WholeReport Reader = "whole"

// Readers are all of them, in the order they are offered in.
var Readers = []Reader{ForCouncil, ForTeam, ForParents}

// OnePage is a report on one A4 page for one kind of reader: on a page for staff
// or, with Standalone, in a file of its own.
type OnePage struct {
	Report
	For Reader
}

func (*OnePage) page() string { return "one-page" }

// onePage puts a version for one kind of reader together, of what there is room
// for.
type onePage struct {
	*voice
	Report
	room
}

// OnePage returns a report on one page. It says nothing that the whole report
// does not say, and less: what is long is cut, what is many is counted.
func (v *Views) OnePage(lang string, reader Reader, r Report) (document.Document, error) {
	p, err := v.fitted(lang, reader, r)
	return p.Document, err
}

// fitted is a report on one page with how much larger than life it is printed.
type fitted struct {
	document.Document
	Zoom int // per cent; 0 for as it is
}

func (v *Views) fitted(lang string, reader Reader, r Report) (fitted, error) {
	if _, ok := v.pages[lang]; !ok {
		lang = FirstLanguage
	}
	o := &voice{texts: v.texts, lang: lang, masks: v.texts.maskLabels()}
	var p fitted
	for _, room := range rooms {
		p.Document = onePage{o, brief(r, room), room}.document(reader)
		if other := withBeneath(p.Document); tall(other, reader, 1) < tall(p.Document, reader, 1) {
			p.Document = other
		}
		if tall(p.Document, reader, 1) <= tallest {
			break
		}
	}
	for _, zoom := range zooms {
		if tall(p.Document, reader, float64(zoom)/100) <= tallest {
			p.Zoom = zoom
			break
		}
	}
	return p, o.err
}

func (p onePage) document(reader Reader) document.Document {
	d := document.Document{
		Lang: p.lang, RTL: Direction(p.lang) == "rtl",
		Title: p.you(p.Audience, "report.title"), Unit: p.Unit.Name,
		Subtitle: p.say("onepage.subtitle", "Reader", p.you(p.Audience, "onepage."+string(reader)), "Year", p.Year),
	}
	if p.Draft {
		d.Draft = p.say("report.draft")
	}
	var sections []document.Section
	switch reader {
	case ForCouncil:
		sections = []document.Section{p.inShort(), p.mark(), p.questions(), p.registered(), p.promised(), p.measures()}
		if p.N > 0 { // what is short says the rest
			sections = append(sections, p.how())
		}
	case ForTeam:
		sections = []document.Section{p.nothing(), p.mark(), p.questions(), p.themes(), p.quotes(), p.promised(), p.measures(), p.how()}
	case ForParents:
		d.Title = p.you(p.Audience, "onepage.did")
		sections = []document.Section{p.said(), p.quotes(), p.promised(), p.measures(), p.how()}
	}
	for _, s := range sections {
		if len(s.Blocks) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

// section is a section with the heading of this key.
func (p onePage) section(id, heading string, blocks ...document.Block) document.Section {
	s := document.Section{ID: id, Class: id, Heading: p.you(p.Audience, heading)}
	if len(blocks) > 0 {
		s.Blocks = blocks
	}
	return s
}

// unlinked is a sentence without its links: what they lead to is not on this
// page.
func unlinked(sentence document.Line) document.Line {
	line := document.Line{}
	for _, s := range sentence {
		line = append(line, document.Span{Text: s.Text, Strong: s.Href != ""})
	}
	return line
}

// inShort is the summary of the whole report.
func (p onePage) inShort() document.Section {
	list := document.List{}
	for _, line := range p.summary(p.Report) {
		list.Items = append(list.Items, unlinked(line))
	}
	return p.section("summary", "report.summary.title", list)
}

// nothing says that there is nothing to tell, where that is so.
func (p onePage) nothing() document.Section {
	if p.N > 0 {
		return document.Section{}
	}
	return p.section("thought", "report.summary.title", styled(document.Few, p.say("report.summary.nothing", "Year", p.Year)))
}

// mark is the overall mark with what it rests on.
func (p onePage) mark() document.Section {
	q := p.Overall
	if q == nil || p.N == 0 {
		return document.Section{}
	}
	s := p.section("overall", "report.mark.title")
	if p.Indicative() {
		s.Stamp = p.say("report.indicative")
	}
	switch {
	case q.Precision == stats.Hidden:
		s.Blocks = append(s.Blocks, styled(document.Few, capital(p.say("report.too-few"))+"."))
		return s
	case q.Mean == nil:
		s.Blocks = append(s.Blocks, paragraph(p.say("report.mark.none")))
	default:
		s.Blocks = append(s.Blocks, p.figure())
	}
	facts := document.Facts{Class: "facts", Items: []document.Fact{fact(p.say("report.mark.n"), p.count(q.N))}}
	rate := p.say("report.unknown")
	if p.ResponseRate != nil {
		rate = p.rateFigure(*p.ResponseRate)
	}
	facts.Items = append(facts.Items, fact(p.say("report.mark.rate"), rate))
	s.Blocks = append(s.Blocks, facts)
	if q.Mean != nil {
		s.Blocks = append(s.Blocks, paragraph(p.around()))
	}
	return s
}

// figure is the mean mark, which must be there, with its scale: who went to
// school elsewhere does not know it.
func (p onePage) figure() document.Paragraph {
	key := "onepage.mark.mean"
	if p.Overall.Precision == stats.Indicative {
		key = "onepage.mark.mean.about"
	}
	return document.Paragraph{Style: document.Figure, Line: document.Line{
		{Text: p.voice.mark(p.Overall.Precision, p.Overall.Mean.Value), Strong: true}, {Text: " " + p.say(key)},
	}}
}

// around says between what the mean mark is fairly sure to be.
func (p onePage) around() string {
	q := p.Overall
	return p.you(p.Audience, "report.mark.around",
		"Low", p.voice.mark(q.Precision, q.Mean.Low), "High", p.voice.mark(q.Precision, q.Mean.High))
}

// inWords says what the mean mark is worth, as teachers say it: of one between
// two marks, what both are.
func (p onePage) inWords() string {
	mean := p.Overall.Mean.Value
	mark := func(x float64) string { return p.say("onepage.mark.is." + strconv.Itoa(int(x))) }
	words := mark(math.Floor(mean))
	if above := math.Ceil(mean); above != math.Floor(mean) {
		words = p.say("report.and", "First", words, "Last", mark(above))
	}
	return p.say("report.summary.sentence", "Words", capital(words))
}
