package survey

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sketch writes a survey as its languages and, for each question, its id, kind
// and options with their sides.
func sketch(s *Survey) string {
	lines := []string{strings.Join(s.Languages, " ")}
	for _, q := range s.Questions {
		line := q.ID + " " + string(q.Kind)
		for _, o := range q.Options {
			line += " " + o.ID + map[Side]string{Positive: "+", Between: "~", Negative: "-", Unknown: "?", "": "_"}[o.Side]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func small() *Survey {
	return &Survey{
		ID: "proef", Audience: Parents, Languages: []string{"nl"}, Title: Text{"nl": "Proef"},
		Questions: []Question{
			{ID: "mark", Kind: Mark, Text: Text{"nl": "Cijfer?"}, Low: Text{"nl": "slecht"}, High: Text{"nl": "goed"}, Options: []Option{{ID: "unknown", Text: Text{"nl": "Weet niet"}, Side: Unknown}}},
			{ID: "heard", Kind: One, Text: Text{"nl": "Gehoord?"}, Options: []Option{
				{ID: "yes", Text: Text{"nl": "Ja"}, Side: Positive},
				{ID: "no", Text: Text{"nl": "Nee"}, Side: Negative},
				{ID: "unknown", Text: Text{"nl": "Weet niet"}, Side: Unknown},
			}},
			{ID: "good", Kind: Open, Text: Text{"nl": "Wat ging goed?"}},
		},
	}
}

var testWords = Prefilled{Unknown: Text{"nl": "Weet ik niet"}, Low: Text{"nl": "laag"}, High: Text{"nl": "hoog"}}

func TestEdits(t *testing.T) {
	must := func(s *Survey, err error) *Survey {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := []struct {
		name string
		edit func(s *Survey) *Survey
		want string
	}{
		{"add at the end", func(s *Survey) *Survey { s, _ = s.WithQuestion(Question{Kind: Open}, 99); return s }, "nl\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open\n~1 open"},
		{"add two in front", func(s *Survey) *Survey {
			s, _ = s.WithQuestion(Question{Kind: Open}, 0)
			s, _ = s.WithQuestion(Question{Kind: One, Options: []Option{{Side: Positive}, {Side: Negative}}}, 0)
			return s
		}, "nl\n~2 one ~3+ ~4-\n~1 open\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open"},
		{"add what is there", func(s *Survey) *Survey { s, _ = s.WithQuestion(s.Questions[1], 3); return s }, "nl\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open\n~1 one yes+ no- unknown?"},
		{"move up", func(s *Survey) *Survey { return must(s.MoveQuestion("good", -1)) }, "nl\nmark mark unknown?\ngood open\nheard one yes+ no- unknown?"},
		{"move down", func(s *Survey) *Survey { return must(s.MoveQuestion("mark", 2)) }, "nl\nheard one yes+ no- unknown?\ngood open\nmark mark unknown?"},
		{"move beyond", func(s *Survey) *Survey { return must(s.MoveQuestion("mark", -5)) }, "nl\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open"},
		{"delete", func(s *Survey) *Survey { return must(s.WithoutQuestion("heard")) }, "nl\nmark mark unknown?\ngood open"},
		{"an option before those without an opinion", func(s *Survey) *Survey {
			s, _, err := s.WithOption("heard", Option{Side: Between})
			return must(s, err)
		}, "nl\nmark mark unknown?\nheard one yes+ no- ~1~ unknown?\ngood open"},
		{"an option without an opinion", func(s *Survey) *Survey {
			s, _, err := s.WithOption("heard", Option{Side: Unknown})
			return must(s, err)
		}, "nl\nmark mark unknown?\nheard one yes+ no- unknown? ~1?\ngood open"},
		{"move an option", func(s *Survey) *Survey { return must(s.MoveOption("heard", "no", -1)) }, "nl\nmark mark unknown?\nheard one no- yes+ unknown?\ngood open"},
		{"delete an option", func(s *Survey) *Survey { return must(s.WithoutOption("heard", "no")) }, "nl\nmark mark unknown?\nheard one yes+ unknown?\ngood open"},
		{"a mark of a choice", func(s *Survey) *Survey { return must(s.WithKind("heard", Mark, testWords)) }, "nl\nmark mark unknown?\nheard mark unknown?\ngood open"},
		{"a choice of a mark", func(s *Survey) *Survey { return must(s.WithKind("mark", One, testWords)) }, "nl\nmark one ~1_ ~2_ unknown?\nheard one yes+ no- unknown?\ngood open"},
		{"a choice of open", func(s *Survey) *Survey { return must(s.WithKind("good", Many, testWords)) }, "nl\nmark mark unknown?\nheard one yes+ no- unknown?\ngood many ~1_ ~2_ ~3?"},
		{"open of a choice", func(s *Survey) *Survey { return must(s.WithKind("heard", Open, testWords)) }, "nl\nmark mark unknown?\nheard open\ngood open"},
		{"add a language", func(s *Survey) *Survey { return s.WithLanguage("tr").WithLanguage("tr") }, "nl tr\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open"},
		{"the last language stays", func(s *Survey) *Survey { return s.WithoutLanguage("nl") }, "nl\nmark mark unknown?\nheard one yes+ no- unknown?\ngood open"},
	}
	for _, test := range tests {
		s := small()
		if got := sketch(test.edit(s)); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
		if d := cmp.Diff(small(), s); d != "" {
			t.Errorf("%s changed what was there before: %s", test.name, d)
		}
	}
	for name, edit := range map[string]func(*Survey) (*Survey, error){
		"move":   func(s *Survey) (*Survey, error) { return s.MoveQuestion("x", 1) },
		"delete": func(s *Survey) (*Survey, error) { return s.WithoutQuestion("x") },
		"kind":   func(s *Survey) (*Survey, error) { return s.WithKind("x", Open, Prefilled{}) },
		"option": func(s *Survey) (*Survey, error) { return s.WithoutOption("heard", "x") },
	} {
		if _, err := edit(small()); err != ErrNoRecord { //nolint:errorlint // not wrapped here
			t.Errorf("%s of what is not there: %v", name, err)
		}
	}
}

// A language that was taken out and comes back has its texts.
func TestLanguageComesBack(t *testing.T) {
	s := small().WithLanguage("tr").With(map[string]string{"q.good.text.tr": "Ne iyiydi?"}, Prefilled{})
	s = s.WithoutLanguage("tr")
	if slices.Contains(s.Languages, "tr") || slices.Contains(s.Drafted, "tr") {
		t.Errorf("it is still there: %v %v", s.Languages, s.Drafted)
	}
	s = s.WithLanguage("tr")
	if q, _ := s.Question("good"); q.Text["tr"] != "Ne iyiydi?" || !slices.Contains(s.Drafted, "tr") {
		t.Errorf("the text is gone: %v", q.Text)
	}
}

func TestNamed(t *testing.T) {
	long := strings.Repeat("heel lang woord ", 6)
	s := small()
	for _, text := range []string{"Wat kan béter?", "Wat kan beter!", "ما رأيك؟", long} {
		var id string
		s, id = s.WithQuestion(Question{Kind: Mark, Options: []Option{{Text: Text{"nl": "10"}}, {Text: Text{"nl": ""}}}}, 99)
		s = s.With(map[string]string{QuestionField(id, PartText, "nl"): text}, Prefilled{})
	}
	want := `nl
mark mark unknown?
heard one yes+ no- unknown?
good open
wat-kan-beter mark 10-2_ option_
wat-kan-beter-2 mark 10-2_ option_
question mark 10-2_ option_
heel-lang-woord-heel-lang-woord mark 10-2_ option_`
	if got := sketch(s.Named()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for _, q := range s.Named().Questions {
		if !slug.MatchString(q.ID) || len(q.ID) > 40 {
			t.Errorf("%q is no id", q.ID)
		}
	}
}

func TestWith(t *testing.T) {
	s := small().With(map[string]string{
		"title.nl": "  Nieuw\r\n\tproef ", "q.heard.text.nl": "", "q.heard.help.nl": "Denk aan vandaag", "o.heard.yes.side": "between",
		"o.heard.no.side": "sideways", "q.good.kind": "poem", "audience": "cats", "drafted.nl": "1", "q.mark.count": "1", "q.nowhere.text.nl": "x", "title.tr": "x",
	}, Prefilled{})
	got := map[string]string{}
	for _, f := range s.Fields() {
		got[f.Name] = f.Value
	}
	for name, want := range map[string]string{
		"title.nl": "Nieuw proef", "q.heard.text.nl": "", "q.heard.help.nl": "Denk aan vandaag", "o.heard.yes.side": "between",
		"o.heard.no.side": "negative", "q.good.kind": "open", "audience": "parents", "drafted.nl": "1", "q.mark.count": "1",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if q, _ := s.Question("heard"); len(q.Text) != 0 {
		t.Errorf("an empty text does not count as missing: %v", q.Text)
	}
	if names, ok := small().Changed(s); !ok || len(names) != 6 {
		t.Errorf("changed: %v, %t", names, ok)
	}
	if _, ok := small().Changed(small().WithLanguage("en")); ok {
		t.Error("another language is no change of a field")
	}
	kind := small().With(map[string]string{"q.heard.kind": "open", "o.heard.yes.text.nl": "Jazeker"}, Prefilled{})
	if want := "nl\nmark mark unknown?\nheard open\ngood open"; sketch(kind) != want {
		t.Errorf("%s\nwant\n%s", sketch(kind), want)
	}
}

// What an open question asks for is a field of it, and goes when it is answered
// in another way.
func TestWithAsks(t *testing.T) {
	field := QuestionField("good", PartAsks)
	asks := func(s *Survey) Asks { q, _ := s.Question("good"); return q.Asks }
	s := small()
	for _, step := range []struct {
		typed string
		want  Asks
		field string
	}{
		{"good", AsksGood, "good"},
		{"bad", AsksBad, "bad"},
		{"cats", AsksBad, "bad"},
		{AsksAny, AsksAnything, AsksAny},
		{"", AsksAnything, AsksAny},
		{"good", AsksGood, "good"},
	} {
		s = s.With(map[string]string{field: step.typed}, Prefilled{})
		if asks(s) != step.want || values(s)[field] != step.field {
			t.Errorf("%q: asks %q, the field holds %q", step.typed, asks(s), values(s)[field])
		}
	}
	closed := s.With(map[string]string{field: "bad", QuestionField("good", PartKind): "one"}, testWords)
	if _, there := values(closed)[field]; there || asks(closed) != AsksAnything {
		t.Errorf("a closed question asks for %q", asks(closed))
	}
	if q, _ := s.Question("good"); !q.SameScale(small().Questions[2]) {
		t.Error("it cannot be compared any more")
	}
}

// Two people change the same draft: what one typed goes onto what the other
// saved, and where both changed the same both are there to see.
func TestMerge(t *testing.T) {
	base := small()
	theirs := base.With(map[string]string{"title.nl": "Van de ander", "q.heard.text.nl": "Werd u gehoord?"}, Prefilled{})
	theirs, err := theirs.WithoutQuestion("good")
	if err != nil {
		t.Fatal(err)
	}
	mine := map[string]string{
		"title.nl": "Van mij", "q.heard.text.nl": "Gehoord?", "q.mark.text.nl": "Welk cijfer?",
		"q.good.text.nl": "Wat ging er goed?", "o.heard.yes.text.nl": "Ja", "do": "save",
	}
	m := Merge(base, theirs, mine, Prefilled{})
	q, _ := m.Survey.Question("heard")
	mark, _ := m.Survey.Question("mark")
	if m.Survey.Title["nl"] != "Van mij" || q.Text["nl"] != "Werd u gehoord?" || mark.Text["nl"] != "Welk cijfer?" {
		t.Errorf("merged: %v %v %v", m.Survey.Title, q.Text, mark.Text)
	}
	if d := cmp.Diff(map[string]string{"title.nl": "Van de ander"}, m.Clashes); d != "" {
		t.Error(d)
	}
	if !slices.Equal(m.Theirs, []string{"q.heard.text.nl"}) {
		t.Errorf("theirs: %v", m.Theirs)
	}
	if !slices.Equal(m.Lost, []Typed{{"q.good.text.nl", "Wat ging er goed?"}}) {
		t.Errorf("lost: %v", m.Lost)
	}
	// Where it is not known what one began with, nothing is overwritten either.
	m = Merge(nil, theirs, mine, Prefilled{})
	if len(m.Clashes) != 3 || len(m.Lost) != 1 || m.Clashes["q.heard.text.nl"] != "Werd u gehoord?" {
		t.Errorf("without a base: %v %v", m.Clashes, m.Lost)
	}
	if m := Merge(base, base, map[string]string{"title.nl": "Van mij"}, Prefilled{}); len(m.Clashes)+len(m.Theirs)+len(m.Lost) > 0 || m.Survey.Title["nl"] != "Van mij" {
		t.Errorf("alone: %+v", m)
	}
}
