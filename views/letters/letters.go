// Package letters measures and outlines text in the fonts that come with the
// program, so that cards and pictures know how wide their words are without
// asking the machine they are made on.
package letters

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

// Face is one of the fonts. The Go fonts have Latin, Greek and Cyrillic, tell 0
// from O and 1 from I, and come with the program.
type Face int

// The faces.
const (
	Regular Face = iota
	Bold
	Mono // bold too: a code must survive a bad printer
)

type cut struct {
	ttf      []byte
	families string
	weight   string
}

var cuts = [...]cut{
	Regular: {goregular.TTF, "Go, 'Noto Sans', 'Segoe UI', Arial, sans-serif", "400"},
	Bold:    {gobold.TTF, "Go, 'Noto Sans', 'Segoe UI', Arial, sans-serif", "700"},
	Mono:    {gomonobold.TTF, "'Go Mono', 'DejaVu Sans Mono', Consolas, 'Courier New', monospace", "700"},
}

// TTF returns the font's file. It is shared: who writes in it takes a copy.
func (f Face) TTF() []byte { return cuts[f].ttf }

// Families returns the font and what to fall back on, as CSS writes it.
func (f Face) Families() string { return cuts[f].families }

// Weight returns how bold the font is, as CSS writes it.
func (f Face) Weight() string { return cuts[f].weight }

// fonts reads the files, once, when something is first measured.
var fonts = sync.OnceValue(func() [len(cuts)]*sfnt.Font {
	var read [len(cuts)]*sfnt.Font
	for i, c := range cuts {
		f, err := sfnt.Parse(c.ttf)
		if err != nil {
			panic(fmt.Sprintf("font %d: %v", i, err)) // it is part of the program
		}
		read[i] = f
	}
	return read
})

// Width returns how wide s is at size, in the unit of size. What the face
// cannot draw is as wide as the box that stands for it.
func (f Face) Width(s string, size float64) float64 {
	var buffer sfnt.Buffer
	outlines := fonts()[f]
	em := fixed.I(int(outlines.UnitsPerEm()))
	var sum fixed.Int26_6
	for _, r := range s {
		sum += advance(outlines, &buffer, r, em)
	}
	return float64(sum) / float64(em) * size
}

func advance(f *sfnt.Font, buffer *sfnt.Buffer, r rune, em fixed.Int26_6) fixed.Int26_6 {
	glyph, err := f.GlyphIndex(buffer, r)
	if err != nil {
		return 0
	}
	wide, err := f.GlyphAdvance(buffer, glyph, em, font.HintingNone)
	if err != nil {
		return 0
	}
	return wide
}

// Draws reports whether the face has a picture of every letter of s.
func (f Face) Draws(s string) bool {
	var buffer sfnt.Buffer
	for _, r := range s {
		if glyph, err := fonts()[f].GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return false
		}
	}
	return true
}

// Shorten cuts s where it would be wider than width, behind a word if it can,
// and says so with dots. Size and width are in one unit.
func (f Face) Shorten(s string, size, width float64) string {
	if f.Width(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.Width(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	kept := string(runes)
	if space := strings.LastIndex(kept, " "); space > len(kept)/2 {
		kept = kept[:space]
	}
	return strings.TrimRight(kept, " ,.-–(") + "…"
}

// Fit returns the largest size, most at most, at which s is no wider than
// width.
func (f Face) Fit(s string, most, width float64) float64 {
	w := f.Width(s, most)
	if w <= width {
		return most
	}
	return math.Floor(most*width/w*100) / 100
}

// Wrap breaks s at spaces into as few lines as fit in width, all about as long:
// no line of one lost word.
func (f Face) Wrap(s string, size, width float64) []string {
	lines := f.Fill(s, size, width)
	if len(lines) < 2 {
		return lines // narrower it is the same, until it is two
	}
	for narrow := width - 1; narrow > width/2; narrow-- {
		tight := f.Fill(s, size, narrow)
		if len(tight) > len(lines) || f.widest(tight, size) > width {
			break
		}
		lines = tight
	}
	return lines
}

// Fill breaks s at spaces, every line as full as it can be. A word that is
// wider than width has a line of its own.
func (f Face) Fill(s string, size, width float64) []string {
	var lines []string
	for _, word := range strings.Fields(s) {
		if last := len(lines) - 1; last >= 0 && f.Width(lines[last]+" "+word, size) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

func (f Face) widest(lines []string, size float64) float64 {
	widest := 0.0
	for _, line := range lines {
		widest = max(widest, f.Width(line, size))
	}
	return widest
}

// Outline calls draw for every stretch of the outlines of s at size, whose
// first letter begins at 0 on the baseline; y points down. Points are in the
// unit of size. What the face cannot draw is a box.
func (f Face) Outline(s string, size float64, draw func(op sfnt.SegmentOp, points [3][2]float64)) {
	var buffer sfnt.Buffer
	outlines := fonts()[f]
	em := fixed.I(int(outlines.UnitsPerEm()))
	x := fixed.Int26_6(0)
	for _, r := range s {
		glyph, err := outlines.GlyphIndex(&buffer, r)
		if err != nil {
			continue
		}
		segments, err := outlines.LoadGlyph(&buffer, glyph, em, nil)
		if err != nil {
			continue
		}
		for _, segment := range segments {
			var points [3][2]float64
			for i, p := range segment.Args {
				points[i] = [2]float64{float64(p.X+x) / float64(em) * size, float64(p.Y) / float64(em) * size}
			}
			draw(segment.Op, points)
		}
		x += advance(outlines, &buffer, r, em)
	}
}
