package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// writeComments writes comments on two subjects, n on each, and returns the
// file.
func writeComments(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		for s, words := range [][]string{{"wachtlijst", "maanden", "telefoon", "afspraak"}, {"luisteren", "begrip", "warmte", "respect"}} {
			line := map[string]string{"id": fmt.Sprintf("%d-%d", s, i), "text": "Ik denk aan " + words[i%4] + " en " + words[(i/4+1)%4] + "."}
			raw, err := json.Marshal(line)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(raw, '\n'))
		}
	}
	file := filepath.Join(t.TempDir(), "comments.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestThemesDiscover(t *testing.T) {
	in := writeComments(t, 40)
	words := filepath.Join(t.TempDir(), "words.json")
	out := must(t, "themes", "discover", "--in", in, "--topics", "2", "--words", words)
	raw, err := os.ReadFile(words)
	if err != nil {
		t.Fatal(err)
	}
	var topics map[string][]string
	if err := json.Unmarshal(raw, &topics); err != nil || len(topics) != 2 || len(topics["topic-1"]) < 4 {
		t.Errorf("words %s: %v", raw, err)
	}
	first := map[byte]string{}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 80 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		var g grouped
		if err := json.Unmarshal([]byte(line), &g); err != nil || len(g.Themes) == 0 {
			t.Fatalf("%s: %v", line, err)
		}
		if first[g.ID[0]] == "" {
			first[g.ID[0]] = g.Themes[0]
		}
		if first[g.ID[0]] != g.Themes[0] {
			t.Errorf("%s, want %s first", line, first[g.ID[0]])
		}
	}
	if first['0'] == first['1'] {
		t.Errorf("both subjects are %s", first['0'])
	}
}

// Of ten comments nothing is said, and why not; every comment still has a line.
func TestThemesDiscoverFew(t *testing.T) {
	out, errOut, code := do(t, "--messages", "en", "themes", "discover", "--in", writeComments(t, 5), "--topics", "3")
	if code != 0 || !strings.Contains(errOut, "too few comments") || strings.Count(out, `"themes":[]`) != 10 {
		t.Errorf("%d: %s%s", code, out, errOut)
	}
}

// Nothing is written where not all can be, and nothing is looked for where no
// topic is asked for.
func TestThemesDiscoverWritesAllOrNothing(t *testing.T) {
	in, dir := writeComments(t, 40), t.TempDir()
	words, taken := filepath.Join(dir, "words.json"), file(t, "here before")
	for name, args := range map[string][]string{
		"out is there":  {"--topics", "2", "--out", taken},
		"out in no dir": {"--topics", "2", "--out", filepath.Join(dir, "none", "out")},
		"both one file": {"--topics", "2", "--out", words},
		"no topic":      {"--topics", "0", "--out", filepath.Join(dir, "out")},
		"fewer":         {"--topics=-1", "--out", filepath.Join(dir, "out")},
		"least of 0":    {"--topics", "2", "--least", "0", "--out", filepath.Join(dir, "out")},
	} {
		_, errOut, code := do(t, append([]string{"themes", "discover", "--in", in, "--words", words}, args...)...)
		if left, err := os.ReadDir(dir); code != 1 || errOut == "" || err != nil || len(left) != 0 {
			t.Errorf("%s: %d, %s, %d files, %v", name, code, errOut, len(left), err)
		}
	}
}

// What is no file of lines is not said to have a line that cannot be read.
func TestThemesRunWithoutFiles(t *testing.T) {
	in := writeComments(t, 2)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no codebook": {[]string{"--in", in}, "--train"},
		"a directory": {[]string{"--in", t.TempDir(), "--train", in}, "is a directory"},
		"no name":     {[]string{"--in", in, "--train", file(t, `{"id":"1","text":"a","labels":["wait",""]}`)}, "line 1 "},
	} {
		out, errOut, code := do(t, append([]string{"--messages", "en", "themes", "run"}, test.args...)...)
		if out != "" || code != 1 || !strings.Contains(errOut, test.want) || strings.Contains(errOut, "open :") {
			t.Errorf("%s: %d, %s%s", name, code, out, errOut)
		}
	}
}

// What is found does not depend on how many cores there are, nor on where a file
// is cut into chunks.
func TestThemesRunOnAnyCores(t *testing.T) {
	in := writeComments(t, chunkLines*2/3)
	book := filepath.Join(t.TempDir(), "book.json")
	if err := os.WriteFile(book, []byte(`{"wachten": ["wachtlijst", "maanden"], "horen": ["luister*"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := must(t, "themes", "run", "--codebook", book, "--in", in)
	runtime.GOMAXPROCS(5)
	if five := must(t, "themes", "run", "--codebook", book, "--in", in); one != five {
		t.Error("five cores write other bytes than one")
	}
	if n := strings.Count(one, "\n"); n != chunkLines*2/3*2 {
		t.Errorf("%d lines", n)
	}
}
