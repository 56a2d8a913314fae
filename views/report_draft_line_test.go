package views

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"ouderstem/survey"
)

// What is not published says so once, above all that it says: on pages, which are
// printed, and in files. An edition does not, and neither does its page, which tells
// number and day itself.
func TestDraftIsTold(t *testing.T) {
	v := newViews(t)
	for lang, line := range map[string]string{"nl": "Concept: niet gepubliceerd", "en": "Draft: not published"} {
		for name, test := range map[string]struct {
			r    Report
			told int
		}{
			"page":            {Report{Draft: true}, 1},
			"file":            {Report{Draft: true, Standalone: true}, 1},
			"preview":         {Report{Draft: true, Published: true, Back: "/staff/"}, 1},
			"published page":  {Report{Published: true}, 0},
			"file of edition": {Report{Published: true, Standalone: true, Edition: &survey.Edition{Number: 2, Day: "2026-03-02"}}, 0},
		} {
			test.r.Report = exampleReport(t, "published")
			pages := map[string]string{"whole": render(t, v, lang, test.r)}
			for _, reader := range Readers {
				pages[string(reader)] = render(t, v, lang, &OnePage{Report: test.r, For: reader})
			}
			for version, page := range pages {
				head, _, _ := strings.Cut(page, "</header>\n<section")
				if got := strings.Count(page, line); got != test.told || strings.Count(head, line) != test.told {
					t.Errorf("%s, %s, in %s: told %d times", name, version, lang, got)
				}
			}
		}
	}
}

func TestDraftInJSON(t *testing.T) {
	for _, draft := range []bool{true, false} {
		var b strings.Builder
		if err := ReportJSON(&b, ReportFile{Draft: draft, Report: exampleReport(t, "full")}); err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
			t.Fatal(err)
		}
		if _, there := got["draft"]; there != draft || draft && got["draft"] != true {
			t.Errorf("draft %t: %v", draft, got["draft"])
		}
	}
}

// A report in a file of its own loads nothing, whichever version it is.
func TestFilesLoadNothing(t *testing.T) {
	v := newViews(t)
	r := Report{Report: exampleReport(t, "published"), Published: true, Standalone: true}
	pages := map[string]Page{"whole": r}
	for _, reader := range Readers {
		pages[string(reader)] = &OnePage{Report: r, For: reader}
	}
	for name, page := range pages {
		if got := render(t, v, "nl", page); !strings.Contains(got, `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`) || strings.Contains(got, "<link") {
			t.Errorf("%s is not kept from loading", name)
		}
	}
}

// In another language a page is asked for as it was, without what was just done.
func TestLanguagesKeepTheQuery(t *testing.T) {
	v := newViews(t)
	for query, want := range map[string]string{
		"":                            `href="?lang=en"`,
		"funnel=1":                    `href="?lang=en&amp;funnel=1"`,
		"said=x&lang=nl&funnel=1":     `href="?lang=en&amp;funnel=1"`,
		`q=%22%3E%3Cscript%3E&page=2`: `href="?lang=en&amp;page=2&amp;q=%22%3E%3Cscript%3E"`,
	} {
		asked, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if page := render(t, v, "nl", Report{Report: exampleReport(t, "full"), Frame: Frame{Query: asked}}); !strings.Contains(page, want) {
			t.Errorf("%s: no %s", query, want)
		}
	}
}
