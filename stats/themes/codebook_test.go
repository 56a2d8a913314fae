package themes

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"ouderstem/survey"
)

func TestParsePatterns(t *testing.T) {
	many := `{"a":["` + strings.Join(strings.Fields(strings.Repeat("woord ", mostPatterns+1)), `","`) + `"]}`
	for _, test := range []struct {
		text string
		line int
		want *survey.Error
	}{
		{``, 1, ErrNoCodebook},
		{`[]`, 1, ErrNoCodebook},
		{`{}`, 1, ErrEmptyCodebook},
		{"{\n\"a\": [\"goed\"]", 2, ErrNoCodebook},
		{`{"a":["goed"]} {}`, 1, ErrNoCodebook},
		{`{"a":[1]}`, 1, ErrNoCodebook},
		{`{"a":[["goed"]]}`, 1, ErrNoCodebook},
		{`{"a":"goed"}`, 1, ErrNoCodebook},
		{"{\"a\": [\"goed\"],\n\"b\": []}", 2, ErrThemeEmpty},
		{"{\"a\": [\"goed\"],\n\" \": [\"slecht\"]}", 2, ErrThemeName},
		{"{\"a\": [\"goed\"],\n\"a\": [\"slecht\"]}", 2, ErrThemeTwice},
		{"{\"a\": [\n\"goed\",\n\"\"]}", 3, ErrPatternEmpty},
		{"{\"a\": [\n\"goed\",\n\"...\"]}", 3, ErrPatternEmpty},
		{"{\"a\": [\n\"goed\",\n\"*\"]}", 3, ErrPatternAll},
		{"{\"a\": [\n\"goed\",\n\"** *\"]}", 3, ErrPatternAll},
		{"{\"a\": [\n\"goed\",\n\"e*\"]}", 3, ErrPatternAll},
		{"{\"a\": [\n\"goed\",\n\"goed e*\"]}", 3, ErrPatternAll},
		{"{\"a\": [\n\"goed\",\n\"éé*\"]}", 3, ErrPatternAll},
		{"{\"a\": [\"*goed\"]}", 1, ErrPatternStar},
		{"{\"a\": [\"goed *\"]}", 1, ErrPatternStar},
		{"{\"a\": [\"goed*er\"]}", 1, ErrPatternStar},
		{"{\"a\": [\"goed**\"]}", 1, ErrPatternStar},
		{`{"a":["` + strings.Repeat("a", longestPattern+1) + `"]}`, 1, ErrPatternLong},
		{`{"a":["` + strings.Repeat("a ", mostParts+1) + `"]}`, 1, ErrPatternLong},
		{many, 1, ErrPatternsCount},
	} {
		book, faults := ParsePatterns([]byte(test.text))
		if book != nil || len(faults) != 1 || faults[0].Line != test.line || !errors.Is(faults[0].Err, test.want) {
			t.Errorf("%.60q: %v, want line %d %v", test.text, faults, test.line, test.want)
		}
	}
	for _, text := range []string{`{"a":["goed"]}`, `{"a":["goed👍", "uit leg*", "foto's", "24/7"],"b":["goed"]}`} {
		if book, faults := ParsePatterns([]byte(text)); book == nil || len(faults) > 0 {
			t.Errorf("%q: %v", text, faults)
		}
	}
}

// FuzzParsePatterns: a codebook that is read has themes with patterns that find
// themselves; one that is not has a fault in one of its lines.
func FuzzParsePatterns(f *testing.F) {
	for _, s := range strange {
		f.Add([]byte(fmt.Sprintf(`{"a": [%q]}`, s)))
	}
	f.Add([]byte("{\"a\": [\"goed\", \"te lang\"],\n \"b\": [\"uitleg*\"]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, faults := ParsePatterns(data)
		if book == nil {
			for _, fault := range faults {
				if fault.Line < 1 || fault.Line > 1+bytes.Count(data, []byte("\n")) || fault.Err == nil {
					t.Fatalf("%q: %v", data, fault)
				}
			}
			if len(faults) == 0 {
				t.Fatalf("%q: no codebook and no fault", data)
			}
			return
		}
		coder := NewCoder(book)
		for i, theme := range book.Themes {
			for _, p := range theme.Patterns[""] {
				clauses := []Clause{{End: len(p), Words: Words(p)}} // a turning word would cut it
				if coder.match("", clauses)[i] == nil {
					t.Fatalf("%q: pattern %q of %q does not find itself", data, p, theme.ID)
				}
			}
		}
	})
}
