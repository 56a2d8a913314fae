package redact

import "strings"

// findWeb masks web and e-mail addresses.
func (p *page) findWeb() {
	p.findSpokenEmail()
	for i := 0; i < len(p.runes); {
		if !isChunk(p.runes[i]) {
			i++
			continue
		}
		j := i
		for isChunk(p.at(j)) {
			j++
		}
		p.findInChunk(i, j)
		i = j
	}
}

// isChunk reports whether r can stand inside an address on the web.
func isChunk(r rune) bool {
	return r > ' ' && r != '<' && r != '>' && r != '"' && r != '\'' && r != '[' && r != ']'
}

// findInChunk masks the addresses in [i, j), a stretch without a space.
func (p *page) findInChunk(i, j int) {
	if k := p.scheme(i, j); k >= 0 {
		if end := p.trimmed(k, j); end > k+4 {
			p.mask(k, end, URL)
		}
		j = k
	}
	for k := i; k < j; k++ {
		if p.runes[k] == '@' {
			if from, to := p.mailAround(k, i, j); to > 0 {
				p.mask(from, to, Email)
				k = to - 1
			}
		}
	}
	for k := i; k < j; {
		if !isHost(p.runes[k]) {
			k++
			continue
		}
		end := k
		for end < j && isHost(p.runes[end]) {
			end++
		}
		k = p.findHost(k, end, j)
	}
}

// scheme returns where "http://" or "www." begins in [i, j), or -1.
func (p *page) scheme(i, j int) int {
	for k := i; k+3 < j; k++ {
		switch {
		case p.runes[k] == ':' && p.runes[k+1] == '/' && p.runes[k+2] == '/':
			if from := max(p.lettersBefore(k), i); from < k {
				return from
			}
		case p.runes[k+3] == '.' && !isPlain(p.at(k-1)) && p.key(k, k+3) == "www":
			return k
		}
	}
	return -1
}

// trimmed returns j without the marks of the sentence that [i, j) stands in.
func (p *page) trimmed(i, j int) int {
	for j > i && strings.ContainsRune(".,;:!?)}*", p.runes[j-1]) {
		j--
	}
	return j
}

// mailAround returns the e-mail address around the @ at k within [i, j), or 0, 0.
// The part after the @ needs no dot: "jan@gmail" is as telling.
func (p *page) mailAround(k, i, j int) (from, to int) {
	from = k
	for from > i && (isPlain(p.runes[from-1]) || strings.ContainsRune(".%+-", p.runes[from-1])) {
		from--
	}
	for from < k && p.runes[from] == '.' {
		from++
	}
	to = k + 1
	for to < j && isHost(p.runes[to]) {
		to++
	}
	for to > k && (p.runes[to-1] == '.' || p.runes[to-1] == '-') {
		to--
	}
	if from == k || to < k+3 {
		return 0, 0
	}
	return from, to
}

// isHost reports whether r can stand in the name of a host.
func isHost(r rune) bool { return r == '.' || r == '-' || isPlain(r) }

// findHost masks the host without "www." in [i, end), with the path that goes
// on to j at most, and returns where to read on.
func (p *page) findHost(i, end, j int) int {
	for isHost(p.runes[i]) && !isPlain(p.runes[i]) && i < end-1 {
		i++
	}
	host, labels := 0, 0
	for from, k := i, i; k <= end; k++ {
		if k < end && p.runes[k] != '.' {
			continue
		}
		if k == from {
			break // two dots: the end of a sentence
		}
		if labels++; labels > 1 && p.topLevel(from, k, i, labels) {
			host = k
		}
		from = k + 1
	}
	if host == 0 || p.at(i-1) == '@' {
		return end
	}
	if r := p.at(host); r == '/' || r == '?' || r == '#' || r == ':' && isDigit(p.at(host+1)) {
		k := host
		for k < j && p.runes[k] != masked {
			k++
		}
		host = p.trimmed(host, k)
	}
	p.mask(i, host, URL)
	return max(host, end)
}

// topLevel reports whether [from, to) ends a host that begins at i. An ending
// that is also a word ("goed.de coach") counts only in what cannot be a
// sentence whose space was forgotten.
func (p *page) topLevel(from, to, i, labels int) bool {
	switch p.key(from, to) {
	case "nl", "com", "org", "eu", "be", "uk", "fr", "pl", "tr", "io", "frl", "edu", "gov":
		return true
	case "net", "info", "nu", "de", "online", "app", "site", "me", "tv":
		return labels > 2 || p.at(to) == '/' || strings.ContainsAny(p.key(i, from), "-_0123456789")
	}
	return false
}

// findSpokenEmail masks e-mail addresses written so that no machine reads them:
// "jan at gmail punt com", "jan (at) gmail.com", "jan @ gmail.com".
func (p *page) findSpokenEmail() {
	for i := 1; i < len(p.runes); i++ {
		if p.runes[i-1] != ' ' && p.runes[i-1] != '(' {
			continue
		}
		spelt, end := false, 0
		switch {
		case p.runes[i] == '@':
			end = i + 1
		case p.runes[i] == 'a' || p.runes[i] == 'A':
			end = p.letters(i)
			switch p.key(i, end) {
			case "at", "apenstaart", "apenstaartje":
				spelt = p.runes[i-1] == ' '
			default:
				end = 0
			}
		}
		if end > 0 {
			p.spokenEmail(i, end, spelt)
		}
	}
}

// spokenEmail masks the address around the "at" at [i, j). One that was spelt
// needs its dot spelt too: "we were at booking.com" is no e-mail address.
func (p *page) spokenEmail(i, j int, spelt bool) {
	if p.at(i-1) == '(' && p.at(j) == ')' {
		i, j = i-1, j+1
	}
	to := p.spacesBefore(i)
	from := to
	for isPlain(p.at(from-1)) || p.at(from-1) == '.' || p.at(from-1) == '-' {
		from--
	}
	host := p.spaces(j)
	end := host
	for isPlain(p.at(end)) || p.at(end) == '-' {
		end++
	}
	if from == to || end == host {
		return
	}
	dot := p.spaces(end)
	top := p.spaces(dot + 1)
	if word := p.letters(dot); p.key(dot, word) == "punt" || p.key(dot, word) == "dot" {
		top = p.spaces(word)
	} else if spelt || p.at(dot) != '.' {
		return
	}
	if last := p.letters(top); last > top && p.topLevel(top, last, host, 3) {
		p.mask(from, last, Email)
	}
}
