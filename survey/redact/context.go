package redact

import "unicode"

// opens reports whether the word at t begins a sentence, a line or a quotation,
// so that its capital says nothing.
func (s *speech) opens(t int) bool {
	i := s.words[t].i - 1
	for range 8 {
		switch r := s.at(i); r {
		case ' ', '"', '\'', '(', '[', ')':
			i--
			continue
		case '.':
			return !s.isListNumber(i)
		case 0, '\n', '!', '?', ':', ';', '-', '*', '…', '/', '>', '•':
			return true
		default:
			return !isPlain(r) && r != ',' && r != '&' && r != masked && !unicode.IsPunct(r)
		}
	}
	return true
}

// isListNumber reports whether the dot at i stands behind the number of an item:
// "1. Visser 2. Smit".
func (s *speech) isListNumber(i int) bool {
	j := i
	for j > i-3 && isDigit(s.at(j-1)) {
		j--
	}
	return j < i && j > i-3 && (s.at(j-1) == ' ' || s.at(j-1) == '\n' || j == 0)
}

// hasAge reports whether an age in brackets comes after the word before t.
func (s *speech) hasAge(t int) bool {
	i := s.spaces(s.words[t-1].j)
	if s.at(i) != '(' {
		return false
	}
	i = s.spaces(i + 1)
	v, n, end := s.number(i)
	return n > 0 && n < 3 && v > 0 && s.at(s.spaces(end)) == ')'
}

// isCode reports whether w is a short code in brackets behind a name, as of a
// country: Rossini (Ita).
func (s *speech) isCode(w word) bool {
	opening := s.spacesBefore(w.i) - 1
	if !w.cap || w.caps || w.j-w.i > 4 || s.at(opening) != '(' || s.at(s.spaces(w.j)) != ')' {
		return false
	}
	name := s.spacesBefore(opening)
	return s.at(name-1) == masked || unicode.IsUpper(s.at(s.nameBefore(name)))
}

// isPaired reports whether "en" joins the word before end, at t, to another name.
func (s *speech) isPaired(t, end int) bool {
	sure := func(t int) bool {
		k := s.traits(t)
		return s.words[t].cap && k.isNamed() && k&(inLanguage|placeName) == 0
	}
	return t > 1 && isAnd(s.words[t-1].key) && s.words[t].gap == space && sure(t-2) ||
		end+1 < len(s.words) && isAnd(s.words[end].key) && s.words[end+1].gap == space && sure(end+1)
}

func isAnd(key string) bool { return key == "en" || key == "and" }

// acts reports whether the word before or after a name is a verb of what people
// do.
func acts(before, next string) bool {
	return acting[before] || acting[next] || speaking[before] || speaking[next]
}

// nextKey returns the word at t where it goes on with the sentence, or "".
func (s *speech) nextKey(t int) string {
	if w := s.word(t); w.gap == space && !w.cap {
		return w.key
	}
	return ""
}
