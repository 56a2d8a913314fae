package survey

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Code is what a card carries: 80 random bits in Crockford's base 32 and a
// check character, 17 characters in upper case without separators.
type Code string

// CodeHash is all the server keeps of a code: a keyed hash, cut to 16 bytes.
type CodeHash [16]byte

const (
	// alphabet is Crockford's: no I, L, O or U, which are read as other
	// characters or spell words.
	alphabet   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeBytes  = 10 // 80 bits: with a million cards out, a guess hits one in 10^18
	codeData   = 16 // characters of 5 bits
	codeLength = codeData + 1
	codeGroup  = 4 // printed as 4-4-4-4-1
	codeGroups = (codeLength + codeGroup - 1) / codeGroup
)

// NewCode draws a code from random.
func NewCode(random io.Reader) (Code, error) {
	var raw [codeBytes]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	var symbols [codeData]byte
	for i := range symbols {
		for bit := range 5 {
			at := i*5 + bit
			symbols[i] = symbols[i]<<1 | raw[at/8]>>(7-at%8)&1
		}
	}
	code := make([]byte, 0, codeLength)
	for _, s := range symbols {
		code = append(code, alphabet[s])
	}
	return Code(append(code, alphabet[checksum(symbols[:])])), nil
}

// ParseCode reads a code as people type it: any case, with spaces, dashes or
// dots between groups, O for 0, I or L for 1, U for V. The error says how long
// the code should be, which group holds a character that no code has, or that
// the check character does not fit.
func ParseCode(typed string) (Code, error) {
	groups := strings.FieldsFunc(strings.Map(plain, norm.NFKC.String(afterHash(Clean(typed)))), func(r rune) bool {
		return strings.ContainsRune(" \n-‐‑‒–—−_.,:;/+'\"‘’“”", r)
	})
	var code []byte
	for i, group := range groups {
		for _, r := range group {
			c, ok := codeCharacter(r)
			if !ok {
				if len(groups) != codeGroups { // not typed in the printed groups
					i = len(code) / codeGroup
				}
				if i >= codeGroups {
					return "", ErrCodeLength.With("Length", codeLength).With("Typed", utf8.RuneCountInString(strings.Join(groups, "")))
				}
				return "", ErrCodeGroup.With("Group", i+1)
			}
			code = append(code, c)
		}
	}
	switch {
	case len(code) == 0:
		return "", ErrNoCode
	case len(code) != codeLength:
		if i := wrongGroup(groups); i >= 0 {
			return "", ErrCodeGroup.With("Group", i+1)
		}
		return "", ErrCodeLength.With("Length", codeLength).With("Typed", len(code))
	case !Code(code).valid():
		return Code(code), ErrCodeCheck
	}
	return Code(code), nil
}

// afterHash returns the code of a card's whole address, which people paste.
func afterHash(typed string) string { return typed[strings.LastIndexByte(typed, '#')+1:] }

// plain folds a character as phones type and paste it: capitals, Arabic and
// Persian digits, and marks that cannot be seen.
func plain(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r):
		return -1
	case '\u0660' <= r && r <= '\u0669':
		return '0' + r - '\u0660'
	case '\u06F0' <= r && r <= '\u06F9':
		return '0' + r - '\u06F0'
	}
	return unicode.ToUpper(r)
}

// String is the code as it is printed: XXXX-XXXX-XXXX-XXXX-X.
func (c Code) String() string {
	var groups []string
	for i := 0; i < len(c); i += codeGroup {
		groups = append(groups, string(c[i:min(i+codeGroup, len(c))]))
	}
	return strings.Join(groups, "-")
}

// Hash returns what the server keeps of the code. Without the pepper nobody can
// tell whether a code was ever given out.
func (c Code) Hash(pepper []byte) CodeHash {
	return keyed(pepper, "card", []byte(c))
}

// Tap returns the hash of one use of a shared code, so that a double tap or a
// retry of the same page counts once. token is drawn by the page.
func (c Code) Tap(pepper []byte, token string) CodeHash {
	return keyed(pepper, "tap", []byte(c), []byte(token))
}

// PosterCode returns the code of a poster, which many people use and which can be
// shown again: it is made of the pepper and the poster's id, and stored no more
// than that of a card. A card's code is random, and gone once it is printed.
func PosterCode(pepper []byte, batch string) (Code, error) {
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte("poster" + batch))
	return NewCode(bytes.NewReader(mac.Sum(nil)))
}

// PaperTap returns the hash of one paper form that was typed in, so that sending
// it twice counts once. token was drawn for the page it was typed on.
func PaperTap(pepper []byte, token string) CodeHash {
	return keyed(pepper, "paper", []byte(token))
}

// Near returns the codes that differ from c in one character or in two
// neighbouring ones swapped, and whose check character fits, each with the
// number of the group that differs. About 20 codes: enough to tell a parent
// where to look again, and no help in guessing.
func (c Code) Near() map[Code]int {
	near := map[Code]int{}
	try := func(at int, change func([]byte)) {
		b := []byte(c)
		change(b)
		if n := Code(b); n != c && n.valid() {
			near[n] = at/codeGroup + 1
		}
	}
	for i := range len(c) {
		for _, r := range []byte(alphabet) {
			try(i, func(b []byte) { b[i] = r })
		}
		if i+1 < len(c) {
			try(i, func(b []byte) { b[i], b[i+1] = b[i+1], b[i] })
		}
	}
	return near
}

func (c Code) valid() bool {
	symbols := make([]byte, 0, codeLength)
	for _, r := range []byte(c) {
		symbols = append(symbols, byte(strings.IndexByte(alphabet, r)))
	}
	return checksum(symbols[:codeData]) == symbols[codeData]
}

func codeCharacter(r rune) (byte, bool) {
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	case 'U':
		r = 'V'
	}
	if r > 'Z' || strings.IndexByte(alphabet, byte(r)) < 0 {
		return 0, false
	}
	return byte(r), true
}

// wrongGroup returns the one group of a code typed in groups whose length is
// wrong, or -1 where that cannot be said.
func wrongGroup(groups []string) int {
	if len(groups) != codeGroups {
		return -1
	}
	for i, g := range groups {
		if len(g) != min(codeGroup, codeLength-i*codeGroup) {
			return i
		}
	}
	return -1
}

// checksum is the sum of every symbol times its own power of a generator of
// GF(2^5). All weights differ, so every single wrong character and every swap
// of two characters is noticed, and the check character comes from the same
// alphabet; Crockford's own (mod 37) needs five more, such as ~ and $, which
// are hard to find on a phone.
func checksum(symbols []byte) byte {
	var sum byte
	for i := len(symbols) - 1; i >= 0; i-- {
		sum = double(sum ^ symbols[i])
	}
	return sum
}

// double multiplies by x in GF(2^5) modulo x^5 + x^2 + 1, which is primitive.
func double(a byte) byte {
	a <<= 1
	if a&0x20 != 0 {
		a ^= 0x25
	}
	return a
}

func keyed(pepper []byte, purpose string, parts ...[]byte) (h CodeHash) {
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte(purpose + "\x00"))
	mac.Write(bytes.Join(parts, []byte{0}))
	copy(h[:], mac.Sum(nil))
	return h
}
