package views

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ouderstem/survey"
)

// designText is a text in one language, as a field of the form.
type designText struct {
	Name   string // of the field, and its id
	Label  string // the key of its words
	Number int    // of what it is a text of, in its label
	Lang   string
	Typed  string
	Long   bool
	// Missing says that other languages have this text, or that it must be there.
	Missing bool
	Clash   bool
	Theirs  string // what somebody else made of it, where both changed it
	Focus   bool
}

// texts are the fields of a text in the languages that are shown.
func (d *Designer) texts(name, label string, number int, text survey.Text, needed, long bool) []designText {
	var list []designText
	for _, lang := range d.shown() {
		t := designText{Name: name + "." + lang, Label: label, Number: number, Lang: lang, Typed: text[lang], Long: long}
		t.Missing = t.Typed == "" && (needed || len(text) > 0)
		t.Theirs, t.Clash = d.theirs(t.Name)
		t.Focus = d.Focus == t.Name
		list = append(list, t)
	}
	return list
}

// theirs is what somebody else made of a field that was also typed into.
func (d *Designer) theirs(name string) (string, bool) {
	if d.Merged == nil {
		return "", false
	}
	value, clash := d.Merged.Clashes[name]
	return value, clash
}

// Titles are the fields of the survey's title.
func (d *Designer) Titles() []designText {
	return d.texts(survey.FieldTitle, "design.title", 0, d.Draft.Survey.Title, true, false)
}

// Credits are the fields for whom the survey is from.
func (d *Designer) Credits() []designText {
	return d.texts(survey.FieldCredit, "design.credit", 0, d.Draft.Survey.Credit, false, false)
}

// designChoice is a field with a few values to choose from.
type designChoice struct {
	Name   string
	Words  string // the beginning of the keys of its own words and its values'
	Values []string
	Typed  string
	Clash  bool
	Theirs string
	Focus  bool
}

func (d *Designer) choice(name, words, typed string, values ...string) designChoice {
	c := designChoice{Name: name, Words: words, Values: values, Typed: typed, Focus: d.Focus == name}
	c.Theirs, c.Clash = d.theirs(name)
	return c
}

// Audience is the field that says whom the survey is for.
func (d *Designer) Audience() designChoice {
	return d.choice(survey.FieldAudience, "design.audience.", string(d.Draft.Survey.Audience),
		string(survey.Parents), string(survey.Youth), string(survey.Staff))
}

// designTongue is a language of the survey.
type designTongue struct {
	Lang     string
	First    bool
	Shown    bool
	Reviewed bool
	Missing  int // texts
	Name     string
	Show     button
	Remove   *button
}

// Tongues are the languages of the survey.
func (d *Designer) Tongues() []designTongue {
	s, missing := d.Draft.Survey, d.missing(func(a survey.Advice) string { return a.Lang })
	var list []designTongue
	for i, lang := range s.Languages {
		t := designTongue{
			Lang: lang, First: i == 0, Shown: slices.Contains(d.shown(), lang), Missing: missing[lang],
			Reviewed: !slices.Contains(s.Drafted, lang), Name: survey.FieldDrafted + "." + lang,
			Show: d.button("design.language.show", lang, false, DoWith, lang),
		}
		if len(s.Languages) > 1 {
			b := d.button("design.language.remove", lang, false, DoLanguageRemove, lang)
			t.Remove = &b
		}
		list = append(list, t)
	}
	return list
}

// tonguesOffered are the languages that a survey for parents can be in
// (domain.md § 5): those that are spoken most in the Netherlands by people who
// read no Dutch.
var tonguesOffered = []string{"nl", "en", "ar", "tr", "pl", "uk", "fa", "ti", "so"}

// NewTongues are the languages that can be added.
func (d *Designer) NewTongues() []string {
	return slices.DeleteFunc(slices.Clone(tonguesOffered), func(l string) bool { return slices.Contains(d.Draft.Survey.Languages, l) })
}

// designQuestion is a question as a part of the form.
type designQuestion struct {
	survey.Question
	Number  int
	At      string // the id of the part in the page
	Focus   bool
	Open    bool
	Missing int // texts
	Texts   []designText
	Kinds   designChoice
	Ends    [][]designText // the words at each end of a mark's scale
	Options []designOption
	More    []button // to add options
	Help    []designText
	Asking  *designChoice // what an open question asks for
	Counts  string        // the field for what is counted
	Up      button
	Down    button
	Remove  button
}

// missing counts the texts that are missing, each under what of says of it.
func (d *Designer) missing(of func(survey.Advice) string) map[string]int {
	missing := map[string]int{}
	for _, a := range survey.Advise(d.Draft.Survey) {
		if n, ok := a.Args["N"].(int); ok && a.Key == survey.AdviceMissing {
			missing[of(a)] += n
		}
	}
	return missing
}

// open are the questions that are worked on, and those that two people changed.
func (d *Designer) open() map[string]bool {
	places := []string{d.Focus}
	if d.Merged != nil {
		places = slices.Concat(places, d.Merged.Theirs, slices.Collect(maps.Keys(d.Merged.Clashes)))
	}
	open := map[string]bool{}
	for _, place := range places {
		if parts := strings.Split(place, "."); len(parts) > 2 && (parts[0] == "q" || parts[0] == "o") {
			open[parts[1]] = true
		} else if len(parts) > 2 && strings.HasPrefix(parts[1], DoOption) {
			open[parts[2]] = true
		}
	}
	return open
}

// Questions are the questions in their order.
func (d *Designer) Questions() []designQuestion {
	s, open, missing := d.Draft.Survey, d.open(), d.missing(func(a survey.Advice) string { return a.Question })
	list := make([]designQuestion, len(s.Questions))
	for i, q := range s.Questions {
		of := strconv.Itoa(i + 1)
		field := func(part string) string { return survey.QuestionField(q.ID, part) }
		list[i] = designQuestion{
			Question: q, Number: i + 1, At: survey.QuestionField(q.ID), Focus: d.Focus == survey.QuestionField(q.ID),
			Open: open[q.ID], Missing: missing[q.ID],
			Texts: d.texts(field(survey.PartText), "design.question.text", 0, q.Text, true, true),
			Kinds: d.choice(field(survey.PartKind), "design.kind.", string(q.Kind),
				string(survey.Mark), string(survey.One), string(survey.Many), string(survey.Open)),
			Options: d.options(q),
			Help:    d.texts(field(survey.PartHelp), "design.question.help", 0, q.Help, false, true),
			Counts:  field(survey.PartCount),
			Up:      d.button("design.up", of, i == 0, DoUp, q.ID),
			Down:    d.button("design.down", of, i == len(s.Questions)-1, DoDown, q.ID),
			Remove:  d.button("design.remove", of, false, DoRemove, q.ID),
		}
		if q.Kind == survey.Open {
			c := d.choice(field(survey.PartAsks), "design.asks.", cmp.Or(string(q.Asks), survey.AsksAny),
				string(survey.AsksGood), string(survey.AsksBad), survey.AsksAny)
			list[i].Asking = &c
		}
		if q.Kind == survey.Mark {
			list[i].Ends = [][]designText{
				d.texts(field(survey.PartLow), "design.question.low", 0, q.Low, true, false),
				d.texts(field(survey.PartHigh), "design.question.high", 0, q.High, true, false),
			}
		}
		if q.Kind == survey.One || q.Kind == survey.Many {
			list[i].More = append(list[i].More, d.button("design.option.add", of, false, DoOption, q.ID))
		}
		if q.Kind != survey.Open && !slices.ContainsFunc(q.Options, func(o survey.Option) bool { return o.Side == survey.Unknown }) {
			list[i].More = append(list[i].More, d.button("design.option.unknown", of, false, DoOption, q.ID, string(survey.Unknown)))
		}
	}
	return list
}

// designOption is an option of a question as a part of the form.
type designOption struct {
	Number int
	Texts  []designText
	Sides  designChoice
	Fixed  bool // on its side: what a mark offers besides its numbers
	Up     button
	Down   button
	Remove button
}

func (d *Designer) options(q survey.Question) []designOption {
	list := make([]designOption, len(q.Options))
	sides := []string{string(survey.Positive), string(survey.Between), string(survey.Negative), string(survey.Unknown)}
	for i, o := range q.Options {
		of := strings.TrimSpace(strconv.Itoa(i+1) + " " + o.Text.In(d.first(), d.Draft.Survey.Languages...))
		list[i] = designOption{
			Number: i + 1, Fixed: q.Kind == survey.Mark,
			Texts:  d.texts(survey.OptionField(q.ID, o.ID, survey.PartText), "design.option.text", i+1, o.Text, true, false),
			Sides:  d.choice(survey.OptionField(q.ID, o.ID, survey.PartSide), "design.side.", string(o.Side), sides...),
			Up:     d.button("design.up", of, i == 0, DoOptionUp, q.ID, o.ID),
			Down:   d.button("design.down", of, i == len(q.Options)-1, DoOptionDown, q.ID, o.ID),
			Remove: d.button("design.remove", of, false, DoOptionRemove, q.ID, o.ID),
		}
	}
	return list
}

// button is one of the buttons at a part of the survey.
type button struct {
	ID, Do string
	Label  string // the key of its words
	Of     string // what it is about, for who cannot see where it stands
	Focus  bool
	Off    bool
}

func (d *Designer) button(label, of string, off bool, do ...string) button {
	id := ButtonID(do...)
	return button{ID: id, Do: strings.Join(do, " "), Label: label, Of: of, Focus: d.Focus == id, Off: off}
}

// Undo is the button that goes a step back.
func (d *Designer) Undo() button { return d.button("design.undo", "", !d.Draft.CanUndo, DoUndo) }

// Redo is the button that goes a step forward again.
func (d *Designer) Redo() button { return d.button("design.redo", "", !d.Draft.CanRedo, DoRedo) }

// OffersTongue reports whether a survey can be given this language.
func OffersTongue(lang string) bool { return slices.Contains(tonguesOffered, lang) }
