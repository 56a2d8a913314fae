package handlers

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/handlers/chromium"
	"ouderstem/survey"
	"ouderstem/views"
)

// publishesA publishes what parents of team A said, with a measure.
func (h *house) publishesA() survey.Edition {
	h.t.Helper()
	h.answered(110, waited)
	h.confirms("a", waitingTheme(h.t))
	e, why := h.publishes("a", "")
	if why != "" {
		h.t.Fatal(why)
	}
	return e
}

func (h *house) has(path string, status int, want ...string) reply {
	h.t.Helper()
	page := h.get(path)
	if page.StatusCode != status {
		h.t.Errorf("%s: %d", path, page.StatusCode)
	}
	for _, w := range want {
		if !strings.Contains(page.body, w) {
			h.t.Errorf("%s lacks %q", path, w)
		}
	}
	return page
}

// What is published can be read without a cookie or a script, and leads on to the
// whole, to its files and to other editions.
func TestPublicPages(t *testing.T) {
	h := newHouse(t)
	before := h.has("/thanks", http.StatusOK)
	if strings.Contains(before.body, `href="/w`) {
		t.Error("the thank-you page leads to nothing")
	}
	h.has("/w", http.StatusOK, "Er is nu nog niets te lezen.")
	for _, path := range []string{"/w/a", "/w/nowhere", "/w/a/2026/kort/1"} {
		h.has(path, http.StatusNotFound)
	}
	h.publishesA()
	h.has("/thanks", http.StatusOK, `<a href="/w?lang=nl">Lees wat ouders eerder zeiden`)
	h.has("/w", http.StatusOK, `href="/w/a?lang=nl">Team A</a> <span class="note">2026</span>`)
	h.has("/w/A", http.StatusOK, "Wat ouders zeiden, wat wij deden", `href="/w/a/2026/kort/1?lang=nl">Lees het hele verslag over 2026`)
	h.has("/w/a?lang=en", http.StatusOK, `<html lang="en"`, "What parents said, what we did", `href="/w/a/2026/kort/1?lang=en"`)
	h.has("/w/m", http.StatusNotFound)
	whole := h.has("/w/a/2026/kort/1", http.StatusOK, "Uitgave 1", `id="theme-1"`, `href="/w/a/2026/kort/1.json?lang=nl"`, `href="/w/a?lang=nl"`)
	html := h.has("/w/a/2026/kort/1.html", http.StatusOK)
	sections := func(page string) string {
		_, rest, _ := strings.Cut(page, `<section id="summary"`)
		shown, _, _ := strings.Cut(rest, `<section id="files"`)
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(shown), "</main>\n</body>\n</html>"))
	}
	if sections(html.body) == "" || sections(html.body) != sections(whole.body) {
		t.Error("the page and the file differ")
	}
	for _, path := range []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/1.csv"} {
		page := h.has(path, http.StatusOK)
		if page.Header.Get("Set-Cookie") != "" || strings.Contains(page.body, "<script") || strings.Contains(page.body, `"/staff`) {
			t.Errorf("%s has a cookie, a script or a way to staff's pages", path)
		}
		if page.Header.Get("Content-Security-Policy") == "" || page.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", path, page.Header)
		}
	}
	file := h.has("/w/a/2026/kort/1.json", http.StatusOK, `"n": 110`)
	if d := file.Header.Get("Content-Disposition"); d != `attachment; filename="a-2026-1.json"` {
		t.Error(d)
	}
	for _, path := range []string{"/w/a/2026/kort/2", "/w/a/2025/kort/1", "/w/a/2026/jeugd/1", "/w/a/x/kort/1", "/w/a/2026/kort/x", "/w/a/2026/kort/1.exe"} {
		h.has(path, http.StatusNotFound)
	}
}

// Where nothing can print, readers are not led to a PDF.
func TestPublicFilesWithoutBrowser(t *testing.T) {
	h := newHouse(t, func(_ *house, c *Config) { c.Browser = chromium.New("/there/is/none") })
	h.publishesA()
	page := h.has("/w/a/2026/kort/1", http.StatusOK, `href="/w/a/2026/kort/1.docx?lang=nl"`, `href="/w/a/2026/kort/1.parents.html?lang=nl"`)
	if strings.Contains(page.body, ".pdf") {
		t.Error("a PDF is offered")
	}
	h.has("/w/a/2026/kort/1.pdf", http.StatusNotFound, "Deze pagina is er niet")
	h.has("/w/a/2026/kort/1.parents.pdf", http.StatusNotFound)
}

// Who has a page asks for it again and gets nothing while it is the same.
func TestPublicPagesAreTagged(t *testing.T) {
	h := newHouse(t)
	h.publishesA()
	ask := func(path, have string) reply {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		r.Header.Set("If-None-Match", have)
		return h.do(h.public, r)
	}
	for _, path := range []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/1.csv"} {
		tag := h.get(path).Header.Get("ETag")
		if tag == "" || tag != h.get(path).Header.Get("ETag") {
			t.Errorf("%s: %q", path, tag)
		}
		for _, have := range []string{tag, `"x", W/` + tag} {
			if again := ask(path, have); again.StatusCode != http.StatusNotModified || again.body != "" {
				t.Errorf("%s, having %s: %d", path, have, again.StatusCode)
			}
		}
		if again := ask(path, `"x"`); again.StatusCode != http.StatusOK || again.body == "" {
			t.Errorf("%s: %d", path, again.StatusCode)
		}
	}
	other := h.get("/w/a?lang=en").Header.Get("ETag")
	if other == h.get("/w/a").Header.Get("ETag") {
		t.Error("two languages have one tag")
	}
}

// A correction stands in the place of what it corrects, which can still be read;
// what is withdrawn says so, in the place of its figures.
func TestCorrectedAndWithdrawn(t *testing.T) {
	h := newHouse(t)
	first := h.publishesA()
	if err := h.store.SaveMeasure(t.Context(), survey.Measure{Unit: "a", Year: 2026, Action: "Uitleg", Status: survey.Doing}); err != nil {
		t.Fatal(err)
	}
	second, why := h.publishes("a", "Een maatregel ontbrak.")
	if why != "" {
		t.Fatal(why)
	}
	h.has("/w/a", http.StatusOK, `/w/a/2026/kort/2?lang=nl">Lees het hele`, "Reden van deze uitgave: Een maatregel ontbrak.", `/w/a/2026/kort/1?lang=nl">2026, uitgave 1`)
	h.has("/w/a/2026/kort/1", http.StatusOK, "Er is een nieuwere uitgave:", `/w/a/2026/kort/2?lang=nl`, `id="theme-1"`)
	if strings.Contains(h.get("/w/a/2026/kort/2").body, "Er is een nieuwere uitgave") {
		t.Error("the newest says that there is a newer one")
	}
	if err := h.store.Withdraw(t.Context(), "", second, "Het was het verslag van een ander team."); err != nil {
		t.Fatal(err)
	}
	gone := h.has("/w/a/2026/kort/2", http.StatusGone, "Dit verslag is ingetrokken", "Reden: Het was het verslag van een ander team.")
	if strings.Contains(gone.body, `id="theme-1"`) || strings.Contains(gone.body, ".csv") {
		t.Error("what was withdrawn can still be read")
	}
	h.has("/w/a/2026/kort/2.csv", http.StatusGone)
	// The first was corrected: it is not what stands for the unit now.
	h.has("/w/a", http.StatusNotFound)
	h.has("/w", http.StatusOK, "Er is nu nog niets te lezen.")
	if strings.Contains(h.get("/thanks").body, `href="/w`) {
		t.Error("the thank-you page leads to what was withdrawn")
	}
	h.has("/w/a/2026/kort/1", http.StatusOK, `id="theme-1"`)
	if kept, err := h.store.Edition(t.Context(), "a", "kort", 2026, 1); err != nil || kept.Hash != first.Hash {
		t.Error(err)
	}
}

// A manager takes an edition back for a reason, and for none cannot.
func TestWithdrawing(t *testing.T) {
	h := newHouse(t)
	h.publishesA()
	manager := h.as(survey.Manager, "m")
	const path = "/staff/edition/a/2026/kort/1"
	if page := manager.Get("/staff/publish/a/2026/kort/check").body; !strings.Contains(page, `href="`+path+`">Uitgave 1 intrekken</a>`) {
		t.Error("nothing leads to taking an edition back")
	}
	if page := manager.Get(path).body; !strings.Contains(page, "Deze uitgave intrekken") || !strings.Contains(page, `href="https://ouderstem.example/w/a/2026/kort/1"`) {
		t.Error("the page lacks something")
	}
	if page := manager.Post(path, url.Values{"reason": {" "}}); page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "Lezers zien deze reden.") {
		t.Errorf("taken back for no reason: %d", page.StatusCode)
	}
	h.has("/w/a", http.StatusOK)
	if page := manager.Post(path, url.Values{"reason": {"Het verkeerde jaar."}}); page.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", page.StatusCode)
	}
	h.has("/w/a/2026/kort/1", http.StatusGone, "Het verkeerde jaar.")
	if page := manager.Get(path).body; strings.Contains(page, "<form method=\"post\" action=\""+path) || !strings.Contains(page, "Het verkeerde jaar.") {
		t.Error("it can be taken back twice")
	}
	for _, p := range []string{"/staff/edition/a/2026/kort/2", "/staff/edition/a/2026/kort/x", "/staff/edition/a/x/kort/1"} {
		if page := manager.Get(p); page.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", p, page.StatusCode)
		}
	}
}

// Links to what is published lead to where it is: from an address of staff's own
// to that of parents. No other link leaves a side of the program, and none of
// parents' pages leads to staff's.
func TestEachSideOnItsAddress(t *testing.T) {
	const edition = "/w/a/2026/kort/1"
	link := regexp.MustCompile(`(?:href|src|action)="(/[^"]*)"`)
	for _, c := range []struct{ staffSite, want string }{
		{"http://localhost:8080", "https://ouderstem.example" + edition},
		{"https://ouderstem.example", edition},
	} {
		h := newHouse(t, func(_ *house, to *Config) { to.StaffSite = c.staffSite })
		h.publishesA()
		manager := h.as(survey.Manager)
		for _, path := range []string{"/staff/publish/a/2026/kort/check", "/staff/edition/a/2026/kort/1", "/staff/published/a/2025/kort"} {
			if page := manager.Get(path).body; !strings.Contains(page, `href="`+c.want) {
				t.Errorf("%s at %s does not lead to %s", path, c.staffSite, c.want)
			}
		}
		if to := manager.Get("/staff/published/a/2026/kort").Header.Get("Location"); to != c.want+"?lang=nl" {
			t.Errorf("at %s, who looks for what was published is sent to %q", c.staffSite, to)
		}
		if c.want == edition {
			continue
		}
		places := h.places([]string{"a"}, "2026")
		pages, _ := h.everything(manager, places)
		public, _ := h.everything(nil, places)
		maps.Copy(pages, public)
		for path, page := range pages {
			staff := strings.HasPrefix(path, staffPath)
			for _, l := range link.FindAllStringSubmatch(page, -1) {
				if !strings.HasPrefix(l[1], views.AssetPath) && strings.HasPrefix(l[1], staffPath) != staff {
					t.Errorf("%s leads to %s", path, l[1])
				}
			}
			if !staff && strings.Contains(page, c.staffSite) {
				t.Errorf("%s names the address of staff", path)
			}
		}
	}
}
