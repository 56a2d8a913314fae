package paper

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ouderstem/survey"
	"ouderstem/views"
)

var texts = sync.OnceValues(views.NewTexts)

func newTexts(t testing.TB) *views.Texts {
	t.Helper()
	all, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// stack makes n codes, always the same.
func stack(t testing.TB, n int) []survey.Code {
	t.Helper()
	codes := make([]survey.Code, n)
	for i := range codes {
		raw := binary.BigEndian.AppendUint64([]byte{0xA5, byte(i)}, uint64(i)*0x9E3779B97F4A7C15)
		code, err := survey.NewCode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		codes[i] = code
	}
	return codes
}

// sheet is a usual one.
func sheet() Sheet {
	return Sheet{
		Site: "https://ouderstem.voorbeeldstad.nl", Address: "k3f9", Lang: "nl",
		Audience: survey.Parents, Organisation: "Gemeente Voorbeeldstad", Way: survey.ByCard,
	}
}

// paint blackens the pixels whose middle lies in a rectangle.
func paint(img *image.Gray, x1, y1, x2, y2 float64) {
	for y := int(math.Ceil(y1 - 0.5)); float64(y) < y2-0.5; y++ {
		for x := int(math.Ceil(x1 - 0.5)); float64(x) < x2-0.5; x++ {
			img.SetGray(x, y, color.Gray{})
		}
	}
}

// white is an empty picture.
func white(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	return img
}

// scan reads the QR code in a picture.
func scan(t *testing.T, img image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Errorf("no QR code: %v", err)
		return ""
	}
	return result.GetText()
}

// scanPage reads the QR codes of a page, card by card.
func scanPage(t *testing.T, page *image.Gray, g grid) []string {
	t.Helper()
	var links []string
	scale := float64(page.Bounds().Dx()) / pageWidth
	at := func(column, row int) image.Point {
		x, y := g.corner(column, row)
		return image.Pt(int(x*scale), int(y*scale))
	}
	for i := range g.columns * g.rows {
		column, row := i%g.columns, i/g.columns
		part := image.Rectangle{at(column, row), at(column+1, row+1)}.Intersect(page.Bounds())
		one := white(part.Dx(), part.Dy())
		for y := range part.Dy() {
			copy(one.Pix[y*one.Stride:(y+1)*one.Stride], page.Pix[page.PixOffset(part.Min.X, part.Min.Y+y):])
		}
		if !slices.ContainsFunc(middle(one).Pix, func(p uint8) bool { return p < 0x80 }) {
			continue // no card
		}
		links = append(links, scan(t, one))
	}
	return links
}

// middle is a picture without its outer tenth, where cut marks are.
func middle(img *image.Gray) *image.Gray {
	b := img.Bounds()
	inner := b.Inset(min(b.Dx(), b.Dy()) / 8)
	out := white(inner.Dx(), inner.Dy())
	for y := range inner.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], img.Pix[img.PixOffset(inner.Min.X, inner.Min.Y+y):])
	}
	return out
}

func linksOf(s Sheet, codes []survey.Code) []string {
	var links []string
	for _, c := range codes {
		links = append(links, Link(s.Site, s.Address, c))
	}
	return links
}

func TestLink(t *testing.T) {
	code := stack(t, 1)[0]
	got := Link("https://ouderstem.voorbeeldstad.nl", "k3f9", code)
	if want := "https://ouderstem.voorbeeldstad.nl/v/k3f9#" + string(code); got != want {
		t.Errorf("link %q, want %q", got, want)
	}
}

func TestText(t *testing.T) {
	codes := stack(t, 9)
	var b bytes.Buffer
	if err := Text(&b, sheet(), codes); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != len(codes) {
		t.Fatalf("%d lines for %d cards", len(lines), len(codes))
	}
	for i, line := range lines {
		link, printed, _ := strings.Cut(line, "\t")
		if link != Link(sheet().Site, "k3f9", codes[i]) || printed != codes[i].String() {
			t.Errorf("line %d: %q", i, line)
		}
	}
}

func TestTerminal(t *testing.T) {
	for _, site := range []string{"http://localhost:8080", "https://ouderstem.voorbeeldstad.nl", "https://" + strings.Repeat("lang.", 20) + "nl"} {
		link := Link(site, "k3f9", stack(t, 1)[0])
		var b bytes.Buffer
		if err := Terminal(&b, link); err != nil {
			t.Fatal(err)
		}
		const scale = 4
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		img := white(200*scale, 200*scale)
		columns := 0
		for y, line := range lines {
			line, coloured := strings.CutPrefix(line, blackOnWhite)
			line, reset := strings.CutSuffix(line, asBefore)
			if !coloured || !reset {
				t.Fatalf("line %d leaves colours to the terminal: %q", y, line)
			}
			columns = len([]rune(line))
			for x, r := range []rune(line) {
				at := strings.IndexRune(" ▀▄█", r)
				if at < 0 {
					t.Fatalf("%q in line %d", r, y)
				}
				edge := x < quiet || x >= columns-quiet || y < quiet/2 || y >= len(lines)-quiet/2
				if edge && r != ' ' {
					t.Errorf("line %d, column %d: black in the white around the code", y, x)
				}
				top, left := float64(2*y*scale), float64(x*scale)
				if r == '▀' || r == '█' {
					paint(img, left, top, left+scale, top+scale)
				}
				if r == '▄' || r == '█' {
					paint(img, left, top+scale, left+scale, top+2*scale)
				}
			}
		}
		if got := scan(t, img); got != link {
			t.Errorf("terminal shows %q, want %q", got, link)
		}
		if columns > 80 {
			t.Errorf("%d columns for %s", columns, link)
		}
	}
}

// What stands on a kitchen table says nothing of why.
func TestWordsAreNeutral(t *testing.T) {
	all := newTexts(t)
	for _, lang := range all.Languages() {
		for _, key := range all.Keys("paper.") {
			s, err := all.Say(lang, "paper."+key, map[string]any{"K": 10})
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"veilig", "kind", "jeugd", "ouder", "gezin", "safe", "child", "youth", "parent", "family"} {
				if strings.Contains(strings.ToLower(s), word) {
					t.Errorf("%s: paper.%s says %q", lang, key, word)
				}
			}
		}
	}
}
