package paper

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// point is the size fonts are measured in, in mm.
const point = 25.4 / 72

// face is one of the fonts on paper. The Go fonts have Latin, Greek and
// Cyrillic, tell 0 from O and 1 from I, and come with the program.
type face int

const (
	regular face = iota
	bold
	mono // bold too: a code must survive a bad printer
)

// cut is how a face is drawn.
type cut struct {
	ttf           []byte
	family, style string // in a PDF
	fallback      string // in an SVG, where the font may be missing
	weight        string
}

var cuts = [...]cut{
	regular: {goregular.TTF, "go", "", "Go, 'Noto Sans', 'Segoe UI', Arial, sans-serif", "400"},
	bold:    {gobold.TTF, "go", "B", "Go, 'Noto Sans', 'Segoe UI', Arial, sans-serif", "700"},
	mono:    {gomonobold.TTF, "gomono", "B", "'Go Mono', 'DejaVu Sans Mono', Consolas, 'Courier New', monospace", "700"},
}

// outlines reads the fonts, once, when something is first printed.
var outlines = sync.OnceValue(func() [len(cuts)]*sfnt.Font {
	var fonts [len(cuts)]*sfnt.Font
	for i, c := range cuts {
		f, err := sfnt.Parse(c.ttf)
		if err != nil {
			panic(fmt.Sprintf("font %s: %v", c.family, err)) // it is part of the program
		}
		fonts[i] = f
	}
	return fonts
})

// width returns how wide s is, in mm, at size points. What the face cannot
// draw has no width.
func (f face) width(s string, size float64) float64 {
	var buffer sfnt.Buffer
	outline := outlines()[f]
	em := fixed.I(int(outline.UnitsPerEm()))
	var sum fixed.Int26_6
	for _, r := range s {
		glyph, err := outline.GlyphIndex(&buffer, r)
		if err != nil || glyph == 0 {
			continue
		}
		if advance, err := outline.GlyphAdvance(&buffer, glyph, em, font.HintingNone); err == nil {
			sum += advance
		}
	}
	return float64(sum) / float64(em) * size * point
}

// draws reports whether the face has a picture of r.
func (f face) draws(r rune) bool {
	var buffer sfnt.Buffer
	glyph, err := outlines()[f].GlyphIndex(&buffer, r)
	return err == nil && glyph != 0
}

// drawable returns s on one line, without what the face cannot draw.
func (f face) drawable(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Map(func(r rune) rune {
		if f.draws(r) {
			return r
		}
		return -1
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shorten cuts s where it would be wider than width, behind a word if it can,
// and says so with dots.
func (f face) shorten(s string, size, width float64) string {
	if f.width(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.width(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	kept := string(runes)
	if space := strings.LastIndex(kept, " "); space > len(kept)/2 {
		kept = kept[:space]
	}
	return strings.TrimRight(kept, " ,.-–(") + "…"
}

// fit returns the largest size, most at most, at which s is no wider than
// width.
func (f face) fit(s string, most, width float64) float64 {
	w := f.width(s, most)
	if w <= width {
		return most
	}
	return math.Floor(most*width/w*100) / 100
}

// wrap breaks s into as few lines as fit in width, all about as long: no line
// of one lost word.
func (f face) wrap(s string, size, width float64) []string {
	lines := f.fill(s, size, width)
	for narrow := width - 1; narrow > width/2; narrow-- {
		tight := f.fill(s, size, narrow)
		if len(tight) > len(lines) || f.widest(tight, size) > width {
			break
		}
		lines = tight
	}
	return lines
}

// fill breaks s at spaces, every line as full as it can be.
func (f face) fill(s string, size, width float64) []string {
	var lines []string
	for _, word := range strings.Fields(s) {
		if last := len(lines) - 1; last >= 0 && f.width(lines[last]+" "+word, size) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

func (f face) widest(lines []string, size float64) float64 {
	widest := 0.0
	for _, line := range lines {
		widest = max(widest, f.width(line, size))
	}
	return widest
}
