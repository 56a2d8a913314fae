package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/views/document"
)

var update = flag.Bool("update", false, "write the golden files anew; then look at them")

func drawn(t *testing.T, c document.Chart) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func painted(t *testing.T, c document.Chart, width int) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := PNG(&b, c, width); err != nil {
		t.Fatal(err)
	}
	return &b
}

// TestGolden keeps every kind of drawing as somebody looked at it.
func TestGolden(t *testing.T) {
	for _, c := range samples() {
		file := filepath.Join("testdata", c.ID+".svg")
		got := drawn(t, c)
		if *update {
			if err := os.WriteFile(file, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: run with -update and look at it\n%s", file, diff)
		}
	}
}

// TestSameBytes draws everything twice: files are compared and kept by what is
// in them.
func TestSameBytes(t *testing.T) {
	for _, c := range samples() {
		if !bytes.Equal(drawn(t, c), drawn(t, c)) || !bytes.Equal(painted(t, c, 500).Bytes(), painted(t, c, 500).Bytes()) {
			t.Errorf("%s comes out differently each time", c.ID)
		}
	}
}

// TestNamed: a drawing is well-formed, has a title and a description that its
// root points to, and no id twice.
func TestNamed(t *testing.T) {
	for _, c := range samples() {
		ids := map[string]string{}
		labels, text := "", ""
		d := xml.NewDecoder(bytes.NewReader(drawn(t, c)))
		for id := ""; ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				id = attribute(token, "id")
				if _, twice := ids[id]; twice && id != "" {
					t.Errorf("%s: two elements are %s", c.ID, id)
				}
				ids[id] = ""
				if token.Name.Local == "svg" {
					labels = attribute(token, "aria-labelledby")
				}
			case xml.CharData:
				if id != "" {
					ids[id] += string(token)
				}
			case xml.EndElement:
				id = ""
			}
		}
		for _, id := range strings.Fields(labels) {
			text += ids[id] + "|"
		}
		if want := clean(c.Title) + "|" + clean(c.Description) + "|"; text != want {
			t.Errorf("%s is labelled %q, want %q", c.ID, text, want)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// TestInside: nothing stands outside the picture, and no two lines of text
// stand on each other.
func TestInside(t *testing.T) {
	for _, c := range samples() {
		s, err := lay(c)
		if err != nil {
			t.Fatal(err)
		}
		var said []box
		for _, m := range s.marks {
			b := extent(m)
			if w, ok := m.(words); ok {
				for _, other := range said {
					if b.shared(other) > 0 {
						t.Errorf("%s: %q stands on other words", c.ID, w.text)
					}
				}
				said = append(said, b)
			}
			if b.x < 0 || b.x+b.w > Width+.01 || b.y < 0 || b.y+b.h > s.height {
				t.Errorf("%s: %+v leaves the picture", c.ID, m)
			}
		}
	}
}

// TestRefused: what cannot be drawn is said, not drawn somewhere.
func TestRefused(t *testing.T) {
	nan := math.NaN()
	for name, plot := range map[string]document.Plot{
		"no plot":       nil,
		"bar":           document.Rows{Bars: []document.Bar{{Percent: nan}}},
		"end of a bar":  document.Rows{Bars: []document.Bar{{Low: &nan, High: &nan}}},
		"figure":        document.Ruler{Point: document.Point{Value: nan}, Scale: marks},
		"interval":      document.Dots{Points: []document.Point{{Low: math.Inf(-1)}}, Scale: marks},
		"mean":          document.Funnel{Mean: nan, Scale: shares},
		"limit":         document.Funnel{Limits: []document.FunnelLimit{{OuterHigh: math.Inf(1)}}, Scale: shares},
		"end of scales": document.Dots{Scale: document.Scale{High: math.Inf(1)}},
	} {
		if err := SVG(io.Discard, document.Chart{ID: "x", Plot: plot}); err == nil {
			t.Errorf("%s: drawn", name)
		}
		if err := PNG(io.Discard, document.Chart{ID: "x", Plot: plot}, Width); err == nil {
			t.Errorf("%s: painted", name)
		}
	}
	for _, width := range []int{0, -1, 4*Width + 1} {
		if err := PNG(io.Discard, samples()[0], width); err == nil {
			t.Errorf("painted %d px wide", width)
		}
	}
	// A figure that is not shown may be none.
	missing := document.Chart{Plot: document.Dots{Scale: marks, Points: []document.Point{{Value: nan, Missing: true, Text: "te weinig"}}}}
	if err := SVG(io.Discard, missing); err != nil {
		t.Error(err)
	}
}

// TestScales: sizes follow from the width that is asked for.
func TestScales(t *testing.T) {
	c := samples()[0]
	high, err := Height(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{1, 360, Width, 2 * Width} {
		config, err := png.DecodeConfig(painted(t, c, width))
		if want := max(1, int(math.Ceil(high*float64(width)/Width))); err != nil || config.Width != width || config.Height != want {
			t.Errorf("%d px wide: %d × %d, want %d high, %v", width, config.Width, config.Height, want, err)
		}
	}
}

func decoded(t *testing.T, b *bytes.Buffer) image.Image {
	t.Helper()
	m, err := png.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
