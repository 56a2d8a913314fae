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

const exitURL = "https://example.org/weather"

// templates are the surveys that ship with the program.
func templates(t *testing.T) map[string]*survey.Survey {
	t.Helper()
	all, err := survey.Templates()
	if err != nil || len(all) == 0 {
		t.Fatal("no templates", err)
	}
	return all
}

// everything answers every question of s with its last value, or with words.
func everything(s *survey.Survey, words string) survey.Answers {
	answers := survey.Answers{}
	for _, q := range s.Questions {
		values := q.Values()
		if q.Kind == survey.Open {
			values = []string{words}
		}
		answers[q.ID] = values[len(values)-1:]
	}
	return answers
}

// parentPages are all pages that parents see of a survey.
func parentPages(s *survey.Survey) map[string]Page {
	answers := everything(s, "Fijn & goed")
	problems := []FormProblem{{FieldCode, survey.ErrCodeCheck}, {"", survey.ErrNotSent}}
	masked := map[string][]Piece{}
	for _, q := range s.Questions {
		problems = append(problems, FormProblem{QuestionField(q.ID), survey.ErrNotOffered})
		masked[q.ID] = []Piece{{Text: "Ik heet "}, {Text: "Zwaan", Tag: "name"}}
	}
	pages := map[string]Page{
		"form":         Form{Survey: s, K: survey.K, ExitURL: exitURL},
		"filled":       Form{Survey: s, Answers: answers, Code: "ABCD", Token: "t", K: survey.K, ExitURL: exitURL},
		"problems":     Form{Survey: s, Answers: answers, Code: "ABCD", Problems: problems, K: survey.K, ExitURL: exitURL},
		"review":       Review{Survey: s, Answers: answers, ExitURL: exitURL},
		"empty review": Review{Survey: s, ExitURL: exitURL},
		"masked":       Review{Survey: s, Answers: answers, Masked: masked, Cut: []string{s.Questions[len(s.Questions)-1].ID}, ExitURL: exitURL},
		"thanks":       Thanks{Audience: s.Audience, ExitURL: exitURL},
		"privacy":      Privacy{K: survey.K, ExitURL: exitURL},
		"front":        Front{ExitURL: exitURL},
	}
	for _, key := range []NoticeKey{
		NoticeNoSurvey, NoticeNotFound, NoticeWrongSite, NoticeTooLarge, NoticeWrongType, NoticeNotSent, NoticeFailed,
	} {
		pages[string(key)] = Notice{Key: key, ExitURL: exitURL}
	}
	return pages
}

// live finds what the content policy would refuse: style and script that stand
// in the page. It wants attributes without their values.
var (
	live       = regexp.MustCompile(`(?i)<style|<[^>]*\s(style|on\w+)=|="javascript:|<script[^>]*>[^<]`)
	attributes = regexp.MustCompile(`="(javascript:)?[^"]*"`)
)

func findLive(page string) string { return live.FindString(attributes.ReplaceAllString(page, `="$1"`)) }

func TestParentPages(t *testing.T) {
	v := newViews(t)
	for id, s := range templates(t) {
		for _, lang := range v.texts.Languages() {
			for name, page := range parentPages(s) {
				got := render(t, v, lang, page)
				if m := findLive(got); m != "" {
					t.Errorf("%s, %s, %s has %q in it", id, lang, name, m)
				}
				if strings.Count(got, "<main>") != 1 || strings.Count(got, "<h1") != 1 {
					t.Errorf("%s, %s, %s has not one main and one heading", id, lang, name)
				}
				if !strings.Contains(got, `class="exit" href="`+exitURL+`" rel="noreferrer noopener"`) {
					t.Errorf("%s, %s, %s has no way out", id, lang, name)
				}
				if strings.Contains(got, "<no value>") || strings.Contains(got, "ZgotmplZ") {
					t.Errorf("%s, %s, %s is not whole", id, lang, name)
				}
				for _, m := range regexp.MustCompile(`(?:https?:)?//[^"' <]+`).FindAllString(got, -1) {
					if m != exitURL {
						t.Errorf("%s, %s, %s asks %s for something", id, lang, name, m)
					}
				}
				checkTitle(t, got, id+" "+lang+" "+name, s)
			}
		}
	}
}

// checkTitle makes sure that the title gives nothing of the survey away: somebody
// else may see the phone.
func checkTitle(t *testing.T, page, name string, s *survey.Survey) {
	t.Helper()
	_, title, _ := strings.Cut(page, "<title>")
	title, _, _ = strings.Cut(title, "</title>")
	for _, words := range s.Title {
		if strings.Contains(title, words) {
			t.Errorf("%s has the title %q", name, title)
		}
	}
	if strings.HasSuffix(name, "problems") && !strings.HasPrefix(title, "Fout: ") && !strings.HasPrefix(title, "Error: ") {
		t.Errorf("%s does not say in its title %q that something is wrong", name, title)
	}
}

func TestIdsAreUnique(t *testing.T) {
	v := newViews(t)
	for id, s := range templates(t) {
		for name, page := range parentPages(s) {
			seen := map[string]bool{}
			got := render(t, v, "nl", page)
			for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(got, -1) {
				if seen[m[1]] {
					t.Errorf("%s, %s has the id %s twice", id, name, m[1])
				}
				seen[m[1]] = true
			}
			for _, m := range regexp.MustCompile(`(?:for|aria-describedby|href)="#?([^"/:?]+)"`).FindAllStringSubmatch(got, -1) {
				for _, ref := range strings.Fields(m[1]) {
					if !seen[ref] && ref != "data" {
						t.Errorf("%s, %s points to %s, which is not there", id, name, ref)
					}
				}
			}
		}
	}
}

// The form holds nothing of who asks for it: nothing is chosen, nothing typed,
// and it is the same every time.
func TestFormIsTheSameForAll(t *testing.T) {
	v := newViews(t)
	for id, s := range templates(t) {
		page := Form{Survey: s, K: survey.K, ExitURL: exitURL}
		got := render(t, v, "nl", page)
		if again := render(t, newViews(t), "nl", page); again != got {
			t.Errorf("%s: the form differs from one time to the next", id)
		}
		if strings.Contains(got, " checked") || strings.Contains(got, " required") {
			t.Errorf("%s: something is chosen or required", id)
		}
		for _, m := range regexp.MustCompile(`<input type="hidden"[^>]*>`).FindAllString(got, -1) {
			if !regexp.MustCompile(`name="(version|lang|step)"|name="token" value=""`).MatchString(m) {
				t.Errorf("%s: hidden in the form: %s", id, m)
			}
		}
		if !strings.Contains(got, `name="code" value=""`) {
			t.Errorf("%s: the code is not empty", id)
		}
	}
}

// firstView is the most that a phone has to load before it shows a question, in
// bytes: with it the first question is there in one round trip more than the
// connection takes, as ten packets go before the first is acknowledged.
const firstView = 10 << 10

func TestFirstViewIsSmall(t *testing.T) {
	v := newViews(t)
	rest := 0
	for _, name := range []string{"parent.css", "parent.js"} {
		rest += len(v.assets.byName[v.assets.names[name]].Gzip)
	}
	for id, s := range templates(t) {
		for _, lang := range v.texts.Languages() {
			page := render(t, v, lang, Form{Survey: s, K: survey.K, ExitURL: exitURL})
			packed, err := Gzip([]byte(page))
			if err != nil {
				t.Fatal(err)
			}
			if n := len(packed) + rest; n > firstView {
				t.Errorf("%s in %s: %d bytes before the first question, at most %d", id, lang, n, firstView)
			}
			if n := strings.Count(page, "<link") + strings.Count(page, "<script") + strings.Count(page, "<img"); n != 3 {
				t.Errorf("%s in %s: %d things to load besides the page, of which the icon is none", id, lang, n)
			}
		}
	}
}

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
