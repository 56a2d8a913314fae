package office

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey/testprogram"
	"ouderstem/views/document"
)

// convert has LibreOffice open files and save them as another kind, and returns
// where they are. It has a profile of its own, so that nothing of the machine's
// plays a part.
func convert(t *testing.T, to string, names ...string) string {
	t.Helper()
	dir, profile := t.TempDir(), t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", to, "--outdir", dir}, names...)
	if out, err := exec.CommandContext(t.Context(), testprogram.Find(t, "soffice"), args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	return dir
}

func save(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), testprogram.Find(t, name), args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v", name, args, err)
	}
	return string(out)
}

// On paper every word is there, in both formats; no page ends with a heading;
// the head of a long table is on each of its pages; pages are numbered.
func TestLibreOfficePrints(t *testing.T) {
	dir := t.TempDir()
	var names []string
	docs := map[string]document.Document{}
	for name, d := range map[string]document.Document{"sample": sample(), "long": long(), "headed": headed(), "report": reports(t)["report-full.json in nl"]} {
		for _, f := range formats {
			docs[name+"-"+f.name] = d
			names = append(names, save(t, dir, name+"-"+f.name+"."+f.name, f.written(t, d)))
		}
	}
	printed := convert(t, "pdf", names...)
	for name, d := range docs {
		file := filepath.Join(printed, name+".pdf")
		if info := run(t, "pdfinfo", file); !strings.Contains(info, fullTitle(d)[:20]) || !strings.Contains(info, "(A4)") {
			t.Errorf("%s: %s", name, info)
		}
		text := run(t, "pdftotext", "-layout", file, "-")
		pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
		sections := annexed(d).Sections
		contents := len(sections) >= listed // whose last entry ends a page
		headings := map[string]bool{}
		for _, h := range expected(d).Headings {
			headings[h[2:]] = true
		}
		for i, page := range pages {
			var lines []string
			for line := range strings.Lines(page) {
				if line = reduce(line); line != "" {
					lines = append(lines, line)
				}
			}
			if number := regexp.MustCompile(`^(\d+) ?/ ?(\d+)$`).FindStringSubmatch(lines[len(lines)-1]); number == nil || number[1] != strconv.Itoa(i+1) || number[2] != strconv.Itoa(len(pages)) {
				t.Errorf("%s: page %d of %d ends with %q", name, i+1, len(pages), lines[len(lines)-1])
			}
			last := lines[len(lines)-2]
			if contents && last == reduce(sections[len(sections)-1].Heading) {
				contents = false
			} else if headings[last] {
				t.Errorf("%s: page %d ends with the heading %q", name, i+1, last)
			}
		}
		for h := range headings {
			if !strings.Contains(reduce(text), h) {
				t.Errorf("%s: the heading %q is not on paper", name, h)
			}
		}
		if len(d.Tables()) == 0 || strings.HasPrefix(name, "report") {
			continue
		}
		if n := strings.Count(text, "Opmerking"); n < 3 {
			t.Errorf("%s: the head of a table of 70 rows is there %d times", name, n)
		}
	}
}

// What LibreOffice reads of an OpenDocument file it can save as another kind:
// headings, tables and the descriptions of pictures are in that too.
func TestLibreOfficeReadsODT(t *testing.T) {
	dir := t.TempDir()
	docs := map[string]document.Document{"sample": sample(), "report": reports(t)["report-full.json in nl"]}
	var names []string
	for name, d := range docs {
		names = append(names, save(t, dir, name+".odt", odtFormat.written(t, d)))
	}
	out := convert(t, "docx", names...)
	for name, d := range docs {
		data, err := os.ReadFile(filepath.Join(out, name+".docx"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(expected(d), pandoc(t, false, data)); diff != "" {
			t.Errorf("%s (- the document, + what LibreOffice made of it):\n%s", name, diff)
		}
	}
}
