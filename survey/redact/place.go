package redact

import (
	"strings"
	"unicode"
)

// findPostcodes masks Dutch postcodes, with the house number where there is one.
func (p *page) findPostcodes() {
	for i := 0; i < len(p.runes); i++ {
		if !isDigit(p.runes[i]) || isPlain(p.at(i-1)) {
			continue
		}
		_, n, end := p.number(i)
		if n == 4 && p.runes[i] != '0' && !p.inNumber(i) && !p.isAmount(i) {
			if to := p.postcode(end); to > 0 {
				p.mask(i, to, Address)
				end = to
			}
		}
		i = end - 1
	}
}

// postcode returns the end of a postcode whose four digits end at i, or 0.
//
// "2015 en" and "1500 mg" have its form too. So small letters that are a word or
// a measure are none; a word in capitals needs a house number, and so do small
// letters after a space.
func (p *page) postcode(i int) int {
	from := p.spaces(i)
	to := p.letters(from)
	if from > i+1 || to != from+2 || isPlain(p.at(to)) || p.runes[from] > 'z' || p.runes[from+1] > 'z' {
		return 0
	}
	house := p.houseAfterPostcode(to)
	upper := unicode.IsUpper(p.runes[from]) && unicode.IsUpper(p.runes[from+1])
	switch p.key(from, to) {
	case "sa", "sd", "ss": // never given out
		return 0
	case "mg", "kg", "km", "cm", "mm", "ml", "cl", "dl", "cc", "gb", "mb", "kb", "kw", "px":
		return 0
	}
	switch {
	case twoLetterWords[p.key(from, to)] && !upper:
		return 0
	case twoLetterWords[p.key(from, to)], !upper && from > i:
		return house
	}
	return max(house, to)
}

// twoLetterWords are the words that may follow a year.
var twoLetterWords = wordSet(`
	aan al as be bv by ca da de do ed eh el en er eu ex ga go ha he hi if ik in
	is it ja je jg jr ma me mn my na nl nr nu of oh ok om on op or os pa pm so
	te to tv uk up us uw vd ze zn zo we wk wo vr za di am at an st pc`)

// houseAfterPostcode returns the end of the house number after a postcode that
// ends at i, or 0.
func (p *page) houseAfterPostcode(i int) int {
	j := i
	if p.at(j) == ',' {
		j++
	}
	j = p.spaces(j)
	if word := p.letters(j); p.key(j, word) == "nr" || p.key(j, word) == "nummer" || p.key(j, word) == "huisnummer" {
		j = word
		if p.at(j) == '.' {
			j++
		}
		j = p.spaces(j)
	}
	return p.house(j)
}

// house returns the end of the house number at i, with its letter or addition
// (12a, 12 A, 12-3, 12/II), or 0. A number that counts something is none.
func (p *page) house(i int) int {
	v, n, end := p.number(i)
	if n < 1 || n > 5 || v == 0 || p.runes[i] == '0' {
		return 0
	}
	add := end
	if r := p.at(end); r == '-' || r == '/' || r == ' ' {
		add++
	}
	letters := p.letters(add)
	_, digits, last := p.number(add)
	switch {
	case letters == add+1 && !isPlain(p.at(letters)) && p.key(add, letters) != "u" && p.key(add, letters) != "x" &&
		(p.at(end) != ' ' || unicode.IsUpper(p.runes[add]) || p.at(letters) != ' '):
		return letters
	case digits > 0 && digits <= 4 && (p.at(end) == '-' || p.at(end) == '/') && !isPlain(p.at(last)):
		return last
	case p.key(add, letters) == "bis", p.key(add, letters) == "hs":
		return letters
	case isPlain(p.at(end)), p.counts(end):
		return 0
	}
	return end
}

// counts reports whether the number that ends at i counts something or is a
// time: 2 keer, 3 weken, 10:30, 7,5, 20%.
func (p *page) counts(i int) bool {
	switch r := p.at(i); r {
	case ':', ',', '.':
		return isDigit(p.at(i + 1))
	case '%', '€':
		return true
	}
	j := p.spaces(i)
	return counted[p.key(j, p.letters(j))]
}

// counted are the words that a number before them counts.
var counted = wordSet(`
	x u uur uren min minuut minuten sec dag dagen week weken maand maanden jaar
	jaren keer maal km kilometer m meter euro kind kinderen mensen personen
	gezinnen ouders gesprekken afspraken straten huizen keren procent graden
	hours days weeks months years times minutes people children euros kids`)

// streets and paths end the name of a street. Those in paths also end ordinary
// words (onderweg, leerpad, supermarkt), so they need a capital.
var (
	streets = strings.Fields(`straat laan plein gracht singel kade dreef steeg plantsoen strjitte`)
	paths   = strings.Fields(`weg dijk hof pad park markt boulevard baan haven wal brink erf veld oever
		meent akker werf bolwerk dyk str ln pln straße strasse drf gr hf mrkt pd plnts prk sngl stg wg`)
)

// notStreets end as a street does and are none.
var notStreets = wordSet(`
	onderweg halverwege terugweg heenweg omweg uitweg snelweg middenweg zorgpad
	leerpad fietspad voetpad schoolplein speelplein supermarkt arbeidsmarkt
	rommelmarkt jaarmarkt kerstmarkt huizenmarkt woningmarkt rijbaan loopbaan
	bijbaan droombaan busbaan speelveld voetbalveld sportveld werkveld winkelstraat
	fietsstraat zijstraat pretpark speelpark gerechtshof kerkhof overweg spoorweg`)

// findStreets masks streets with a number, and PO boxes. It looks back from each
// number, so a text without one costs nothing.
func (p *page) findStreets() {
	for i := 0; i < len(p.runes); i++ {
		if !isDigit(p.runes[i]) || isPlain(p.at(i-1)) {
			continue
		}
		_, _, end := p.number(i)
		if from := p.streetBefore(i); from >= 0 {
			to := p.house(i)
			if to == 0 && p.isBox(from, end-i) {
				to = end
			}
			if to > 0 {
				p.mask(from, to, Address)
				end = to
			}
		}
		i = end - 1
	}
}

// isBox reports whether a PO box begins at i whose number has n digits.
func (p *page) isBox(i, n int) bool { return n == 6 && p.key(i, p.letters(i)) == "postbus" }

// streetBefore returns where the street begins whose number stands at i, or -1.
func (p *page) streetBefore(i int) int {
	to := p.spacesBefore(i)
	from := p.nameBefore(to)
	switch p.key(from, to) {
	case "nr", "nr.", "nummer", "huisnummer":
		to = p.spacesBefore(from)
		from = p.nameBefore(to)
	}
	key := strings.TrimSuffix(p.key(from, to), ".")
	switch {
	case from == to, notStreets[key], to == i && p.at(i-1) != '.':
		return -1
	case key == "postbus":
		return from
	}
	upper := unicode.IsUpper(p.runes[from]) || p.at(from+1) == '-' && unicode.IsUpper(p.at(from+2)) // 's-Gravenweg
	stem := streetStem(key, upper)
	switch {
	case stem < 0, stem > 0 && stem < 3:
		return -1
	case stem == 0:
		before := p.streetStart(from)
		if !upper || before == from {
			return -1 // "de straat 12", but "Oude Gracht 12"
		}
		return before
	case upper:
		return p.streetStart(from)
	}
	return from
}

// nameBefore returns the start of the word that ends at j, with the hyphens,
// apostrophes and the closing dot that belong to it.
func (p *page) nameBefore(j int) int {
	if p.at(j-1) == '.' {
		j--
	}
	for isLetter(p.at(j-1)) || (p.at(j-1) == '-' || p.at(j-1) == '\'') && isLetter(p.at(j-2)) {
		j--
	}
	return j
}

// streetStem returns how long key is without the ending of a street, or -1.
func streetStem(key string, upper bool) int {
	for _, s := range streets {
		if strings.HasSuffix(key, s) {
			return len(key) - len(s)
		}
	}
	if upper {
		for _, s := range paths {
			if strings.HasSuffix(key, s) {
				return len(key) - len(s)
			}
		}
	}
	return -1
}

// streetStart returns where the street begins whose last word begins at i: the
// words with a capital before it, and what may stand between them (Jan van
// Galenstraat, Prof. dr. J.C. Schoutelaan). Six words at most.
func (p *page) streetStart(i int) int {
	start := i
	for range 6 {
		to := p.spacesBefore(i)
		if to == i && p.at(to-1) != '.' || to < i-2 {
			break
		}
		from := p.nameBefore(to)
		key := strings.TrimSuffix(p.key(from, to), ".")
		switch {
		case from == to || isDigit(p.at(from-1)):
			return start
		case key == "van" && unicode.IsUpper(p.runes[from]):
			start = from
		case particles[key]:
		case titles[key]:
			start = from
		case !unicode.IsUpper(p.runes[from]), ordinary[key], p.at(to-1) == '.' && to-from > 5:
			return start
		default:
			start = from
		}
		i = from
	}
	return start
}
