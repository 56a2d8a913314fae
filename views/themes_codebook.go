package views

import (
	"net/url"
	"slices"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// CodebookPath is where the codebook is.
const CodebookPath = "/staff/codebook"

// EditPath returns where a theme of the codebook is changed; "" makes a new one.
func EditPath(theme string) string {
	if theme == "" {
		return CodebookPath + "/new"
	}
	return CodebookPath + "/theme/" + url.PathEscape(theme)
}

// Fields of the forms about the codebook, besides [FieldSeen].
const (
	FieldThemeName = "name"  // with a language behind a full stop
	FieldAbout     = "about" // likewise
	FieldPatterns  = "words" // likewise; without one for every language
	FieldInto      = "into"
	FieldTopic     = "topic"
	FieldList      = "list"

	DoTry     = "try"
	DoMerge   = "merge"
	DoShipped = "shipped"
	DoRestore = "restore"
	DoAccept  = "accept"
	DoReject  = "reject"
)

// Codebook is the page with all themes.
type Codebook struct {
	Frame
	Themes   []ThemeRow
	Revision int // 0 while the codebook that ships is in use
}

func (*Codebook) page() string { return "themes-codebook" }

// ThemeRow is a theme in the list of all.
type ThemeRow struct {
	ID          string
	Name, About survey.Text
	Words       int
}

// Path returns where the theme is changed.
func (r ThemeRow) Path() string { return EditPath(r.ID) }

// ThemeEdit is the page on which one theme is changed, or made.
type ThemeEdit struct {
	Frame
	ID     string // "" for a new one
	Called survey.Text
	Fields Fields // its names and what it is about
	Words  []WordsField
	Seen   string // what the form was filled with
	// Theirs is what somebody else made of the theme since the form was shown,
	// and Gone says that they took it away.
	Theirs []Kept
	Gone   bool
	Into   []Choice   // the themes it can be merged into
	Trial  *WordTrial // nil before anything was tried
}

func (*ThemeEdit) page() string { return "themes-edit" }

// Path returns where the form goes.
func (p *ThemeEdit) Path() string { return EditPath(p.ID) }

// Problems returns what is wrong with what was typed.
func (p *ThemeEdit) Problems() []FieldProblem {
	problems := p.Fields.Problems()
	for _, w := range p.Words {
		for _, f := range w.Faults {
			problems = append(problems, FieldProblem{At: w.At(), Label: w.Label(), Err: f.Err, Line: f.Line})
		}
	}
	return problems
}

// WordsField has the words of a theme in a language, one on a line, as typed.
type WordsField struct {
	Lang   string // "" for every language
	Name   string
	ID     string // in the page; Name where it is empty
	Typed  string
	Faults []survey.Fault
}

// At returns the id of the field in the page.
func (w WordsField) At() string {
	if w.ID != "" {
		return w.ID
	}
	return w.Name
}

// Label is the key of the words above the field.
func (w WordsField) Label() string {
	if w.Lang == "" {
		return "codebook.words.all"
	}
	return "codebook.words"
}

// Describes returns the ids of what explains the field.
func (w WordsField) Describes() string {
	if len(w.Faults) > 0 {
		return "words.hint " + w.At() + ".error"
	}
	return "words.hint"
}

// Rows is how high the field is: as high as its words, within limits.
func (w WordsField) Rows() int {
	const least, most = 3, 14
	lines := 1
	for _, r := range w.Typed {
		if r == '\n' {
			lines++
		}
	}
	return min(max(lines+1, least), most)
}

// LanguageField returns the name of a field in a language.
func LanguageField(name, lang string) string {
	if lang == "" {
		return name
	}
	return name + "." + lang
}

// ThemeFields are the names of a theme and what it is about, by language.
func (v *Views) ThemeFields(t themes.Theme) Fields {
	var fields Fields
	for _, lang := range v.texts.Languages() {
		fields = append(fields, Field{Name: LanguageField(FieldThemeName, lang), Label: "codebook.name." + lang, Typed: t.Name[lang]})
	}
	for _, lang := range v.texts.Languages() {
		fields = append(fields, Field{Name: LanguageField(FieldAbout, lang), Label: "codebook.about." + lang, Typed: t.About[lang], Type: TypeLong})
	}
	return fields
}

// WordsFields are the words of a theme by language: those that the program
// speaks, those that t has words in, and every language last.
func (v *Views) WordsFields(t themes.Theme) []WordsField {
	languages := v.texts.Languages()
	for lang := range t.Patterns {
		if lang != "" && !slices.Contains(languages, lang) {
			languages = append(languages, lang)
		}
	}
	slices.Sort(languages[len(v.texts.Languages()):])
	var fields []WordsField
	for _, lang := range append(languages, "") {
		fields = append(fields, WordsField{Lang: lang, Name: LanguageField(FieldPatterns, lang), Typed: Lines(t.Patterns[lang])})
	}
	return fields
}

// Lines returns words one on a line.
func Lines(words []string) string {
	text := ""
	for _, w := range words {
		text += w + "\n"
	}
	return text
}

// WordTrial is what the words in the form catch, in comments that its reader may
// read.
type WordTrial struct {
	N    int // comments they were tried on
	Now  int // of them have the theme now
	Then int // catch its words as they are typed
	// Words are those that are new in the form, and More how many of them are
	// not told of.
	Words []TriedWord
	More  int
}

// TriedWord is what one word catches.
type TriedWord struct {
	Pattern  string
	Not      bool // it says what is not meant
	N        int  // comments
	New      int  // of them have not the theme now
	Examples []TriedExample
}

// TriedExample is a piece of a comment with what a word caught in it.
type TriedExample struct {
	Text string
	Lang string
	Hits []survey.Span
}

// CodebookHistory is the page with the revisions of the codebook.
type CodebookHistory struct {
	Frame
	Revisions []RevisionRow // the newest first
}

func (*CodebookHistory) page() string { return "themes-history" }

// RevisionRow is a revision and how it differs from the one before, in words.
type RevisionRow struct {
	N           int
	Here        bool // it is the one in use
	Themes      int
	Words       int
	Added       int // words that the one before had not
	Gone        int // words that it had and this one has not
	ThemesAdded []survey.Text
	ThemesGone  []survey.Text
}

// Same reports whether nothing differs in words and themes: only names do.
func (r RevisionRow) Same() bool {
	return r.Added == 0 && r.Gone == 0 && len(r.ThemesAdded) == 0 && len(r.ThemesGone) == 0
}

// CompareCodebooks returns the row of a codebook after the one before it.
func CompareCodebooks(n int, before, after *themes.Codebook) RevisionRow {
	row := RevisionRow{N: n, Themes: len(after.Themes)}
	for _, t := range after.Themes {
		old, known := before.Theme(t.ID)
		if !known {
			row.ThemesAdded = append(row.ThemesAdded, t.Name)
		}
		row.Words += t.Count()
		row.Added += missing(t, old)
	}
	for _, t := range before.Themes {
		now, known := after.Theme(t.ID)
		if !known {
			row.ThemesGone = append(row.ThemesGone, t.Name)
		}
		row.Gone += missing(t, now)
	}
	return row
}

// missing returns how many of the words of a are not in b.
func missing(a, b themes.Theme) int {
	n := 0
	for lang, list := range a.Patterns {
		for _, p := range list {
			if !slices.Contains(b.Patterns[lang], p) {
				n++
			}
		}
	}
	return n
}
