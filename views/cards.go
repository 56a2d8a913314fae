package views

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"ouderstem/survey"
)

// Fields of the forms on the page of cards.
const (
	FieldSurvey = "survey"
	FieldNumber = "number"
	FieldLayout = "layout"
	FieldAdd    = "add"
)

// Layouts that are no layout of a stack: a poster that is printed, and one that
// is shown on a screen only.
const (
	LayoutPoster = "poster"
	LayoutScreen = "screen"
)

// Cards is the page on which stacks are made, counted and taken out.
type Cards struct {
	Frame
	Fields Fields // of the order; none where there is no survey to ask
	// Own says that the stacks are those of who looks only.
	Own    bool
	Stacks []StackRow
	// Audiences are whom the surveys of the unit are meant for.
	Audiences []survey.Audience
	Languages []string
	// Site is the address on the cards, and Local says that no phone can open it:
	// it is that of the machine itself.
	Site  string
	Local bool
}

func (*Cards) page() string { return "cards" }

// Problems returns what is wrong with the order.
func (p *Cards) Problems() []FieldProblem { return p.Fields.Problems() }

// numbers of cards to choose from: whole sheets of eight, most of ten as well.
var numbers = []string{"8", "16", "24", "40", "80", "160"}

// OrderFields are the fields of an order of one of surveys, for a reader of lang.
func OrderFields(t *Texts, lang string, surveys []*survey.Survey) Fields {
	var titles, counts, languages, layouts []Choice
	for _, s := range surveys {
		titles = append(titles, Choice{Value: s.ID, Words: t.In(lang, s.Title)})
	}
	for _, n := range numbers {
		counts = append(counts, Choice{Value: n, Words: n})
	}
	for _, l := range t.Languages() {
		name, _ := t.Say(l, "form.language.name", nil) // a test sees that every language has it
		languages = append(languages, Choice{Value: l, Words: name})
	}
	for _, l := range []string{"a4", "a5", "business", LayoutPoster, LayoutScreen} {
		layouts = append(layouts, Choice{Value: l, Label: "cards.layout." + l})
	}
	return Fields{
		{Name: FieldSurvey, Label: "cards.survey", Type: TypeSelect, Choices: titles},
		{Name: FieldNumber, Label: "cards.number", Type: TypeSelect, Choices: counts},
		{Name: FieldLang, Label: "cards.lang", Type: TypeSelect, Choices: languages},
		{Name: FieldLayout, Label: "cards.layout", Type: TypeSelect, Choices: layouts},
	}
}

// Half reports whether a field of the order needs half the width only.
func (p *Cards) Half(i int) bool {
	return p.Fields[i].Name == FieldNumber || p.Fields[i].Name == FieldLang
}

// Address is where the page is.
func (p *Cards) Address() string { return cardsAddress(p.About.ID) }

func cardsAddress(unit string) string { return "/staff/cards/" + url.PathEscape(unit) }

// Out are the stacks and posters that can be used, and Void those that were
// taken out.
func (p *Cards) Out() []StackRow { return p.rows(false) }

// Void are the stacks and posters that were taken out.
func (p *Cards) Void() []StackRow { return p.rows(true) }

func (p *Cards) rows(retired bool) []StackRow {
	var rows []StackRow
	for _, r := range p.Stacks {
		if r.Retired == retired {
			r.Token, r.of = p.Token, p.About.ID
			rows = append(rows, r)
		}
	}
	return rows
}

// StackRow is a stack or a poster in the list.
type StackRow struct {
	survey.Batch
	Title survey.Text // of its survey
	// Elsewhere is the name of its unit, where that is not the page's.
	Elsewhere string
	Year      int // the present one
	Years     []YearCount
	Token     string
	of        string // the unit of the page
}

// YearCount is how many cards were handed out in a year.
type YearCount struct{ Year, N int }

// Poster reports whether the code is everybody's.
func (r StackRow) Poster() bool { return r.Way == survey.ByPoster }

// At is the id of the row in the page.
func (r StackRow) At() string { return "stack-" + r.ID }

// Address is where the stack's own pages are.
func (r StackRow) Address() string { return cardsAddress(r.of) + "/" + url.PathEscape(r.ID) }

// Preview is where its survey can be looked at as parents see it.
func (r StackRow) Preview() string {
	return fmt.Sprintf("/staff/preview/%s/%s", url.PathEscape(r.of), url.PathEscape(r.Survey))
}

// In is how many were handed out in a year.
func (r StackRow) In(year int) int {
	i := slices.IndexFunc(r.Years, func(y YearCount) bool { return y.Year == year })
	if i < 0 {
		return 0
	}
	return r.Years[i].N
}

// Earlier are the counts of other years.
func (r StackRow) Earlier() []YearCount {
	return slices.DeleteFunc(slices.Clone(r.Years), func(y YearCount) bool { return y.Year == r.Year })
}

// Give returns the words to hand over with a card, in every language and for
// every audience.
func (p *Cards) Give() []give {
	var list []give
	for _, lang := range p.Languages {
		for _, a := range p.Audiences {
			if a != survey.Staff { // colleagues know what to say to each other
				list = append(list, give{Lang: lang, Audience: a, Open: len(list) == 0})
			}
		}
	}
	return list
}

// give is what can be said or sent with a card.
type give struct {
	Lang     string
	Audience survey.Audience
	Open     bool // from the start
}

// Youth reports whether the words are for young people.
func (g give) Youth() bool { return g.Audience == survey.Youth }

// Words are the texts themselves.
func (g give) Words() []words {
	at := fmt.Sprintf("give-%s-%s", g.Lang, cmp.Or(g.Audience, survey.Parents))
	return []words{
		{"cards.say", "cards.say.words", at + "-say"},
		{"cards.send", "cards.send.words", at + "-send"},
	}
}

// words are a text to copy: keys of its heading and of itself, and its id.
type words struct{ Heading, Key, At string }

// Screen shows a poster's code on a phone or a screen, as large as it goes.
type Screen struct {
	Back string // where the way back leads
	// Path is the QR code as the path of an SVG in a square of Side modules.
	Path string
	Side int
	// Typed is the address and Code the code for who cannot scan.
	Typed string
	Code  survey.Code
}

func (*Screen) page() string { return "screen" }
