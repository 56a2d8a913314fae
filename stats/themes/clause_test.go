package themes

import (
	"slices"
	"testing"
)

func TestClauses(t *testing.T) {
	for text, want := range map[string][]string{
		"Goed. Snel!":                       {"Goed.", " Snel!"},
		"Fijne coach maar lang wachten":     {"Fijne coach ", "maar lang wachten"},
		"niet alleen goed, alleen duur":     {"niet alleen goed, ", "alleen duur"},
		"ik stond er alleen voor":           {"ik stond er alleen voor"},
		"Een 8.5 om 10:30. Punt":            {"Een 8.5 om 10:30.", " Punt"},
		"Wat fijn!!! :) Echt...":            {"Wat fijn!!! :)", " Echt..."},
		"een\ntwee;drie":                    {"een\n", "twee;", "drie"},
		"\"Ga weg.\" Zei ze":                {"\"Ga weg.\"", " Zei ze"},
		"المدرب لطيف؟ نعم":                  {"المدرب لطيف؟", " نعم"},
		"However, we waited. We were angry": {"However, we waited.", " We were angry"},
		"...":                               {"..."},
	} {
		var got []string
		for _, c := range Clauses(text) {
			got = append(got, text[c.Start:c.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("Clauses(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzClauses: clauses put together give back the text, and their words are
// those of the text.
func FuzzClauses(f *testing.F) {
	for _, s := range strange {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var words []Word
		for i, c := range Clauses(text) {
			if c.Start != end || c.End <= c.Start {
				t.Fatalf("%q: clause %d is [%d, %d) after %d", text, i, c.Start, c.End, end)
			}
			end = c.End
			for _, w := range c.Words {
				if w.Start < c.Start || w.End > c.End {
					t.Fatalf("%q: word %v outside [%d, %d)", text, w, c.Start, c.End)
				}
			}
			if len(c.Words) > 0 && turns[c.Words[0].Text] != c.Turned && c.Words[0].Text != "alleen" {
				t.Fatalf("%q: clause %d begins with %q and is turned: %v", text, i, c.Words[0].Text, c.Turned)
			}
			words = append(words, c.Words...)
		}
		if end != len(text) {
			t.Fatalf("%q: the clauses end at %d", text, end)
		}
		if !slices.Equal(words, Words(text)) {
			t.Fatalf("%q: words %v in clauses, %v in the text", text, words, Words(text))
		}
	})
}
