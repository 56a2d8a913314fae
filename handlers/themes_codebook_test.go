package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/stats/themes"
	"ouderstem/survey"
)

// themeForm is what the page of a theme would send, with changes.
func (c *client) themeForm(path string, change ...string) url.Values {
	c.t.Helper()
	body := c.Get(path).body
	fields := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]* name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		fields.Set(m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		fields.Set(m[1], m[2])
	}
	fields.Set("do", "save")
	for i := 0; i+1 < len(change); i += 2 {
		fields.Set(change[i], change[i+1])
	}
	return fields
}

const waitPath = "/staff/codebook/theme/wait"

func TestChangingTheCodebook(t *testing.T) {
	h := newHouse(t)
	h.bind(small())
	manager := h.as(survey.Manager)
	if r := h.as(survey.Manager, "m").Get("/staff/codebook"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a manager of one municipality: %d", r.StatusCode)
	}
	same, _ := h.store.Codebook(t.Context())
	if r := manager.Post(waitPath, manager.themeForm(waitPath)); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
	if now, _ := h.store.Codebook(t.Context()); now.Revision != same.Revision {
		t.Error("saving the same made a revision")
	}
	manager.Post(waitPath, manager.themeForm(waitPath, "name.nl", "  Lang   wachten ", "words.nl", "wacht*\r\n\r\nduurde lang\r\nwacht*\r\n", "words", "wait*"))
	got, _ := h.book().Theme("wait")
	if got.Name["nl"] != "Lang wachten" || !slices.Equal(got.Patterns["nl"], []string{"wacht*", "duurde lang"}) || !slices.Equal(got.Patterns[""], []string{"wait*"}) {
		t.Errorf("%+v", got)
	}
	manager.Post("/staff/codebook/new", manager.themeForm("/staff/codebook/new", "name.nl", "Geld & goed", "words.nl", "geld"))
	if got, ok := h.book().Theme("geld-goed"); !ok || got.Name["nl"] != "Geld & goed" {
		t.Errorf("%+v", h.book().Themes)
	}
	if r := manager.Post(waitPath, manager.themeForm(waitPath, "do", "merge", "into", "staff")); !strings.Contains(r.Header.Get("Location"), "theme-merged") {
		t.Errorf("%d", r.StatusCode)
	}
	merged, _ := h.book().Theme("staff")
	if _, still := h.book().Theme("wait"); still || !slices.Contains(merged.Patterns["nl"], "duurde lang") {
		t.Errorf("%+v", h.book().Themes)
	}
	manager.Post("/staff/codebook/theme/rare", manager.themeForm("/staff/codebook/theme/rare", "do", "delete"))
	manager.Post("/staff/codebook/theme/geld-goed", manager.themeForm("/staff/codebook/theme/geld-goed", "do", "delete"))
	if len(h.book().Themes) != 1 {
		t.Errorf("%d themes", len(h.book().Themes))
	}
	if r := manager.Post("/staff/codebook/theme/staff", manager.themeForm("/staff/codebook/theme/staff", "do", "delete")); r.StatusCode != http.StatusBadRequest || len(h.book().Themes) != 1 {
		t.Errorf("the last theme: %d", r.StatusCode)
	}
	for _, into := range []string{"", "gone", "staff"} {
		if r := manager.Post("/staff/codebook/theme/staff", manager.themeForm("/staff/codebook/theme/staff", "do", "merge", "into", into)); r.StatusCode != http.StatusBadRequest {
			t.Errorf("merged into %q: %d", into, r.StatusCode)
		}
	}
	if r := manager.Get(waitPath); r.StatusCode != http.StatusNotFound {
		t.Errorf("a theme that is gone: %d", r.StatusCode)
	}
}

// What is wrong is told with its line, and nothing that was typed is lost.
func TestMistakesInTheCodebook(t *testing.T) {
	h := newHouse(t)
	h.bind(small())
	manager := h.as(survey.Manager)
	typed := "wacht*\n\n*\ngoed zo\nab*\nx * y"
	for _, do := range []string{"save", "try"} {
		r := manager.Post(waitPath, manager.themeForm(waitPath, "words.nl", typed, "name.en", "Waits", "about.nl", "Over wachten", "do", do))
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, typed+"</textarea>") || !strings.Contains(r.body, `value="Waits"`) || !strings.Contains(r.body, "Over wachten</textarea>") {
			t.Errorf("%s: %d\n%s", do, r.StatusCode, r.body)
		}
		for _, line := range []string{"regel 3", "regel 5", "regel 6"} {
			if strings.Count(r.body, line) != 2 { // above the form and at the field
				t.Errorf("%s: %q stands there %d times", do, line, strings.Count(r.body, line))
			}
		}
	}
	for name, change := range map[string][]string{
		"nothing meant": {"words.nl", "-wacht*"},
		"no name":       {"name.nl", "", "name.en", " "},
		"long name":     {"name.nl", strings.Repeat("x", 61)},
		"long about":    {"about.nl", strings.Repeat("x", 301)},
		"no words":      {"words.nl", " \n "},
		"too many":      {"words.nl", numbered(501)},
	} {
		if r := manager.Post(waitPath, manager.themeForm(waitPath, change...)); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `class="problems"`) {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	if string(h.book().JSON()) != string(small().JSON()) {
		t.Error("something was kept")
	}
	if r := manager.Post(waitPath, manager.themeForm(waitPath, "do", "burn", "seen", "x")); r.StatusCode < 300 {
		t.Errorf("%d", r.StatusCode)
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("woord" + strings.Repeat("x", i%9) + string(rune('a'+i%26)) + string(rune('a'+i/26)) + "\n")
	}
	return b.String()
}

// Two people change the codebook: different themes go together, the same theme
// is shown to the second with what the first made of it.
func TestTwoChangeTheCodebook(t *testing.T) {
	h := newHouse(t)
	h.bind(small())
	one, two := h.as(survey.Manager), h.as(survey.Manager)
	mine, other := one.themeForm(waitPath, "words.nl", "wacht*\ntraag"), two.themeForm("/staff/codebook/theme/staff", "words.nl", "coach\nteam")
	theirs := two.themeForm(waitPath, "words.nl", "wacht*\nlangzaam", "name.nl", "Tempo")
	for _, form := range []url.Values{other} {
		if r := two.Post("/staff/codebook/theme/staff", form); r.StatusCode != http.StatusSeeOther {
			t.Errorf("%d", r.StatusCode)
		}
	}
	if r := one.Post(waitPath, mine); r.StatusCode != http.StatusSeeOther {
		t.Errorf("another theme was in the way: %d", r.StatusCode)
	}
	r := two.Post(waitPath, theirs)
	if r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "wacht*\nlangzaam</textarea>") || !strings.Contains(r.body, `value="Tempo"`) || !strings.Contains(r.body, "traag") {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	if got, _ := h.book().Theme("wait"); !slices.Contains(got.Patterns["nl"], "traag") {
		t.Error("the first change is gone")
	}
	// Saved again, having seen both.
	theirs.Set("seen", regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`).FindStringSubmatch(r.body)[1])
	theirs.Set("words.nl", "wacht*\nlangzaam\ntraag")
	if r := two.Post(waitPath, theirs); r.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", r.StatusCode)
	}
	if got, _ := h.book().Theme("wait"); len(got.Patterns["nl"]) != 3 || got.Name["nl"] != "Tempo" {
		t.Errorf("%+v", got)
	}
	// A theme that somebody took away comes back as a new one.
	late := one.themeForm(waitPath, "words.nl", "wacht*\nbijna af")
	two.Post(waitPath, two.themeForm(waitPath, "do", "delete"))
	if r = one.Post(waitPath, late); r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "bijna af</textarea>") || !strings.Contains(r.body, `action="/staff/codebook/new"`) {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	late.Set("seen", "")
	one.Post("/staff/codebook/new", late)
	if got, ok := h.book().Theme("tempo"); !ok || !slices.Contains(got.Patterns["nl"], "bijna af") {
		t.Errorf("%+v", h.book().Themes)
	}
	// An old page neither merges nor removes what it has not shown.
	old := one.themeForm("/staff/codebook/theme/staff", "do", "delete")
	two.Post("/staff/codebook/theme/staff", two.themeForm("/staff/codebook/theme/staff", "words.nl", "coach\nteam\nnieuw"))
	if one.Post("/staff/codebook/theme/staff", old); len(h.book().Themes) != 3 {
		t.Error("an old page removed a theme")
	}
}

func TestRevisionsOfTheCodebook(t *testing.T) {
	h := newHouse(t)
	manager := h.as(survey.Manager)
	if body := manager.Get("/staff/codebook/history").body; strings.Count(body, "nu in gebruik") != 1 || strings.Contains(body, `value="shipped"`) {
		t.Error("the codebook that ships is not the one in use")
	}
	h.bind(small())
	next := small().With(themes.Theme{ID: "new", Name: survey.Text{"nl": "Nieuw"}, Patterns: map[string][]string{"nl": {"nieuw"}}}).Rejects([]string{"park"})
	h.bind(next)
	body := manager.Get("/staff/codebook/history").body
	for _, want := range []string{"Versie 2 ", "Thema erbij: Nieuw", "1 woord erbij", `value="restore/1"`, `value="shipped"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not there", want)
		}
	}
	manager.act("/staff/codebook/history", "restore/1")
	if got := h.book(); len(got.Themes) != 3 || !got.IsRejected([]string{"park"}) {
		t.Errorf("%d themes, rejected %v", len(got.Themes), got.Rejected)
	}
	manager.act("/staff/codebook/history", "shipped")
	if len(h.book().Themes) != len(themes.Shipped().Themes) {
		t.Error("not back at the codebook that ships")
	}
	if kept, _ := h.store.Codebook(t.Context()); kept.Revision != 4 {
		t.Errorf("revision %d: going back is no new one", kept.Revision)
	}
	for _, do := range []string{"", "restore", "restore/0", "restore/-1", "restore/99", "burn/1"} {
		if r := manager.act("/staff/codebook/history", do); r.StatusCode < 400 || r.StatusCode > 499 {
			t.Errorf("%q: %d", do, r.StatusCode)
		}
	}
}

// Words tell what they would catch, and how much of it is new.
func TestTryingWords(t *testing.T) {
	h := newHouse(t)
	h.heard(many(14, append(times(11, "traag gewerkt"), "traag en wachten")...)...)
	manager := h.as(survey.Manager)
	body := manager.Post(waitPath, manager.themeForm(waitPath, "do", "try", "words.nl", "wacht*\ntraag\nnergens")).body
	for _, want := range []string{
		"passen samen op 26 van 26", "Nu hebben 15 opmerkingen", "Past op 12 opmerkingen", "hebben 11 dit thema nu niet",
		`<mark class="hit">traag</mark> gewerkt`, "Past op 0 opmerkingen",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Count(body, `<mark class="hit">`) != 3 {
		t.Errorf("%d examples", strings.Count(body, `<mark class="hit">`))
	}
	// What is not meant takes away, and is told as that.
	body = manager.Post(waitPath, manager.themeForm(waitPath, "do", "try", "words.nl", "wacht*\n-wachten duurde")).body
	for _, want := range []string{"passen samen op 1 van 26", "Past op 14 opmerkingen. Wat daarin staat, telt niet mee", `<mark class="hit">wachten duurde</mark> lang`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if string(h.book().JSON()) != string(small().JSON()) {
		t.Error("trying kept something")
	}
	// A comment that a person took out of the theme has it no more.
	list := listed(manager.Get(themesPath + "/wait").body)
	manager.act(themesPath+"/wait", "no/"+list[0])
	if body := manager.Post(waitPath, manager.themeForm(waitPath, "do", "try")).body; !strings.Contains(body, "Nu hebben 14 opmerkingen") {
		t.Error("what people said does not count")
	}
}
