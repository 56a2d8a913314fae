package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ouderstem/handlers"
	"ouderstem/stats"
	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/views"
)

var update = flag.Bool("update", false, "write golden files")

// TestDemoReport is the golden report: the same made-up answers give the same
// report, in every format.
func TestDemoReport(t *testing.T) {
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Random: newDice(1)})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	o := demo.Options{Answers: 600, Seed: 1, Year: 2026, Label: v.MaskLabel("nl")}
	if err := demo.Fill(t.Context(), st, o); err != nil {
		t.Fatal(err)
	}
	reports := handlers.NewReports(st)
	for _, unit := range []string{"voorbeeldregio", "voorbeeldstad", "modeldorp-oost", "modeldorp-west"} {
		report, err := reports.Yearly(t.Context(), demo.Survey, unit, 2025, stats.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := views.ReportJSON(&b, views.ReportFile{Report: report}); err != nil {
			t.Fatal(err)
		}
		golden(t, unit+".json", b.Bytes())
		b.Reset()
		if strings.HasPrefix(unit, "modeldorp") { // those of large units are too long to be read
			csv := slices.IndexFunc(handlers.Formats, func(f handlers.Format) bool { return f.Name == "csv" })
			if err := handlers.Formats[csv].Write(t.Context(), &b, v, "nl", views.Report{Report: report}); err != nil {
				t.Fatal(err)
			}
			golden(t, unit+".csv", b.Bytes())
		}
		b.Reset()
		if err := v.Render(&b, "nl", views.Report{Report: report, Standalone: true}); err != nil {
			t.Fatal(err)
		}
		golden(t, unit+".txt", readable(b.Bytes()))
	}
}

var (
	notRead = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<!--.*?-->`)
	block   = regexp.MustCompile(`</?(p|h[1-6]|li|tr|div|section|dt|dd|title|desc|summary|caption|figcaption)\b[^>]*>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	spaces  = regexp.MustCompile(`[ \t]+`)
	lines   = regexp.MustCompile(`\s*\n\s*`)
)

// readable is a page as text, for a person to read the difference.
func readable(page []byte) []byte {
	page = notRead.ReplaceAll(page, nil)
	page = lines.ReplaceAll(page, []byte(" "))
	page = block.ReplaceAll(page, []byte("\n"))
	page = tag.ReplaceAll(page, []byte(" "))
	page = spaces.ReplaceAll(page, []byte(" "))
	return append(bytes.TrimSpace(lines.ReplaceAll(page, []byte("\n"))), '\n')
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it with -update and git diff", file)
	}
}
