package handlers

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// begin makes a draft in unit m and returns the path of its editor.
func (c *client) begin(from string) string {
	c.t.Helper()
	r := c.Post("/staff/surveys/m", url.Values{views.FieldDo: {views.DoAdd}, views.FieldFrom: {from}, views.FieldName: {"Gesprekken thuis"}})
	path, _, _ := strings.Cut(r.Header.Get("Location"), "?")
	if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(path, "/staff/design/m/") {
		c.t.Fatalf("%s: %d %s\n%s", from, r.StatusCode, path, r.body)
	}
	return path
}

// form is what the editor's form holds.
func (c *client) form(path string) url.Values {
	c.t.Helper()
	r := c.Get(path)
	if r.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d", path, r.StatusCode)
	}
	return formOf(r.body)
}

var (
	valueField  = regexp.MustCompile(`<input type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"`)
	longField   = regexp.MustCompile(`<textarea id="[^"]*" name="([^"]+)"[^>]*>\n([^<]*)</textarea>`)
	choiceField = regexp.MustCompile(`(?s)<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>`)
	ticked      = regexp.MustCompile(`<input type="checkbox"[^>]* name="([^"]+)" value="([^"]*)" checked`)
	selected    = regexp.MustCompile(`<option value="([^"]*)" selected>`)
)

func formOf(page string) url.Values {
	form := url.Values{}
	for _, m := range append(valueField.FindAllStringSubmatch(page, -1), longField.FindAllStringSubmatch(page, -1)...) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range choiceField.FindAllStringSubmatch(page, -1) {
		if value := selected.FindStringSubmatch(m[2]); value != nil {
			form.Set(m[1], value[1])
		}
	}
	for _, m := range ticked.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// press posts a form with a button, and fields that were typed into.
func (c *client) press(path string, form url.Values, do string, typed ...string) reply {
	c.t.Helper()
	form.Set(views.FieldDo, do)
	for i := 0; i+1 < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	return c.Post(path, form)
}

// pressed is press for what must succeed.
func (c *client) pressed(path, do string, typed ...string) string {
	c.t.Helper()
	r := c.press(path, c.form(path), do, typed...)
	if r.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("%s: %d\n%s", do, r.StatusCode, r.body)
	}
	return r.Header.Get("Location")
}

// draftAt is the draft behind a path.
func (h *house) draftAt(path string) survey.Draft {
	h.t.Helper()
	parts := strings.Split(path, "/")
	d, err := h.store.Draft(h.t.Context(), parts[3], parts[4])
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func ids(s *survey.Survey) string {
	var list []string
	for _, q := range s.Questions {
		list = append(list, q.ID)
	}
	return strings.Join(list, " ")
}

// Every button of the editor keeps what was typed, does what it says and leads
// back to where one was.
func TestDesign(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	path := c.begin("copy kort")
	steps := []struct {
		do    string
		typed []string
		focus string
		check func(s *survey.Survey) string
		want  string
	}{
		{"save", []string{"title.nl", "Nieuwe naam"}, "", func(s *survey.Survey) string { return s.Title["nl"] }, "Nieuwe naam"},
		{"down mark", []string{"title.nl", "Met de knop"}, "do.down.mark", func(s *survey.Survey) string { return s.Title["nl"] + " " + ids(s) }, "Met de knop listened mark explained decided helped good better"},
		{"undo", nil, "do.undo", ids, "mark listened explained decided helped good better"},
		{"redo", nil, "do.undo", ids, "listened mark explained decided helped good better"},
		{"up mark", nil, "do.down.mark", ids, "mark listened explained decided helped good better"},
		{"remove better", nil, "q.good", ids, "mark listened explained decided helped good"},
		{"question", []string{"new", "new open", "place", "0"}, "q.~1.text.nl", ids, "~1 mark listened explained decided helped good"},
		{"question", []string{"new", "scale kort listened", "place", "7"}, "q.~2.text.nl", ids, "~1 mark listened explained decided helped good ~2"},
		{"question", []string{"new", "take veiligheid heard", "place", "1"}, "q.heard.text.nl", ids, "~1 heard mark listened explained decided helped good ~2"},
		{"option listened", nil, "o.listened.~3.text.nl", options("listened"), "always often sometimes never ~3 unknown"},
		{"option-up listened ~3", nil, "do.option-up.listened.~3", options("listened"), "always often sometimes ~3 never unknown"},
		{"option-remove listened always", nil, "q.listened", options("listened"), "often sometimes ~3 never unknown"},
		{"option-up listened sometimes", nil, "do.option-down.listened.sometimes", options("listened"), "sometimes often ~3 never unknown"},
		{"save", []string{"q.good.kind", "one"}, "q.good.kind", options("good"), "~4 ~5 ~6"},
		{"save", []string{"q.better.asks", "any"}, "", func(s *survey.Survey) string { q, _ := s.Question("better"); return string(q.Asks) }, ""},
		{"language", []string{"language", "tr"}, "title.tr", func(s *survey.Survey) string { return fmt.Sprint(s.Languages) }, "[nl en tr]"},
		{"with en", nil, "title.en", func(s *survey.Survey) string { return fmt.Sprint(s.Languages) }, "[nl en tr]"},
		{"language-remove en", nil, "language", func(s *survey.Survey) string { return fmt.Sprint(s.Languages, s.Title["en"]) }, "[nl tr]Short (1 minute)"},
		{"save", []string{"drafted.nl", "1"}, "", func(s *survey.Survey) string { return fmt.Sprint(s.Drafted) }, "[tr nl]"},
		{"save", []string{"drafted.nl", "0", "drafted.tr", "0", "q.mark.count", "1"}, "", func(s *survey.Survey) string { return fmt.Sprint(s.Drafted, s.Questions[2].CountUnknown) }, "[] true"},
		{"save", []string{"expected", "8"}, "", func(s *survey.Survey) string { return fmt.Sprint(h.draftAt(path).Expected) }, "8"},
	}
	for _, step := range steps {
		to, err := url.Parse(c.pressed(path, step.do, step.typed...))
		if err != nil {
			t.Fatal(err)
		}
		if got := step.check(h.draftAt(path).Survey); got != step.want {
			t.Errorf("%s: %q, want %q", step.do, got, step.want)
		}
		if got := to.Query().Get(views.FieldFocus); got != step.focus {
			t.Errorf("%s leads to %q, want %q", step.do, got, step.focus)
		}
		if page := c.Get(to.String()); step.focus != "" && strings.Count(page.body, "autofocus") != 1 {
			t.Errorf("%s: %d parts have the focus", step.do, strings.Count(page.body, "autofocus"))
		}
	}
	if page := c.Get(path).body; !strings.Contains(page, "Met 8 antwoorden per jaar ziet u geen cijfers per team") {
		t.Error("it is not said that 8 answers are too few")
	}
	for _, do := range []string{"", "burn", "question"} {
		if r := c.press(path, c.form(path), do, "new", "take kort none"); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
	for _, do := range []string{"up none", "remove none", "option none", "option-remove listened none", "up"} {
		if r := c.press(path, c.form(path), do); r.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
	r := c.press(path, c.form(path), "save", "expected", "veel", "title.nl", "Toch bewaard")
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="veel"`) || !strings.Contains(r.body, `href="#expected"`) ||
		h.draftAt(path).Survey.Title["nl"] != "Toch bewaard" {
		t.Errorf("a number in words: %d", r.StatusCode)
	}
}

func options(question string) func(*survey.Survey) string {
	return func(s *survey.Survey) string {
		q, _ := s.Question(question)
		var list []string
		for _, o := range q.Options {
			list = append(list, o.ID)
		}
		return strings.Join(list, " ")
	}
}

// The second of two people who save the same draft sees what the first made of
// it, and their own text; nothing is overwritten until they save again.
func TestTwoDesigners(t *testing.T) {
	h := newHouse(t)
	ann, bob := h.as(survey.Manager), h.as(survey.Manager, "m")
	path := ann.begin("copy kort")
	hers, his := ann.form(path), bob.form(path)
	if r := ann.press(path, hers, "remove better", "title.nl", "Van Ann", "q.good.text.nl", "Wat was goed?"); r.StatusCode != http.StatusSeeOther {
		t.Fatal(r.StatusCode)
	}
	r := bob.press(path, his, "down mark", "title.nl", "Van Bob", "q.better.text.nl", "Wat kan anders?", "q.helped.text.nl", "Hielp het?")
	if r.StatusCode != http.StatusConflict {
		t.Fatalf("%d", r.StatusCode)
	}
	for _, want := range []string{`value="Van Bob"`, "‘Van Ann’", "Wat was goed?", "Wat kan anders?", "Hielp het?", "iemand anders", "nog niets gedaan"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("Bob does not see %s", want)
		}
	}
	if d := h.draftAt(path); d.Survey.Title["nl"] != "Van Ann" || d.Editor != ann.account.ID {
		t.Errorf("%s by %s", d.Survey.Title["nl"], d.Editor)
	}
	if again := bob.press(path, formOf(r.body), "save"); again.StatusCode != http.StatusSeeOther {
		t.Fatalf("after looking: %d", again.StatusCode)
	}
	d := h.draftAt(path)
	helped, _ := d.Survey.Question("helped")
	good, _ := d.Survey.Question("good")
	if d.Survey.Title["nl"] != "Van Bob" || helped.Text["nl"] != "Hielp het?" || good.Text["nl"] != "Wat was goed?" || strings.Contains(ids(d.Survey), "better") {
		t.Errorf("%v %v %v %s", d.Survey.Title, helped.Text, good.Text, ids(d.Survey))
	}
	// Somebody's own other window is not said to be somebody else.
	if r := bob.press(path, his, "save", "title.nl", "Uit het andere venster"); r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "ander venster") {
		t.Errorf("another window: %d", r.StatusCode)
	}
}
