package themes

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// example is a comment that was labelled by hand.
type example struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Lang     string   `json:"lang"`
	Question string   `json:"question"`
	Labels   []string `json:"labels"`
}

func readExamples(t *testing.T, file string) []example {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read from
	var list []example
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var e example
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		list = append(list, e)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// tally counts what was found of what was there.
type tally struct{ both, found, there int }

func (c *tally) add(found, there bool) {
	if found {
		c.found++
	}
	if there {
		c.there++
	}
	if found && there {
		c.both++
	}
}

// f1 is 0 where nothing right was found.
func (c tally) f1() float64 {
	if c.both == 0 {
		return 0
	}
	return 2 * float64(c.both) / float64(c.found+c.there)
}

func (c tally) String() string {
	return fmt.Sprintf("P %.2f  R %.2f  F1 %.2f  (n %d)",
		float64(c.both)/float64(max(1, c.found)), float64(c.both)/float64(max(1, c.there)), c.f1(), c.there)
}

// score measures the shipped codebook on examples: all labels together, and by
// theme in the codebook's order.
func score(examples []example) (micro tally, byTheme []tally) {
	coder := NewCoder(Shipped())
	byTheme = make([]tally, len(Shipped().Themes))
	for _, e := range examples {
		coding := coder.Code(Comment{Text: e.Text, Lang: e.Lang})
		for i, theme := range Shipped().Themes {
			found := slices.ContainsFunc(coding.Mentions, func(m Mention) bool { return m.Theme == theme.ID })
			there := slices.Contains(e.Labels, theme.ID)
			byTheme[i].add(found, there)
			micro.add(found, there)
		}
	}
	return micro, byTheme
}

// macro is the mean F1 of the themes that are there at all.
func macro(byTheme []tally) float64 {
	sum, n := 0.0, 0
	for _, c := range byTheme {
		if c.there > 0 {
			sum += c.f1()
			n++
		}
	}
	return sum / float64(n)
}

// The shipped codebook finds what people found; -v prints how well. Its mistakes
// were mended on demo_write.jsonl and demo_added.jsonl only, which is why it is
// better on the first than on the others (docs/themes.md). The least that is
// asked of it is a little under what was measured.
func TestShippedScore(t *testing.T) {
	for _, test := range []struct {
		file, lang   string
		micro, macro float64
	}{
		{"demo_write.jsonl", "nl", 0.93, 0.93},
		{"demo_judge.jsonl", "nl", 0.64, 0.63},
		{"own.jsonl", "nl", 0.84, 0.85},
		{"own.jsonl", "en", 0.93, 0.93},
	} {
		examples := slices.DeleteFunc(readExamples(t, test.file), func(e example) bool { return e.Lang != test.lang })
		micro, byTheme := score(examples)
		var table strings.Builder
		for i, theme := range Shipped().Themes {
			fmt.Fprintf(&table, "\n%-13s %v", theme.ID, byTheme[i])
		}
		t.Logf("%s, %s, %d comments: micro %v, macro F1 %.2f%s", test.file, test.lang, len(examples), micro, macro(byTheme), &table)
		if micro.f1() < test.micro || macro(byTheme) < test.macro {
			t.Errorf("%s, %s: micro F1 %.3f, macro %.3f", test.file, test.lang, micro.f1(), macro(byTheme))
		}
	}
}

// The demo's comments are labelled, every one of them once.
func TestDemoIsLabelled(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "store", "demo", "comments.json"))
	if err != nil {
		t.Fatal(err)
	}
	var bank map[string][]example
	if err := json.Unmarshal(raw, &bank); err != nil {
		t.Fatal(err)
	}
	open := map[string]int{}
	for _, list := range bank {
		for _, e := range list {
			open[e.Text]++
		}
	}
	for _, file := range []string{"demo_write.jsonl", "demo_judge.jsonl", "demo_added.jsonl"} {
		for _, e := range readExamples(t, file) {
			open[e.Text]--
			for _, label := range e.Labels {
				if _, ok := Shipped().Theme(label); !ok {
					t.Errorf("%s is labelled %s, which is no theme", e.ID, label)
				}
			}
		}
	}
	for text, n := range open {
		if n != 0 {
			t.Errorf("%q is there %+d times more than it is labelled", text, n)
		}
	}
}
