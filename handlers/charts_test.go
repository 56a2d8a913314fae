package handlers

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/handlers/chromium"
	"ouderstem/survey"
)

// answered is a house with twelve opened answers.
func answered(t *testing.T, change ...func(*house, *Config)) *house {
	t.Helper()
	h := newHouse(t, change...)
	for _, code := range h.cards(12) {
		h.post(filled(code, "send"))
	}
	if _, err := h.store.OpenBoxes(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	return h
}

var pictureLink = regexp.MustCompile(`href="(/staff/report/[^"]*/chart/[^"?]*\.(png|svg)\?lang=nl)"`)

// TestPictures follows the links below each chart of a report.
func TestPictures(t *testing.T) {
	h := answered(t)
	const page = "/staff/report/m/2026/kort"
	manager := h.as(survey.Manager)
	body := manager.Get(page).body
	links := pictureLink.FindAllStringSubmatch(body, -1)
	if figures := strings.Count(body, "<figure"); figures == 0 || len(links) != 2*figures {
		t.Fatalf("%s: %d figures, %d links", page, figures, len(links))
	}
	for _, link := range links {
		r := manager.Get(link[1])
		if r.StatusCode != http.StatusOK || !strings.HasPrefix(link[1], page+"/chart/") || !strings.HasPrefix(r.Header.Get("Content-Disposition"), `inline; filename="m-2026-`) {
			t.Fatalf("%s: %d %v", link[1], r.StatusCode, r.Header)
		}
		switch link[2] {
		case "png":
			if m, err := png.Decode(strings.NewReader(r.body)); err != nil || m.Bounds().Dx() != sharp || r.Header.Get("Content-Type") != "image/png" {
				t.Errorf("%s: %v", link[1], err)
			}
		case "svg":
			var root struct {
				XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
				Title   string   `xml:"title"`
				Lang    string   `xml:"lang,attr"`
			}
			if err := xml.Unmarshal([]byte(r.body), &root); err != nil || root.Title == "" || root.Lang != "nl" || r.Header.Get("Content-Type") != "image/svg+xml" {
				t.Errorf("%s: %+v %v", link[1], root, err)
			}
		}
	}
	for _, none := range []string{"/chart/none.png", "/chart/bars-mark.gif", "/chart/bars-mark"} {
		if r := manager.Get(page + none); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", none, r.StatusCode)
		}
	}
	if r := h.as(survey.Coach, "m").Get("/staff/report/m/2026/kort/chart/bars-mark.png"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a coach sees a chart of what is not published: %d", r.StatusCode)
	}
}

// A funnel plot is in a report that is asked for it, and so are its pictures.
func TestPicturesOfFunnel(t *testing.T) {
	h := newHouse(t)
	for _, id := range []string{"b", "c"} {
		if _, err := h.store.AddUnit(t.Context(), survey.Unit{ID: id, Name: "Team " + id, Parent: "m"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"a", "b", "c"} {
		h.answeredIn(id, 2026, 40, func(i int) (mark, text string) { return fmt.Sprint(5 + (i+len(id))%4), "" })
	}
	manager := h.as(survey.Manager)
	const path = "/staff/report/m/2026/kort"
	link := regexp.MustCompile(`href="(/staff/report/m/2026/kort/chart/[^"?]*)\.(png|svg)\?lang=nl&amp;funnel=1"`)
	if found := link.FindString(manager.Get(path).body); found != "" {
		t.Errorf("nobody asked for %s", found)
	}
	links := link.FindAllStringSubmatch(manager.Get(path+"?funnel=1").body, -1)
	if len(links) != len(Pictures) {
		t.Fatalf("links: %q", links)
	}
	for _, l := range links {
		picture := l[1] + "." + l[2]
		r := manager.Get(picture + "?lang=nl&funnel=1")
		if r.StatusCode != http.StatusOK || r.body == "" || !strings.HasSuffix(r.Header.Get("Content-Disposition"), "."+l[2]+`"`) {
			t.Errorf("%s: %d %v", picture, r.StatusCode, r.Header)
		}
		if l[2] == "svg" && !strings.Contains(r.body, "Team b") {
			t.Errorf("%s does not name the teams", picture)
		}
		if r := manager.Get(picture); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", picture, r.StatusCode)
		}
	}
}

// TestChartsFile: all charts of a report in one file, the same bytes each time.
func TestChartsFile(t *testing.T) {
	manager := answered(t).as(survey.Manager)
	r, again := manager.Get("/staff/report/m/2026/kort.charts.zip"), manager.Get("/staff/report/m/2026/kort.charts.zip")
	if r.StatusCode != http.StatusOK || r.body != again.body || r.Header.Get("Content-Disposition") != `attachment; filename="m-2026.charts.zip"` {
		t.Fatalf("%d, %v", r.StatusCode, r.Header)
	}
	z, err := zip.NewReader(strings.NewReader(r.body), int64(len(r.body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(content)
		if err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", f.Name, len(b), err)
		}
	}
	if !slices.Contains(names, "01-bars-mark.png") || !slices.Contains(names, "01-bars-mark.svg") || !slices.IsSorted(names) {
		t.Errorf("files: %v", names)
	}
}

// TestNoBrowser: who asks for a PDF where none can be made is told what to do.
func TestNoBrowser(t *testing.T) {
	h := answered(t, func(_ *house, c *Config) { c.Browser = chromium.New("/there/is/none") })
	r := h.as(survey.Manager).Get("/staff/report/m/2026/kort.pdf")
	if r.StatusCode != http.StatusConflict || !strings.Contains(r.body, "Chromium") || !strings.Contains(r.body, "Opslaan als PDF") {
		t.Errorf("%d\n%s", r.StatusCode, r.body)
	}
	if bytes.Contains(h.log.Bytes(), []byte("request failed")) {
		t.Errorf("logged as a failure of ours: %s", h.log)
	}
}

// TestFilesAreNamed: the page offers every format in words.
func TestFilesAreNamed(t *testing.T) {
	body := answered(t).as(survey.Manager).Get("/staff/report/m/2026/kort").body
	for _, f := range FormatsWith(nil) {
		link := regexp.MustCompile(`<a href="/staff/report/m/2026/kort\.` + regexp.QuoteMeta(f.Name) + `\?lang=nl">([^<]+)</a>`)
		if m := link.FindStringSubmatch(body); m == nil || len(m[1]) < 5 {
			t.Errorf("%s is offered as %q", f.Name, m)
		}
	}
}
