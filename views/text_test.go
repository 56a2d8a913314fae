package views

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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

// literals returns every string that stands in the program's Go code and in the
// actions of its templates.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return fs.SkipDir
		case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go"):
			return goLiterals(file, found)
		case strings.HasSuffix(file, ".html"):
			data, err := os.ReadFile(file)
			for _, action := range regexp.MustCompile(`(?s){{.*?}}`).FindAllString(string(data), -1) {
				for _, m := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(action, -1) {
					found[m[1]] = true
				}
			}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func goLiterals(file string, found map[string]bool) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				found[s] = true
			}
		}
		return true
	})
	return nil
}

var (
	textKey  = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_-]+)+$`)
	fileName = regexp.MustCompile(`\.(go|html|css|js|json|csv|txt|md|pdf|svg|png|xlsx|docx|odt|ods|sav|db|ttf)$`)
)

// What looks like a key is one, or the beginning of some.
func TestTextsThatAreAskedForExist(t *testing.T) {
	subjects, known := map[string]bool{}, map[string]bool{}
	for key := range allTexts(t)[FirstLanguage] {
		subject, _, _ := strings.Cut(key, ".")
		subjects[subject] = true
		for ; key != ""; key = key[:max(0, strings.LastIndex(key, "."))] {
			known[key] = true
		}
	}
	for s := range literals(t) {
		subject, _, _ := strings.Cut(s, ".")
		if textKey.MatchString(s) && subjects[subject] && !fileName.MatchString(s) && !known[s] {
			t.Errorf("%q is asked for and not there", s)
		}
	}
}

// A key is used when it stands somewhere whole, when it fits a literal that is
// filled in ("report.status.%s") or that it begins with ("mask."), or when it is
// a used one with an ending that stands somewhere (".title") or names an
// audience. Those of the command line are asked for as a list: their names must
// stand in the commands' help.
func TestTextsAreUsed(t *testing.T) {
	const command = "cli."
	found := literals(t)
	endings := []string{"." + string(survey.Parents), "." + string(survey.Youth), "." + string(survey.Staff)}
	var patterns []*regexp.Regexp
	for s := range found {
		for _, m := range regexp.MustCompile(`\${(cli_[a-z_]+)}`).FindAllStringSubmatch(s, -1) {
			found[m[1]] = true
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(s), "%s", `[a-z0-9_-]+`)
		switch {
		case s == command, s == "error.": // each is asked for whole as well
		case regexp.MustCompile(`^\.[a-z0-9-]+$`).MatchString(s):
			endings = append(endings, s)
		case regexp.MustCompile(`^[a-z]+\.([a-z0-9-]+\.)*$`).MatchString(s):
			patterns = append(patterns, regexp.MustCompile("^"+pattern+`[a-z0-9_-]+$`))
		case regexp.MustCompile(`^[a-z]+\.[a-z0-9.-]*%s[a-z0-9.%-]*$`).MatchString(s):
			patterns = append(patterns, regexp.MustCompile("^"+pattern+"$"))
		}
	}
	used := func(key string) bool {
		name, ok := strings.CutPrefix(key, command)
		return found[key] || ok && (found[name] || found[strings.NewReplacer(".", "_", "-", "_").Replace(key)]) ||
			slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(key) })
	}
	for key := range allTexts(t)[FirstLanguage] {
		if !used(key) && !slices.ContainsFunc(endings, func(e string) bool {
			base, ok := strings.CutSuffix(key, e)
			return ok && used(base)
		}) {
			t.Errorf("%s is not used", key)
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
			redact.Name, redact.Email, redact.Phone, redact.BSN, redact.IBAN, redact.URL, redact.Address, redact.Date,
		} {
			if !v.texts.keys["mask."+string(tag)] || v.MaskLabel(lang)(tag) == "" {
				t.Errorf("%s: no word for %s", lang, tag)
			}
		}
	}
}
