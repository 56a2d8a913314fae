package redact

import (
	_ "embed" // the list of words
	"strings"
)

// words.txt holds a word in small letters, a space and its traits as a letter,
// a line each, sorted by their bytes. lists/generate.mjs makes it.
//
//go:embed lists/words.txt
var listed string

// traits say what lists know of a word.
type traits uint8

const (
	firstName traits = 1 << iota // of a person
	lastName
	inLanguage // an ordinary word, Dutch or English
	common     // one that is often used
	placeName  // a place, a people, an organisation: a name of no person
	local      // a surname that is borne here
)

// maxListed is the longest word in the list, in bytes; longer ones are not
// looked for.
const maxListed = 40

// look returns what the list knows of key, which is in small letters; 0 for a
// word that is not in it. It reads the list where it lies, so that it costs
// nothing at the start and no memory of its own.
func look(key string) traits {
	if key == "" || len(key) > maxListed {
		return 0
	}
	lo, hi := 0, len(listed) // lo begins a line, and so does what stands at hi
	for lo < hi {
		mid := lo + (hi-lo)/2
		from := lo + strings.LastIndexByte(listed[lo:mid], '\n') + 1
		end := from + strings.IndexByte(listed[from:], ' ')
		switch c := strings.Compare(key, listed[from:end]); {
		case c == 0:
			return traits(listed[end+1] - '0')
		case c < 0:
			hi = from
		default:
			lo = end + 3
		}
	}
	return 0
}

// traitsOf is look for a word as it stands in a text: with a genitive (Anna's,
// Jans), or of parts (Anne-Marie, Smit-de Boer).
func traitsOf(key string) traits {
	key = bare(key)
	t := look(key)
	if n := len(key); n > 3 && key[n-1] == 's' && t&(firstName|common|placeName) == 0 {
		if stem := look(key[:n-1]); stem.isSure() || t == 0 {
			return stem
		}
	}
	if t != 0 {
		return t
	}
	if strings.IndexByte(key, '-') >= 0 {
		return ofParts(key)
	}
	if i := strings.IndexByte(key, '\''); i > 0 && particles[key[:i]] {
		return look(key[i+1:])
	}
	return 0
}

// ofParts returns the traits of a word with hyphens: those of its parts that a
// name may have, if each may be a part of one.
func ofParts(key string) traits {
	all, names, sure := traits(0), 0, false
	for part := range strings.SplitSeq(key, "-") {
		if particles[part] {
			continue
		}
		t := look(part)
		if t&(firstName|lastName) != 0 {
			names++
			sure = sure || t&(inLanguage|placeName) == 0
		} else if t != 0 {
			return inLanguage | t
		}
		all |= t
	}
	if names > 1 && sure {
		all &^= inLanguage | common | placeName // Jan-Willem is nothing else
	}
	return all
}

// isSure reports whether t is a first name and nothing else.
func (t traits) isSure() bool { return t&firstName != 0 && t&(inLanguage|placeName) == 0 }

// isNamed reports whether t is a name of a person, among others.
func (t traits) isNamed() bool { return t&(firstName|lastName) != 0 }

// isOther reports whether t is known, and not as a name of a person.
func (t traits) isOther() bool { return t != 0 && !t.isNamed() }
