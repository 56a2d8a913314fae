package survey

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// asked has a question of each kind.
var asked = &Survey{ID: "asked", Version: 3, Questions: []Question{
	{ID: "mark", Kind: Mark, Options: []Option{{ID: "unknown", Side: Unknown}}},
	{ID: "heard", Kind: One, Options: []Option{{ID: "yes", Side: Positive}, {ID: "bit", Side: Between}, {ID: "no", Side: Negative}, {ID: "unknown", Side: Unknown}}},
	{ID: "who", Kind: Many, Options: []Option{{ID: "coach"}, {ID: "school"}, {ID: "family"}}},
	{ID: "good", Kind: Open},
	{ID: "better", Kind: Open},
}}

func TestRead(t *testing.T) {
	full := strings.Repeat("é", MaxComment)
	tests := []struct {
		name   string
		posted map[string][]string
		want   Reading
	}{
		{"nothing", nil, Reading{}},
		{
			"everything",
			map[string][]string{"mark": {"10"}, "heard": {"bit"}, "who": {"school", "coach"}, "good": {"Fijn."}, "better": {"Niets."}},
			Reading{Answers: Answers{"mark": {"10"}, "heard": {"bit"}, "who": {"school", "coach"}, "good": {"Fijn."}, "better": {"Niets."}}},
		},
		{"a mark's own option", map[string][]string{"mark": {"unknown"}}, Reading{Answers: Answers{"mark": {"unknown"}}}},
		{"questions nobody asked", map[string][]string{"name": {"x"}, "": {"y"}, "Mark": {"7"}}, Reading{}},
		{
			"skipped fields that are posted empty",
			map[string][]string{"mark": {""}, "who": {"", "coach", " "}, "good": {""}},
			Reading{Answers: Answers{"who": {"coach"}}},
		},
		{"only white space", map[string][]string{"good": {" \r\n\t\u00a0\u2003"}, "better": {" ", "\n"}}, Reading{}},
		{"only what is cleaned away", map[string][]string{"good": {"\u202e\x00 \ufeff"}}, Reading{}},
		{
			"not offered",
			map[string][]string{"mark": {"11"}, "heard": {"Yes"}, "who": {"coach", "neighbour"}, "good": {"Fijn."}},
			Reading{Answers: Answers{"good": {"Fijn."}}, Problems: []Problem{{"mark", ErrNotOffered}, {"heard", ErrNotOffered}, {"who", ErrNotOffered}}},
		},
		{"a mark that is written otherwise", map[string][]string{"mark": {"07"}}, Reading{Problems: []Problem{{"mark", ErrNotOffered}}}},
		{"twice the same", map[string][]string{"who": {"coach", "coach"}}, Reading{Problems: []Problem{{"who", ErrNotOffered}}}},
		{
			"too many",
			map[string][]string{"mark": {"7", "8"}, "heard": {"yes", "no"}, "good": {"a", "b"}, "who": {"school", "coach", "family"}},
			Reading{Answers: Answers{"who": {"school", "coach", "family"}}, Problems: []Problem{{"mark", ErrTooMany}, {"heard", ErrTooMany}, {"good", ErrTooMany}}},
		},
		{"as long as may be", map[string][]string{"good": {"  " + full + "\n"}}, Reading{Answers: Answers{"good": {full}}}},
		{"too long", map[string][]string{"good": {full + "x"}, "better": {full}}, Reading{Answers: Answers{"good": {full}, "better": {full}}, Cut: []string{"good"}}},
		{"too long only before it is cleaned", map[string][]string{"good": {strings.Repeat("e\u0301", MaxComment) + "\x00"}}, Reading{Answers: Answers{"good": {full}}}},
		{"cut behind a space", map[string][]string{"good": {full[2:] + " x"}}, Reading{Answers: Answers{"good": {full[2:]}}, Cut: []string{"good"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := asked.Read(test.posted)
			if got.Answers == nil {
				t.Error("Answers is nil")
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty(), cmpopts.EquateErrors()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadLeavesWhatWasPosted(t *testing.T) {
	posted := map[string][]string{"who": {"", "coach", "", "school"}, "good": {" a "}}
	asked.Read(posted)
	if diff := cmp.Diff(map[string][]string{"who": {"", "coach", "", "school"}, "good": {" a "}}, posted); diff != "" {
		t.Error(diff)
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ name, typed, want string }{
		{"plain", "Fijn.", "Fijn."},
		{"ends of lines", "a\r\nb\rc\n\nd", "a\nb\nc\n\nd"},
		{"tabs", "a\tb", "a b"},
		{"control characters", "a\x00\x1b[31mb\x7f\u0085", "a[31mb"},
		{"half a character", "caf\xc3", "caf"},
		{"composed", "cafe\u0301", "café"},
		{"an override", "abc\u202egnp.exe", "abcgnp.exe"},
		{"isolates and embeddings", "\u2066a\u2069\u202ab\u202c", "ab"},
		{"separators of lines and paragraphs", "a\u2028b\u2029c\vd", "a\nb\nc\nd"},
		{"nothing that can be seen", "\u200b \u3164\u00ad", ""},
		{"invisible tags", "a\U000e0041\U000e007f", "a"},
		{"byte order mark and replacement", "\ufeffa\ufffdb", "ab"},
		{"Persian with a joiner", "می\u200cخواهم", "می\u200cخواهم"},
		{"emoji with joiners", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"Arabic with a mark of direction", "مرحبا\u200f!", "مرحبا\u200f!"},
		{"spaces around", " \n a b \u00a0", "a b"},
	}
	for _, test := range tests {
		if got := Clean(test.typed); got != test.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", test.name, test.typed, got, test.want)
		}
	}
}

func TestCleanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkClean(t, rapid.String().Draw(t, "typed")) })
}

// checkClean checks what holds of any cleaned text.
func checkClean(t rapid.TB, typed string) {
	got := Clean(typed)
	if again := Clean(got); again != got {
		t.Errorf("Clean(%q) = %q, and cleaned again %q", typed, got, again)
	}
	if !utf8.ValidString(got) || got != strings.TrimSpace(got) {
		t.Errorf("Clean(%q) = %q", typed, got)
	}
	for _, r := range got {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && r != '\u061c' && r != '\u200e' && r != '\u200f' {
			t.Errorf("Clean(%q) holds %U", typed, r)
		}
	}
}

func TestAnswers(t *testing.T) {
	a := Answers{"mark": {"7"}, "who": {"coach", "school"}}
	if a.Empty() || !(Answers{}).Empty() || !Answers(nil).Empty() {
		t.Error("Empty")
	}
	if a.First("who") != "coach" || a.First("good") != "" {
		t.Error("First")
	}
}

func FuzzRead(f *testing.F) {
	f.Add("mark", "7", "good", "Fijn.\r\n")
	f.Add("mark", "11", "good", "می\u200cخواهم \u202e")
	f.Add("who", "coach", "who", "coach")
	f.Add("heard", "", "heard", "yes")
	f.Add("better", "\xff\xc3", "good", strings.Repeat("e\u0301", MaxComment+1))
	f.Add("good", strings.Repeat("\u0323\u0307", 40), "x", "\u1e9b\u0323")
	f.Fuzz(func(t *testing.T, q1, v1, q2, v2 string) {
		posted := map[string][]string{q1: {v1}}
		posted[q2] = append(posted[q2], v2)
		r := asked.Read(posted)
		if err := (Response{Survey: asked.ID, Version: asked.Version, Answers: r.Answers}).Check(asked); err != nil {
			t.Errorf("%q: what was read does not hold: %v", posted, err)
		}
		for _, p := range r.Problems {
			if _, kept := r.Answers[p.Question]; kept {
				t.Errorf("%q: %s is a problem and kept", posted, p.Question)
			}
		}
		for _, id := range []string{"good", "better"} {
			checkClean(t, r.Answers.First(id))
			if n := utf8.RuneCountInString(r.Answers.First(id)); n > MaxComment {
				t.Errorf("a comment of %d characters", n)
			}
		}
		if again := asked.Read(r.Answers); len(again.Problems)+len(again.Cut) > 0 || !cmp.Equal(r.Answers, again.Answers) {
			t.Errorf("%q: read again: %v", r.Answers, again)
		}
	})
}
