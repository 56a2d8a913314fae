package chromium

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/testprogram"
)

const page = `<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title>
<style>@page { size: A4 } h2 { break-before: page }</style></head>
<body><h1>Wat ouders zeiden</h1><p>Een <a href="#n">zin</a>.</p><h2 id="n">Het cijfer</h2>
<img alt="van elders" src="ADDRESS/picture.png"><img src="file:///etc/hostname" alt=""></body></html>`

// TestPrint prints a page: tagged, with its headings, the same bytes each time,
// without a word about when; nothing is asked of the network and nothing stays
// on the disk.
func TestPrint(t *testing.T) {
	browser := New(testprogram.Find(t, "chromium"))
	pdfinfo, pdftotext := testprogram.Find(t, "pdfinfo"), testprogram.Find(t, "pdftotext")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("OUDERSTEM_SECRET", "kanarie")
	var asked atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer elsewhere.Close()
	html := []byte(strings.Replace(page, "ADDRESS", elsewhere.URL, 1))

	files := make([]bytes.Buffer, 2) // at once: they wait for each other
	var wait sync.WaitGroup
	for i := range files {
		wait.Go(func() {
			if err := browser.Print(t.Context(), &files[i], html); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if t.Failed() {
		return
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same page gives other bytes")
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked the network %d times", n)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, files[0].Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	output := func(name string, args ...string) string {
		out, err := exec.CommandContext(t.Context(), name, args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return string(out)
	}
	about := output(pdfinfo, file)
	for _, want := range []string{"Tagged:          yes", "Pages:           2", "Title:           Proef", "CreationDate:    Sat Jan  1", "JavaScript:      no"} {
		if !strings.Contains(about, want) {
			t.Errorf("%q is not said of the file:\n%s", want, about)
		}
	}
	if strings.Contains(about, "Mozilla") {
		t.Errorf("the file says what made it:\n%s", about)
	}
	if text := output(pdftotext, file, "-"); !strings.Contains(text, "Wat ouders zeiden") || !strings.Contains(text, "Het cijfer") {
		t.Errorf("the text is %q", text)
	}
	if tree := output(pdfinfo, "-struct", file); !strings.Contains(tree, "H1") || !strings.Contains(tree, "H2") {
		t.Errorf("no headings in\n%s", tree)
	}
}

// TestNoBrowser: what is not there is told as such.
func TestNoBrowser(t *testing.T) {
	if err := New("/there/is/none").Print(t.Context(), &bytes.Buffer{}, nil); !errors.Is(err, survey.ErrNoChromium) {
		t.Errorf("at a wrong path: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if New("").There() || New("/there/is/none").There() {
		t.Error("it is said to be there")
	}
	if err := New("").Print(t.Context(), &bytes.Buffer{}, nil); !errors.Is(err, survey.ErrNoChromium) {
		t.Errorf("under none of its names: %v", err)
	}
}

// TestFailed: a browser that says it failed, or prints nothing, is told with its
// own words.
func TestFailed(t *testing.T) {
	dir := t.TempDir()
	for name, script := range map[string]string{"fails": "echo kaput >&2; exit 3", "prints nothing": "echo kaput >&2"} {
		file := filepath.Join(dir, "browser")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := New(file).Print(t.Context(), &bytes.Buffer{}, nil); err == nil || !strings.Contains(err.Error(), "kaput") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTimeless: nothing moves, and only the head of the file is looked at.
func TestTimeless(t *testing.T) {
	head := "%PDF-1.4\n1 0 obj\n<</Title (x)\n/Creator (A \\(B\\) C)\n/CreationDate (D:20261124132139+00'00')\n/ModDate (D:20261124132139+00'00')>>\n"
	body := strings.Repeat(" ", 5000) + "/ModDate (D:20261124132139+00'00')"
	got := string(timeless([]byte(head + body)))
	want := "%PDF-1.4\n1 0 obj\n<</Title (x)\n/Creator (" + strings.Repeat(" ", 9) + ")\n/CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101000000+00'00')>>\n" + body
	if got != want {
		t.Errorf("got %q", got[:200])
	}
	if short := timeless([]byte("x")); string(short) != "x" {
		t.Errorf("got %q", short)
	}
}
