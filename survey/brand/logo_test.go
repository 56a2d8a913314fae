package brand

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	p := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogoPNG(t *testing.T) {
	polyglot := append(picture(t, 40, 20), "<script>alert(1)</script>"...)
	got, err := ReadLogo(polyglot)
	if err != nil || got.Type != "image/png" || bytes.Contains(got.Data, []byte("script")) {
		t.Fatalf("%v %v", got, err)
	}
	if _, err := png.Decode(bytes.NewReader(got.Data)); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{
		"a bomb":  picture(t, 2001, 10),
		"damaged": picture(t, 10, 10)[:40],
		"large":   append(picture(t, 10, 10), make([]byte, MostLogo)...),
		"a GIF":   []byte("GIF89a"),
		"nothing": nil,
	} {
		var fault *LogoFault
		if _, err := ReadLogo(bad); !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLogoSVG(t *testing.T) {
	const drawn = `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- an editor's --><svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 viewBox="0 0 20 10" class="logo" inkscape:version="1"><metadata><x onload="y"/></metadata>
<inkscape:grid id="g"/><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
<g style="fill:url(#a); stroke:none;--x:1" fill="red"><path d="M0 0h20v10z"/></g><text x="1">A &amp; B</text></svg>`
	const want = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>` +
		`<g fill="url(#a)" stroke="none"><path d="M0 0h20v10z"></path></g><text x="1">A &amp; B</text></svg>`
	got, err := ReadLogo([]byte(drawn))
	if err != nil || got.Type != "image/svg+xml" || string(got.Data) != want {
		t.Fatalf("%v\n%s", err, got.Data)
	}
	if again, err := ReadLogo(got.Data); err != nil || string(again.Data) != want {
		t.Errorf("read once more it is %v, %v", again, err)
	}
	for _, part := range []string{
		`<script>alert(1)</script>`, `<g onload="alert(1)"/>`, `<foreignObject><p/></foreignObject>`, `<image href="x.png"/>`,
		`<use href="#a"/>`, `<a href="https://example.org"><path/></a>`, `<style>@import "x"</style>`, `<animate attributeName="x"/>`,
		`<path fill="url(https://example.org/x#a)"/>`, `<g style="fill:url('data:x')"/>`, `<path fill="\75rl(x)"/>`,
		`<g xmlns:x="http://www.w3.org/1999/xlink" x:href="//example.org"/>`, `<set attributeName="href" to="javascript:x"/>`,
		`<path mask="URL(//example.org#m)"/>`, `<iframe/>`, `<h:script xmlns:h="http://www.w3.org/2000/svg">x</h:script>`,
	} {
		var fault *LogoFault
		svg := `<svg xmlns="http://www.w3.org/2000/svg">` + part + `</svg>`
		if got, err := ReadLogo([]byte(svg)); !errors.As(err, &fault) || fault.Why != LogoActive {
			t.Errorf("%s: %v %s", part, err, got)
		}
	}
	for _, broken := range []string{"<svg>", "<html/>", "<svg/><svg/>", "<svg>&x;</svg>", "text", `<svg xmlns="x"`} {
		if got, err := ReadLogo([]byte(broken)); err == nil {
			t.Errorf("%s is taken as %s", broken, got.Data)
		}
	}
}

func FuzzReadLogo(f *testing.F) {
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><g style="fill:url(#a)"/></svg>`))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		logo, err := ReadLogo(data)
		if err != nil || logo.Type != "image/svg+xml" {
			return
		}
		again, err := ReadLogo(logo.Data)
		if err == nil && string(again.Data) != string(logo.Data) {
			t.Errorf("%q became %q", logo.Data, again.Data)
		}
		for _, no := range []string{"<script", "<style", "<image", "<foreign", " on", "href"} {
			tags := strings.ToLower(string(logo.Data))
			if strings.HasPrefix(no, "<") && strings.Contains(tags, no) {
				t.Errorf("%s in %q", no, logo.Data)
			}
		}
	})
}
