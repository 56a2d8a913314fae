package brand

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// read reads a value of this kind and writes it anew; false when it is none.
func (k kind) read(value string) (string, bool) {
	value = strings.TrimSpace(value)
	switch k {
	case colour:
		c, ok := parseColour(value)
		return c.String(), ok
	case length:
		return parseLength(value)
	}
	return parseFonts(value)
}

// Colour is an opaque colour, as sRGB has it.
type Colour struct{ R, G, B uint8 }

// String writes c as #rrggbb.
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

var (
	hexColour = regexp.MustCompile(`^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`)
	// rgb(1, 2, 3), rgb(1 2 3 / 1), hsl(1deg, 2%, 3%); a last part of 1 or 100%
	// is no transparency.
	function = regexp.MustCompile(`^(rgb|hsl)a?\(\s*([0-9.]+)(deg|%)?\s*[, ]\s*([0-9.]+)(%)?\s*[, ]\s*([0-9.]+)(%)?\s*(?:[,/]\s*(?:1|1\.0+|100%)\s*)?\)$`)
)

// parseColour reads an opaque colour. One that lets something through has no
// contrast that could be checked.
func parseColour(value string) (c Colour, ok bool) {
	value = strings.ToLower(value)
	switch value {
	case "white":
		return Colour{255, 255, 255}, true
	case "black":
		return Colour{}, true
	}
	if hexColour.MatchString(value) {
		return parseHex(value[1:])
	}
	m := function.FindStringSubmatch(value)
	if m == nil {
		return c, false
	}
	var n [3]float64
	for i, part := range []string{m[2], m[4], m[6]} {
		var err error
		if n[i], err = strconv.ParseFloat(part, 64); err != nil {
			return c, false
		}
	}
	if m[1] == "hsl" {
		if m[3] == "%" || m[5] != "%" || m[7] != "%" || n[0] > 360 || n[1] > 100 || n[2] > 100 {
			return c, false
		}
		return fromHSL(n[0], n[1]/100, n[2]/100), true
	}
	if m[3] == "deg" || m[3] != m[5] || m[5] != m[7] {
		return c, false
	}
	for i := range n {
		if m[3] == "%" {
			n[i] = n[i] * 255 / 100
		}
		if n[i] > 255 {
			return c, false
		}
	}
	return Colour{channel(n[0]), channel(n[1]), channel(n[2])}, true
}

func parseHex(hex string) (c Colour, ok bool) {
	if len(hex) < 6 { // each digit stands for two
		var long strings.Builder
		for _, r := range hex {
			long.WriteString(strings.Repeat(string(r), 2))
		}
		hex = long.String()
	}
	if len(hex) == 8 && hex[6:] != "ff" {
		return c, false
	}
	n, err := strconv.ParseUint(hex[:6], 16, 32)
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

// fromHSL turns hue (degrees), saturation and lightness (shares) into a colour,
// as in CSS Color 4, section 7.
func fromHSL(h, s, l float64) Colour {
	part := func(n float64) uint8 {
		k := math.Mod(n+h/30, 12)
		return channel(255 * (l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))))
	}
	return Colour{part(0), part(8), part(4)}
}

func channel(x float64) uint8 { return uint8(math.Round(max(0, min(255, x)))) }

var lengthForm = regexp.MustCompile(`^([0-9]{1,4}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})(px|rem|em)$`)

// parseLength reads a length between nothing and what still looks like a corner.
func parseLength(value string) (string, bool) {
	if value == "0" {
		return "0", true
	}
	m := lengthForm.FindStringSubmatch(strings.ToLower(value))
	if m == nil {
		return "", false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	most := map[string]float64{"px": 32, "rem": 2, "em": 2}[m[2]]
	return strconv.FormatFloat(n, 'f', -1, 64) + m[2], err == nil && n <= most
}

var (
	fontName = regexp.MustCompile(`^-?[A-Za-z][A-Za-z0-9 -]{0,39}$`)
	generic  = []string{
		"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "-apple-system",
	}
)

// parseFonts reads a list of font names and writes all that are not generic in
// quotes. They are fonts that a phone has: none is loaded.
func parseFonts(value string) (string, bool) {
	const most = 8 // names
	parts := strings.Split(value, ",")
	if len(parts) > most {
		return "", false
	}
	var list []string
	for _, part := range parts {
		name := strings.TrimSpace(part)
		if n := len(name); n > 1 && (name[0] == '"' || name[0] == '\'') && name[n-1] == name[0] {
			name = name[1 : n-1]
		}
		if !fontName.MatchString(name) {
			return "", false
		}
		if lower := strings.ToLower(name); slices.Contains(generic, lower) {
			list = append(list, lower)
			continue
		}
		list = append(list, `"`+name+`"`)
	}
	return strings.Join(list, ", "), true
}
