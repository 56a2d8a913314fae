package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ouderstem/survey/testprogram"
)

// TestBrowser lets a browser paint the drawings and compares them with our
// pictures: patterns, dashes and joints, which reading a drawing back says
// nothing about. Words are left out: the browser has other fonts.
func TestBrowser(t *testing.T) {
	browser := testprogram.Find(t, "chromium")
	var page, ours bytes.Buffer
	page.WriteString(`<!DOCTYPE html><style>body { margin: 0 } svg { display: block }</style>`)
	var pictures []image.Image
	total := 0
	for _, c := range samples() {
		s, err := lay(c)
		if err != nil {
			t.Fatal(err)
		}
		var silent []mark
		for _, m := range s.marks {
			if _, ok := m.(words); !ok {
				silent = append(silent, m)
			}
		}
		s.marks = silent
		s.svg(&page)
		ours.Reset()
		if err := s.png(&ours, Width); err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, decoded(t, &ours))
		total += pictures[len(pictures)-1].Bounds().Dy()
	}
	theirs := screenshot(t, browser, page.Bytes(), total)
	top := 0
	for i, m := range pictures {
		high := m.Bounds().Dy()
		if far, at := farthest(m, theirs, top); far > 12 {
			t.Errorf("%s: at %v a browser paints something else, by %.0f of 255", samples()[i].ID, at, far)
		}
		top += high
	}
}

// screenshot has a page painted that is as wide as a picture.
func screenshot(t *testing.T, browser string, page []byte, high int) image.Image {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.png")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
		"--user-data-dir="+dir, fmt.Sprintf("--window-size=%d,%d", Width, high), "--screenshot="+to, "file://"+from)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil || m.Bounds().Dx() != Width || m.Bounds().Dy() < high {
		t.Fatalf("painted %v, %v", m.Bounds(), err)
	}
	return m
}

// farthest returns by how much two pictures differ where they differ most: the
// mean over a square a pattern's tile large, from 0 to 255.
func farthest(ours, theirs image.Image, top int) (far float64, at image.Point) {
	b := ours.Bounds()
	for y := 0; y+tile <= b.Dy(); y += tile {
		for x := 0; x+tile <= b.Dx(); x += tile {
			sum := 0
			for i := range tile * tile {
				_, g, _, _ := ours.At(x+i%tile, y+i/tile).RGBA()
				_, h, _, _ := theirs.At(x+i%tile, top+y+i/tile).RGBA()
				sum += max(int(g>>8)-int(h>>8), int(h>>8)-int(g>>8))
			}
			if mean := float64(sum) / (tile * tile); mean > far {
				far, at = mean, image.Pt(x, y)
			}
		}
	}
	return far, at
}
