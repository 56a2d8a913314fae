package survey

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Names of the fields of a survey under design, as a form has them. Those of a
// text end in its language.
const (
	FieldTitle    = "title"
	FieldCredit   = "credit"
	FieldAudience = "audience"
	FieldDrafted  = "drafted"
)

// Names of the parts of a question's field.
const (
	PartText  = "text"
	PartHelp  = "help"
	PartLow   = "low"
	PartHigh  = "high"
	PartKind  = "kind"
	PartSide  = "side"
	PartCount = "count"
	PartAsks  = "asks"
)

// QuestionField names the field of a part of a question: q.ID.PART or, for a
// text, q.ID.PART.LANGUAGE.
func QuestionField(question string, part ...string) string {
	return strings.Join(append([]string{"q", question}, part...), ".")
}

// OptionField names the field of a part of an option.
func OptionField(question, option string, part ...string) string {
	return strings.Join(append([]string{"o", question, option}, part...), ".")
}

// Checked and Unchecked are what a field that is yes or no holds.
const (
	Checked   = "1"
	Unchecked = "0"
)

// Typed is one field with what it holds.
type Typed struct{ Name, Value string }

// AsksAny is what the field of a question holds that takes no side; an empty
// one would be a choice that was not made.
const AsksAny = "any"

// editable is a field that can be read and set.
type editable struct {
	name string
	get  func() string
	set  func(string)
}

func word[T ~string](name string, at *T, allowed ...T) editable {
	return editable{name, func() string { return string(*at) }, func(v string) {
		if slices.Contains(allowed, T(v)) {
			*at = T(v)
		}
	}}
}

func flag(name string, at *bool) editable {
	return editable{
		name, func() string { return map[bool]string{true: Checked, false: Unchecked}[*at] },
		func(v string) { *at = v == Checked },
	}
}

// tidy makes one line of what was typed.
func tidy(v string) string { return strings.Join(strings.Fields(Clean(v)), " ") }

// texts are the fields of one text, a language each. An empty one is left out of
// the text, so that it counts as missing.
func (s *Survey) texts(name string, at *Text) (fields []editable) {
	for _, lang := range s.Languages {
		fields = append(fields, editable{
			name + "." + lang, func() string { return (*at)[lang] },
			func(v string) {
				switch v = tidy(v); {
				case v == "":
					delete(*at, lang)
				case *at == nil:
					*at = Text{lang: v}
				default:
					(*at)[lang] = v
				}
			},
		})
	}
	return fields
}

// editables are the fields of s in the order of a form. Setting them changes s.
func (s *Survey) editables(words Prefilled) []editable {
	fields := append([]editable{word(FieldAudience, &s.Audience, Parents, Youth, Staff)}, s.texts(FieldTitle, &s.Title)...)
	fields = append(fields, s.texts(FieldCredit, &s.Credit)...)
	for _, lang := range s.Languages {
		fields = append(fields, s.draftedField(lang))
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		fields = append(fields, s.texts(QuestionField(q.ID, PartText), &q.Text)...)
		fields = append(fields, s.texts(QuestionField(q.ID, PartHelp), &q.Help)...)
		fields = append(fields, flag(QuestionField(q.ID, PartCount), &q.CountUnknown))
		if q.Kind == Open {
			fields = append(fields, asksField(q))
		}
		if q.Kind == Mark {
			fields = append(fields, s.texts(QuestionField(q.ID, PartLow), &q.Low)...)
			fields = append(fields, s.texts(QuestionField(q.ID, PartHigh), &q.High)...)
		}
		for j := range q.Options {
			o := &q.Options[j]
			fields = append(fields, s.texts(OptionField(q.ID, o.ID, PartText), &o.Text)...)
			fields = append(fields, word(OptionField(q.ID, o.ID, PartSide), &o.Side, "", Positive, Between, Negative, Unknown))
		}
		fields = append(fields, s.kindField(q, words)) // last: it may take options away
	}
	return fields
}

func asksField(q *Question) editable {
	field := word(QuestionField(q.ID, PartAsks), &q.Asks, AsksGood, AsksBad)
	get, set := field.get, field.set
	field.get = func() string { return cmp.Or(get(), AsksAny) }
	field.set = func(v string) {
		if v == AsksAny {
			q.Asks = AsksAnything
		}
		set(v)
	}
	return field
}

func (s *Survey) draftedField(lang string) editable {
	get := func() bool { return slices.Contains(s.Drafted, lang) }
	return editable{
		FieldDrafted + "." + lang,
		func() string { return map[bool]string{true: Checked, false: Unchecked}[get()] },
		func(v string) {
			if drafted := v == Checked; drafted && !get() {
				s.Drafted = append(s.Drafted, lang)
			} else if !drafted {
				s.Drafted = slices.DeleteFunc(s.Drafted, func(l string) bool { return l == lang })
			}
		},
	}
}

func (s *Survey) kindField(q *Question, words Prefilled) editable {
	field := word(QuestionField(q.ID, PartKind), &q.Kind)
	field.set = func(v string) {
		if kind := Kind(v); kind != q.Kind && slices.Contains(kinds, kind) {
			s.setKind(q, kind, words)
		}
	}
	return field
}

// Fields returns what the form of s holds.
func (s *Survey) Fields() []Typed {
	var list []Typed
	for _, f := range s.Clone().editables(Prefilled{}) {
		list = append(list, Typed{f.name, f.get()})
	}
	return list
}

// With returns s with what was typed into its form, by the names of the fields.
// A field that is not in it stays as it is; one that s does not have, or that
// cannot hold what was posted, is left out.
func (s *Survey) With(typed map[string]string, words Prefilled) *Survey {
	c := s.Clone()
	for _, f := range c.editables(words) {
		if v, ok := typed[f.name]; ok && v != f.get() {
			f.set(v)
		}
	}
	return c
}

// Changed names the fields in which s and t differ; ok is false when they also
// differ in what fields there are or in their order.
func (s *Survey) Changed(t *Survey) (names []string, ok bool) {
	a, b := s.Fields(), t.Fields()
	if len(a) != len(b) {
		return nil, false
	}
	for i := range a {
		switch {
		case a[i].Name != b[i].Name:
			return nil, false
		case a[i] != b[i]:
			names = append(names, a[i].Name)
		}
	}
	return names, true
}

// Merged is what came of putting together what two people changed.
type Merged struct {
	Survey *Survey
	// Clashes are fields that both changed, with what the other made of them;
	// Survey has what was typed.
	Clashes map[string]string
	// Theirs are fields that only the other changed.
	Theirs []string
	// Lost is what was typed into a field that the other took out.
	Lost []Typed
}

// Merge puts what one person typed into what another saved meanwhile. Both
// began with base; nil where that is no longer known, and then every field in
// which they differ is one that both changed.
func Merge(base, theirs *Survey, typed map[string]string, words Prefilled) Merged {
	m := Merged{Clashes: map[string]string{}}
	before, now, mine := values(base), values(theirs), map[string]string{}
	for _, f := range theirs.Fields() {
		v, posted := typed[f.Name]
		v = tidy(v)
		was, known := before[f.Name]
		switch {
		case !posted || v == f.Value:
		case known && v == was: // only they changed it
			m.Theirs = append(m.Theirs, f.Name)
		case known && f.Value == was: // only I changed it
			mine[f.Name] = v
		default:
			mine[f.Name], m.Clashes[f.Name] = v, f.Value
		}
	}
	m.Survey = theirs.With(mine, words)
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		v := tidy(typed[name])
		if _, there := now[name]; !there && v != "" && v != before[name] && textField.MatchString(name) {
			m.Lost = append(m.Lost, Typed{name, v})
		}
	}
	return m
}

// textField is the name of a field of a question that holds words.
var textField = regexp.MustCompile(`^[qo]\..*\.(text|help|low|high)\.[^.]+$`)

func values(s *Survey) map[string]string {
	byName := map[string]string{}
	if s != nil {
		for _, f := range s.Fields() {
			byName[f.Name] = f.Value
		}
	}
	return byName
}
