package redact

import "strings"

// maxKnown bounds the names that are looked for again, so that the time stays
// linear; more people than that in one answer is no answer.
const maxKnown = 32

// findNames masks names where the words around them announce one, and then
// wherever they come back.
func (p *page) findNames() {
	p.split()
	s := speech{page: p}
	s.shouts = s.isShouted()
	for t := 0; t < len(s.words); {
		next := s.nameAfter(t)
		if next == t {
			next = s.initials(t)
		}
		if next == t {
			next = s.surname(t)
		}
		if next == t {
			next = s.person(t)
		}
		t = max(next, t+1)
	}
	if len(s.known) > 0 {
		s.recur()
	}
}

// initials masks a surname behind initials at t (J. de Vries, A.B. Jansen, A de
// Jong) and returns the word to read on from; t if there is none.
func (s *speech) initials(t int) int {
	if !s.isInitial(t) || letterNames[s.word(t-1).key] || s.at(s.words[t].i-1) == '&' {
		return t
	}
	n := t
	var letters [8]byte
	key := letters[:0]
	for n < t+6 && s.isInitial(n) && s.word(n+1).gap == dot {
		key = append(key, s.words[n].key[0])
		n++
	}
	switch {
	case shortForms[string(key)]:
		return n
	case n > t:
		end := s.run(n, naming)
		if n == t+1 && (isAlone(s.words[t].key) || s.shouts && !particles[s.word(n).key]) || end == n {
			return t
		}
		if s.traits(end - 1).isOther() {
			return t // E. Coli, "A. Geen hulp"
		}
		s.take(t, end)
		return end
	case s.shouts || isAlone(s.words[t].key) || !s.words[t].letter || s.word(t+1).gap != space:
		return t
	}
	end := s.run(t+1, title)
	if end == t+1 || !particles[s.words[t+1].key] {
		return t // without a dot only before a particle
	}
	s.take(t, end)
	return end
}

// isAlone reports whether key is a letter that is also a word, so that what
// comes after its dot is the next sentence.
func isAlone(key string) bool { return key == "i" || key == "u" }

// surname masks a surname that begins with "van der" or "van den" at t, which
// nothing but a surname does, with the first name before it, and returns the
// word to read on from; t if there is none.
func (s *speech) surname(t int) int {
	if k := s.words[t].key; k != "van" && k != "v" || s.shouts {
		return t
	}
	switch s.word(t + 1).key {
	case "der", "den", "d":
	default:
		return t
	}
	end := s.run(t, title)
	if end == t {
		return t
	}
	from := t
	if s.words[t].gap == space && s.isName(s.word(t-1), relation) {
		from--
	}
	s.take(from, end)
	return end
}

// take masks the words [from, end) as one name and remembers its parts.
func (s *speech) take(from, end int) {
	for t := from; t < end; t++ {
		w := s.words[t]
		if key := bare(w.key); !w.letter && !particles[key] && len(s.known) < maxKnown {
			s.known = append(s.known, known{key: key, small: s.traits(t).isSure() && len(key) > 3 && !asWords[key]})
		}
	}
	s.mask(s.words[from].i, s.words[end-1].j, Name)
}

// recur masks the names that were found wherever else they stand.
func (s *speech) recur() {
	for _, w := range s.words {
		if s.page.runes[w.i] == masked {
			continue
		}
		key := bare(w.key)
		for _, k := range s.known {
			if (w.cap || k.small) && k.is(key) {
				s.page.mask(w.i, w.j, Name)
				break
			}
		}
	}
}

// known is a part of a name that was found.
type known struct {
	key   string // in small letters, without genitive
	small bool   // nothing but a name, so that it is one without a capital too
}

// is reports whether key is the name, or its genitive in s.
func (k known) is(key string) bool {
	n := len(k.key)
	return strings.HasPrefix(key, k.key) && (len(key) == n || len(key) == n+1 && key[n] == 's')
}

// bare returns a name without its genitive: Anna's.
func bare(key string) string {
	if n := len(key); n > 2 && key[n-2:] == "'s" {
		return key[:n-2]
	}
	return key
}
