package themes

import "strings"

// comparatives is the place of the first comparative in what forms returns.
const comparatives = 5

// forms returns a Dutch adjective with its endings: saai, saaie, saais, saaist,
// saaiste, saaier, saaiere, saaiers.
func forms(w string) []string {
	long := stem(w)
	comparative := long + "er"
	if strings.HasSuffix(w, "r") {
		comparative = w + "der"
	}
	superlative := w + "st"
	if strings.HasSuffix(w, "s") {
		superlative = w + "t"
	}
	return []string{w, long + "e", w + "s", superlative, superlative + "e", comparative, comparative + "e", comparative + "s"}
}

// stem returns what of a Dutch adjective stands before -e and -er: traag, trag;
// dik, dikk; lief, liev. A word whose last syllable has the stress, but does not
// look so ("gevat"), is in the lexicon with its forms.
func stem(w string) string {
	n := len(w)
	if n < 3 || isVowel(w[n-1]) || !isVowel(w[n-2]) && w[n-2] != 'j' {
		return w // ends in a vowel, or in two consonants
	}
	soft := w[:n-1] + softened(w[n-1:])
	switch two := w[max(0, n-3) : n-1]; two {
	case "aa", "ee", "oo", "uu":
		return soft[:n-2] + soft[n-1:]
	case "ie", "oe", "eu", "ui", "ou", "au", "ij", "ei":
		return soft
	}
	if syllables(w) == 1 || strings.HasSuffix(w, "vol") {
		return w + w[n-1:]
	}
	return w
}

// softened returns the consonant that a last one becomes before a vowel.
func softened(last string) string {
	switch last {
	case "f":
		return "v"
	case "s":
		return "z"
	}
	return last
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// syllables counts the groups of vowels of w.
func syllables(w string) int {
	n, inside := 0, false
	for i := range len(w) {
		vowel := isVowel(w[i])
		if vowel && !inside {
			n++
		}
		inside = vowel
	}
	return n
}
