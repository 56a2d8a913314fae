package handlers

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"ouderstem/survey"
	"ouderstem/views"
)

const settingsPath = staffPath + "/settings"

// set changes the settings as another administrator would.
func (h *house) set(change func(*survey.Settings)) {
	h.t.Helper()
	s, err := h.store.Settings(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	change(&s)
	if err := h.store.SaveSettings(h.t.Context(), s); err != nil {
		h.t.Fatal(err)
	}
}

var seenField = regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`)

// saveAs posts a part of the settings as its page was just shown.
func (c *client) saveAs(part string, fields url.Values) reply {
	c.t.Helper()
	shown := c.Get(settingsPath + part)
	m := seenField.FindStringSubmatch(shown.body)
	if m == nil {
		c.t.Fatalf("no mark on %s: %d\n%s", part, shown.StatusCode, shown.body)
	}
	fields.Set(views.FieldSeen, m[1])
	return c.Post(settingsPath+part, fields)
}

func (c *client) saves(part string, fields url.Values) {
	c.t.Helper()
	if r := c.saveAs(part, fields); r.StatusCode != http.StatusSeeOther || !strings.HasSuffix(r.Header.Get("Location"), "said=saved") {
		c.t.Fatalf("%s: %d %s\n%s", part, r.StatusCode, r.Header.Get("Location"), r.body)
	}
}

func (c *client) refuses(part string, fields url.Values, words ...string) {
	c.t.Helper()
	r := c.saveAs(part, fields)
	if r.StatusCode != http.StatusUnprocessableEntity {
		c.t.Errorf("%s: %d", part, r.StatusCode)
	}
	for _, w := range words {
		if !strings.Contains(r.body, w) {
			c.t.Errorf("%s does not say %q:\n%s", part, w, r.body)
		}
	}
}

func anonymity(k, reason, every, retention string) url.Values {
	return url.Values{"k": {k}, "kReason": {reason}, "every": {every}, "retention": {retention}}
}

func TestAnonymitySettings(t *testing.T) {
	h := newHouse(t)
	admin := h.as(survey.Administrator)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	form := "/v/" + h.survey.Address()
	if r := h.get(form); !strings.Contains(r.body, "minstens 10 mensen") || strings.Contains(r.body, `name="k"`) {
		t.Error("the form of a new installation")
	}
	admin.refuses("/anonymity", anonymity("5", "", "1", "0"), `value="5"`, "waarom 10 antwoorden te veel is", "#kReason")
	admin.refuses("/anonymity", anonymity("4", "x", "1", "0"), "van 5 tot en met 50")
	admin.refuses("/anonymity", anonymity("51", "", "1", "0"), "van 5 tot en met 50")
	admin.refuses("/anonymity", anonymity("tien", "", "1", "0"), `value="tien"`, "heel getal")
	admin.refuses("/anonymity", anonymity("10", "", "2", "0"), "uit de lijst")
	admin.refuses("/anonymity", anonymity("10", "", "1", "-1"), "van 0 tot en met 240")
	admin.saves("/anonymity", anonymity("5", "kleine teams", "3", "24"))
	for _, path := range []string{form, "/privacy"} {
		if r := h.get(path); !strings.Contains(r.body, "minstens 5 ") || strings.Contains(r.body, "minstens 10 ") {
			t.Errorf("%s does not name the new k", path)
		}
	}
	if r := h.get(form); !strings.Contains(r.body, `<input type="hidden" name="k" value="5">`) {
		t.Error("the form does not say what it has promised")
	}
	admin.saves("/anonymity", anonymity("12", "kleine teams", "3", "24"))
	s, err := h.store.Settings(t.Context())
	if err != nil || s.K != 12 || s.KReason != "" || s.Every != 3 || s.Retention != 24 {
		t.Errorf("%+v, %v", s, err)
	}
	deeds, err := h.store.Deeds(t.Context(), 0, 20)
	if err != nil || len(deeds) < 6 || deeds[1].Action != "deed.settings.k" || deeds[1].Object != "5 → 12" || deeds[1].By != admin.account.ID {
		t.Errorf("%+v, %v", deeds, err)
	}
	h.now = h.now.Add(20 * time.Minute)
	if r := admin.saveAs("/anonymity", anonymity("5", "toch", "1", "0")); r.StatusCode != http.StatusUnauthorized || !strings.Contains(r.body, `type="password"`) {
		t.Errorf("after twenty minutes nobody was asked who it is: %d", r.StatusCode)
	}
}

// The k that a parent has read holds for the answer, also when it was lowered
// between opening the form and sending it.
func TestPromiseOfAnOldForm(t *testing.T) {
	h := newHouse(t)
	h.set(func(s *survey.Settings) { s.K, s.KReason = 5, "kleine teams" })
	low := h.cards(12)
	send := func(code survey.Code, k string) {
		t.Helper()
		fields := filled(code, "send")
		if k != "" {
			fields.Set("k", k)
		}
		if r := h.post(fields); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	opened := func() int {
		t.Helper()
		got, err := h.store.OpenBoxes(context.Background(), 2026)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, o := range got {
			n += o.N
		}
		return n
	}
	for i, k := range []string{"", "4", "x", "99", "10"} { // forms of when it was ten, and forged ones
		send(low[i], k)
	}
	if n := opened(); n != 0 {
		t.Errorf("%d opened of those who were promised ten", n)
	}
	for _, code := range low[5:10] {
		send(code, "5")
	}
	if n := opened(); n != 10 {
		t.Errorf("%d opened, want all ten", n)
	}
	fields := filled(low[10], "review")
	fields.Set("k", "5")
	if r := h.post(fields); !strings.Contains(r.body, `name="k" value="5"`) {
		t.Error("the review forgets what was promised")
	}
	fields.Set("step", "edit")
	if r := h.post(fields); !strings.Contains(r.body, "minstens 5 mensen") {
		t.Error("the form, shown again, promises something else")
	}
}

// Who types in a paper form is asked which k it says, once there was another.
func TestPromiseOfAPaperForm(t *testing.T) {
	h := newHouse(t)
	entry := h.as(survey.Entry)
	const path = staffPath + "/entry/a/kort"
	if r := entry.Get(path); r.StatusCode != http.StatusOK || strings.Contains(r.body, `name="k"`) {
		t.Errorf("asked without a choice: %d", r.StatusCode)
	}
	h.set(func(s *survey.Settings) { s.K, s.KReason = 5, "kleine teams" })
	if r := entry.Get(path); !strings.Contains(r.body, `<option value="10" selected>`) || !strings.Contains(r.body, `<option value="5">`) {
		t.Error("not asked, or not the safe one first")
	}
	once := 0
	enter := func(k string) {
		t.Helper()
		once++
		r := entry.Post(path, url.Values{"step": {"send"}, "version": {"1"}, "k": {k}, "once": {fmt.Sprint("form-", once)}, "q-mark": {"7"}})
		if r.StatusCode != http.StatusSeeOther || !strings.Contains(r.Header.Get("Location"), "k=") {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	opened := func(want int) {
		t.Helper()
		got, err := h.store.OpenBoxes(t.Context(), 2026)
		if n := len(got); err != nil || n > 0 && got[0].N != want || n == 0 && want != 0 {
			t.Errorf("opened %v, %v, want %d", got, err, want)
		}
	}
	for _, k := range []string{"10", "10", "7", "", "10"} { // 7 there never was
		enter(k)
	}
	opened(0)
	for range 5 {
		enter("5")
	}
	opened(10)
}

func TestHouseSettings(t *testing.T) {
	h := newHouse(t)
	admin := h.as(survey.Administrator)
	admin.refuses("", url.Values{"organisation": {""}, "lang": {"nl"}}, "#organisation")
	admin.refuses("", url.Values{"organisation": {"M"}, "lang": {"xx"}})
	admin.saves("", url.Values{"organisation": {"Gemeente M"}, "lang": {"nl"}, "languages": {"nl", "xx"}})
	path := "/v/" + h.survey.Address()
	if r := h.get(path + "?lang=en"); !strings.Contains(r.body, `<html lang="nl"`) || strings.Contains(r.body, "English") {
		t.Error("English is still offered")
	}
	if r := h.get("/thanks?lang=en"); !strings.Contains(r.body, `<html lang="nl"`) || strings.Contains(r.body, "<nav") {
		t.Error("English is still offered on the last page")
	}
	admin.saves("", url.Values{"organisation": {"Gemeente M"}, "lang": {"en"}, "languages": {"nl"}})
	if r := h.get(path); !strings.Contains(r.body, `<html lang="en"`) || !strings.Contains(r.body, "Nederlands") {
		t.Error("English does not come first")
	}
	admin.saves("", url.Values{"organisation": {"Gemeente M"}, "lang": {"nl"}, "languages": {"nl", "en"}})
	if s, err := h.store.Settings(t.Context()); err != nil || s.Languages != nil {
		t.Errorf("all languages are kept as %v, %v", s.Languages, err)
	}
}

func TestHelpSettings(t *testing.T) {
	h := newHouse(t)
	admin := h.as(survey.Administrator)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	path := "/v/" + h.survey.Address() + "?lang="
	before := h.get(path + "en").body
	line := func(lang string, n string, parts ...string) url.Values {
		fields := url.Values{}
		for i, part := range []string{"for", "number", "when"} {
			fields.Set("help."+lang+"."+n+"."+part, parts[i])
		}
		return fields
	}
	admin.refuses("/help", line("nl", "1", "Nu gevaar? Bel", "", ""), "help.nl.1.number")
	admin.refuses("/help", line("nl", "2", "Bel", "<script>", ""), "geen telefoonnummer", "&lt;script&gt;")
	admin.saves("/help", line("nl", "3", "Wijkteam <b>", "010-123 45 67", "overdag"))
	nl, en := h.get(path+"nl").body, h.get(path+"en").body
	if !strings.Contains(nl, `<li>Wijkteam &lt;b&gt; <a href="tel:0101234567"><bdi>010-123 45 67</bdi></a> overdag</li>`) || strings.Contains(nl, "Veilig Thuis") {
		t.Error("the form has not the line of the organisation")
	}
	if en != before {
		t.Error("the English form changed")
	}
	admin.saves("/help", url.Values{})
	if s, err := h.store.Settings(t.Context()); err != nil || len(s.Help) != 0 {
		t.Errorf("emptied, the lines are %v, %v", s.Help, err)
	}
}

const goodTheme = `{"utrecht": {"link": {"color": {"value": "#5b2a86"}}, "document": {"color": {"$value": "#222"}},
	"button": {"primary-action": {"background-color": {"value": "#5b2a86"}}}}}`

func TestBrandSettings(t *testing.T) {
	h := newHouse(t)
	admin := h.as(survey.Administrator)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	path := "/v/" + h.survey.Address()
	plain := h.get(path).body
	admin.refuses("/brand", url.Values{"theme": {"hallo"}}, "geen bestand met design tokens", "hallo</textarea>")
	admin.refuses("/brand", url.Values{"theme": {"a{--utrecht-link-color:url(//x)}"}}, "geen token", "--utrecht-link-color: url(//x)", "geen kleur")
	admin.refuses("/brand", url.Values{"theme": {"a{--utrecht-link-color:#aaa}"}}, "contrast is 2,32", "minstens 4,5", "--utrecht-link-color zou #")
	admin.refuses("/brand", url.Values{"logo": {"<svg onload=''/>"}}, "onload")
	admin.refuses("/brand", url.Values{"logo": {"data:image/png;base64,AAAA"}}, "geen SVG of PNG")
	admin.refuses("/brand", url.Values{"logo": {base64.StdEncoding.EncodeToString(make([]byte, 50<<10))}}, "hoogstens 32 kB")
	if r := admin.saveAs("/brand", url.Values{"theme": {goodTheme}, "do": {views.DoCheck}}); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "#5b2a86") {
		t.Errorf("checked: %d", r.StatusCode)
	}
	if h.get(path).body != plain {
		t.Error("what was refused or only tried is worn")
	}
	logo, err := os.ReadFile("../testdata/logo.svg")
	if err != nil {
		t.Fatal(err)
	}
	admin.saves("/brand", url.Values{"theme": {goodTheme}, "logo": {string(logo)}})
	worn := h.get(path).body
	style := regexp.MustCompile(`/s/parent\.[0-9a-f]{8}\.css`).FindString(worn)
	if strings.ReplaceAll(plain, regexp.MustCompile(`/s/parent\.[0-9a-f]{8}\.css`).FindString(plain), style) != worn {
		t.Error("a brand changes more of the form than its style sheet")
	}
	css := h.get(style)
	if css.StatusCode != http.StatusOK || !strings.Contains(css.body, ":root{--utrecht-document-color:#222222;--utrecht-link-color:#5b2a86;") ||
		!strings.Contains(css.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("the style sheet: %d %v", css.StatusCode, css.Header)
	}
	picture := regexp.MustCompile(`/s/logo\.[0-9a-f]{8}\.svg`).FindString(h.get("/thanks").body)
	if r := h.get(picture); r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/svg+xml" ||
		!strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "default-src 'none'; sandbox") || strings.Contains(r.body, "inkscape") {
		t.Errorf("the logo: %d %v\n%s", r.StatusCode, r.Header, r.body)
	}
	// After a restart the same addresses are there before any page was asked for.
	again, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	h.public = Public(Config{Store: h.store, Views: again, Log: h.logger, ExitURL: "https://example.org/"})
	if r := h.get(style); r.StatusCode != http.StatusOK || r.body != css.body {
		t.Errorf("after a restart: %d", r.StatusCode)
	}
	admin.saves("/brand", url.Values{"no-logo": {"yes"}})
	if h.get(path).body != plain {
		t.Error("taken off, something of the brand is left")
	}
}

// Two administrators: who is second sees what the first has kept, loses nothing
// that was typed, and can keep it after all. Different parts do not collide.
func TestSettingsMeanwhile(t *testing.T) {
	h := newHouse(t)
	first, second := h.as(survey.Administrator), h.as(survey.Administrator)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente M" })
	seen := seenField.FindStringSubmatch(second.Get(settingsPath + "/anonymity").body)[1]
	first.saves("/anonymity", anonymity("7", "kleine teams", "6", "0"))
	fields := anonymity("10", "", "3", "24")
	fields.Set(views.FieldSeen, seen)
	r := second.Post(settingsPath+"/anonymity", fields)
	if r.StatusCode != http.StatusConflict {
		t.Fatalf("overwritten unseen: %d", r.StatusCode)
	}
	for _, want := range []string{"intussen veranderd", ">7<", ">kleine teams<", "Elk half jaar", `value="24"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("%q is not there:\n%s", want, r.body)
		}
	}
	fields.Set(views.FieldSeen, seenField.FindStringSubmatch(r.body)[1])
	if r := second.Post(settingsPath+"/anonymity", fields); r.StatusCode != http.StatusSeeOther {
		t.Errorf("seen and still refused: %d", r.StatusCode)
	}
	seen = seenField.FindStringSubmatch(second.Get(settingsPath).body)[1]
	first.saves("/anonymity", anonymity("11", "", "3", "24"))
	if r := second.Post(settingsPath, url.Values{"organisation": {"Gemeente N"}, "lang": {"nl"}, "languages": {"nl", "en"}, "seen": {seen}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("another part was changed: %d", r.StatusCode)
	}
	if s, err := h.store.Settings(t.Context()); err != nil || s.K != 11 || s.Organisation != "Gemeente N" {
		t.Errorf("%+v, %v", s, err)
	}
	if r := second.Post(settingsPath, url.Values{"organisation": {"Gemeente N"}, "lang": {"nl"}, "languages": {"nl", "en"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("nothing was changed: %d", r.StatusCode)
	}
}
