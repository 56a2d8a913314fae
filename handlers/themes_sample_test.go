package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

const samplePath = themesPath + "/sample"

// onSample is the comment that a page of the sample shows.
func onSample(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="comment" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("no comment to code")
	}
	return m[1]
}

// A person codes a sample without seeing what the machine found, stops, goes on,
// and then sees how often they agree.
func TestCodingASample(t *testing.T) {
	h := newHouse(t)
	h.heard(many(40, times(30, "fijne coach")...)...)
	manager := h.as(survey.Manager)
	first := manager.Get(samplePath).body
	for _, telling := range []string{`class="hit"`, `class="chips"`, " checked", "Gevonden door"} {
		if strings.Contains(strings.ReplaceAll(first, `id="keys-on" checked`, ""), telling) {
			t.Errorf("the page tells what the machine found: %s", telling)
		}
	}
	if !strings.Contains(first, "Opmerking 1 van 50") || !strings.Contains(first, "Over mensen") {
		t.Error("no progress, or no word about a theme")
	}
	// What people put right on other pages is not ticked either: it was seen there
	// beside what the machine found.
	id := onSample(t, first)
	manager.act(themesPath+"/wait", "add/"+id, "add-"+id, "rare")
	if body := manager.Get(samplePath).body; strings.Contains(body, `value="rare" checked`) {
		t.Error("a label is ticked before anybody coded")
	}
	agree := 0
	for n := range 12 {
		body := manager.Get(samplePath).body
		if !strings.Contains(body, fmt.Sprintf("%d van 50 ingedeeld", n)) {
			t.Errorf("after %d: no progress", n)
		}
		theme := "staff"
		if strings.Contains(body, "wachten duurde") {
			theme = "wait"
		}
		if n < 3 {
			theme = "none" // where the machine found one
		} else {
			agree++
		}
		r := manager.Post(samplePath+fmt.Sprintf("?n=%d", n+1), url.Values{"comment": {onSample(t, body)}, "theme": {theme}, "do": {"save"}})
		if want := fmt.Sprintf("%s?n=%d#at", samplePath, n+2); r.Header.Get("Location") != want {
			t.Fatalf("%d to %q, want %q", r.StatusCode, r.Header.Get("Location"), want)
		}
	}
	result := manager.Get(samplePath + "?n=0").body
	if !strings.Contains(result, "12 van 50 ingedeeld") || !strings.Contains(result, "12 opmerkingen die een mens") || !strings.Contains(result, fmt.Sprintf("%d\u00a0%%", agree*100/12)) && !strings.Contains(result, fmt.Sprintf("%d %%", agree*100/12)) {
		t.Errorf("agreement is not told:\n%s", result[strings.Index(result, "<main"):])
	}
	// What was coded stands there again, and can be taken out.
	again := manager.Get(samplePath + "?n=1").body
	if !strings.Contains(again, `value="none" checked`) {
		t.Error("what was coded is not ticked")
	}
	if r := manager.act(themesPath+"/wait", "yes/"+onSample(t, again)); r.StatusCode != http.StatusBadRequest {
		t.Errorf("what was coded was changed beside what the machine found: %d", r.StatusCode)
	}
	manager.Post(samplePath+"?n=1", url.Values{"comment": {onSample(t, again)}, "do": {"uncode"}})
	if body := manager.Get(samplePath).body; !strings.Contains(body, "11 van 50 ingedeeld") || !strings.Contains(body, "Opmerking 1 van 50") {
		t.Error("what was taken out is not the next to code")
	}
}

// Mistakes keep what was ticked, and nothing is coded in the place of another
// comment.
func TestMistakesInTheSample(t *testing.T) {
	h := newHouse(t)
	h.heard(many(14)...)
	manager := h.as(survey.Manager)
	id := onSample(t, manager.Get(samplePath+"?n=1").body)
	other := onSample(t, manager.Get(samplePath+"?n=2").body)
	coded := func() int {
		r, err := h.store.Results(t.Context(), "kort", "a", 2026)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range r.Comments {
			if c.Coded {
				n++
			}
		}
		return n
	}
	post := func(path string, fields url.Values) reply {
		fields.Set("do", "save")
		return manager.Post(samplePath+path, fields)
	}
	if r := post("?n=1", url.Values{"comment": {id}}); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "kies ‘Geen van deze’") {
		t.Errorf("nothing ticked: %d", r.StatusCode)
	}
	r := post("?n=1", url.Values{"comment": {id}, "theme": {"wait", "none"}})
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="wait" checked`) || !strings.Contains(r.body, `value="none" checked`) {
		t.Errorf("both ticked: %d", r.StatusCode)
	}
	if r := post("?n=2", url.Values{"comment": {id}, "theme": {"wait"}}); !strings.Contains(r.Header.Get("Location"), "sample-moved") {
		t.Errorf("the number is that of another comment: %d", r.StatusCode)
	}
	for name, fields := range map[string]url.Values{
		"no comment": {"theme": {"wait"}}, "another's": {"comment": {strings.Repeat("0", 32)}, "theme": {"wait"}}, "no theme of ours": {"comment": {id}, "theme": {"gone"}},
	} {
		if r := post("?n=1", fields); r.StatusCode < 400 || r.StatusCode > 499 {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	if n := coded(); n != 0 {
		t.Errorf("%d coded", n)
	}
	if post("?n=2", url.Values{"comment": {other}, "theme": {"wait", "staff"}}); coded() != 1 {
		t.Error("nothing coded")
	}
}

// What nobody made a theme of is suggested, taken, added or rejected for good.
func TestSuggestions(t *testing.T) {
	h := newHouse(t)
	texts := many(12)
	for i := range 30 {
		texts = append(texts, fmt.Sprintf("parkeerplek bij het gebouw was altijd bezet en de parkeerplek is duur %d", i), fmt.Sprintf("inloggen op de website lukte steeds niet met mijn wachtwoord, %d keer", i))
	}
	h.heard(texts...)
	h.bind(&themes.Codebook{Themes: small().Themes[1:2]})
	manager := h.as(survey.Manager)
	const path = "/staff/codebook/suggestions"
	page := manager.Get(path).body
	topics := regexp.MustCompile(`name="topic" value="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(topics) < 2 {
		t.Fatalf("%d topics\n%s", len(topics), page[strings.Index(page, "<main"):])
	}
	list := regexp.MustCompile(`<option value="([^"]+)" selected`).FindStringSubmatch(page)[1]
	settle := func(do, topic string, more ...string) reply {
		fields := url.Values{"do": {do + "/1"}, "list": {list}, "topic": {topic}, "words": {strings.ReplaceAll(topic, " ", "\n")}}
		for i := 0; i+1 < len(more); i += 2 {
			fields.Set(more[i], more[i+1])
		}
		return manager.Post(path, fields)
	}
	one, two := topics[0][1], topics[1][1]
	if r := settle("accept", one); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "heeft een naam nodig") || !strings.Contains(r.body, strings.ReplaceAll(one, " ", "\n")) {
		t.Errorf("without a name: %d", r.StatusCode)
	}
	if r := settle("accept", one, "name", "X", "words", "ab*\nmijn eigen"); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "regel 1") || !strings.Contains(r.body, "ab*\nmijn eigen") {
		t.Errorf("with a bad word: %d", r.StatusCode)
	}
	if r := settle("merge", one); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("added to no theme: %d", r.StatusCode)
	}
	settle("accept", one, "name", "Mijn thema")
	taken, ok := h.book().Theme("mijn-thema")
	if !ok || !slices.Equal(taken.Patterns[""], strings.Fields(one)) || !strings.Contains(manager.Get("/staff/codebook").body, "Mijn thema") {
		t.Fatalf("%+v", h.book().Themes)
	}
	if strings.Contains(manager.Get(path).body, `value="`+one+`"`) {
		t.Error("what was taken is suggested again")
	}
	settle("reject", two)
	if body := manager.Get(path).body; strings.Contains(body, `value="`+two+`"`) || !h.book().IsRejected(strings.Fields(two)) {
		t.Error("what was rejected is suggested again")
	}
	settle("merge", "een twee", "into", "staff", "words", "een\ncoach")
	if got, _ := h.book().Theme("staff"); !slices.Contains(got.Patterns[""], "een") {
		t.Errorf("%+v", got)
	}
	for _, do := range []string{"", "burn", "accept/x", "reject/0"} {
		if r := manager.Post(path, url.Values{"do": {do}, "list": {list}, "topic": {"a b"}, "words": {"woord"}, "name": {"x"}}); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
	if r := settle("reject", strings.Repeat("x", 20_000)); r.StatusCode != http.StatusBadRequest || len(h.book().Rejected) != 1 {
		t.Errorf("a story was rejected as a topic: %d", r.StatusCode)
	}
	if r := manager.Get(path + "?list=m/2026/gone"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a list that is not there: %d", r.StatusCode)
	}
}
