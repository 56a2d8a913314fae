package views

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/views/document"
)

func composed(t *testing.T, v *Views, lang string, r Report) document.Document {
	t.Helper()
	d, err := v.Document(lang, r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// spansOf returns every stretch of text in d.
func spansOf(d document.Document) []document.Span {
	var spans []document.Span
	d.Walk(func(_ int, b document.Block) {
		switch b := b.(type) {
		case document.Paragraph:
			spans = append(spans, b.Line...)
		case document.Quote:
			spans = append(spans, b.Line...)
		case document.List:
			for _, line := range b.Items {
				spans = append(spans, line...)
			}
		case document.Facts:
			for _, f := range b.Items {
				for _, line := range f.Lines {
					spans = append(spans, line...)
				}
			}
		}
	})
	return spans
}

// A document is whole: every name is there once, every link leads somewhere,
// every table is square and every chart can be read without seeing it.
func TestDocumentIsWhole(t *testing.T) {
	v := newViews(t)
	name := regexp.MustCompile(`^[a-z0-9-]+$`)
	for _, example := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			d := composed(t, v, lang, Report{Report: exampleReport(t, example), Standalone: true})
			ids := map[string]bool{}
			take := func(id string) {
				if ids[id] || !name.MatchString(id) {
					t.Errorf("%s in %s: the id %q is there twice, or is none", example, lang, id)
				}
				ids[id] = true
			}
			d.Walk(func(level int, b document.Block) {
				switch b := b.(type) {
				case document.Section:
					take(b.ID)
					if b.Heading == "" || len(b.Blocks) == 0 || level > 3 {
						t.Errorf("%s in %s: section %s of level %d has the heading %q and %d blocks", example, lang, b.ID, level, b.Heading, len(b.Blocks))
					}
				case document.Chart:
					take(b.ID)
					if b.Title == "" || b.Description == "" || b.Plot == nil {
						t.Errorf("%s in %s: chart %s lacks words or a plot", example, lang, b.ID)
					}
				case document.Table:
					take(b.ID)
					if b.Caption == "" || len(b.Rows) == 0 {
						t.Errorf("%s in %s: table %s has the caption %q and %d rows", example, lang, b.ID, b.Caption, len(b.Rows))
					}
					for _, row := range b.Rows {
						if len(row) != len(b.Head) {
							t.Errorf("%s in %s: a row of %d cells under a head of %d in %s", example, lang, len(row), len(b.Head), b.ID)
						}
					}
				}
			})
			for _, s := range spansOf(d) {
				if s.Href != "" && !ids[strings.TrimPrefix(s.Href, "#")] {
					t.Errorf("%s in %s: %q leads to %s, where nothing is", example, lang, s.Text, s.Href)
				}
			}
			if diff := cmp.Diff(d, composed(t, v, lang, Report{Report: exampleReport(t, example), Standalone: true})); diff != "" {
				t.Errorf("%s in %s: composed again it differs: %s", example, lang, diff)
			}
		}
	}
}

// A cell with a number says that number.
func TestDocumentCells(t *testing.T) {
	v := newViews(t)
	numbers := 0
	for _, example := range exampleReports {
		for _, lang := range v.Texts().Languages() {
			for _, table := range composed(t, v, lang, Report{Report: exampleReport(t, example)}).Tables() {
				for _, row := range table.Rows {
					for i, c := range row {
						if c.Number == nil {
							continue
						}
						numbers++
						if got := oneForm(lang, c.Text); got != plain(*c.Number) {
							t.Errorf("%s in %s, table %s, %s: %q stands for %v", example, lang, table.ID, table.Head[i], c.Text, *c.Number)
						}
					}
				}
			}
		}
	}
	if numbers == 0 {
		t.Error("no table has a number")
	}
}

// Words that the organisation typed are told as its language in a report in
// another, and nothing is said of it in its own.
func TestTypedLanguage(t *testing.T) {
	v := newViews(t)
	r := exampleReport(t, "full")
	r.Lang, r.Foreword = "nl", "Wij zijn blij met elk antwoord."
	for lang, want := range map[string]document.Section{
		"nl": {Blocks: []document.Block{document.Paragraph{Line: document.Line{{Text: r.Foreword}}}}},
		"en": {Blocks: []document.Block{
			styled(document.Note, "The municipality wrote this in Dutch."),
			document.Paragraph{Line: document.Line{{Text: r.Foreword, Lang: "nl"}}},
		}},
	} {
		d := composed(t, v, lang, Report{Report: r})
		if diff := cmp.Diff(want.Blocks, section(t, d, "foreword").Blocks); diff != "" {
			t.Errorf("in %s:\n%s", lang, diff)
		}
		told := ""
		if lang == "en" {
			told = "nl"
		}
		cards := 0
		d.Walk(func(_ int, b document.Block) {
			c, ok := b.(document.Cards)
			for _, x := range c.Items {
				if ok && x.Heading != "" {
					cards++
					if x.Lang != told {
						t.Errorf("%s in %s: in %q", x.Heading, lang, x.Lang)
					}
				}
			}
		})
		if cards == 0 {
			t.Error("no key figures")
		}
	}
}
