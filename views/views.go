// Package views turns values into what people see: pages, pictures, cards and
// documents, in the reader's language.
//
// It knows no HTTP and no database. Every page is a value with a template; all
// templates are parsed at the start, once per language, so that a page cannot
// fail for its template and cannot slip into another reader's language. No
// sentence stands in Go: sentences stand in text/<lang>/ by key.
package views

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"ouderstem/survey"
	"ouderstem/survey/redact"
)

//go:embed html
var html embed.FS

// Page is a value with a page of its own.
type Page interface {
	// page returns the name of the template in html/ or html/staff/, without its
	// ending.
	page() string
}

// Views renders pages in every language the program speaks.
type Views struct {
	texts  *Texts
	assets *Assets
	looks  looks
	pages  map[string]map[string]*template.Template // by language, then by page
}

// New makes the templates of all pages and reads the texts.
func New() (*Views, error) {
	texts, err := NewTexts()
	if err != nil {
		return nil, err
	}
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	v := &Views{texts: texts, assets: assets, pages: map[string]map[string]*template.Template{}}
	var parsed *trees
	for _, lang := range texts.Languages() {
		funcs := []template.FuncMap{v.funcs(lang), v.reportFuncs(lang), v.designFuncs(lang), v.draftFuncs(lang)}
		if parsed == nil {
			if parsed, err = parseTrees(funcs...); err != nil {
				return nil, err
			}
		}
		v.pages[lang] = map[string]*template.Template{}
		for name := range parsed.pages {
			if v.pages[lang][strings.TrimSuffix(name, ".html")], err = parsed.page(name, funcs...); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// Texts returns the sentences of all languages.
func (v *Views) Texts() *Texts { return v.texts }

// MaskLabel returns the words that stand for what is masked, in lang.
func (v *Views) MaskLabel(lang string) func(redact.Tag) string {
	return func(tag redact.Tag) string {
		label, err := v.texts.Say(lang, "mask."+string(tag), nil)
		if err != nil {
			return string(tag)
		}
		return label
	}
}

// Asset returns a style sheet or script by the name it has in an address.
func (v *Views) Asset(name string) (Asset, bool) { return v.assets.get(name) }

// Render writes page in lang, or in the program's first language where it does
// not speak lang.
func (v *Views) Render(w io.Writer, lang string, page Page) error {
	set, ok := v.pages[lang]
	if !ok {
		set = v.pages[FirstLanguage]
	}
	t, ok := set[page.page()]
	if !ok {
		return fmt.Errorf("page %s: no such template", page.page())
	}
	return t.Execute(w, page)
}

// funcs are what every template can call, all bound to one language.
func (v *Views) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"lang":  func() string { return lang },
		"dir":   func() string { return Direction(lang) },
		"t":     func(key string, args ...any) (string, error) { return v.texts.pairs(lang, key, args) },
		"in":    func(t map[string]string) string { return inLanguage(t, lang, fallbackLanguages) },
		"asset": v.assets.address,
		"count": func(n int) string { return Number(lang, float64(n), 0) },
		"date":  func(day string) string { return Date(lang, day) },
		"add":   func(a, b int) int { return a + b },

		"you": func(a survey.Audience, key string, args ...any) (string, error) {
			return v.texts.you(lang, a, key, args)
		},
		// speak says in another language than the page's what its reader passes on.
		"speak": func(l string, a survey.Audience, key string) (string, error) {
			return v.texts.you(l, a, key, nil)
		},
		"problem":   func(err error) (string, error) { return v.texts.problem(lang, err) },
		"mask":      func(tag string) string { return v.MaskLabel(lang)(redact.Tag(tag)) },
		"languages": v.texts.Languages,
		"spoken":    v.texts.Spoken,
		"language":  func(l string) (string, error) { return v.texts.Say(l, "form.language.name", nil) },
		"tel":       tel,
		"usualK":    func() int { return survey.UsualK },
		"helplines": func(own map[string][]survey.HelpLine) ([]survey.HelpLine, error) { return v.helpLines(lang, own) },
	}
}

// fallbackLanguages are tried where a text is not in the reader's language.
var fallbackLanguages = []string{FirstLanguage, "en"}

// inLanguage returns t in lang, else in the first of fallback that has it, else
// in any language: words in the wrong language can be looked up, none cannot.
func inLanguage(t map[string]string, lang string, fallback []string) string {
	for _, l := range slices.Concat([]string{lang}, fallback, slices.Sorted(maps.Keys(t))) {
		if s := t[l]; s != "" {
			return s
		}
	}
	return ""
}
