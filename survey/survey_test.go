package survey

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportsNothingOfOurs keeps the ground floor the ground floor.
func TestImportsNothingOfOurs(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			if path := strings.Trim(i.Path.Value, `"`); path == "ouderstem" || strings.HasPrefix(path, "ouderstem/") {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

func TestSurvey(t *testing.T) {
	s := &Survey{ID: "asked", Languages: []string{"nl", "en"}, Questions: asked.Questions}
	if q, ok := s.Question("who"); !ok || q.Kind != Many {
		t.Errorf("Question(who) = %v, %v", q, ok)
	}
	if q, ok := s.Question("name"); ok {
		t.Errorf("Question(name) = %v", q)
	}
	if q, ok := s.Overall(); !ok || q.ID != "mark" {
		t.Errorf("Overall = %v, %v", q, ok)
	}
	if q, ok := (&Survey{Questions: asked.Questions[1:]}).Overall(); ok {
		t.Errorf("Overall without a mark = %v", q)
	}
}

func TestAddressStays(t *testing.T) {
	a, b := Survey{ID: "kort", Version: 1}, Survey{ID: "kort", Version: 9, Questions: asked.Questions}
	if a.Address() != b.Address() {
		t.Errorf("address %s becomes %s: printed cards would lead nowhere", a.Address(), b.Address())
	}
	for n := range 1000 {
		s := Survey{ID: fmt.Sprint(n)}
		if got := s.Address(); len(got) != 4 || strings.Trim(got, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
			t.Errorf("address %q is hard to type", got)
		}
	}
}

func TestTextIn(t *testing.T) {
	text := Text{"nl": "ja", "en": "yes"}
	tests := []struct {
		lang     string
		fallback []string
		want     string
	}{
		{"en", nil, "yes"},
		{"fr", nil, ""},
		{"fr", []string{"de", "nl", "en"}, "ja"},
		{"en", []string{"nl"}, "yes"},
		{"fr", []string{"de"}, ""},
	}
	for _, test := range tests {
		if got := text.In(test.lang, test.fallback...); got != test.want {
			t.Errorf("In(%s, %v) = %q, want %q", test.lang, test.fallback, got, test.want)
		}
	}
}

func TestError(t *testing.T) {
	err := ErrNoUnit.With("Unit", "Oost").With("A", 1)
	if len(ErrNoUnit.Args) != 0 {
		t.Error("With changed the sentinel")
	}
	if got, want := err.Error(), "no-unit A=1 Unit=Oost"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	wrapped := fmt.Errorf("card 3: %w", err)
	if !errors.Is(wrapped, ErrNoUnit) || errors.Is(wrapped, ErrNoCode) {
		t.Error("an error is known by its key")
	}
	if got := problem(wrapped); got != err {
		t.Errorf("problem = %v", got)
	}
	if got := problem(errors.New("odd")); got != ErrBadInput {
		t.Errorf("problem of something else = %v", got)
	}
}
