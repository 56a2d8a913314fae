package themes

// How what was heard counts.
const (
	face      = 2   // :-)
	nearWords = 10  // so many words from a theme, a word is half as much about it
	nearComma = 0.5 // behind a comma a word is half as much about it
)

// heard is a clause with the tone of each word: positive is good.
type heard struct {
	words []Word
	value []float32
	part  []int32 // which part of the clause, between commas, a word stands in
	faces float64
}

// facesIn returns the tone of the faces made of signs in s: :-) and :(.
func facesIn(s string) float64 {
	sum := 0.0
	for i := 0; i+1 < len(s); i++ {
		if s[i] != ':' && s[i] != ';' {
			continue
		}
		mouth := s[i+1]
		if mouth == '-' && i+2 < len(s) {
			mouth = s[i+2]
		}
		switch mouth {
		case ')', 'D':
			sum += face
		case '(':
			sum -= face
		}
	}
	return sum
}

// balance adds up the tones of all words.
func (h *heard) balance() balance {
	var b balance
	for _, v := range h.value {
		b.tone(float64(v))
	}
	b.tone(h.faces)
	return b
}

// near adds up the tones of words, each by how near it stands to a hit.
func (h *heard) near(hit Hit) balance {
	from, to := 0, 0 // the first and the last word of the hit
	for i, w := range h.words {
		if w.End <= hit.Start {
			from = i + 1
		}
		if w.Start < hit.End {
			to = i
		}
	}
	from = min(from, to)
	var b balance
	for i, v := range h.value {
		if v == 0 {
			continue
		}
		away, commas := 0, int32(0)
		switch {
		case i < from:
			away, commas = from-i, h.part[from]-h.part[i]
		case i > to:
			away, commas = i-to, h.part[i]-h.part[to]
		}
		weight := float64(nearWords) / float64(nearWords+away)
		for range commas {
			weight *= nearComma
		}
		b.tone(weight * float64(v))
	}
	b.tone(h.faces)
	return b
}
