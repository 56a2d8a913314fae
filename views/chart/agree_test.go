package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
)

// shape is an element of a drawing as a reader of SVG understands it, with no
// help from the code that wrote it.
type shape struct {
	kind        string // rect, circle, path, text
	n           map[string]float64
	points      []spot
	fill, frame string
	dashed      bool
}

// TestAgree reads the drawing back and looks whether the picture has the colour
// of its topmost shape in each place that is not at an edge.
func TestAgree(t *testing.T) {
	const scale = 2
	for _, c := range samples() {
		shapes, grounds := shapesOf(t, drawn(t, c))
		picture := decoded(t, painted(t, c, scale*Width))
		looked, words := 0, 0
		for y := 1.25; y < float64(picture.Bounds().Dy())/scale-1; y += 6 {
			for x := 1.25; x < Width-1; x += 5.5 {
				want, sure := topmost(shapes, spot{x, y})
				if !sure {
					continue
				}
				looked++
				got := picture.At(int(x*scale), int(y*scale))
				between := []string{want, want}
				if p, ok := grounds[want]; ok {
					between = p
				}
				if !mixed(got, between[0], between[1]) {
					t.Fatalf("%s: at %.2f, %.2f the picture is %v, the drawing %v", c.ID, x, y, got, between)
				}
			}
		}
		for _, s := range shapes {
			if s.kind == "text" {
				words++
				if !inked(picture, s, scale) {
					t.Errorf("%s: no words where the drawing has them: %v", c.ID, s.n)
				}
			}
		}
		if looked < 500 || words == 0 {
			t.Errorf("%s: looked at %d places and %d words only", c.ID, looked, words)
		}
	}
}

// shapesOf reads a drawing: its shapes in order, and of each pattern both
// colours.
func shapesOf(t *testing.T, svg []byte) (shapes []shape, patterns map[string][]string) {
	t.Helper()
	patterns = map[string][]string{}
	pattern := ""
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return shapes, patterns
		}
		if err != nil {
			t.Fatal(err)
		}
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "pattern" {
			pattern = ""
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		s := shape{kind: e.Name.Local, n: map[string]float64{"stroke-width": 1}, fill: attribute(e, "fill"), frame: attribute(e, "stroke"), dashed: attribute(e, "stroke-dasharray") != ""}
		for _, a := range e.Attr {
			if x, err := strconv.ParseFloat(a.Value, 64); err == nil {
				s.n[a.Name.Local] = x
			}
		}
		switch {
		case s.kind == "pattern":
			pattern = "url(#" + attribute(e, "id") + ")"
		case pattern != "" && s.kind == "rect":
			patterns[pattern] = []string{s.fill, s.fill}
		case pattern != "":
			patterns[pattern][1] = s.frame + strings.TrimPrefix(s.fill, "none")
		case s.kind == "path":
			for _, p := range strings.FieldsFunc(attribute(e, "d"), func(r rune) bool { return r == 'M' || r == 'L' }) {
				x, y, _ := strings.Cut(p, " ")
				at := spot{}
				if at.x, err = strconv.ParseFloat(x, 64); err == nil {
					at.y, err = strconv.ParseFloat(y, 64)
				}
				if err != nil {
					t.Fatalf("path %q: %v", attribute(e, "d"), err)
				}
				s.points = append(s.points, at)
			}
			shapes = append(shapes, s)
		case s.kind == "rect", s.kind == "circle", s.kind == "text":
			shapes = append(shapes, s)
		}
	}
}

// edge is how near an edge, in units, a place may be either colour.
const edge = 1

// topmost returns what is drawn last in a place; it is not sure at edges, among
// words and on dashes.
func topmost(shapes []shape, p spot) (fill string, sure bool) {
	for i := len(shapes) - 1; i >= 0; i-- {
		s := shapes[i]
		border := s.n["stroke-width"] / 2
		switch s.kind {
		case "text":
			size := s.n["font-size"]
			wide, known := s.n["textLength"]
			if !known {
				wide = Width // of another font
			}
			if p.x > s.n["x"]-edge && p.x < s.n["x"]+wide+edge && p.y > s.n["y"]-1.1*size && p.y < s.n["y"]+.4*size {
				return "", false
			}
		case "rect":
			inside := min(p.x-s.n["x"], s.n["x"]+s.n["width"]-p.x, p.y-s.n["y"], s.n["y"]+s.n["height"]-p.y)
			if math.Abs(inside) < border+edge {
				return "", false
			}
			if inside > 0 {
				return s.fill, true
			}
		case "circle":
			inside := s.n["r"] - math.Hypot(p.x-s.n["cx"], p.y-s.n["cy"])
			if math.Abs(inside) < border+edge {
				return "", false
			}
			if inside > 0 {
				return s.fill, true
			}
		case "path":
			for j := 1; j < len(s.points); j++ {
				away, end := apart(p, s.points[j-1], s.points[j])
				inside := border - away
				if inside > -edge && (s.dashed || end || inside < .45) {
					return "", false
				}
				if inside > 0 {
					return s.frame, true
				}
			}
		}
	}
	return "", false
}

// apart returns how far p is from the line between two places, and whether its
// nearest place is at an end.
func apart(p, from, to spot) (away float64, end bool) {
	x, y := to.x-from.x, to.y-from.y
	share := 0.0
	if long := x*x + y*y; long > 0 {
		share = min(max(((p.x-from.x)*x+(p.y-from.y)*y)/long, 0), 1)
	}
	long := math.Hypot(x, y)
	return math.Hypot(p.x-from.x-share*x, p.y-from.y-share*y), share*long < edge || (1-share)*long < edge
}

// mixed reports whether c lies between two colours.
func mixed(c color.Color, a, b string) bool {
	got := color.RGBAModel.Convert(c).(color.RGBA)
	low, high := colour(a).rgba(), colour(b).rgba()
	for _, x := range [][3]uint8{{got.R, low.R, high.R}, {got.G, low.G, high.G}, {got.B, low.B, high.B}} {
		if x[0] < min(x[1], x[2]) || x[0] > max(x[1], x[2]) {
			return false
		}
	}
	return true
}

// inked reports whether some px where words belong are nearer to their colour
// than to white.
func inked(m image.Image, s shape, scale float64) bool {
	half := (int(colour(s.fill).rgba().G) + 0xff) / 2
	wide, known := s.n["textLength"]
	if !known {
		wide = s.n["font-size"]
	}
	for y := (s.n["y"] - s.n["font-size"]) * scale; y < (s.n["y"]+.2*s.n["font-size"])*scale; y++ {
		for x := s.n["x"] * scale; x < (s.n["x"]+wide)*scale; x++ {
			if int(color.RGBAModel.Convert(m.At(int(x), int(y))).(color.RGBA).G) < half {
				return true
			}
		}
	}
	return false
}
