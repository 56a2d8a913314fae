package stats

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The package is pure, and so is what reads comments: they know survey and libraries for numbers and words, and of the
// standard library nothing that has a clock, chance, files or a network.
func TestImports(t *testing.T) {
	// Its random numbers, for the bootstrap, are a fixed sequence.
	testImports(t, "*.go", "ouderstem/survey", "ouderstem/stats/themes", "gonum.org/v1/gonum/", "math/rand/v2")
	// Its lists are built in, its random numbers are a fixed sequence, and it reads JSON from memory.
	testImports(t, "themes/*.go", "ouderstem/survey", "gonum.org/v1/gonum/", "github.com/blevesearch/snowballstem",
		"golang.org/x/text/unicode/", "embed", "io", "math/rand/v2")
}

// testImports reports what files import that is not pure, and of other modules all that is not allowed: packages, or with
// what they begin.
func testImports(t *testing.T, pattern string, allowed ...string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	impure := []string{"time", "os", "net", "math/rand", "crypto/rand", "log", "io", "embed", "syscall", "unsafe", "database"}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(path, "/")
			switch {
			case slices.ContainsFunc(allowed, func(p string) bool {
				return path == p || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/") && strings.Contains(p, ".")
			}):
			case first == "ouderstem", strings.Contains(first, "."):
				t.Errorf("%s imports %s", file, path)
			case slices.ContainsFunc(impure, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") }):
				t.Errorf("%s imports %s, which is not pure", file, path)
			}
		}
	}
}
