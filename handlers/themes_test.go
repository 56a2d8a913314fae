package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/stats/themes"
	"ouderstem/store"
	"ouderstem/survey"
)

const themesPath = "/staff/themes/a/2026/kort"

// small is a codebook that tests know by heart.
func small() *themes.Codebook {
	return &themes.Codebook{Themes: []themes.Theme{
		{ID: "wait", Name: survey.Text{"nl": "Wachten", "en": "Waiting"}, Patterns: map[string][]string{"nl": {"wacht*"}}},
		{ID: "staff", Name: survey.Text{"nl": "Medewerkers"}, About: survey.Text{"nl": "Over mensen"}, Patterns: map[string][]string{"nl": {"coach"}}},
		{ID: "rare", Name: survey.Text{"nl": "Zeldzaam"}, Patterns: map[string][]string{"nl": {"parkeer*"}}},
	}}
}

// heard lets parents of team A write these, opens their box, and puts the small
// codebook in use.
func (h *house) heard(texts ...string) {
	h.t.Helper()
	for i, code := range h.cards(len(texts)) {
		answers := survey.Answers{"mark": {strconv.Itoa(5 + i%4)}}
		for _, q := range h.survey.Questions {
			if q.Kind == survey.Open && texts[i] != "" {
				answers[q.ID] = []string{texts[i]}
				break
			}
		}
		if err := h.store.Drop(h.t.Context(), store.Submission{Code: code, Response: survey.Response{Survey: "kort", Version: 1, Lang: "nl", Answers: answers}}); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.store.OpenBoxes(h.t.Context(), 2026); err != nil {
		h.t.Fatal(err)
	}
	h.bind(small())
}

// bind puts a codebook in use.
func (h *house) bind(book *themes.Codebook) {
	h.t.Helper()
	kept, err := h.store.Codebook(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.store.SaveCodebook(h.t.Context(), "", kept.Revision, book.JSON()); err != nil {
		h.t.Fatal(err)
	}
}

// book is the codebook in use.
func (h *house) book() *themes.Codebook {
	h.t.Helper()
	kept, err := h.store.Codebook(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	book, err := readCodebook(kept)
	if err != nil {
		h.t.Fatal(err)
	}
	return book
}

// many are n texts about waiting, with numbers, and more.
func many(n int, more ...string) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("wachten duurde lang, nummer %02d", i))
	}
	return append(texts, more...)
}

func times(n int, text string) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("%s %02d", text, i))
	}
	return texts
}

// figures are the themes in the report, by id.
func (c *client) figures() map[string]int {
	c.t.Helper()
	var report stats.Report
	r := c.Get("/staff/report/a/2026/kort.json")
	if err := json.Unmarshal([]byte(r.body), &report); err != nil || report.Themes == nil {
		c.t.Fatalf("%d %v", r.StatusCode, err)
	}
	n := map[string]int{}
	for _, t := range report.Themes.List {
		n[t.ID] = t.N
	}
	return n
}

// listed are the comments on a page.
func listed(page string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`<li class="comment" id="c-([0-9a-f]+)"`).FindAllStringSubmatch(page, -1) {
		list = append(list, m[1])
	}
	return list
}

func TestThemesPages(t *testing.T) {
	h := newHouse(t)
	h.heard(many(14, append(times(11, "fijne coach"), "parkeerplaats was duur", "parkeerplek", "zomaar iets anders", "nog iets anders")...)...)
	manager := h.as(survey.Manager)
	if r := manager.Get("/staff/themes/a"); r.Header.Get("Location") != themesPath {
		t.Errorf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	page := manager.Get(themesPath).body
	for _, want := range []string{"29 opmerkingen", "1. Wachten", "<b>14</b>", "2. Medewerkers", "<b>11</b>", "Nog 1 thema komt in minder dan 10", "0 van 29 gedaan"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Contains(page, "Zeldzaam") {
		t.Error("a theme of two comments is named")
	}
	// Each figure leads to as many comments.
	for theme, n := range map[string]int{"wait": 14, "staff": 11, "none": 2} {
		body := manager.Get(themesPath + "/" + theme).body
		if got := len(listed(body)); got != n {
			t.Errorf("%s: %d comments, want %d", theme, got, n)
		}
		if got := len(listed(manager.Get(commentsPath + "?theme=" + theme).body)); got != n {
			t.Errorf("comments about %s: %d, want %d", theme, got, n)
		}
	}
	if body := manager.Get(themesPath + "/wait").body; strings.Count(body, `<mark class="hit">wachten</mark>`) != 14 {
		t.Error("the words that made the match are not marked")
	}
	for _, path := range []string{"/gone", "/sample?n=999", "/sample?n=x", "/sample?n=-1"} {
		if r := manager.Get(themesPath + path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	for _, path := range []string{"/staff/themes/a/2027/kort", "/staff/themes/a/2027/kort/none", "/staff/themes/a/2027/kort/sample"} {
		if r := manager.Get(path); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "pmerkingen") {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

// What people put right counts at once, on every page and in the report, and can
// be undone.
func TestCorrectingThemes(t *testing.T) {
	h := newHouse(t)
	h.heard(many(14, append(times(11, "fijne coach"), "zomaar iets anders", "nog iets anders")...)...)
	manager := h.as(survey.Manager)
	list := listed(manager.Get(themesPath + "/wait").body)
	undo := regexp.MustCompile(`id="undo" name="do" value="([^"]+)"`)
	press := func(theme, do string, more ...string) string {
		t.Helper()
		r := manager.act(themesPath+"/"+theme, do, more...)
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", do, r.StatusCode)
		}
		return r.body
	}
	body := press("wait", "no/"+list[3])
	if strings.Contains(body, `id="c-`+list[3]) || len(listed(body)) != 13 {
		t.Error("what is not about it is still there")
	}
	if strip := strings.Index(body, `id="done"`); strip < strings.Index(body, "c-"+list[2]) || strip > strings.Index(body, "c-"+list[4]) {
		t.Error("it is not told where the comment was")
	}
	if n := manager.figures(); n["wait"] != 13 {
		t.Errorf("figures %v", n)
	}
	if got := listed(manager.Get(themesPath + "/wait?show=removed").body); len(got) != 1 || got[0] != list[3] {
		t.Errorf("removed: %v", got)
	}
	if got := len(listed(manager.Get(themesPath + "/none").body)); got != 3 {
		t.Errorf("%d without a theme", got)
	}
	// Undo takes back what was said; it says nothing new.
	press("wait", undo.FindStringSubmatch(body)[1])
	if n := manager.figures(); n["wait"] != 14 {
		t.Errorf("figures after undo %v", n)
	}
	if body := manager.Get(themesPath + "/wait").body; strings.Contains(body, "nagekeken: klopt") {
		t.Error("undo said something new")
	}
	// What is right can be said too, and stays undone by the opposite.
	body = press("wait", "yes/"+list[0])
	if !strings.Contains(body, "nagekeken: klopt") || len(listed(body)) != 14 {
		t.Error("what was checked is not told")
	}
	body = press("wait", "no/"+list[0])
	body = press("wait", undo.FindStringSubmatch(body)[1])
	if !strings.Contains(body, "nagekeken: klopt") {
		t.Error("undo did not bring back what was said before")
	}
	// A theme is added to what has none, and to what has another.
	bare := listed(manager.Get(themesPath + "/none").body)
	if body = press("none", "add/"+bare[0], "add-"+bare[0], "staff"); strings.Contains(body, `id="c-`+bare[0]) {
		t.Error("it has a theme and is still among those without")
	}
	press("wait", "add/"+list[1], "add-"+list[1], "staff")
	if n := manager.figures(); n["staff"] != 13 || n["wait"] != 14 {
		t.Errorf("figures %v", n)
	}
	if body := manager.Get(commentsPath + "?theme=staff").body; !strings.Contains(body, `class="by-person"`) {
		t.Error("a theme that a person gave is not on the list of comments")
	}
	if r := manager.act(themesPath+"/none", "add/"+bare[1]); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#add-`+bare[1]) {
		t.Errorf("no theme chosen: %d", r.StatusCode)
	}
	for _, do := range []string{"", "no", "no/", "no/ffff", "no/" + list[0] + "/gone", "no/" + list[0] + "/wait/x", "burn/" + list[0], "add/" + list[0] + "/../x"} {
		if r := manager.act(themesPath+"/wait", do); r.StatusCode < 400 || r.StatusCode > 499 {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
	if r := manager.act(themesPath+"/none", "no/"+list[0]); r.StatusCode != http.StatusBadRequest {
		t.Errorf("not about no theme: %d", r.StatusCode)
	}
}

// A theme is published only once somebody confirmed it.
func TestConfirmingThemes(t *testing.T) {
	h := newHouse(t)
	h.heard(many(14, times(11, "fijne coach")...)...)
	manager := h.as(survey.Manager)
	published := func() string { return manager.Get("/staff/publish/a/2026/kort/preview/whole").body }
	confirmed := func() []string {
		r, err := h.store.Results(t.Context(), "kort", "a", 2026)
		if err != nil {
			t.Fatal(err)
		}
		return r.Confirmed
	}
	if strings.Contains(published(), "Wachten") {
		t.Error("published before anybody confirmed it")
	}
	if body := manager.act(themesPath, "confirm/wait").body; !strings.Contains(body, `value="withdraw/wait"`) || len(confirmed()) != 1 {
		t.Errorf("confirmed %v", confirmed())
	}
	manager.act(themesPath, "withdraw/wait")
	if len(confirmed()) != 0 {
		t.Errorf("withdrawn, but %v", confirmed())
	}
	for _, do := range []string{"", "confirm", "confirm/gone", "burn/wait"} {
		if r := manager.act(themesPath, do); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
}

// Nothing shows what the list of comments would not: neither with too few
// comments nor what somebody hid.
func TestThemesShowNoMoreThanComments(t *testing.T) {
	h := newHouse(t)
	h.heard(many(12)...)
	now, err := h.store.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now.K = 15 // than which they are fewer now
	if err := h.store.SaveSettings(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager)
	paths := []string{"", "/wait", "/none", "/wait?show=removed", "/sample", "/sample?n=1"}
	for _, path := range paths {
		if r := manager.Get(themesPath + path); strings.Contains(r.body, "nummer") || strings.Contains(r.body, "<b>12</b>") {
			t.Errorf("%s shows a comment, or how many there are", path)
		}
	}
	try := func() string {
		return manager.Post("/staff/codebook/theme/wait", url.Values{"do": {"try"}, "name.nl": {"x"}, "words.nl": {"nummer"}}).body
	}
	if body := try(); strings.Contains(body, "duurde lang") || !strings.Contains(body, "die u mag lezen") {
		t.Error("words are tried on too few comments")
	}
	if body := manager.Get("/staff/codebook/suggestions").body; strings.Contains(body, "nummer") {
		t.Error("suggestions show a comment")
	}
	r, err := h.store.Results(t.Context(), "kort", "a", 2026)
	if err != nil {
		t.Fatal(err)
	}
	if got := manager.act(themesPath+"/wait", "no/"+r.Comments[0].ID); got.StatusCode != http.StatusNotFound {
		t.Errorf("a comment that may not be read was labelled: %d", got.StatusCode)
	}

	h = newHouse(t)
	h.heard(append(many(12), "geheim wachten")...)
	manager = h.as(survey.Manager)
	r, err = h.store.Results(t.Context(), "kort", "a", 2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, comment := range r.Comments {
		if strings.HasPrefix(comment.Text, "geheim") {
			manager.act(commentsPath, "hide.hurtful/"+comment.ID)
		}
	}
	if n := manager.figures()["wait"]; n != 13 {
		t.Errorf("hiding changed a figure: %d", n)
	}
	for _, body := range []string{manager.Get(themesPath).body, manager.Get(themesPath + "/wait").body, manager.Get(themesPath + "/sample?n=0").body, manager.Post("/staff/codebook/theme/wait", url.Values{"do": {"try"}, "name.nl": {"x"}, "words.nl": {"wacht*\ngeheim"}}).body} {
		if strings.Contains(body, "geheim wachten") {
			t.Error("what was hidden is shown")
		}
	}
	if body := manager.Get(themesPath + "/wait").body; !strings.Contains(body, "Nog 1 opmerking hoort erbij") {
		t.Error("it is not told that one is hidden")
	}
}

// Words of parents and patterns of managers do nothing in a page.
func TestHostileWordsInThemes(t *testing.T) {
	h := newHouse(t)
	const evil = `<script>alert(1)</script> wachten & "wachten" <img src=x onerror=alert(2)>`
	h.heard(append(times(11, evil), times(11, "gewoon")...)...)
	manager := h.as(survey.Manager)
	pattern := `script alert`
	try := manager.Post("/staff/codebook/theme/wait", url.Values{"do": {"try"}, "name.nl": {`"><script>x</script>`}, "words.nl": {"wacht*\n" + pattern + "\n<b>*"}})
	for name, body := range map[string]string{
		"theme": manager.Get(themesPath + "/wait").body, "themes": manager.Get(themesPath).body, "comments": manager.Get(commentsPath + "?theme=wait").body,
		"sample": manager.Get(themesPath + "/sample?n=1").body, "try": try.body,
	} {
		for _, bad := range []string{"<script>alert", "<img", "<script>x", "<b>*"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
	}
	if body := manager.Get(themesPath + "/wait").body; strings.Count(body, `<mark class="hit">wachten</mark>`) != 22 || !strings.Contains(body, "&lt;script&gt;") {
		t.Error("words are not marked, or not escaped")
	}
}
