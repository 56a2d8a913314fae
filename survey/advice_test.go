package survey

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// advised writes advice as "key field language arguments".
func advised(list []Advice) []string {
	var lines []string
	for _, a := range list {
		line := a.Key
		for _, s := range []string{a.Question, a.Field, a.Lang} {
			if s != "" {
				line += " " + s
			}
		}
		if len(a.Args) > 0 {
			line += " " + strings.TrimPrefix(fmt.Sprint(a.Args), "map")
		}
		lines = append(lines, line)
	}
	return lines
}

func TestAdvise(t *testing.T) {
	set := func(fields ...string) func(*Survey) *Survey {
		typed := map[string]string{}
		for i := 0; i+1 < len(fields); i += 2 {
			typed[fields[i]] = fields[i+1]
		}
		return func(s *Survey) *Survey { return s.With(typed, Prefilled{}) }
	}
	without := func(id string) func(*Survey) *Survey {
		return func(s *Survey) *Survey { s, _ = s.WithoutQuestion(id); return s }
	}
	tests := []struct {
		name string
		edit func(*Survey) *Survey
		want []string
	}{
		{"nothing to say", set(), nil},
		{"twenty words", set("q.good.text.nl", strings.Repeat("ja ", 20)), nil},
		{"twenty-one words", set("q.good.text.nl", strings.Repeat("ja ", 21)), []string{"long good q.good.text.nl nl [N:21]"}},
		{"few long words", set("q.good.text.nl", strings.Repeat("ж", 121)), []string{"long good q.good.text.nl nl [N:1]"}},
		{"two in one", set("q.heard.text.nl", "Was het fijn en nuttig?"), []string{"double heard q.heard.text.nl nl [Word:en]"}},
		{"two in one, open", set("q.good.text.nl", "Wat was fijn en nuttig?"), nil},
		{"no mark", without("mark"), []string{"no-mark"}},
		{"an empty text", set("o.heard.no.text.nl", ""), []string{"missing heard o.heard.no.text.nl nl [N:1]"}},
		{"a language to fill", func(s *Survey) *Survey { return s.WithLanguage("en") }, []string{
			"missing title.en en [N:1]", "missing mark q.mark.text.en en [N:4]", "missing heard q.heard.text.en en [N:4]", "missing good q.good.text.en en [N:1]",
		}},
		{"half a source", func(s *Survey) *Survey {
			return s.With(map[string]string{"credit.nl": "Wij"}, Prefilled{}).WithLanguage("en").With(map[string]string{
				"title.en": "Trial", "q.mark.text.en": "Mark?", "q.mark.low.en": "bad", "q.mark.high.en": "good", "q.good.text.en": "What?", "q.heard.text.en": "Heard?",
				"o.mark.unknown.text.en": "?", "o.heard.yes.text.en": "Yes", "o.heard.no.text.en": "No", "o.heard.unknown.text.en": "?",
			}, Prefilled{})
		}, []string{"missing credit.en en [N:1]"}},
		{"no unknown", func(s *Survey) *Survey {
			s, _ = s.WithoutOption("heard", "unknown")
			s, _ = s.WithoutOption("mark", "unknown")
			return s
		}, []string{"no-unknown mark q.mark", "no-unknown heard q.heard"}},
		{"no bad end", set("o.heard.no.side", "between"), []string{"one-sided heard o.heard.yes.side"}},
		{"eleven questions", func(s *Survey) *Survey {
			for range 8 {
				s, _ = s.WithQuestion(Question{Kind: Open, Text: Text{"nl": "Wat?"}}, 99)
			}
			return s
		}, []string{"many [Most:10 N:11]"}},
	}
	for _, test := range tests {
		if got := advised(Advise(test.edit(small()))); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

// Every piece of advice leads to a field of the form or to a question.
func TestAdviceLeadsSomewhere(t *testing.T) {
	s := small().WithLanguage("en")
	s, _ = s.WithoutOption("heard", "unknown")
	s, _ = s.WithQuestion(Question{Kind: One}, 0)
	last := small()
	last.Questions[2].Kind = One
	places := map[string]bool{}
	for _, f := range s.Fields() {
		places[f.Name] = true
	}
	for _, q := range s.Questions {
		places[QuestionField(q.ID)] = true
	}
	for _, a := range append(Advise(s), s.Since(last).Advice()...) {
		if a.Field != "" && !places[a.Field] {
			t.Errorf("%v leads to %s", a, a.Field)
		}
	}
	faults := s.Faults()
	if len(faults) == 0 {
		t.Error("nothing is wrong")
	}
	for _, f := range faults {
		if field, _ := s.FieldOf(f); !places[field] {
			t.Errorf("%v leads to %q", f, field)
		}
	}
}

func TestSince(t *testing.T) {
	ids := func(questions []Question) string {
		var list []string
		for _, q := range questions {
			list = append(list, q.ID)
		}
		return strings.Join(list, " ")
	}
	tests := []struct {
		name string
		edit func(*Survey) (*Survey, error)
		want string // same, reworded, other scale, new, gone
	}{
		{"the same", func(s *Survey) (*Survey, error) { return s, nil }, "mark heard good||||"},
		{"moved", func(s *Survey) (*Survey, error) { return s.MoveQuestion("mark", 2) }, "heard good mark||||"},
		{"another language", func(s *Survey) (*Survey, error) { return s.WithLanguage("en"), nil }, "mark heard good||||"},
		{"in other words", func(s *Survey) (*Survey, error) {
			return s.With(map[string]string{"q.good.text.nl": "Wat was goed?", "o.heard.yes.text.nl": "Jazeker"}, Prefilled{}), nil
		}, "mark|heard good|||"},
		{"an option less", func(s *Survey) (*Survey, error) { return s.WithoutOption("heard", "no") }, "mark good||heard||"},
		{"another side", func(s *Survey) (*Survey, error) {
			return s.With(map[string]string{"o.heard.no.side": "between"}, Prefilled{}), nil
		}, "mark good||heard||"},
		{"another kind", func(s *Survey) (*Survey, error) { return s.WithKind("good", Mark, testWords) }, "mark heard||good||"},
		{"gone", func(s *Survey) (*Survey, error) { return s.WithoutQuestion("good") }, "mark heard||||good"},
		{"new", func(s *Survey) (*Survey, error) { s, _ = s.WithQuestion(Question{Kind: Open}, 0); return s, nil }, "mark heard good|||~1|"},
	}
	for _, test := range tests {
		s, err := test.edit(small())
		if err != nil {
			t.Fatal(err)
		}
		trend := s.Since(small())
		got := strings.Join([]string{ids(trend.Same), ids(trend.Reworded), ids(trend.OtherScale), ids(trend.New), ids(trend.Gone)}, "|")
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if want := len(trend.Reworded) + len(trend.OtherScale) + len(trend.New) + len(trend.Gone); len(trend.Advice()) != want {
			t.Errorf("%s: %d pieces of advice, want %d", test.name, len(trend.Advice()), want)
		}
	}
}

// A question that was taken out and comes back with the words its id was made
// of is the question it was.
func TestSinceKnowsWhatComesBack(t *testing.T) {
	s, id := small().WithQuestion(Question{Kind: Open}, 99)
	s = s.With(map[string]string{QuestionField(id, PartText, "nl"): "Wat kan beter?"}, Prefilled{})
	last := s.Named()
	s, err := last.WithoutQuestion("wat-kan-beter")
	if err != nil {
		t.Fatal(err)
	}
	s, id = s.WithQuestion(Question{Kind: Open}, 0)
	s = s.With(map[string]string{QuestionField(id, PartText, "nl"): "Wat kan beter?"}, Prefilled{})
	if trend := s.Since(last); len(trend.Same) != 4 {
		t.Errorf("%+v", trend)
	}
}
