package paper

import (
	"io"
	"strings"
)

// Terminal colours: pure black on pure white, said outright, so that a dark and
// a light terminal show the same.
const (
	blackOnWhite = "\x1b[38;5;16;48;5;231m"
	asBefore     = "\x1b[0m"
)

// halves are the characters for two modules, one above the other.
var halves = map[[2]bool]rune{
	{false, false}: ' ',
	{true, false}:  '▀',
	{false, true}:  '▄',
	{true, true}:   '█',
}

// Terminal writes a QR code in characters, each two modules high, with the
// white around it that a phone needs.
func Terminal(w io.Writer, link string) error {
	modules, err := encode(link)
	if err != nil {
		return err
	}
	black := func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return x >= 0 && y >= 0 && y < len(modules) && x < len(modules) && modules[y][x]
	}
	size := len(modules) + 2*quiet
	var b strings.Builder
	for y := 0; y < size; y += 2 {
		b.WriteString(blackOnWhite)
		for x := range size {
			b.WriteRune(halves[[2]bool{black(x, y), black(x, y+1)}])
		}
		b.WriteString(asBefore + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
}
