package paper

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"ouderstem/survey"
)

// kinds are a sheet of cards in each layout, and a poster.
func kinds() map[string]Sheet {
	poster := sheet()
	poster.Way = survey.ByPoster
	sheets := map[string]Sheet{"poster": poster}
	for _, l := range Layouts {
		s := sheet()
		s.Layout = l
		sheets[string(l)] = s
	}
	return sheets
}

// gridOf is where the cards of a sheet stand on a page.
func gridOf(t *testing.T, s Sheet) grid {
	t.Helper()
	f, err := newWords(newTexts(t), s).form()
	if err != nil {
		t.Fatal(err)
	}
	return f.grid
}

// extremes are sheets that are hard to lay out, besides a usual one.
func extremes(t *testing.T) map[string]Sheet {
	sheets := map[string]Sheet{}
	for _, lang := range newTexts(t).Languages() {
		for _, audience := range []survey.Audience{survey.Parents, survey.Youth, survey.Staff} {
			for kind, s := range kinds() {
				s.Lang, s.Audience = lang, audience
				add := func(name string, s Sheet) { sheets[fmt.Sprint(lang, " ", audience, " ", kind, " ", name)] = s }
				add("usual", s)
				long := s
				long.Organisation = strings.Repeat("Centrum voor Jeugd en Gezin ", 11)[:300]
				long.Site = "https://www.vragenlijst.een-heel-lange-naam-van-een-gemeente.voorbeeld.nl"
				long.K = 1000
				add("long", long)
				long.Organisation = strings.Repeat("W", 300)
				long.Site = "http://" + strings.Repeat("W", 63) + "." + strings.Repeat("W", 63) + "." + strings.Repeat("W", 63) + ".example"
				add("longest", long)
				s.Organisation, s.Site = "", "http://localhost:8080"
				add("bare", s)
			}
		}
	}
	return sheets
}

// box is where something stands, in mm.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(c box) bool {
	return b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom
}

func boxOf(l label) box {
	const above, under = 0.73, 0.2 // of the size: capitals, and what hangs below a line
	size := l.size * point
	return box{l.x, l.y - above*size, l.x + l.width(), l.y + under*size}
}

func TestNothingOverlaps(t *testing.T) {
	for name, s := range extremes(t) {
		f, err := newWords(newTexts(t), s).form()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d, err := f.with(s, survey.Code(strings.Repeat("W", 17)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		width, height := f.width, f.height
		edge := 6.9 // of the paper, which printers leave white
		if s.Layout == TenOnA4 {
			edge = 4.4 // these are cut out of the middle
		}
		paper := box{edge, edge, width - edge, height - edge + 1.9}
		qr := d.squares[0]
		around := quiet * qr.module()
		code := box{qr.x - around, qr.y - around, qr.x + qr.side + around, qr.y + qr.side + around}
		if code.left < 0 || code.top < 0 || code.right > width || code.bottom > height {
			t.Errorf("%s: the QR code has no room: %v", name, code)
		}
		for i, l := range d.labels {
			b := boxOf(l)
			if b.left < paper.left || b.top < paper.top || b.right > paper.right || b.bottom > paper.bottom {
				t.Errorf("%s: %q runs over the edge: %.1f", name, l.text, b)
			}
			if b.meets(code) {
				t.Errorf("%s: %q runs over the QR code", name, l.text)
			}
			for _, other := range d.labels[:i] {
				if b.meets(boxOf(other)) {
					t.Errorf("%s: %q runs over %q", name, l.text, other.text)
				}
			}
			for _, r := range d.rules {
				if b.meets(box{r.x1, r.y1 - ruleWidth, r.x2, r.y2 + ruleWidth}) {
					t.Errorf("%s: a line runs through %q", name, l.text)
				}
			}
		}
		for _, r := range d.rules {
			if code.meets(box{r.x1, r.y1 - ruleWidth, r.x2, r.y2 + ruleWidth}) {
				t.Errorf("%s: a line runs through the white around the QR code", name)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	all := newTexts(t)
	for _, lang := range all.Languages() {
		for kind, side := range map[string]float64{"a4": 28, "a5": 60, "business": 25, "poster": 100} {
			s := kinds()[kind]
			s.Lang = lang
			f, err := newWords(all, s).form()
			if err != nil {
				t.Fatal(err)
			}
			if f.square.side < side {
				t.Errorf("%s %s: the QR code is %v mm", lang, kind, f.square.side)
			}
			if f.code.size < 14 || f.code.face != mono {
				t.Errorf("%s %s: the code is in %v points", lang, kind, f.code.size)
			}
			for _, l := range f.fixed.labels {
				if l.size < 7 {
					t.Errorf("%s %s: %q in %v points", lang, kind, l.text, l.size)
				}
			}
		}
	}
}

func TestMarksKeepOffTheCards(t *testing.T) {
	f := filling(2, 4)
	for n := range 9 {
		marks := f.marks(n)
		for _, r := range marks {
			m := box{r.x1 - ruleWidth, r.y1 - ruleWidth, r.x2 + ruleWidth, r.y2 + ruleWidth}
			for i := range 8 {
				x, y := f.corner(i%2, i/2)
				if m.meets(box{x + 6.9, y + 6.9, x + cardWidth - 6.9, y + cardHeight - 6.9}) {
					t.Errorf("%d cards: mark %v lies on card %d", n, r, i)
				}
			}
			if r.x1 < 0 || r.y1 < 0 || r.x2 > pageWidth || r.y2 > pageHeight {
				t.Errorf("%d cards: mark %v lies beside the page", n, r)
			}
		}
		// One card: a tick above, one to the left, a cross.
		if want := []int{0, 4, 5}; n < len(want) && len(marks) != want[n] {
			t.Errorf("%d cards: %d marks, want %d", n, len(marks), want[n])
		}
	}
	if marks := filling(1, 1).marks(1); len(marks) > 0 {
		t.Errorf("a poster is not cut, but has %v", marks)
	}
	apart := centred(2, 5, businessWidth, businessHeight)
	for n := 1; n <= 10; n++ {
		for _, r := range apart.marks(n) {
			m := box{r.x1 - ruleWidth, r.y1 - ruleWidth, r.x2 + ruleWidth, r.y2 + ruleWidth}
			for i := range 10 {
				x, y := apart.corner(i%2, i/2)
				if m.meets(box{x + 4, y + 4, x + businessWidth - 4, y + businessHeight - 4}) {
					t.Errorf("%d cards: mark %v lies on card %d", n, r, i)
				}
			}
		}
	}
	// One card alone: at each of its corners a mark on both cuts.
	if marks := apart.marks(1); len(marks) != 8 {
		t.Errorf("%d marks: %v", len(marks), marks)
	}
}

func TestYouthIsAddressedAsSuch(t *testing.T) {
	said := func(a survey.Audience, way survey.Way) string {
		s := sheet()
		s.Audience, s.Way = a, way
		f, err := newWords(newTexts(t), s).form()
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, l := range f.fixed.labels {
			lines = append(lines, l.text)
		}
		return " " + strings.ToLower(strings.Join(lines, " ")) + " "
	}
	for _, way := range []survey.Way{survey.ByCard, survey.ByPoster} {
		if s := said(survey.Parents, way); !strings.Contains(s, " u ") || strings.Contains(s, " je ") {
			t.Errorf("%s: parents read %q", way, s)
		}
		if s := said(survey.Youth, way); strings.Contains(s, " u ") || strings.Contains(s, " uw ") || !strings.Contains(s, " je ") {
			t.Errorf("%s: youth reads %q", way, s)
		}
	}
}

func TestOrganisation(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Gemeente Voorbeeldstad", "Gemeente Voorbeeldstad"},
		{"Çağdaş Łódź Süd-Éénoog Київ Ґалаґан Škoda Ñandú", "Çağdaş Łódź Süd-Éénoog Київ Ґалаґан Škoda Ñandú"},
		{" Team \n\t Noord ", "Team Noord"},
		{"Team 🌟 日本 Oost", "Team Oost"},
		{"😀", ""},
		{strings.Repeat("Team Noord, ", 30), "Team Noord, Team Noord, Team Noord, Team Noord…"},
		{strings.Repeat("W", 300), strings.Repeat("W", 28) + "…"},
		{"Team Noord" + strings.Repeat(", Zuid", 50), "Team Noord, Zuid, Zuid, Zuid, Zuid, Zuid, Zuid, Zuid, Zuid…"},
	}
	const width = 70
	for _, test := range tests {
		got := regular.shorten(regular.drawable(test.name), 7, width)
		if got != test.want {
			t.Errorf("%q is printed as %q, want %q", test.name, got, test.want)
		}
		if w := regular.width(got, 7); w > width {
			t.Errorf("%q is %.1f mm wide", got, w)
		}
	}
}

// A sentence with holes in it is not printed.
func TestNoFont(t *testing.T) {
	s := sheet()
	s.Site = "https://مثال.example"
	for name, write := range map[string]func(io.Writer) error{
		"pdf": func(w io.Writer) error { return PDF(w, newTexts(t), s, stack(t, 1)) },
		"svg": func(w io.Writer) error { return SVG(w, newTexts(t), s, stack(t, 1)) },
	} {
		var b bytes.Buffer
		if err := write(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s of what no font can draw: %v, %d bytes", name, err, b.Len())
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	s := sheet()
	s.Lang = "xx"
	if got := newWords(newTexts(t), s).language(); got != "nl" {
		t.Errorf("a card in %s", got)
	}
}

func TestHalve(t *testing.T) {
	tests := []struct {
		address string
		want    []string
	}{
		{"ouderstem.voorbeeldstad.nl/v/k3f9", []string{"ouderstem", ".voorbeeldstad.nl/v/k3f9"}},
		{"een.twee.drie.vier/v/k3f9", []string{"een.twee.drie", ".vier/v/k3f9"}},
		{"gééndeelteken", []string{"géénde", "elteken"}},
	}
	for _, test := range tests {
		if got := halve(test.address); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.address, got, test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	lines := regular.wrap("Hoe vond u onze hulp deze keer?", 16, 45)
	if len(lines) != 2 || strings.Count(lines[1], " ") < 2 {
		t.Errorf("%q", lines)
	}
	if got := strings.Join(lines, " "); got != "Hoe vond u onze hulp deze keer?" {
		t.Errorf("%q", got)
	}
}

// Where can be read what came of all answers stands on every card and poster,
// whole; where there is no room for the whole address it does not.
func TestPublishedAddress(t *testing.T) {
	for name, s := range extremes(t) {
		f, err := newWords(newTexts(t), s).form()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range f.fixed.labels {
			if strings.Contains(l.text, "/w") {
				n++
				if !strings.HasSuffix(l.text, " "+s.published()) || l.y > f.height {
					t.Errorf("%s: %q at %v mm", name, l.text, l.y)
				}
			}
		}
		want := 1
		if len(s.Site) > 60 {
			want = n // on a poster, in large print
		}
		if n != want || strings.HasSuffix(name, " longest") && n > 0 {
			t.Errorf("%s: %d addresses of what is published", name, n)
		}
	}
}
