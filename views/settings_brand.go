package views

import (
	"strings"

	"ouderstem/survey"
	"ouderstem/survey/brand"
)

// SettingsBrand is the page about how pages look.
type SettingsBrand struct {
	SettingsFrame
	Fields Fields
	// Reading is what was made of the theme that was typed, Checked whether
	// there was one.
	Reading brand.Reading
	Checked bool
	// Poor is what could hardly be read.
	Poor []FieldProblem
	// Tried is the look that was typed.
	Tried Look
	// Preview is the parents' form as it would look: a page in an attribute,
	// so plain text here.
	Preview string
	// Known are the names of all tokens that are taken, for the page's script.
	Known string
	// MostLogo is the largest logo, in thousands of bytes.
	MostLogo int
}

func (*SettingsBrand) page() string { return "settings-brand" }

// Problems returns what is wrong with what was typed.
func (s *SettingsBrand) Problems() []FieldProblem { return append(s.Fields.Problems(), s.Poor...) }

// All returns what the page asks for, with the address of the logo for the
// logo: it is typed only to be replaced.
func (s *SettingsBrand) All() Fields {
	return Fields{s.Fields[0], {Label: "settings.logo", Typed: s.Tried.Logo}}
}

// BrandFields are the fields of [SettingsBrand]. A logo is typed only to be
// replaced.
func BrandFields(b survey.Brand) Fields {
	fields := Fields{
		{Name: FieldTheme, Label: "settings.theme", Hint: "settings.theme.hint", Typed: brand.Tokens(b.Tokens).Text(), Type: TypeLong},
		{Name: FieldLogo, Label: "settings.logo", Hint: "settings.logo.hint", Type: TypeLong},
	}
	if b.Logo != nil {
		fields = append(fields, Field{Name: FieldNoLogo, Label: "settings.logo.none", Type: TypeTick})
	}
	return fields
}

// Preview renders the parents' form as somebody sees it who has just opened
// it, dressed in look. It is shown in a frame in which nothing works.
func (v *Views) Preview(lang string, form Form) (string, error) {
	var b strings.Builder
	err := v.Render(&b, lang, form)
	return b.String(), err
}

// PoorContrast are the problems of colours that can hardly be told apart, in
// the reader's language.
func PoorContrast(lang string, poor []brand.Poor) []FieldProblem {
	var problems []FieldProblem
	for _, p := range poor {
		err := (&survey.Error{Key: "settings.contrast." + p.Key}).
			With("Ratio", Number(lang, p.Ratio, 2)).With("Least", Number(lang, p.Least, 1)).
			With("Fore", p.Fore.String()).With("Back", p.Back.String()).
			With("Token", "--"+p.Token).With("Try", p.Try.String())
		problems = append(problems, FieldProblem{At: FieldTheme, Label: "settings.theme", Err: err})
	}
	return problems
}
