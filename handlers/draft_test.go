package handlers

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"ouderstem/stats"
	"ouderstem/survey"
	"ouderstem/views"
)

// unpacked is all that a file holds, with what is packed in it.
func unpacked(t *testing.T, file []byte) string {
	t.Helper()
	all := string(file)
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return all // it is not packed
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all += string(part)
	}
	return all
}

// Every file with a place for it says that it is not published, and that of an
// edition does not: what is made of one page is printed from it.
func TestFilesSayDraft(t *testing.T) {
	h := newHouse(t)
	r := stats.Report{Unit: survey.Unit{ID: "a", Name: "Team A"}, Year: 2026, K: 10, N: 40, Title: survey.Text{"nl": "Kort"}}
	lines := map[string]string{"json": `"draft": true`, "charts.zip": "", "sav": ""}
	for _, f := range append(Formats[:len(Formats):len(Formats)], onePages()...) {
		line, special := lines[f.Name]
		if !special {
			line = "Concept: niet gepubliceerd"
		}
		if line == "" {
			continue // pictures and figures by themselves have no title
		}
		for _, draft := range []bool{true, false} {
			var b bytes.Buffer
			report := views.Report{Report: r, Published: true, Draft: draft}
			if !draft {
				report.Edition = &survey.Edition{Number: 1, Day: "2027-02-01"}
			}
			if err := f.Write(t.Context(), &b, h.views, "nl", report); err != nil {
				t.Fatal(err)
			}
			// Files for writing put spaces that do not break around a stamp.
			text := strings.ReplaceAll(unpacked(t, b.Bytes()), "\u00a0", " ")
			if strings.Contains(text, line) != draft {
				t.Errorf("%s, draft %t: says so %t", f.Name, draft, !draft)
			}
		}
	}
}
