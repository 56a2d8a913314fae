package views

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/redact"
)

// allTexts returns every form of every sentence, by language, key and plural.
func allTexts(t *testing.T) map[string]map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]map[string]string{}
	files, err := fs.Glob(textFiles, "text/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts", err)
	}
	for _, file := range files {
		data, err := textFiles.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		raw := map[string]any{}
		if err := json.Unmarshal(data, &raw); err != nil {
			t.Fatal(file, err)
		}
		lang := path.Base(path.Dir(file))
		if all[lang] == nil {
			all[lang] = map[string]map[string]string{}
		}
		for key, value := range raw {
			if all[lang][key] != nil {
				t.Errorf("%s: %s is there twice", lang, key)
			}
			forms := map[string]string{}
			switch v := value.(type) {
			case string:
				forms["other"] = v
			case map[string]any:
				for form, s := range v {
					forms[form], _ = s.(string)
				}
			}
			all[lang][key] = forms
		}
	}
	return all
}

var textArgument = regexp.MustCompile(`{{[^}]*?\.([A-Z]\w*)`)

func textArguments(forms map[string]string) []string {
	names := map[string]bool{}
	for _, s := range forms {
		for _, m := range textArgument.FindAllStringSubmatch(s, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func TestTextsAreWhole(t *testing.T) {
	all := allTexts(t)
	first := all[FirstLanguage]
	for lang, texts := range all {
		for key, forms := range texts {
			if first[key] == nil {
				t.Errorf("%s: %s is not there in %s", lang, key, FirstLanguage)
				continue
			}
			if forms["other"] == "" {
				t.Errorf("%s: %s has no general form", lang, key)
			}
			for form, s := range forms {
				if strings.TrimSpace(s) == "" {
					t.Errorf("%s: %s is empty for %s", lang, key, form)
				}
			}
			if got, want := textArguments(forms), textArguments(first[key]); !slices.Equal(got, want) {
				t.Errorf("%s: %s takes %v, in %s %v", lang, key, got, FirstLanguage, want)
			}
		}
		for key := range first {
			if texts[key] == nil {
				t.Errorf("%s: %s is missing", lang, key)
			}
		}
	}
}

func TestTextsCanBeSaid(t *testing.T) {
	texts, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	for lang, keys := range allTexts(t) {
		for key, forms := range keys {
			args := map[string]any{}
			for _, name := range textArguments(forms) {
				args[name] = name
			}
			for _, n := range []int{0, 1, 2, 5, 11} {
				if _, ok := args["N"]; ok || len(forms) > 1 {
					args["N"] = n
				}
				s, err := texts.Say(lang, key, args)
				if err != nil || strings.Contains(s, "<no value>") || strings.Contains(s, "{{") {
					t.Errorf("%s: %s with %d: %q, %v", lang, key, n, s, err)
				}
			}
		}
	}
}

// Every fault of a definition has its sentence.
func TestFaultsAreTold(t *testing.T) {
	texts, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, bad := range []string{
		`{`, `{} {}`, `{"id": 3}`, `{"colour": "red"}`, `{"id": "A b", "audience": "cats", "languages": ["nl", "nl", "?"]}`,
		`{"id": "a", "audience": "youth", "version": -1, "languages": ["nl"], "title": {"en": "x"}, "questions": []}`,
		`{"id": "a", "audience": "youth", "languages": ["nl"], "title": {"nl": "x"}, "questions": [
			{"id": "` + strings.Repeat("a", 41) + `", "kind": "open", "text": {"nl": "x"}, "options": [{"id": "a", "text": {"nl": "x"}}]},
			{"id": "b", "kind": "one", "text": {"nl": "x"}, "options": [{"id": "a", "text": {"nl": "x"}}]},
			{"id": "c", "kind": "mark", "low": {"nl": "x"}, "high": {"nl": "x"}, "text": {"nl": "x"}, "options": [
				{"id": "1", "side": "unknown", "text": {"nl": "x"}}, {"id": "d", "side": "positive", "text": {"nl": "x"}}]}]}`,
	} {
		_, faults := survey.Parse([]byte(bad))
		if len(faults) == 0 {
			t.Errorf("no fault in %s", bad)
		}
		for _, f := range faults {
			told[f.Err.Key] = true
			for _, lang := range texts.Languages() {
				if s, ok := texts.Problem(lang, f.Err); !ok || strings.Contains(s, "<no value>") {
					t.Errorf("%s: %v is told as %q", lang, f, s)
				}
			}
		}
	}
	if len(told) < 12 {
		t.Errorf("only these faults were made: %v", slices.Sorted(maps.Keys(told)))
	}
}

func TestProblem(t *testing.T) {
	texts, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := texts.Problem("nl", survey.ErrCodeGroup.With("Group", 3)); !ok || !strings.Contains(s, "groepje 3") {
		t.Errorf("a mistake is told as %q", s)
	}
	if _, ok := texts.Problem("nl", errors.New("disk full")); ok {
		t.Error("a failure of ours is told as if a person could mend it")
	}
	if _, err := texts.Say("nl", "form.no-such", nil); err == nil {
		t.Error("a sentence that is not there was said")
	}
	if _, err := texts.pairs("nl", "form.title", []any{"Half"}); err == nil {
		t.Error("an argument without a value was taken")
	}
}

func TestMatch(t *testing.T) {
	texts, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		wanted  string
		offered []string
		want    string
	}{
		{"en", []string{"nl", "en"}, "en"},
		{"en-GB,nl;q=0.5", []string{"nl", "en"}, "en"},
		{"nl-BE", []string{"nl", "en"}, "nl"},
		{"ja", []string{"nl", "en"}, "nl"},
		{"", []string{"en", "nl"}, "en"},
		{"\x00;;q=x", []string{"nl", "en"}, "nl"},
	}
	for _, test := range tests {
		if got := texts.Match(test.wanted, test.offered); got != test.want {
			t.Errorf("%q of %v: %s, want %s", test.wanted, test.offered, got, test.want)
		}
	}
}

func TestSpoken(t *testing.T) {
	texts, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ offered, want []string }{
		{[]string{"en", "nl"}, []string{"en", "nl"}},
		{[]string{"xx", "nl"}, []string{"nl"}},
		{[]string{"xx", "yy"}, []string{"xx"}},
		{nil, nil},
	}
	for _, test := range tests {
		if got := texts.Spoken(test.offered); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.offered, got, test.want)
		}
	}
}

func TestMaskLabels(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.texts.Languages() {
		for _, tag := range []redact.Tag{
			redact.Name, redact.Email, redact.Phone, redact.BSN, redact.Number, redact.IBAN, redact.URL, redact.Address, redact.Date,
		} {
			if !v.texts.keys["mask."+string(tag)] || v.MaskLabel(lang)(tag) == "" {
				t.Errorf("%s: no word for %s", lang, tag)
			}
		}
	}
}
