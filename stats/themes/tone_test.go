package themes

import (
	"os"
	"strings"
	"testing"

	"ouderstem/survey"
)

// sentence is a line of testdata/tone_*.txt.
type sentence struct {
	text string
	asks survey.Asks
	want Sentiment
}

var (
	marks = map[string]Sentiment{"+": Positive, "-": Negative, "~": Mixed, "0": Neutral}
	asked = map[string]survey.Asks{".": survey.AsksAnything, "g": survey.AsksGood, "b": survey.AsksBad}
)

func sentences(t *testing.T, file string) []sentence {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []sentence
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) < 3 {
			t.Fatalf("%s: %q", file, line)
		}
		list = append(list, sentence{text: f[2], asks: asked[f[1]], want: marks[f[0]]})
	}
	return list
}

func TestTone(t *testing.T) {
	c := NewCoder(&Codebook{})
	for _, lang := range []string{"nl", "en"} {
		for _, s := range sentences(t, "tone_"+lang+".txt") {
			if got := c.Code(Comment{Text: s.text, Lang: lang, Asks: s.asks}).Sentiment; got != s.want {
				t.Errorf("%s %q (asked %q): %d, want %d", lang, s.text, s.asks, got, s.want)
			}
		}
	}
}
