package handlers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey/testprogram"
	"ouderstem/views"
)

// opened reports whether LibreOffice opens the report's workbooks: one in English
// is enough to see how its numbers are written.
func (e writtenReport) opened() bool { return e.lang == "nl" || e.name == "full" }

// LibreOffice shows in both kinds of workbooks, cell by cell, what the page says.
func libreOfficeShowsTables(t *testing.T, list []writtenReport) {
	office := testprogram.Find(t, "soffice")
	dir := t.TempDir()
	for lang, code := range map[string]string{"nl": "1043", "en": "2057"} {
		var files []string
		for _, e := range list {
			for _, format := range []string{"xlsx", "ods"} {
				file := filepath.Join(dir, e.name+"-"+e.lang+"-"+format+"."+format)
				if e.lang != lang || !e.opened() {
					continue
				}
				if err := os.WriteFile(file, e.files[format], 0o600); err != nil {
					t.Fatal(err)
				}
				files = append(files, file)
			}
		}
		// UTF-8, in the language, numbers as they are shown, every sheet.
		kind := "csv:Text - txt - csv (StarCalc):44,34,76,1,," + code + ",false,true,true,false,false,-1"
		args := append([]string{"-env:UserInstallation=file://" + profile(t, lang), "--headless", "--convert-to", kind, "--outdir", dir}, files...)
		if out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for _, e := range list {
		if !e.opened() {
			continue
		}
		for i, table := range e.want() {
			for _, row := range table {
				for j, c := range row { // a number in a sheet has the program's own minus
					row[j] = strings.Replace(c, "−", "-", 1)
				}
			}
			for _, format := range []string{"xlsx", "ods"} {
				files, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf("%s-%s-%s-%d *.csv", e.name, e.lang, format, i+1)))
				if err != nil || len(files) != 1 {
					t.Fatalf("%s in %s: sheet %d in %v, %v", e.name, e.lang, i+1, files, err)
				}
				data, err := os.ReadFile(files[0])
				if err != nil {
					t.Fatal(err)
				}
				got := parseCSV(t, data, ',')
				top := slices.IndexFunc(got, func(r []string) bool { return slices.Equal(r, table[0]) })
				if diff := cmp.Diff(table, seen(got[max(top, 0):])); diff != "" {
					t.Errorf("%s in %s, %s, sheet %d: %s", e.name, e.lang, format, i+1, diff)
				}
			}
		}
	}
}

// profile makes settings of LibreOffice for the country of lang, whose numbers a
// workbook of Excel is shown with.
func profile(t *testing.T, lang string) string {
	t.Helper()
	dir := t.TempDir()
	settings := `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>` + map[string]string{"nl": "nl-NL", "en": "en-GB"}[lang] + `</value></prop>
</item></oor:items>`
	if err := os.MkdirAll(filepath.Join(dir, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// PSPP reads every cell, and what its codes mean.
func psppReadsTables(t *testing.T, list []writtenReport) {
	convert := testprogram.Find(t, "pspp-convert")
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, e := range list {
		sw, err := sheetWords(v, e.lang)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, e.name+e.lang)
		if err := os.WriteFile(file+".sav", e.files["sav"], 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), convert, "-O", "csv", "--labels", file+".sav", file+".csv").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		data, err := os.ReadFile(file + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for _, r := range parseCSV(t, data, ',')[1:] {
			got = append(got, []string{r[1], r[0], r[3], r[4], r[5], r[7+1], strings.TrimSpace(r[6]), strings.TrimSpace(r[7])})
		}
		want := e.flat(".", sw.Units)
		for _, w := range want {
			for i := range w {
				w[i] = strings.TrimRight(w[i], " ") // a string of SPSS ends in spaces
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s in %s: %s", e.name, e.lang, diff)
		}
	}
}
