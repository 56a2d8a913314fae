package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Answers holds what was answered by question id: one value for a mark, an
// option or an open answer, several for Many. A skipped question is not in it.
type Answers map[string][]string

// MaxComment is the longest comment kept, in characters: of 7,400 comments
// of patients that were looked at none was longer than about 4,000.
const MaxComment = 4000

// Problem is something about an answer that the parent can mend.
type Problem struct {
	Question string
	Err      *Error
}

// Reading is what was posted, read as answers.
type Reading struct {
	Answers  Answers   // what holds, cleaned; also what is shown again
	Problems []Problem // in the order of the questions
	Cut      []string  // open questions whose answer was longer than MaxComment
}

// Read reads posted values by question id. What it does not know it leaves
// out; what does not hold becomes a problem; a comment that is too long is cut
// and named, so that it can be shown before it is sealed.
func (s *Survey) Read(posted map[string][]string) Reading {
	r := Reading{Answers: Answers{}}
	for _, q := range s.Questions {
		values := slices.DeleteFunc(slices.Clone(posted[q.ID]), func(v string) bool { return strings.TrimSpace(v) == "" })
		if err := q.Check(values); err != nil {
			r.Problems = append(r.Problems, Problem{q.ID, problem(err)})
			continue
		}
		if q.Kind == Open && len(values) == 1 {
			var cut bool
			if values[0], cut = shorten(Clean(values[0])); cut {
				r.Cut = append(r.Cut, q.ID)
			}
			if values[0] == "" {
				continue
			}
		}
		if len(values) > 0 {
			r.Answers[q.ID] = values
		}
	}
	return r
}

// Empty reports whether nothing was answered.
func (a Answers) Empty() bool { return len(a) == 0 }

// First returns the first value answered to question, or "".
func (a Answers) First(question string) string {
	if v := a[question]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Clean makes typed text safe to keep and to print: valid UTF-8 in composed
// form, lines ended by \n, without control characters and without the
// characters that turn the direction of the text around them. Joiners stay:
// Persian and emoji are spelled with them.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\v', r == '\f', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == '\uFEFF', r == '\uFFFD',
			'\u202A' <= r && r <= '\u202E', '\u2066' <= r && r <= '\u2069', // embeddings, overrides, isolates
			'\uFFF9' <= r && r <= '\uFFFB',
			'\U000E0000' <= r && r <= '\U000E007F': // invisible tags
			return -1
		}
		return r
	}, s)
	if !strings.ContainsFunc(s, visible) {
		return ""
	}
	return strings.TrimSpace(norm.NFC.String(s))
}

// visible reports whether r can be seen: text of nothing else is no answer.
func visible(r rune) bool {
	const hangulFiller = '\u3164' // counts as a letter and shows as nothing
	return r != hangulFiller && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
}

// shorten cuts s to MaxComment characters and tells whether it had to.
func shorten(s string) (string, bool) {
	if utf8.RuneCountInString(s) <= MaxComment {
		return s, false
	}
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:MaxComment])), true
}
