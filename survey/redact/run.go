package redact

import "strings"

// run returns the end of the name that begins at n: initials, particles, and
// words with a capital. It is n when there is none.
func (s *speech) run(n int, k kind) int {
	t := n
	for t < n+5 && s.isInitial(t) && s.word(t+1).gap == dot {
		t++
	}
	if t == n || s.word(t).gap == dot {
		t = s.particles(t, k, true)
	}
	if !s.isName(s.word(t), k) {
		return n
	}
	end := t + 1
	for end < n+8 && s.word(end).gap == space {
		next := s.particles(end, k, false)
		if !s.isName(s.word(next), k) {
			break
		}
		end = next + 1
	}
	return end
}

// isInitial reports whether the word at t stands for a first name: A, or Th.
func (s *speech) isInitial(t int) bool {
	w := s.word(t)
	switch w.key {
	case "th", "ph", "chr", "joh", "fr":
		return w.cap
	}
	return w.letter && w.cap
}

// particles returns the word after the particles at t; t where they are more
// likely words of the sentence. leads is whether they begin the name.
//
// In "mevrouw van Dam" they belong to the name; in "mijn moeder in Marokko" and
// "de coach van Altra" they do not.
func (s *speech) particles(t int, k kind, leads bool) int {
	n, firm := t, false
	for n < t+3 && particles[s.word(n).key] {
		w := s.words[n]
		if g := s.word(n + 1).gap; g != space && !(g == dot && w.letter) {
			break
		}
		switch w.key {
		case "der", "den", "ter", "ten", "el", "t", "vd", "bin", "ibn", "bint", "abu", "abou", "aït", "ait":
			firm = true
		case "van", "v", "d":
			firm = firm || w.cap || !leads || k == title || k == dotted || k == naming
		case "de":
			firm = firm || !leads || w.cap || k != relation && k != greeting && k != thanks
		case "in", "op", "aan", "uit", "al", "te", "het":
			firm = firm || w.cap && k != relation
		default:
			firm = firm || w.cap || !leads
		}
		n++
	}
	if !firm {
		return t
	}
	return n
}

// isName reports whether w can be part of a name that k announces. In capitals
// it is an abbreviation or a raised voice, unless a title says otherwise.
func (s *speech) isName(w word, k kind) bool {
	switch {
	case w.key == "", w.letter, ordinary[w.key], s.runes[w.i] == masked:
		return false
	case !w.cap:
		return s.isSmallName(w, k)
	case w.caps && k != title && k != dotted && k != naming:
		return false
	case isField(w.key), k != title && endsBody(w.key) && traitsOf(w.key) == 0:
		return false
	}
	known := traitsOf(w.key)
	switch announces := kindOf(w.key); {
	case announces == office && known.isNamed(), announces == 0:
	default:
		return false
	}
	if known.isOther() && k != title && k != naming && k != dotted {
		return false // mijn zoon Vandaag, de directeur van de Nationale Bank
	}
	i := strings.IndexByte(w.key, '-')
	return i < 0 || particles[w.key[:i]] || !ordinary[w.key[:i]]
}

// isSmallName reports whether w, typed without a capital, can be part of a name
// that k announces: a word that is nothing but a first name (mijn zoon daan), or
// after a title nothing but a surname (mevrouw jansen, meneer de vries).
func (s *speech) isSmallName(w word, k kind) bool {
	if w.j-w.i < 3 || k == 0 || k == office || k == dotted || s.shouts || kindOf(w.key) != 0 || isField(w.key) {
		return false
	}
	known := traitsOf(w.key)
	if k == title && known&lastName != 0 && known&(common|placeName) == 0 {
		before := s.lettersBefore(s.spacesBefore(w.i))
		return known&inLanguage == 0 || particles[s.key(before, s.spacesBefore(w.i))]
	}
	return known.isSure()
}

// list masks the names joined to one that ends at end ("Daan, Bram en Tim",
// "Daan (5) en Bram") and returns the word to read on from. Names after a comma
// count once "en" closes the list, or when several were announced.
func (s *speech) list(end int, k kind, plural bool) int {
	type stretch struct{ from, end int }
	var waiting [8]stretch
	n := 0
	for at := end; n < len(waiting); {
		from, closed := s.joined(at)
		if from == 0 {
			break
		}
		to := s.run(from, k)
		if to == from {
			break
		}
		waiting[n] = stretch{from, to}
		n++
		at = to
		if closed || plural {
			for _, w := range waiting[:n] {
				s.take(w.from, w.end)
			}
			n, end = 0, at
		}
	}
	return end
}

// joined returns where a further name may begin after one that ends at t, or 0,
// and whether it was joined by more than a comma.
func (s *speech) joined(t int) (from int, closed bool) {
	if s.word(t).key == "van" && s.word(t+1).gap == age {
		t++ // Daan van 5 en Bram van 3
	}
	if s.word(t).gap == age && isYears(s.word(t).key) {
		t++
	}
	w := s.word(t)
	switch {
	case w.gap == amp:
		return t, true
	case (w.gap == space || w.gap == age || w.gap == comma) && (w.key == "en" || w.key == "and") && s.word(t+1).gap == space:
		return t + 1, true
	case w.gap == comma:
		return t, false
	}
	return 0, false
}
