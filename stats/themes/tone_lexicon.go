package themes

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// role is what a word does to the words beside it.
type role uint32

// The roles.
const (
	roleNot     role = 1 << iota // turns what it stands by: "not"
	roleAfter                    // turns what stands before it too: "helpt niet"
	roleFew                      // leaves little of it: "hardly any"
	roleMore                     // makes it stronger, by the factor of its sense
	roleToo                      // is bad when there is too much of it: "long"
	roleTooIs                    // says that there is: "too"
	roleBetter                   // says how it could be: "faster"
	roleNice                     // says how it would be: "nice"
	roleWish                     // wishes: "should"
	roleWould                    // wishes what would be nice: "would"
	roleCan                      // wishes, right beside what is better: "could"
	roleStop                     // ends the reach of a "not" before it: "and"
	roleAnswer                   // is an answer by itself, at the head of a comment: "no"
	roleOpens                    // begins to tell, behind such an answer: "they"
	roleNone                     // says that there is nothing to answer: "can't think of anything"
	roleSettled                  // says that what is better is so already: "better than"
	roleOrder                    // tells to do something, at the head of a clause: "listen"
	roleThat                     // tells what should be, at the head of a comment: "that they listen"
	roleUnseen                   // says that it was not foreseen, so that it was there: "I had not thought"
)

// sense is how a word sounds and what it does.
type sense struct {
	strength float32 // from -4, very bad, to 4, very good
	factor   float32 // of a word that makes others stronger or weaker
	roles    role
}

// lexicon has the words of one language.
type lexicon struct {
	words    map[string]sense
	prefixes map[string]sense
	lengths  []int // of what stands in prefixes in bytes, descending
	phrases  map[string][]phrase
	ours     bool // while our own file is read
}

// phrase is several words with one sense, without the first.
type phrase struct {
	rest []part
	sense
}

// lexicons has how to get each language's words. They are read when a comment
// first needs them: a program that codes nothing does not wait for them.
var lexicons = map[string]func() *lexicon{
	"":   sync.OnceValue(func() *lexicon { return loadLexicon("emoji") }),
	"nl": sync.OnceValue(func() *lexicon { return loadLexicon("emoji", "nl", "nl_pattern") }),
	"en": sync.OnceValue(func() *lexicon { return loadLexicon("emoji", "en", "en_vader") }),
}

// lexiconOf returns the words of lang: for a language we have none of, what
// sounds the same in every language.
func lexiconOf(lang string) *lexicon {
	load := lexicons[lang]
	if load == nil {
		load = lexicons[""]
	}
	return load()
}

// loadLexicon reads files of ours, the first of which wins where two know a
// word.
func loadLexicon(names ...string) *lexicon {
	l := &lexicon{words: map[string]sense{}, prefixes: map[string]sense{}, phrases: map[string][]phrase{}}
	for i, name := range names {
		l.ours = i < 2
		raw, err := lexiconFiles.ReadFile("lexicon/" + name + ".txt")
		if err != nil {
			panic(err) // a file of ours that is not there: caught by any test
		}
		for line := range strings.Lines(string(raw)) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
				l.addLine(fields[0], fields[1:])
			}
		}
		l.sort()
	}
	return l
}

// sort makes the longest beginning and the longest phrase be tried first.
func (l *lexicon) sort() {
	l.lengths = l.lengths[:0]
	for p := range l.prefixes {
		l.lengths = append(l.lengths, len(p))
	}
	slices.Sort(l.lengths)
	l.lengths = slices.Compact(l.lengths)
	slices.Reverse(l.lengths)
	for _, list := range l.phrases {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.rest) - len(a.rest) })
	}
	for w, s := range l.words {
		if begun, ok := l.prefix(w); ok && s.roles != 0 && s.strength == 0 {
			s.strength = begun.strength
			l.words[w] = s
		}
	}
}

// rolesOf has the lines of a lexicon that say what words do.
var rolesOf = map[string]role{
	"@not": roleNot, "@not-after": roleNot | roleAfter, "@few": roleFew, "@more": roleMore, "@less": roleMore, "@too": roleToo, "@too-is": roleTooIs,
	"@better": roleBetter, "@nice": roleNice, "@wish": roleWish, "@would": roleWould, "@can": roleCan, "@stop": roleStop,
	"@answer": roleAnswer, "@opens": roleOpens, "@none": roleNone, "@order": roleOrder, "@settled": roleSettled,
	"@that": roleThat, "@unseen": roleUnseen,
}

// addLine adds the words of a line that begins with head: a strength, or a role
// with, for words that make others stronger or weaker, its factor.
func (l *lexicon) addLine(head string, words []string) {
	does, isRole := rolesOf[head]
	if !isRole {
		strength := number(head)
		for _, w := range words {
			l.add(w, strength)
		}
		return
	}
	factor := float32(1)
	if does == roleMore {
		factor, words = number(words[0]), words[1:]
	}
	for _, w := range words {
		if strings.Contains(w, "_") {
			l.addPhrase(w, sense{roles: does, factor: factor})
			continue
		}
		s := l.words[w]
		s.roles |= does
		if does == roleMore {
			s.factor = factor
		}
		l.words[w] = s
	}
}

func number(s string) float32 {
	n, err := strconv.ParseFloat(s, 32)
	if err != nil {
		panic(err) // in a file of ours: caught by any test
	}
	return float32(n)
}

// add adds one word: word, beginning*, adjective~ with its forms, or
// several_words.
func (l *lexicon) add(w string, strength float32) {
	switch {
	case strings.Contains(w, "_"):
		l.addPhrase(w, sense{strength: strength})
	case strings.HasSuffix(w, "*"):
		w = strings.TrimSuffix(w, "*")
		if _, known := l.prefixes[w]; !known {
			l.prefixes[w] = sense{strength: strength}
		}
	case strings.HasSuffix(w, "~"):
		for i, form := range forms(strings.TrimSuffix(w, "~")) {
			l.addWord(form, strength)
			if i >= comparatives && l.words[form].strength > 0 {
				s := l.words[form]
				s.roles |= roleBetter
				l.words[form] = s
			}
		}
	default:
		l.addWord(w, strength)
	}
}

func (l *lexicon) addPhrase(w string, s sense) {
	parts, err := parsePattern(strings.ReplaceAll(w, "_", " "))
	if err != nil {
		panic(w) // in a file of ours: caught by any test
	}
	first := parts[0].text
	l.phrases[first] = append(l.phrases[first], phrase{parts[1:], s})
}

// addWord adds a word that has no strength yet. What a file before knew, as a
// word or by its beginning, stays as it was.
func (l *lexicon) addWord(w string, strength float32) {
	s, known := l.words[w]
	if l.ours && known && (s.strength != 0 || s.roles == 0) || !l.ours && known {
		return
	}
	if _, covered := l.prefix(w); covered && !l.ours {
		return
	}
	s.strength = strength
	l.words[w] = s
}

// prefix returns the sense of the longest beginning of w that is known.
func (l *lexicon) prefix(w string) (sense, bool) {
	for _, n := range l.lengths {
		if n <= len(w) {
			if s, ok := l.prefixes[w[:n]]; ok {
				return s, true
			}
		}
	}
	return sense{}, false
}

const (
	strengthened = 1.3 // "superleuk"
	named        = 0.4 // "bereikbaarheid" is good only where it is said to be
)

// strengthening begin Dutch words that say what follows more strongly.
var strengthening = []string{"super", "mega", "kei", "ultra", "reuze", "oer", "giga", "bere"}

// sense returns how w sounds.
func (l *lexicon) sense(w string) sense {
	if s, ok := l.known(w); ok {
		return s
	}
	for _, p := range strengthening {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 3 {
			if s, ok := l.words[rest]; ok && s.strength != 0 {
				return sense{strength: s.strength * strengthened}
			}
		}
	}
	if base, ok := strings.CutSuffix(w, "heid"); ok {
		return sense{strength: l.words[base].strength * named}
	}
	if short := undrawn(w, 2); short != w { // "leuuuk", "tooop"
		if s, ok := l.known(short); ok {
			return s
		}
		s, _ := l.known(undrawn(w, 1))
		return s
	}
	return sense{}
}

// known returns the sense of a word, or of its beginning.
func (l *lexicon) known(w string) (sense, bool) {
	if s, ok := l.words[w]; ok {
		return s, true
	}
	return l.prefix(w)
}

// undrawn returns w with at most so many of a letter that stands three times or
// more.
func undrawn(w string, most int) string {
	for i := 2; i < len(w); i++ {
		if w[i] == w[i-1] && w[i] == w[i-2] {
			end := i + 1
			for end < len(w) && w[end] == w[i] {
				end++
			}
			return w[:i-2+most] + undrawn(w[end:], most)
		}
	}
	return w
}

// match returns the sense of the longest phrase at the head of words, and how
// many words it has: 0 for none.
func (l *lexicon) match(words []Word) (sense, int) {
	for _, p := range l.phrases[words[0].Text] {
		if (entry{rest: p.rest}).follows(words[1:]) {
			return p.sense, 1 + len(p.rest)
		}
	}
	return sense{}, 0
}
