package views

import (
	"strings"
	"testing"

	"ouderstem/survey"
)

// A trial says so on every page; a parent's own page has no trace of it.
func TestTrial(t *testing.T) {
	v := newViews(t)
	templates, err := survey.Templates()
	if err != nil {
		t.Fatal(err)
	}
	s, trial := templates["kort"], &Trial{Back: "/staff/"}
	for _, lang := range v.Texts().Languages() {
		mark, err := v.Texts().Say(lang, "trial.mark", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]Page{
			{Form{Survey: s, Trial: trial}, Form{Survey: s}},
			{Review{Survey: s, Trial: trial}, Review{Survey: s}},
			{Thanks{Trial: trial}, Thanks{}},
		} {
			on, off := render(t, v, lang, pair[0]), render(t, v, lang, pair[1])
			if !strings.Contains(on, mark) || !strings.Contains(on, `href="/staff/"`) {
				t.Errorf("%s in %s is not marked as a trial", pair[0].page(), lang)
			}
			if strings.Contains(off, mark) || strings.Contains(off, "trial") {
				t.Errorf("a parent's %s in %s has something of a trial", pair[1].page(), lang)
			}
			begin, end := strings.Index(on, `<link rel="stylesheet" href="/s/trial`), strings.Index(on, "<main>")
			if got := on[:begin] + on[end:]; got != off {
				t.Errorf("but for the mark %s in %s differs from that of parents", pair[0].page(), lang)
			}
		}
	}
}
