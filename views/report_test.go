package views

import (
	"encoding/json"
	"flag"
	gohtml "html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/stats"
	"ouderstem/survey"
)

var update = flag.Bool("update", false, "write the golden files anew; then read them")

// exampleReport reads a report from testdata: full (212 answers), indicative
// (18), hidden (64, one question with too few opinions), empty, published (full,
// as it leaves the house with two quotes), and compared (full, of a region beside
// earlier years, with what it has below it and two sections left out).
func exampleReport(t *testing.T, name string) stats.Report {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "report-"+name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var r stats.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

var exampleReports = []string{"full", "indicative", "hidden", "empty", "published", "compared"}

// readText returns the words of a page as they are read, a block a line. Of
// charts it has the name and the description.
func readText(page string) string {
	for _, drop := range []string{`(?s)<head>.*?</head>`, `(?s)<svg[^>]*aria-hidden.*?</svg>`, `<text.*?</text>`} {
		page = regexp.MustCompile(drop).ReplaceAllString(page, "")
	}
	page = strings.ReplaceAll(page, "\n", " ")
	page = regexp.MustCompile(`</(p|h\d|li|dt|dd|tr|summary|title|desc|caption|section|button)>|<br>`).ReplaceAllString(page, "\n")
	page = regexp.MustCompile(`</t[hd]>`).ReplaceAllString(page, " | ")
	page = gohtml.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, ""))
	var lines []string
	for line := range strings.Lines(page) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestReportText(t *testing.T) {
	v := newViews(t)
	for _, name := range []string{"full", "indicative", "empty", "published", "compared"} {
		for _, lang := range []string{"nl", "en"} {
			got := readText(render(t, v, lang, Report{Report: exampleReport(t, name), Standalone: true}))
			file := filepath.Join("testdata", "report-"+name+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil { //nolint:gosec // no secret
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s: run with -update and read it\n%s", file, diff)
			}
		}
	}
}

// What a policy without inline styles and scripts refuses must not be served,
// and a file must not ask for anything.
func TestReportKeepsToItsPlace(t *testing.T) {
	v := newViews(t)
	for _, name := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			served := render(t, v, lang, Report{Report: exampleReport(t, name), Files: []File{{"csv"}}, Pictures: "/staff/report/x/chart/"})
			if m := regexp.MustCompile(`<[^>]* (style|on\w+)=|<style|<script>`).FindString(served); m != "" {
				t.Errorf("%s served in %s has %q", name, lang, m)
			}
			for _, want := range []string{".csv?", `href="/staff/records/`, `id="print-report"`, "/s/staff."} {
				if !strings.Contains(served, want) {
					t.Errorf("%s served in %s lacks %s", name, lang, want)
				}
			}
			if figures := strings.Count(served, "<figure "); strings.Count(served, `href="/staff/report/x/chart/`) != 2*figures {
				t.Errorf("%s served in %s has not two pictures of each of %d charts", name, lang, figures)
			}
			alone := render(t, v, lang, Report{Report: exampleReport(t, name), Standalone: true})
			if m := regexp.MustCompile(`<link|<script|<nav|<button|(href|src|action)="[^#]`).FindString(alone); m != "" {
				t.Errorf("%s in a file in %s has %q", name, lang, m)
			}
			if !strings.Contains(alone, "--utrecht-document-color") {
				t.Errorf("%s in a file in %s has no styles", name, lang)
			}
		}
	}
}

// Every link inside the report leads to a place that is there, and no two
// places have one id.
func TestReportAnchors(t *testing.T) {
	v := newViews(t)
	for _, name := range exampleReports {
		page := render(t, v, "nl", Report{Report: exampleReport(t, name), Standalone: true})
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]]++; ids[m[1]] > 1 {
				t.Errorf("%s: id %s is there twice", name, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`(?:href="#|url\(#|aria-labelledby=")([^")]+)`).FindAllStringSubmatch(page, -1) {
			for id := range strings.FieldsSeq(m[1]) {
				if ids[id] == 0 {
					t.Errorf("%s: nothing has the id %s", name, id)
				}
			}
		}
	}
}

// Of a hidden question nothing is told, in no form.
func TestReportHidesFewAnswers(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "hidden")
	for _, lang := range v.Texts().Languages() {
		page := render(t, v, lang, Report{Report: r})
		hidden := 0
		for _, q := range r.Questions {
			if q.Precision != stats.Hidden {
				continue
			}
			hidden++
			_, section, _ := strings.Cut(page, `<section id="q-`+q.ID+`"`)
			section, _, _ = strings.Cut(section, "</section>")
			text := strings.ReplaceAll(readText("<p"+section), inLanguage(q.Text, lang, fallbackLanguages), "")
			if strings.ContainsAny(text, "0123456789") || strings.Contains(section, "<svg") {
				t.Errorf("%s: hidden %s says %q", lang, q.ID, text)
			}
		}
		if hidden == 0 {
			t.Fatal("nothing is hidden in the example")
		}
	}
	empty := render(t, v, "nl", Report{Report: exampleReport(t, "empty")})
	for _, no := range []string{`id="questions"`, `id="comments"`, `role="img"`} {
		if strings.Contains(empty, no) {
			t.Errorf("a report without answers has %s", no)
		}
	}
	for _, want := range []string{`id="figures"`, `id="promised"`, `id="measures"`, "In de bus zitten nog ongeveer"} {
		if !strings.Contains(empty, want) {
			t.Errorf("a report without answers lacks %s", want)
		}
	}
}

// What people typed stays text, whatever it says.
func TestReportHostileText(t *testing.T) {
	const evil = `"><script>alert(1)</script>{{.K}}` + linkMark + "0" + linkMark + `javascript:x`
	r := exampleReport(t, "full")
	r.Unit.Name = evil
	r.Title = survey.Text{"nl": evil}
	for i := range r.Questions {
		r.Questions[i].Text = survey.Text{"nl": evil}
	}
	r.Comments[0].Comments = []string{evil, "[naam] en [<b>iets</b>] en [", "[naam"}
	r.Figures[0].Label, r.Figures[0].Source = evil, evil
	r.Measures[0].Action, r.Measures[0].Owner, r.Measures[0].Due = evil, evil, evil
	r.Promised[0].Result = evil
	page := render(t, newViews(t), "nl", Report{Report: r})
	if strings.Contains(page, "<script>") || strings.Contains(page, "<b>iets") {
		t.Error("what was typed became part of the page")
	}
	if got := strings.Count(page, "<mark>"); got != 1+strings.Count(strings.Join(r.Comments[1].Comments, ""), "[naam]") {
		t.Errorf("%d masks are marked", got)
	}
}

func TestReportAudience(t *testing.T) {
	v := newViews(t)
	for audience, want := range map[survey.Audience]string{
		"": "Wat vonden ouders?", survey.Parents: "Wat vonden ouders?",
		survey.Youth: "Wat vonden jongeren?", survey.Staff: "Wat vonden medewerkers?",
	} {
		asked := exampleReport(t, "full")
		asked.Audience = audience
		page := render(t, v, "nl", Report{Report: asked})
		if !strings.Contains(page, want) {
			t.Errorf("for %q there is no %q", audience, want)
		}
		if audience == survey.Youth && regexp.MustCompile(`[^a-z]ouders (gaven|zeiden|zelf|die)`).MatchString(strings.ToLower(page)) {
			t.Error("a report on young people speaks of parents")
		}
	}
}

func TestMasked(t *testing.T) {
	labels := map[string]bool{"naam": true}
	for comment, want := range map[string][]Piece{
		"gewoon":              {{Text: "gewoon"}},
		"van [naam].":         {{Text: "van "}, {Text: "[naam]", Tag: "naam"}, {Text: "."}},
		"[iets] en [naam]":    {{Text: "[iets] en "}, {Text: "[naam]", Tag: "naam"}, {Text: ""}},
		"een [ en [naam] en[": {{Text: "een [ en "}, {Text: "[naam]", Tag: "naam"}, {Text: " en["}},
	} {
		if diff := cmp.Diff(want, masked(comment, labels)); diff != "" {
			t.Errorf("%q: %s", comment, diff)
		}
	}
}

// Staff are told how many comments they do not see; a sign of a person's mask is
// marked like any other.
func TestReportTellsWhatIsHidden(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Comments[0].Left, r.Comments[1].Left = 1, 12
	r.Comments[0].Comments, r.Comments[1].Comments = []string{"kwam op tijd, ook na […]"}, nil
	page := render(t, v, "nl", Report{Report: r})
	for _, want := range []string{"1 opmerking is verborgen", "12 opmerkingen zijn verborgen", "<mark>[…]</mark>"} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %q", want)
		}
	}
	if strings.Contains(page, "staan niet in dit verslag") {
		t.Error("hidden comments are said to be left out for another reason")
	}
}
