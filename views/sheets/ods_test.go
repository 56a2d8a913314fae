package sheets

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ouderstem/survey/testprogram"
	"ouderstem/views/document"
)

func odsOf(t fatal, d document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ODS(&b, d, exampleWords); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestODSParts(t *testing.T) {
	data := odsOf(t, sample())
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	manifest := part(t, data, "META-INF/manifest.xml")
	for i, f := range z.File {
		if i == 0 && (f.Name != "mimetype" || f.Method != zip.Store) {
			t.Errorf("it begins with %s", f.Name)
		}
		if f.Modified.Year() > 1980 {
			t.Errorf("%s tells when it was made: %v", f.Name, f.Modified)
		}
		if i > 1 && !strings.Contains(manifest, `full-path="`+f.Name+`"`) {
			t.Errorf("%s is not in the manifest", f.Name)
		}
		if strings.HasSuffix(f.Name, ".xml") {
			wellFormed(t, part(t, data, f.Name))
		}
	}
	content := part(t, data, "content.xml")
	for _, want := range []string{
		`office:value-type="percentage" office:value="0.31"><text:p>31` + "\u00a0" + `%</text:p>`,
		`office:value-type="float" office:value="85"><text:p>ongeveer 85</text:p>`,
		`office:value-type="string"><text:p>bijna niemand</text:p>`,
		`<text:p>sneller terugbellen</text:p><text:p>binnen een week</text:p>`,
		`<text:a xlink:type="simple" xlink:href="#&#39;Inhoud&#39;.A1">Naar de inhoud</text:a>`,
	} {
		if !strings.Contains(content, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	for _, c := range sample().Charts() {
		if !strings.Contains(content, "<svg:title>"+c.Title+"</svg:title><svg:desc>"+c.Description+"</svg:desc>") {
			t.Errorf("the picture %s has no words", c.ID)
		}
	}
	if strings.Contains(content, "table:formula") {
		t.Error("it has a formula")
	}
	if n := strings.Count(content, "<table:table-header-rows>"); n != len(sample().Tables())+1 {
		t.Errorf("%d sheets have heads of columns", n)
	}
	d := sample()
	d.RTL = true
	if !strings.Contains(part(t, odsOf(t, d), "content.xml"), `style:writing-mode="rl-tb"`) {
		t.Error("a language from right to left is not laid out so")
	}
}

func wellFormed(t fatal, text string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// Text of any kind comes back as it was: spaces, tabs and signs of XML too.
func TestODSTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune(" \t\n<&>'\"é")), rapid.Rune())).Draw(t, "text")
		content := spaced(clean(text))
		wellFormed(t, `<p xmlns:text="t">`+content+"</p>")
		if got := unspaced(t, content); got != clean(text) {
			t.Fatalf("%q became %q", clean(text), got)
		}
	})
}

// unspaced reads what spaced wrote.
func unspaced(t fatal, content string) string {
	in := xml.NewDecoder(strings.NewReader(`<p xmlns:text="t">` + content + "</p>"))
	got := ""
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return got
		} else if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			got += string(token)
		case xml.StartElement:
			switch token.Name.Local {
			case "tab":
				got += "\t"
			case "s":
				n := 0
				for _, digit := range token.Attr[0].Value {
					n = n*10 + int(digit-'0')
				}
				got += strings.Repeat(" ", n)
			}
		}
	}
}

// LibreOffice opens both kinds of workbooks, draws charts, and prints every
// sheet with its words.
func TestLibreOfficePrintsSheets(t *testing.T) {
	office, read := testprogram.Find(t, "soffice"), testprogram.Find(t, "pdftotext")
	dir := t.TempDir()
	var b bytes.Buffer
	if err := XLSX(&b, sample(), exampleWords); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	var files []string
	for name, data := range map[string][]byte{"x.xlsx": b.Bytes(), "o.ods": odsOf(t, sample())} {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), office, append(args, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, file := range files {
		text, err := exec.CommandContext(t.Context(), read, strings.TrimSuffix(file, filepath.Ext(file))+".pdf", "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"Wat ouders vinden van de jeugdhulp in 2026", "bijna niemand", "te weinig antwoorden", "binnen een week", "@Oefenen",
			"Cijfers van ouders", "Teams en toeval", // titles of charts that no cell has
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s does not print %q", filepath.Base(file), want)
			}
		}
	}
}
