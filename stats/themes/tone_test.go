package themes

import (
	"bufio"
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// judgedSentence is a line of testdata/tone_*.txt.
type judgedSentence struct {
	text string
	asks survey.Asks
	want Sentiment
}

var (
	signs = map[string]Sentiment{"+": Positive, "-": Negative, "~": Mixed, "0": Neutral}
	asked = map[string]survey.Asks{".": survey.AsksAnything, "g": survey.AsksGood, "b": survey.AsksBad}
)

// lines returns the lines of a file in testdata that are no remarks.
func lines(t testing.TB, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for s := bufio.NewScanner(bytes.NewReader(raw)); s.Scan(); {
		if line := s.Text(); !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list
}

func sentences(t testing.TB, file string) []judgedSentence {
	t.Helper()
	var list []judgedSentence
	for _, line := range lines(t, file) {
		f := strings.SplitN(line, " ", 3)
		want, known := signs[f[0]]
		if len(f) < 3 || !known {
			t.Fatalf("%s: %q", file, line)
		}
		list = append(list, judgedSentence{text: f[2], asks: asked[f[1]], want: want})
	}
	return list
}

// TestTone hears sentences of our own, one by one: a "not" before and behind, a
// wish, an answer by itself, but, emoji.
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

// TestToneOfReviews hears whole reviews, which tell of war, murder and illness
// without finding the book bad. A few may go wrong; none is neutral.
func TestToneOfReviews(t *testing.T) {
	c := NewCoder(&Codebook{})
	all := lines(t, "tone_reviews_nl.txt")
	wrong := 0
	for _, line := range all {
		got := c.Code(Comment{Text: line[2:], Lang: "nl"}).Sentiment
		if got == Neutral || got == Mixed {
			t.Errorf("%q takes no side", line)
		}
		if got != signs[line[:1]] {
			wrong++
			t.Logf("%d: %s", got, line)
		}
	}
	if wrong*10 > len(all) {
		t.Errorf("%d of %d reviews are heard wrong", wrong, len(all))
	}
}

// TestToneOfThemes gives each theme of a comment the tone of what is said of it.
func TestToneOfThemes(t *testing.T) {
	book, faults := ParsePatterns([]byte(`{"wait": ["wachttijd", "wachten"], "people": ["begeleider", "begeleiding"], "school": ["school"]}`))
	if faults != nil {
		t.Fatal(faults)
	}
	c := NewCoder(book)
	for _, test := range []struct {
		text string
		asks survey.Asks
		want map[string]Sentiment
	}{
		{"De begeleider was geweldig, maar het wachten was vreselijk.", "", map[string]Sentiment{"people": Positive, "wait": Negative}},
		{"Onze begeleider was heel lief. We moesten te lang wachten. Hij gaat nu naar een andere school.", "", map[string]Sentiment{"people": Positive, "wait": Negative, "school": Neutral}},
		{"De begeleiding was fijn. De begeleiding was slecht.", "", map[string]Sentiment{"people": Mixed}},
		{"De begeleiding", survey.AsksGood, map[string]Sentiment{"people": Positive}},
		{"De begeleiding", survey.AsksBad, map[string]Sentiment{"people": Negative}},
		{"De begeleiding", survey.AsksAnything, map[string]Sentiment{"people": Neutral}},
	} {
		got := map[string]Sentiment{}
		for _, m := range c.Code(Comment{Text: test.text, Lang: "nl", Asks: test.asks}).Mentions {
			got[m.Theme] = m.Sentiment
		}
		for theme, want := range test.want {
			if s, found := got[theme]; !found || s != want {
				t.Errorf("%q: %s is %d (%v), want %d", test.text, theme, s, found, want)
			}
		}
	}
}

// TestToneOfClauses notes the tone of each clause by itself.
func TestToneOfClauses(t *testing.T) {
	coding := NewCoder(&Codebook{}).Code(Comment{Text: "Heel prettig contact. Het was op dinsdag. De brief was onduidelijk!", Lang: "nl"})
	want := []Sentiment{Positive, Neutral, Negative}
	for i, c := range coding.Clauses {
		if c.Sentiment != want[i] {
			t.Errorf("clause %d is %d, want %d", i, c.Sentiment, want[i])
		}
	}
}

// TestToneOfOtherLanguages has no words for them: neither "top" nor "bad", which
// may mean something else there; a face means the same.
func TestToneOfOtherLanguages(t *testing.T) {
	c := NewCoder(&Codebook{})
	for text, want := range map[string]Sentiment{"bad": Neutral, "çok güzel": Neutral, "çok güzel 😀": Positive, "😡 لا": Negative, ":-(": Negative} {
		if got := c.Code(Comment{Text: text, Lang: "tr"}).Sentiment; got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestForms(t *testing.T) {
	for w, want := range map[string]string{
		"saai":      "saai saaie saais saaist saaiste saaier saaiere saaiers",
		"traag":     "traag trage traags traagst traagste trager tragere tragers",
		"dik":       "dik dikke diks dikst dikste dikker dikkere dikkers",
		"lief":      "lief lieve liefs liefst liefste liever lievere lievers",
		"vies":      "vies vieze viess viest vieste viezer viezere viezers",
		"duur":      "duur dure duurs duurst duurste duurder duurdere duurders",
		"fijn":      "fijn fijne fijns fijnst fijnste fijner fijnere fijners",
		"stijlvol":  "stijlvol stijlvolle stijlvols stijlvolst stijlvolste stijlvoller stijlvollere stijlvollers",
		"makkelijk": "makkelijk makkelijke makkelijks makkelijkst makkelijkste makkelijker makkelijkere makkelijkers",
	} {
		if got := strings.Join(forms(w), " "); got != want {
			t.Errorf("%s: %s", w, got)
		}
	}
}

// TestLexicons reads our own lists as a careful person would: every line means
// something, every word stands once with a strength, and in the form in which
// texts are read.
func TestLexicons(t *testing.T) {
	for _, lang := range []string{"nl", "en", "emoji"} {
		raw, err := lexiconFiles.ReadFile("lexicon/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]string{}
		for line := range strings.Lines(string(raw)) {
			f := strings.Fields(line)
			if len(f) == 0 || f[0] == "#" || rolesOf[f[0]] != 0 {
				continue
			}
			if s := number(f[0]); s < -4 || s > 4 {
				t.Errorf("%s: strength %v", lang, s)
			}
			for _, w := range f[1:] {
				if before, twice := seen[w]; twice {
					t.Errorf("%s: %s is %s and %s", lang, w, before, f[0])
				}
				seen[w] = f[0]
				plain := strings.TrimRight(strings.ReplaceAll(w, "_", " "), "*~")
				if folded := Words(plain); len(folded) != 1+strings.Count(w, "_") || !inOrder(plain, folded) {
					t.Errorf("%s: no text has %q", lang, w)
				}
			}
		}
		t.Log(lang, len(seen))
	}
}

// inOrder reports whether plain consists of just these words.
func inOrder(plain string, words []Word) bool {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return slices.Equal(strings.Fields(plain), list)
}

// FuzzTone keeps what is heard bounded, whatever a parent types, and the same
// each time.
func FuzzTone(f *testing.F) {
	for _, lang := range []string{"nl", "en"} {
		for _, s := range sentences(f, "tone_"+lang+".txt") {
			f.Add(s.text, lang, string(s.asks))
		}
	}
	f.Add("te te niet niet zou beter niet, niet :-( \xff ❤️!", "nl", "bad")
	c := NewCoder(&Codebook{Themes: []Theme{{ID: "x", Patterns: map[string][]string{"": {"ik", "niet goed", "was*"}}}}})
	f.Fuzz(func(t *testing.T, text, lang, asks string) {
		comment := Comment{Text: text, Lang: lang, Asks: survey.Asks(asks)}
		coding := c.Code(comment)
		again := c.Code(comment)
		if coding.Sentiment != again.Sentiment {
			t.Fatal("the same comment sounds different")
		}
		for i := range coding.Clauses {
			clause := &coding.Clauses[i]
			good, bad := lexiconOf(lang).tone(text, clause, comment.Asks)
			most := float64(8*len(clause.Words) + 2*(clause.End-clause.Start))
			if math.IsNaN(good+bad) || good < 0 || bad < 0 || good > most || bad > most {
				t.Fatalf("good %v, bad %v of %d words", good, bad, len(clause.Words))
			}
			if clause.Sentiment < Negative || clause.Sentiment > Mixed {
				t.Fatal(clause.Sentiment)
			}
		}
	})
}

// median is as long as half of what parents write.
const median = "De begeleider was heel vriendelijk en luisterde goed, maar we moesten veel te lang wachten voordat de hulp begon."

func BenchmarkTone(b *testing.B) {
	c := NewCoder(&Codebook{})
	comment := Comment{Text: median, Lang: "nl"}
	coding := c.Code(comment)
	b.ReportAllocs()
	for b.Loop() {
		c.tone(comment, &coding)
	}
}

// BenchmarkLexicon is what the first comment waits for.
func BenchmarkLexicon(b *testing.B) {
	for b.Loop() {
		loadLexicon("emoji", "nl", "nl_pattern")
	}
}
