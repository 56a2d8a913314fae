package redact

import "strings"

// findBSN masks citizen service numbers: nine digits, plain or parted, or eight
// plain ones (a leading 0 left out), that pass the 11-proof; or any eight or
// nine that are called one.
func (p *page) findBSN() {
	for i := 0; i < len(p.runes); i++ {
		if !isDigit(p.runes[i]) || isPlain(p.at(i-1)) {
			continue
		}
		_, _, next := p.number(i)
		if !p.inNumber(i) && !p.isAmount(i) {
			if end := p.bsnAt(i); end > 0 {
				p.mask(i, end, BSN)
				next = end
			}
		}
		i = next - 1
	}
}

// isAmount reports whether a sign of money stands before i.
func (p *page) isAmount(i int) bool {
	switch p.at(p.spacesBefore(i) - 1) {
	case '€', '$', '£':
		return true
	}
	return false
}

// bsnAt returns the end of the citizen service number at i, or 0.
func (p *page) bsnAt(i int) int {
	var digits [10]byte
	n, group, groups := 0, 0, 1
	sep := rune(0)
	for j := i; n < 10; j++ {
		switch r := p.at(j); {
		case isDigit(r):
			digits[n] = byte(r)
			n++
			group++
			continue
		case n < 9 && group >= 2 && (r == '.' || r == ' ' || r == '-') && (sep == 0 || sep == r) && isDigit(p.at(j+1)):
			sep, group = r, 0
			groups++
			continue
		case isPlain(r), (r == ',' || r == '.') && isDigit(p.at(j+1)):
			return 0
		}
		s := string(digits[:n])
		switch {
		case n == 9 && group >= 2 && groups <= 5, n == 8 && groups == 1:
			if elevenProof(s) || p.calledBSN(i) {
				return j
			}
		}
		return 0
	}
	return 0
}

// The words that say which number follows.
var (
	bsnWords  = set("bsn bsnnummer bsnnr burgerservicenummer sofinummer sofi")
	caseWords = set(`dossier dossiernummer dossiernr zaak zaaknummer zaaknr kenmerk clientnummer cliëntnummer
		klantnummer registratienummer polisnummer patientnummer patiëntnummer burgernummer meldingsnummer`)
)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// calledBSN reports whether a citizen service number is said to follow at i. A
// mistyped one is as telling.
func (p *page) calledBSN(i int) bool { return p.called(i, bsnWords) }

// called reports whether one of the three words before i is one of words.
func (p *page) called(i int, words map[string]bool) bool {
	for range 3 {
		for r := p.at(i - 1); r == ' ' || r == ':' || r == '=' || r == '(' || r == '.' || r == '-'; r = p.at(i - 1) {
			i--
		}
		from := p.lettersBefore(i)
		switch key := p.key(from, i); {
		case key == "":
			return false
		case words[key]:
			return true
		}
		i = from
	}
	return false
}

// minNumber is the fewest digits of a number that stands for one person or one
// file. Six may be an amount, or a postcode typed with its house number.
const minNumber = 7

// findNumbers masks long numbers in one piece that nothing else explains. A
// number that counts something, or an amount, stays.
func (p *page) findNumbers() {
	for i := 0; i < len(p.runes); i++ {
		if !isDigit(p.runes[i]) || isPlain(p.at(i-1)) {
			continue
		}
		_, n, end := p.number(i)
		if n >= minNumber && !isPlain(p.at(end)) && !p.inNumber(i) && !p.isAmount(i) && !p.counts(end) {
			p.mask(i, end, Number)
		}
		i = end - 1
	}
}

// minCase is the fewest digits of the number of a file, which has its year in it.
const minCase = 6

// findCases masks the numbers of files that are called one, with their letters
// and hyphens: zaaknummer Z24-12345.
func (p *page) findCases() {
	for i := 0; i < len(p.runes); i++ {
		if !isPlain(p.runes[i]) || isPlain(p.at(i-1)) {
			continue
		}
		digits, end := 0, i
		for isPlain(p.at(end)) || (p.at(end) == '-' || p.at(end) == '/' || p.at(end) == '.') && isPlain(p.at(end+1)) {
			if isDigit(p.at(end)) {
				digits++
			}
			end++
		}
		if digits >= minCase && p.called(i, caseWords) {
			p.mask(i, end, Number)
		}
		i = max(i, end-1)
	}
}

// elevenProof reports whether the eight or nine digits of s pass the proof of
// the Dutch citizen service number.
//
//   - Formula: 9·d1 + 8·d2 + … + 2·d8 − d9 is divisible by 11, and not 0.
//   - Eight digits are read with a 0 before them.
//   - Source: Besluit burgerservicenummer; Logisch Ontwerp BSN, annex.
func elevenProof(s string) bool {
	sum, weight := 0, len(s)
	for i := range len(s) {
		d := int(s[i] - '0')
		if weight == 1 {
			sum -= d
		} else {
			sum += weight * d
		}
		weight--
	}
	return sum != 0 && sum%11 == 0
}

// ibanLengths gives the length of an account number by country, as in the IBAN
// registry of ISO 13616.
var ibanLengths = lengths(`
	AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28
	CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23
	GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28
	LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28
	NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24
	SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`)

func lengths(list string) map[string]int {
	m := make(map[string]int)
	for _, f := range strings.Fields(strings.ToLower(list)) {
		m[f[:2]] = int(f[2]-'0')*10 + int(f[3]-'0')
	}
	return m
}

// findIBAN masks account numbers, in one piece or in groups.
func (p *page) findIBAN() {
	for i := 0; i+4 < len(p.runes); i++ {
		if !isDigit(p.runes[i+2]) || !isDigit(p.runes[i+3]) || !isLetter(p.runes[i]) ||
			!isLetter(p.runes[i+1]) || isPlain(p.at(i-1)) {
			continue
		}
		if end := p.ibanAt(i); end > 0 {
			p.mask(i, end, IBAN)
			i = end - 1
		}
	}
}

// ibanAt returns the end of the account number at i, or 0.
//
//   - Proof: the first four characters moved to the end and letters read as
//     10 … 35, the number leaves 1 when divided by 97.
//   - Source: ISO 13616, ISO 7064 (MOD 97-10).
func (p *page) ibanAt(i int) int {
	want := ibanLengths[p.key(i, i+2)]
	if want == 0 {
		return 0
	}
	rest, head, n, j := 0, 0, 0, i
	for ; n < want; j++ {
		r := p.at(j)
		if n >= 4 && (r == ' ' || r == '.' || r == '-') && isPlain(p.at(j+1)) {
			continue
		}
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			rest = (rest*100 + int(r|0x20-'a') + 10) % 97
		case isDigit(r):
			rest = (rest*10 + int(r-'0')) % 97
		default:
			return 0
		}
		if n++; n == 4 {
			head, rest = rest, 0
		}
	}
	// head is the first four characters mod 97: two letters and two digits make
	// six figures, so what stands before them moves up by 10^6.
	if (rest*(1000000%97)+head)%97 != 1 || isPlain(p.at(j)) {
		return 0
	}
	return j
}
