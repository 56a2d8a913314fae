package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

const entryPath = "/staff/entry/a/kort"

var onceField = regexp.MustCompile(`name="once" value="([^"]+)"`)

// empty asks for an empty form and returns the word that was drawn for it.
func (c *client) empty() string {
	c.t.Helper()
	r := c.Get(entryPath)
	m := onceField.FindStringSubmatch(r.body)
	if r.StatusCode != http.StatusOK || m == nil {
		c.t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	return m[1]
}

// onPaper is a form as it is typed in: mark 8, the second option, a comment.
func onPaper(once, step string) url.Values {
	return url.Values{
		"version": {"1"}, views.FieldOnce: {once}, views.FieldSheetLang: {"nl"}, "step": {step},
		"q-mark": {"8"}, "q-listened": {"2"}, "q-good": {"Er werd geluisterd"},
	}
}

// Ten typed forms are sealed like any other and open together; the same one sent
// twice counts once, and no log says that anything was typed in.
func TestTypeInForms(t *testing.T) {
	h := newHouse(t)
	entry := h.as(survey.Entry, "a")
	before, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		once := entry.empty()
		f := onPaper(once, "review")
		f.Set("q-good", fmt.Sprintf("Dank aan mijn zoon Daan, %d", i))
		r := entry.Post(entryPath, f)
		if r.StatusCode != http.StatusOK || !strings.Contains(r.body, "[naam]") || !strings.Contains(r.body, "Vaak") || !strings.Contains(r.body, once) {
			t.Fatalf("review: %d\n%s", r.StatusCode, r.body)
		}
		f.Set("step", "send")
		for range 2 {
			if r = entry.Post(entryPath, f); r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), entryPath+"?") {
				t.Fatalf("send: %d %s", r.StatusCode, r.Header.Get("Location"))
			}
		}
		next := entry.Get(r.Header.Get("Location"))
		if !strings.Contains(next.body, "Verstuurd en op slot") || strings.Contains(next.body, "Daan") || strings.Contains(next.body, once) {
			t.Fatalf("no empty form: %s", next.body)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	res, err := h.store.Results(t.Context(), "kort", "a", 2026)
	if err != nil || res.Responses != 10 || res.ByPaper != 10 || len(res.Comments) != 10 {
		t.Errorf("%d responses, %d on paper, %d comments, %v", res.Responses, res.ByPaper, len(res.Comments), err)
	}
	for _, c := range res.Comments {
		if strings.Contains(c.Text, "Daan") || c.Mark != "8" || c.Lang != "nl" {
			t.Errorf("kept %+v", c)
		}
	}
	after, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil || len(before) != 1 || after[0] != before[0] {
		t.Errorf("the audit log went on: %v, %v", after, err)
	}
	if h.log.Len() > 0 {
		t.Errorf("the log tells something: %s", h.log)
	}
}

// A form without script posts what was typed with the first button.
func TestTypeInIsReviewedFirst(t *testing.T) {
	h := newHouse(t)
	entry := h.as(survey.Entry, "a")
	f := onPaper(entry.empty(), "")
	f.Del("step")
	if r := entry.Post(entryPath, f); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "Kijk na wat u intypte") {
		t.Errorf("%d", r.StatusCode)
	}
	f.Set("step", "edit")
	if r := entry.Post(entryPath, f); r.StatusCode != http.StatusOK || !strings.Contains(r.body, `value="8"`) || !strings.Contains(r.body, "Er werd geluisterd") {
		t.Errorf("edit: %d\n%s", r.StatusCode, r.body)
	}
	f.Set("step", "send")
	f.Set("q-good", strings.Repeat("wij ", 1100))
	if r := entry.Post(entryPath, f); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "4.000") {
		t.Errorf("a long comment was cut without a word: %d", r.StatusCode)
	}
}

func TestTypeInMistakes(t *testing.T) {
	h := newHouse(t)
	entry := h.as(survey.Entry, "a")
	for _, test := range []struct {
		name   string
		change func(url.Values)
		status int
		want   string
	}{
		{"no such number", func(f url.Values) { f.Set("q-listened", "9") }, 422, "Het cijfer 9 staat bij deze vraag niet"},
		{"two where one may be", func(f url.Values) { f.Set("q-listened", "1 2") }, 422, "één antwoord"},
		{"words", func(f url.Values) { f.Set("q-mark", "acht") }, 422, "niet op het formulier"},
		{"nothing", func(f url.Values) { f.Del("q-mark"); f.Del("q-listened"); f.Del("q-good") }, 422, "nog niets ingevuld"},
		{"no word of its own", func(f url.Values) { f.Del(views.FieldOnce) }, 400, ""},
		{"too long in all", func(f url.Values) { f.Set("q-good", noise(3900)); f.Set("q-better", noise(3900)) }, 422, "te lang"},
	} {
		f := onPaper(entry.empty(), "send")
		test.change(f)
		r := entry.Post(entryPath, f)
		if r.StatusCode != test.status || !strings.Contains(r.body, test.want) {
			t.Errorf("%s: %d, want %d with %q\n%s", test.name, r.StatusCode, test.status, test.want, r.body)
		}
		if test.status == 422 && f.Get("q-good") != "" && !strings.Contains(r.body, f.Get("q-good")[:15]) {
			t.Errorf("%s: what was typed is lost", test.name)
		}
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if waiting, err := h.store.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%v were sealed, %v", waiting, err)
	}
}

// noise is text that cannot be packed.
func noise(n int) string {
	var b strings.Builder
	x := uint64(1)
	for range n {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b.WriteRune(rune(0x4E00 + x%20000))
	}
	return b.String()
}

func TestPaperForms(t *testing.T) {
	h := newHouse(t)
	coach, entry := h.as(survey.Coach, "a"), h.as(survey.Entry, "a")
	page := coach.Get("/staff/paper/a")
	if page.StatusCode != http.StatusOK || !strings.Contains(page.body, "/staff/paper/a/kort?lang=en") || strings.Contains(page.body, entryPath) {
		t.Errorf("coach: %d\n%s", page.StatusCode, page.body)
	}
	if page := entry.Get("/staff/paper/a"); !strings.Contains(page.body, entryPath) {
		t.Errorf("entry: %d\n%s", page.StatusCode, page.body)
	}
	for lang, want := range map[string][]string{
		"nl": {"Wat ging goed?", "Schrijf uw naam niet op", "minstens 10 formulieren", "Gemeente M", "112", "<b>0</b>"},
		"en": {"Do not write your name", "at least 10 forms", "112"},
	} {
		r := coach.Get("/staff/paper/a/kort?lang=" + lang)
		for _, w := range want {
			if !strings.Contains(r.body, w) {
				t.Errorf("%s: %q is not on the form\n%s", lang, w, r.body)
			}
		}
	}
	if r := coach.Get("/staff/paper/a/jeugd"); !strings.Contains(r.body, "Schrijf je naam niet op") {
		t.Errorf("youth: %d", r.StatusCode)
	}
	for _, path := range []string{"/staff/paper/a/none", "/staff/entry/a/none"} {
		if r := entry.Get(path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}
