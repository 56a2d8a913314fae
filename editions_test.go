package main

import (
	"encoding/json"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/views"
)

// A report is published, corrected, shown as it was and withdrawn from the command
// line, in the words that say what is wrong.
func TestEditionsFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	v, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Config{Dir: dir, Random: newDice(1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), st, demo.Options{Answers: 300, Seed: 1, Year: 2026, Label: v.MaskLabel("nl")}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	in := func(command string, more ...string) []string {
		return append(append(strings.Fields(command), "--data", dir), more...)
	}
	refused := func(want string, args ...string) {
		t.Helper()
		if _, errOut, code := do(t, args...); code != 1 || !strings.Contains(errOut, want) {
			t.Errorf("ouderstem %v: %d, %s", args, code, errOut)
		}
	}
	publish := in("publish --year 2025 --messages nl", "--unit", "Gemeente Voorbeeldstad")
	out := must(t, publish...)
	path := "/w/voorbeeldstad/2025/" + demo.Survey + "/1"
	if out != "Uitgave 1 is gepubliceerd op "+path+".\n" {
		t.Errorf("%q", out)
	}
	refused("Schrijf op waarom", publish...)
	must(t, in("publish --unit voorbeeldstad --year 2025", "--reason", "Een maatregel ontbrak.")...)
	refused("nog niets te publiceren", in("publish --unit voorbeeldstad --year 2001 --messages nl")...)
	one := "--unit voorbeeldstad --year 2025 --survey " + demo.Survey + " --number 1"
	shown := must(t, in("editions show "+one+" --format json")...)
	live := must(t, in("report --unit voorbeeldstad --year 2025 --survey "+demo.Survey+" --publish --format json")...)
	if shown != live || len(live) < 5000 {
		t.Error("the edition is not the report that it was made of")
	}
	refused("nieuwe uitgave komt of waarom", in("editions withdraw "+one+" --messages nl", "--reason", " ")...)
	must(t, in("editions withdraw "+one, "--reason", "Het verkeerde verslag.")...)
	var rows []struct {
		Number                          int
		Path, Reason, Withdrawn, SHA256 string
	}
	if err := json.Unmarshal([]byte(must(t, in("editions --format json")...)), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[1].Path != path || rows[1].Withdrawn != "Het verkeerde verslag." || rows[0].Reason != "Een maatregel ontbrak." || len(rows[0].SHA256) != 64 {
		t.Errorf("%+v", rows)
	}
	if list := must(t, in("editions")...); strings.Count(list, "\n") != 2 || !strings.Contains(list, path) {
		t.Error(list)
	}
}
