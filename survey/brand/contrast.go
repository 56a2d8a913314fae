package brand

import "math"

// The least contrast of text, and of what shows where something is: WCAG 2.2,
// success criteria 1.4.3 and 1.4.11.
const (
	textContrast  = 4.5
	shapeContrast = 3
)

// Defaults are the colours of our own style sheets in light; a token replaces
// its own.
var Defaults = map[string]string{
	"utrecht-document-background-color":              "#ffffff",
	"utrecht-document-color":                         "#17212b",
	"utrecht-link-color":                             "#0b5571",
	"utrecht-button-primary-action-background-color": "#0b5571",
	"utrecht-button-primary-action-color":            "#ffffff",
	"utrecht-textbox-border-color":                   "#75828e",

	"soft":  "#eef3f5",
	"muted": "#4d5a66",
	"line":  "#75828e",
	"bad":   "#b3122a",
	"mark":  "#ffe9a3",
}

// pair is two colours that stand on each other in our pages.
type pair struct {
	key        string
	fore, back string // names of tokens, or of colours that are ours alone
	least      float64
}

const (
	ground  = "utrecht-document-background-color"
	text    = "utrecht-document-color"
	link    = "utrecht-link-color"
	button  = "utrecht-button-primary-action-background-color"
	label   = "utrecht-button-primary-action-color"
	heading = "utrecht-heading-1-color"
	lower   = "utrecht-heading-2-color"
	field   = "utrecht-textbox-border-color"
)

var pairs = []pair{
	{"text", text, ground, textContrast},
	{"text-soft", text, "soft", textContrast},
	{"text-mark", text, "mark", textContrast},
	{"button", label, button, textContrast},
	{"link", link, ground, textContrast},
	{"link-soft", link, "soft", textContrast},
	{"heading-1", heading, ground, textContrast},
	{"heading-2", lower, ground, textContrast},
	{"muted", "muted", ground, textContrast},
	{"error", "bad", ground, textContrast},
	{"chosen", button, ground, shapeContrast},
	{"border", "line", ground, shapeContrast},
	{"field", field, ground, shapeContrast},
}

// Poor is a pair of colours that cannot be told apart well enough.
type Poor struct {
	Key        string // of the pair, "text" or "button"
	Fore, Back Colour
	Ratio      float64 // rounded down to two decimals: what is too little never reads as enough
	Least      float64
	// Token is the one to change, and Try what would do.
	Token string
	Try   Colour
}

// Contrast returns every pair that a theme makes hard to read. A pair without
// any of its tokens is ours and is good.
func (t Tokens) Contrast() []Poor {
	var poor []Poor
	for _, p := range pairs {
		if t[p.fore] == "" && t[p.back] == "" {
			continue
		}
		fore, back := t.colour(p.fore), t.colour(p.back)
		ratio := Ratio(fore, back)
		if ratio >= p.least {
			continue
		}
		bad := Poor{Key: p.key, Fore: fore, Back: back, Ratio: math.Floor(100*ratio) / 100, Least: p.least}
		if t[p.fore] != "" {
			bad.Token, bad.Try = p.fore, apart(fore, back, p.least)
		} else {
			bad.Token, bad.Try = p.back, apart(back, fore, p.least)
		}
		poor = append(poor, bad)
	}
	return poor
}

// colour returns the colour that a name stands for in a theme.
func (t Tokens) colour(name string) Colour {
	for _, value := range []string{t[name], Defaults[name]} {
		if c, ok := parseColour(value); ok {
			return c
		}
	}
	return t.colour(text) // headings are as text is
}

// Ratio returns the contrast ratio of two colours, 1 to 21, by the formula of
// WCAG 2.2.
func Ratio(a, b Colour) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2, 0 for black to 1 for white.
func (c Colour) luminance() float64 {
	linear := func(channel uint8) float64 {
		x := float64(channel) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// apart returns the colour nearest to c, mixed with black or with white, that
// stands out enough from other. One of the two always does.
func apart(c, other Colour, least float64) Colour {
	const steps = 100
	for i := 1; i <= steps; i++ {
		for _, end := range []Colour{{}, {255, 255, 255}} {
			if mixed := c.mix(end, float64(i)/steps); Ratio(mixed, other) >= least {
				return mixed
			}
		}
	}
	return c
}

// mix returns c with a share of other in it.
func (c Colour) mix(other Colour, share float64) Colour {
	part := func(a, b uint8) uint8 { return channel(float64(a)*(1-share) + float64(b)*share) }
	return Colour{part(c.R, other.R), part(c.G, other.G), part(c.B, other.B)}
}
