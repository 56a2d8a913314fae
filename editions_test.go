package main

import (
	"encoding/json"
	"strings"
	"testing"

	"ouderstem/store"
	"ouderstem/store/demo"
	"ouderstem/survey"
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
	const same = "Dit is hetzelfde als de nieuwste uitgave. Er is niets om opnieuw te publiceren."
	refused(same, publish...)
	refused(same, append(publish, "--reason", "Zomaar.")...)
	if st, err = store.Open(t.Context(), store.Config{Dir: dir, Random: newDice(2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := st.SaveReportDraft(t.Context(), "voorbeeldstad", 2025, demo.Survey, survey.Choice{Foreword: "Dank u wel."}, 0); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	refused("Schrijf op waarom", publish...)
	must(t, in("publish --unit voorbeeldstad --year 2025", "--reason", "Een maatregel ontbrak.")...)
	refused("9999 is geen jaar voor een verslag. Kies een jaar van 2000 tot en met 2100.", in("publish --unit voorbeeldstad --year 9999 --messages nl")...)
	refused("1999 is geen jaar", in("report --unit voorbeeldstad --year 1999 --messages nl --survey "+demo.Survey)...)
	refused("nog niets te publiceren", in("publish --unit voorbeeldstad --year 2001 --messages nl")...)
	one := "--unit voorbeeldstad --year 2025 --survey " + demo.Survey + " --number 1"
	shown := must(t, in("editions show "+one+" --format json")...)
	live := must(t, in("report --unit voorbeeldstad --year 2025 --survey "+demo.Survey+" --publish --format json")...)
	asEdition, isDraft := strings.CutPrefix(live, "{\n  \"draft\": true,\n")
	if !isDraft || shown != "{\n"+asEdition || len(live) < 5000 {
		t.Error("the edition is not the report that it was made of, less that it is a draft")
	}
	byName := in("editions show --messages nl --year 2025 --format json --survey "+demo.Survey, "--unit", "gemeente voorbeeldstad", "--number")
	if must(t, append(byName, "1")...) != shown {
		t.Error("the edition of the unit by its name is another one")
	}
	refused("Deze uitgave is er niet", append(byName, "9")...)
	refused("Deze uitgave is er niet", in("editions withdraw --unit nergens --year 2025 --number 1 --reason x --messages nl --survey "+demo.Survey)...)
	refused("nieuwe uitgave komt of waarom", in("editions withdraw "+one+" --messages nl", "--reason", " ")...)
	if out := must(t, in("editions withdraw "+one+" --messages nl", "--reason", "Het verkeerde verslag.")...); out != "Uitgave 1 is niet meer te lezen op "+path+". Daar staat nu waarom.\n" {
		t.Errorf("%q", out)
	}
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
