package brand

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ouderstem/survey"
)

// MostLogo is the largest logo in bytes: what a form of ours can carry, and as
// much as a page for a phone should have of it.
const MostLogo = 32 << 10

// mostPixels is the widest and highest a logo may be: a small file can hold a
// picture that fills the memory.
const mostPixels = 2000

// LogoFault says why a picture is not taken.
type LogoFault struct {
	Why  LogoWhy
	What string // an element or attribute, where there is one
}

// LogoWhy is a reason not to take a picture.
type LogoWhy string

// The reasons there are.
const (
	LogoTooLarge LogoWhy = "large"
	LogoUnknown  LogoWhy = "unknown" // neither PNG nor SVG, or damaged
	LogoActive   LogoWhy = "active"  // an SVG with something that can act or load
)

// Error names the fault for a log or a test.
func (f *LogoFault) Error() string { return fmt.Sprintf("logo %s %s", f.Why, f.What) }

// ReadLogo reads a PNG or SVG and writes it anew, so that nothing is in it but
// the picture: it can be shown without doing anything else. Its error is a
// [*LogoFault].
func ReadLogo(data []byte) (*survey.Logo, error) {
	if len(data) > MostLogo {
		return nil, &LogoFault{Why: LogoTooLarge}
	}
	if bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return readPNG(data)
	}
	return readSVG(data)
}

func readPNG(data []byte) (*survey.Logo, error) {
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, &LogoFault{Why: LogoUnknown}
	}
	if size.Width > mostPixels || size.Height > mostPixels {
		return nil, &LogoFault{Why: LogoTooLarge}
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, &LogoFault{Why: LogoUnknown}
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, picture); err != nil {
		return nil, &LogoFault{Why: LogoUnknown}
	}
	if b.Len() > 2*MostLogo { // ours may pack a little worse than theirs
		return nil, &LogoFault{Why: LogoTooLarge}
	}
	return &survey.Logo{Type: "image/png", Data: b.Bytes()}, nil
}

const svgSpace = "http://www.w3.org/2000/svg"

// What an SVG may be made of. Other elements of SVG can act, load, hold a style
// sheet or repeat others without end: a picture with one is refused, since leaving it out would make
// another picture. What is not SVG, as editors' notes, is left out.
var (
	svgElements = []string{
		"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
		"polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
	}
	svgIgnored    = []string{"metadata"}
	svgAttributes = []string{
		"id", "viewBox", "preserveAspectRatio", "width", "height", "x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy",
		"r", "rx", "ry", "fx", "fy", "d", "points", "pathLength", "transform", "offset",
		"gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits",
	}
	// svgStyles may also stand in a style attribute.
	svgStyles = []string{
		"fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
		"stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "color", "clip-path", "clip-rule", "mask",
		"stop-color", "stop-opacity", "display", "visibility", "overflow", "font-family", "font-size", "font-weight",
		"font-style", "text-anchor", "letter-spacing", "dominant-baseline",
	}
	// inside is a reference to a part of the same picture.
	inside = regexp.MustCompile(`url\(\s*(["']?)#[A-Za-z_][A-Za-z0-9_.-]*(["']?)\s*\)`)
)

func readSVG(data []byte) (*survey.Logo, error) {
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	var b bytes.Buffer
	depth, seen := 0, false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &LogoFault{Why: LogoUnknown}
		}
		switch t := token.(type) {
		case xml.StartElement:
			if foreign(t) && depth > 0 {
				if err := dec.Skip(); err != nil {
					return nil, &LogoFault{Why: LogoUnknown}
				}
				continue
			}
			if depth == 0 && (seen || t.Name.Local != "svg") {
				return nil, &LogoFault{Why: LogoUnknown}
			}
			if err := writeElement(&b, t, depth == 0); err != nil {
				return nil, err
			}
			depth, seen = depth+1, true
		case xml.EndElement:
			b.WriteString("</" + t.Name.Local + ">")
			depth--
		case xml.CharData:
			if depth > 0 {
				_ = xml.EscapeText(&b, bytes.TrimSpace(t)) // a buffer takes everything
			}
		}
	}
	if !seen || b.Len() > 2*MostLogo {
		return nil, &LogoFault{Why: LogoUnknown}
	}
	return &survey.Logo{Type: "image/svg+xml", Data: b.Bytes()}, nil
}

// foreign reports whether an element is none of SVG: some editor's.
func foreign(t xml.StartElement) bool {
	return t.Name.Space != "" && t.Name.Space != svgSpace || slices.Contains(svgIgnored, t.Name.Local)
}

func writeElement(b *bytes.Buffer, t xml.StartElement, top bool) error {
	if !slices.Contains(svgElements, t.Name.Local) {
		return &LogoFault{LogoActive, "<" + shorten(t.Name.Local) + ">"}
	}
	b.WriteString("<" + t.Name.Local)
	if top {
		b.WriteString(` xmlns="` + svgSpace + `"`)
	}
	attributes, err := readAttributes(t.Attr)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		b.WriteString(" " + name + `="`)
		_ = xml.EscapeText(b, []byte(attributes[name])) // a buffer takes everything
		b.WriteString(`"`)
	}
	b.WriteString(">")
	return nil
}

// readAttributes returns what may stand on an element, with each part of its
// style as an attribute.
func readAttributes(list []xml.Attr) (map[string]string, error) {
	attributes, style := map[string]string{}, ""
	for _, a := range list {
		name, value := a.Name.Local, strings.TrimSpace(a.Value)
		switch {
		case strings.HasPrefix(strings.ToLower(name), "on"), name == "href":
			return nil, &LogoFault{LogoActive, shorten(name)}
		case a.Name.Space != "": // an editor's
		case name == "style":
			style = value
		case slices.Contains(svgAttributes, name), slices.Contains(svgStyles, name):
			attributes[name] = value
		} // others say nothing about the picture, as class without a style sheet
	}
	for part := range strings.SplitSeq(style, ";") { // goes before attributes
		name, value, _ := strings.Cut(part, ":")
		if name = strings.TrimSpace(name); slices.Contains(svgStyles, name) {
			attributes[name] = strings.TrimSpace(value)
		}
	}
	for name, value := range attributes {
		if loads(value) {
			return nil, &LogoFault{LogoActive, name}
		}
	}
	return attributes, nil
}

// loads reports whether a value refers to anything outside of the picture.
func loads(value string) bool {
	rest := strings.ToLower(inside.ReplaceAllString(value, ""))
	return strings.Contains(rest, "url") || strings.Contains(rest, "//") || strings.ContainsAny(rest, `\<`) ||
		strings.Contains(rest, "javascript:") || strings.Contains(rest, "data:") || strings.Contains(rest, "expression")
}
