package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

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
