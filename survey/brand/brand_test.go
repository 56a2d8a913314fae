package brand

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Three themes in the shapes that themes under the EUPL come in: layers of
// references in JSON as style-dictionary writes it, the same in the newer
// format with $value, and a style sheet. Their colours are made up.
const (
	layered = `{
  "modeldorp": {
    "color": {
      "blauw": {"600": {"value": "#0b4f8a", "type": "color", "comment": "hoofdkleur"}, "900": {"value": "hsl(210 60% 15%)"}},
      "wit": {"value": "#fff"}
    },
    "font": {"tekst": {"value": "'Open Sans', Arial, sans-serif"}}
  },
  "utrecht": {
    "document": {
      "color": {"value": "{modeldorp.color.blauw.900}"},
      "background-color": {"value": "{modeldorp.color.wit}"},
      "font-family": {"value": "{modeldorp.font.tekst}"}
    },
    "link": {"color": {"value": "{modeldorp.color.blauw.600}"}, "hover": {"color": {"value": "#000"}}},
    "button": {
      "border-radius": {"value": "4px"},
      "primary-action": {
        "background-color": {"value": "{utrecht.link.color}"},
        "color": {"value": "{modeldorp.color.wit}"},
        "hover": {"background-color": {"value": "#000"}}
      }
    }
  }
}`
	dollars = `{
  "$description": "Thema Voorbeeldstad",
  "utrecht": {
    "$type": "color",
    "link": {"color": {"$value": "#7A1E5C"}},
    "button": {"primary-action": {
      "background-color": {"$value": "rgb(122, 30, 92)"},
      "color": {"$value": "white"}}},
    "document": {"font-family": {"$type": "fontFamily", "$value": ["Noto Sans", "sans-serif"]}},
    "heading-1": {"color": {"$value": "#4a0f37"}},
    "textbox": {"border-radius": {"$value": {"value": 4, "unit": "px"}}}
  }
}`
	sheet = `@import url("https://example.org/fonts.css");
/* thema --utrecht-link-color: red; */
.voorbeeldregio-theme {
  --voorbeeldregio-groen: #00594c;
  --utrecht-link-color: var(--voorbeeldregio-groen);
  --utrecht-button-primary-action-background-color: var(--voorbeeldregio-groen, #000);
  --utrecht-button-primary-action-color: #FFFFFF;
  --utrecht-button-border-radius: 0;
  --utrecht-document-font-family: "Fira Sans", Calibri, sans-serif;
  --utrecht-document-color: var(--is-nergens);
  --utrecht-heading-1-font-size: 3rem;
  color: red;
}
@media (prefers-color-scheme: dark) {
  .voorbeeldregio-theme { --utrecht-link-color: #80ffe0; }
}
.voorbeeldregio-theme--dark { --utrecht-document-background-color: #111 }
`
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, theme string
		want        Reading
	}{
		{"layered", layered, Reading{Unused: 6, Tokens: Tokens{
			"utrecht-document-color": "#0f263d", "utrecht-document-background-color": "#ffffff",
			"utrecht-document-font-family":                   `"Open Sans", "Arial", sans-serif`,
			"utrecht-link-color":                             "#0b4f8a",
			"utrecht-button-border-radius":                   "4px",
			"utrecht-button-primary-action-background-color": "#0b4f8a",
			"utrecht-button-primary-action-color":            "#ffffff",
		}}},
		{"dollars", dollars, Reading{Tokens: Tokens{
			"utrecht-link-color": "#7a1e5c", "utrecht-button-primary-action-background-color": "#7a1e5c",
			"utrecht-button-primary-action-color": "#ffffff", "utrecht-document-font-family": `"Noto Sans", sans-serif`,
			"utrecht-heading-1-color": "#4a0f37",
		}}},
		{"sheet", sheet, Reading{
			Tokens: Tokens{
				"utrecht-link-color": "#00594c", "utrecht-button-primary-action-background-color": "#00594c",
				"utrecht-button-primary-action-color": "#ffffff", "utrecht-button-border-radius": "0",
				"utrecht-document-font-family": `"Fira Sans", "Calibri", sans-serif`,
			},
			Left:   []Left{{"utrecht-document-color", "var(--is-nergens)", NoReference}},
			Unused: 2, Skipped: 5,
		}},
	}
	for _, test := range tests {
		got, ok := Read(test.theme)
		if d := cmp.Diff(test.want, got); d != "" || !ok {
			t.Errorf("%s: %v %s", test.name, ok, d)
		}
		if again, ok := Read(got.Tokens.Text()); !ok || !maps.Equal(again.Tokens, got.Tokens) {
			t.Errorf("%s: written and read again: %v", test.name, again)
		}
		if poor := got.Tokens.Contrast(); len(poor) > 0 {
			t.Errorf("%s: %+v", test.name, poor)
		}
	}
	for _, nothing := range []string{"", "   ", "hallo", "{", "[1]", "{]", "body { color: red }"} {
		if got, ok := Read(nothing); ok {
			t.Errorf("%q is read as %+v", nothing, got)
		}
	}
}

// Whatever stands in a theme, what leaves is made of a few characters and sets
// nothing but our tokens.
func TestNothingSlipsThrough(t *testing.T) {
	for _, value := range []string{
		`url(https://example.org/x)`, `url("//example.org")`, `#fff} body{display:none`, `#fff;--x:1`, `expression(alert(1))`,
		`red`, `#ff`, `#fffff`, `#ffffff80`, `rgba(0,0,0,.5)`, `hsl(1 2 3)`, `rgb(300,0,0)`, `rgb(1%, 2, 3)`, `javascript:alert(1)`,
		`image-set("x")`, `#fff/**/`, `\75rl(x)`, `attr(href)`, `env(x)`, `calc(1px)`, `</style><script>`, "#fff\n@import 'x'",
		`{utrecht.link.color}`, `var(--utrecht-link-color)`, `hsl(400, 1%, 1%)`, `rgb(1 2 3 / 50%)`, "#ﬀf", "inherit", "",
	} {
		for _, token := range tokens {
			if got, ok := token.kind.read(value); ok {
				if token.kind == fonts && !strings.ContainsAny(strings.ReplaceAll(got, `"`, ""), `;{}()<>/\:#@%.'`) {
					continue // one word is a font's name
				}
				t.Errorf("%s takes %q as %q", token.name, value, got)
			}
		}
		theme := `{"utrecht": {"link": {"color": {"value": ` + quoted(value) + `}}}}`
		if r, ok := Read(theme); ok && r.Tokens.CSS() != "" {
			t.Errorf("%q became %q", value, r.Tokens.CSS())
		}
	}
	for _, value := range []string{"99px", "2.5rem", "-1px", "1", "1%", "1vw", "calc(1px)", "1px 2px", "1e3px"} {
		if got, ok := length.read(value); ok {
			t.Errorf("the length %q is taken as %q", value, got)
		}
	}
	for _, value := range []string{`"a`, `a;b`, `a"b`, `url(x)`, `a/b`, strings.Repeat("a", 41), strings.Repeat("a,", 9) + "a", `a,,b`, `'a"`} {
		if got, ok := fonts.read(value); ok {
			t.Errorf("the fonts %q are taken as %q", value, got)
		}
	}
	forged := Tokens{"utrecht-link-color": "red;}body{", "x": "#fff", "utrecht-document-color": "#000"}
	if got, want := forged.CSS(), ":root{--utrecht-document-color:#000000;}\n"; got != want {
		t.Errorf("forged tokens became %q", got)
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

func FuzzRead(f *testing.F) {
	for _, theme := range []string{layered, dollars, sheet, "--utrecht-link-color:#123", `{"a":{"value":"{a}"}}`, `a{b:"}";--c:d`} {
		f.Add(theme)
	}
	f.Fuzz(func(t *testing.T, theme string) {
		r, _ := Read(theme)
		if !slices.Equal(slices.Sorted(maps.Keys(r.Tokens)), slices.Sorted(maps.Keys(r.Tokens.Clean()))) {
			t.Errorf("%v is not clean", r.Tokens)
		}
		if css := r.Tokens.CSS(); strings.Count(css, "{") > 1 || strings.ContainsAny(css, `\<>@()'`) || strings.Contains(css, "//") {
			t.Errorf("%q", css)
		}
	})
}

func TestColours(t *testing.T) {
	for value, want := range map[string]string{
		"#ABC": "#aabbcc", "#abcf": "#aabbcc", "#0b5571ff": "#0b5571", "rgb(0 128 255)": "#0080ff", "rgba(0, 128, 255, 1)": "#0080ff",
		"rgb(100%, 0%, 50%)": "#ff0080", "hsl(0, 100%, 50%)": "#ff0000", "hsl(120deg 100% 25%)": "#008000", "hsl(240 100% 50% / 100%)": "#0000ff",
		"hsl(210, 0%, 100%)": "#ffffff", "White": "#ffffff",
	} {
		if got, ok := colour.read(value); !ok || got != want {
			t.Errorf("%q is %s, %v; want %s", value, got, ok, want)
		}
	}
}

// Ratios from the literature: WebAIM's and the W3C's own examples.
func TestRatio(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{
		{"#000", "#fff", 21}, {"#fff", "#fff", 1}, {"#777", "#fff", 4.48}, {"#767676", "#fff", 4.54}, {"#0000ff", "#fff", 8.59},
	} {
		a, _ := parseColour(test.a)
		b, _ := parseColour(test.b)
		if got := Ratio(a, b); got < test.want-0.01 || got > test.want+0.01 || got != Ratio(b, a) {
			t.Errorf("%s on %s is %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

func TestContrast(t *testing.T) {
	tests := []struct {
		name   string
		tokens Tokens
		want   []string // pairs
	}{
		{"nothing", nil, nil},
		{"ours", Tokens(Defaults), nil},
		{"a light button", Tokens{"utrecht-button-primary-action-background-color": "#f5c518"}, []string{"button", "chosen"}},
		{"with dark words", Tokens{
			"utrecht-button-primary-action-background-color": "#8a6d00", "utrecht-button-primary-action-color": "#000000",
		}, []string{"button"}},
		{"a pale link", Tokens{"utrecht-link-color": "#777777"}, []string{"link", "link-soft"}},
		{
			"a dark page",
			Tokens{"utrecht-document-background-color": "#111111", "utrecht-document-color": "#eeeeee"},
			[]string{"text-soft", "text-mark", "link", "muted", "error"},
		},
		{"a heading", Tokens{"utrecht-heading-1-color": "#aaaaaa"}, []string{"heading-1"}},
		{"a field's edge", Tokens{"utrecht-textbox-border-color": "#cccccc"}, []string{"field"}},
	}
	for _, test := range tests {
		var got []string
		for _, p := range test.tokens.Contrast() {
			got = append(got, p.Key)
			if p.Ratio >= p.Least {
				t.Errorf("%s: %s is told as %v, which is enough", test.name, p.Key, p.Ratio)
			}
			mended := maps.Clone(test.tokens)
			mended[p.Token] = p.Try.String()
			for _, still := range mended.Contrast() {
				if still.Key == p.Key {
					t.Errorf("%s: %s of %s does not mend %s", test.name, p.Try, p.Token, p.Key)
				}
			}
		}
		if test.name == "a dark page" { // also what is drawn, which our own colours decide
			got = slices.DeleteFunc(got, func(k string) bool { return k == "chosen" || k == "border" || k == "field" })
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
