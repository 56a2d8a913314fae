package themes

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// subjects are what the comments of these tests are about: words that stand
// together, and nothing else in common.
var subjects = [][]string{
	{"wachtlijst", "wachttijd", "maanden", "wachten", "lang", "telefoon"},
	{"luisteren", "begrip", "aandacht", "gehoord", "warmte", "respect"},
	{"school", "leerkracht", "klas", "lessen", "juf", "leerplicht"},
	{"taxi", "vervoer", "busje", "chauffeur", "rijden", "parkeren"},
}

// written returns n comments on each subject, two words of it in each.
func written(n int) []Comment {
	var list []Comment
	for i := range n {
		for s, words := range subjects {
			a, b := words[i%len(words)], words[(i/2+1+i%5)%len(words)]
			list = append(list, Comment{ID: fmt.Sprintf("%d-%d", s, i), Lang: "nl", Text: fmt.Sprintf("Het was de %s en ook %s voor mij.", a, b)})
		}
	}
	return list
}

// Topics are the subjects, and each comment is about its own.
func TestDiscover(t *testing.T) {
	comments := written(40)
	d := Discover(comments, nil, Search{Topics: len(subjects), Least: 5})
	if d.Reason != ReasonNone || len(d.Topics) != len(subjects) || d.Comments != len(comments) {
		t.Fatalf("%q: %d topics of %d comments", d.Reason, len(d.Topics), d.Comments)
	}
	right := 0
	place := map[byte]int{}
	for i, c := range comments {
		if len(d.Found[i]) == 0 {
			t.Errorf("%q has no topic", c.Text)
			continue
		}
		if _, ok := place[c.ID[0]]; !ok {
			place[c.ID[0]] = d.Found[i][0]
		}
		if place[c.ID[0]] == d.Found[i][0] {
			right++
		}
	}
	if right < len(comments)*9/10 {
		t.Errorf("%d of %d comments are in their topic", right, len(comments))
	}
	for _, topic := range d.Topics {
		home := slices.IndexFunc(subjects, func(words []string) bool { return slices.Contains(words, topic.Words[0]) })
		if home < 0 {
			t.Fatalf("topic %v", topic.Words)
		}
		for _, w := range topic.Words[:3] {
			if !slices.Contains(subjects[home], w) {
				t.Errorf("%q is among the first words of %v", w, subjects[home])
			}
		}
		for _, s := range topic.Sentences {
			i := slices.IndexFunc(comments, func(c Comment) bool { return c.ID == s.Comment })
			if s.Text != comments[i].Text[s.Start:s.End] {
				t.Errorf("sentence %+v", s)
			}
		}
		if len(topic.Sentences) == 0 || topic.Comments < 5 {
			t.Errorf("topic %+v", topic)
		}
	}
}

// What a theme covers is not discovered again.
func TestDiscoverUncovered(t *testing.T) {
	comments := written(40)
	coder := NewCoder(&Codebook{Themes: []Theme{{ID: "vervoer", Patterns: map[string][]string{"": subjects[3]}}}})
	d := Discover(comments, coder, Search{Topics: 4, Least: 5})
	if d.Comments != 120 || len(d.Topics) == 0 {
		t.Fatalf("%d topics in %d comments", len(d.Topics), d.Comments)
	}
	for i, c := range comments {
		if c.ID[0] == '3' && len(d.Found[i]) > 0 {
			t.Errorf("%q is covered and found", c.Text)
		}
	}
	for _, topic := range d.Topics {
		if slices.ContainsFunc(topic.Words, func(w string) bool { return slices.Contains(subjects[3], w) }) {
			t.Errorf("a topic of covered words: %v", topic.Words)
		}
	}
}

// Too little to say anything of gives no topic, and why.
func TestDiscoverNothing(t *testing.T) {
	var scattered []Comment
	for i := range 60 {
		scattered = append(scattered, Comment{Text: strings.Repeat(string(rune('a'+i%26)), 3+i/26), Lang: "nl"})
	}
	for _, test := range []struct {
		name     string
		comments []Comment
		search   Search
		want     Reason
	}{
		{"none", nil, Search{Topics: 5}, ReasonFew},
		{"ten", written(3)[:10], Search{Topics: 5}, ReasonFew},
		{"no word twice", scattered, Search{Topics: 5}, ReasonScattered},
		{"no topics", written(40), Search{}, ReasonScattered},
		{"more than there are", written(10), Search{Topics: 2, Least: 100}, ReasonScattered},
		{"only void", slices.Repeat([]Comment{{Text: "geen", Lang: "nl"}, {Text: "👍"}, {Text: ""}}, 40), Search{Topics: 3}, ReasonFew},
	} {
		d := Discover(test.comments, nil, test.search)
		if d.Reason != test.want || len(d.Topics) > 0 || len(d.Found) != len(test.comments) {
			t.Errorf("%s: %q with %d topics", test.name, d.Reason, len(d.Topics))
		}
		for _, f := range d.Found {
			if len(f) > 0 {
				t.Errorf("%s: a comment has topics %v", test.name, f)
			}
		}
	}
}

// The same comments give the same on one core and on many.
func TestDiscoverSame(t *testing.T) {
	comments := written(60)
	for _, s := range strange {
		comments = append(comments, Comment{ID: s, Text: s, Lang: "nl"}, Comment{ID: s, Text: s, Lang: "ar"})
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	first := Discover(comments, nil, Search{Topics: 6})
	for _, cores := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(cores)
		if again := Discover(comments, nil, Search{Topics: 6}); !reflect.DeepEqual(first, again) {
			t.Fatalf("with %d cores the topics are others", cores)
		}
	}
}

// Masks are no words of a topic.
func TestDiscoverMasks(t *testing.T) {
	comments := written(40)
	for i := range comments {
		comments[i].Text = "[naam] en [adres]: " + comments[i].Text
	}
	for _, topic := range Discover(comments, nil, Search{Topics: 4}).Topics {
		if slices.Contains(topic.Words, "naam") || slices.Contains(topic.Words, "adres") {
			t.Errorf("a mask in %v", topic.Words)
		}
	}
}

func TestStopWords(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		if n := len(stopwords()[lang]); n < 300 {
			t.Errorf("%d stop words in %s", n, lang)
		}
	}
	for _, w := range []struct {
		lang, word string
		want       bool
	}{
		{"nl", "de", true},
		{"nl", "vroeg", false},
		{"nl", "help", false},
		{"en", "the", true},
		{"en", "good", false},
		{"en", "help", false},
		{"en", "de", true},
		{"tr", "de", true},
		{"tr", "the", true},
		{"tr", "okul", false},
	} {
		if got := isStopWord(w.lang, w.word); got != w.want {
			t.Errorf("%q is a stop word of %s: %v", w.word, w.lang, got)
		}
	}
	for _, w := range []string{"3", "24", "k", "👍", "é"} {
		if !isEmptyWord(w) {
			t.Errorf("%q may be a word of a topic", w)
		}
	}
	for _, w := range []string{"ok", "3d", "好", "学校"} {
		if isEmptyWord(w) {
			t.Errorf("%q may be no word of a topic", w)
		}
	}
}
