package survey

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// drawEdited draws what becomes of a survey after a few edits.
func drawEdited(t *rapid.T, s *Survey, name string) *Survey {
	for range rapid.IntRange(0, 6).Draw(t, name) {
		var ids []string
		for _, q := range s.Questions {
			ids = append(ids, q.ID)
		}
		id := rapid.SampledFrom(append(ids, "gone")).Draw(t, "question")
		switch rapid.IntRange(0, 6).Draw(t, "edit") {
		case 0:
			s, _ = s.WithQuestion(Question{Kind: Open}, rapid.IntRange(0, 9).Draw(t, "at"))
		case 1:
			s, _ = s.MoveQuestion(id, rapid.IntRange(-3, 3).Draw(t, "by"))
		case 2:
			s, _ = s.WithoutQuestion(id)
		case 3:
			s, _, _ = s.WithOption(id, Option{Side: Between})
		case 4:
			s, _ = s.WithKind(id, rapid.SampledFrom(kinds).Draw(t, "kind"), testWords)
		case 5:
			s = s.WithLanguage(rapid.SampledFrom([]string{"en", "tr"}).Draw(t, "language"))
		case 6:
			s = s.WithoutLanguage(rapid.SampledFrom([]string{"nl", "en", "tr"}).Draw(t, "language"))
		}
		s = s.With(drawTyped(t, s), testWords)
	}
	return s
}

// drawTyped types into a few fields.
func drawTyped(t *rapid.T, s *Survey) map[string]string {
	typed := map[string]string{}
	fields := s.Fields()
	for range rapid.IntRange(0, 3).Draw(t, "typed") {
		f := rapid.SampledFrom(fields).Draw(t, "field")
		typed[f.Name] = rapid.SampledFrom([]string{"", "a", "b", "positive", "mark", "1", "bad"}).Draw(t, "value")
	}
	return typed
}

// Whatever is edited: no id comes twice, a form that is sent as it came changes
// nothing, and names are ids that a file may have.
func TestEditsKeepASurveyWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEdited(t, small(), "edits")
		seen := map[string]bool{}
		for _, f := range s.Fields() {
			if seen[f.Name] {
				t.Fatalf("the field %s is there twice", f.Name)
			}
			seen[f.Name] = true
		}
		if d := cmp.Diff(s, s.With(values(s), testWords), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("a form that nobody typed into changes something: %s", d)
		}
		for _, q := range s.Named().Questions {
			for _, id := range append(q.Values(), q.ID) {
				if !slug.MatchString(id) {
					t.Fatalf("%q is no id", id)
				}
			}
			if q.Kind != Open && q.Kind != Mark && len(q.Options) == 0 {
				t.Fatalf("%s has nothing to choose from", q.ID)
			}
		}
		for _, f := range s.Faults() {
			if f.Err.Key == "definition.unique" || f.Err.Key == "definition.slug" || f.Err.Key == "definition.mark-id" || f.Err.Key == "definition.asks-closed" {
				t.Fatalf("%v", f)
			}
		}
	})
}

// Whatever two people do: what one typed is in what comes of it or is told as
// lost, and what the other saved is overwritten only where that is told.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawEdited(t, small(), "before")
		theirs := drawEdited(t, base, "theirs")
		mine := values(base)
		for name, v := range drawTyped(t, base) {
			mine[name] = v
		}
		known := base
		if rapid.Bool().Draw(t, "forgotten") {
			known = nil
		}
		m := Merge(known, theirs, mine, testWords)
		before, now, merged := values(base), values(theirs), values(m.Survey)
		for name, v := range mine {
			_, there := now[name]
			kindChanged := m.Survey.kindOf(name) != theirs.kindOf(name) // then its fields are others
			switch {
			case v == before[name] || kindChanged:
			case there && textField.MatchString(name) && merged[name] != v:
				t.Fatalf("%s: %q was typed and %q came of it", name, v, merged[name])
			case !there && textField.MatchString(name) && v != "" && !slices.Contains(m.Lost, Typed{name, v}):
				t.Fatalf("%s: %q is lost and not told", name, v)
			}
		}
		for name, v := range now {
			_, told := m.Clashes[name]
			changed := known == nil || v != before[name]
			if changed && !told && merged[name] != v && mine[name] != v && m.Survey.kindOf(name) == theirs.kindOf(name) {
				t.Fatalf("%s: what the other saved is overwritten and not told: %q by %q", name, v, merged[name])
			}
		}
	})
}

// kindOf is the kind of the question that a field belongs to.
func (s *Survey) kindOf(field string) Kind {
	for _, q := range s.Questions {
		for _, f := range (&Survey{Languages: s.Languages, Questions: []Question{q}}).Fields() {
			if f.Name == field {
				return q.Kind
			}
		}
	}
	return ""
}
