package redact

import "unicode"

// months holds the names of months, Dutch and English, and their short forms.
// A word that is also a verb is marked, see [page.monthAt].
var months = wordSet(`
	januari jan februari feb febr maart mrt april apr mei juni jun juli jul
	augustus aug september sept sep oktober okt november nov december dec
	january february march mar may june july august october oct`)

// findDates masks days of the calendar: a day and a month, in figures with a
// year or with the month as a word. A bare year, a month with a year and a time
// of day name no day and stay.
func (p *page) findDates() {
	for i := 0; i < len(p.runes); i++ {
		r := p.runes[i]
		if isPlain(p.at(i - 1)) {
			continue
		}
		end := 0
		switch {
		case isDigit(r):
			end = p.dateAt(i)
		case unicode.IsUpper(r):
			end = p.monthFirst(i)
		}
		if end > 0 {
			if p.at(i-1) == '\'' {
				i--
			}
			p.mask(i, end, Date)
			i = end - 1
		}
	}
}

// dateAt returns the end of the date that begins with the number at i, or 0.
func (p *page) dateAt(i int) int {
	a, n, end := p.number(i)
	switch {
	case n == 8:
		return p.compactDate(a, end)
	case n > 4 || n == 3:
		return 0
	}
	sep, next := p.dateSep(end)
	if sep != 0 && isDigit(p.at(next)) {
		return p.numericDate(i, a, n, sep, next)
	}
	if n == 4 {
		return p.yearFirst(a, next)
	}
	if n == 2 && p.at(i-1) == '\'' { // '11 mei 17
		if to := p.yearFirst(2000+a, next); to > 0 {
			return to
		}
	}
	return p.dayFirst(a, end)
}

// compactDate accepts 12032015 and 20150312.
func (p *page) compactDate(a, end int) int {
	ddmm := isDay(a/1000000, a/10000%100) && isYear(a%10000)
	yymm := isDay(a%100, a/100%100) && isYear(a/10000)
	if (ddmm || yymm) && !isPlain(p.at(end)) {
		return end
	}
	return 0
}

// dateSep reads what parts a date at i: a dash, slash or dot with a space on
// either side or not, or a space alone. No separator is 0.
func (p *page) dateSep(i int) (sep rune, end int) {
	j := p.spaces(i)
	if j > i+1 {
		return 0, i
	}
	if r := p.at(j); r == '-' || r == '/' || r == '.' {
		end = p.spaces(j + 1)
		if end > j+2 {
			return 0, i
		}
		return r, end
	}
	if j > i {
		return ' ', j
	}
	return 0, i
}

// numericDate returns the end of the date at i whose first number is a, of n
// digits, and whose second one stands at j.
func (p *page) numericDate(i, a, n int, sep rune, j int) int {
	b, nb, end := p.number(j)
	again, next := p.dateSep(end)
	if nb > 2 || again != sep {
		return 0
	}
	short := p.at(next) == '\''
	if short {
		next++
	}
	c, nc, end := p.number(next)
	ok := false
	switch {
	case n == 4:
		ok = isYear(a) && nc <= 2 && isDay(c, b)
	case nc == 4:
		ok = isYear(c) && (isDay(a, b) || sep == '/' && isDay(b, a)) // 12/25/2015
	case nc == 2:
		ok = isDay(a, b) && (sep != ' ' || short)
	}
	if !ok || isPlain(p.at(end)) || p.at(end) == sep && isDigit(p.at(end+1)) {
		return 0
	}
	if p.at(i-1) == sep && isDigit(p.at(i-2)) {
		return 0 // the middle of a longer number
	}
	return end
}

// dayFirst returns the end of a date such as 12 maart, 3e mei '15 or
// 17-jan-2011, whose day a ends at i.
func (p *page) dayFirst(a, i int) int {
	if a < 1 || a > 31 {
		return 0
	}
	end := p.ordinal(i)
	if sep, next := p.dateSep(end); sep != 0 {
		end = next
	}
	if word := p.letters(end); p.key(end, word) == "van" || p.key(end, word) == "of" {
		end = p.spaces(word)
	}
	month, sure := p.monthAt(end)
	if month == 0 {
		return 0
	}
	if year := p.yearAt(month); year > 0 {
		return year
	}
	if !sure {
		return 0
	}
	return month
}

// ordinal returns the end of the ending of a day's number at i: 12e, 1st.
func (p *page) ordinal(i int) int {
	j := p.letters(i)
	switch p.key(i, j) {
	case "e", "ste", "de", "st", "nd", "rd", "th":
		return j
	}
	return i
}

// monthAt returns the end of the name of a month at i, or 0, and whether it is
// one without a year: "may" and "march" in small letters may be verbs.
func (p *page) monthAt(i int) (end int, sure bool) {
	j := p.letters(i)
	if j == i || !months[p.key(i, j)] || p.at(j) == '-' && isLetter(p.at(j+1)) {
		return 0, false
	}
	switch p.key(i, j) {
	case "may", "march", "mar":
		return j, unicode.IsUpper(p.runes[i])
	}
	return j, true
}

// yearAt returns the end of the year after a month that ends at i, or 0:
// 2015, '15, or 15 where a dash, slash or dot came before it.
func (p *page) yearAt(i int) int {
	j := i
	if p.at(j) == '.' || p.at(j) == ',' {
		j++
	}
	sep, next := p.dateSep(j)
	if sep == 0 {
		next = j
	}
	short := p.at(next) == '\''
	if short {
		next++
	}
	y, n, end := p.number(next)
	if isPlain(p.at(end)) {
		return 0
	}
	if n == 4 && isYear(y) || n == 2 && (short || sep == '-' || sep == '/') {
		return end
	}
	return 0
}

// yearFirst returns the end of a date such as 2015 maart 12, whose year is a
// and whose month stands at i.
func (p *page) yearFirst(a, i int) int {
	month, _ := p.monthAt(i)
	if month == 0 || !isYear(a) {
		return 0
	}
	_, next := p.dateSep(month)
	d, n, end := p.number(next)
	if n < 1 || n > 2 || d < 1 || d > 31 || isPlain(p.at(end)) {
		return 0
	}
	return end
}

// monthFirst returns the end of an English date such as March 12, 2015 at i, or
// 0. Without a year or an ending the number must close the phrase: "In April 12
// people" is no date.
func (p *page) monthFirst(i int) int {
	month, _ := p.monthAt(i)
	if month == 0 || p.at(month) != ' ' {
		return 0
	}
	d, n, end := p.number(month + 1)
	if n < 1 || n > 2 || d < 1 || d > 31 {
		return 0
	}
	day := p.ordinal(end)
	if isPlain(p.at(day)) {
		return 0
	}
	if year := p.yearAt(day); year > 0 {
		return year
	}
	if day > end || p.at(day) != ' ' && p.at(day) != ':' && !isDigit(p.at(day+1)) {
		return day
	}
	return 0
}

func isDay(d, m int) bool { return d >= 1 && d <= 31 && m >= 1 && m <= 12 }

// isYear reports whether somebody alive could write about y as a date.
func isYear(y int) bool { return y >= 1900 && y < 2100 }
