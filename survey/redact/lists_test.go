package redact

import (
	"sort"
	"strings"
	"testing"
)

func TestListIsSorted(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(listed, "\n"), "\n")
	words := make([]string, len(lines))
	for i, l := range lines {
		word, letter, ok := strings.Cut(l, " ")
		if !ok || len(letter) != 1 || letter[0] <= '0' || letter[0] >= '0'+64 || len(word) > maxListed || word != strings.ToLower(word) {
			t.Fatalf("line %d: %q", i+1, l)
		}
		words[i] = word
	}
	if !sort.StringsAreSorted(words) {
		t.Fatal("not sorted by bytes")
	}
	for i, w := range words {
		if i > 0 && w == words[i-1] {
			t.Fatalf("%q twice", w)
		}
		if got := look(w); got != traits(lines[i][len(w)+1]-'0') {
			t.Fatalf("%q: %b", w, got)
		}
	}
	for _, w := range []string{"", "a", "zzzzzz", "daa", "daanx", "\u00ff", strings.Repeat("a", 99)} {
		if got := look(w); got != 0 {
			t.Errorf("%q: %b", w, got)
		}
	}
}

func TestTraits(t *testing.T) {
	for _, w := range []string{"daan", "fatima", "ayşe", "ayse", "anna's", "jan-willem", "oksana", "selam"} {
		if !traitsOf(w).isSure() {
			t.Errorf("%s: %b", w, traitsOf(w))
		}
	}
	for _, w := range []string{"roos", "hoop", "wijn", "prijs", "mooi", "lief", "sterk", "mei", "fijn", "ben", "bent", "wil", "elke"} {
		if traitsOf(w)&inLanguage == 0 {
			t.Errorf("%s: %b", w, traitsOf(w))
		}
	}
	for _, w := range []string{"amsterdam", "marokko", "altra", "philips", "gent"} {
		if !traitsOf(w).isOther() {
			t.Errorf("%s: %b", w, traitsOf(w))
		}
	}
}

func BenchmarkLook(b *testing.B) {
	words := []string{"daan", "peeters", "gesprek", "zzzz", "almere"}
	for b.Loop() {
		for _, w := range words {
			look(w)
		}
	}
}
