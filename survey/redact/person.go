package redact

import (
	"strings"
	"unicode"
)

// person masks the name at t that nothing announces, as far as lists of names
// and its form tell one, and returns the word to read on from; t if there is
// none.
func (s *speech) person(t int) int {
	w := s.words[t]
	if !w.cap && !(particles[w.key] && t+1 < len(s.words)) {
		return t
	}
	if s.shouts {
		return s.shouted(t)
	}
	end := s.chain(t)
	switch {
	case end == t:
		return t
	case s.isBody(t, end):
		return end
	case s.isPerson(t, end):
		s.take(t, end)
		return end
	}
	return t
}

// shouted masks a name among capitals, where only the list tells one.
func (s *speech) shouted(t int) int {
	w := s.words[t]
	if !w.cap || w.j-w.i < 4 || s.at(w.i) == masked || !s.traits(t).isSure() {
		return t
	}
	s.take(t, t+1)
	return t + 1
}

// maxChain bounds the words of one name.
const maxChain = 7

// chain returns the end of the words from t on that could be one name: words
// with a capital, with initials and particles between them. It is t where none
// begins.
func (s *speech) chain(t int) int {
	end := t
	for n := t; n < min(t+maxChain, len(s.words)); {
		if n > t && s.words[n].gap != space && !(s.words[n].gap == dot && s.words[n-1].letter) {
			break
		}
		m := n
		for m < n+3 && s.joins(m) && s.word(m+1).gap == space && !s.isNameable(m) {
			m++
		}
		switch {
		case n == t && m > n && !s.words[n].cap:
			return t // "van Daan": the name begins later
		case n > t && s.words[n].letter && s.words[n].cap && s.word(n+1).gap == dot:
			n++ // George W. Bush
			continue
		case !s.isNameable(m) && !s.isBehind(n, m):
			return end
		}
		n = m + 1
		end = n
	}
	return end
}

// isNameable reports whether the word at t can be a part of a name that nothing
// announces.
func (s *speech) isNameable(t int) bool {
	w := s.word(t)
	if !w.cap || w.letter || s.runes[w.i] == masked || ordinary[w.key] || peoples[w.key] {
		return false
	}
	k := s.traits(t)
	switch announces := kindOf(w.key); {
	case announces != 0 && (announces != office || k&lastName == 0):
		return false
	case k.isNamed():
		return !w.caps || k.isSure() && w.j-w.i > 3 && !strings.Contains(w.key, "-")
	case w.caps:
		return false
	case k.isOther():
		if k&placeName == 0 || w.gap != space {
			return false
		}
		return s.isParticle(t-1) && !s.opens(t-1)
	}
	return !isField(w.key) && !endsBody(w.key)
}

// isParticle reports whether the word at t is a particle with a capital, as in
// "de heren Van Gent en De Wilde".
func (s *speech) isParticle(t int) bool {
	w := s.word(t)
	return w.cap && particles[w.key]
}

// joins reports whether the word at t is a particle within a name, and not the
// preposition that it is otherwise: Jan op de Beek, but Jan op school.
func (s *speech) joins(t int) bool {
	w := s.word(t)
	switch w.key {
	case "in", "op", "aan", "uit", "te", "al", "het":
		next := s.word(t + 1).key
		return w.cap || (next == "de" || next == "den" || next == "der" || next == "t") && s.traits(t+2)&lastName != 0
	}
	return particles[w.key]
}

// isBehind reports whether the word at m, behind the particles from n on, goes
// on with a first name whatever it means: Anna van der Sluis.
func (s *speech) isBehind(n, m int) bool {
	w := s.word(m)
	return m > n && (s.words[n].key == "van" && m > n+1 || s.words[n].key == "de" || s.words[n].key == "el") && w.cap && !w.caps && !w.letter && !ordinary[w.key] &&
		s.runes[w.i] != masked && s.traits(n-1).isSure()
}

// isPerson weighs the words [t, end), which could be one name.
func (s *speech) isPerson(t, end int) bool {
	lead := t // the first word that is no particle
	for lead < end-1 && particles[s.words[lead].key] && !s.traits(lead).isSure() {
		lead++
	}
	k, opens := s.traits(lead), s.opens(t)
	if end-t > 1 {
		return s.isFullName(t, lead, end, k, opens)
	}
	w := s.words[t]
	before := s.word(t - 1)
	if w.gap != space {
		before = word{}
	}
	switch {
	case w.j-w.i < 3:
		return false
	case s.hasAge(end) && !opens:
		return k&placeName == 0
	case speaking[before.key] && (k&lastName != 0 || s.isStrange(w)):
		return k&(common|placeName) == 0 || k.isSure()
	case acts(before.key, s.nextKey(end)) && k&lastName != 0 && k&(inLanguage|placeName) == 0:
		return true
	case acts(before.key, s.nextKey(end)) && k&lastName != 0 && !opens && !determiners[before.key]:
		return k&(common|placeName) == 0 || k.isSure()
	case determiners[before.key]:
		return false
	case k.isSure():
		return true
	case k&(firstName|placeName) == firstName|placeName:
		return k&common == 0 && !opens && !toPlaces[before.key]
	case k&firstName != 0:
		return k&common == 0 && !opens
	case k&local != 0 && k&(inLanguage|placeName) == 0:
		if opens {
			return true
		}
		return !toPlaces[before.key] && before.key != "bij" && !(before.cap && kindOf(before.key) == 0 && !s.opens(t-1))
	}
	return false
}

// acts reports whether the word before or after a name is a verb of what people
// do.
func acts(before, next string) bool {
	return acting[before] || acting[next] || speaking[before] || speaking[next]
}

// isFullName weighs a name of two words or more: lead is the first that is no
// particle, of which k is known.
func (s *speech) isFullName(t, lead, end int, k traits, opens bool) bool {
	sure, names, strange := 0, 0, 0
	for n := t; n < end; n++ {
		switch kn := s.traits(n); {
		case particles[s.words[n].key] && !kn.isSure(), s.words[n].letter:
		case kn&(inLanguage|placeName) == 0 && kn.isNamed():
			sure++
			names++
		case kn.isNamed():
			names++
		default:
			strange++
		}
	}
	switch {
	case lead > t: // Van den Broeck, De Backer
		surname := s.traits(lead)
		if surname&(inLanguage|placeName) == 0 {
			return !opens || surname&local != 0 && s.words[t].key != "de" || s.isCompound(t, lead)
		}
		return s.isCompound(t, lead) && (!opens || surname&common == 0) || !opens && s.words[t].key == "van" && surname&common == 0
	case k&firstName == 0:
		return sure > 0 && !opens && k&(inLanguage|placeName) == 0 && (strange == 0 || s.traits(end-1)&local != 0)
	case k.isSure():
		return true
	case sure > 0, names > 1 && !opens:
		return true
	}
	return strange > 0 && !opens && k&(common|placeName) == 0
}

// isCompound reports whether the particles and the word from t to lead are
// listed as one surname: De Vos, Van den Broeck.
func (s *speech) isCompound(t, lead int) bool {
	return look(strings.ReplaceAll(s.key(s.words[t].i, s.words[lead].j), " ", "_")) != 0
}

// isStrange reports whether w is a word that no list has, of the length of a
// surname: longer ones are mostly compounds.
func (s *speech) isStrange(w word) bool {
	return !w.caps && w.j-w.i >= 4 && w.j-w.i <= 12 && traitsOf(w.key) == 0
}

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

// nextKey returns the word at t where it goes on with the sentence, or "".
func (s *speech) nextKey(t int) string {
	if w := s.word(t); w.gap == space && !w.cap {
		return w.key
	}
	return ""
}

// isBody reports whether [t, end) is a part of the name of an organisation, a
// building or a street: Stichting Anna, Sint Jan, Jan Breydel Stadion.
func (s *speech) isBody(t, end int) bool {
	if before := s.word(t - 1); s.words[t].gap == space && (bodies[before.key] || endsBody(before.key) && before.cap) {
		return true
	}
	next := s.word(end)
	switch {
	case s.words[t].gap == space && isAbbreviation(s.word(t-1)), next.gap == space && isAbbreviation(next):
		return true // AS Roma, Roda JC
	case s.words[t].key == "het":
		return true
	case end-t == 2 && notPeople[s.words[t].key+"_"+s.words[t+1].key]:
		return true
	case end-t == 1 && next.gap == space && next.cap && s.traits(end).isOther() && s.traits(end)&placeName != 0 && !peoples[next.key]:
		return true // Stella Artois
	case end-t == 1 && next.gap == space && next.cap && notPeople[s.words[t].key+"_"+next.key]:
		return true // Roland Garros
	case end-t > 1 && articles[s.words[t].key]:
		return true // Le Monde
	case (next.gap == amp && next.cap || s.words[t].gap == amp && s.word(t-1).cap) && s.traits(t)&firstName == 0:
		return true
	}
	return next.gap == space && (smallTails[next.key] || next.cap && (bodyTails[next.key] || endsBody(next.key)))
}

// isAbbreviation reports whether w is one of capitals: VLD, FC.
func isAbbreviation(w word) bool { return w.caps && w.j-w.i < 5 && traitsOf(w.key)&firstName == 0 }

// traits returns what the list knows of the word at t.
func (s *speech) traits(t int) traits {
	if t < 0 || t >= len(s.words) {
		return 0
	}
	w := &s.words[t]
	if !w.looked {
		w.traits, w.looked = traitsOf(w.key), true
	}
	return w.traits
}
