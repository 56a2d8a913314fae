package paper

import (
	"fmt"

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
