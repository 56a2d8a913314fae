package views

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ouderstem/survey"
)

// SettingsPart is a part of the settings that has a page and a form of its own:
// two administrators who change different parts are not in each other's way.
type SettingsPart string

// The parts, in the order of their menu.
const (
	PartHouse     SettingsPart = "house"
	PartHelp      SettingsPart = "help"
	PartAnonymity SettingsPart = "anonymity"
	PartBrand     SettingsPart = "brand"
	PartSignIn    SettingsPart = "sign-in"
)

// Path returns where the part's page is, below the one for staff.
func (p SettingsPart) Path() string {
	if p == PartHouse {
		return "/settings"
	}
	return "/settings/" + string(p)
}

// Fields of the forms about settings, besides those of accounts.
const (
	FieldSeen      = "seen" // what the form was filled with, to notice another's change
	FieldOffered   = "languages"
	FieldKReason   = "kReason"
	FieldEvery     = "every"
	FieldRetention = "retention"
	FieldTheme     = "theme"
	FieldLogo      = "logo"
	FieldNoLogo    = "no-logo"
)

// DoCheck asks what would become of a brand, without keeping it.
const DoCheck = "check"

// SettingsFrame is what the pages of all parts share.
type SettingsFrame struct {
	Frame
	Part SettingsPart
	// Seen is a mark of what is kept now; it comes back with the form.
	Seen string
	// Meanwhile is what somebody else has changed since the form was shown, as
	// it is kept now.
	Meanwhile []Kept
}

// Kept is a field as it is kept, where that is not what was typed.
type Kept struct {
	Label string // key
	Words string
}

// Shared returns what the page of every part has.
func (s *SettingsFrame) Shared() *SettingsFrame { return s }

// Parts returns the menu of the settings.
func (s SettingsFrame) Parts() []MenuItem {
	var items []MenuItem
	for _, p := range []SettingsPart{PartHouse, PartHelp, PartAnonymity, PartBrand, PartSignIn} {
		items = append(items, MenuItem{Label: "settings." + string(p), Href: "/staff" + p.Path(), Here: p == s.Part})
	}
	return items
}

// Differs notes every field that is kept otherwise than it was typed.
func (s *SettingsFrame) Differs(v *Views, lang string, typed, kept Fields) error {
	for i, f := range kept {
		if i < len(typed) && typed[i].Typed == f.Typed {
			continue
		}
		words := f.Typed
		if c := slices.IndexFunc(f.Choices, func(c Choice) bool { return c.Value == f.Typed }); c >= 0 {
			words = f.Choices[c].Words
			if key := f.Choices[c].Label; key != "" {
				var err error
				if words, err = v.texts.Say(lang, key, nil); err != nil {
					return err
				}
			}
		}
		s.Meanwhile = append(s.Meanwhile, Kept{f.Label, words})
	}
	return nil
}

// SettingsHouse is the page about the organisation and its languages.
type SettingsHouse struct {
	SettingsFrame
	Fields    Fields
	Languages []LanguageTick
}

func (*SettingsHouse) page() string { return "settings-house" }

// Problems returns what is wrong with what was typed.
func (s *SettingsHouse) Problems() []FieldProblem { return s.Fields.Problems() }

// All returns what the page asks for, to compare it with what is kept.
func (s *SettingsHouse) All() Fields {
	var offered []string
	for _, l := range s.Languages {
		if l.Offered {
			offered = append(offered, l.Words)
		}
	}
	return append(slices.Clone(s.Fields), Field{Label: "settings.languages", Typed: strings.Join(offered, ", ")})
}

// LanguageTick is a language that can be offered to parents.
type LanguageTick struct {
	Value, Words string
	Offered      bool
}

// HouseFields are the fields of [SettingsHouse].
func (v *Views) HouseFields(s survey.Settings) Fields {
	return Fields{
		{Name: FieldOrganisation, Label: "setup.organisation", Hint: "settings.organisation.hint", Typed: s.Organisation, Autocomplete: "organization"},
		{Name: FieldLang, Label: "settings.lang", Hint: "settings.lang.hint", Typed: s.Lang, Type: TypeSelect, Choices: v.LanguageChoices()},
	}
}

// LanguageTicks are the languages of the program, with those offered ticked.
func (v *Views) LanguageTicks(s survey.Settings) []LanguageTick {
	offered := s.Offered(v.texts.Languages())
	var ticks []LanguageTick
	for _, c := range v.LanguageChoices() {
		ticks = append(ticks, LanguageTick{c.Value, c.Words, slices.Contains(offered, c.Value)})
	}
	return ticks
}

// SettingsHelp is the page about the help lines.
type SettingsHelp struct {
	SettingsFrame
	Languages []HelpLanguage
}

func (*SettingsHelp) page() string { return "settings-help" }

// Problems returns what is wrong with what was typed.
func (s *SettingsHelp) Problems() []FieldProblem { return s.All().Problems() }

// All returns the fields of all lines.
func (s *SettingsHelp) All() Fields {
	var all Fields
	for _, l := range s.Languages {
		for _, line := range l.Lines {
			all = append(all, line.Fields...)
		}
	}
	return all
}

// Add adds the help lines of a language, with room for one more.
func (s *SettingsHelp) Add(v *Views, lang string, lines []survey.HelpLine) error {
	h, err := v.helpLanguage(lang, lines)
	s.Languages = append(s.Languages, h)
	return err
}

// Faults puts mistakes in settings at the fields they are about.
func (s *SettingsHelp) Faults(faults []survey.Fault) {
	for _, f := range faults {
		m := helpFault.FindStringSubmatch(f.Field)
		if m == nil {
			continue
		}
		for _, l := range s.Languages {
			n, err := strconv.Atoi(m[2])
			if l.Lang == m[1] && err == nil && n < len(l.Lines) {
				l.Lines[n].Fields.Fault(HelpFieldIn(l.Lang, n+1, m[3]), f.Err)
			}
		}
	}
}

// helpFault is where a fault of a help line is: help[nl][0].number.
var helpFault = regexp.MustCompile(`^help\[(.+)\]\[(\d+)\]\.(\w+)$`)

// HelpLanguage are the help lines in one language.
type HelpLanguage struct {
	Lang, Words string
	Lines       []HelpFields
}

// MostHelpLines is how many lines there may be in a language: more would push
// the next question out of sight.
const MostHelpLines = 6

// HelpFieldIn returns the name of the field of a part of line n in a language.
func HelpFieldIn(lang string, n int, part string) string {
	return fmt.Sprintf("help.%s.%d.%s", lang, n, part)
}

// helpLanguage returns the fields of the help lines in one language, with room
// for one more.
func (v *Views) helpLanguage(lang string, lines []survey.HelpLine) (HelpLanguage, error) {
	words, err := v.texts.Say(lang, "form.language.name", nil)
	if err != nil {
		return HelpLanguage{}, err
	}
	h := HelpLanguage{Lang: lang, Words: words}
	for i := range min(len(lines)+1, MostHelpLines) {
		var line survey.HelpLine
		if i < len(lines) {
			line = lines[i]
		}
		h.Lines = append(h.Lines, HelpFields{N: i + 1, Fields: Fields{
			{Name: HelpFieldIn(lang, i+1, HelpFor), Label: "help.for", Typed: line.For},
			{Name: HelpFieldIn(lang, i+1, HelpNumber), Label: "help.number", Typed: line.Number, Type: "tel"},
			{Name: HelpFieldIn(lang, i+1, HelpWhen), Label: "help.when", Typed: line.When},
		}})
	}
	return h, nil
}

// SettingsAnonymity is the page about k, when boxes are opened, and for how long
// comments are kept.
type SettingsAnonymity struct {
	SettingsFrame
	Fields Fields
	// NextLook is the day on which boxes are looked at next.
	NextLook string
	// LastSweep is the day on which comments were deleted last, through a year;
	// "" for never.
	LastSweep   string
	LastThrough int
	Oldest      int    // year of which there are comments; 0 for none
	NextSweep   string // day on which comments are deleted next; "" for never
	NextThrough int
	UsualK      int
}

func (*SettingsAnonymity) page() string { return "settings-anonymity" }

// Problems returns what is wrong with what was typed.
func (s *SettingsAnonymity) Problems() []FieldProblem { return s.Fields.Problems() }

// AnonymityFields are the fields of [SettingsAnonymity].
func AnonymityFields(s survey.Settings) Fields {
	rhythms := Field{Name: FieldEvery, Label: "settings.every", Hint: "settings.every.hint", Typed: fmt.Sprint(s.Every), Type: TypeSelect}
	for _, months := range survey.Rhythms {
		value := strconv.Itoa(months)
		rhythms.Choices = append(rhythms.Choices, Choice{Value: value, Label: fmt.Sprintf("settings.every.%s", value)})
	}
	return Fields{
		{Name: FieldK, Label: "settings.k", Hint: "settings.k.hint", Typed: fmt.Sprint(s.K), Numeric: true},
		{Name: FieldKReason, Label: "settings.reason", Hint: "settings.reason.hint", Typed: s.KReason, Type: TypeLong},
		rhythms,
		{Name: FieldRetention, Label: "settings.retention", Hint: "settings.retention.hint", Typed: fmt.Sprint(s.Retention), Numeric: true},
	}
}

// All returns the fields of the page.
func (s *SettingsAnonymity) All() Fields { return s.Fields }
