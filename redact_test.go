package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file writes a file of the test's own.
func file(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "comments.jsonl")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestRedact(t *testing.T) {
	in := file(t, `{"id":"1","text":"Mijn zoon Daan 👍 belde op 3 mei: 06-12345678","rating":4,"lang":"nl"}
{"id":"2","text":""}

{"id":"3","text":"jan@voorbeeld.nl, www.voorbeeld.nl, 123456782, NL91 ABNA 0417 1643 00, dossier 1234567, Kerkstraat 5"}
{"id":"4","text":"Fijn <b>team</b> & goed"}
`)
	want := `{"id":"1","spans":[[10,14,"persoon"],[26,31,"datum"],[33,44,"telefoonnummer"]]}
{"id":"2","spans":[]}
{"id":"3","spans":[[0,16,"emailadres"],[18,34,"url"],[36,45,"bsn"],[47,69,"id"],[79,86,"id"],[88,100,"locatie"]]}
{"id":"4","spans":[]}
`
	if got := must(t, "redact", "--in", in); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	out := filepath.Join(t.TempDir(), "spans.jsonl")
	must(t, "redact", "--in", in, "--out", out)
	if got, err := os.ReadFile(out); err != nil || string(got) != want {
		t.Errorf("in the file: %s, %v", got, err)
	}
	if _, _, code := do(t, "redact", "--in", in, "--out", out); code != 1 {
		t.Errorf("wrote over a file: %d", code)
	}
}

func TestRedactBadInput(t *testing.T) {
	for name, line := range map[string]string{
		"no JSON":       `{"id":"2","text":`,
		"an array":      `["2","b"]`,
		"no id":         `{"text":"b"}`,
		"no text":       `{"id":"2"}`,
		"text no text":  `{"id":"2","text":7}`,
		"invalid UTF-8": "{\"id\":\"2\",\"text\":\"\xff\"}",
	} {
		in := file(t, `{"id":"1","text":"a"}`+"\n"+line+"\n")
		for lang, want := range map[string]string{"nl": in + ": regel 2 is niet te lezen", "en": in + ": line 2 cannot be read"} {
			out, errOut, code := do(t, "--messages", lang, "redact", "--in", in)
			if out != "" || code != 1 || !strings.Contains(errOut, want) {
				t.Errorf("%s: %d %q %q", name, code, out, errOut)
			}
		}
	}
	if _, errOut, code := do(t, "redact", "--in", filepath.Join(t.TempDir(), "none")); code != 1 || errOut == "" {
		t.Errorf("no file: %d %q", code, errOut)
	}
}
