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

// The package is pure: it knows survey, what reads comments and a library for numbers, and of the
// standard library nothing that has a clock, chance, files or a network.
func TestImports(t *testing.T) {
	files, err := filepath.Glob("*.go")
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
			case path == "ouderstem/survey", path == "ouderstem/stats/themes", strings.HasPrefix(path, "gonum.org/v1/gonum/"):
			case first == "ouderstem", strings.Contains(first, "."):
				t.Errorf("%s imports %s", file, path)
			case slices.ContainsFunc(impure, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") }):
				t.Errorf("%s imports %s, which is not pure", file, path)
			}
		}
	}
}
