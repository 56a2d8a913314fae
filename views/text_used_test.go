package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ouderstem/survey"
)

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
	fileName = regexp.MustCompile(`\.(go|html|css|js|json|csv|txt|md|pdf|svg|png|xlsx|docx|odt|ods|sav|xml|db|ttf)$`)
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
