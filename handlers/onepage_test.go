package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ouderstem/handlers/chromium"
	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/survey/testprogram"
	"ouderstem/views"
)

const words = "woorden "

// longest returns n characters of short words.
func longest(n int) string { return strings.Repeat(words, n/len(words)+1)[:n] }

// largest is a report for an audience with a share, in per cent, of as much of
// everything as can be typed in, all in the same letters.
func largest(audience survey.Audience, percent int, letters string) stats.Report {
	part := func(n int) int { return (n*percent + 99) / 100 }
	longest := func(n int) string { return strings.Repeat(letters, part(n)/len(letters)+1)[:part(n)] }
	text := func(n int) survey.Text { return survey.Text{"nl": longest(n), "en": longest(n)} }
	interval := &stats.Interval{Value: 7.4, Low: 7.1, High: 7.7}
	r := stats.Report{
		Unit: survey.Unit{ID: "u", Name: longest(300)}, Year: 2026, Survey: "s", Audience: audience, K: 10, Rounded: true,
		Title: text(300), N: 250, Boxes: 4, Waiting: 5, ResponseRate: &stats.Share{Percent: 53, Interval: &stats.Interval{Value: 53, Low: 47, High: 59}},
		Warnings: []stats.Warning{{Key: "warning.non-response"}, {Key: "warning.rounded"}},
		Foreword: longest(2000),
	}
	r.Questions = append(r.Questions, stats.Question{ID: "mark", Kind: survey.Mark, Text: text(500), Precision: stats.Full, N: 250, Mean: interval})
	for i := range part(40) {
		q := stats.Question{ID: fmt.Sprint("q", i), Kind: survey.One, Text: text(500), Precision: stats.Full, N: 250}
		q.Positive = &stats.Share{Percent: 40 + i, Interval: &stats.Interval{Value: float64(40 + i), Low: float64(30 + i), High: float64(50 + i)}}
		for range 4 {
			q.Bars = append(q.Bars, stats.Bar{Value: "a", Side: survey.Positive, Text: text(300), Share: stats.Share{Percent: 25}})
		}
		r.Questions = append(r.Questions, q)
	}
	r.Overall = &r.Questions[0]
	r.Themes = &stats.Themes{Precision: stats.Full, N: 200, Said: 200, Without: &stats.Share{Percent: 5}}
	for i := range part(30) {
		r.Themes.List = append(r.Themes.List, stats.Theme{
			ID: fmt.Sprint("t", i), Name: text(200), Precision: stats.Full, N: 100 - i, Most: i == 0, Share: stats.Share{Percent: 50 - i},
			Favour: &stats.Favour{Precision: stats.Full, N: 100, Clear: []survey.Side{survey.Positive, survey.Negative}[i%2]},
			Place:  []stats.Place{stats.Celebrate, stats.Improve}[i%2], Confirmed: true,
		})
	}
	for i := range 3 {
		c := stats.Comments{ID: fmt.Sprint("c", i), Text: text(500), Precision: stats.Full, N: 200}
		for j := range part(20) {
			c.Comments = append(c.Comments, longest(200+j))
		}
		r.Comments = append(r.Comments, c)
	}
	for range part(40) {
		r.Figures = append(r.Figures, stats.KeyFigure{
			Label: longest(300), Source: longest(300), Numerator: 999_999_998, Denominator: 999_999_999, Percent: &stats.Interval{Value: 100, Low: 100, High: 100},
		})
	}
	for range part(200) {
		m := survey.Measure{Action: longest(600), Owner: longest(120), Due: "2027-12-31", Status: survey.Dropped, Result: longest(600), Reason: longest(300)}
		r.Measures, r.Promised = append(r.Measures, m), append(r.Promised, m)
	}
	return r
}

var pages = regexp.MustCompile(`/Type /Pages\s+/Count (\d+)`)

// A version on one page is one page of A4, with the longest of everything and with
// what has more room.
func TestOnePageFits(t *testing.T) {
	h := newHouse(t)
	browser := chromium.New(testprogram.Find(t, "chromium"))
	for _, f := range FormatsWith(browser) {
		if !f.Public() || f.Type != "application/pdf" {
			continue
		}
		for _, x := range []struct {
			lang     string
			audience survey.Audience
			percent  int
			letters  string
		}{
			{"nl", survey.Parents, 100, words}, {"en", survey.Youth, 15, words}, {"nl", survey.Parents, 100, "W"}, {"en", survey.Parents, 100, "WIJ SAMEN "},
		} {
			var b bytes.Buffer
			if err := f.Write(t.Context(), &b, h.views, x.lang, views.Report{Report: largest(x.audience, x.percent, x.letters), Published: true, Draft: true}); err != nil {
				t.Fatal(err)
			}
			if got := pages.FindSubmatch(b.Bytes()); got == nil || string(got[1]) != "1" {
				t.Errorf("%s of %+v has pages: %q", f.Name, x, got)
			}
		}
	}
}

// fullness returns how many per cent of the height within its margins a printed A4
// page has words on.
func fullness(t *testing.T, pdf []byte) int {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	words, err := exec.CommandContext(t.Context(), testprogram.Find(t, "pdftotext"), "-bbox", file, "-").Output() //nolint:gosec // a program of the system
	if err != nil {
		t.Fatal(err)
	}
	const top, bottom = 18 / 25.4 * 72, (297 - 20) / 25.4 * 72 // pt; below is the number of the page
	lowest := 0.0
	for _, m := range regexp.MustCompile(`<word [^>]*yMax="([0-9.]+)"`).FindAllSubmatch(words, -1) {
		if y, err := strconv.ParseFloat(string(m[1]), 64); err == nil && y <= bottom {
			lowest = max(lowest, y)
		}
	}
	return int((lowest - top) / (bottom - top) * 100)
}

// What there is to say takes up the page: letters are larger where there is less.
func TestOnePageIsFull(t *testing.T) {
	h := newHouse(t)
	data, err := os.ReadFile("../testdata/voorbeeldstad.json")
	if err != nil {
		t.Fatal(err)
	}
	var r stats.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	r.Rounded, r.Warnings = true, append(r.Warnings, stats.Warning{Key: "warning.rounded"})
	browser := chromium.New(testprogram.Find(t, "chromium"))
	for _, f := range FormatsWith(browser) {
		if !f.Public() || f.Type != "application/pdf" {
			continue
		}
		for _, lang := range []string{"nl", "en"} {
			var b bytes.Buffer
			if err := f.Write(t.Context(), &b, h.views, lang, views.Report{Report: r, Published: true}); err != nil {
				t.Fatal(err)
			}
			if got := pages.FindSubmatch(b.Bytes()); got == nil || string(got[1]) != "1" {
				t.Errorf("%s in %s has pages: %q", f.Name, lang, got)
			}
			if n := fullness(t, b.Bytes()); n < 80 {
				t.Errorf("%s in %s takes %d %% of its page", f.Name, lang, n)
			}
		}
	}
}

// What is long is cut and what is many is counted; parents' words are never cut,
// and only those that were published are there.
func TestOnePageCuts(t *testing.T) {
	h := newHouse(t)
	r := largest(survey.Parents, 100, words)
	r.Comments[0].Comments = append([]string{"Kort en goed.", longest(221)}, r.Comments[0].Comments...)
	text := func(reader views.Reader, r stats.Report) string {
		d, err := h.views.OnePage("nl", reader, views.Report{Report: r})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(d)
	}
	got := text(views.ForTeam, r)
	contains(t, got, "the page", "Kort en goed.", "Er zijn er nog 19", "woorden…")
	if strings.Contains(got, longest(221)) {
		t.Error("a long quote is there")
	}
	contains(t, text(views.ForParents, r), "the page for parents", "is het gemiddelde op een schaal van 1 tot 10", "Een 7 is ruim voldoende en een 8 is goed.")
	r.Rounded = false
	if strings.Contains(text(views.ForTeam, r), "Kort en goed.") {
		t.Error("what nobody released is there")
	}
	few := stats.Report{Unit: r.Unit, Year: 2026, K: 10, Rounded: true, Waiting: 5, Measures: r.Measures[:1]}
	for _, reader := range views.Readers {
		page := text(reader, few)
		contains(t, page, string(reader), "zo blijft verborgen wie wat zei", "Dit doen we ermee")
		if strings.Contains(page, "Het cijfer") || strings.Contains(page, "De vragen") {
			t.Errorf("%s tells figures of nothing: %s", reader, page)
		}
	}
}
