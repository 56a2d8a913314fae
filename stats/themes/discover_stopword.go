package themes

import (
	"embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
)

// stopwords/README.md says what the lists were made from.
//
//go:embed stopwords/*.txt
var stopwordFiles embed.FS

// stopwords has, by language, the words that say nothing of what a comment is
// about; "" is for other languages: a comment on a Dutch form with words of
// neither list is still mostly Dutch or English.
var stopwords = sync.OnceValue(func() map[string]map[string]bool {
	lists := map[string]map[string]bool{"": {}}
	for _, lang := range []string{"nl", "en"} {
		raw, err := stopwordFiles.ReadFile("stopwords/" + lang + ".txt")
		if err != nil {
			panic(err) // a file of ours that is not there: caught by any test
		}
		lists[lang] = map[string]bool{}
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			word := fold(line)
			lists[lang][word], lists[""][word] = true, true
		}
	}
	return lists
})

// isStopWord reports whether a word, folded, says nothing of what a comment is
// about.
func isStopWord(lang, word string) bool {
	list, ok := stopwords()[lang]
	if !ok {
		list = stopwords()[""]
	}
	return list[word]
}

// isEmptyWord reports whether a word, folded, is a number, a single letter or a
// picture. A single character of a script that writes words with one is none of
// these.
func isEmptyWord(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	return size == len(word) && first < 0x2e80 || !strings.ContainsFunc(word, unicode.IsLetter)
}

// snowball returns what the forms of a word, folded, have in common: "gesprekken"
// and "gesprek". It is the Snowball stemmer of the language, where there is
// one; a stem need not be a word.
func snowball(lang, word string) string {
	env := snowballstem.NewEnv(word)
	switch lang {
	case "nl":
		dutch.Stem(env)
	case "en":
		english.Stem(env)
	default:
		return word
	}
	return env.Current()
}
