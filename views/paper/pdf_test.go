package paper

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ouderstem/survey"
	"ouderstem/survey/testprogram"
)

func pdf(t testing.TB, s Sheet, codes []survey.Code) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(&b, newTexts(t), s, codes); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	pdfStream = regexp.MustCompile(`(?s)/Filter /FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)
	pdfMatrix = regexp.MustCompile(`q ([\d.]+) 0 0 -([\d.]+) ([\d.]+) ([\d.]+) cm 0 g\n((?:\d+ \d+ \d+ 1 re\n)+)f Q`)
	pdfRun    = regexp.MustCompile(`(\d+) (\d+) (\d+) 1 re`)
)

// pdfPages paints the QR codes of every page, from the drawing in the file.
func pdfPages(t *testing.T, data []byte) []*image.Gray {
	t.Helper()
	const scale = perMM / (72 / 25.4)
	var pages []*image.Gray
	for _, stream := range pdfStream.FindAllSubmatch(data, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue
		}
		ops, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(ops, []byte(" re\n")) {
			continue // a font
		}
		page := white(210*perMM, 297*perMM)
		for _, m := range pdfMatrix.FindAllSubmatch(ops, -1) {
			var n [4]float64
			for i := range n {
				n[i], _ = strconv.ParseFloat(string(m[i+1]), 64)
			}
			for _, run := range pdfRun.FindAllSubmatch(m[5], -1) {
				x, _ := strconv.ParseFloat(string(run[1]), 64)
				y, _ := strconv.ParseFloat(string(run[2]), 64)
				w, _ := strconv.ParseFloat(string(run[3]), 64)
				top := 297*72/25.4 - n[3] + y*n[1]
				paint(page, (n[2]+x*n[0])*scale, top*scale, (n[2]+(x+w)*n[0])*scale, (top+n[1])*scale)
			}
		}
		pages = append(pages, page)
	}
	return pages
}

func TestPDF(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9} {
		for _, lang := range []string{"nl", "en"} {
			s := sheet()
			s.Lang, s.Audience = lang, survey.Youth
			codes := stack(t, n)
			pages := pdfPages(t, pdf(t, s, codes))
			if want := (n + 7) / 8; len(pages) != want {
				t.Fatalf("%d cards on %d pages", n, len(pages))
			}
			var links []string
			for _, page := range pages {
				links = append(links, scanPage(t, page, gridOf(t, s))...)
			}
			if want := linksOf(s, codes); !slices.Equal(links, want) {
				t.Errorf("%d cards: scanned %q, want %q", n, links, want)
			}
		}
	}
}

func TestLayoutsInPDF(t *testing.T) {
	for layout, each := range map[Layout]int{"": 8, EightOnA4: 8, TwoOnA4: 2, TenOnA4: 10} {
		s := sheet()
		s.Layout = layout
		codes := stack(t, 11)
		var b bytes.Buffer
		if err := SVG(&b, newTexts(t), s, codes); err != nil {
			t.Fatal(err)
		}
		drawn, _ := svgPages(t, b.Bytes())
		for kind, pages := range map[string][]*image.Gray{"pdf": pdfPages(t, pdf(t, s, codes)), "svg": drawn} {
			if want := (len(codes) + each - 1) / each; len(pages) != want {
				t.Fatalf("%s, %s: %d cards on %d pages, want %d", layout, kind, len(codes), len(pages), want)
			}
			var links []string
			for _, page := range pages {
				links = append(links, scanPage(t, page, gridOf(t, s))...)
			}
			if want := linksOf(s, codes); !slices.Equal(links, want) {
				t.Errorf("%s, %s: scanned %q, want %q", layout, kind, links, want)
			}
		}
	}
}

func TestPosterPDF(t *testing.T) {
	s := sheet()
	s.Way = survey.ByPoster
	codes := stack(t, 1)
	pages := pdfPages(t, pdf(t, s, codes))
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	if got, want := scan(t, pages[0]), linksOf(s, codes)[0]; got != want {
		t.Errorf("scanned %q, want %q", got, want)
	}
}

// render turns a PDF into pictures as a printer does, and returns their files.
func render(t *testing.T, data []byte, dpi int) []string {
	t.Helper()
	tool := testprogram.Find(t, "pdftoppm")
	dir := t.TempDir()
	file := filepath.Join(dir, "cards.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, tool, "-r", strconv.Itoa(dpi), "-gray", "-png", file, filepath.Join(dir, "page"))
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	return pages
}

func run(t *testing.T, tool string, args ...string) string {
	t.Helper()
	out, err := exec.Command(tool, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(tool), err)
	}
	return string(out)
}

func picture(t *testing.T, file string) *image.Gray {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	gray := white(img.Bounds().Dx(), img.Bounds().Dy())
	draw.Draw(gray, gray.Bounds(), img, image.Point{}, draw.Src)
	return gray
}

// Two readers that share no code see every code on the rendered pages.
func TestPrintedCodesAreRead(t *testing.T) {
	zbar := testprogram.Find(t, "zbarimg")
	long := sheet()
	long.Site = "https://www.vragenlijst.een-heel-lange-naam-van-een-gemeente.voorbeeld.nl"
	long.Organisation = strings.Repeat("Centrum voor Jeugd en Gezin ", 11)
	poster := sheet()
	poster.Way = survey.ByPoster
	sheets := map[string]Sheet{"poster": poster}
	for _, l := range Layouts {
		s, long := sheet(), long
		s.Layout, long.Layout = l, l
		sheets["usual "+string(l)], sheets["long "+string(l)] = s, long
	}
	for name, s := range sheets {
		codes := stack(t, 11)
		if s.Way == survey.ByPoster {
			codes = codes[:1]
		}
		var byZbar, byZxing []string
		for _, page := range render(t, pdf(t, s, codes), 150) {
			seen := run(t, zbar, "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page)
			byZbar = append(byZbar, strings.Fields(seen)...)
			byZxing = append(byZxing, scanPage(t, picture(t, page), gridOf(t, s))...)
		}
		want := linksOf(s, codes)
		if !slices.Equal(byZxing, want) {
			t.Errorf("%s: one reader sees %q, want %q", name, byZxing, want)
		}
		slices.Sort(byZbar) // it reads in an order of its own
		if slices.Sort(want); !slices.Equal(byZbar, want) {
			t.Errorf("%s: the other reader sees %q, want %q", name, byZbar, want)
		}
	}
}

// No white lines show in what is black as a whole: the middles of the three
// large squares in a QR code's corners.
func TestNoSeams(t *testing.T) {
	s := sheet()
	code := stack(t, 1)[0]
	modules, err := encode(Link(s.Site, s.Address, code))
	if err != nil {
		t.Fatal(err)
	}
	module := cardSquare / float64(len(modules))
	for _, dpi := range []int{72, 97, 150, 211} {
		page := picture(t, render(t, pdf(t, s, []survey.Code{code}), dpi)[0])
		pixels := float64(dpi) / 25.4
		for _, corner := range [][2]int{{2, 2}, {len(modules) - 5, 2}, {2, len(modules) - 5}} {
			left, top := (cardMargin+float64(corner[0])*module)*pixels, (cardMargin+float64(corner[1])*module)*pixels
			side := 3 * module * pixels
			for y := int(top) + 1; y < int(top+side); y++ {
				for x := int(left) + 1; x < int(left+side); x++ {
					if p := page.GrayAt(x, y).Y; p > 0 {
						t.Fatalf("%d dpi: grey %d at %d, %d", dpi, p, x, y)
					}
				}
			}
		}
	}
}

func pdfText(t *testing.T, data []byte) string {
	t.Helper()
	tool := testprogram.Find(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "cards.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return run(t, tool, "-layout", "-enc", "UTF-8", file, "-")
}

func TestPDFText(t *testing.T) {
	s := sheet()
	s.Organisation = "Çağdaş Łódź Süd-Één Київ Ґалаґ"
	codes := stack(t, 9)
	text := pdfText(t, pdf(t, s, codes))
	for _, c := range codes {
		if !strings.Contains(text, c.String()) {
			t.Errorf("%s is not printed", c)
		}
	}
	for _, words := range []string{s.Organisation, "ouderstem.voorbeeldstad.nl/v/k3f9", "minstens 10"} {
		if got := strings.Count(text, words); got != len(codes) {
			t.Errorf("%q is printed %d times on %d cards:\n%s", words, got, len(codes), text)
		}
	}
	if strings.Contains(text, "#") || strings.Contains(text, "https") {
		t.Errorf("more than people need to type:\n%s", text)
	}
}

// A file does not tell when, where or by whom it was made.
func TestPDFSaysNothingOfItsMaking(t *testing.T) {
	a, b := pdf(t, sheet(), stack(t, 9)), pdf(t, sheet(), stack(t, 9))
	if !bytes.Equal(a, b) {
		t.Error("the same cards give two files")
	}
	for _, day := range regexp.MustCompile(`D:\d+`).FindAllString(string(a), -1) {
		if day != "D:20000101000000" {
			t.Errorf("made on %s", day)
		}
	}
	for _, part := range []string{"/Author", "/Creator", "/Keywords", "/Subject", "/ID"} {
		if bytes.Contains(a, []byte(part+" ")) || bytes.Contains(a, []byte(part+"[")) {
			t.Errorf("the file has %s", part)
		}
	}
	if !bytes.Contains(a, []byte("/Lang (nl)")) {
		t.Error("the file has no language")
	}
	tool := testprogram.Find(t, "pdfinfo")
	file := filepath.Join(t.TempDir(), "cards.pdf")
	if err := os.WriteFile(file, a, 0o600); err != nil {
		t.Fatal(err)
	}
	info := run(t, tool, file)
	for _, line := range []string{`Title: +Kaarten\n`, `Pages: +2\n`, `Page size: +595.28 x 841.89 pts \(A4\)\n`, `JavaScript: +no\n`} {
		if !regexp.MustCompile(line).MatchString(info) {
			t.Errorf("no %s in\n%s", line, info)
		}
	}
}

// The fonts are shared, and the library writes in what it is given.
func TestManyAtOnce(t *testing.T) {
	want := pdf(t, sheet(), stack(t, 3))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			var b bytes.Buffer
			if err := PDF(&b, newTexts(t), sheet(), stack(t, 3)); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("another file: %v", err)
			}
		})
	}
	wait.Wait()
}

func TestPDFStaysSmall(t *testing.T) {
	const fonts, card = 40_000, 3_500 // bytes
	for _, n := range []int{1, 8, 80} {
		if size := len(pdf(t, sheet(), stack(t, n))); size > fonts+n*card {
			t.Errorf("%d cards take %d bytes", n, size)
		}
	}
}
