package survey

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scribe writes a document with line breaks wherever JSON allows them, and
// notes in which line each value and each name begins.
type scribe struct {
	t     *rapid.T
	b     strings.Builder
	line  int
	lines map[string]int
	names map[string]int
}

func (s *scribe) put(text string) {
	s.b.WriteString(text)
	gap := rapid.SampledFrom([]string{"", "", " ", "\n", "\r\n", "\t\n\n"}).Draw(s.t, "gap")
	s.b.WriteString(gap)
	s.line += strings.Count(gap, "\n")
}

func (s *scribe) value(path string, v any) {
	s.lines[path] = s.line
	switch v := v.(type) {
	case map[string]any:
		s.put("{")
		names := rapid.Permutation(slices.Sorted(maps.Keys(v))).Draw(s.t, "names")
		for i, name := range names {
			if i > 0 {
				s.put(",")
			}
			child := strings.TrimPrefix(path+"."+name, ".")
			s.names[child] = s.line
			s.put(fmt.Sprintf("%q", name))
			s.put(":")
			s.value(child, v[name])
		}
		s.put("}")
	case []any:
		s.put("[")
		for i, v := range v {
			if i > 0 {
				s.put(",")
			}
			s.value(fmt.Sprintf("%s[%d]", path, i), v)
		}
		s.put("]")
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			s.t.Fatal(err)
		}
		s.put(string(raw))
	}
}

// TestFindFields writes a template in any layout and looks for every field.
func TestFindFields(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := write(t, template(t))
		if diff := cmp.Diff(s.lines, findFields([]byte(s.b.String())).lines); diff != "" {
			t.Errorf("%s\n%s", s.b.String(), diff)
		}
	})
}

// TestFaultsHaveTheRightLine spoils one value of a template, in any layout.
func TestFaultsHaveTheRightLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := template(t)
		questions := doc["questions"].([]any)
		fault := rapid.IntRange(0, 4).Draw(t, "fault")
		i := rapid.IntRange(0, len(questions)-1).Filter(func(i int) bool {
			_, options := questions[i].(map[string]any)["options"]
			return options || fault != 4 // which is about an option
		}).Draw(t, "question")
		q := questions[i].(map[string]any)
		at := fmt.Sprintf("questions[%d]", i)
		var field, key string
		switch fault {
		case 0:
			field, key = at+".id", "definition.slug"
			q["id"] = "Not A Slug"
		case 1:
			field, key = at+".text", "definition.translation"
			q["text"].(map[string]any)["en"] = ""
		case 2:
			field, key = at+".wording", "definition.unknown-field"
			q["wording"] = q["text"]
		case 3:
			field, key = at+".kind", "definition.type"
			q["kind"] = rapid.SampledFrom([]any{true, 5, []any{}, map[string]any{}}).Draw(t, "kind")
		case 4:
			options := q["options"].([]any)
			j := rapid.IntRange(0, len(options)-1).Draw(t, "option")
			field, key = fmt.Sprintf("%s.options[%d].side", at, j), "definition.oneof"
			options[j].(map[string]any)["side"] = "left"
		}
		s := write(t, doc)
		line := s.lines[field]
		if key == "definition.unknown-field" {
			line = s.names[field]
		}
		_, faults := Parse([]byte(s.b.String()))
		if !slices.ContainsFunc(faults, func(f Fault) bool { return f.Line == line && f.Field == field && f.Err.Key == key }) {
			t.Errorf("%s in line %d: %v\n%s", field, line, told(faults), s.b.String())
		}
	})
}

func write(t *rapid.T, doc map[string]any) *scribe {
	s := &scribe{t: t, line: 1, lines: map[string]int{}, names: map[string]int{}}
	s.value("", doc)
	return s
}

// template draws the document of a template.
func template(t *rapid.T) map[string]any {
	data, err := surveys.ReadFile("surveys/" + rapid.SampledFrom([]string{"kort", "uitkomst", "fft", "activiteit"}).Draw(t, "template") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}
