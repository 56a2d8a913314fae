package main

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ouderstem/survey/testprogram"
)

var heading = regexp.MustCompile(`(?s)<h([1-6])[^>]*>(.*?)</h`)

// TestReportPDF prints the demo's report: tagged, with every heading of the
// page at its level, a description at every picture, and a number on each page.
func TestReportPDF(t *testing.T) {
	for _, name := range []string{"chromium", "pdfinfo", "pdftotext"} {
		testprogram.Find(t, name)
	}
	dir := filepath.Join(t.TempDir(), "demo")
	must(t, "demo", "--no-serve", "--answers", "300", "--dir", dir)
	file := filepath.Join(t.TempDir(), "report.pdf")
	report := []string{"report", "--unit", "voorbeeldstad", "--year", fmt.Sprint(time.Now().Year() - 1), "--data", dir}
	page := must(t, report...)
	must(t, append(report, "--format", "pdf", "--out", file)...)
	output := func(name string, args ...string) string {
		out, err := exec.CommandContext(t.Context(), name, args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return string(out)
	}
	about, text := output("pdfinfo", file), flat(output("pdftotext", file, "-"))
	if !strings.Contains(about, "Tagged:          yes") || !strings.Contains(about, "(A4)") {
		t.Errorf("the file is\n%s", about)
	}
	levels := map[string]int{}
	for _, h := range heading.FindAllStringSubmatch(page, -1) {
		levels[h[1]]++
		if said := flat(html.UnescapeString(tag.ReplaceAllString(h[2], " "))); !strings.Contains(text, said) {
			t.Errorf("the heading %q is not there", said)
		}
	}
	tree := output("pdfinfo", "-struct", file)
	for level, n := range levels {
		if got := len(regexp.MustCompile(`(?m)^\s*H`+level+`\b`).FindAllString(tree, -1)); got != n {
			t.Errorf("%d headings of level %s, on the page %d", got, level, n)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if pictures, told := strings.Count(page, `role="img"`), strings.Count(string(raw), "/Alt "); pictures == 0 || told < pictures {
		t.Errorf("%d pictures, %d descriptions", pictures, told)
	}
	pages := regexp.MustCompile(`Pages:\s+(\d+)`).FindStringSubmatch(about)
	if pages == nil || !strings.Contains(text, "1 / "+pages[1]) || !strings.Contains(text, pages[1]+" / "+pages[1]) {
		t.Errorf("pages have no numbers: %v", pages)
	}
}

// flat is text on one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }
