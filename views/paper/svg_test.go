package paper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ouderstem/survey"
)

// svgPages paints the QR codes of every page, six pixels to a millimetre, and
// returns all text.
func svgPages(t *testing.T, data []byte) ([]*image.Gray, []string) {
	t.Helper()
	var pages []*image.Gray
	var text []string
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return pages, text
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
		switch e := token.(type) {
		case xml.CharData:
			text = append(text, string(e))
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			if e.Name.Local == "svg" && attr["y"] != "" {
				if want := strconv.Itoa(297 * len(pages)); attr["y"] != want || attr["width"] != "210" || attr["height"] != "297" {
					t.Errorf("page %d: %v", len(pages), attr)
				}
				pages = append(pages, white(210*perMM, 297*perMM))
			}
			if e.Name.Local == "path" && attr["transform"] != "" {
				paintPath(t, pages[len(pages)-1], attr["transform"], attr["d"])
			}
		}
	}
}

const perMM = 6

var svgRun = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

func paintPath(t *testing.T, page *image.Gray, transform, d string) {
	t.Helper()
	var x, y, scale float64
	if _, err := fmt.Sscanf(transform, "translate(%f %f) scale(%f)", &x, &y, &scale); err != nil {
		t.Fatalf("%q: %v", transform, err)
	}
	if rest := svgRun.ReplaceAllString(d, ""); rest != "" {
		t.Fatalf("not understood: %q", rest)
	}
	for _, m := range svgRun.FindAllStringSubmatch(d, -1) {
		var n [4]float64
		for i := range n {
			n[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		if n[2] != n[3] {
			t.Errorf("%s does not close", m[0])
		}
		paint(page, (x+n[0]*scale)*perMM, (y+n[1]*scale)*perMM, (x+(n[0]+n[2])*scale)*perMM, (y+(n[1]+1)*scale)*perMM)
	}
}

func TestSVG(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9} {
		for _, lang := range []string{"nl", "en"} {
			s := sheet()
			s.Lang = lang
			s.Organisation = `Team <Noord> & "Zuid"`
			codes := stack(t, n)
			var b bytes.Buffer
			if err := SVG(&b, newTexts(t), s, codes); err != nil {
				t.Fatal(err)
			}
			pages, text := svgPages(t, b.Bytes())
			if want := (n + 7) / 8; len(pages) != want {
				t.Fatalf("%d cards on %d pages", n, len(pages))
			}
			if head := fmt.Sprintf(`width="210mm" height="%dmm"`, 297*len(pages)); !strings.Contains(b.String()[:200], head) {
				t.Errorf("%d cards: no %s", n, head)
			}
			var links []string
			for _, page := range pages {
				links = append(links, scanPage(t, page, gridOf(t, s))...)
			}
			if want := linksOf(s, codes); !slices.Equal(links, want) {
				t.Errorf("%d cards: scanned %q, want %q", n, links, want)
			}
			for _, c := range codes {
				if !slices.Contains(text, c.String()) {
					t.Errorf("%s is not printed", c)
				}
			}
			for _, words := range []string{s.Organisation, "ouderstem.voorbeeldstad.nl/v/k3f9"} {
				if !slices.Contains(text, words) {
					t.Errorf("%q is not printed", words)
				}
			}
		}
	}
}

// A code on a page is read as the one on paper is.
func TestPath(t *testing.T) {
	for _, site := range []string{"https://ouderstem.voorbeeldstad.nl", "https://" + strings.Repeat("lang.", 20) + "nl"} {
		link := Link(site, "k3f9", stack(t, 1)[0])
		path, side, err := Path(link)
		if err != nil {
			t.Fatal(err)
		}
		const scale = 4
		img := white(side*scale, side*scale)
		paintPath(t, img, fmt.Sprintf("translate(0 0) scale(%f)", scale/float64(perMM)), path)
		if got := scan(t, img); got != link {
			t.Errorf("scanned %q, want %q", got, link)
		}
	}
	if got := Typed("https://ouderstem.voorbeeldstad.nl", "k3f9"); got != "ouderstem.voorbeeldstad.nl/v/k3f9" {
		t.Errorf("typed as %q", got)
	}
}

func TestPosterSVG(t *testing.T) {
	s := sheet()
	s.Way = survey.ByPoster
	codes := stack(t, 2)
	var b bytes.Buffer
	if err := SVG(&b, newTexts(t), s, codes); err != nil {
		t.Fatal(err)
	}
	pages, _ := svgPages(t, b.Bytes())
	if len(pages) != 2 {
		t.Fatalf("%d pages for two posters", len(pages))
	}
	for i, page := range pages {
		if got, want := scan(t, page), linksOf(s, codes)[i]; got != want {
			t.Errorf("scanned %q, want %q", got, want)
		}
	}
}

// broken takes some bytes, then no more.
type broken struct{ room int }

var errFull = errors.New("full")

func (w *broken) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return 0, errFull
	}
	w.room -= len(p)
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	all, codes := newTexts(t), stack(t, 20)
	for name, write := range map[string]func(io.Writer) error{
		"pdf":      func(w io.Writer) error { return PDF(w, all, sheet(), codes) },
		"svg":      func(w io.Writer) error { return SVG(w, all, sheet(), codes) },
		"text":     func(w io.Writer) error { return Text(w, sheet(), codes) },
		"terminal": func(w io.Writer) error { return Terminal(w, "https://voorbeeldstad.nl") },
	} {
		if err := write(&broken{room: 100}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
