package handlers

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// A stranger learns nothing of what is not published: not of units, drafts, other
// years or withdrawn editions, and no address makes the program stumble.
func TestStrangerSeesOnlyWhatIsPublished(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	manager := h.as(survey.Manager, "m")
	form := manager.step("/staff/publish/m/2026/kort")
	form.Set(views.FieldForeword, "Nog geheim.")
	manager.keeps("/staff/publish/m/2026/kort", form)
	nothing := h.get("/w/bestaat-niet")
	long := strings.Repeat("a", 7000)
	for _, path := range []string{
		"/w/m", "/w/a", "/w/m/2026/kort/1", "/w/m/2026/kort/0", "/w/m/2026/kort/-1", "/w/m/2026/kort/99999999999999999999", "/w/m/2026/kort/1.json", "/w/m/2026/kort/1.pdf",
		"/w/m/2026/kort/draft", "/w/m/2026/kort/preview", "/w/m/2026/kort", "/w/m/2026", "/w/m/2026/kort/1/chart/mark.svg",
		"/w/%2e%2e%2fm", "/w/..%2f..%2fetc%2fpasswd", "/w/m%00", "/w/%ff%fe", "/w/m'%20OR%201=1--", "/w/%3Cscript%3E", "/w/" + long, "/w/m/2026/" + long + "/1.csv", "/w/" + strings.Repeat("a/", 2000),
	} {
		page := h.get(path)
		if page.StatusCode != http.StatusNotFound || page.body != nothing.body || page.Header.Get("ETag") != "" || page.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.60s: %d differs from what is not there", path, page.StatusCode)
		}
	}
	for _, lang := range []string{"nl", "en", "<script>", long, "%00", "nl;q=1,en"} {
		for _, path := range []string{"/w?lang=", "/thanks?lang=", "/thanks?for=", "/thanks?for=youth&lang="} {
			if page := h.get(path + lang); page.StatusCode != http.StatusOK || strings.Contains(page.body, "<script>") {
				t.Errorf("%s%.20s: %d", path, lang, page.StatusCode)
			}
		}
	}
	if h.log.Len() > 0 {
		t.Errorf("a stranger can fill the log: %.300s", h.log)
	}
	h.confirms("a", waitingTheme(t))
	if _, why := h.publishes("a", ""); why != "" {
		t.Fatal(why)
	}
	for _, path := range []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/1.json", "/w/a/2026/kort/1.html"} {
		if page := h.has(path, http.StatusOK); strings.Contains(page.body, "geheim") || strings.Contains(page.body, "Gemeente M") || strings.Contains(page.body, "/w/m") {
			t.Errorf("%s tells of another unit", path)
		}
	}
	h.has("/w/m", http.StatusNotFound)
}

// What a stranger sees changes with what is published and with nothing else: not
// with an answer, an opening or a card, used or not.
func TestAnswersChangeNoPublicByte(t *testing.T) {
	h := newHouse(t)
	h.publishesA()
	paths := []string{"/w", "/w/a", "/w/a/2026/kort/1", "/thanks", "/thanks?lang=en", "/"}
	for _, f := range Formats {
		paths = append(paths, "/w/a/2026/kort/1."+f.Name)
	}
	look := func() (seen []string) {
		for _, path := range paths {
			page := h.get(path)
			page.Header.Del("Date")
			seen = append(seen, fmt.Sprint(page.StatusCode, page.Header, page.body))
		}
		return seen
	}
	first := look()
	same := func(after string) {
		t.Helper()
		for i, now := range look() {
			if now != first[i] {
				t.Errorf("%s changed with %s", paths[i], after)
			}
		}
	}
	code := h.cards(12)
	sent := h.post(filled(code[0], "send"))
	same("an answer")
	again := h.post(filled(code[0], "send"))
	if sent.StatusCode != again.StatusCode || sent.Header.Get("Location") != again.Header.Get("Location") || sent.body != again.body {
		t.Error("a used card is told")
	}
	for _, c := range code[1:] {
		h.post(filled(c, "send"))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	same("an opening")
	h.release(1)
	h.set(func(s *survey.Settings) { s.K = 15 })
	same("a decision of staff")
}

// Who asks for a file that takes long keeps nobody from one that is there.
func TestSlowFileKeepsNobodyWaiting(t *testing.T) {
	var c copies
	write := func(w io.Writer) error { _, err := io.WriteString(w, "klaar"); return err }
	if _, err := c.get(copyKey{format: "csv"}, write); err != nil {
		t.Fatal(err)
	}
	_, err := c.get(copyKey{format: "pdf"}, func(w io.Writer) error {
		again, err := c.get(copyKey{format: "csv"}, func(io.Writer) error { return errors.New("made twice") })
		if err != nil || string(again) != "klaar" {
			t.Errorf("%q, %v", again, err)
		}
		return write(w)
	})
	if err != nil {
		t.Fatal(err)
	}
}
