package redact

import (
	"strings"
	"unicode"
)

// speech is the words of a page, read for names.
type speech struct {
	*page
	shouts bool
	known  []known // parts of names found
}

// isShouted reports whether the text is typed in capitals, or Each Word With One,
// so that a capital says nothing.
func (s *speech) isShouted() bool {
	capitals := 0
	for _, w := range s.words {
		if w.cap {
			capitals++
		}
	}
	if len(s.words) >= 10 && 3*capitals > 2*len(s.words) {
		return true
	}
	upper, lower := 0, 0
	for _, r := range s.runes {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 12 && upper > lower
}

// word returns the t-th word, or an empty one.
func (s *speech) word(t int) word {
	if t < 0 || t >= len(s.words) {
		return word{}
	}
	return s.words[t]
}

// kindOf says what w announces, also by the last part of a compound: CJG-coach.
func kindOf(key string) kind {
	if k := kinds[key]; k != 0 {
		return k
	}
	if i := strings.LastIndexByte(key, '-'); i >= 0 {
		if k := kinds[key[i+1:]]; k == relation || k == role {
			return k
		}
	}
	for _, e := range kindEndings {
		if strings.HasSuffix(key, e) {
			return kinds[e]
		}
	}
	return 0
}

// nameAfter masks the names that the word at t announces and returns the word
// to read on from; t if it announces none.
func (s *speech) nameAfter(t int) int {
	k := kindOf(s.words[t].key)
	from, end := t, t
	switch {
	case k == 0:
		from, end, k = s.phrase(t)
	case s.shouts && k != naming && !(k == title && s.word(t+1).gap == dot),
		k == dotted && s.word(t+1).gap != dot,
		k == naming && (things[s.word(t-1).key] || things[s.word(t-2).key]):
	default:
		from = s.afterKind(t, k)
		end = s.run(from, k)
	}
	if end <= from {
		return t
	}
	s.take(from, end)
	return s.list(end, k, isPlural(s.words[t].key))
}

// isPlural reports whether key announces more than one name.
func isPlural(key string) bool { return strings.HasSuffix(key, "s") || strings.HasSuffix(key, "en") }

// afterKind returns where the name must begin that the word at t announces, or
// past the end.
func (s *speech) afterKind(t int, k kind) int {
	n, g := t+1, s.word(t+1).gap
	ok := g == space
	switch k {
	case relation, role:
		ok = ok || g == comma || g == open
	case thanks:
		ok = ok || g == comma
	case title, dotted:
		ok = ok || g == dot
	case naming:
		ok = ok || g == open
	case greeting:
		ok = ok || g == comma || g == dot || g == line
	}
	if !ok {
		return len(s.words)
	}
	// "de moeder van Daan" tells a name, "de coach van Altra" an organisation.
	if v := s.word(n).key; (k == relation || k == greeting) && (v == "van" || v == "of") {
		return s.afterVan(n + 1)
	}
	if k == thanks && s.word(n).key == "aan" && s.word(n+1).gap == space {
		return n + 1
	}
	return n
}

// afterVan returns where the name must begin after "zoon van" before n, over an
// age if there is one (zoon van 8, Daan), or past the end.
func (s *speech) afterVan(n int) int {
	if s.word(n).gap == age && isYears(s.word(n).key) {
		n++
	}
	switch s.word(n).gap {
	case space, age, comma, open:
		return n
	}
	return len(s.words)
}

// isYears reports whether key is what an age is counted in.
func isYears(key string) bool {
	return key == "jaar" || key == "jr" || key == "maanden" || key == "years"
}

// phrase reads the phrases with a name in them that begin at t, and returns
// where the name begins and ends and what it is as good as.
func (s *speech) phrase(t int) (from, end int, k kind) {
	switch key := s.words[t].key; key {
	case "naam", "name", "roepnaam", "voornaam":
		from = t + 1
		is := s.word(from).key == "is" && s.word(from).gap == space
		if is {
			from++
		}
		if g := s.word(from).gap; is && (g == space || g == open) || g == colon {
			return from, s.run(from, naming), naming
		}
		return t, t, 0
	case "ben", "am", "i'm":
		if key != "i'm" && s.word(t-1).key != "ik" && s.word(t-1).key != "i" || s.shouts || s.word(t+1).gap != space {
			return t, t, 0
		}
		end = s.run(t+1, relation)
		// "Ik ben Noor, de moeder", not "ik ben Heel blij"
		switch next := s.word(end); {
		case next.gap != space, next.key == "en", next.key == "de", next.key == "and", next.key == "van":
			return t + 1, end, relation
		}
	case "die", "dat", "who":
		end = s.run(t+1, relation)
		if s.word(t+1).gap == space && !things[s.word(t-1).key] && kindOf(s.word(end).key) == naming {
			return t + 1, end, relation
		}
	}
	return t, t, 0
}
