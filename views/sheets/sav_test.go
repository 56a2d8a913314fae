package sheets

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/survey/testprogram"
	"ouderstem/views/document"
)

// fatal is a test of any kind.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

func savFileOf(t fatal, dir string, d document.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := SAV(&b, d, exampleWords); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "a.sav")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// PSPP knows what every variable and every code means.
func TestSAVHasLabels(t *testing.T) {
	pspp := testprogram.Find(t, "pspp")
	dir := t.TempDir()
	file := savFileOf(t, dir, sample())
	syntax := filepath.Join(dir, "a.sps")
	if err := os.WriteFile(syntax, []byte("GET FILE='"+file+"'.\nDISPLAY DICTIONARY.\nSYSFILE INFO '"+file+"'.\nDESCRIPTIVES value.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := exec.CommandContext(t.Context(), pspp, "-O", "format=csv", syntax).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	for _, want := range []string{
		"table,1,Tabel,Nominal,Input,12,Right,F12.0,F12.0", "value,7,Getal,Scale,Input,12,Right,F12.1,F12.1", "row,5,Rij,Nominal,Input,40,Left,A318,A318",
		"Tabel,1,Welk cijfer geeft u onze hulp?", ",3,Voelde u zich gehoord? [1/2]: *heel* lang?", "Kolom,1,Aandeel", ",2,procent",
		"Wat ouders vinden van de jeugdhulp in 2026 - Wijkteam Noord", "Encoding,UTF-8", "Created,01 Jan 80 00:00:00", "Getal,51,43.35",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("PSPP does not say %q:\n%s", want, data)
		}
	}
}

// Words of any length and script come back whole, numbers as they are.
func TestSAVKeepsWords(t *testing.T) {
	convert := testprogram.Find(t, "pspp-convert")
	dir := t.TempDir()
	check := func(t fatal, texts ...string) {
		table := document.Table{ID: "a", Caption: texts[0], Head: []string{"x", texts[0]}}
		for _, text := range texts {
			table.Rows = append(table.Rows, []document.Cell{head(text), {Text: text}})
		}
		file := savFileOf(t, dir, document.Document{Lang: "nl", Title: texts[0], Sections: []document.Section{{Heading: texts[0], Blocks: []document.Block{table}}}})
		if out, err := exec.Command(convert, "-O", "csv", file, file+".csv").CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatal(err, string(out))
		}
		data, err := os.ReadFile(file + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range texts {
			want := strings.TrimSpace(text)
			if got := rows[i+1]; strings.TrimSpace(got[4]) != want || strings.TrimSpace(got[8]) != want {
				t.Fatal("it became", got, "and was", text)
			}
		}
	}
	for _, n := range []int{1, 8, 9, 251, 252, 253, 255, 256, 300, 504, 505, 507, 510, 511, 756, 760, 765, 766} {
		check(t, strings.Repeat("abcdefg-", 100)[:n], "z")
	}
	empty := savFileOf(t, dir, document.Document{Lang: "nl", Title: "niets"})
	if out, err := exec.CommandContext(t.Context(), convert, "-O", "csv", empty, empty+".csv").CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("a document without tables: %v %s", err, out)
	}
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcdé ïβшع語,\"'=-")), 0, 900, 1500)
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.SliceOfN(word, 1, 4).Draw(t, "texts")...) })
}
