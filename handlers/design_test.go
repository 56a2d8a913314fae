package handlers

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/store"
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
	form.Del("drafted.nl") // a hidden field under a tick
	form.Del("drafted.en")
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

func TestBeginASurvey(t *testing.T) {
	h := newHouse(t)
	all, branch := h.as(survey.Manager), h.as(survey.Manager, "a")
	for from, want := range map[string]string{
		"nothing": "", "copy fft": "experience reason", "copy kort": "mark listened explained decided helped good better",
		"version kort": "mark listened explained decided helped good better",
	} {
		path := all.begin(from)
		if d := h.draftAt(path); ids(d.Survey) != want || survey.IsNamed(d.Survey.ID) != (from == "version kort") || d.Survey.Version != 0 {
			t.Errorf("%s: %q %q version %d", from, d.Survey.ID, ids(d.Survey), d.Survey.Version)
		}
		if page := all.Get(path); !strings.Contains(page.body, "/preview?lang=nl") || !strings.Contains(page.Header.Get("Content-Security-Policy"), "frame-src 'self'") {
			t.Errorf("%s has no preview", from)
		}
	}
	file := all.Get("/staff/surveys/m/kort.json")
	if file.StatusCode != http.StatusOK || !strings.Contains(file.Header.Get("Content-Disposition"), `"kort.json"`) {
		t.Fatalf("%d %v", file.StatusCode, file.Header)
	}
	begin := func(c *client, unit, from, definition string) reply {
		return c.Post("/staff/surveys/"+unit, url.Values{views.FieldDo: {views.DoAdd}, views.FieldFrom: {from}, views.FieldDefinition: {definition}})
	}
	if r := begin(all, "m", "file", file.body); r.StatusCode != http.StatusSeeOther {
		t.Errorf("a file that we made: %d\n%s", r.StatusCode, r.body)
	}
	for definition, want := range map[string]string{
		"": "plak", "{\n\"id\": 3}": "Regel 2", `{"id": "<b>"}`: "&lt;b&gt;", "geen json": "JSON",
	} {
		r := begin(all, "m", "file", definition)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, want) || !strings.Contains(r.body, `href="#definition"`) {
			t.Errorf("%q: %d, %q is not there", definition, r.StatusCode, want)
		}
	}
	if r := begin(all, "m", "nothing", ""); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#new.name"`) {
		t.Errorf("without a name: %d", r.StatusCode)
	}
	for from, want := range map[string]int{"version kort": 404, "version fft": 404, "copy none": 404, "copy ": 404, "theft": 400} {
		if r := begin(branch, "a", from, ""); r.StatusCode != want {
			t.Errorf("%q by who leads a team: %d, want %d", from, r.StatusCode, want)
		}
	}
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
		{"language", []string{"language", "tr"}, "title.tr", func(s *survey.Survey) string { return fmt.Sprint(s.Languages) }, "[nl en tr]"},
		{"with en", nil, "title.en", func(s *survey.Survey) string { return fmt.Sprint(s.Languages) }, "[nl en tr]"},
		{"language-remove en", nil, "language", func(s *survey.Survey) string { return fmt.Sprint(s.Languages, s.Title["en"]) }, "[nl tr]Short (1 minute)"},
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
	for _, want := range []string{`value="Van Bob"`, "“Van Ann”", "Wat was goed?", "Wat kan anders?", "Hielp het?", "iemand anders", "nog niets gedaan"} {
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

func TestPublishing(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	path := c.begin("version kort")
	c.pressed(path, "remove better")
	if to := c.pressed(path, "publish", "title.nl", "Kort, tweede versie"); to != path+"/publish" {
		t.Errorf("it leads to %s", to)
	}
	page := c.Get(path + "/publish")
	for _, want := range []string{"versie 2", "6 vragen blijven gelijk", "Niet meer gevraagd: 1 vraag", "Wat kan beter?", "Iedereen in deze installatie"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("it is not said: %s", want)
		}
	}
	old := formOf(page.body)
	c.pressed(path, "save", "title.nl", "Nog anders")
	if r := c.Post(path+"/publish", old); r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "Nog niet gepubliceerd") {
		t.Errorf("what was asked of an older draft: %d", r.StatusCode)
	}
	r := c.Post(path+"/publish", formOf(c.Get(path+"/publish").body))
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/staff/surveys/m?said=survey-published" {
		t.Fatalf("%d %s", r.StatusCode, r.Header.Get("Location"))
	}
	if s, err := h.store.Survey(t.Context(), "kort", 0); err != nil || s.Version != 2 || s.Title["nl"] != "Nog anders" {
		t.Errorf("%+v, %v", s, err)
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 1)
	if err != nil || len(deeds) != 1 || deeds[0].Action != "deed.survey.published" || deeds[0].Object != "kort (2)" {
		t.Errorf("%+v, %v", deeds, err)
	}
	if got := c.Get(path).StatusCode; got != http.StatusNotFound {
		t.Errorf("the draft is still there: %d", got)
	}
	// With something missing it is not published.
	path = c.begin("nothing")
	page = c.Get(path + "/publish")
	if strings.Contains(page.body, `value="publish"`) || !strings.Contains(page.body, "Voeg minstens één vraag toe") {
		t.Error("a survey without questions can be published")
	}
	if r := c.Post(path+"/publish", formOf(page.body)); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a survey without questions: %d", r.StatusCode)
	}
}

// Who leads a branch makes a survey of that branch, and cannot change what all
// use.
func TestPublishingForABranch(t *testing.T) {
	h := newHouse(t)
	if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: "other", Name: "Gemeente Anders"}); err != nil {
		t.Fatal(err)
	}
	branch, other := h.as(survey.Manager, "m"), h.as(survey.Manager, "other")
	if page := branch.Get("/staff/surveys/m").body; strings.Contains(page, "version kort") || !strings.Contains(page, "copy kort") {
		t.Error("a branch is offered to change what all use")
	}
	path := branch.begin("copy kort")
	branch.pressed(path, "save", "title.nl", "Van gemeente M")
	page := branch.Get(path + "/publish")
	if !strings.Contains(page.body, "in Gemeente M en in alles") || strings.Contains(page.body, "Iedereen in deze installatie") {
		t.Error("it is not said for whom it is")
	}
	branch.Post(path+"/publish", formOf(page.body))
	if s, err := h.store.Survey(t.Context(), "van-gemeente-m", 1); err != nil || s.Title["nl"] != "Van gemeente M" {
		t.Fatalf("%+v, %v", s, err)
	}
	if page := branch.Get("/staff/surveys/m").body; !strings.Contains(page, "version van-gemeente-m") {
		t.Error("a branch cannot make the next version of its own")
	}
	for _, path := range []string{"/staff/surveys/other/van-gemeente-m.json", "/staff/preview/other/van-gemeente-m"} {
		if r := other.Get(path); r.StatusCode != http.StatusNotFound {
			t.Errorf("another branch reaches %s: %d", path, r.StatusCode)
		}
	}
	if page := other.Get("/staff/surveys/other").body; strings.Contains(page, "van-gemeente-m") {
		t.Error("another branch sees it")
	}
}

// A draft is reached from its own unit only.
func TestDraftsOfOthers(t *testing.T) {
	h := newHouse(t)
	path := h.as(survey.Manager).begin("copy kort")
	elsewhere := strings.Replace(path, "/m/", "/a/", 1)
	c := h.as(survey.Manager, "a")
	for _, p := range []string{path, elsewhere} {
		for _, ending := range []string{"", "/publish", "/export", "/preview", "/preview/thanks"} {
			if r := c.Get(p + ending); r.StatusCode != http.StatusNotFound {
				t.Errorf("GET %s%s: %d", p, ending, r.StatusCode)
			}
		}
		for _, ending := range []string{"", "/publish", "/preview"} {
			if r := c.Post(p+ending, url.Values{"do": {"save"}, "revision": {"1"}}); r.StatusCode != http.StatusNotFound {
				t.Errorf("POST %s%s: %d", p, ending, r.StatusCode)
			}
		}
	}
	id := path[strings.LastIndex(path, "/")+1:]
	if r := c.Post("/staff/surveys/a", url.Values{"do": {views.DoDelete}, "id": {id}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("delete: %d", r.StatusCode)
	}
	if r := h.as(survey.Manager).Post("/staff/surveys/m", url.Values{"do": {views.DoDelete}, "id": {id}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("delete by its own: %d", r.StatusCode)
	}
}

// What staff try goes the way of a parent's answer, with whatever code, and
// ends nowhere.
func TestTrial(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	draft := c.begin("copy kort")
	code := h.cards(1)[0]
	const mark = "Dit is een proef"
	for _, path := range []string{"/staff/preview/m/kort", "/staff/preview/a/veiligheid", draft + "/preview"} {
		if r := c.Get(path + "?lang=nl"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
		for _, typed := range []string{"", "wat dan ook", code.String()} {
			answers := filled(code, "review")
			answers.Set("code", typed)
			r := c.Post(path+"?lang=nl", answers)
			if r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) || !strings.Contains(r.body, "Kijk uw antwoorden na") {
				t.Errorf("%s, review with the code %q: %d", path, typed, r.StatusCode)
			}
			answers.Set("step", "send")
			r = c.Post(path+"?lang=nl", answers)
			if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != path+"/thanks?lang=nl" {
				t.Errorf("%s, sent with the code %q: %d %s", path, typed, r.StatusCode, r.Header.Get("Location"))
			}
		}
		if r := c.Post(path, url.Values{"step": {"send"}}); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, mark) {
			t.Errorf("%s without answers: %d", path, r.StatusCode)
		}
		if r := c.Get(path + "/thanks?lang=nl"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
			t.Errorf("%s, thanks: %d", path, r.StatusCode)
		}
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("%+v, %v", waits, err)
	}
	if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("something was put into a box: %+v, %v", waits, err)
	}
	// The card that was typed on trial is as good as before.
	if err := h.store.Drop(t.Context(), store.Submission{Code: code, Response: survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: survey.Answers{"mark": {"8"}}}}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.CountWaiting(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if waits, err := h.store.Waiting(t.Context()); err != nil || len(waits) != 1 || waits[0].N != 1 {
		t.Errorf("%+v, %v", waits, err)
	}
	if r := c.Get(draft + "/preview"); !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("the preview of a draft cannot be framed: %v", r.Header)
	}
	for _, path := range []string{"/staff/preview/m/kort", draft + "/publish", "/staff/surveys/m"} {
		if r := c.Get(path); !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s can be framed", path)
		}
	}
	if r := h.as(survey.Coach, "a").Get("/staff/preview/a/kort"); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
		t.Errorf("a coach: %d", r.StatusCode)
	}
	empty := c.begin("nothing")
	if r := c.Post(empty+"/preview", url.Values{"step": {"send"}}); r.StatusCode != http.StatusOK || !strings.Contains(r.body, mark) {
		t.Errorf("a draft without questions: %d", r.StatusCode)
	}
}

// A draft goes out as a file and comes in again as the same.
func TestExportDraft(t *testing.T) {
	h := newHouse(t)
	c := h.as(survey.Manager)
	path := c.begin("copy kort")
	c.pressed(path, "question", "new", "new open", "place", "0")
	c.pressed(path, "save", "q.~1.text.nl", "Hoe gaat het?", "q.~1.text.en", "How are you?")
	r := c.Get(path + "/export")
	s, faults := survey.Parse([]byte(r.body))
	if len(faults) > 0 || s.ID != "kort-1-minuut" || ids(s) != "hoe-gaat-het mark listened explained decided helped good better" || s.Version != 0 {
		t.Errorf("%v %+v", faults, s)
	}
}
