package views

import (
	"bytes"
	"errors"
	unescape "html"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
)

const hostile = `</textarea></main><script>alert(1)</script>"' onfocus=alert(1) {{.}} <b>&amp;`

func TestHostileText(t *testing.T) {
	v := newViews(t)
	s := templates(t)["kort"]
	answers := everything(s, hostile)
	masked := map[string][]Piece{"good": {{Text: hostile}, {Text: hostile, Tag: hostile}}}
	for name, page := range map[string]Page{
		"form": Form{
			Survey: s, Answers: answers, Code: hostile, Token: hostile, ExitURL: "javascript:alert(1)",
			Problems: []FormProblem{{hostile, survey.ErrCodeGroup.With("Group", hostile)}},
		},
		"review": Review{Survey: s, Answers: answers, Code: hostile, Token: hostile, Masked: masked, ExitURL: exitURL},
		"notice": Notice{Key: NoticeFailed, ExitURL: `" onclick="x`},
	} {
		got := render(t, v, "nl", page)
		if m := findLive(got); m != "" || strings.Contains(got, "<b>&amp;") {
			t.Errorf("%s: %q is live in %s", name, m, got)
		}
		if strings.Count(got, "<textarea") != strings.Count(got, "</textarea>") {
			t.Errorf("%s: a text ended its field", name)
		}
		if name != "notice" && !strings.Contains(unescape.UnescapeString(got), hostile) {
			t.Errorf("%s: the typed words are gone", name)
		}
	}
}

// After a mistake everything that was typed is still there.
func TestFormKeepsWhatWasTyped(t *testing.T) {
	v := newViews(t)
	s := templates(t)["kort"]
	got := render(t, v, "nl", Form{
		Survey: s, Answers: survey.Answers{"mark": {"7"}, "listened": {"often"}, "good": {"\nEerst\nDan"}},
		Code: "7k3m", Token: "abc", Problems: []FormProblem{{FieldCode, survey.ErrCodeLength.With("Length", 17).With("Typed", 4)}},
	})
	for _, want := range []string{
		`name="q-mark" value="7" checked`, `name="q-listened" value="often" checked`, ">\n\nEerst\nDan</textarea>",
		`name="code" value="7k3m"`, `aria-invalid="true"`, `name="token" value="abc"`, `<a href="#code">`, "Er zijn er 4 getypt",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Count(got, " checked") != 2 {
		t.Error("more is chosen than was")
	}
}

// A review shows what will be kept and carries what was typed.
func TestReview(t *testing.T) {
	v := newViews(t)
	s := templates(t)["kort"]
	got := render(t, v, "nl", Review{
		Survey: s, Code: "7K3M", Token: "abc",
		Answers: survey.Answers{"mark": {"10"}, "listened": {"often"}, "good": {"Jan\nwas fijn"}},
		Masked:  map[string][]Piece{"good": {{Text: "Jan", Tag: "name"}, {Text: "\nwas fijn"}}},
		Cut:     []string{"good"},
	})
	shown, hidden, _ := strings.Cut(got, "</dl>")
	for _, want := range []string{
		"<p>10 (heel goed)</p>", "<p>Vaak</p>", "<mark>[naam]</mark>\nwas fijn</p>", "4.000 tekens", "Niet ingevuld", "bijvoorbeeld [naam]",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("does not show %q", want)
		}
	}
	if strings.Count(shown, "Staat er nog een naam in?") != 1 {
		t.Error("does not ask about names at the one open answer that is given")
	}
	if strings.Contains(shown, "Jan") {
		t.Error("shows what will be masked")
	}
	for _, want := range []string{
		`name="q-mark" value="10"`, `name="q-listened" value="often"`, "name=\"q-good\" value=\"Jan\nwas fijn\"",
		`name="code" value="7K3M"`, `name="token" value="abc"`, `name="lang" value="nl"`, `name="version" value="0"`,
		`name="step" value="send"`, `name="step" value="edit"`,
	} {
		if !strings.Contains(hidden, want) {
			t.Errorf("does not carry %q", want)
		}
	}
}

// Many options, help and problems at a question are all tied to its field.
func TestQuestion(t *testing.T) {
	v := newViews(t)
	q := func(kind survey.Kind) survey.Question {
		return survey.Question{
			ID: "it", Kind: kind, Text: survey.Text{"nl": "Wat?"}, Help: survey.Text{"nl": "Uitleg"},
			Options: []survey.Option{{ID: "a", Text: survey.Text{"nl": "Een"}}, {ID: "b", Text: survey.Text{"nl": "Twee"}}},
		}
	}
	tests := []struct {
		kind survey.Kind
		want []string
	}{
		{survey.Many, []string{`type="checkbox" name="q-it" value="a" checked`, `value="b" checked`, `aria-describedby="q-it_help q-it_hint q-it_error"`}},
		{survey.Open, []string{`<label for="q-it_text">`, `name="q-it" rows="5"`, `aria-describedby="q-it_help q-it_hint q-it_error"`}},
		{survey.One, []string{`type="radio" name="q-it" value="a" checked`, `aria-describedby="q-it_help q-it_error"`}},
	}
	for _, test := range tests {
		s := &survey.Survey{ID: "s", Questions: []survey.Question{q(test.kind)}}
		got := render(t, v, "nl", Form{
			Survey: s, Answers: survey.Answers{"it": {"a", "b"}}, Problems: []FormProblem{{"q-it", survey.ErrTooMany}},
		})
		for _, want := range append(test.want, "Uitleg", "Fout: Kies bij deze vraag") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q", test.kind, want)
			}
		}
	}
}

// Young people are not called "u".
func TestYouth(t *testing.T) {
	v := newViews(t)
	s := templates(t)["jeugd"]
	polite := regexp.MustCompile(`(?i)[^\pL](u|uw)[^\pL]`)
	for name, page := range parentPages(s) {
		if strings.HasPrefix(name, "notice.") || name == "front" || name == "privacy" {
			continue // pages for everybody
		}
		if m := polite.FindString(render(t, v, "nl", page)); m != "" {
			t.Errorf("%s says %q", name, m)
		}
	}
}

func TestDraftAndCredit(t *testing.T) {
	v := newViews(t)
	esq := templates(t)["esq"]
	for lang, draft := range map[string]bool{"nl": true, "en": false} {
		got := render(t, v, lang, Form{Survey: esq})
		note, err := v.texts.Say(lang, "form.drafted", nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got, note) != draft {
			t.Errorf("%s: draft is %v", lang, draft)
		}
		if !strings.Contains(got, "Experience of Service Questionnaire") {
			t.Errorf("%s: the source is not named", lang)
		}
	}
}

func TestFormProblems(t *testing.T) {
	got := FormProblems([]survey.Problem{{Question: "mark", Err: survey.ErrTooMany}})
	if len(got) != 1 || got[0].Field != "q-mark" || !errors.Is(got[0].Err, survey.ErrTooMany) {
		t.Errorf("%v", got)
	}
	var b bytes.Buffer
	err := newViews(t).Render(&b, "nl", Form{
		Survey: templates(t)["kort"], Problems: []FormProblem{{"", errors.New("secret of ours")}},
	})
	if err != nil || strings.Contains(b.String(), "secret") {
		t.Errorf("a failure of ours is shown: %v", err)
	}
}
