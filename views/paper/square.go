package paper

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// quiet is how many modules around a QR code must stay white.
const quiet = 4

// encode returns the modules of a QR code, rows from the top, true for black,
// without the white around them. Error correction M: 15 % may be dirty.
func encode(text string) ([][]bool, error) {
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("qr code: %w", err)
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}

// runs calls draw for every stretch of black modules in a row. All stretches of
// a code go into one path: a path is filled as a whole, so no white lines come
// between its rows.
func (s square) runs(draw func(x, y, length int)) {
	for y, row := range s.modules {
		for x := 0; x < len(row); {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				draw(start, y, x-start)
			}
			x++
		}
	}
}

// module is the side of one module, in mm.
func (s square) module() float64 { return s.side / float64(len(s.modules)) }

// Path returns a QR code as the path of an SVG, black on nothing, and the side of
// the square it stands in with the white that it needs around it.
func Path(link string) (path string, side int, err error) {
	modules, err := encode(link)
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	square{modules: modules}.runs(func(x, y, length int) {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%[3]dz", x+quiet, y+quiet, length)
	})
	return b.String(), len(modules) + 2*quiet, nil
}

// Typed is the address of a survey as people type it who cannot scan.
func Typed(site, address string) string { return Sheet{Site: site, Address: address}.typed() }
