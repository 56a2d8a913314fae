package main

import (
	"fmt"
	"strings"
	"testing"
)

const trainBook = `{"wait": ["wacht*"], "listen": ["gehoord"]}`

// trainLines are labelled comments: the codebook finds the half of those about
// waiting and none of those about listening.
func trainLines() string {
	var b strings.Builder
	for i := range 60 {
		text, label := "zij luisterde naar ons, groep %d", "listen"
		switch i % 4 {
		case 0:
			text, label = "wij moesten wachten, groep %d", "wait"
		case 1:
			text, label = "het duurde maanden, groep %d", "wait"
		}
		fmt.Fprintf(&b, `{"id": "c%d", "text": %q, "labels": [%q]}`+"\n", i, fmt.Sprintf(text, i%7), label)
	}
	return b.String()
}

func TestThemesTrain(t *testing.T) {
	book, train := file(t, trainBook), file(t, trainLines())
	in := file(t, `{"id": "a", "text": "Het duurde maanden."}`+"\n"+`{"id": "b", "text": "Zij luisterde."}`)
	want := map[string][]string{
		"codebook":   {`{"id":"a","themes":[]`, `{"id":"b","themes":[]`},
		"learned":    {`{"id":"a","themes":["wait"]`, `{"id":"b","themes":["listen"]`},
		"labels":     {`{"id":"a","themes":["wait"]`, `{"id":"b","themes":["listen"]`},
		"unlabelled": {`{"id":"a","themes":[]`, `{"id":"b","themes":[]`},
	}
	for name, args := range map[string][]string{
		"codebook":   {"--codebook", book},
		"learned":    {"--codebook", book, "--train", train},
		"labels":     {"--train", train},
		"unlabelled": {"--codebook", book, "--train", in},
	} {
		out := must(t, append([]string{"themes", "run", "--in", in}, args...)...)
		for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
			if !strings.HasPrefix(line, want[name][i]) {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// What is wrong with a file to learn from is said with its line.
func TestThemesTrainFaults(t *testing.T) {
	book, in := file(t, trainBook), file(t, `{"id": "a", "text": "Het duurde maanden."}`)
	for _, test := range []struct{ line, want string }{
		{`{"id": "x", "text": "a", "labels": ["food"]}`, "food"},
		{`{"id": "x", "text": "a", "labels": "wait"}`, ""},
		{`{"id": "x", "text": "a", "sentiment": 2}`, ""},
		{`{"id": "x", "text": "a", "aspects": [{"label": "wait", "polarity": -7}]}`, ""},
		{`{"id": "x", "labels": ["wait"]}`, ""},
		{`not JSON`, ""},
	} {
		train := file(t, trainLines()+test.line)
		_, errOut, code := do(t, "themes", "run", "--codebook", book, "--train", train, "--in", in)
		if code == 0 || !strings.Contains(errOut, ": line 61 ") || !strings.Contains(errOut, test.want) {
			t.Errorf("%s: %d, %s", test.line, code, errOut)
		}
	}
}
