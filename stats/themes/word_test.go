package themes

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// strange is what people and machines send where a comment is expected.
var strange = []string{
	"", "geen", "Niets.", "👍", "👍🏽🎉", "❤️", "...", "!?!", "\n\r\n", "   ", "\u200b", "a\u200bb", "go\u00aded", "\ufeffgoed",
	strings.Repeat("a", 4000), strings.Repeat("é", 4000), strings.Repeat("\u0301", 500), "e" + strings.Repeat("\u0301", 500),
	strings.Repeat("maar ", 800), strings.Repeat("goed.", 800), strings.Repeat("'", 400), strings.Repeat("[", 4000),
	"Goed хорошо 很好 ありがとう", "المدرب لطيف، لكن الانتظار طويل.", "\u202eomgekeerd\u202c", "שלום, המאמן נחמד", "귀하의 도움",
	"<b>goed</b> &amp; <script>alert(1)</script>", "foto`s foto's foto’s foto´s", "ﷺ ﬁjn ﬀ", "ÀÉÎÕÜ", "İstanbul ISPARTA ıspanak", "ΣΊΣΥΦΟΣ",
	"\xff\xfe", "goed\xffslecht", "\xe2\x82", "een\x00twee", "8.5 van de 10", "b.v. o.a. d.w.z.", "10:30", "Goed;slecht", "\"Goed!\" zei ze.",
	"niet alleen goed maar ook snel", "alleen", "maar", "ik alleen", "[naam] en [naam", "]naam[", "*", "a*b",
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Coach": "coach", "één": "een", "GEZÉLLIG": "gezellig", "coo\u0308rdinator": "coordinator", "go\u00aded": "goed", "go\u200bed": "goed",
		"foto’s": "foto's", "foto´s": "foto's", "foto`s": "foto's", "ﬁjn": "fijn", "Ångström": "angstrom", "도움": "도움", "ﷺ": "صلىاللهعليهوسلم",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"Goed, en snel!":       {"goed", "en", "snel"},
		"on-line 24/7":         {"on", "line", "24", "7"},
		"'t was didn't foto's": {"t", "was", "didn't", "foto's"},
		"👍🏽 top 👍":             {"👍", "top", "👍"},
		"<b>goed</b>":          {"b", "goed", "b"},
		"很好":                   {"很好"},
		"":                     nil, "...": nil, "\u200b": nil, "\xff": nil,
	} {
		var got []string
		for _, w := range Words(text) {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzWords: words stand in the text in order, apart, and are folded; folding
// again changes nothing.
func FuzzWords(f *testing.F) {
	for _, s := range strange {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, w := range Words(text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("%q: word %v after %d", text, w, end)
			}
			end = w.End
			if w.Text == "" || len(w.Text) > longestWord || !utf8.ValidString(w.Text) {
				t.Fatalf("%q: word %q", text, w.Text)
			}
			if r, _ := utf8.DecodeRuneInString(w.Text); isEmoji(r) {
				continue
			}
			if again := fold(text[w.Start:w.End]); again != w.Text {
				t.Fatalf("%q folds into %q and stands as %q", text[w.Start:w.End], again, w.Text)
			}
			if twice := fold(w.Text); twice != w.Text {
				t.Fatalf("%q folds into %q, and that into %q", text[w.Start:w.End], w.Text, twice)
			}
		}
	})
}
