package themes

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

func exampleBook() *Codebook {
	return &Codebook{Themes: []Theme{
		{ID: "time", Name: survey.Text{"nl": "Wachttijd"}, Patterns: map[string][]string{"nl": {"wacht*", "lang geduurd"}, "": {"wait*"}}},
		{ID: "staff", Name: survey.Text{"nl": "Medewerkers"}, Patterns: map[string][]string{"nl": {"coach", "wacht*"}}},
	}}
}

func TestCodebookAsJSON(t *testing.T) {
	c := exampleBook().Rejects([]string{"een", "twee"})
	back, err := ParseCodebook(c.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back); diff != "" {
		t.Error(diff)
	}
	if string(back.JSON()) != string(c.JSON()) {
		t.Error("written twice it differs")
	}
	for _, raw := range []string{"", "null", "[]", "{", `{"themes":[]}`, `{"themes":[{"patterns":{}}]}`, `{"themes":[{"id":"a"},{"id":"a"}]}`, `{"themes":[{"id":"a","patterns":{"nl":["*"]}}]}`} {
		if _, err := ParseCodebook([]byte(raw)); !errors.Is(err, ErrNoCodebook) {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

// Changing a copy leaves what it was made of alone.
func TestChangingACodebook(t *testing.T) {
	c, same := exampleBook(), exampleBook()
	merged := c.Merged("staff", "time")
	if len(merged.Themes) != 1 {
		t.Fatalf("%d themes", len(merged.Themes))
	}
	want := map[string][]string{"nl": {"wacht*", "lang geduurd", "coach"}, "": {"wait*"}}
	if diff := cmp.Diff(want, merged.Themes[0].Patterns); diff != "" {
		t.Error(diff)
	}
	merged.Themes[0].Patterns["nl"][0] = "x"
	merged.Themes[0].Name["nl"] = "x"
	renamed := c.With(Theme{ID: "staff", Name: survey.Text{"nl": "Coach"}, Patterns: map[string][]string{"nl": {"coach"}}})
	if renamed.Themes[1].Name["nl"] != "Coach" || len(renamed.Themes) != 2 {
		t.Errorf("%v", renamed)
	}
	if got := c.With(Theme{ID: "new"}); len(got.Themes) != 3 || got.Themes[2].ID != "new" {
		t.Errorf("%v", got)
	}
	if got := c.Without("time"); len(got.Themes) != 1 || got.Themes[0].ID != "staff" {
		t.Errorf("%v", got)
	}
	for _, pair := range [][2]string{{"time", "time"}, {"time", "gone"}, {"gone", "time"}} {
		if diff := cmp.Diff(same, c.Merged(pair[0], pair[1])); diff != "" {
			t.Errorf("merging %v: %s", pair, diff)
		}
	}
	if diff := cmp.Diff(same, c); diff != "" {
		t.Error(diff)
	}
}

func TestNewID(t *testing.T) {
	c := exampleBook()
	for name, want := range map[string]string{"Time": "time-2", "None": "none-2", "sample": "sample-2", "Échte uitleg!": "echte-uitleg", "": "theme", "你好": "theme"} {
		if got := c.NewID(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestRejected(t *testing.T) {
	c := exampleBook().Rejects([]string{"park", "auto", "plek", "betaald"})
	if n := len(c.Rejects([]string{"auto", "park", "plek", "duur"}).Rejected); n != 1 {
		t.Errorf("nearly the same is remembered again: %d", n)
	}
	for _, words := range [][]string{{"park", "auto", "plek", "betaald"}, {"betaald", "plek", "nieuw", "woord"}} {
		if !c.IsRejected(words) {
			t.Errorf("%v comes back", words)
		}
	}
	for _, words := range [][]string{{}, {"park"}, {"park", "een", "twee", "drie"}} {
		if c.IsRejected(words) {
			t.Errorf("%v is gone", words)
		}
	}
}

func TestLines(t *testing.T) {
	text := "wacht*\r\n\r\n  lang   geduurd \nwacht*\n*\nab*"
	patterns, lines := Lines(text)
	if diff := cmp.Diff([]string{"wacht*", "lang geduurd", "*", "ab*"}, patterns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{1, 3, 5, 6}, lines); diff != "" {
		t.Error(diff)
	}
	faults := CheckLines(text)
	if len(faults) != 2 || faults[0].Line != 5 || faults[1].Line != 6 || !errors.Is(faults[1].Err, ErrPatternAll) {
		t.Errorf("%v", faults)
	}
}

func TestCatches(t *testing.T) {
	comments := []Comment{{Text: "Wachten duurt lang", Lang: "nl"}, {Text: "goede coach", Lang: "nl"}, {Text: "wachttijd en wachtlijst", Lang: "en"}}
	got := Catches(map[string][]string{"nl": {"wacht*", "coach", "*"}, "": {"wachtlijst"}}, comments)
	want := []Catch{
		{Pattern: "wachtlijst", Comments: []int{2}, Hits: [][]Hit{{{Start: 13, End: 23}}}},
		{Lang: "nl", Pattern: "wacht*", Comments: []int{0}, Hits: [][]Hit{{{Start: 0, End: 7}}}},
		{Lang: "nl", Pattern: "coach", Comments: []int{1}, Hits: [][]Hit{{{Start: 6, End: 11}}}},
		{Lang: "nl", Pattern: "*"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	comments = []Comment{{Text: "eerlijk gezegd duurde het", Lang: "nl"}, {Text: "zij was eerlijk, en eerlijk gezegd streng", Lang: "nl"}}
	got = Catches(map[string][]string{"nl": {"eerlijk"}, "": {"-eerlijk gezegd"}}, comments)
	want = []Catch{
		{Pattern: "-eerlijk gezegd", Not: true, Comments: []int{0, 1}, Hits: [][]Hit{{{Start: 0, End: 14}}, {{Start: 20, End: 34}}}},
		{Lang: "nl", Pattern: "eerlijk", Comments: []int{1}, Hits: [][]Hit{{{Start: 8, End: 15}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if Catches(nil, comments) != nil {
		t.Error("nothing catches something")
	}
}

// FuzzParseCodebook: a codebook that is taken is written and read as the same, and
// can code.
func FuzzParseCodebook(f *testing.F) {
	f.Add(exampleBook().JSON())
	for _, s := range []string{
		`{"themes":[{"id":"a","patterns":{"nl":["te lang","wacht*"]}}]}`, `{"themes":[{"id":"a"},{"id":"a"}]}`, `{"themes":[{"id":""}]}`, `{"themes":null}`, `[]`, "\xff",
		`{"themes":[{"id":"a","patterns":{"":["**"," ","\u0000"]},"name":{"nl":"x"}}],"rejected":[null,["x"]]}`, `{"themes":[{"id":"a","patterns":{"nl":null}}],"rejected":{}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		book, err := ParseCodebook(raw)
		if err != nil {
			if !errors.Is(err, ErrNoCodebook) {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		again, err := ParseCodebook(book.JSON())
		if err != nil || !bytes.Equal(again.JSON(), book.JSON()) || !bytes.Equal(again.Clone().JSON(), book.Clone().JSON()) {
			t.Errorf("%q: read again: %v", raw, err)
		}
		NewCoder(book)
	})
}
