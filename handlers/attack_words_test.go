package handlers

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ouderstem/survey"
	"ouderstem/views"
)

// Whatever the makers of a report type, and whatever their units are called, stays
// words: on the public pages, and in every file.
func TestHostileWordsGoOut(t *testing.T) {
	h := newHouse(t)
	h.answered(110, waited)
	h.confirms("a", waitingTheme(t))
	const evil = "=cmd|' /C calc'!A0 <script>alert(1)</script> ]]> --> \"'><img src=x onerror=alert(2)> {{.}} &lt;b&gt; javascript:alert(3) \u202e \x0b \x00 \ufffe"
	ctx := t.Context()
	if err := h.store.SaveUnit(ctx, "", survey.Unit{ID: "a", Name: evil, Parent: "m"}); err != nil {
		t.Fatal(err)
	}
	manager := h.as(survey.Manager, "m")
	for _, form := range []url.Values{
		{views.FieldRecord: {views.RecordMeasure}, views.FieldDo: {views.DoSave}, views.FieldAction: {evil}, views.FieldReason: {evil}, views.FieldOwner: {evil[:60]}, views.FieldStatus: {string(survey.Planned)}},
		{views.FieldRecord: {views.RecordFigure}, views.FieldDo: {views.DoSave}, views.FieldLabel: {evil}, views.FieldNumerator: {"6"}, views.FieldDenominator: {"10"}, views.FieldSource: {evil}},
	} {
		if r := manager.Post("/staff/records/a/2026", form); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", r.StatusCode, r.body)
		}
	}
	form := manager.step(outPath)
	form.Set(views.FieldForeword, evil)
	manager.keeps(outPath, form)
	check := outPath + "/check"
	if r := manager.Post(check, manager.step(check)); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	form = manager.step(outPath)
	form.Set(views.FieldForeword, evil+"\n\n"+evil)
	manager.keeps(outPath, form)
	second := manager.step(check)
	second.Set(views.FieldReason, evil)
	if r := manager.Post(check, second); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	hostile := regexp.MustCompile(`(?i)<script|<img src=x|onerror=[^&"]*>|href="javascript`)
	pages := []string{"/w", "/w/a", "/w/a/2026/kort/1", "/w/a/2026/kort/2"}
	for _, f := range Formats {
		pages = append(pages, "/w/a/2026/kort/2."+f.Name)
	}
	for _, path := range pages {
		page := h.has(path, http.StatusOK)
		switch kind := page.Header.Get("Content-Type"); {
		case strings.HasPrefix(kind, "text/html"):
			if bad := hostile.FindString(page.body); bad != "" {
				t.Errorf("%s has %s", path, bad)
			}
		case strings.HasPrefix(page.body, "PK"):
			soundXML(t, path, []byte(page.body))
		case strings.HasPrefix(kind, "text/csv"):
			if bad := regexp.MustCompile(`(?m)(^|[;,]"?)=cmd`).FindString(page.body); bad != "" {
				t.Errorf("%s has a formula", path)
			}
		}
		if d := page.Header.Get("Content-Disposition"); strings.ContainsAny(d, "<>\n\r") {
			t.Errorf("%s is called %s", path, d)
		}
	}
}

// soundXML reads every part of a packed file as XML, and looks for what is hidden
// in it or can run.
func soundXML(t *testing.T, path string, file []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, part := range z.File {
		if !regexp.MustCompile(`\.(xml|rels|svg)$`).MatchString(part.Name) {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(raw))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %s: %v", path, part.Name, err)
				break
			}
			if e, ok := token.(xml.StartElement); ok {
				for _, a := range e.Attr {
					if e.Name.Local == "script" || a.Value == "veryHidden" || a.Name.Local == "state" && a.Value == "hidden" ||
						strings.HasPrefix(a.Name.Local, "on") && e.Name.Space == "http://www.w3.org/2000/svg" || strings.HasPrefix(a.Value, "javascript:") {
						t.Errorf("%s: %s: <%s %s=%q>", path, part.Name, e.Name.Local, a.Name.Local, a.Value)
					}
				}
				if e.Name.Local == "f" && strings.Contains(part.Name, "sheet") || e.Name.Local == "script" {
					t.Errorf("%s: %s has a formula or a script", path, part.Name)
				}
			}
		}
	}
}

// Somebody forges a benchmark file: under a name that looks like that of another
// sender, or with words that would run. The first is refused, the second are words.
func TestForgedBenchmarks(t *testing.T) {
	h := newHouse(t)
	h.set(func(s *survey.Settings) { s.Organisation = "Gemeente Westdorp" })
	h.answered(40, waited)
	manager := h.as(survey.Manager)
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	value := 7.5
	send := func(seed byte, serial int, name string) reply {
		t.Helper()
		key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
		file, err := survey.Benchmark{Name: name, Serial: serial, Units: []survey.BenchmarkUnit{{
			Unit: evil, Year: 2026, Survey: "kort", Edition: 1, K: 10, Question: "mark", Kind: survey.Mark, N: 40, Value: &value, Low: &value, High: &value,
		}}}.Sign(key)
		if err != nil {
			t.Fatal(err)
		}
		return manager.Post("/staff/benchmark", url.Values{views.FieldDo: {views.DoImport}, views.FieldBenchmark: {string(file)}})
	}
	if r := send(1, 1, "Gemeente Oostdorp"); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", r.StatusCode, r.body)
	}
	for _, name := range []string{
		"Gemeente Oostdorp", "gemeente oostdorp", "Gemeente Oostd\u043erp", "Gemeente Oost\u200bdorp", "\u2060Gemeente Oostdorp", "Gemeente 0ostdorp", "\u200b",
		"Gemeente Westdorp", "Gemeente W\u0435stdorp",
	} {
		if r := send(2, 9, name); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a file of a stranger under the name %+q: %d", name, r.StatusCode)
		}
	}
	if r := send(1, 1, evil); r.StatusCode != http.StatusUnprocessableEntity { // older than what is there, and another name
		t.Errorf("the same number again: %d", r.StatusCode)
	}
	if r := send(3, math.MaxInt, evil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("a name of signs: %d", r.StatusCode)
	}
	for _, path := range []string{"/staff/benchmark", "/staff/monitor/m/2026"} {
		page := manager.Get(path)
		if page.StatusCode != http.StatusOK || strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "<img src=x") {
			t.Errorf("%s: %d, or the words of a sender run", path, page.StatusCode)
		}
	}
	if page := manager.Get("/staff/monitor/m/2026").body; strings.Count(page, "Gemeente Oostdorp, uitgave 1") != 1 || !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("what was imported is not in the monitor, or twice")
	}
}
