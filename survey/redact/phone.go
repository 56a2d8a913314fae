package redact

import "strings"

// helpLines are the numbers that the program itself prints. They tell nothing
// about who wrote them. 112 and 113 are too short to be taken for a number.
var helpLines = map[string]bool{
	"08002000":   true, // Veilig Thuis
	"0885551000": true, // Jeugdstem
	"08000113":   true, // the same line as 113
	"08000432":   true, // Kindertelefoon
}

// maxPhone is the most digits a telephone number has: 15 by E.164, and 00.
const maxPhone = 17

// dial is a telephone number as it was typed.
type dial struct {
	plus   bool
	digits []byte
	ends   [maxPhone]int  // where each digit ends
	opens  [maxPhone]bool // whether something stands before each digit
}

// findPhones masks telephone numbers, Dutch ones in every grouping and foreign
// ones with their + or 00.
func (p *page) findPhones() {
	for i := 0; i < len(p.runes); i++ {
		r := p.runes[i]
		if r != '+' && r != '(' && !isDigit(r) || isPlain(p.at(i-1)) || p.inNumber(i) ||
			r == '(' && !p.closesSoon(i) {
			continue
		}
		end, stays := p.phoneAt(i)
		switch {
		case stays:
			p.blank(i, end)
		case end > 0:
			p.mask(i, end, Phone)
		case isDigit(r):
			_, _, end = p.number(i)
		default:
			end = i + 1
		}
		i = end - 1
	}
}

// closesSoon reports whether the bracket at i is that of a dialling code.
func (p *page) closesSoon(i int) bool {
	for j := i + 1; j < i+8; j++ {
		if p.at(j) == ')' {
			return true
		}
	}
	return false
}

// inNumber reports whether what stands before i ties it to a number: 1.234.
func (p *page) inNumber(i int) bool {
	switch p.at(i - 1) {
	case '.', ',', '-', '/', ':', '+':
		return isDigit(p.at(i - 2))
	}
	return false
}

// phoneAt returns the end of the telephone number at i, 0 for none, and whether
// it is a help line, which stays.
func (p *page) phoneAt(i int) (end int, stays bool) {
	var d dial
	var buf [maxPhone]byte
	d.digits = buf[:0]
	p.dial(i, &d)
	n := d.length(p)
	if n == 0 {
		return 0, false
	}
	return d.ends[n-1], helpLines[d.national(n)]
}

// dial reads the digits at i into d, over at most three of the marks people
// part them with.
func (p *page) dial(i int, d *dial) {
	if p.at(i) == '(' {
		i++
	}
	if p.at(i) == '+' {
		d.plus = true
		i++
	}
	for gap := 0; len(d.digits) < maxPhone; i++ {
		switch r := p.at(i); {
		case isDigit(r):
			d.opens[len(d.digits)] = gap > 0
			d.ends[len(d.digits)] = i + 1
			d.digits = append(d.digits, byte(r))
			gap = 0
		case (r == ' ' || r == '-' || r == '.' || r == '/' || r == '(' || r == ')') && gap < 3:
			gap++
		default:
			return
		}
	}
}

// length returns how many of the digits are the number, or 0.
func (d *dial) length(p *page) int {
	s := string(d.digits)
	switch {
	case d.plus && strings.HasPrefix(s, "31"):
		return d.ending(p, 2+trunk(s, 2)+9)
	case d.plus:
		return d.longest(p, 9, 15)
	case strings.HasPrefix(s, "0031"):
		return d.ending(p, 4+trunk(s, 4)+9)
	case strings.HasPrefix(s, "316"):
		return d.ending(p, 11)
	case strings.HasPrefix(s, "00"):
		return d.longest(p, 11, 17)
	case len(s) < 8 || s[0] != '0' || d.opens[1]:
		return 0
	case strings.HasPrefix(s, "0800"), strings.HasPrefix(s, "090"):
		if d.opens[2] || d.opens[3] {
			return 0 // 08.00-12.00 uur
		}
		return max(d.ending(p, 11), d.ending(p, 8))
	}
	if n := d.ending(p, 10); n > 0 {
		return n
	}
	return d.mistyped(p, s)
}

// mistyped returns the length of a Dutch number with a digit too many or too
// few, which says as much as a good one. It must be parted like one.
func (d *dial) mistyped(p *page, s string) int {
	parted := d.opens[2] || d.opens[3] || d.opens[4]
	if !parted || len(s) == 9 && elevenProof(s) {
		return 0
	}
	if n := d.ending(p, 11); n > 0 {
		return n
	}
	if len(s) == 9 {
		return d.ending(p, 9)
	}
	return 0
}

// ending returns n if the number can end after n digits, else 0.
func (d *dial) ending(p *page, n int) int {
	switch {
	case len(d.digits) < n, len(d.digits) > n && !d.opens[n]:
		return 0
	case isPlain(p.at(d.ends[n-1])):
		return 0
	}
	return n
}

// longest returns the greatest n in [lo, hi] at which the number can end.
func (d *dial) longest(p *page, lo, hi int) int {
	for n := min(hi, len(d.digits)); n >= lo; n-- {
		if d.ending(p, n) > 0 {
			return n
		}
	}
	return 0
}

// national returns the first n digits as dialled inside the Netherlands.
func (d *dial) national(n int) string {
	s := string(d.digits[:n])
	switch {
	case d.plus && strings.HasPrefix(s, "31"):
		return "0" + s[2+trunk(s, 2):]
	case strings.HasPrefix(s, "0031"):
		return "0" + s[4+trunk(s, 4):]
	}
	return s
}

// trunk returns 1 if the digit at i is the 0 of "+31 (0)6", else 0.
func trunk(s string, i int) int {
	if len(s) > i && s[i] == '0' {
		return 1
	}
	return 0
}
