package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ouderstem/handlers"
	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/survey"
	"ouderstem/views"
)

// publishing makes an installation that has published the report of its region
// and of a municipality.
func publishing(t *testing.T, organisation string) (dir string) {
	t.Helper()
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	st, err := store.Open(t.Context(), store.Config{Dir: dir, Random: newDice(1)})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close() //nolint:errcheck // a test
	if err := demo.Fill(t.Context(), st, demo.Options{Answers: 600, Seed: 1, Year: 2026, Label: v.MaskLabel("nl")}); err != nil {
		t.Fatal(err)
	}
	s, err := st.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Organisation = organisation
	if err := st.SaveSettings(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"voorbeeldregio", "voorbeeldstad"} {
		if _, err := handlers.NewReports(st).Publish(t.Context(), "", unit, 2025, demo.Survey, survey.Choice{}, ""); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBenchmark(t *testing.T) {
	there := publishing(t, "Regio Voorbeeld")
	made := filepath.Join(t.TempDir(), "benchmark.json")
	must(t, "benchmark", "export", "--data", there, "--out", made)
	file, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	if again := must(t, "benchmark", "export", "--data", there); again != string(file) {
		t.Error("nothing else is said, but in another file")
	}
	b, err := survey.ReadBenchmark(file)
	if err != nil || b.Name != "Regio Voorbeeld" || len(b.Units) != 2 {
		t.Fatalf("%+v, %v", b, err)
	}

	here := t.TempDir()
	must(t, "unit", "add", "Gemeente Oostdorp", "--data", here)
	out := must(t, "benchmark", "import", made, "--data", here)
	if !strings.Contains(out, b.Fingerprint()) {
		t.Errorf("a new sender, but no fingerprint:\n%s", out)
	}
	if out := must(t, "benchmark", "import", made, "--data", here); strings.Contains(out, b.Fingerprint()) {
		t.Errorf("a known sender is said to be new:\n%s", out)
	}
	if out := must(t, "benchmark", "list", "--data", here); !strings.HasPrefix(out, "Regio Voorbeeld\t") || !strings.Contains(out, b.Fingerprint()) {
		t.Error(out)
	}
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"forged":    {bytes.Replace(file, []byte(`"edition":1`), []byte(`"edition":2`), 1), "was changed after its sender signed it"},
		"newer":     {bytes.Replace(file, []byte(`"version":1`), []byte(`"version":2`), 1), "newer version of the program"},
		"too large": {append(bytes.Clone(file), bytes.Repeat([]byte(" "), survey.MostBenchmarkBytes)...), "too large"},
		"no file":   {[]byte("hello"), "no benchmark file"},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, test.file, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, errOut, code := do(t, "--messages=en", "benchmark", "import", file, "--data", here); code != 1 || !strings.Contains(errOut, test.want) {
			t.Errorf("%s: %d, %s", name, code, errOut)
		}
	}
	must(t, "benchmark", "forget", "regio voorbeeld", "--data", here)
	if out := must(t, "benchmark", "list", "--data", here, "--format", "json"); out != "[]\n" {
		t.Errorf("forgotten, but %s", out)
	}
	if _, errOut, code := do(t, "--messages=en", "benchmark", "forget", "x", "--data", here); code != 1 || !strings.Contains(errOut, "no such sender") {
		t.Errorf("%d, %s", code, errOut)
	}
	if _, errOut, code := do(t, "--messages=en", "benchmark", "export", "--data", here); code != 1 || !strings.Contains(errOut, "nothing to compare") {
		t.Errorf("%d, %s", code, errOut)
	}
}
