package views

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"ouderstem/survey"
)

//go:embed text
var textFiles embed.FS

// FirstLanguage is the language of a reader whose own the program does not
// speak.
const FirstLanguage = "nl"

// Texts holds every sentence of the program, by language and key.
type Texts struct {
	localizers map[string]*i18n.Localizer
	languages  []string
	keys       map[string]bool
}

// texts are the program's sentences, read once: nobody changes them.
var texts = sync.OnceValues(NewTexts)

// NewTexts reads text/<lang>/<subject>.json: {"subject.name": "sentence"} or,
// with CLDR plurals over N, {"subject.name": {"one": "…", "other": "…"}}.
// {{.Name}} stands for an argument.
func NewTexts() (*Texts, error) {
	bundle := i18n.NewBundle(language.MustParse(FirstLanguage))
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	t := &Texts{localizers: map[string]*i18n.Localizer{}, languages: []string{FirstLanguage}, keys: map[string]bool{}}
	files, err := fs.Glob(textFiles, "text/*/*.json")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := textFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		lang := path.Base(path.Dir(file))
		messages, err := bundle.ParseMessageFileBytes(data, lang+".json")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, m := range messages.Messages {
			t.keys[m.ID] = true
		}
		if !slices.Contains(t.languages, lang) {
			t.languages = append(t.languages, lang)
		}
		t.localizers[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return t, nil
}

// Languages returns the languages the program speaks, the first one first.
func (t *Texts) Languages() []string { return slices.Clone(t.languages) }

// Spoken returns those of languages that the program speaks too, in their
// order: a survey is offered in these. Where there is none, it is the first of
// languages, with buttons in the program's first language.
func (t *Texts) Spoken(languages []string) []string {
	var spoken []string
	for _, l := range languages {
		if _, ok := t.localizers[l]; ok {
			spoken = append(spoken, l)
		}
	}
	if len(spoken) == 0 && len(languages) > 0 {
		return languages[:1]
	}
	return spoken
}

// Match returns the language of offered that suits wanted best, which is an
// Accept-Language header or a tag; the first offered when none does.
func (t *Texts) Match(wanted string, offered []string) string {
	want, _, err := language.ParseAcceptLanguage(wanted)
	if err != nil || len(want) == 0 {
		return offered[0]
	}
	_, i, confidence := matcher(offered).Match(want...)
	if confidence == language.No {
		return offered[0]
	}
	return offered[i]
}

// matchers are those of languages that were offered before: making one takes longer
// than all else about a page that was made already.
var matchers sync.Map

func matcher(offered []string) language.Matcher {
	key := strings.Join(offered, ",")
	if have, ok := matchers.Load(key); ok {
		m, _ := have.(language.Matcher)
		return m
	}
	tags := make([]language.Tag, 0, len(offered))
	for _, o := range offered {
		tags = append(tags, language.Make(o))
	}
	m := language.NewMatcher(tags)
	matchers.Store(key, m)
	return m
}

// Keys returns what follows prefix in the keys that begin with it, sorted.
func (t *Texts) Keys(prefix string) []string {
	var keys []string
	for key := range t.keys {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			keys = append(keys, rest)
		}
	}
	slices.Sort(keys)
	return keys
}

// Say returns the sentence key in lang with its arguments filled in. An
// argument N chooses the plural. A sentence without that plural is said in its
// general form, and one that lang lacks in the first language: better than no
// page at all.
func (t *Texts) Say(lang, key string, args map[string]any) (string, error) {
	l, ok := t.localizers[lang]
	if !ok {
		l = t.localizers[FirstLanguage]
	}
	s, err := l.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: args, PluralCount: plural(args)})
	if err != nil && s == "" {
		return "", fmt.Errorf("text %s: %w", key, err)
	}
	return s, nil
}

// In returns a survey's own words in lang, or in the language nearest to it.
func (t *Texts) In(lang string, text survey.Text) string {
	return inLanguage(text, lang, fallbackLanguages)
}

// Problem returns the sentence that tells err, or false when err is not a
// mistake that a person can mend.
func (t *Texts) Problem(lang string, err error) (string, bool) {
	var e *survey.Error
	if !errors.As(err, &e) {
		return "", false
	}
	args := maps.Clone(e.Args)
	for name, value := range args {
		if text, ok := value.(survey.Text); ok {
			args[name] = t.In(lang, text)
		}
	}
	s, sayErr := t.Say(lang, e.Key, args)
	return s, sayErr == nil
}

// problem is Problem for templates.
func (t *Texts) problem(lang string, err error) (string, error) {
	s, ok := t.Problem(lang, err)
	if !ok {
		return t.Say(lang, "error.bad-input", nil)
	}
	return s, nil
}

// you is pairs for a sentence that speaks to the reader: an audience that is
// addressed in its own way has the key with the audience's name behind it.
func (t *Texts) you(lang string, audience survey.Audience, key string, args []any) (string, error) {
	if own := key + "." + string(audience); t.keys[own] {
		key = own
	}
	return t.pairs(lang, key, args)
}

// pairs is Say for templates: name and value in turn.
func (t *Texts) pairs(lang, key string, args []any) (string, error) {
	if len(args)%2 != 0 {
		return "", fmt.Errorf("text %s: argument without a value", key)
	}
	m := map[string]any{}
	for pair := range slices.Chunk(args, 2) {
		name, ok := pair[0].(string)
		if !ok {
			return "", fmt.Errorf("text %s: %v is no argument's name", key, pair[0])
		}
		m[name] = pair[1]
	}
	return t.Say(lang, key, m)
}

// plural returns the argument that chooses the plural form, or nil.
func plural(args map[string]any) any {
	if n, ok := args["N"].(int); ok {
		return n
	}
	return nil
}
