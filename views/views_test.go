package views

import (
	"strings"
	"testing"
)

func newViews(t *testing.T) *Views {
	t.Helper()
	v, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// render returns the page as a string.
func render(t *testing.T, v *Views, lang string, page Page) string {
	t.Helper()
	var b strings.Builder
	if err := v.Render(&b, lang, page); err != nil {
		t.Fatalf("%s in %s: %v", page.page(), lang, err)
	}
	return b.String()
}

// nowhere is a page without a template.
type nowhere struct{}

func (nowhere) page() string { return "nowhere" }

func TestRender(t *testing.T) {
	v := newViews(t)
	if got := render(t, v, "xx", Front{}); !strings.Contains(got, `<html lang="nl"`) {
		t.Error("a language that nobody speaks does not get the first one")
	}
	if err := v.Render(&strings.Builder{}, "nl", nowhere{}); err == nil {
		t.Error("a page without a template was rendered")
	}
}

// A template is made when its page is first shown: that none fails then shows here.
func TestEveryTemplateIsMade(t *testing.T) {
	v := newViews(t)
	for _, lang := range v.Texts().Languages() {
		if len(v.pages[lang]) < 50 {
			t.Errorf("%s has %d pages", lang, len(v.pages[lang]))
		}
		for name, made := range v.pages[lang] {
			if _, err := made(); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
}

func TestInLanguage(t *testing.T) {
	tests := []struct {
		text map[string]string
		want string
	}{
		{map[string]string{"tr": "soru", "nl": "vraag"}, "soru"},
		{map[string]string{"nl": "vraag", "en": "question"}, "vraag"},
		{map[string]string{"en": "question"}, "question"},
		{map[string]string{"pl": "pytanie", "uk": "питання"}, "pytanie"},
		{nil, ""},
	}
	for _, test := range tests {
		if got := inLanguage(test.text, "tr", []string{"nl", "en"}); got != test.want {
			t.Errorf("%v: %q, want %q", test.text, got, test.want)
		}
	}
}
