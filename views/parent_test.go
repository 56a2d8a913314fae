package views

import (
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
		"form":         Form{Survey: s, K: survey.UsualK, ExitURL: exitURL},
		"filled":       Form{Survey: s, Answers: answers, Code: "ABCD", Token: "t", K: survey.UsualK, ExitURL: exitURL},
		"problems":     Form{Survey: s, Answers: answers, Code: "ABCD", Problems: problems, K: survey.UsualK, ExitURL: exitURL},
		"review":       Review{Survey: s, Answers: answers, ExitURL: exitURL},
		"empty review": Review{Survey: s, ExitURL: exitURL},
		"masked":       Review{Survey: s, Answers: answers, Masked: masked, Cut: []string{s.Questions[len(s.Questions)-1].ID}, ExitURL: exitURL},
		"thanks":       Thanks{Audience: s.Audience, ExitURL: exitURL},
		"privacy":      Privacy{K: survey.UsualK, ExitURL: exitURL},
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
		page := Form{Survey: s, K: survey.UsualK, ExitURL: exitURL}
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
// bytes. A server sends about 14 KB before it waits for the first answer; this
// leaves room for the headers.
const firstView = 10 << 10

func TestFirstViewIsSmall(t *testing.T) {
	v := newViews(t)
	rest := 0
	for _, name := range []string{"parent.css", "parent.js"} {
		rest += len(v.assets.byName[v.assets.names[name]].Gzip)
	}
	for id, s := range templates(t) {
		for _, lang := range v.texts.Languages() {
			page := render(t, v, lang, Form{Survey: s, K: survey.UsualK, ExitURL: exitURL})
			packed, err := Gzip([]byte(page))
			if err != nil {
				t.Fatal(err)
			}
			if n := len(packed) + rest; n > firstView {
				t.Errorf("%s in %s: %d bytes before the first question, at most %d", id, lang, n, firstView)
			}
			if n := strings.Count(page, "<link") + strings.Count(page, "<script") + strings.Count(page, "<img"); n != 3 {
				t.Errorf("%s in %s: %d things to load besides the page: style, script and an icon that is none", id, lang, n)
			}
		}
	}
}
