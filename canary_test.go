package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"ouderstem/handlers"
	"ouderstem/store"
)

// canaries are words that a parent's browser, network or answer brings along and
// that must end up nowhere. The last two stand in an answer and are masked.
var canaries = []string{
	"127.0.77.77", "203.0.113.77", "203.0.113.78", "203.0.113.79",
	"CanaryPhone", "canary-referer.example", "CanaryCookie", "x-canarytongue", "CanaryToken",
	"06-28177399", "kanarie.ouder@example.org",
}

// tellAll puts into a request whatever could tell who sends it.
func tellAll(r *http.Request) {
	for name, value := range map[string]string{
		"User-Agent":      "CanaryPhone/7",
		"X-Forwarded-For": "203.0.113.77",
		"Forwarded":       "for=203.0.113.78",
		"X-Real-IP":       "203.0.113.79",
		"Referer":         "https://canary-referer.example/",
		"Cookie":          "canary=CanaryCookie",
		"Accept-Language": "nl, x-canarytongue;q=0.1",
	} {
		r.Header.Set(name, value)
	}
}

// TestCanary lets parents answer with all that could tell who they are, and then
// has everything done that can be done with answers. Of what came along nothing
// is in any file, in any output, or in anything printed; of the answers nothing
// is before their box is opened. The program has no level of logging to turn up:
// all there is to log is logged.
func TestCanary(t *testing.T) {
	dir, made, tmp := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	must(t, "unit", "add", "Gemeente Test", "--id", "test", "--data", dir)
	must(t, "unit", "add", "Team Een", "--id", "een", "--parent", "test", "--data", dir)
	cards := strings.Split(strings.TrimSpace(must(t, "cards", "--survey", "kort", "--unit", "een", "--count", "14", "--format", "txt", "--data", dir)), "\n")
	site, printed := server(t, dir)
	client := parent()
	never := slices.Clone(canaries)
	answer := func(i int, card string) {
		link, code, _ := strings.Cut(card, "\t")
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		never = append(never, code, u.Fragment, strings.ToLower(u.Fragment))
		for _, step := range []string{"review", "send", "send"} {
			send(t, client, site+u.Path, url.Values{
				"code": {u.Fragment}, "lang": {"nl"}, "step": {step}, "token": {"CanaryToken"},
				"q-mark": {fmt.Sprint(1 + i%10)}, "q-good": {fmt.Sprintf("veldkanarie %d; bel 06-28177399 of mail kanarie.ouder@example.org", i)},
			})
		}
	}
	var out bytes.Buffer // of every command
	search := func(never []string) {
		t.Helper()
		h := newHunt(never)
		h.in("printed", []byte(printed.String()))
		h.in("output", out.Bytes())
		for _, d := range []string{dir, made, tmp} {
			if err := h.tree(d); err != nil {
				t.Fatal(err)
			}
		}
		if h.files < 3 {
			t.Errorf("only %d files", h.files)
		}
		for _, f := range h.found {
			t.Error(f)
		}
	}
	for i, card := range cards {
		answer(i, card)
	}
	never = slices.Compact(slices.Sorted(slices.Values(never)))
	search(append(slices.Clone(never), "veldkanarie"))

	year := fmt.Sprint(store.YearOf(time.Now()))
	command := func(args ...string) { out.WriteString(must(t, append(args, "--data", dir)...)) }
	command("open")
	command("close-year", year)
	for _, f := range handlers.Formats {
		file := filepath.Join(made, "report."+f.Name)
		command("report", "--unit", "test", "--year", year, "--survey", "kort", "--format", f.Name, "--out", file)
	}
	command("publish", "--unit", "test", "--year", year)
	command("editions", "list")
	command("editions", "show", "--unit", "test", "--year", year, "--survey", "kort", "--number", "1")
	command("cards", "list")
	command("account", "list")
	st, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	settings, err := st.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Organisation = "Gemeente Test"
	if err := errors.Join(st.SaveSettings(t.Context(), settings), st.Close()); err != nil {
		t.Fatal(err)
	}
	command("benchmark", "export")
	command("backup", filepath.Join(made, "copy.db"))
	for i, card := range cards { // which are spent by now
		answer(i, card)
	}
	search(never)
	report, err := os.ReadFile(filepath.Join(made, "report.json"))
	if err != nil || count(t, string(report)) != len(cards) {
		t.Errorf("%d answers are in the report, %v", count(t, string(report)), err)
	}
	// What was answered is there now, so that the search does find.
	h := newHunt([]string{"veldkanarie"})
	if err := h.tree(made); err != nil || len(h.found) == 0 {
		t.Error("no answer is in what was made of them", err)
	}
}

// TestCanaryIsFound plants a word in every way in which it could hide.
func TestCanaryIsFound(t *testing.T) {
	const word = "CanaryPhone"
	zipped := func(content []byte) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, err := w.Create("inner.xml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	packed := func(content []byte, with func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		w := with(&b)
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zl := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	plain := []byte("<p>x " + word + "</p>")
	plants := map[string][]byte{
		"plain":       plain,
		"zip":         zipped(plain),
		"zip in zip":  zipped(zipped(plain)),
		"gzip":        packed(plain, gz),
		"gzip in zip": zipped(packed(plain, gz)),
		"PDF":         slices.Concat([]byte("%PDF-1.7\nstream\n"), packed(plain, zl), []byte("\nendstream")),
		"hex":         []byte(hex.EncodeToString(plain)),
		"HEX":         []byte(strings.ToUpper(hex.EncodeToString(plain))),
		"UTF-16":      wide(string(plain)),
		"escaped":     []byte(url.QueryEscape("x y" + word)),
	}
	for shift := range 3 {
		moved := slices.Concat(bytes.Repeat([]byte("x"), shift), plain)
		plants[fmt.Sprint("base64 ", shift)] = []byte(base64.StdEncoding.EncodeToString(moved))
		plants[fmt.Sprint("base64 for addresses ", shift)] = []byte(base64.RawURLEncoding.EncodeToString(moved))
	}
	for name, plant := range plants {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "file"), plant, 0o600); err != nil {
				t.Fatal(err)
			}
			h := newHunt(canaries)
			if err := h.tree(dir); err != nil || len(h.found) == 0 {
				t.Error("not found", err)
			}
		})
	}
	h := newHunt(canaries)
	h.in("nothing", zipped([]byte("nothing of the kind")))
	if len(h.found) > 0 {
		t.Error(h.found)
	}
}

// hunt looks for words, however they are written down.
type hunt struct {
	forms map[string][][]byte // by word
	files int
	found []string
}

func newHunt(words []string) *hunt {
	h := &hunt{forms: map[string][][]byte{}}
	for _, w := range words {
		raw := []byte(w)
		forms := [][]byte{
			raw, wide(w), []byte(url.QueryEscape(w)),
			[]byte(hex.EncodeToString(raw)), []byte(strings.ToUpper(hex.EncodeToString(raw))),
		}
		for shift := range 3 { // base64 depends on what stands before
			moved := slices.Concat(make([]byte, shift), raw)
			from := (8*shift + 5) / 6 // the first character that is of the word alone
			to := 8 * len(moved) / 6  // and the last
			for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				forms = append(forms, []byte(e.EncodeToString(moved)[from:to]))
			}
		}
		h.forms[w] = forms
	}
	return h
}

// wide is text in UTF-16, as some office formats and systems write it.
func wide(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// tree looks in every file below dir, and at the names of files.
func (h *hunt) tree(dir string) error {
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		h.in(filepath.Base(file), append(content, filepath.Base(file)...))
		return err
	})
}

var pdfStream = regexp.MustCompile(`stream\r?\n`)

// in looks in content and in all that is packed in it.
func (h *hunt) in(name string, content []byte) {
	h.files++
	for word, forms := range h.forms {
		for _, form := range forms {
			if bytes.Contains(content, form) {
				h.found = append(h.found, fmt.Sprintf("%s holds %q as %q", name, word, form))
				break
			}
		}
	}
	unpack := func(inner string, r io.Reader, err error) {
		if err == nil {
			unpacked, _ := io.ReadAll(r) // as far as it can be read: what follows it is no part of it
			h.in(name+"/"+inner, unpacked)
		}
	}
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			h.found = append(h.found, fmt.Sprintf("%s cannot be unpacked: %v", name, err))
			return
		}
		for _, f := range z.File {
			r, err := f.Open()
			unpack(f.Name, r, err)
		}
	case bytes.HasPrefix(content, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(bytes.NewReader(content))
		unpack("gz", r, err)
	case bytes.HasPrefix(content, []byte("%PDF")):
		for _, at := range pdfStream.FindAllIndex(content, -1) {
			r, err := zlib.NewReader(bytes.NewReader(content[at[1]:]))
			unpack("stream", r, err)
		}
	}
}
