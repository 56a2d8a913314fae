// Package views turns values into what people see: pages, pictures, cards and
// documents, in the reader's language.
//
// It knows no HTTP and no database. Every page is a value with a template of its
// own in each language, so that it cannot slip into another reader's. No sentence
// stands in Go: sentences stand in text/<lang>/ by key.
package views

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"sync"

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
	pages  map[string]map[string]func() (*template.Template, error) // by language, then by page; made when first asked for
}

// New returns views of every page. Texts and assets are read once in the life of
// the program; a template is made when its page is first shown, since most
// commands show none. All stand in the program itself, and a test makes them all.
func New() (*Views, error) {
	texts, err := texts()
	if err != nil {
		return nil, err
	}
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	names, err := pageNames()
	if err != nil {
		return nil, err
	}
	v := &Views{texts: texts, assets: assets, pages: map[string]map[string]func() (*template.Template, error){}}
	for _, lang := range texts.Languages() {
		v.pages[lang] = map[string]func() (*template.Template, error){}
		for _, name := range names {
			v.pages[lang][name] = sync.OnceValues(func() (*template.Template, error) {
				parsed, err := parsed()
				if err != nil {
					return nil, err
				}
				return parsed.page(name+".html", v.allFuncs(lang)...)
			})
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
	made, ok := set[page.page()]
	if !ok {
		return fmt.Errorf("page %s: no such template", page.page())
	}
	t, err := made()
	if err != nil {
		return err
	}
	return t.Execute(w, page)
}

// allFuncs are what templates in lang can call.
func (v *Views) allFuncs(lang string) []template.FuncMap {
	return []template.FuncMap{v.funcs(lang), v.reportFuncs(lang), v.designFuncs(lang), v.draftFuncs(lang)}
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
