package views

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ouderstem/survey"
)

// compileSchema reads the published schema with a validator of others.
func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	value, err := decodeJSON(raw)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("report.schema.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decodeJSON(raw []byte) (any, error) { return jsonschema.UnmarshalJSON(bytes.NewReader(raw)) }

// change is a way to spoil the JSON of a report.
type change struct {
	name   string
	change func(report object)
}

func deep(o object, path ...string) object {
	for _, key := range path {
		switch v := o[key].(type) {
		case object:
			o = v
		case []any:
			o = v[0].(object)
		}
	}
	return o
}

// Every report fits the schema, and the schema is strict.
func TestReportsFitTheSchema(t *testing.T) {
	schema := compileSchema(t)
	fits := func(raw []byte) error {
		value, err := decodeJSON(raw)
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	for _, name := range exampleReports {
		r := exampleReport(t, name)
		r.Audience = survey.Parents
		var b bytes.Buffer
		if err := ReportJSON(&b, ReportFile{Draft: name == "full", Report: r}); err != nil {
			t.Fatal(err)
		}
		if err := fits(b.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	demo, err := filepath.Glob(filepath.Join("..", "testdata", "*.json"))
	if err != nil || len(demo) == 0 {
		t.Fatalf("no reports of the demo: %v", err)
	}
	for _, file := range demo {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := fits(raw); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	raw, err := os.ReadFile(demo[slices.IndexFunc(demo, func(f string) bool { return strings.Contains(f, "voorbeeldstad") })])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []change{
		{"an unknown field", func(r object) { r["who"] = "x" }},
		{"an unknown field of a question", func(r object) { deep(r, "questions")["answers"] = []any{} }},
		{"a number as text", func(r object) { r["n"] = "12" }},
		{"a field that is missing", func(r object) { delete(r, "k") }},
		{"a part that is missing", func(r object) { delete(deep(r, "overall"), "precision") }},
		{"a k below the least", func(r object) { r["k"] = survey.LeastK - 1 }},
		{"a share above 100", func(r object) { deep(r, "questions", "bars", "share")["percent"] = 101 }},
		{"half a percent", func(r object) { deep(r, "questions", "bars", "share")["percent"] = 0.5 }},
		{"another precision", func(r object) { deep(r, "overall")["precision"] = "exact" }},
		{"a list that is none", func(r object) { r["measures"] = nil }},
		{"a text in no language", func(r object) { deep(r, "overall")["text"] = object{"": "x"} }},
	} {
		value := object{}
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		c.change(value)
		spoilt, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if fits(spoilt) == nil {
			t.Errorf("%s fits the schema", c.name)
		}
	}
}
