package redact

import "strings"

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
	named := k&lastName != 0 && k&(common|placeName) == 0
	switch {
	case w.j-w.i < 3, s.isCode(w):
		return false
	case s.hasAge(end) && !opens:
		return k&placeName == 0
	case s.isCode(s.word(end)) && k&lastName != 0 && k&placeName == 0:
		return true
	case speaking[before.key] && (k&lastName != 0 || s.isStrange(w)):
		return named || k == 0 || k.isSure()
	case k.isSure():
		return !definite[before.key]
	case determiners[before.key]:
		return false
	case named && k&inLanguage == 0 && (acts(before.key, s.nextKey(end)) || !opens && s.isPaired(t, end)):
		return true
	case named && speaking[s.nextKey(end)]:
		return true
	case k&(firstName|placeName) == firstName|placeName:
		return k&common == 0 && !opens && !toPlaces[before.key]
	case k&firstName != 0:
		return k&common == 0 && !opens
	case k&local != 0 && k&(inLanguage|placeName) == 0:
		return opens || !toPlaces[before.key] && before.key != "bij" && !(before.cap && kindOf(before.key) == 0 && !s.opens(t-1))
	}
	return false
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
