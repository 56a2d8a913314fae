package redact

import "strings"

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
		return s.alongside(end)
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

// alongside masks a surname that "en" joins to the name that ends at t, also one
// that no list has, and returns the word to read on from.
func (s *speech) alongside(t int) int {
	if w := s.word(t); w.gap != space || !isAnd(w.key) || s.word(t+1).gap != space {
		return t
	}
	end := s.chain(t + 1)
	if end != t+2 || s.isBody(t+1, end) {
		return t
	}
	w, k := s.words[t+1], s.traits(t+1)
	if s.isStrange(w) && s.page.at(w.j) != '-' || k&lastName != 0 && k&(common|placeName) == 0 {
		s.take(t+1, end)
		return end
	}
	return t
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
	if !w.cap || w.letter || s.runes[w.i] == masked || peoples[w.key] {
		return false
	}
	if ordinary[w.key] {
		return s.isParticle(t-1) && w.gap == space && s.isCompound(t-1, t) // De Wilde
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
	if m == n || !s.traits(n-1).isSure() {
		return false
	}
	switch s.words[n].key {
	case "de", "el":
	case "van":
		if m == n+1 {
			return false // Anna van Altra
		}
	default:
		return false
	}
	w := s.word(m)
	return w.cap && !w.caps && !w.letter && !ordinary[w.key] && s.runes[w.i] != masked
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
