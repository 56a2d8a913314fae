package views

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ouderstem/survey"
	"ouderstem/views/document"
)

// exampleAudit has every status.
func exampleAudit() *Audit {
	fault := survey.NewCheck("keyring-permissions")
	fault.Fail(survey.Finding("audit.found.mode", "File", "<x>", "Mode", "0644"))
	warning := survey.NewCheck("site-certificate")
	warning.Warn(survey.Finding("audit.found.expires", "Day", "2026-12-01", "Days", 7))
	left := survey.NewCheck("logs-codes")
	left.Leave(survey.Finding("audit.found.no-logs-given"))
	nothing := survey.NewCheck("mail-encrypted")
	nothing.Pass(survey.Finding("audit.found.not-used"))
	return &Audit{
		Day:    "2026-11-24",
		Checks: []survey.Check{*survey.NewCheck("sealed-size"), *fault, *warning, *left, *nothing},
		Drafts: []AuditDraft{{"dpia", []File{{"docx"}}}, {"accessibility", []File{{"odt"}}}},
	}
}

func TestAuditText(t *testing.T) {
	v := newViews(t)
	var b bytes.Buffer
	if err := v.AuditText(&b, "nl", exampleAudit()); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	first, _, _ := strings.Cut(got, "\n")
	if want := "Er is 1 fout gevonden. 1 in orde, 1 fout, 1 let op, 1 niet te controleren, 1 niet van toepassing."; first != want {
		t.Errorf("the first line is %q, want %q", first, want)
	}
	order := []string{"FOUT", "[keyring-permissions]", "<x> heeft de rechten 0644", "chmod 700", "LET OP", "[site-certificate]", "over 7 dagen", "NIET TE", "IN ORDE", "[sealed-size]"}
	for at, rest := 0, got; at < len(order); at++ {
		_, after, found := strings.Cut(rest, order[at])
		if !found {
			t.Errorf("%q is not there, or not in its place\n%s", order[at], got)
			break
		}
		rest = after
	}
	for line := range strings.Lines(got) {
		if len([]rune(line)) > 101 {
			t.Errorf("too long for a terminal: %q", line)
		}
	}
}

// TestAuditSchema holds the JSON against the published schema, and the schema
// against what is wrong.
func TestAuditSchema(t *testing.T) {
	v := newViews(t)
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "docs", "audit.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []*Audit{exampleAudit(), {Day: "2026-11-24", Checks: []survey.Check{*survey.NewCheck("sealed-size")}}} {
		for _, lang := range v.Texts().Languages() {
			var b bytes.Buffer
			if err := v.AuditJSON(&b, lang, a); err != nil {
				t.Fatal(err)
			}
			value, err := jsonschema.UnmarshalJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Error(err)
			}
			m, _ := value.(map[string]any)
			m["sound"] = json.Number("1")
			if schema.Validate(m) == nil {
				t.Error("the schema takes anything")
			}
		}
	}
}

// Every draft says what is set, in its own language, has gaps for what only the
// organisation knows, and every heading of its model.
func TestDrafts(t *testing.T) {
	v := newViews(t)
	settings := survey.DefaultSettings()
	settings.Organisation, settings.K, settings.KReason, settings.Retention, settings.Every = "Gemeente Test", 7, "klein dorp", 18, 3
	facts := DraftFacts{
		Settings: settings, Units: 4, Surveys: []string{"Hoe was de hulp?"}, Accounts: map[survey.Role]int{survey.Coach: 12},
		Provider: true, Site: "https://stem.stadhuis.test", Day: "2026-11-24",
	}
	for _, lang := range v.Texts().Languages() {
		for _, name := range DraftNames {
			d, err := v.Draft(lang, name, facts)
			if err != nil {
				t.Fatal(err)
			}
			text, headings := draftWords(d)
			said := []string{"Gemeente Test", "https://stem.stadhuis.test"}
			if name == "dpia" {
				said = append(said, "7", "klein dorp", "18", "Hoe was de hulp?", "12", "OpenID Connect")
				numbered := 0
				for _, h := range headings {
					if regexp.MustCompile(`^[0-9]+\. `).MatchString(h) {
						numbered++
					}
				}
				if numbered != 17 || len(headings) != 21 {
					t.Errorf("%s: %d headings, %d of them with a number: %q", lang, len(headings), numbered, headings)
				}
			}
			for _, s := range said {
				if !strings.Contains(text, s) {
					t.Errorf("%s %s does not say %q", lang, name, s)
				}
			}
			gap := map[string]string{"nl": "[in te vullen:", "en": "[to be filled in:"}[lang]
			if strings.Count(text, gap) < 4 || strings.Contains(text, "<no value>") || strings.Count(text, "[") != strings.Count(text, "]") {
				t.Errorf("%s %s has %d gaps\n%s", lang, name, strings.Count(text, gap), text)
			}
			page := render(t, v, lang, DraftPage{d})
			if !strings.Contains(page, `<html lang="`+lang+`"`) || strings.Count(page, "<h1") != 1 {
				t.Errorf("%s %s is no page", lang, name)
			}
		}
		empty, err := v.Draft(lang, "dpia", DraftFacts{Settings: survey.DefaultSettings(), Day: "2026-11-24"})
		if text, _ := draftWords(empty); err != nil || strings.Contains(text, "<no value>") {
			t.Error(text, err)
		}
	}
	if _, err := v.Draft("nl", "other", facts); err == nil {
		t.Error("there is a draft of anything")
	}
}

// draftWords returns all words and all headings of a document.
func draftWords(d document.Document) (text string, headings []string) {
	words := []string{d.Unit, d.Title}
	d.Walk(func(_ int, b document.Block) {
		switch b := b.(type) {
		case document.Section:
			headings = append(headings, b.Heading)
		case document.Paragraph:
			words = append(words, b.Line.Text())
		case document.Table:
			for _, row := range b.Rows {
				for _, c := range row {
					words = append(words, c.Text)
				}
			}
		}
	})
	return strings.Join(append(words, headings...), "\n"), headings
}

// TestAuditTextsAreWhole: every check that is made anywhere has all its sentences,
// and docs/audit.md names it.
func TestAuditTextsAreWhole(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "docs", "audit.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := allTexts(t)[FirstLanguage]
	checks := map[string]int{}
	for key := range texts {
		if rest, ok := strings.CutPrefix(key, "audit.check."); ok {
			name, _, _ := strings.Cut(rest, ".")
			checks[name]++
		}
	}
	literal := literals(t)
	for name, n := range checks {
		if n != 1+len(checkTexts) {
			t.Errorf("%s has %d sentences", name, n)
		}
		if !literal[name] {
			t.Errorf("no check %s is made", name)
		}
		if !strings.Contains(string(doc), "`"+name+"`") {
			t.Errorf("docs/audit.md does not name %s", name)
		}
	}
	if len(checks) < 40 || !slices.Contains(checkTexts, "how") {
		t.Errorf("%d checks", len(checks))
	}
}
