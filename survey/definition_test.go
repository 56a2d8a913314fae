package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sound is a definition without a fault; its questions begin in lines 9, 17
// and 26.
const sound = `{
  "id": "proef",
  "audience": "parents",
  "languages": ["nl", "en"],
  "drafted": ["en"],
  "title": {"nl": "Proef", "en": "Trial"},
  "credit": {"nl": "Wij", "en": "Us"},
  "questions": [
    {
      "id": "mark",
      "kind": "mark",
      "text": {"nl": "Cijfer?", "en": "Mark?"},
      "low": {"nl": "slecht", "en": "bad"},
      "high": {"nl": "goed", "en": "good"},
      "options": [{"id": "unknown", "side": "unknown", "text": {"nl": "Weet ik niet", "en": "Don't know"}}]
    },
    {
      "id": "heard",
      "kind": "one",
      "text": {"nl": "Gehoord?", "en": "Heard?"},
      "options": [
        {"id": "yes", "side": "positive", "text": {"nl": "Ja", "en": "Yes"}},
        {"id": "no", "side": "negative", "text": {"nl": "Nee", "en": "No"}}
      ]
    },
    {
      "id": "good",
      "kind": "open",
      "help": {"nl": "Kort", "en": "Short"},
      "text": {
        "nl": "Wat ging goed?",
        "en": "What went well?"
      }
    }
  ]
}
`

// told writes faults as "line: field: key arguments".
func told(faults []Fault) []string {
	var lines []string
	for _, f := range faults {
		lines = append(lines, strings.ReplaceAll(f.String(), "definition.", ""))
	}
	return lines
}

func TestParse(t *testing.T) {
	s, faults := Parse([]byte(sound))
	if len(faults) > 0 {
		t.Fatal(told(faults))
	}
	if q, ok := s.Question("heard"); !ok || q.Options[1].Text["en"] != "No" || q.Side("no") != Negative {
		t.Errorf("question heard is %v", q)
	}
}

func TestParseNamesFaults(t *testing.T) {
	yes := `{"id": "yes", "side": "positive", "text": {"nl": "Ja", "en": "Yes"}},`
	tests := []struct {
		name     string
		old, now string // in the sound definition
		want     []string
	}{
		{"no id", `"id": "proef",`, ``, []string{"1: id: required Rule= Value="}},
		{"a bad id", `"proef"`, `"De Proef"`, []string{"2: id: slug Rule= Value=De Proef"}},
		{"a long id", `"proef"`, `"` + strings.Repeat("a", 41) + `"`, []string{"2: id: max Rule=40 Value=" + strings.Repeat("a", 41)}},
		{"a version below zero", `"drafted"`, `"version": -1, "drafted"`, []string{"5: version: min Rule=0 Value=-1"}},
		{"an unknown audience", `"parents"`, `"everybody"`, []string{"3: audience: oneof Rule=parents youth staff Value=everybody"}},
		{"no language", `["nl", "en"]`, `[]`, []string{"4: languages: min Rule=1 Value=0"}},
		{"an unknown language", `["en"]`, `["en", "Engels!"]`, []string{"5: drafted[1]: language Rule= Value=Engels!"}},
		{"the same language again", `["nl", "en"]`, "[\"nl\", \"en\",\n\"nl\"]", []string{"5: languages[2]: unique Value=nl"}},
		{"the same draft again", `["en"]`, `["en", "en"]`, []string{"5: drafted[1]: unique Value=en"}},
		{"no title", `"title": {"nl": "Proef", "en": "Trial"},`, ``, []string{"1: title: required Rule= Value=0"}},
		{"a title in one language", `, "en": "Trial"`, ``, []string{"6: title: translation Lang=en"}},
		{"an empty translation", `"Us"`, `" "`, []string{"7: credit: translation Lang=en"}},
		{"a question without a text", `"text": {"nl": "Gehoord?", "en": "Heard?"},`, ``, []string{"17: questions[1].text: required Rule= Value=0"}},
		{"a question in one language", `, "en": "Heard?"`, ``, []string{"20: questions[1].text: translation Lang=en"}},
		{"a help in one language", `, "en": "Short"`, ``, []string{"29: questions[2].help: translation Lang=en"}},
		{"an option in one language", `, "en": "No"`, ``, []string{"23: questions[1].options[1].text: translation Lang=en"}},
		{"a text in no language", `{"nl": "Gehoord?", "en": "Heard?"}`, `{}`, []string{"20: questions[1].text: translation Lang=nl", "20: questions[1].text: translation Lang=en"}},
		{"a mark without its lowest word", `"low": {"nl": "slecht", "en": "bad"},`, ``, []string{"9: questions[0].low: translation Lang=nl", "9: questions[0].low: translation Lang=en"}},
		{"a word for low in one language", `"kind": "open",`, `"kind": "open", "low": {"nl": "x"},`, []string{"28: questions[2].low: translation Lang=en"}},
		{"an unknown kind", `"open"`, `"slider"`, []string{"28: questions[2].kind: oneof Rule=mark one many open Value=slider"}},
		{"the same question again", `"id": "good"`, `"id": "mark"`, []string{"27: questions[2].id: unique Value=mark"}},
		{"the same option again", `"id": "no"`, `"id": "yes"`, []string{"23: questions[1].options[1].id: unique Value=yes"}},
		{"an option without an id", `"id": "no", `, ``, []string{"23: questions[1].options[1].id: required Rule= Value="}},
		{"an unknown side", `"negative"`, `"left"`, []string{"23: questions[1].options[1].side: oneof Rule=positive between negative unknown Value=left"}},
		{"an option without a side", `"side": "negative", `, ``, []string{"23: questions[1].options[1].side: no-side"}},
		{"a side of a mark", `"unknown", "side": "unknown"`, `"unknown", "side": "positive"`, []string{"15: questions[0].options[0].side: mark-option"}},
		{"an option like a mark", `"id": "unknown"`, `"id": "10"`, []string{"15: questions[0].options[0].id: mark-id"}},
		{"one option only", yes, ``, []string{"21: questions[1].options: few-options"}},
		{"a comma too much", `"kind": "open",`, `"kind": "open", "options": [` + yes + `],`, []string{"28: : json Value=invalid character ']' looking for beginning of value"}},
		{"an option of an open question", `"kind": "open",`, `"kind": "open", "options": [` + strings.TrimSuffix(yes, ",") + `],`, []string{"28: questions[2].options: open-options"}},
		{"an open question that asks for something else", `"kind": "open",`, `"kind": "open", "asks": "all",`, []string{"28: questions[2].asks: oneof Rule=good bad Value=all"}},
		{"a closed question that asks for something", `"kind": "one",`, `"kind": "one", "asks": "good",`, []string{"19: questions[1].asks: asks-closed"}},
		{"too many options", yes, manyOptions(20), []string{"21: questions[1].options: max Rule=20 Value=21"}},
		{"an unknown field", `"credit"`, `"credits"`, []string{"7: credits: unknown-field Value=credits"}},
		{"a field in another spelling", `"audience"`, `"Audience"`, []string{"3: Audience: unknown-field Value=Audience"}},
		{"a field known elsewhere", `{"id": "no",`, "{\n\"help\": {\"nl\": [1, {}]}, \"id\": \"no\",", []string{"24: questions[1].options[1].help: unknown-field Value=help"}},
		{
			"two unknown fields and a rule", `"id": "good",`, `"id": "GOOD", "required": true, "a": {"b": 1},`,
			[]string{"27: questions[2].id: slug Rule= Value=GOOD", "27: questions[2].required: unknown-field Value=required", "27: questions[2].a: unknown-field Value=a"},
		},
		{"a number for a word", `"Wat ging goed?"`, `5`, []string{"31: questions[2].text.nl: type Value=number"}},
		{"a word for a number", `"drafted"`, `"version": "1", "drafted"`, []string{"5: version: type Value=string"}},
		{"half a number", `"drafted"`, `"version": 1.5, "drafted"`, []string{"5: version: type Value=number 1.5"}},
		{"a word for a text", `{"nl": "Gehoord?", "en": "Heard?"}`, `"Gehoord?"`, []string{"20: questions[1].text: type Value=string"}},
		{"a list for a text", `{"nl": "Gehoord?", "en": "Heard?"}`, `["Gehoord?"]`, []string{"20: questions[1].text: type Value=array"}},
		{"a text for a word", `"negative"`, `{"nl": "x"}`, []string{"23: questions[1].options[1].side: type Value=object"}},
		{"an unknown field before a wrong type", `"kind": "one",`, `"sort": 1, "kind": true,`, []string{"19: questions[1].sort: unknown-field Value=sort", "19: questions[1].kind: type Value=bool"}},
		{"faults of three sorts in the order of their lines", `, "en": "Trial"},
  "credit": {"nl": "Wij", "en": "Us"},
  "questions": [
    {
      "id": "mark",`, `},
  "credits": {},
  "questions": [
    {
      "id": "Mark",`, []string{"6: title: translation Lang=en", "7: credits: unknown-field Value=credits", "10: questions[0].id: slug Rule= Value=Mark"}},
		{"two options without an id", `{"id": "yes", "side": "positive", "text": {"nl": "Ja", "en": "Yes"}},
        {"id": "no", `, `{"side": "positive", "text": {"nl": "Ja", "en": "Yes"}},
        {`, []string{"22: questions[1].options[0].id: required Rule= Value=", "23: questions[1].options[1].id: required Rule= Value="}},
		{"a comma too few", `"kind": "one",`, `"kind": "one"`, []string{`20: : json Value=invalid character '"' after object key:value pair`}},
		{"a quote too few", `"Trial"},`, `"Trial},`, []string{`6: : json Value=invalid character '\n' in string literal`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(sound, test.old) {
				t.Fatalf("%s is not in the definition", test.old)
			}
			s, faults := Parse([]byte(strings.Replace(sound, test.old, test.now, 1)))
			if s != nil {
				t.Error("there is a survey")
			}
			if diff := cmp.Diff(test.want, told(faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func manyOptions(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id": "o%d", "side": "between", "text": {"nl": "x", "en": "x"}},`, i)
	}
	return b.String()
}

func TestParseWhatIsNoDefinition(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"nothing", "", []string{"1: : json Value=EOF"}},
		{"only white space", "\n\n", []string{"1: : json Value=EOF"}},
		{"the end is missing", "{\n\"id\": \"a\",\n\n", []string{"2: : json Value=unexpected EOF"}},
		{"words", "Kort", []string{"1: : json Value=invalid character 'K' looking for beginning of value"}},
		{"a list", "[]", []string{"1: : type Value=array"}},
		{"a number", "\n3", []string{"2: : type Value=number"}},
		{"two definitions", sound + sound, []string{"37: : trailing"}},
		{"words behind it", sound + "\n\nend", []string{"39: : trailing"}},
		{"a bracket too many", sound + "}", []string{"37: : trailing"}},
		{"an empty object", "{}", []string{
			"1: id: required Rule= Value=", "1: audience: required Rule= Value=", "1: languages: required Rule= Value=0",
			"1: title: required Rule= Value=0", "1: questions: required Rule= Value=0",
		}},
		{"far too deep", strings.Repeat("[", 20_000), []string{"1: : json Value=invalid character '[' exceeded max depth"}},
		{"an unknown field far too deep", `{"a":` + strings.Repeat("[", 20_000), []string{"1: a: unknown-field Value=a", "1: : json Value=invalid character '[' exceeded max depth"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, faults := Parse([]byte(test.doc))
			if diff := cmp.Diff(test.want, told(faults)); diff != "" || s != nil {
				t.Errorf("%v %s", s, diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sound))
	for _, cut := range []int{10, 200, 400, 900} {
		f.Add([]byte(sound[:cut]))
	}
	f.Add([]byte(`{"questions": [null, {"options": [{"id": 5}]}], "x": [[]], "languages": ["nl", "nl"]}`))
	f.Add([]byte("{}\n{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, faults := Parse(data)
		if (s == nil) != (len(faults) > 0) {
			t.Fatalf("a survey: %v, %d faults", s != nil, len(faults))
		}
		line := 1
		for _, fault := range faults {
			if fault.Line < line || fault.Line > 1+bytes.Count(data, []byte("\n")) || fault.Err.Key == "" {
				t.Errorf("fault %v after line %d", fault, line)
			}
			line = fault.Line
		}
		if s == nil {
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		same, faults := Parse(again)
		if diff := cmp.Diff(s, same, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("written and read again: %v %s", told(faults), diff)
		}
	})
}

// A file of a survey that is still being made can be read; one that is wrong
// cannot.
func TestParseDraft(t *testing.T) {
	unfinished := small().WithLanguage("en")
	unfinished, _ = unfinished.WithQuestion(Question{ID: "new", Kind: One, Options: []Option{{ID: "a"}}}, 0)
	unfinished.Title = nil
	data, err := json.Marshal(unfinished)
	if err != nil {
		t.Fatal(err)
	}
	if _, faults := Parse(data); len(faults) == 0 {
		t.Error("it is finished")
	}
	s, faults := ParseDraft(data)
	if len(faults) > 0 || len(s.Questions) != 4 {
		t.Fatalf("%v, %+v", faults, s)
	}
	if s = s.With(map[string]string{"title.nl": "Nu wel", "q.new.text.en": "Now", "o.new.a.text.nl": "A"}, Prefilled{}); s.Title["nl"] != "Nu wel" {
		t.Errorf("%+v", s)
	}
	for _, bad := range []string{`{`, `{"id": "A b"}`, `{"id": "a", "colour": "red"}`, strings.Replace(sound, `"heard"`, `"mark"`, 1), strings.Replace(sound, `"open"`, `"poem"`, 1)} {
		if s, faults := ParseDraft([]byte(bad)); len(faults) == 0 || s != nil {
			t.Errorf("%.40s is read as %+v", bad, s)
		}
	}
}
